"""Which zones of a layer hold a point, and how surely: a zone's edge and a position both have an error."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.answers import firsts, objects
from registry.checks.cells import surely_clear
from registry.checks.context import Bools, Floats, Ints, ZoneSet
from registry.checks.proposals import Proposals
from registry.geo.outlines import outlines
from registry.messages import Words
from registry.model.areas import Zone
from registry.model.finding_columns import Each


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


@dataclass(frozen=True, slots=True)
class HeldPairs:
    """k pairs of a row of the proposals and one of the zone set, by row, in columns; see ``Held``."""

    row: Ints
    zone: Ints
    inside: Bools
    near: Bools

    def __len__(self) -> int:
        return len(self.row)

    def some(self, places: Ints | Bools) -> "HeldPairs":
        """Return some of them."""
        return HeldPairs(self.row[places], self.zone[places], self.inside[places], self.near[places])

    def best(self, *keys: Floats | Bools) -> "HeldPairs":
        """Return one pair a row: the least by ``keys`` (the first weighs most), of several the first."""
        if keys and len(self) > 1:
            return self.some(np.lexsort((*reversed(keys), self.row))).best()
        return self.some(firsts(self.row))


_NO_PAIRS = HeldPairs(
    np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=bool), np.empty(0, dtype=bool)
)


def held_pairs(proposals: Proposals, zones: ZoneSet) -> HeldPairs:
    """Return the zones that hold the points or whose edge they may touch, in columns.

    The combined error is the root of the sum of squares of the position's accuracy and the zone's error,
    in metres. A row without such a zone, or without a position, has no pair. Worked out once per layer
    and list of proposals.
    """
    kept = proposals.held
    if id(zones) not in kept:
        kept[id(zones)] = _held_pairs(proposals, zones)
    found: HeldPairs = kept[id(zones)]
    return found


def holding(proposals: Proposals, zones: ZoneSet) -> Mapping[int, list[Held]]:
    """Return ``held_pairs`` by row of ``proposals``; a row without any has no entry."""
    kept: dict[int, dict[int, list[Held]]] = proposals.worked_out
    if id(zones) not in kept:
        found: dict[int, list[Held]] = defaultdict(list)
        pairs = held_pairs(proposals, zones)
        if len(pairs):
            columns = (pairs.row, pairs.zone, pairs.inside, pairs.near)
            for row, *held in zip(*(column.tolist() for column in columns), strict=True):
                found[row].append(Held(*held))
        kept[id(zones)] = dict(found)
    return kept[id(zones)]


def _held_pairs(proposals: Proposals, zones: ZoneSet) -> HeldPairs:
    if not zones.zones:
        return _NO_PAIRS
    if len(proposals) == 1:
        reach = hypot(proposals.accuracy_m[0], zones.largest_error_m)
        if surely_clear(zones, float(proposals.x[0]), float(proposals.y[0]), reach):
            return _NO_PAIRS
    row, zone = zones.tree.query(proposals.boxes(zones.largest_error_m))  # exact predicates follow below
    if not len(row):
        return _NO_PAIRS
    at = proposals.points[row]
    inside = shapely.intersects(zones.geometries[zone], at)
    error = np.hypot(proposals.accuracy_m[row], zones.errors_m[zone])
    near = (error > 0) & shapely.dwithin(zones.edges[zone], at, error)
    kept = inside | near
    return HeldPairs(row[kept], zone[kept], inside[kept], near[kept])


def covered_rows(proposals: Proposals, zones: ZoneSet) -> Bools:
    """Return which rows lie where the layer is known to be complete; worked out once for all."""
    coverage = zones.coverage
    if coverage.everywhere and coverage.ground is None:
        return np.ones(len(proposals), dtype=bool)
    area = coverage.ground if coverage.everywhere else coverage.area
    if area is None:
        return np.zeros(len(proposals), dtype=bool)
    kept: dict[int, Bools] = proposals.worked_out
    if id(area) not in kept:
        kept[id(area)] = coverage.holds(proposals.x, proposals.y)
    return kept[id(area)]


class ZoneColumns:
    """What the k zones of a layer say, as columns to be taken from by the zones of rows; kept with them."""

    def __init__(self, zones: ZoneSet) -> None:
        self.names = objects([zone.name for zone in zones.zones])
        self.called = objects([called(zone) for zone in zones.zones])
        self.decisions = objects([zone.decision for zone in zones.zones])
        self.articles = objects([zone.article for zone in zones.zones])


def columns_of(zones: ZoneSet) -> ZoneColumns:
    """Return what the zones say in columns, made once."""
    if "columns" not in zones.worked_out:
        zones.worked_out["columns"] = ZoneColumns(zones)
    found: ZoneColumns = zones.worked_out["columns"]
    return found


def outlines_of(zones: ZoneSet, rows: Ints) -> Each:
    """Return the outlines of zones as a column of evidence, drawn when one is looked at."""
    return Each(lambda k: _outline(zones, int(rows[k])))


def _outline(zones: ZoneSet, row: int) -> dict[str, Any] | None:
    """Return one zone's outline as ``ZoneSet.geojson`` has it, without drawing the whole layer."""
    kept: dict[int, dict[str, Any] | None] = zones.worked_out.setdefault("outlines", {})
    if row not in kept:
        kept[row] = outlines([zones.zones[row].geometry])[0]
    return kept[row]


def each_once(make: Callable[[int], Any], zone: Ints) -> npt.NDArray[Any]:
    """Return what ``make`` makes of the zones of rows as a column; once for each different zone."""
    if len(zone) == 1:
        return objects([make(int(zone[0]))])
    different, which = np.unique(zone, return_inverse=True)
    return objects([make(one) for one in different.tolist()])[which]
