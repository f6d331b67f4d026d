"""Zones and borders as GeoJSON for the map, and what the legend says of them."""

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from flask import Response, request, url_for

from registry.checks.context import Context
from registry.model.areas import LAYERS, Layer, Zone
from web.frame import parameters
from web.frame.data_answer import Payload, json_payload, send
from web.frame.office import context, registry
from web.map.shared_lines import topology
from web.map.zone_grades import forbids, grade

STEP_DEG = 1e-6  # 0.1 m: finer than any decision draws
BORDER_STEP_DEG = 1e-5  # 1 m: a commune's border is known to a hundred metres, and is sent on every map


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One layer in the legend: how many zones, how many keep which masts out, and by
    which decisions since when.
    """

    layer: str
    count: int
    forbidding: int
    roof_only: int
    approximate: bool
    decisions: tuple[tuple[str, dt.date], ...]


def legend(context: Context) -> list[LegendEntry]:
    """Return an entry for every layer that has zones on the context's day, in the order of the legend."""
    entries = []
    for layer in LAYERS:
        zones = context.layer(layer).zones
        if not zones:
            continue
        decisions = dict.fromkeys((zone.decision, zone.valid_from) for zone in zones if zone.decision)
        entries.append(
            LegendEntry(
                layer=layer.value,
                count=len(zones),
                forbidding=sum(forbids(zone) for zone in zones),
                roof_only=sum(grade(zone) == "roof" for zone in zones),
                approximate=any(zone.error_m > 0 for zone in zones),
                decisions=tuple(sorted(decisions, key=lambda pair: (pair[1], pair[0]))),
            )
        )
    return entries


def zones_payload(context: Context, layer: Layer) -> Payload:
    """Return a layer's zones as a GeoJSON FeatureCollection in EPSG:4326; made once per context."""
    return _kept(("map-zones", layer.value), context, lambda: zones_collection(context.layer(layer).zones))


def borders_payload(context: Context) -> Payload:
    """Return the communes in force with their borders and names; made once for the same units."""
    return _kept(("map-borders",), context.units, lambda: _borders(context))


def borders_address(endpoint: str = "map.borders") -> str:
    """Return where a map of the house has the borders, by what they are now: read once, kept for good."""
    return url_for(endpoint, drawn=_shared_lines(context()).etag)


def send_borders() -> Response:
    """Send the communes' borders: as GeoJSON, or, by the address that maps have, each line once."""
    parameters.known_only(request.args, ("drawn",))
    known = context()
    if not (drawn := request.args.get("drawn", "")):
        return send(borders_payload(known))
    found = _shared_lines(known)
    answer = send(found)
    if drawn == found.etag:
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _shared_lines(context: Context) -> Payload:
    def make() -> dict[str, Any]:
        return topology(_borders(context)["features"], round(1 / BORDER_STEP_DEG))

    return _kept(("map-border-lines",), context.units, make, "application/json")


def _kept(
    key: tuple[str, ...], of: object, make: Callable[[], Any], mimetype: str = "application/geo+json"
) -> Payload:
    # One entry a layer, replaced when the data or the day changes: the cache cannot grow.
    held = registry().cache.get(key)
    if held is not None and held[0] is of:
        found: Payload = held[1]
        return found
    made: Payload = json_payload(make(), mimetype)
    registry().cache[key] = (of, made)
    return made


def zones_collection(zones: Iterable[Zone]) -> dict[str, Any]:
    """Return zones as a FeatureCollection, each with what the map draws and says of it."""
    features = []
    for zone in zones:
        limit = zone.max_height_m
        properties = {
            "name": zone.name,
            "decision": zone.decision,
            "article": zone.article,
            "from": zone.valid_from.strftime("%d/%m/%Y"),
            "classes": None if zone.allowed_classes is None else sorted(zone.allowed_classes),
            "height": None if limit is None else ("none" if math.isinf(limit) else limit),
            "grade": grade(zone),
            "approximate": zone.error_m,
        }
        features.append(_feature(zone.geometry, properties))
    return {"type": "FeatureCollection", "features": features}


def _borders(context: Context) -> dict[str, Any]:
    features = []
    for unit in context.units.communes:
        if unit.boundary is None:
            continue
        inside = unit.boundary.representative_point()
        properties = {
            "name": unit.name,
            "kind": unit.kind,
            "approximate": unit.boundary_error_m,
            "at": [round(inside.x, 5), round(inside.y, 5)],
        }
        features.append(_feature(unit.boundary, properties, BORDER_STEP_DEG))
    return {"type": "FeatureCollection", "features": features}


def _feature(geometry: Any, properties: dict[str, Any], step: float = STEP_DEG) -> dict[str, Any]:
    rounded = shapely.set_precision(geometry, step, mode="pointwise")
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(rounded)}
