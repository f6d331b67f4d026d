"""An index over points that follows when a few of them move, come or go.

An STRtree cannot be changed, and writing one of 200,000 points takes a tenth of a second; a register has a
dozen of them. So the tree stays: what is gone of it is passed over, and what came stands in a small tree
beside it, until that is worth writing anew.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.errors import WrongCallError

Ints = npt.NDArray[np.int64]
MOST_BESIDE = 2_000
"""So many points may have gone, or stand beside the tree, before it is to be written anew."""
_FIRST_LOOK_M = 500.0


class KeptTree:
    """Points in an STRtree and beside it; answers as ``shapely.STRtree`` does, by numbers of its own.

    Points are those of ``base`` and then of ``beside``; ``numbers`` says by which number each is known, -1
    for what is gone. Without ``named`` an answer gives the point's place among them instead.
    """

    def __init__(self, base: shapely.STRtree, beside: shapely.STRtree, numbers: Ints, *, named: bool) -> None:
        self.base, self.beside, self.numbers, self._named = base, beside, numbers, named
        self._there = numbers >= 0

    @property
    def geometries(self) -> npt.NDArray[np.object_]:
        """All points, those that are gone among them."""
        return np.concatenate([self.base.geometries, self.beside.geometries])

    def query(self, geometry: Any, predicate: Any = None, distance: Any = None) -> Ints:
        """Return the points that a geometry meets, or (2, k) pairs in the order of several geometries."""
        found = self.base.query(geometry, predicate, distance)
        found = found[..., self._there[found[-1] if found.ndim == 2 else found]]
        if len(self.beside):
            more = self.beside.query(geometry, predicate, distance)
            if more.ndim == 1:
                found = np.concatenate([found, more + len(self.base)])
            elif more.shape[1]:
                more[1] += len(self.base)
                found = np.concatenate([found, more], axis=1)
                found = found[:, np.argsort(found[0], kind="stable")]
        return self._said(found)

    def query_nearest(
        self, geometry: Any, *, return_distance: bool = True, all_matches: bool = False
    ) -> tuple[Ints, npt.NDArray[np.float64]]:
        """Return (2, k) pairs of each point of an array with one that is nearest to it, and the distances;
        for a single point only what is nearest to it.

        Only so is a kept tree asked: for one each, and how far it is.
        """
        if all_matches or not return_distance:
            raise WrongCallError("a kept tree is asked for one nearest point each, and its distance")
        if isinstance(geometry, shapely.Geometry):
            pairs, apart = self.query_nearest(np.array([geometry]))
            return pairs[1], apart
        metres = np.full(len(geometry), np.inf)
        place = np.full(len(geometry), -1, dtype=np.int64)
        (at, item), apart = self.base.query_nearest(geometry, return_distance=True, all_matches=False)
        metres[at], place[at] = apart, item
        for lost in at[~self._there[item]]:
            metres[lost], place[lost] = self._next(geometry[lost], metres[lost])
        (at, item), apart = self.beside.query_nearest(geometry, return_distance=True, all_matches=False)
        nearer = apart < metres[at]
        metres[at[nearer]], place[at[nearer]] = apart[nearer], item[nearer] + len(self.base)
        found = np.flatnonzero(place >= 0)
        return self._said(np.stack([found, place[found]])), metres[found]

    def _next(self, point: Any, metres: float) -> tuple[float, int]:
        """Return what is nearest in the tree where the nearest of all is gone and ``metres`` away."""
        radius = max(2 * float(metres), _FIRST_LOOK_M)
        while self._there[: len(self.base)].any():
            item = self.base.query(point, "dwithin", radius)
            item = item[self._there[item]]
            if len(item):
                apart = shapely.distance(point, self.base.geometries[item])
                return float(apart.min()), int(item[apart.argmin()])
            radius *= 4
        return np.inf, -1

    def _said(self, found: Ints) -> Ints:
        return found if not self._named else _last_as(found, self.numbers)


def _last_as(found: Ints, numbers: Ints) -> Ints:
    if found.ndim == 1:
        return np.asarray(numbers[found], dtype=np.int64)
    return np.stack([found[0], numbers[found[1]]])


def kept(
    tree: shapely.STRtree | KeptTree, numbers: Ints, now: Ints, fresh: Ints, points: Any, *, named: bool
) -> KeptTree | None:
    """Return the tree whose points are known by ``numbers``, after a step; None where it is to be written
    anew.

    ``now`` gives what each number is now, -1 for what is gone or moved; ``fresh`` are the numbers now of the
    points that come, and ``points`` all points by number.
    """
    base = tree.base if isinstance(tree, KeptTree) else tree
    numbers = np.where(numbers >= 0, now[numbers], -1)
    stay, beside = numbers[: len(base)], numbers[len(base) :]
    beside = np.concatenate([beside[beside >= 0], fresh])
    if len(beside) > MOST_BESIDE or np.count_nonzero(stay < 0) > MOST_BESIDE:
        return None
    small = shapely.STRtree(points[beside])
    if len(beside):
        small.query(points[beside[0]])  # built now, so that threads may share it
    return KeptTree(base, small, np.concatenate([stay, beside]), named=named)
