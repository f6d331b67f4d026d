"""CAB-05: a line within the corridor of a power line, or on protected land; widths are those of COR.

Inside what surely belongs to the thing (by verified numbers) its body's written consent is asked for; where
the number is not verified, or the line or the zone may be off, it is a review.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.corridor_widths import widths_of
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.cables import Mount
from registry.model.findings import Finding, Outcome
from registry.safety.cable_plant import LineAsked, Plant
from registry.safety.cable_says import say

_KINDS: tuple[tuple[Layer, str, Words], ...] = (
    (Layer.POWER_LINE, "COR-01", Words("hành lang lưới điện", "the power line's corridor")),
    (Layer.DYKE, "COR-04", Words("phạm vi bảo vệ đê", "the dyke's protected area")),
    (Layer.HERITAGE_1, "COR-05", Words("khu vực bảo vệ I của di tích", "protection zone I of the relic")),
    (Layer.HERITAGE_2, "COR-05", Words("khu vực bảo vệ II của di tích", "protection zone II of the relic")),
    (Layer.MILITARY, "COR-06", Words("đất quốc phòng", "defence land")),
    (Layer.FOREST, "COR-07", Words("đất rừng", "forest land")),
)
_BODY = Words("cơ quan quản lý khu vực đó", "the body that answers for it")


def corridors(asked: LineAsked, _plant: Plant, context: Context, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return a finding for each layer that the line meets or is not known, and one for all clear ones."""
    found: list[Finding] = []
    clear: list[Words] = []
    for layer, code, what in _KINDS:
        rule = rules.get(code)
        if rule is None or (layer is Layer.POWER_LINE and asked.mount is not Mount.AERIAL):
            continue
        met = _of_layer(asked, context, rule, layer, what)
        if met is None:
            clear.append(what)
        else:
            found.append(met)
    if clear and (first := rules.get("COR-01")) is not None:
        names = Words(", ".join(item.vi for item in clear), ", ".join(item.en for item in clear))
        passed = say(first, Outcome.PASS, "CAB-CORRIDOR-CLEAR", params={"names": names})
        found.append(passed)
    for finding in found:
        finding.rule = "CAB-05"
    return found


def _of_layer(asked: LineAsked, context: Context, rule: Rule, layer: Layer, what: Words) -> Finding | None:
    zones = context.layer(layer)
    params: dict[str, Any] = {"what": what, "layer": layer.value}
    if zones.zones and not rule.gap:
        widths = widths_of(zones, layer, rule)
        reach = widths.widest_m + asked.accuracy_m
        rows = zones.tree.query(asked.line, predicate="dwithin", distance=reach)
        away = shapely.distance(zones.geometries[rows], asked.line)
        error = asked.accuracy_m + widths.errors_m[rows]
        may = away <= widths.may_m[rows] + widths.axis_m[rows] + error
        if may.any():
            sure = away + error <= widths.sure_m[rows]
            row = int(np.flatnonzero(sure)[0] if sure.any() else np.flatnonzero(may)[np.argmin(away[may])])
            zone, shape = zones.zones[rows[row]], zones.geometries[rows[row]]
            width = float(widths.may_m[rows[row]])
            body = Words(
                str(rule.options.get("body_vi", _BODY.vi)), str(rule.options.get("body_en", _BODY.en))
            )
            surely = bool(sure[row])
            return say(
                rule, Outcome.CONSENT if surely else Outcome.REVIEW,
                "CAB-CORRIDOR-INSIDE" if surely else "CAB-CORRIDOR-NEAR", measured=float(away[row]),
                limit=width, unit="m", related=zone.name, verified=surely,
                params=params | {"name": zone.name or "–", "limit": width, "body": body,
                                 "d": float(away[row])},
                notes=() if surely else widths.notes[rows[row]],
                evidence=asked.line.intersection(shapely.buffer(shape, width + float(error[row]))),
            )  # fmt: skip
    ends = shapely.get_coordinates(asked.line)
    if bool(zones.coverage.holds(ends[:, 0], ends[:, 1]).all()) and not rule.gap:
        return None
    return say(rule, Outcome.UNKNOWN, "CAB-CORRIDOR-UNKNOWN", params=params, missing=f"layer:{layer.value}")
