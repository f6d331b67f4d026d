"""Files that come in parts: a phone's photo over a slow line, a rescue file of any size. JSON in and out.

Begin (or go on), add parts, then have the whole taken in, a while at a time until it is; every call may be
repeated. What is under way is the account's alone.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from registry.errors import RefusalError
from registry.model.field.inspections import PhotoReceipt
from registry.services.field import part_uploads, photos, sends
from registry.services.field.inspections import visits_of_items
from registry.services.field.part_uploads import LARGEST_PART, PHOTO, RESCUE, Upload
from web.field import api
from web.frame import parameters
from web.frame.guard import WORKERS, guarded
from web.frame.office import registry

blueprint = Blueprint("field_uploads", __name__, url_prefix="/field/uploads")

SECONDS = 8.0
"""So long one call takes in photos of a rescue file before it says how far it is: no proxy waits in vain."""


@blueprint.post("")
@guarded(*WORKERS)
def begin() -> Response:
    """Begin a file or go on with it: how much of it the server has."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise RefusalError("FIELD-UPLOAD-FORM")
    person = api.sender(body)
    sha256, size = str(body.get("sha256") or ""), body.get("size")
    kind = str(body.get("kind") or "")
    if not isinstance(size, int) or isinstance(size, bool):
        raise RefusalError("FIELD-UPLOAD-FORM")
    if kind == RESCUE and not person.is_one_of(*sends.RESCUERS):
        raise RefusalError("FIELD-NOT-ALLOWED")
    kept = photos.kept_whole(registry(), sha256) if kind == PHOTO else None
    if kept is not None:
        return _photo(kept)
    found = part_uploads.begin(
        registry(), kind=kind, sha256=sha256, size=size, name=str(body.get("name") or ""), person=person
    )
    return _state(found)


@blueprint.put("/<upload>")
@guarded(*WORKERS)
def part(upload: str) -> Response:
    """Take the bytes of one part at ``offset``; its own hash stands in ``X-Part-SHA256``."""
    parameters.known_only(request.args, ("offset",))
    if (request.content_length or 0) > LARGEST_PART:  # before a byte of it is read
        raise RefusalError("FIELD-PART-LARGE", limit=LARGEST_PART >> 20)
    text = request.args.get("offset", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 13):
        raise RefusalError("FIELD-UPLOAD-FORM")
    found = part_uploads.append(
        registry(), upload, offset=int(text),
        sha256=request.headers.get("X-Part-SHA256", ""), stream=request.stream,
        person=api.signed_in(),
    )  # fmt: skip
    return _state(found)


@blueprint.post("/<upload>/done")
@guarded(*WORKERS)
def done(upload: str) -> Response:
    """Check the whole by its hash and take it in; asked again until it is ``finished``."""
    body = request.get_json(silent=True)
    said = body if isinstance(body, dict) else {}
    person = api.sender(said)
    with part_uploads.whole(registry(), upload, person=person) as (found, path):
        if found.kind == PHOTO:
            with path.open("rb") as stream:
                kept = sends.take_photo(
                    registry(), found.sha256, stream, person=person, device=str(said.get("device") or ""),
                    media_type=str(said.get("type") or ""), by=str(said.get("by") or ""),
                )  # fmt: skip
            part_uploads.drop(registry(), upload, person=person)
            return _photo(kept)
        try:
            step = sends.take_rescue(
                registry(), path, person=person, name=found.name, start=found.taken, seconds=SECONDS
            )
        except RefusalError as refusal:
            if refusal.code == "FIELD-RESCUE":  # it is none: nobody goes on with it
                part_uploads.drop(registry(), upload, person=person)
            raise
        part_uploads.mark_taken(registry(), found, step.photos, person=person)
    if step.receipts is None:
        return jsonify(finished=False, photos=step.photos, of=step.of, server_time=api.server_time())
    receipts = [api.receipt(item) for item in step.receipts]
    visits = visits_of_items(registry(), [item.id for item in step.receipts])
    shown = render_template("field/app/rescue_result.html", receipts=receipts, visits=visits, file=found.name)
    return jsonify(
        finished=True, photos=step.photos, of=step.of, receipts=receipts, page=shown,
        server_time=api.server_time(),
    )  # fmt: skip


@blueprint.delete("/<upload>")
@guarded(*WORKERS)
def drop(upload: str) -> Response:
    """Let a file go: it was taken in, or nobody wants to go on with it."""
    part_uploads.drop(registry(), upload, person=api.signed_in())
    return jsonify(server_time=api.server_time())


def _state(found: Upload) -> Response:
    return jsonify(
        id=found.id,
        received=found.received,
        size=found.size,
        finished=False,
        server_time=api.server_time(),
    )


def _photo(kept: PhotoReceipt) -> Response:
    answer: dict[str, Any] = {
        "sha256": kept.sha256, "bytes": kept.size_bytes, "state": kept.state.value, "finished": True,
    }  # fmt: skip
    return jsonify(**answer, server_time=api.server_time())
