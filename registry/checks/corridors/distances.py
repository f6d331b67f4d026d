"""How near bases stand to the zones of a layer: pairs of a proposal and a zone, in the metric plane."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from registry.checks.cells import surely_clear
from registry.checks.context import Bools, Floats, Ints, ZoneSet
from registry.checks.proposals import Proposals


@dataclass(frozen=True, slots=True)
class Pairs:
    """m pairs: the proposal's row and the zone's, metres from the base to the zone (0 inside), whether it is
    inside, and the combined error of position and zone in metres."""

    point: Ints
    zone: Ints
    metres: Floats
    inside: Bools
    error_m: Floats

    def __len__(self) -> int:
        return len(self.point)


def pairs_within(proposals: Proposals, zones: ZoneSet, reach_m: Floats) -> Pairs | None:
    """Return the pairs that are no farther apart than ``reach_m`` (one number a proposal), None without any.

    A row without a position, or with a ``reach_m`` that is nan, is in no pair.
    """
    if not zones.zones:
        return None
    x, y = proposals.x, proposals.y
    if len(x) == 1 and surely_clear(zones, float(x[0]), float(y[0]), float(reach_m[0])):
        return None
    boxes = np.asarray(shapely.box(x - reach_m, y - reach_m, x + reach_m, y + reach_m), dtype=object)
    boxes[~(proposals.known & np.isfinite(reach_m))] = None
    point, zone = zones.tree.query(boxes)
    if not len(point):
        return None
    at = proposals.points[point]
    near = shapely.dwithin(zones.geometries[zone], at, reach_m[point])
    point, zone, at = point[near], zone[near], at[near]
    if not len(point):
        return None
    shapes = zones.geometries[zone]
    inside = shapely.intersects(shapes, at) & (shapely.get_dimensions(shapes) == 2)  # on a line is not in it
    metres = np.zeros(len(point))
    outside = ~inside
    metres[outside] = shapely.distance(shapes[outside], at[outside])
    error = np.hypot(proposals.accuracy_m[point], zones.errors_m[zone])
    return Pairs(point, zone, metres, inside, error)


def within_by(proposals: Proposals, zones: ZoneSet, pairs: Pairs, width_m: Floats) -> tuple[Bools, Bools]:
    """Return, by pair, whether the base is surely within ``width_m`` of the zone, and whether it may be.

    The combined error is taken off, and added. Inside, the way to the edge counts, as far as the error asks.
    """
    outside_sure = (pairs.metres <= width_m - pairs.error_m) & (pairs.metres < width_m)
    sure = np.where(pairs.inside, True, outside_sure)
    lacking: Any = pairs.error_m - width_m  # how deep inside it must be to be surely within
    ask = np.flatnonzero(pairs.inside & (lacking > 0))
    if len(ask):
        sure[ask] = ~shapely.dwithin(
            zones.edges[pairs.zone[ask]], proposals.points[pairs.point[ask]], lacking[ask]
        )
    return sure.astype(bool), pairs.inside | (pairs.metres < width_m + pairs.error_m)
