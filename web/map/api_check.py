"""``GET /api/check``: what the rules say of one spot, for programs; in full only for the office's people."""

import datetime as dt
from typing import Any

import orjson
from flask import Blueprint, Response, request

from registry.errors import RefusalError
from registry.model.areas import full_name
from registry.model.findings import Finding
from registry.model.people import VISITOR
from registry.model.sign_in.tokens import Scope
from registry.services.appraise.asked_spots import seen_findings
from registry.services.appraise.finding_texts import finding_json
from registry.services.appraise.spot import check_spot
from registry.services.appraise.spot_settings import spot_settings
from registry.services.office.calendar import today
from registry.services.register.place_names import commune_at
from web.frame import parameters
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry

blueprint = Blueprint("api_check", __name__)

SPOT = ("lon", "lat", "mast_class", "height_m", "operator", "kind", "as_of")


def spot_findings(arguments: parameters.Arguments) -> tuple[dict[str, Any], list[Finding]]:
    """Read the parameters of a spot and return (what was asked, findings); RefusalError for a bad one."""
    parameters.known_only(arguments, SPOT)
    asked: dict[str, Any] = {
        "lon": parameters.degrees(arguments, "lon"),
        "lat": parameters.degrees(arguments, "lat"),
        "mast_class": arguments.get("mast_class") or None,
        "height_m": parameters.number(arguments, "height_m"),
        "operator": arguments.get("operator", ""),
        "kind": arguments.get("kind") or "new",
        "as_of": parameters.day(arguments, "as_of") or today(),
    }
    unit = commune_at(context(asked["as_of"]), asked["lon"], asked["lat"])
    # no list states a commune here: the spot's own stands in for it
    return asked, check_spot(registry(), **asked, commune=full_name(unit) if unit else "")


@blueprint.get("/api/check")
@guarded(public=True, exact=True, scope=Scope.APPRAISE)
def check() -> Response:
    """Answer the findings for one spot as JSON, in the contract's form.

    Without signing in only where the office opened it by a decision of its own (``SPOTS-CLOSED``).
    """
    person = current_person()
    asked, findings = spot_findings(request.args)
    if person == VISITOR and not spot_settings(registry()).open:
        raise RefusalError("SPOTS-CLOSED")
    lang = language()
    day: dt.date = asked["as_of"]
    shown = seen_findings(registry(), person, findings, (asked["lon"], asked["lat"]), context(day))
    body = {
        **asked,
        "as_of": day.isoformat(),
        "findings": [finding_json(finding, lang) for finding in shown],
    }
    answer = Response(orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY), mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
