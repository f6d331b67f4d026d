"""Vietnamese first, English by a switch that the browser remembers.

Message ids are the Vietnamese texts themselves; ``web/translations/en`` holds the English ones.
"""

import contextlib
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, g, redirect, request
from flask_babel import Babel, Domain, get_locale, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from registry.errors import RefusalError
from registry.messages import Language, as_here, speaking_in
from registry.model.english import for_ones
from web.frame import problems
from web.frame.assets import TRANSLATIONS

LANGUAGES: dict[str, str] = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"
YEAR_S = 365 * 24 * 3600
_READ_BY_PEOPLE = frozenset({"api.docs", "api.problem"})
"""Pages among the addresses for programs."""

blueprint = Blueprint("languages", __name__)


class _Counting(Domain):  # type: ignore[misc]  # untyped
    """The texts of the interface; an English one about one thing is put so."""

    def gettext(self, string: str, **variables: Any) -> str:
        """Return a text in the language of the request, with its variables."""
        text = _written(string)
        return _about_one(text, variables) % variables if variables else text


@pass_context
def _in_template(context: Context, string: str, **variables: Any) -> str:
    """Return the same for a template, where what a variable holds is escaped."""
    text = _about_one(_written(string), variables)
    return (Markup(text) if context.eval_ctx.autoescape else text) % variables  # noqa: S704 - texts of ours


def _written(string: str) -> str:
    text: str = get_translations().ugettext(string)
    return as_here(text) if language() == "vi" else text


def _about_one(text: str, variables: dict[str, Any]) -> str:
    if not variables or language() == "vi":
        return text
    return for_ones(text, [f"%({name})s" for name, value in variables.items() if str(value) == "1"])


def chosen() -> str:
    """Return the language of this request: ``?lang=``, else the cookie, else Vietnamese.

    To programs that of their header Accept-Language, and not of a cookie.
    """
    if problems.are_wanted() and request.endpoint not in _READ_BY_PEOPLE:
        return request.accept_languages.best_match(("vi", "en")) or "vi"
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    return "vi"


def language() -> Language:
    """Return the present language for ``registry.messages``."""
    return "en" if str(get_locale()) == "en" else "vi"


@blueprint.post("/language")
def switch() -> Response:
    """Remember the language and return to the page the form was on (a path of ours only)."""
    asked = request.form.get("lang", "")
    if asked not in LANGUAGES:
        abort(400)
    answer = redirect(own_path(request.form.get("next", "/")), 303)
    answer.set_cookie(COOKIE, asked, max_age=YEAR_S, samesite="Lax", httponly=True)
    return answer  # type: ignore[return-value]  # werkzeug's base class is what redirect declares


def own_path(target: str) -> str:
    """Return ``target`` if it is a path on this host, else the start page (no open redirect)."""
    parts = urlsplit(target)
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in parts.path
    return target if plain and not parts.scheme and not parts.netloc else "/"


def _speak() -> None:
    """Speak in this request as the register's office does; where it cannot be asked, as of no province."""
    from web.frame.office import registry

    code = ""
    with contextlib.suppress(RefusalError):
        code = registry().settings.province
    g.speaking = contextlib.ExitStack()
    g.speaking.enter_context(speaking_in(code))


def _spoken(_error: BaseException | None) -> None:
    if (speaking := g.pop("speaking", None)) is not None:
        speaking.close()


def install(app: Flask) -> None:
    """Set up Flask-Babel, the switch, and what templates need to know of the language."""
    babel = Babel(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=chosen,
    )
    babel.domain_instance = _Counting()
    app.jinja_env.globals["gettext"] = _in_template
    app.register_blueprint(blueprint)
    app.before_request_funcs.setdefault(None, []).insert(0, _speak)
    app.teardown_request(_spoken)

    @app.context_processor
    def language_values() -> dict[str, object]:
        return {"lang": language(), "languages": LANGUAGES}
