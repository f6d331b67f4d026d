"""Avoided zones: those that the row is not in now and that would ask for more, of aerodromes, of air defence
and of every layer whose rule a place must pass and that is not laid out by its own shape.

What such a zone asks hangs on heights and on its decision, so the full rule set is asked at a place inside:
where a rule says worse there than at the row's own place, the zone is kept out of.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.corridors.protected import ASKED
from registry.checks.registered import CHECKS
from registry.geo.crs import to_wgs84
from registry.law import Law
from registry.model.areas import Layer
from registry.model.findings import Finding, Stage
from registry.siting.grounds import Asked, grown
from registry.siting.judging import OF_PLACE, WEIGHT, judge, placed

_LAID = {Layer.PLANNING, Layer.URBAN_AREA, *(layer for layers in ASKED.values() for layer in layers)}
"""What ``grounds`` and ``protected`` lay out by its own shape."""
_ASKED = [check for check in CHECKS if check.of_place and not _LAID.issuperset(check.layers)]
_AVOIDED = dict.fromkeys(
    [
        Layer.AERODROME_VICINITY,
        Layer.AIR_DEFENCE,
        *(layer for check in _ASKED for layer in check.layers if layer not in _LAID),
    ]
)
_JUDGED_THERE = OF_PLACE - {check.code for check in _ASKED}
"""Rules about the place that the search keeps by itself: what they say inside is no reason to keep out."""


def avoided_zones(
    asked: Asked, context: Context, law: Law, before: Sequence[Finding]
) -> list[tuple[Any, float]]:
    """Return the shapes to keep out of (metric) with their metres of error, in the order of the layers."""
    found: list[tuple[Any, float]] = []
    box, point = asked.box(), shapely.Point(asked.at)
    for layer in _AVOIDED:
        zones = context.layer(layer)
        if not zones.zones:
            continue
        for index in sorted(zones.tree.query(box, predicate="intersects").tolist()):
            shape = zones.geometries[index]
            error = float(np.hypot(asked.accuracy_m, zones.zones[index].error_m))
            if shapely.dwithin(shape, point, error):
                continue
            inside = shapely.point_on_surface(shapely.intersection(shape, box))
            if not inside.is_empty and _worse(asked, inside, context, law, before):
                found.append((shape, error))
    return found


def _worse(asked: Asked, inside: Any, context: Context, law: Law, before: Sequence[Finding]) -> bool:
    lon, lat = to_wgs84(np.array([inside.x]), np.array([inside.y]), context.metric_epsg)
    after = judge(placed(asked.row, float(lon[0]), float(lat[0])), [], context, law)
    return any(
        new.stage is Stage.POSITION
        and new.rule not in _JUDGED_THERE
        and new.rule != "PLN-01"
        and WEIGHT[new.outcome] > WEIGHT[old.outcome]
        for old, new in zip(before, after, strict=True)
    )


def kept_out(avoided: Sequence[tuple[Any, float]], asked: Asked, margin_m: float) -> list[Any]:
    """Return the avoided shapes moved outward by their error and the margin, clipped to the box."""
    return [grown(shape, error + margin_m, asked) for shape, error in avoided]
