"""Where the desk says a refusal: on the form, on the preview, on the request's page, or as JSON."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from registry.errors import RefusalError
from registry.model.requests.desk import RequestState
from web.frame import refusals
from web.frame.guard import current_person
from web.frame.people import own_code
from web.requests.conflict import same
from web.requests.followed_conditions import DEEDS as OF_CONDITIONS
from web.requests.followed_conditions import conditions_page
from web.requests.frame import file_of
from web.requests.gate import draft_gate_page, gate_page
from web.requests.position_visits import DEEDS as OF_VISITS
from web.requests.position_visits import visits_page
from web.requests.preview import drafts, new_page, preview_page
from web.requests.request import request_page
from web.requests.rows import blueprint
from web.requests.supplements import supplement_page

__all__ = ["blueprint"]

_DOORS = ("requests.issue", "requests.supplemented")
"""Deeds that are done on the gate sheet, and refused there."""
_ASKED = ("requests.ask_supplement", "requests.answer_supplement", "requests.drop_supplement")
"""Deeds about what is to be supplemented."""


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | Response | None:
    """Say a refusal where the deed was tried; what was typed there stays."""
    address = (request.view_args or {}).get("address", "")
    if request.endpoint == "requests.receive":
        return new_page(error)
    if not address:
        return None
    if error.code == "CHANGED-MEANWHILE" and same(error):  # sent twice
        page = "requests.supplement_items" if request.endpoint in _ASKED else "requests.show"
        page = "requests.conditions" if request.endpoint in OF_CONDITIONS else page
        page = "requests.position_visits" if request.endpoint in OF_VISITS else page
        return redirect(url_for(page, address=address), 303)
    if request.endpoint == "requests.register":
        return draft_gate_page(drafts().of(address, own_code(current_person())), error)
    if request.endpoint in OF_CONDITIONS:
        return conditions_page(file_of(address), error)
    if request.endpoint in OF_VISITS:
        return visits_page(file_of(address), error)
    if request.endpoint in _ASKED:
        return supplement_page(file_of(address), error)
    if request.endpoint in _DOORS or request.form.get("state") == RequestState.SUBMITTED:
        return gate_page(file_of(address), error)
    if request.path.startswith(url_for("requests.start") + "/drafts/"):
        return preview_page(drafts().of(address, own_code(current_person())), error)
    return request_page(file_of(address), error)
