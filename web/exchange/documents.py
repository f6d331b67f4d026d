"""The one link of an event: it leads to the record, for whoever has signed in and may see it."""

from typing import Any

from flask import Blueprint, redirect

from registry.errors import RefusalError
from web.frame import packages
from web.frame.guard import EVERYONE, guarded

blueprint = Blueprint("documents", __name__, url_prefix="/documents")


@blueprint.get("/<kind>/<record>")
@guarded(*EVERYONE)
def follow(kind: str, record: str) -> Any:
    """Lead to a record by what it is and its id (``DOCUMENT-UNKNOWN``)."""
    address = packages.document_address(kind, record)
    if not address:
        raise RefusalError("DOCUMENT-UNKNOWN", kind=kind[:40])
    return redirect(address, 303)
