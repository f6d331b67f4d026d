"""Which zones of a layer hold a point, and how surely: a zone's edge and a position both have an error."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import shapely

from registry.checks.context import ZoneSet
from registry.checks.proposals import Proposals
from registry.messages import Words
from registry.model.areas import Zone


class Held(NamedTuple):
    """One zone at one point: its row in the zone set, whether the point is inside as drawn, and whether the
    zone's edge is nearer than the combined error of position and zone, so that it could be the other way."""

    zone: int
    inside: bool
    near: bool


NONE_HELD: tuple[Held, ...] = ()


def called(zone: Zone) -> Words:
    """Return what a zone is called in a sentence: its name, else that it has none and by which decision."""
    if zone.name.strip():
        return Words(zone.name, zone.name)
    by = f" ({zone.decision})" if zone.decision else ""
    return Words(f"Vùng chưa đặt tên{by}", f"Unnamed zone{by}")


def holding(proposals: Proposals, zones: ZoneSet) -> Mapping[int, list[Held]]:
    """Return, by row of ``proposals``, the zones that hold its point or whose edge it may touch.

    The combined error is the root of the sum of squares of the position's accuracy and the zone's error,
    in metres. A row without such a zone, or without a position, has no entry. Worked out once per layer
    and list of proposals.
    """
    kept: dict[int, dict[int, list[Held]]] = proposals.worked_out
    key = id(zones)
    if key not in kept:
        kept[key] = _holding(proposals, zones)
    return kept[key]


def _holding(proposals: Proposals, zones: ZoneSet) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    if not zones.zones:
        return {}
    points, rows = zones.tree.query(proposals.boxes(zones.largest_error_m))  # exact predicates follow below
    if not len(points):
        return {}
    at = proposals.points[points]
    inside = shapely.intersects(zones.geometries[rows], at)
    error = np.hypot(proposals.accuracy_m[points], zones.errors_m[rows])
    near = (error > 0) & shapely.dwithin(zones.edges[rows], at, error)
    for point, row, held, doubtful in zip(
        points.tolist(), rows.tolist(), inside.tolist(), near.tolist(), strict=True
    ):
        if held or doubtful:
            found[point].append(Held(row, held, doubtful))
    return dict(found)
