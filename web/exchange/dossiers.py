"""Where requests stand, for the one-stop portal: programs ask with an access token for requests."""

from typing import Any

from flask import Blueprint, jsonify, request

from registry.errors import RefusalError
from registry.model.sign_in.tokens import Scope
from registry.services.requests.portal import PortalDossier, changed_dossiers, dossier
from web.frame import parameters
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import own_code

blueprint = Blueprint("portal", __name__, url_prefix="/api/portal")


@blueprint.get("/dossiers")
@guarded(*SENDERS, scope=Scope.REQUESTS)
def changed() -> Any:
    """Answer with the requests that changed after the ledger's entry ``since``, in that order."""
    parameters.known_only(request.args, ("since",))
    text = request.args.get("since", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise RefusalError("DOSSIERS-SINCE", value=text[:40])
    found = changed_dossiers(registry(), int(text), organisation=own_code(current_person()))
    return jsonify(
        {"dossiers": [_told(item) for item in found.dossiers], "until": found.until, "more": found.more}
    )


@blueprint.get("/dossiers/<path:code>")
@guarded(*SENDERS, scope=Scope.REQUESTS)
def one(code: str) -> Any:
    """Answer with where one request stands, by its number or id."""
    parameters.known_only(request.args, ())
    return jsonify(_told(dossier(registry(), code, organisation=own_code(current_person()))))


def _told(item: PortalDossier) -> dict[str, Any]:
    found, clock = item.request, item.clock
    words = item.state.words
    running = "running" if clock.running else "stopped" if found.open else "ended"
    return {
        "code": found.number,
        "id": found.id,
        "kind": found.kind.value,
        "carrier": found.organisation,
        "received_on": found.received_on.isoformat(),
        "state": {"code": item.state.code, "name": words.en if language() == "en" else words.vi},
        "due_on": clock.due_on.isoformat() if clock.due_on else None,
        "clock": running,
        "overdue": clock.overdue,
        "issued": {"number": found.issued_number, "on": found.issued_on.isoformat()}
        if found.issued_on
        else None,
        "entry": item.entry or None,
    }
