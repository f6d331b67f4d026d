"""Neighbours: the masts whose distance to a proposal matters, with that distance on the ellipsoid.

The metric tree narrows, ``pyproj.Geod`` decides. A transverse Mercator plane stretches lengths by less than
0.1 % inside a province (and by less than 1 % up to 900 km from its meridian), so a search in the plane that
is 1 % wider than asked loses no mast.
"""

import math
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Bools, Floats, Ints, Masts
from registry.checks.proposals import Proposals
from registry.checks.set_aside import Named
from registry.geo.crs import GEOD
from registry.geo.kept_tree import KeptTree

STRETCH = 1.01  # how much wider the plane is searched than the ellipsoid asks
SLACK_M = 0.5
RING = 1.002  # the nearest mast in the plane may be beaten on the ellipsoid by this factor
FAR_M = 50_000.0  # beyond, the nearest mast is only named, so the plane's own order is good enough
FIRST_LOOK_M = 1_000.0
LOOK_AROUND_M = 4_000.0  # farther, looking around may meet a whole town for each place
FEW = 16  # proposals searched at once where it may
ACCURACY_STEPS_M = (100.0, 1_000.0, 10_000.0, np.inf)  # masts are searched apart by how well they are placed
BLOCK = 1_024  # proposals searched at once, so that a crowded list cannot fill the memory
WORKERS = 2


@dataclass(frozen=True)
class MastTree:
    """Masts of one kind in one index: item i of ``tree`` is row ``rows[i]`` of the masts.

    ``accuracy_m`` is the coarsest accuracy among them. ``near_only``: they matter where they are near and
    say nothing where they are far (small masts; masts whose networks are not known).
    """

    rows: Ints  # -1 where a mast is gone from a tree that follows the register (``KeptTree``)
    tree: shapely.STRtree | KeptTree
    accuracy_m: float
    near_only: bool
    beside: bool = False  # holds what came since the others were made


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


def heads(rows: npt.NDArray[Any]) -> Bools:
    """Return where each run of equal numbers begins, for an array in order."""
    found = np.ones(len(rows), dtype=bool)
    found[1:] = rows[1:] != rows[:-1]
    return found


def distinct(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the distinct values in order; sorting them is quicker than ``numpy.unique`` hashing them."""
    ordered = np.sort(values)
    return ordered[heads(ordered)]


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
        masts.neighbour_trees[key] = tuple(made_trees(masts, networks, carried))
    found: tuple[MastTree, ...] = masts.neighbour_trees[key]
    return found


def made_trees(
    masts: Masts, networks: int, carried: Carried, among: Ints | None = None
) -> Iterator[MastTree]:
    """Yield new trees of the masts of a kind: of all, or of those ``among`` some rows (ascending)."""
    match carried:
        case Carried.ANY:
            chosen = (masts.networks & networks) != 0
        case Carried.OTHERS:
            chosen = (masts.networks & networks) == 0
        case Carried.NOT_KNOWN:
            chosen = masts.networks == 0
    if among is not None:
        some = np.zeros(len(masts), dtype=bool)
        some[among] = True
        chosen &= some
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
                widest = float(masts.accuracy_m[rows].max())
                yield MastTree(rows, tree, widest, near_only, beside=among is not None)


def neighbours(
    proposals: Proposals,
    chosen: Ints,
    masts: Masts,
    trees: tuple[MastTree, ...],
    reach_m: float,
    *,
    whole: Bools,
) -> Pairs:
    """Return the masts of ``trees`` that can decide about the ``chosen`` proposals, and the nearest of all.

    Every mast nearer than ``reach_m`` plus the combined accuracy is found (for a proposal placed so coarsely
    that no distance can be a fail: those nearest to it, unless it is one of ``whole`` (n), because some of
    them will be set aside); beyond that, the nearest mast of each tree that is not ``near_only``.
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
    proposals: Proposals, block: Ints, masts: Masts, tree: MastTree, *, reach_m: float, whole: Bools
) -> Pairs:
    points, own = proposals.points[block], proposals.accuracy_m[block]
    combined = np.hypot(own, tree.accuracy_m)
    radius = ((reach_m + combined) * STRETCH + SLACK_M) * RING
    coarse = np.flatnonzero((own >= reach_m) & ~whole[block])
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
            more, far = _nearest(proposals, block[rest], masts, tree, float(radius.max()))
            at, item = np.concatenate([at, rest[more]]), np.concatenate([item, far])
    return _pairs(proposals, block[at], masts, tree.rows[item])


def _nearest(
    proposals: Proposals, rows: Ints, masts: Masts, tree: MastTree, searched_m: float
) -> tuple[Ints, Ints]:
    """Return, as pairs of a place in ``rows`` and an item of the tree, the masts that may be the nearest.

    Within ``searched_m`` there are none. Looking around twice as far costs a fraction of looking up the
    nearest, and mostly finds it; the few that stand farther from everything are looked up.
    """
    radius = 2 * searched_m
    found: list[tuple[Ints, Ints]] = []
    left = np.arange(len(rows))
    while len(left) and radius <= LOOK_AROUND_M:
        at, item = tree.tree.query(proposals.points[rows[left]], "dwithin", radius)
        place = left[at]
        ring, metres = _rings(proposals, rows[place], masts, tree.rows[item])
        kept = (metres <= ring) & (ring <= radius)
        found.append((place[kept], item[kept]))
        met = np.zeros(len(rows), dtype=bool)
        met[place[kept]] = True
        left, radius = left[~met[left]], 2 * radius
    if len(left):
        points = proposals.points[rows[left]]
        at, item = tree.tree.query(points, "dwithin", _ring(points, tree))
        found.append((left[at], item))
    return np.concatenate([place for place, _ in found]), np.concatenate([item for _, item in found])


def _rings(proposals: Proposals, row: Ints, masts: Masts, mast: Ints) -> tuple[Floats, Floats]:
    """Return, for pairs of the plane in the order of ``row``, how far the nearest one's ring reaches, and
    their own distances."""
    metres = np.hypot(masts.x[mast] - proposals.x[row], masts.y[mast] - proposals.y[row])
    if not len(row):
        return metres, metres
    starts = np.flatnonzero(heads(row))
    least = np.minimum.reduceat(metres, starts)
    return np.repeat(least * RING + SLACK_M, np.diff(np.r_[starts, len(row)])), metres


def neighbours_of_one(
    proposals: Proposals, masts: Masts, trees: Iterable[MastTree], reach_m: float, *, whole: bool
) -> Pairs:
    """Return what ``neighbours`` does for the only proposal there is: an array of one costs far more.

    ``whole``: some of the masts will be set aside, so all of them are wanted.
    """
    point, own = proposals.points[0], float(proposals.accuracy_m[0])
    found: list[Ints] = []
    for tree in trees:
        combined = math.hypot(own, tree.accuracy_m)
        radius = ((reach_m + combined) * STRETCH + SLACK_M) * RING
        if own >= reach_m and not whole:
            radius = min(radius, float(_ring(proposals.points, tree)[0]) + combined - own)
        item = tree.tree.query(point, "dwithin", radius)
        if not len(item) and not tree.near_only:
            item = tree.tree.query(point, "dwithin", float(_ring(proposals.points, tree)[0]))
        if len(item):
            found.append(tree.rows[item])
    mast = found[0] if len(found) == 1 else np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    return _pairs(proposals, np.zeros(len(mast), dtype=np.int64), masts, mast)


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
    proposals: Proposals, rows: Ints, masts: Masts, trees: Iterable[MastTree], without: Named
) -> Pairs:
    """Return the nearest masts of each of ``trees`` to ``rows`` (ascending) but for those ``without``."""
    blocks = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    asked = [(block, tree) for block in blocks for tree in trees if not tree.near_only]
    order = np.argsort(without.row, kind="stable")
    row, mast = without.row[order], without.mast[order]

    def find(part: tuple[Ints, MastTree]) -> Pairs:
        block, tree = part
        own = slice(*np.searchsorted(row, [block[0], block[-1] + 1]))
        return _next_nearest(proposals, block, masts, tree, Named(row[own], mast[own]))

    if len(blocks) == 1:
        return joined([find(part) for part in asked])
    with ThreadPoolExecutor(WORKERS) as pool:
        return joined(list(pool.map(find, asked)))


def _next_nearest(proposals: Proposals, rows: Ints, masts: Masts, tree: MastTree, without: Named) -> Pairs:
    left, radius, standing = rows, FIRST_LOOK_M, int(np.count_nonzero(tree.rows >= 0))
    if standing <= len(without):  # where all of them are set aside, nothing is left to be found
        among = np.isin(without.mast, tree.rows)
        keys = np.unique(without.row[among] * len(masts) + without.mast[among])
        left = rows[np.bincount(keys // len(masts), minlength=len(proposals))[rows] < standing]
    found: list[tuple[Ints, Ints]] = []
    while len(left):
        looked: list[Ints] = []
        few = len(left) if radius <= LOOK_AROUND_M else FEW  # so that a crowd far off cannot fill the memory
        for start in range(0, len(left), few):
            block = left[start : start + few]
            row, mast = _within((proposals, block), (masts, tree), np.full(len(block), radius), without)
            ring, metres = _rings(proposals, row, masts, mast)
            kept = (metres <= ring) & (ring <= radius)
            found.append((row[kept], mast[kept]))
            looked.append(row[kept])
            farther = ring > radius
            if farther.any():
                again, at = np.unique(row[farther], return_index=True)
                row, mast = _within((proposals, again), (masts, tree), ring[farther][at], without)
                ring, metres = _rings(proposals, row, masts, mast)
                found.append((row[metres <= ring], mast[metres <= ring]))
                looked.append(again)
        met = np.zeros(len(proposals), dtype=bool)
        met[np.concatenate(looked)] = True
        left, radius = left[~met[left]], 4 * radius
    if not found:
        return joined([])
    row, mast = (np.concatenate(part) for part in zip(*found, strict=True))
    return _pairs(proposals, row, masts, mast)


def _within(
    asking: tuple[Proposals, Ints], among: tuple[Masts, MastTree], radius: Floats, without: Named
) -> tuple[Ints, Ints]:
    (proposals, rows), (masts, tree) = asking, among
    at, item = tree.tree.query(proposals.points[rows], "dwithin", radius)
    row, mast = rows[at], tree.rows[item]
    kept = ~without.hold(row, mast, len(masts))
    return row[kept], mast[kept]
