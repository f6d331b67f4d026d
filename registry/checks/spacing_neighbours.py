"""Neighbours: the masts whose distance to a proposal matters, with that distance on the ellipsoid.

The metric tree narrows, ``pyproj.Geod`` decides. A transverse Mercator plane stretches lengths by less than
0.1 % inside a province (and by less than 1 % up to 900 km from its meridian), so a search in the plane that
is 1 % wider than asked loses no mast.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Bools, Floats, Ints, Masts
from registry.checks.proposals import Proposals
from registry.geo.crs import GEOD

STRETCH = 1.01  # how much wider the plane is searched than the ellipsoid asks
SLACK_M = 0.5
RING = 1.002  # the nearest mast in the plane may be beaten on the ellipsoid by this factor
FAR_M = 50_000.0  # beyond, the nearest mast is only named, so the plane's own order is good enough
FIRST_LOOK_M = 1_000.0
ACCURACY_STEPS_M = (100.0, 1_000.0, 10_000.0, np.inf)  # masts are searched apart by how well they are placed
BLOCK = 1_024  # proposals searched at once, so that a crowded list cannot fill the memory
WORKERS = 2


@dataclass(frozen=True)
class MastTree:
    """Masts of one kind in one index: item i of ``tree`` is row ``rows[i]`` of the masts.

    ``accuracy_m`` is the coarsest accuracy among them. ``near_only``: they matter where they are near and
    say nothing where they are far (small masts; masts whose networks are not known).
    """

    rows: Ints
    tree: shapely.STRtree
    accuracy_m: float
    near_only: bool


@dataclass(frozen=True)
class Pairs:
    """k pairs of a proposal and a mast. ``distance_m`` is on the ellipsoid, rounded to the millimetre.

    The millimetre makes "at least 120 m" mean 120 m and not the last bit of a floating point number.
    ``accuracy_m`` combines both positions (root of the sum of squares).
    """

    row: Ints
    mast: Ints
    distance_m: Floats
    accuracy_m: Floats

    def __len__(self) -> int:
        return len(self.row)

    def where(self, keep: Bools | Ints) -> "Pairs":
        """Return the pairs that ``keep`` selects."""
        return Pairs(self.row[keep], self.mast[keep], self.distance_m[keep], self.accuracy_m[keep])


def distances_m(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    """Return WGS 84 ellipsoid distances in metres, rounded to the millimetre."""
    if len(lon1) == 1:  # scalars are twenty times faster here than arrays of one
        return np.array([round(GEOD.inv(lon1[0], lat1[0], lon2[0], lat2[0])[2], 3)])
    return np.round(np.asarray(GEOD.inv(lon1, lat1, lon2, lat2)[2], dtype=float), 3)


class Carried(StrEnum):
    """Which masts a tree holds, by the networks they carry."""

    ANY = "any"  # at least one of the networks asked
    OTHERS = "others"  # none of the networks asked
    NOT_KNOWN = "not_known"  # the register names no operator on the mast at all


def mast_trees(masts: Masts, networks: int, carried: Carried) -> tuple[MastTree, ...]:
    """Return the trees of the masts that carry any of ``networks`` (a bit mask), none, or none that is known.

    Made on first use and kept with the masts; all trees share one set of points.
    """
    key = (networks, carried.value)
    if key not in masts.neighbour_trees:
        masts.neighbour_trees[key] = tuple(_made(masts, networks, carried))
    found: tuple[MastTree, ...] = masts.neighbour_trees[key]
    return found


def _made(masts: Masts, networks: int, carried: Carried) -> Iterator[MastTree]:
    match carried:
        case Carried.ANY:
            chosen = (masts.networks & networks) != 0
        case Carried.OTHERS:
            chosen = (masts.networks & networks) == 0
        case Carried.NOT_KNOWN:
            chosen = masts.networks == 0
    for small in (False, True):
        floor = -np.inf
        for ceiling in ACCURACY_STEPS_M:
            fits = (masts.accuracy_m > floor) & (masts.accuracy_m <= ceiling)
            rows = np.flatnonzero(chosen & (masts.small == small) & fits)
            floor = ceiling
            if len(rows):
                tree = shapely.STRtree(masts.points[rows])
                tree.query(masts.points[rows[0]])  # built now, so that threads may share it
                near_only = small or carried is Carried.NOT_KNOWN
                yield MastTree(rows, tree, float(masts.accuracy_m[rows].max()), near_only)


def neighbours(
    proposals: Proposals,
    chosen: Ints,
    masts: Masts,
    trees: tuple[MastTree, ...],
    reach_m: float,
    *,
    whole: Ints,
) -> Pairs:
    """Return the masts of ``trees`` that can decide about the ``chosen`` proposals, and the nearest of all.

    Every mast nearer than ``reach_m`` plus the combined accuracy is found (for a proposal placed so coarsely
    that no distance can be a fail: those nearest to it, unless it is among ``whole``, because some of them
    will be set aside); beyond that, the nearest mast of each tree that is not ``near_only``.
    """
    blocks = [chosen[start : start + BLOCK] for start in range(0, len(chosen), BLOCK)]
    asked = [(block, tree) for block in blocks for tree in trees]

    def find(part: tuple[Ints, MastTree]) -> Pairs:
        return _found(proposals, part[0], masts, part[1], reach_m=reach_m, whole=whole)

    if len(blocks) == 1:
        return joined([find(part) for part in asked])
    with ThreadPoolExecutor(WORKERS) as pool:  # the trees are searched without Python's lock
        return joined(list(pool.map(find, asked)))


def joined(parts: list[Pairs]) -> Pairs:
    """Return the pairs of all parts as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        empty, none = np.empty(0, dtype=np.int64), np.empty(0)
        return Pairs(empty, empty, none, none)
    return Pairs(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.mast for part in parts]),
        np.concatenate([part.distance_m for part in parts]),
        np.concatenate([part.accuracy_m for part in parts]),
    )


def _found(
    proposals: Proposals, block: Ints, masts: Masts, tree: MastTree, *, reach_m: float, whole: Ints
) -> Pairs:
    points, own = proposals.points[block], proposals.accuracy_m[block]
    combined = np.hypot(own, tree.accuracy_m)
    radius = ((reach_m + combined) * STRETCH + SLACK_M) * RING
    coarse = np.flatnonzero((own >= reach_m) & ~np.isin(block, whole))
    if len(coarse):
        ring = _ring(points[coarse], tree) + (combined - own)[coarse]
        radius[coarse] = np.minimum(radius[coarse], ring)
    at, item = tree.tree.query(points, "dwithin", radius)
    if not tree.near_only:
        # Looking up the nearest costs more than looking around, so only those are asked that stand alone.
        alone = np.ones(len(block), dtype=bool)
        alone[at] = False
        rest = np.flatnonzero(alone)
        if len(rest):
            more, far = tree.tree.query(points[rest], "dwithin", _ring(points[rest], tree))
            at, item = np.concatenate([at, rest[more]]), np.concatenate([item, far])
    return _pairs(proposals, block[at], masts, tree.rows[item])


def _ring(points: Any, tree: MastTree) -> Floats:
    """Return how far to look in the plane, in metres, to meet the mast nearest on the ellipsoid."""
    _, metres = tree.tree.query_nearest(points, return_distance=True, all_matches=False)
    return np.asarray(metres * np.where(metres < FAR_M, RING, 1.0) + SLACK_M, dtype=float)


def _pairs(proposals: Proposals, row: Ints, masts: Masts, mast: Ints) -> Pairs:
    return Pairs(
        row,
        mast,
        distances_m(proposals.lon[row], proposals.lat[row], masts.lon[mast], masts.lat[mast]),
        np.hypot(proposals.accuracy_m[row], masts.accuracy_m[mast]),
    )


def nearest_but(
    proposals: Proposals, row: int, masts: Masts, trees: Iterable[MastTree], without: frozenset[int]
) -> Pairs:
    """Return the nearest masts of ``trees`` to one proposal that are not among ``without``, one a tree."""
    parts = []
    for tree in trees:
        if not tree.near_only:
            mast = _next_nearest(proposals.points[row], tree, np.fromiter(without, dtype=np.int64))
            parts.append(_pairs(proposals, np.full(len(mast), row), masts, mast))
    return joined(parts)


def _next_nearest(point: Any, tree: MastTree, without: Ints) -> Ints:
    left = len(tree.rows) - int(np.isin(without, tree.rows).sum())
    radius = FIRST_LOOK_M
    while left:
        item, metres = _within(point, tree, radius, without)
        if len(item):
            ring = metres.min() * RING + SLACK_M
            if ring > radius:
                item, metres = _within(point, tree, ring, without)
            return np.asarray(item[metres <= ring], dtype=np.int64)
        radius *= 4
    return np.empty(0, dtype=np.int64)


def _within(point: Any, tree: MastTree, radius: float, without: Ints) -> tuple[Ints, Floats]:
    item = tree.tree.query(point, "dwithin", radius)
    item = item[~np.isin(tree.rows[item], without)]
    return tree.rows[item], np.asarray(shapely.distance(point, tree.tree.geometries[item]), dtype=float)
