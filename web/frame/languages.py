"""Vietnamese first, English by a switch that the browser remembers.

Message ids are the Vietnamese texts themselves; ``web/translations/en`` holds the English ones.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, redirect, request
from flask_babel import Babel, get_locale

from registry.messages import Language
from web.frame import problems
from web.frame.assets import TRANSLATIONS

LANGUAGES: dict[str, str] = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"
YEAR_S = 365 * 24 * 3600
_READ_BY_PEOPLE = frozenset({"api.docs", "api.problem"})
"""Pages among the addresses for programs."""

blueprint = Blueprint("languages", __name__)


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


def install(app: Flask) -> None:
    """Set up Flask-Babel, the switch, and what templates need to know of the language."""
    Babel(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=chosen,
    )
    app.register_blueprint(blueprint)

    @app.context_processor
    def language_values() -> dict[str, object]:
        return {"lang": language(), "languages": LANGUAGES}
