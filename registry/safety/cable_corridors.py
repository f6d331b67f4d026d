"""CAB-05: a line within the corridor of a power line, or on protected land; widths are those of COR.

Inside what surely belongs to the thing (by verified rules and numbers) its body's written consent is asked
for; where they are not verified, or the line or the zone may be off, it is a review. Two things are asked of
cable alone: poles of aerial lines keep the railway's distance too (NĐ 56/2018 Điều 28(1)đ binds communication
lines), and underground works within 1 km of a dyke need the province's permit (Luật Đê điều Điều 25).
"""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context, ZoneSet
from registry.checks.corridors.widths import Widths, widths_of
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.cables import Mount
from registry.model.findings import Finding, Outcome
from registry.safety.cable_plant import LineAsked, Plant
from registry.safety.cable_says import say

_KINDS: tuple[tuple[Layer, str, Words], ...] = (
    (Layer.POWER_LINE, "COR-01", Words("hành lang lưới điện", "the power line's corridor")),
    (Layer.RAILWAY, "COR-03", Words("khoảng cách đến đường sắt", "the railway's distance")),
    (Layer.DYKE, "COR-04", Words("phạm vi bảo vệ đê", "the dyke's protected area")),
    (Layer.HERITAGE_1, "COR-05", Words("khu vực bảo vệ I của di tích", "protection zone I of the relic")),
    (Layer.HERITAGE_2, "COR-05", Words("khu vực bảo vệ II của di tích", "protection zone II of the relic")),
    (Layer.MILITARY, "COR-06", Words("đất quốc phòng", "defence land")),
    (Layer.FOREST, "COR-07", Words("đất rừng", "forest land")),
)
_OF_ANTENNAS = re.compile(r"Điều [0-9]+ \(ăng ten\)(?:, )?")  # an article about masts says nothing of a cable
_AERIAL = frozenset({Layer.POWER_LINE, Layer.RAILWAY})
_BODY = Words("cơ quan quản lý khu vực đó", "the body that answers for it")


def corridors(asked: LineAsked, _plant: Plant, context: Context, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return a finding for each layer that the line meets or is not known, one a law for the clear ones."""
    found: list[Finding] = []
    clear: dict[str, tuple[Rule, list[Words]]] = {}  # by the law that is kept
    for layer, code, what in _KINDS:
        rule = rules.get(code)
        if rule is None or (layer in _AERIAL and asked.mount is not Mount.AERIAL):
            continue
        if layer is Layer.RAILWAY:
            met = _railway(asked, context, rule, what)
        else:
            met = _of_layer(asked, context, rule, layer, what)
        if met is None:
            clear.setdefault(code, (rule, []))[1].append(what)
        else:
            found.append(met)
    for rule, kept in clear.values():
        names = Words(", ".join(item.vi for item in kept), ", ".join(item.en for item in kept))
        found.append(say(rule, Outcome.PASS, "CAB-CORRIDOR-CLEAR", params={"names": names}))
    for finding in found:
        finding.rule = "CAB-05"
        finding.article = _OF_ANTENNAS.sub("", finding.article)
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
            body = _body(rule)
            surely = bool(sure[row])
            code = "CAB-CORRIDOR-NEAR"
            if surely:
                code = "CAB-CORRIDOR-INSIDE" if rule.verified else "CAB-CORRIDOR-ASK"
            return say(
                rule, Outcome.CONSENT if surely and rule.verified else Outcome.REVIEW, code,
                measured=float(away[row]), limit=width, unit="m", related=zone.name,
                verified=surely and rule.verified,
                params=params | {"name": zone.name or "–", "limit": width, "body": body,
                                 "d": float(away[row])},
                notes=() if surely else widths.notes[rows[row]],
                evidence=asked.line.intersection(shapely.buffer(shape, width + float(error[row]))),
            )  # fmt: skip
        if asked.mount is not Mount.AERIAL and "underground_m" in rule.thresholds:
            below = _underground(asked, zones, widths, rule, params)
            if below is not None:
                return below
    return _clear(asked, zones, rule, layer, params)


def _clear(
    asked: LineAsked, zones: ZoneSet, rule: Rule, layer: Layer, params: dict[str, Any]
) -> Finding | None:
    """Return None where the layer is known to be complete at the line, else that nothing is known."""
    ends = shapely.get_coordinates(asked.line)
    if bool(zones.coverage.holds(ends[:, 0], ends[:, 1]).all()) and not rule.gap:
        return None
    return say(rule, Outcome.UNKNOWN, "CAB-CORRIDOR-UNKNOWN", params=params, missing=f"layer:{layer.value}")


def _body(rule: Rule) -> Words:
    return Words(str(rule.options.get("body_vi", _BODY.vi)), str(rule.options.get("body_en", _BODY.en)))


def _underground(
    asked: LineAsked, zones: ZoneSet, widths: Widths, rule: Rule, params: dict[str, Any]
) -> Finding | None:
    """Return what an underground line asks of the nearest dyke within ``underground_m`` of its protection."""
    reach = rule.threshold("underground_m")
    farthest = (reach.value or 0.0) + widths.widest_m + asked.accuracy_m
    rows = zones.tree.query(asked.line, predicate="dwithin", distance=farthest)
    if not len(rows):
        return None
    away = shapely.distance(zones.geometries[rows], asked.line)
    at = int(np.argmin(away))
    zone, metres = zones.zones[rows[at]], float(away[at])
    error = asked.accuracy_m + float(widths.errors_m[rows[at]])
    surely = metres + error <= (reach.value or 0.0) + float(widths.sure_m[rows[at]])
    verified = surely and reach.verified and rule.verified
    named = {"name": zone.name or "–", "limit": reach.value, "body": _body(rule), "d": metres}
    return say(
        rule, Outcome.CONSENT if verified else Outcome.REVIEW, "CAB-DYKE-UNDERGROUND", measured=metres,
        limit=reach.value, unit="m", related=zone.name, verified=verified, params=params | named,
        notes=((f"COR-SAYS-{rule.options['says']}", {}),) if "says" in rule.options else (),
    )  # fmt: skip


def _railway(asked: LineAsked, context: Context, rule: Rule, what: Words) -> Finding | None:
    """Return a review where poles of the line may stand nearer to a railway than the decree lets them.

    Where the poles stand and how high they are is in no drawing: what is stated of the line is the least that
    they have, ``pole_m`` is how high they may be.
    """
    zones = context.layer(Layer.RAILWAY)
    params: dict[str, Any] = {"what": what, "layer": Layer.RAILWAY.value}
    if not zones.zones or rule.gap:
        return _clear(asked, zones, rule, Layer.RAILWAY, params)
    widths = widths_of(zones, Layer.RAILWAY, rule)
    times, least = (rule.threshold(name).value or 0.0 for name in ("fall_heights", "least_m"))
    pole = max(rule.threshold("pole_m").value or 0.0, asked.height_m or 0.0)
    keep = max(times * pole, least)
    rows = zones.tree.query(
        asked.line, predicate="dwithin", distance=keep + widths.widest_m + asked.accuracy_m
    )
    if not len(rows):
        return _clear(asked, zones, rule, Layer.RAILWAY, params)
    away = shapely.distance(zones.geometries[rows], asked.line)
    at = int(np.argmin(away))
    zone = zones.zones[rows[at]]
    named = {"name": zone.name or "–", "limit": keep, "body": _body(rule), "d": float(away[at]),
             "times": times, "least": least}  # fmt: skip
    code = "CAB-RAILWAY" if rule.verified else "CAB-RAILWAY-ASK"  # what nobody has read is asked about
    return say(
        rule, Outcome.REVIEW, code, measured=float(away[at]), limit=keep, unit="m",
        related=zone.name, verified=False, params=params | named,
    )  # fmt: skip
