"""The desk: the map of masts, zones and borders, and what lies on it."""

from typing import Any

import numpy as np
from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from registry.appraisal import verdict
from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.model.findings import Stage
from registry.services.appraise.asked_spots import seen_findings
from registry.services.appraise.finding_texts import finding_json
from registry.services.register.disclosed_masts import masts_for, site_for
from registry.services.register.disclosed_zones import context_for_eyes, may_see_layer
from registry.services.register.map_masts import CLASSES, STATES
from registry.services.register.place_names import office_box, place_name
from registry.services.register.site_records import site_of_code, site_of_number
from web.frame import parameters, words
from web.frame.csp import nonce
from web.frame.data_answer import Payload, payload, send
from web.frame.defect_lines import defects_of
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.packages import map_layers
from web.frame.scripts import loaded_with
from web.map.api_check import spot_findings
from web.map.desk_config import desk_config
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_payload, legend, zones_payload
from web.map.mast_facts import position_lines, sheet_facts
from web.map.mast_history import mast_history

blueprint = Blueprint("map", __name__)

LISTED = 200


@blueprint.get("/")
@guarded(*READERS)
def desk() -> str:
    """Show the map; everything on it comes by URL afterwards."""
    known = context()
    config = desk_config(known, settings())
    made = desk_map(settings(), office_box(known), config)
    return render_template(
        "map/desk.html",
        map=folium_page(made, nonce()),
        scripts=loaded_with("js/map/desk.js"),
        operators=known.operators,
        classes=words.CLASSES,
        states=words.STATES,
        kinds=words.KINDS,
        legend=legend(context_for_eyes(registry(), known, current_person())),
        layers=words.LAYERS,
        total=len(masts_for(registry(), current_person())),
        own_only=not current_person().sees_all,
        **{name: value for layer in map_layers() for name, value in layer.shown().items()},
    )


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
    """Send the zones of one layer as GeoJSON."""
    try:
        chosen = Layer(layer)
    except ValueError as error:
        raise RefusalError("WEB-NOT-FOUND") from error
    if not may_see_layer(current_person(), chosen):
        raise RefusalError("WEB-NOT-FOUND")
    return send(zones_payload(context(), chosen))


@blueprint.get("/map/borders.json")
@guarded(*READERS)
def borders() -> Response:
    """Send the communes' borders as GeoJSON."""
    return send(borders_payload(context()))


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
    return _part(
        "map/spot.html",
        _("Có thể dựng gì ở đây?"),
        asked=asked,
        place=place_name(known, asked["lon"], asked["lat"]),
        verdict=verdict(seen).value,
        now=[item for item in shown if item["stage"] == Stage.POSITION and item["outcome"] != "na"],
        later=[item for item in shown if item["stage"] != Stage.POSITION and item["outcome"] != "na"],
        idle=[item for item in shown if item["outcome"] == "na"],
        operators=known.operators,
        epsg=known.metric_epsg,
        words=words,
    )


@blueprint.get("/map/list")
@guarded(*READERS)
def listed() -> str:
    """Show the masts of a box as a table (a part of a page), at most ``LISTED`` of them."""
    parameters.known_only(request.args, ("bbox", "operators", "classes", "states"))
    found = masts_for(registry(), current_person())
    rows = found.inside(*parameters.box(request.args))
    for name, of_mast, mask in (
        ("operators", found.networks, None),
        ("classes", found.mast_class, 1),
        ("states", found.state, 1),
    ):
        asked = parameters.whole(request.args, name)
        if asked is None:
            continue
        bits = of_mast[rows].astype(np.int64) if mask is None else mask << of_mast[rows].astype(np.int64)
        rows = rows[(bits & asked) != 0]
    known = context()
    operators = {operator.code: operator for operator in known.operators}
    units = {unit.code: unit.name for unit in known.units.communes}
    items = [
        {
            "code": found.codes[row],
            "lon": float(found.lon[row]),
            "lat": float(found.lat[row]),
            "operators": [
                operators[code]
                for bit, code in enumerate(found.operators)
                if int(found.networks[row]) >> bit & 1 and code in operators
            ],
            "mast_class": CLASSES[int(found.mast_class[row])],
            "state": STATES[int(found.state[row])],
            "height_m": None if found.height_m[row] != found.height_m[row] else float(found.height_m[row]),
            "commune": units.get(found.commune_codes[row], ""),
        }
        for row in rows[:LISTED]
    ]
    items.sort(key=lambda item: str(item["code"]))
    return _part("map/list.html", _("Cột trong khung nhìn"), items=items, total=len(rows), words=words)


def _part(template: str, title: str, **values: Any) -> str:
    """Render a part for the sheet, or as a page of its own where someone opens its address."""
    if request.headers.get("X-Part"):
        return render_template(template, **values)
    return render_template("map/part.html", part=template, title=title, **values)
