"""The desk: the map of masts, zones and borders, and what lies on it."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from registry.appraisal import verdict
from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.model.findings import Stage
from registry.services.appraise.asked_spots import seen_findings
from registry.services.appraise.finding_texts import finding_json
from registry.services.office.saved_views import first_view
from registry.services.register.disclosed_masts import masts_for, site_for
from registry.services.register.disclosed_zones import context_for_eyes, may_see_layer
from registry.services.register.place_names import opening_box, place_name
from registry.services.register.site_records import site_of_code, site_of_number
from web.frame import parameters
from web.frame.bundle import script_payload
from web.frame.data_answer import Payload, payload, send
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.packages import map_layers
from web.frame.security.csp import nonce
from web.frame.wording import words
from web.frame.wording.defect_lines import defects_of
from web.map.api_check import spot_findings
from web.map.days import zones_of_day
from web.map.desk_config import desk_config
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import legend, send_borders, zones_payload
from web.map.mast_facts import places_served, position_lines, sheet_facts
from web.map.mast_history import mast_history
from web.map.shown_plane import short_plane

blueprint = Blueprint("map", __name__)
SCRIPT = "map/desk"


@blueprint.get("/")
@guarded(*READERS)
def desk() -> str:
    """Show the map; everything on it comes by URL afterwards."""
    known = context()
    config = desk_config(known)
    begins = first_view(registry(), current_person())
    config["firstView"] = begins.address if begins else ""
    made = desk_map(settings(), opening_box(known), config)
    return render_template(
        "map/desk.html",
        map=folium_page(made, nonce()),
        script_mark=script_payload(SCRIPT).etag,
        operators=known.operators,
        classes=words.CLASSES,
        states=words.STATES,
        kinds=words.KINDS,
        legend=legend(context_for_eyes(registry(), known, current_person())),
        layers=words.LAYERS,
        plane=short_plane(known.metric_epsg),
        total=len(masts_for(registry(), current_person())),
        as_of=known.as_of,
        own_only=not current_person().sees_all,
        **{name: value for layer in map_layers() for name, value in layer.shown().items()},
    )


@blueprint.get("/map/desk.js")
@guarded(public=True)  # our own scripts, as static files are
def script() -> Response:
    """Send the desk's modules as one script; an address that names its content (``v``) may be kept."""
    answer = send(script_payload(SCRIPT))
    if request.args.get("v") == script_payload(SCRIPT).etag:
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@blueprint.get("/map/masts.bin")
@guarded(*READERS)
def masts() -> Response:
    """Send the masts that the person may see in the compact form of
    ``registry.services.register.map_masts``."""
    person = current_person()
    found = masts_for(registry(), person)
    if not person.sees_all:
        return send(payload(found.binary, "application/octet-stream", zipped=found.zipped))
    cache = registry().cache
    held = cache.get("map-masts-payload")
    if held is None or held[0] is not found:
        made: Payload = payload(found.binary, "application/octet-stream", zipped=found.zipped)
        held = cache["map-masts-payload"] = (found, made)
    return send(held[1])


@blueprint.get("/map/zones/<layer>.json")
@guarded(*READERS)
def zones(layer: str) -> Response:
    """Send the zones of one layer as GeoJSON: of today, or of the ``day`` that is asked."""
    parameters.known_only(request.args, ("day",))
    try:
        chosen = Layer(layer)
    except ValueError as error:
        raise RefusalError("WEB-NOT-FOUND") from error
    if not may_see_layer(current_person(), chosen):
        raise RefusalError("WEB-NOT-FOUND")
    day = parameters.day(request.args, "day")
    return send(zones_payload(context(), chosen) if day is None else zones_of_day(chosen, day))


@blueprint.get("/map/borders.json")
@guarded(*READERS)
def borders() -> Response:
    """Send the communes' borders as GeoJSON."""
    return send_borders()


@blueprint.get("/map/site")
@guarded(*READERS)
def site() -> str:
    """Show one site's sheet (a part of a page), by code or by its number on the map."""
    parameters.known_only(request.args, ("code", "number"))
    asked = parameters.whole(request.args, "number")
    code = request.args.get("code", "")
    found = site_of_code(registry(), code) if asked is None else site_of_number(registry(), asked)
    person = current_person()
    whole, found = found, found and site_for(found, person)
    if found is None:
        raise RefusalError("WEB-NO-SITE", site=code or request.args.get("number", ""))
    known = context()
    return _part(
        "map/site.html",
        found["code"],
        site=found,
        history=mast_history(registry(), whole, person) if whole else [],
        place=place_name(known, found["lon"], found["lat"], found["commune_as_written"]),
        names={operator.code: operator.name for operator in known.operators},
        colours={operator.code: operator.colour for operator in known.operators},
        epsg=known.metric_epsg,
        words=words,
        facts=sheet_facts,
        position=position_lines(found),
        defects=defects_of(found["structures"]),
        places=places_served(found["structures"], person),
    )


@blueprint.get("/map/spot")
@guarded(*READERS)
def spot() -> str:
    """Show what could stand at a spot (a part of a page), with the findings as the person may see them."""
    asked, findings = spot_findings(request.args)
    known = context(asked["as_of"])
    lang = language()
    seen = seen_findings(
        registry(), current_person(), findings, (asked["lon"], asked["lat"]), context(asked["as_of"])
    )
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    shown: list[dict[str, Any]] = [
        {**finding_json(finding, lang), "title": titles[finding.rule]}
        for finding in seen
        if finding.rule != "LOC-02"  # asks what a list says of its commune; here the map says it
    ]
    order = list(words.OUTCOMES)
    shown.sort(key=lambda item: order.index(item["outcome"]))
    asked_now = [item for item in shown if item["stage"] == Stage.POSITION and item["outcome"] != "na"]
    first, beside = _deciding(asked_now)
    return _part(
        "map/spot.html",
        _("Có thể dựng gì ở đây?"),
        asked=asked,
        place=place_name(known, asked["lon"], asked["lat"]),
        verdict=verdict(seen).value,
        now=first,
        beside=beside,
        later=[item for item in shown if item["stage"] != Stage.POSITION and item["outcome"] != "na"],
        idle=[item for item in shown if item["outcome"] == "na"],
        operators=known.operators,
        epsg=known.metric_epsg,
        words=words,
    )


def _deciding(items: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the findings that decide at a spot, and those that say nothing beside them.

    Outside the territory that decides alone; within the error of its border, what is not known for want of
    the other side's data stands behind.
    """
    outside = {item["outcome"] for item in items if item["rule"] == "LOC-01"} & {"fail", "review"}
    if not outside:
        return items, []
    kept = [
        item for item in items
        if item["rule"] == "LOC-01" or ("fail" not in outside and item["outcome"] != "unknown")
    ]  # fmt: skip
    return kept, [item for item in items if item not in kept]


def _part(template: str, title: str, **values: Any) -> str:
    """Render a part for the sheet, or as a page of its own where someone opens its address."""
    if request.headers.get("X-Part"):
        return render_template(template, **values)
    return render_template("map/part.html", part=template, title=title, **values)
