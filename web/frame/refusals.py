"""Where a refusal is said: on the page of the deed with what was typed, as JSON, or on a page of its own.

The status of a refusal stands beside its words in ``data/messages``. A blueprint names the page on which
its deeds are refused (``on_page``); what is too large or comes too often is refused like anything else.
"""

import contextlib
import functools
import math
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext as _l
from flask_limiter import Limiter, RateLimitExceeded
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from registry.errors import RefusalError
from registry.messages import fields, status
from registry.services.office.both_versions import LONGEST
from web.frame import problems
from web.frame.errors import answer, both_versions, in_words, wants_json
from web.frame.forms import settings_limit_mb
from web.frame.guard import is_let_in
from web.frame.server import out_of_reach, request_log
from web.frame.who_was_first import for_these_eyes

Page = Callable[[RefusalError], str | BaseResponse | None]
"""Makes the page on which a deed was refused: the refusal and all that was typed stand on it. None where the
refusal is said plainly; a page that refuses in its turn has that said instead. A Response stands as it is."""

Form = Callable[[RefusalError], Any]
"""Says a refusal in the form of a standard, with the status that stands beside its code."""

Ending = Callable[[Response], Response]
"""What a part does with every answer before it goes out."""

_PAGES = "bts-refusal-pages"

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
    "number": _l("Số"),
    "other_answer": _l("Nội dung"),
    "question": _l("Nội dung"),
    "reason": _l("Lý do"),
    "remedy": _l("Cách khắc phục"),
    "reply": _l("Trả lời"),
    "terms": _l("Điều kiện sử dụng"),
    "text": _l("Nội dung"),
    "words": _l("Nội dung"),
}


def on_page(blueprint: Blueprint) -> Callable[[Page], Page]:
    """Have the refusals of a blueprint's deeds said on the page that the function below makes."""

    def name(page: Page) -> Page:
        def keep(made: BlueprintSetupState) -> None:
            made.app.extensions.setdefault(_PAGES, {})[blueprint.name] = page

        blueprint.record(keep)
        return page

    return name


def in_form_of_a_standard(blueprint: Blueprint) -> Callable[[Form], Form]:
    """Have the refusals of a blueprint said in the form that programs of a standard read."""

    def name(form: Form) -> Form:
        blueprint.register_error_handler(RefusalError, form)
        return form

    return name


def said(refusal: RefusalError | None) -> dict[str, object] | None:
    """Return a refusal as pages write it where the deed was tried; None for none."""
    if refusal is None:
        return None
    message, advice = in_words(refusal.code, refusal.params)
    typed = typed_words() if g.get("refusal_status") == 409 else []
    lines = both_versions(refusal)
    offered = {line[2] for line in lines}
    told = len(lines) == 1 and max(map(len, lines[0])) <= LONGEST  # the sentence says all of it
    return {
        "code": refusal.code,
        "message": message,
        "remedy": advice or "",
        "fields": fields(refusal.code),
        "unread": str(refusal.params.get("value", "")),
        "typed": [field for field in typed if field[1] not in offered],
        "lines": [] if told else lines,
    }


def typed_words() -> list[tuple[str, str]]:
    """Return what was typed in the form that was refused: (what it is, the words)."""
    found = []
    for name, text in request.form.items():
        field = name.partition("-")[0]
        if field in TYPED and text.strip():
            found.append((str(TYPED[field]), text.strip()))
    return found


def chosen_files() -> dict[str, list[str]]:
    """Return the names of the files that came with the form, by field: its page shows none as chosen."""
    found: dict[str, list[str]] = {}
    with contextlib.suppress(RequestEntityTooLarge):  # nothing of it is read: this is what is being said
        for field, file in request.files.items(multi=True):
            if file.filename:
                found.setdefault(field, []).append(file.filename)
    return found


def refused(error: RefusalError, page: Page | None = None) -> Any:
    """Answer a refusal: on ``page`` where the deed was tried, else as every page says it.

    Where that page cannot be made, because what it is about is not there or for another reason, the refusal
    is said plainly: the deed was refused all the same, and whoever tried it has to know why. Whoever was not
    let in yet, because of a token that opens nothing or a full disk, gets no page of the deed either.
    """
    request_log.said(error.code)
    error = for_these_eyes(error)
    if error.code == out_of_reach.CODE and not wants_json():
        message, _advice = in_words(error.code, error.params)
        return out_of_reach.page(error.code, status(error.code), message, typed_words())
    if page is not None and request.method == "POST" and is_let_in() and not wants_json():
        try:
            g.refusal_status = status(error.code)
            g.lost_files = chosen_files()
            made = page(error)
            if made is not None:
                return (made, g.refusal_status) if isinstance(made, str) else made
        except RefusalError as missing:  # what the page is about is not there, or not for this person
            error = missing
        except HTTPException:  # a form too large to be read for the page, either
            pass
        except Exception:  # any fault of that page, kept in the log: the refusal itself must still be said
            current_app.logger.exception("the page of a refusal (%s) cannot be made", error.code)
    return answer(status(error.code), error.code, dict(error.params))


def install(app: Flask) -> None:
    """Answer every refusal of ``app``, whichever page it comes from."""

    @app.errorhandler(RefusalError)
    def refusal(error: RefusalError) -> Any:
        pages: dict[str | None, Page] = app.extensions.get(_PAGES, {})
        return refused(error, pages.get(request.blueprint))

    @app.after_request
    def ask_again(response: Response) -> Response:
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            response.headers.setdefault("Retry-After", str(out_of_reach.AGAIN_S))
            response.headers["Cache-Control"] = "private, no-store"
        elif response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            if again_s := _free_again():
                response.headers.setdefault("Retry-After", str(again_s))
        elif response.status_code == HTTPStatus.CONFLICT and problems.are_wanted():
            response.headers.setdefault("Retry-After", str(out_of_reach.AGAIN_S))
        return response

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> Any:
        return refusal(RefusalError("WEB-TOO-LARGE", limit=settings_limit_mb()))

    @app.errorhandler(RateLimitExceeded)
    def too_many(_error: RateLimitExceeded) -> Any:
        if (request.endpoint or "").startswith("security."):  # a password or a code, wrong too often
            return refusal(RefusalError("SIGN-IN-TOO-MANY", minutes=math.ceil((_free_again() or 900) / 60)))
        return refusal(RefusalError("WEB-TOO-MANY"))


def of_endings(app: Flask) -> None:
    """Say what is refused while an answer is finished as any refusal: an attempt that cannot be counted, say.

    Called when every part of ``app`` has named what it does after a request.
    """

    def said_of(hook: Ending) -> Ending:
        @functools.wraps(hook)
        def ending(response: Response) -> Response:
            try:
                return hook(response)
            except RefusalError as refusal:
                return app.make_response(refused(refusal))

        return ending

    hooks = app.after_request_funcs.setdefault(None, [])
    hooks[:] = [said_of(app.ensure_sync(hook)) for hook in hooks]


def _free_again() -> int | None:
    """Return in how many seconds the limit that was met lets somebody in again; None where nobody knows."""
    limiter: Limiter = current_app.extensions["bts-limiter"]
    met = limiter.current_limit
    at: float = g.get("let_in_at", met.reset_at if met is not None and met.breached else 0)
    return max(1, math.ceil(at - time.time())) if at else None
