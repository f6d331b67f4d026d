"""DSG-11: ducts, cabinets, poles and cable of the design within corridors and on protected land.

The widths are those of the corridors' own rules (COR). Inside what surely belongs to the thing its body's
written consent is asked for; where a width is not verified, or the zone or the drawing may be off, it is for
review. Places for stations are judged by the checks of positions.
"""

from typing import Any

import numpy as np
import shapely

from registry.checks.corridors.widths import widths_of
from registry.checks.designs.asked import Asked
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.designs.contents import ThingKind
from registry.model.designs.design_findings import DesignFinding
from registry.model.findings import Outcome, Reservation

CODE = "DSG-11"
_LAYERS: tuple[tuple[Layer, str, Words], ...] = (
    (Layer.POWER_LINE, "COR-01", Words("hành lang lưới điện", "corridors of power lines")),
    (Layer.DYKE, "COR-04", Words("phạm vi bảo vệ đê", "protected areas of dykes")),
    (Layer.HERITAGE_1, "COR-05", Words("khu vực bảo vệ I của di tích", "zones I of relics")),
    (Layer.HERITAGE_2, "COR-05", Words("khu vực bảo vệ II của di tích", "zones II of relics")),
    (Layer.MILITARY, "COR-06", Words("đất quốc phòng", "defence land")),
    (Layer.FOREST, "COR-07", Words("đất rừng", "forest land")),
)
_BODY = Words("cơ quan quản lý khu vực đó", "the body that answers for it")
_OVERHEAD = (ThingKind.AERIAL, ThingKind.POLE)
_GROUND = (ThingKind.DUCT, ThingKind.CHAMBER, ThingKind.CABINET, ThingKind.ROOM)


def corridors(asked: Asked) -> list[DesignFinding]:
    """Return a finding for each zone that the design meets, one for layers not known, one for all clear."""
    if CODE not in asked.rules:
        return []
    found: list[DesignFinding] = []
    clear: list[Words] = []
    dark: list[tuple[Layer, Words]] = []
    for layer, code, what in _LAYERS:
        rule = asked.around.law.get(code)
        if rule is None:
            continue
        shapes, names = _things(asked, (*_OVERHEAD, *(() if layer is Layer.POWER_LINE else _GROUND)))
        if not len(shapes):
            continue
        met = [] if rule.gap else _met(asked, rule, layer, what, things=(shapes, names))
        found += met
        if not met:
            known = not rule.gap and _known(asked, layer, shapes)
            if known:
                clear.append(what)
            else:
                dark.append((layer, what))
    if dark:
        found.append(
            asked.say(
                CODE, Outcome.UNKNOWN, "DSG-CORRIDORS-UNKNOWN",
                {"names": _joined([what for _, what in dark])},
                kind=Reservation.OFFICE, missing=";".join(f"layer:{layer.value}" for layer, _ in dark),
            )
        )  # fmt: skip
    if clear:
        found.append(asked.say(CODE, Outcome.PASS, "DSG-CORRIDORS-CLEAR", {"names": _joined(clear)}))
    return found or [asked.not_shown(CODE, Words("cống bể, cáp", "ducts and cable"))]


def _joined(names: list[Words]) -> Words:
    return Words(", ".join(one.vi for one in names), ", ".join(one.en for one in names))


def _things(asked: Asked, kinds: tuple[ThingKind, ...]) -> tuple[Any, list[str]]:
    content = asked.content
    things: list[Any] = []
    for kind, own in (
        (ThingKind.AERIAL, content.aerial_lines), (ThingKind.POLE, content.poles),
        (ThingKind.DUCT, content.ducts), (ThingKind.CHAMBER, content.chambers),
        (ThingKind.CABINET, content.cabinets), (ThingKind.ROOM, content.rooms),
    ):  # fmt: skip
        if kind in kinds:
            things += own
    return asked.metric(things), [thing.name for thing in things]


def _met(
    asked: Asked, rule: Rule, layer: Layer, what: Words, *, things: tuple[Any, list[str]]
) -> list[DesignFinding]:
    shapes, names = things
    zones = asked.around.context.layer(layer)
    if not zones.zones:
        return []
    widths = widths_of(zones, layer, rule)
    error = asked.content.accuracy_m
    thing, zone = zones.tree.query(shapes, predicate="dwithin", distance=widths.widest_m + error)
    away = shapely.distance(shapes[thing], zones.geometries[zone])
    reach = widths.may_m[zone] + widths.axis_m[zone] + widths.errors_m[zone] + error
    found = []
    for row in np.unique(zone[away <= reach]).tolist():
        own = (zone == row) & (away <= reach)
        off = error + float(widths.errors_m[row])
        nearest = float(away[own].min())
        surely = _surely(zones.geometries[row], shapes[thing[own]], float(widths.sure_m[row]), off)
        sure = surely and rule.verified and bool(widths.read[row])
        width = float(widths.may_m[row])
        body = Words(str(rule.options.get("body_vi", _BODY.vi)), str(rule.options.get("body_en", _BODY.en)))
        met = [names[at] for at in thing[own].tolist()]
        made = asked.say(
            CODE, Outcome.CONSENT if sure else Outcome.REVIEW, "DSG-CORRIDOR",
            {"what": what, "name": zones.zones[row].name or "–", "count": len(met), "d": nearest,
             "body": body},
            measured=nearest, unit="m",
            place=shapely.union_all(shapes[thing[own]]), objects=met, notes=() if sure else widths.notes[row],
        )  # fmt: skip
        made.finding.limit, made.finding.verified = width, sure
        made.finding.source, made.finding.article = rule.document, rule.article
        found.append(made)
    return found


def _surely(zone: Any, things: Any, width_m: float, off_m: float) -> bool:
    """Whether a thing is within the width of a zone wherever both lie, that may be off by so many metres.

    One that goes right through does so however they lie.
    """
    ground = shapely.buffer(zone, width_m - off_m) if width_m != off_m else zone
    if not ground.is_empty and shapely.intersects(ground, things).any():
        return True
    sides = shapely.difference(things, shapely.buffer(zone, off_m))
    return bool(((shapely.get_num_geometries(sides) > 1) & shapely.intersects(zone, things)).any())


def _known(asked: Asked, layer: Layer, shapes: Any) -> bool:
    """Whether the layer is known to be complete where the design lies."""
    spots = shapely.get_coordinates(shapes)
    return bool(asked.around.context.layer(layer).coverage.holds(spots[:, 0], spots[:, 1]).all())
