"""Nearest places: who of many stands nearest to each, where any number may stand at one point.

Looking around by a few times the usual distance costs a fraction of looking up the nearest, so that is done
first; how far is usual is counted in squares, as towns are crowded. Who is not found so is looked up.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Bools, Floats, Ints
from registry.checks.point_grid import PointGrid
from registry.checks.spacing_neighbours import BLOCK, RING, WORKERS, heads

SQUARES_M = tuple(2.0**power for power in range(17, 0, -1))
CROWD = 4  # so many in a square: somebody is about as near as the square is wide
MOST = 64  # so many in the smallest square: looking around would meet them all
LOOKS = 3  # how often one looks around twice as far
MANY = 256  # for fewer, counting costs more than it saves


@dataclass(frozen=True)
class Standing:
    """n points in the metric plane."""

    x: Floats
    y: Floats

    def __len__(self) -> int:
        return len(self.x)

    @cached_property
    def points(self) -> npt.NDArray[np.object_]:
        """The points, in order."""
        return np.asarray(shapely.points(self.x, self.y), dtype=object)

    @cached_property
    def by_place(self) -> Ints:
        """All of them, ordered by their points."""
        return np.lexsort((self.y, self.x))

    @cached_property
    def usual_m(self) -> Floats:
        """How wide the smallest square around each is that holds a few; nan in a crowd or far from all."""
        found = np.full(len(self), np.nan)
        left, count = np.arange(len(self)), np.zeros(0, dtype=np.int64)
        for size in SQUARES_M:
            column, line = np.floor(self.x[left] / size), np.floor(self.y[left] / size)
            key = column.astype(np.int64) * (1 << 32) + line.astype(np.int64)
            ordered = np.sort(key)
            count = np.asarray(np.searchsorted(ordered, key, "right") - np.searchsorted(ordered, key, "left"))
            left, count = left[count >= CROWD], count[count >= CROWD]
            found[left] = size
        found[left[count > MOST]] = np.nan
        return found


@dataclass(frozen=True)
class Places:
    """The distinct points of some of ``standing``: who comes first at each, and who second (or -1).

    ``at``: the point of each of all, -1 where it is not among these.
    """

    standing: Standing
    first: Ints
    second: Ints
    at: Ints

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index over the distinct points."""
        points = self.standing.points[self.first]
        tree = shapely.STRtree(points)
        tree.query(points[0])  # built now, so that threads may share it
        return tree

    @classmethod
    def of(cls, standing: Standing, chosen: Bools, order: Callable[[], Ints]) -> "Places":
        """Return the points of the ``chosen`` (n); ``order`` gives the ranks (n) of those at one point."""
        members = standing.by_place[chosen[standing.by_place]]
        begins = heads(standing.x[members]) | heads(standing.y[members])
        if not begins.all():
            x, y = standing.x[members], standing.y[members]
            members = members[np.lexsort((order()[members], y, x))]
        starts = np.flatnonzero(begins)
        many = np.diff(np.r_[starts, len(members)])
        second = np.full(len(starts), -1, dtype=np.int64)
        second[many > 1] = members[starts[many > 1] + 1]
        at = np.full(len(standing), -1, dtype=np.int64)
        at[members] = np.cumsum(begins) - 1
        return cls(standing, members[starts], second, at)

    def nearest(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return pairs of one of ``rows`` and the nearest other ones; of equally near ones, all firsts."""
        none = np.empty(0, dtype=np.int64)
        if not len(self.first):
            return none, none
        place = self.at[rows]
        shared = (place >= 0) & (self.second[place] >= 0)
        first = self.first[place[shared]]
        here = np.where(first != rows[shared], first, self.second[place[shared]])
        found = [(rows[shared], here)]
        left = rows[~shared]
        if len(left) > MANY:
            around, left = self._around(left)
            found += around
        for chosen, exclusive in ((self.at[left] >= 0, True), (self.at[left] < 0, False)):
            found += self._looked_up(left[chosen], exclusive=exclusive)
        return np.concatenate([row for row, _ in found]), np.concatenate([other for _, other in found])

    def _around(self, rows: Ints) -> tuple[list[tuple[Ints, Ints]], Ints]:
        """Return pairs found by looking around, and the rows that met nobody or stand in a crowd."""
        standing = self.standing
        radius = standing.usual_m * np.sqrt(0.4 * len(standing) / len(self.first))
        crowded = np.isnan(radius[rows])
        left, apart = rows[~crowded], [rows[crowded]]
        found: list[tuple[Ints, Ints]] = []
        met = np.zeros(len(standing), dtype=bool)
        grid = PointGrid(standing.x[self.first], standing.y[self.first])

        def look(block: Ints) -> tuple[Ints, Ints]:
            at, item = grid.within(standing.x[block], standing.y[block], radius[block])
            row, other = block[at], self.first[item]
            kept = self.at[row] != item
            row, other = row[kept], other[kept]
            metres = np.hypot(standing.x[other] - standing.x[row], standing.y[other] - standing.y[row])
            if not len(row):
                return row, other
            starts = np.flatnonzero(heads(row))
            least = np.minimum.reduceat(metres, starts) * RING  # the ellipsoid decides among those
            ring = np.repeat(least, np.diff(np.r_[starts, len(row)]))
            kept = (metres <= ring) & (ring <= radius[row])
            return row[kept], other[kept]

        for _ in range(LOOKS):
            found.append(look(left))
            met[found[-1][0]] = True
            left = left[~met[left]]
            radius = 2 * radius
        return found, np.sort(np.concatenate([left, *apart]))

    def _looked_up(self, rows: Ints, *, exclusive: bool) -> list[tuple[Ints, Ints]]:
        def find(block: Ints) -> tuple[Ints, Ints]:
            at, item = self.tree.query_nearest(self.standing.points[block], exclusive=exclusive)
            return block[at], self.first[item]

        blocks = _blocks(rows)
        if len(blocks) < 2:
            return [find(block) for block in blocks]
        _ = self.tree  # made before threads share it
        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(find, blocks))


def _blocks(rows: Ints) -> list[Ints]:
    return [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
