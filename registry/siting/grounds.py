"""Grounds: the areas around a place where its row may not stand, and where its place is urban, as polygons.

Everything is metric and clipped to a box around the place. Edges are moved by the combined error of edge and
position, as the rules judge them, and by ``margin_m``; a corner becomes an arc of short chords that leave the
true arc by less than a millimetre at the usual accuracy of 10 m.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from registry.checks.communes import names_of
from registry.checks.context import Bools, Context, Floats, Ints, ZoneSet
from registry.checks.planning.siting import PUBLIC
from registry.checks.planning.zones import EVERY_CLASS
from registry.law import Law
from registry.model.areas import Layer
from registry.model.requests.proposals import BUILDS, Proposal, ProposalKind
from registry.model.sites import Support
from registry.siting.discs import MAYBE, OUTSIDE, SURE

ARC = 64  # chords to a quarter of a circle
EMPTY = shapely.Polygon()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the ground: the row, its centre (metric), how far, and how strictly.

    ``codes`` are the message codes of what the rules say where the row stands now. Not ``strict``: the
    commune that the list states and the zones that state no height do not bind. Not ``clear``: fall circles
    and guys do not, nor do zones whose body is asked where the row stands now.
    """

    row: Proposal
    at: tuple[float, float]
    radius_m: float
    accuracy_m: float
    strict: bool
    clear: bool
    codes: dict[str, str]

    def box(self, more_m: float = 0.0) -> Any:
        """Return the box that holds the circle, ``more_m`` wider on each side."""
        (x, y), reach = self.at, self.radius_m + more_m
        return shapely.box(x - reach, y - reach, x + reach, y + reach)


@dataclass(frozen=True, slots=True)
class Ground:
    """``forbidden``: where it may not stand; ``sure`` and ``outside``: surely urban, surely not."""

    forbidden: Any
    sure: Any
    outside: Any

    @property
    def lines(self) -> Any:
        """Return all edges, cut where they cross each other, so that every crossing is an end."""
        return shapely.unary_union(
            [shapely.boundary(part) for part in (self.forbidden, self.sure, self.outside)]
        )

    def urban_column(self, points: Floats) -> Ints:
        """Return the column of ``Discs.radius_m`` that holds at each point of (k, 2)."""
        column = np.full(len(points), MAYBE, dtype=np.int64)
        column[_holds(self.outside, points)] = OUTSIDE
        column[_holds(self.sure, points)] = SURE
        return column

    def free(self, points: Floats) -> Bools:
        """Whether each point of (k, 2) is outside the forbidden areas."""
        return ~_holds(self.forbidden, points)


def _holds(area: Any, points: Floats) -> Bools:
    if area.is_empty:
        return np.zeros(len(points), dtype=bool)
    shapely.prepare(area)
    return np.asarray(shapely.intersects_xy(area, points[:, 0], points[:, 1]), dtype=bool)


def ground_of(asked: Asked, context: Context, law: Law, margin_m: float, also: Sequence[Any] = ()) -> Ground:
    """Return the ground for a row; ``margin_m`` is added to every error, ``also`` is forbidden as it is."""
    sure, outside, siting = _urban(asked, context, margin_m)
    forbidden = [*also, *_zones(asked, context, law, margin_m), *_territory(asked, context, law, margin_m)]
    if siting is not None and _needs_roof(asked, law):
        forbidden.append(siting)
    return Ground(shapely.union_all([_flat(part) for part in forbidden]), _flat(sure), _flat(outside))


def _flat(area: Any) -> Any:
    return EMPTY if area is None else area


def _near(zones: ZoneSet, asked: Asked) -> list[int]:
    """Return the rows of the zones whose edge or inside may matter."""
    if not zones.zones:
        return []
    reach = asked.box(zones.largest_error_m + asked.accuracy_m + 10.0)
    return sorted(zones.tree.query(reach, predicate="intersects").tolist())


def grown(shape: Any, by_m: float, asked: Asked) -> Any:
    """Return a shape clipped to the box and moved outward (inward where negative) by ``by_m``."""
    clipped = shapely.intersection(shape, asked.box(2 * abs(by_m) + 10.0))
    return shapely.intersection(shapely.buffer(clipped, by_m, quad_segs=ARC), asked.box())


def _zones(asked: Asked, context: Context, law: Law, margin_m: float) -> Iterable[Any]:
    """PLN-02 and PLN-03: zones that do not allow the class, or the height, or do not say what is allowed.

    A class that is not stated need not be known where every class is allowed.
    """
    row = asked.row
    if row.kind is ProposalKind.SHARE:
        return
    zones = context.layer(Layer.PLANNING)
    classes = law.get("PLN-02") is not None and row.mast_class is not None
    heights = law.get("PLN-03") is not None
    silent = asked.strict and heights and asked.codes.get("PLN-03") != "PLN-03-NOT-SAID"
    unstated = law.get("PLN-02") is not None and row.mast_class is None
    unstated = unstated and asked.codes.get("PLN-02") != "PLN-02-NO-CLASS"
    for index in _near(zones, asked):
        zone = zones.zones[index]
        limit = zone.max_height_m
        refused = classes and zone.allowed_classes is not None and row.mast_class not in zone.allowed_classes
        some = zone.allowed_classes is not None and not zone.allowed_classes >= EVERY_CLASS
        refused = refused or (unstated and some)
        high = heights and limit is not None and row.mast_height_m is not None and row.mast_height_m > limit
        if refused or high:
            error = float(np.hypot(asked.accuracy_m, zone.error_m))
            yield grown(zones.geometries[index], error + margin_m, asked)
        elif silent and limit is None:
            yield grown(zones.geometries[index], margin_m, asked)


def _territory(asked: Asked, context: Context, law: Law, margin_m: float) -> Iterable[Any]:
    """LOC-01 and LOC-02: everything that is not well inside the territory and the commune stated."""
    units = context.units
    if units.territory is not None and law.get("LOC-01") is not None:
        error = float(np.hypot(asked.accuracy_m, units.error_m)) + margin_m
        point = shapely.Point(asked.at)
        shut_in = shapely.distance(units.territory_edge, point) > asked.radius_m * 1.5 + error
        if not (shut_in and shapely.intersects(units.territory, point)):
            yield shapely.difference(asked.box(), grown(units.territory, -error, asked))
    if asked.strict and asked.row.commune and law.get("LOC-02") is not None:
        rows = names_of(units).find(asked.row.commune, asked.row.district).rows
        shapes = [units.geometries[row] for row in rows if units.geometries[row] is not None]
        if shapes:
            inside = [grown(shape, -(asked.accuracy_m + margin_m), asked) for shape in shapes]
            yield shapely.difference(asked.box(), shapely.union_all(inside))


def _needs_roof(asked: Asked, law: Law) -> bool:
    """PLN-04: whether the row may not stand in an urban area, or says too little where it now says enough."""
    row = asked.row
    if law.get("PLN-04") is None or row.kind not in BUILDS or row.support is Support.ROOF:
        return False
    if row.support is None or not row.land_type:
        return asked.codes.get("PLN-04") not in {"PLN-04-NO-SUPPORT", "PLN-04-NO-LAND"}
    return row.land_type != PUBLIC


def _urban(asked: Asked, context: Context, margin_m: float) -> tuple[Any, Any, Any]:
    """Return where it is surely urban, surely not, and where PLN-04 may ask for a roof."""
    box = asked.box()
    if asked.row.urban is not None:
        return (box, None, box) if asked.row.urban else (None, box, None)
    layer = context.layer(Layer.URBAN_AREA)
    sure, wide, drawn = [], [], []
    for index in _near(layer, asked):
        error = float(np.hypot(asked.accuracy_m, layer.zones[index].error_m)) + margin_m
        sure.append(grown(layer.geometries[index], -error, asked))
        wide.append(grown(layer.geometries[index], error, asked))
        drawn.append(layer.geometries[index])
    maybe = shapely.union_all(wide) if wide else EMPTY
    covered = _covered(layer, box, margin_m)
    outside = shapely.difference(covered, maybe)
    siting = shapely.union(shapely.intersection(maybe, covered), _grown_all(drawn, margin_m, asked))
    units = context.units
    if len(units.former_urban):
        error = float(np.hypot(asked.accuracy_m, units.former_urban_error_m)) + margin_m
        near = sorted(units.former_urban_tree.query(asked.box(error + 10.0), predicate="intersects").tolist())
        stand_in = _grown_all([units.former_urban[index] for index in near], error, asked)
        siting = shapely.union(siting, shapely.difference(stand_in, outside))
    return (shapely.union_all(sure) if sure else None), outside, siting


def _covered(layer: ZoneSet, box: Any, margin_m: float) -> Any:
    if layer.coverage.everywhere:
        return box
    if layer.coverage.area is None:
        return EMPTY
    return shapely.intersection(shapely.buffer(layer.coverage.area, -margin_m, quad_segs=ARC), box)


def _grown_all(shapes: list[Any], by_m: float, asked: Asked) -> Any:
    return shapely.union_all([grown(shape, by_m, asked) for shape in shapes]) if shapes else EMPTY
