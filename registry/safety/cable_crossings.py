"""CAB-02: where an aerial line crosses roads and railways: a height sign, and an unverified clearance.

A crossing is a piece of the line that enters a road's land on one side and leaves it again within
``LONGEST_M``; a line that runs along inside the land does not cross it. Rivers are in no layer of the
register: not known.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.cables import Mount
from registry.model.findings import Finding, Outcome
from registry.safety.cable_plant import LineAsked, Plant
from registry.safety.cable_says import say

LONGEST_M = 150.0
_EDGE_M = 0.01
_LAYERS = (
    (Layer.ROAD, Words("đường bộ", "roads"), "road_m"),
    (Layer.RAILWAY, Words("đường sắt", "railways"), "railway_m"),
)


def crossings(asked: LineAsked, plant: Plant, context: Context, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return what is known of the line's crossings, layer by layer; only aerial lines are asked."""
    rule = rules.get("CAB-02")
    if rule is None or asked.mount is not Mount.AERIAL:
        return []
    found: list[Finding] = []
    for layer, what, clearance in _LAYERS:
        found += _of_layer(asked, plant, context, rule, (layer, what, clearance))
    found.append(say(rule, Outcome.UNKNOWN, "CAB-NO-RIVERS", missing="layer:river"))
    return found


def _of_layer(
    asked: LineAsked, plant: Plant, context: Context, rule: Rule, of: tuple[Layer, Words, str]
) -> list[Finding]:
    layer, what, clearance = of
    zones = context.layer(layer)
    rows = zones.tree.query(asked.line, predicate="intersects").tolist() if zones.zones else []
    points, names = [], []
    for row in rows:
        for place in crossing_points(asked.line, zones.geometries[row]):
            points.append(place)
            names.append(zones.zones[row].name)
    params: dict[str, Any] = {"what": what}
    if not points:
        ends = shapely.get_coordinates(asked.line)
        if bool(zones.coverage.holds(ends[:, 0], ends[:, 1]).all()):
            return [say(rule, Outcome.PASS, "CAB-CROSS-NONE", params=params)]
        missing = f"layer:{layer.value}"
        return [say(rule, Outcome.UNKNOWN, "CAB-CROSS-UNKNOWN", params=params, missing=missing)]
    params |= {"count": len(points), "names": ", ".join(dict.fromkeys(name for name in names if name)) or "–"}
    evidence = shapely.MultiPoint(points)
    found = [_sign(asked, plant, rule, points, params)]
    limit = rule.threshold(clearance)
    if asked.height_m is None:
        code, outcome = "CAB-CLEARANCE-UNKNOWN", Outcome.UNKNOWN
    elif limit.value is not None and asked.height_m < limit.value:
        code, outcome = "CAB-CLEARANCE-LOW", Outcome.REVIEW
    else:
        code, outcome = "CAB-CLEARANCE-FINE", Outcome.PASS
    found.append(
        say(
            rule, outcome, code, measured=asked.height_m, limit=limit.value, unit="m",
            verified=limit.verified, evidence=evidence,
            params={**params, "d": asked.height_m or 0.0, "limit": limit.value or 0.0},
        )
    )  # fmt: skip
    return found


def _sign(asked: LineAsked, plant: Plant, rule: Rule, points: list[Any], params: dict[str, Any]) -> Finding:
    """A height sign at every crossing (second-hand: a review at most)."""
    within = rule.threshold("sign_m").value or 0.0
    without = []
    for place in points:
        away = np.hypot(plant.signs[:, 0] - place.x, plant.signs[:, 1] - place.y)
        if not len(away) or float(away.min()) > within:
            without.append(place)
    if not without or (asked.proposed and asked.height_signs):
        return say(rule, Outcome.PASS, "CAB-SIGN-THERE", params=params, verified=False)
    outcome = Outcome.UNKNOWN if asked.proposed and asked.height_signs is None else Outcome.REVIEW
    code = "CAB-SIGN-NOT-STATED" if outcome is Outcome.UNKNOWN else "CAB-SIGN-MISSING"
    return say(
        rule, outcome, code, params={**params, "without": len(without)}, verified=False,
        evidence=shapely.MultiPoint(without),
    )  # fmt: skip


def crossing_points(line: Any, area: Any) -> list[Any]:
    """Return the middle of every piece of ``line`` that crosses ``area`` (both metric)."""
    if shapely.get_dimensions(area) < 2:  # a road drawn as its axis
        met = line.intersection(area)
        return [part for part in shapely.get_parts(met) if part.geom_type == "Point"]
    edge = shapely.boundary(area)
    found = []
    for part in shapely.get_parts(line.intersection(area)):
        if part.geom_type != "LineString" or not 0 < part.length <= LONGEST_M:
            continue
        ends = shapely.get_coordinates(part)[[0, -1]]
        if (shapely.distance(shapely.points(ends), edge) <= _EDGE_M).all():
            found.append(part.interpolate(0.5, normalized=True))
    return found
