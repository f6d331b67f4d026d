"""What phones ask of the server and send to it: JSON in and out, errors too.

An answer is ``{"error": {"code", "message", "remedy"}}`` where something is refused. Every send may be
repeated: the ids are the phone's own. ``by`` is the account that recorded what is sent: nobody sends
another's work as his own.
"""

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, Response, current_app, jsonify, redirect, request, send_file, url_for
from flask_security import current_user
from flask_wtf.csrf import generate_csrf

from registry.errors import RefusalError
from registry.messages import render
from registry.model.field.inspections import Receipt
from registry.model.people import OPEN_DESK, Person
from registry.services.field import sends
from registry.services.field.campaign_targets import inspectors, progress_of
from registry.services.field.campaigns import list_campaigns
from registry.services.field.packs import pack as field_pack
from registry.services.field.packs.tiles import pack_tiles_file
from registry.services.field.photos import LARGEST_COPY, take_copy
from registry.services.field.positions.pack import POSITIONS, positions_listed, positions_pack
from registry.services.field.sends import LARGEST_PHOTO, MOST_ITEMS
from registry.services.office.calendar import now
from web.field.app import release
from web.frame import parameters
from web.frame.data_answer import json_payload, send
from web.frame.guard import WORKERS, accounts_exist, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.frame.sign_in import sessions

blueprint = Blueprint("field_api", __name__, url_prefix="/field")

LARGEST_SEND = 16 * 1024 * 1024
"""Bytes of one send: 200 items of 64 KB, and some."""


@blueprint.get("/token")
@guarded(*WORKERS)
def token() -> Response:
    """Say who is signed in, with the token that sends have to bear and the server's time.

    ``signed_in`` is false at an open desk: who recorded under an account there has to sign in to send.
    """
    answer = jsonify(
        csrf=generate_csrf(),
        user=who(),
        signed_in=current_user.is_authenticated or not accounts_exist(current_app),
        by_phone=bool(sessions.by_phone()),
        server_time=server_time(),
        version=release().version,
        try_as=_try_as(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/packs.json")
@guarded(*WORKERS)
def packs() -> Response:
    """Send the campaigns of who is signed in; ``positions``: and proposed positions, to an app that asks."""
    parameters.known_only(request.args, ("positions",))
    found = field_pack.packs_of(registry(), person=signed_in())
    if "positions" in request.args:
        found["campaigns"] += positions_listed(registry(), person=signed_in())
    return send(json_payload(found))


@blueprint.get("/packs/<campaign>.json")
@guarded(*WORKERS)
def pack(campaign: str) -> Response:
    """Send what a phone takes along for a campaign, or besides; ``bbox`` keeps the masts of a box."""
    parameters.known_only(request.args, ("bbox",))
    if campaign == POSITIONS:
        return send(json_payload(positions_pack(registry(), person=signed_in())))
    if campaign == field_pack.SHEETS:
        return send(json_payload(field_pack.sheets_pack(registry(), person=signed_in())))
    box = parameters.box(request.args) if "bbox" in request.args else None
    return send(json_payload(field_pack.pack(registry(), campaign, person=signed_in(), box=box)))


@blueprint.get("/background/<key>.pmtiles")
@guarded(*WORKERS)
def background(key: str) -> Response:
    """Send a pack's part of the background, or the ranges of it that a phone still lacks."""
    answer = send_file(pack_tiles_file(registry(), key), mimetype="application/vnd.pmtiles", conditional=True)
    # a compressed answer would break the byte ranges; the key means these tiles and no others
    answer.headers["Cache-Control"] = "private, no-transform"
    return answer


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


@blueprint.put("/photos/<sha256>/copy")
@guarded(*WORKERS)
def photo_copy(sha256: str) -> Response:
    """Take a copy for the screen of a photo whose original comes later."""
    if (request.content_length or 0) > LARGEST_COPY:
        raise RefusalError("FIELD-PHOTO-LARGE", limit=LARGEST_COPY >> 20)
    sender({"by": unquote(request.headers.get("X-By", ""))})
    take_copy(registry(), sha256, request.stream)
    return jsonify(sha256=sha256, copied=True)


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


@blueprint.get("/")
@guarded(*WORKERS)
def slash() -> Any:
    """Lead to the app's one address."""
    return redirect(url_for("field_app.page"))


def _try_as() -> list[str]:
    """Return who has masts to go to in an illustrative register that stays open without signing in."""
    if current_person() is not OPEN_DESK:
        return []
    given: set[str] = set()
    for campaign in list_campaigns(registry(), person=OPEN_DESK, state="open"):
        given |= progress_of(registry(), campaign.id, person=OPEN_DESK).by_assignee.keys()
    return sorted(given & set(inspectors(registry())))


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


def server_time() -> str:
    """Return the server's time as answers say it."""
    return now().astimezone(dt.UTC).isoformat(timespec="milliseconds")
