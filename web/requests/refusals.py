"""Where the desk says a refusal: on the form, on the preview, on the request's page, or as JSON."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from registry.errors import RefusalError
from web.frame import errors
from web.frame.forms import settings_limit_mb
from web.frame.guard import current_person
from web.frame.people import own_code
from web.requests.conflict import same
from web.requests.frame import file_of
from web.requests.preview import drafts, new_page, preview_page
from web.requests.request import request_page
from web.requests.rows import blueprint

__all__ = ["blueprint"]

STATUS = {
    "REQUEST-UNKNOWN": 404,
    "REQUEST-DRAFT-UNKNOWN": 404,
    "ATTACHMENT-UNKNOWN": 404,
    "ATTACHMENT-NOT-PHOTO": 404,
    "REQUEST-ROW": 404,
    "REQUEST-DRAFT-ROW": 404,
}


@blueprint.errorhandler(RefusalError)
def refused(error: RefusalError) -> Any:
    """Say a refusal where the deed was tried; what was typed there stays."""
    address = (request.view_args or {}).get("address", "")
    sent_twice = request.method == "POST" and error.code == "CHANGED-MEANWHILE" and same(error)
    if sent_twice and address and not errors.wants_json():
        return redirect(url_for("requests.show", address=address), 303)
    here = address or request.endpoint == "requests.receive"
    return errors.refused(error, STATUS, (lambda why: _where_it_was_tried(why, address)) if here else None)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Any:
    """Say on the form that a file is larger than the server takes."""
    refusal = RefusalError("WEB-TOO-LARGE", limit=settings_limit_mb())
    if request.endpoint == "requests.receive" and not errors.wants_json():
        return new_page(refusal), 413
    return errors.answer(413, refusal.code, dict(refusal.params))


def _where_it_was_tried(error: RefusalError, address: str) -> str:
    if request.endpoint == "requests.receive":
        return new_page(error)
    if request.path.startswith(url_for("requests.start") + "/drafts/"):
        return preview_page(drafts().of(address, own_code(current_person())), error)
    return request_page(file_of(address), error)
