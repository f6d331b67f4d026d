"""What went wrong, on one page or as JSON; one table from error to status and message code.

A refusal is said with its code and remedy. Anything unforeseen is logged with its traceback on the server
and answered with a plain page that shows none of it.
"""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from registry.errors import RefusalError
from registry.messages import remedy, render, say
from registry.services.office import both_versions as versions
from registry.services.office.deeds import CHANGED
from registry.store.failures import refusal_of_disk
from web.frame.languages import language

Answer = tuple[Response | str, int]
Page = Callable[[RefusalError], str]
"""Makes the page on which a deed was refused: the refusal and all that was typed stand on it."""

# status: message code in data/messages/web.toml
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

# refusal code: status where it is not 400
REFUSAL_STATUS: dict[str, int] = {
    "WEB-NOT-FOUND": 404,
    "WEB-NO-SITE": 404,
    "WEB-NO-TILES": 404,
    "OPEN-DATA-CLOSED": 404,
    "SPOTS-CLOSED": 403,
    "OPEN-DATA-UNKNOWN": 404,
    "FILE-TOO-BIG": 413,
    "SAME-MAST-UNKNOWN": 404,
    "SAME-MAST-DECIDED": 409,
    "CHANGED-MEANWHILE": 409,
    "APPROVAL-CLOSED": 409,
    "CONSULTATION-ANSWERED": 409,
    "CONSULTATION-RECORDED": 409,
    "CONSULTATION-SENT": 409,
    "DATA-REQUEST-MEANWHILE": 409,
    "DEFECT-STATED-TAKEN": 409,
    "DUTY-LETTER-SENT": 409,
    "DUTY-LETTERS-MEANWHILE": 409,
    "EXTENSION-WAITS": 409,
    "OPEN-DATA-NOT-STATED": 409,
    "OUTAGE-OPENED": 409,
    "REQUEST-CLOSED": 409,
    "REQUEST-SUBMITTED": 409,
    "MEETING-RECORDED": 409,
    "SHARING-RECORDED": 409,
    "STORE-CHANGED-MEANWHILE": 409,
    "STORM-CLOSED": 409,
    "STORM-ORDER-STATE": 409,
    "STORM-RECORDED": 409,
    "STORM-SAME-BULLETIN": 409,
    "BATCH-ALREADY-UNDONE": 409,
    "BATCH-UNDO-CONFLICT": 409,
    "STORE-CLOCK-AHEAD": 503,
    "STORE-CLOCK-BEHIND": 503,
    "STORE-MISSING": 503,
    "STORE-LOCKED": 503,
    "STORE-UNREACHABLE": 503,
    "STORE-NO-ACCESS": 503,
    "STORE-CANNOT-OPEN": 503,
    "STORE-READ-ONLY": 503,
    "STORE-DAMAGED": 503,
    "STORE-DISK-FULL": 507,
}


# fields of forms in which people type sentences: where somebody else was first, the page shows what was typed
TYPED: dict[str, Any] = {
    "answer": _l("Nội dung"),
    "answer_number": _l("Số văn bản"),
    "article": _l("Điều khoản"),
    "conclusion": _l("Kết luận"),
    "contact": _l("Liên hệ"),
    "decision": _l("Quyết định"),
    "evidence": _l("Căn cứ"),
    "ground": _l("Lý do"),
    "legal_basis": _l("Căn cứ"),
    "letter_number": _l("Số công văn"),
    "name": _l("Tên"),
    "note": _l("Ghi chú"),
    "number": _l("Số văn bản"),
    "other_answer": _l("Nội dung"),
    "question": _l("Nội dung"),
    "reason": _l("Lý do"),
    "remedy": _l("Cách khắc phục"),
    "reply": _l("Trả lời"),
    "terms": _l("Điều kiện sử dụng"),
    "text": _l("Nội dung"),
    "words": _l("Nội dung"),
}


def wants_json() -> bool:
    """Whether the caller is a program: an address below /api, or an Accept header that prefers JSON."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.path.startswith("/api/") or best == "application/json"


def answer(status: int, code: str, params: dict[str, object]) -> Answer:
    """Return the error ``code`` as a page or as JSON, in the reader's language."""
    message, advice = _words(code, params)
    if wants_json():
        told = {"code": code, "message": message, "remedy": advice} | _first(code, params)
        return jsonify(error=told), status
    return render_template(
        "frame/error.html", status=status, code=code, message=message, advice=advice
    ), status


def said(refusal: RefusalError | None) -> dict[str, object] | None:
    """Return a refusal as pages write it where the deed was tried; None for none."""
    if refusal is None:
        return None
    message, advice = _words(refusal.code, refusal.params)
    typed = typed_words() if g.get("refusal_status") == 409 else []
    return {
        "code": refusal.code,
        "message": message,
        "remedy": advice or "",
        "typed": typed,
        "lines": both_versions(refusal),
    }


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


def typed_words() -> list[tuple[str, str]]:
    """Return what was typed in the form that was refused: (what it is, the words)."""
    found = []
    for name, text in request.form.items():
        field = name.partition("-")[0]
        if field in TYPED and text.strip():
            found.append((str(TYPED[field]), text.strip()))
    return found


def _words(code: str, params: Mapping[str, object]) -> tuple[str, str | None]:
    """Return what is wrong and what to do, in the reader's language; where the register lies stays here."""
    shown = dict(params)
    if "database" in shown:
        shown["database"] = PurePath(str(shown["database"])).name
    return render(code, shown, language()), remedy(code, shown, language())


def status_of(refusal: RefusalError, known: Mapping[str, int] = MappingProxyType({})) -> int:
    """Return the HTTP status of a refusal; ``known`` are codes for which a part of the web has its own."""
    return known.get(refusal.code, REFUSAL_STATUS.get(refusal.code, 400))


def refused(
    error: RefusalError, known: Mapping[str, int] = MappingProxyType({}), page: Page | None = None
) -> Answer:
    """Answer a refusal: on the page where the deed was tried, else as every page says it.

    Where that page cannot be made, because what it is about is not there or for another reason, the refusal
    is said plainly: the deed was refused all the same, and whoever tried it has to know why.
    """
    if page is not None and request.method == "POST" and not wants_json():
        try:
            g.refusal_status = status_of(error, known)
            return page(error), g.refusal_status
        except RefusalError as missing:  # what the page is about is not there, or not for this person
            error = missing
        except Exception:  # any fault of that page, kept in the log: the refusal itself must still be said
            current_app.logger.exception("the page of a refusal (%s) cannot be made", error.code)
    return answer(status_of(error, known), error.code, dict(error.params))


def install(app: Flask) -> None:
    """Answer every error of ``app`` through the table above."""

    @app.errorhandler(RefusalError)
    def refusal(error: RefusalError) -> Answer:
        return refused(error)

    @app.errorhandler(OSError)
    def disk(error: OSError) -> ResponseReturnValue:
        refusal = refusal_of_disk(error, app.extensions["bts-settings"].home.name)
        if refusal is None:
            raise error
        return app.handle_user_exception(refusal)  # as any refusal: on the page of the deed where it has one

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Answer:
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
