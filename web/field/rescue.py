"""Rescue files: what a phone could not send is handed in at the desk, with what became of each item."""

from typing import Any

from flask import Blueprint, jsonify, render_template

from registry.errors import RefusalError
from registry.services.field import part_uploads, sends
from registry.services.field.inspections import visits_of_items
from web.field.api import receipt, server_time, signed_in
from web.field.rescue_words import rescue_texts
from web.frame import errors, refusals
from web.frame.forms import settings_limit_mb
from web.frame.guard import WORKERS, guarded
from web.frame.office import registry
from web.frame.uploads import uploaded

blueprint = Blueprint("field_rescue", __name__, url_prefix="/field/rescue")


@blueprint.get("")
@guarded(*WORKERS)
def show() -> str:
    """Show where a rescue file is handed in."""
    return _page()


@blueprint.post("")
@guarded(*WORKERS)
def take() -> Any:
    """Take a rescue file and show what became of each item."""
    with uploaded("file") as (path, name):
        taken = sends.import_rescue(registry(), path, person=signed_in(), name=name)
    receipts = [receipt(item) for item in taken]
    if errors.wants_json():
        return jsonify(receipts=receipts, server_time=server_time())
    return _page(
        receipts=receipts, visits=visits_of_items(registry(), [item.id for item in taken]), file=name
    )


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the page why a file is not taken; one too large for a form is sent in parts."""
    if error.code == "WEB-TOO-LARGE":
        raise RefusalError("FIELD-RESCUE-FORM-LARGE", limit=settings_limit_mb())
    return _page(refusal=refusals.said(error))


def _page(**shown: Any) -> str:
    """Show where a rescue file is handed in, which of the account's are unfinished, and what came of one."""
    waiting = part_uploads.under_way(registry(), part_uploads.RESCUE, person=signed_in())
    held = {"receipts": None, "visits": (), "refusal": None, "file": "", **shown}
    return render_template(
        "field/app/rescue.html", waiting=waiting, limit=settings_limit_mb(), words=rescue_texts(), **held
    )
