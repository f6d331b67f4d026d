"""What went wrong, on one page or as JSON; what is refused is of ``web.frame.refusals``.

A refusal is said with its code and remedy. Anything unforeseen is logged with its traceback on the server
and answered with a plain page that shows none of it.
"""

from collections.abc import Mapping
from pathlib import PurePath

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from registry.errors import RefusalError
from registry.messages import remedy, render, say
from registry.services.office import both_versions as versions
from registry.services.office.deeds import CHANGED
from registry.services.office.registry import disk_refusal
from web.frame import problems
from web.frame.languages import language
from web.frame.server import out_of_reach, request_log

Answer = tuple[Response | str, int]

_OF_OBJECT = frozenset({400, 409, 503})
"""Statuses of a refusal below a record's page that say that the record is there, and may be read."""

# status: message code in data/messages/office/pages.toml
HTTP_CODES: dict[int, str] = {
    400: "WEB-BAD-REQUEST",
    403: "WEB-FORBIDDEN",
    404: "WEB-NOT-FOUND",
    405: "WEB-METHOD",
    413: "WEB-TOO-LARGE",
    415: "WEB-BAD-REQUEST",
    416: "WEB-BAD-REQUEST",
    429: "WEB-TOO-MANY",
    500: "WEB-FAULT",
    503: "WEB-NOT-READY",
}

PROGRAMS = "bts-programs"
"""Extension of the application: the names of the blueprints that only programs ask."""


def wants_json() -> bool:
    """Whether the caller is a program: an address that only programs ask, or an Accept header for JSON."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    if problems.are_wanted():
        return True
    for_programs = request.blueprint in current_app.extensions.get(PROGRAMS, ())
    return for_programs or request.path.startswith("/api/") or best == "application/json"


def answer(status: int, code: str, params: dict[str, object]) -> Answer:
    """Return the error ``code`` as a page or as JSON, in the reader's language."""
    request_log.said(code)
    message, advice = in_words(code, params)
    if problems.are_wanted():
        return problems.problem(status, code, params, message, advice), status
    if wants_json():
        told = {"code": code, "message": message, "remedy": advice} | _first(code, params)
        return jsonify(error=told), status
    if code == out_of_reach.CODE:
        return out_of_reach.page(code, status, message), status
    try:
        return render_template(
            "frame/error.html", status=status, code=code, message=message, advice=advice,
            page_above=_page_above() if status == 405 else "",
            page_of_object=_page_of_object() if status in _OF_OBJECT else "",
        ), status  # fmt: skip
    except RefusalError:  # the page asks the register for who is there, and that is refused as well
        return out_of_reach.page(code, status, message), status


def _page_above() -> str:
    """Return the nearest page above an address that only takes what was pressed; "" where there is none."""
    known = current_app.create_url_adapter(request)
    above = request.path.rstrip("/").rpartition("/")[0] if known else ""
    while known and above:
        try:
            known.match(above, method="GET")
        except HTTPException:
            above = above.rpartition("/")[0]
        else:
            return above
    return ""


def _page_of_object() -> str:
    """Return the page of what an address below it is about (a request, of its letter); "" where none is.

    The topmost page that names a record: a page between (a print) may be refused for the same reason.
    """
    known = current_app.create_url_adapter(request)
    found, above = "", request.path.rstrip("/").rpartition("/")[0] if known else ""
    while known and above:
        try:
            if known.match(above, method="GET")[1]:
                found = above
        except HTTPException:
            pass
        above = above.rpartition("/")[0]
    return found


def both_versions(refusal: RefusalError) -> list[tuple[str, str, str]]:
    """Return (what it is, what stands, what was offered) of a record that somebody changed meanwhile."""
    if refusal.code != CHANGED:
        return []
    params, lang = refusal.params, language()
    found = versions.lines(params["table"], params["standing"] or None, params["offered"])
    return [(say(line.name, lang), say(line.stands, lang), say(line.offered, lang)) for line in found]


def _first(code: str, params: Mapping[str, object]) -> dict[str, object]:
    """Return who was first, when, and both versions, for a program; nothing for another refusal."""
    if code != CHANGED:
        return {}
    lines = both_versions(RefusalError(code, **params))
    return {"by": params["by"], "at": params["at"], "lines": lines}


def in_words(code: str, params: Mapping[str, object]) -> tuple[str, str | None]:
    """Return what is wrong and what to do, in the reader's language; where the register lies stays here."""
    shown = dict(params)
    if "database" in shown:
        shown["database"] = PurePath(str(shown["database"])).name
    return render(code, shown, language()), remedy(code, shown, language())


def install(app: Flask) -> None:
    """Answer every error of ``app`` through the table above."""

    @app.errorhandler(OSError)
    def disk(error: OSError) -> ResponseReturnValue:
        refusal = disk_refusal(error, app.extensions["bts-settings"])
        if refusal is None:
            raise error
        return app.handle_user_exception(refusal)  # as any refusal: on the page of the deed where it has one

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Answer:
        if problems.are_wanted() and not current_user.is_authenticated:
            return answer(401, "TOKEN-NEEDED", {})  # of an open desk a program has no form, nor a page
        return answer(400, "WEB-STALE-FORM", {})

    @app.errorhandler(SecurityError)
    def untrusted_host(_error: SecurityError) -> Response:
        # Asked by a name that is not ours: no page, no cookie, no address can be made for it.
        code = "WEB-HOST-NAME"
        said = (code, render(code, {}, "vi"), render(code, {}, "en"), "")
        return Response("\n".join(said), 400, mimetype="text/plain")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Answer | HTTPException:
        status = error.code or 500
        if status < 400:
            return error
        g.faulty = status >= 500
        code = HTTP_CODES.get(status, "WEB-FAULT" if status >= 500 else "WEB-BAD-REQUEST")
        return answer(status, code, {"limit": app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024)})
