"""What phones ask of the server and send to it: JSON in and out, errors too.

An answer is ``{"error": {"code", "message", "remedy"}}`` where something is refused. Every send may be
repeated: the ids are the phone's own. ``by`` is the account that recorded what is sent: nobody sends
another's work as his own.
"""

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.inspections import Receipt
from registry.model.people import OPEN_DESK, Person
from registry.services.field import pack as field_pack
from registry.services.field import part_uploads, sends
from registry.services.field.campaign_targets import inspectors
from registry.services.field.inspections import visits_of_items
from registry.services.field.sends import LARGEST_PHOTO, MOST_ITEMS
from registry.services.office.calendar import now
from web.field.app import release
from web.field.rescue_words import rescue_texts
from web.frame import errors, parameters
from web.frame.data_answer import json_payload, send
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded

blueprint = Blueprint("field_api", __name__, url_prefix="/field")

_PAGES = ("field_api.rescue", "field_api.take_rescue")
"""What people open in a browser; all else here is asked by programs."""

LARGEST_SEND = 16 * 1024 * 1024
"""Bytes of one send: 200 items of 64 KB, and some."""

STATUS = {
    "FIELD-OTHER-PERSON": 409,
    "FIELD-PHOTO-HASH": 422,
    "FIELD-PHOTO-EMPTY": 422,
    "FIELD-PHOTO-KIND": 415,
    "FIELD-PHOTO-LARGE": 413,
    "FIELD-PHOTO-NOT-KEPT": 503,
    "FIELD-TOO-MANY": 413,
    "FIELD-SEND-LARGE": 413,
    "FIELD-NOT-ALLOWED": 403,
    "FIELD-PART-BEYOND": 422,
    "FIELD-PART-HASH": 422,
    "FIELD-PART-LARGE": 413,
    "FIELD-PART-OFFSET": 409,
    "FIELD-RESCUE-TOO-LARGE": 413,
    "FIELD-UPLOAD-BUSY": 503,
    "FIELD-UPLOAD-HASH": 422,
    "FIELD-UPLOAD-MANY": 413,
    "FIELD-UPLOAD-ROOM": 507,
    "FIELD-UPLOAD-UNKNOWN": 404,
    "CAMPAIGN-UNKNOWN": 404,
}


@blueprint.errorhandler(RefusalError)
def refused(error: RefusalError) -> tuple[Response, int]:
    """Answer a refusal as JSON."""
    return _error(
        STATUS.get(error.code, errors.REFUSAL_STATUS.get(error.code, 400)), error.code, error.params
    )


@blueprint.errorhandler(CSRFError)
def stale(_stale: CSRFError) -> tuple[Response, int]:
    """Answer a send without the token of the present session."""
    return _error(400, "WEB-STALE-FORM", {})


@blueprint.errorhandler(HTTPException)
def failed(error: HTTPException) -> Any:
    """Answer any other error as JSON."""
    status = error.code or 500
    if status < 400:
        return error
    g.faulty = status >= 500
    code = errors.HTTP_CODES.get(status, "WEB-FAULT" if status >= 500 else "WEB-BAD-REQUEST")
    limit = current_app.config["MAX_CONTENT_LENGTH"] >> 20
    if request.endpoint in _PAGES and not errors.wants_json():
        shown = "FIELD-RESCUE-FORM-LARGE" if status == 413 else code
        return errors.answer(status, shown, {"limit": limit})
    return _error(status, code, {"limit": limit})


@blueprint.get("/token")
@guarded(*WORKERS)
def token() -> Response:
    """Say who is signed in, with the token that sends have to bear and the server's time."""
    answer = jsonify(
        csrf=generate_csrf(),
        user=who(),
        server_time=server_time(),
        version=release().version,
        try_as=_try_as(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/packs.json")
@guarded(*WORKERS)
def packs() -> Response:
    """Send the campaigns of who is signed in."""
    return send(json_payload(field_pack.packs_of(registry(), person=signed_in())))


@blueprint.get("/packs/<campaign>.json")
@guarded(*WORKERS)
def pack(campaign: str) -> Response:
    """Send what a phone takes along for a campaign; ``bbox`` keeps the masts of a box."""
    parameters.known_only(request.args, ("bbox",))
    box = parameters.box(request.args) if "bbox" in request.args else None
    return send(json_payload(field_pack.pack(registry(), campaign, person=signed_in(), box=box)))


@blueprint.post("/items")
@guarded(*WORKERS)
def items() -> Response:
    """Take items; each gets its receipt, whatever became of the others."""
    body = _body("items")
    taken = sends.take_items(
        registry(), body["items"], person=sender(body), device=str(body.get("device", "")),
        by=str(body.get("by", "")), sent_at=str(body.get("sent_at", "")),
    )  # fmt: skip
    return jsonify(receipts=[receipt(item) for item in taken], server_time=server_time())


@blueprint.put("/photos/<sha256>")
@guarded(*WORKERS)
def photo(sha256: str) -> Response:
    """Take the bytes of one photo; the answer is the hash of what lies on the disk."""
    if (request.content_length or 0) > LARGEST_PHOTO:  # before a byte of it is read
        raise RefusalError("FIELD-PHOTO-LARGE", limit=LARGEST_PHOTO >> 20)
    by = unquote(request.headers.get("X-By", ""))
    person = sender({"by": by})
    kept = sends.take_photo(
        registry(), sha256, request.stream, person=person, device=request.headers.get("X-Device", ""),
        media_type=request.mimetype, by=by,
    )  # fmt: skip
    return jsonify(
        sha256=kept.sha256, bytes=kept.size_bytes, state=kept.state.value, server_time=server_time()
    )


@blueprint.post("/receipts")
@guarded(*WORKERS)
def receipts() -> Response:
    """Say again what became of items and photos."""
    body = _body("ids")
    photos = body.get("photos") or []
    if len(body["ids"]) > MOST_ITEMS or not isinstance(photos, list) or len(photos) > MOST_ITEMS:
        raise RefusalError("FIELD-TOO-MANY", count=len(body["ids"]), limit=MOST_ITEMS)
    found, pictures = sends.receipts_of(registry(), body["ids"], photos)
    return jsonify(
        receipts=[receipt(item) for item in found],
        photos=[
            {"sha256": item.sha256, "state": item.state.value, "bytes": item.size_bytes} for item in pictures
        ],
        server_time=server_time(),
    )


@blueprint.get("/rescue")
@guarded(*WORKERS)
def rescue() -> str:
    """Show where a rescue file is handed in."""
    return _rescue_page()


@blueprint.post("/rescue")
@guarded(*WORKERS)
def take_rescue() -> Any:
    """Take a rescue file and show what became of each item."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        with uploaded("file") as (path, name):
            taken = sends.import_rescue(registry(), path, person=signed_in(), name=name)
        return jsonify(receipts=[receipt(item) for item in taken], server_time=server_time())
    try:
        with uploaded("file") as (path, name):
            taken = sends.import_rescue(registry(), path, person=signed_in(), name=name)
    except RefusalError as refusal:
        return _rescue_page(refusal=errors.said(refusal)), 400
    return _rescue_page(
        receipts=[receipt(item) for item in taken],
        visits=visits_of_items(registry(), [item.id for item in taken]),
        file=name,
    )


def _rescue_page(**shown: Any) -> str:
    """Show where a rescue file is handed in, which of the account's are unfinished, and what came of one."""
    waiting = part_uploads.under_way(registry(), part_uploads.RESCUE, person=signed_in())
    held = {"receipts": None, "visits": (), "refusal": None, "file": "", **shown}
    limit = current_app.config["MAX_CONTENT_LENGTH"] >> 20
    return render_template(
        "field/app/rescue.html", waiting=waiting, limit=limit, words=rescue_texts(), **held
    )


@blueprint.get("/")
@guarded(*WORKERS)
def slash() -> Any:
    """Lead to the app's one address."""
    return redirect(url_for("field_app.page"))


def _try_as() -> list[str]:
    """Return who has the masts of an illustrative register that stays open to whoever has not signed in."""
    return sorted(inspectors(registry())) if current_person() is OPEN_DESK else []


def signed_in() -> Person:
    """Return who asks, by name: at an open desk without accounts the machine's user."""
    return replace(current_person(), name=who())


def sender(body: dict[str, Any]) -> Person:
    """Return who sends; refused where somebody else recorded it (``FIELD-OTHER-PERSON``)."""
    person = signed_in()
    by = str(body.get("by") or person.name)
    if by != person.name:
        raise RefusalError("FIELD-OTHER-PERSON", by=by[:60], person=person.name)
    return person


def _body(wanted: str) -> dict[str, Any]:
    """Return the JSON object of a request, with a list under ``wanted``."""
    if (request.content_length or 0) > LARGEST_SEND:
        raise RefusalError("FIELD-SEND-LARGE", limit=LARGEST_SEND >> 20)
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get(wanted), list):
        raise RefusalError("FIELD-SEND-FORM", wanted=wanted)
    return body


def receipt(item: Receipt) -> dict[str, Any]:
    """Return a receipt as JSON values."""
    said = render(item.code, dict(item.params), language()) if item.code else ""
    return {
        "id": item.id,
        "state": item.state.value,
        "sha256": item.sha256,
        "code": item.code,
        "message": said,
        "missing": list(item.missing),
    }


def _error(status: int, code: str, params: dict[str, object]) -> tuple[Response, int]:
    lang = language()
    said = {"code": code, "message": render(code, params, lang), "remedy": remedy(code, params, lang)}
    return jsonify(code=code, error=said), status


def server_time() -> str:
    """Return the server's time as answers say it."""
    return now().astimezone(dt.UTC).isoformat(timespec="milliseconds")
