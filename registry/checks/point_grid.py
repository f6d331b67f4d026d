"""Points in squares: who stands within a distance of whom, for many at once, in arrays alone.

For one place a tree is quicker; for thousands the squares around each are runs of one sorted array.
"""

import numpy as np

from registry.checks.context import Floats, Ints

LEAST_M = 16.0  # the smallest squares
AT_ONCE = 1 << 21  # candidates looked at together, so that a crowd cannot fill the memory
_LINE = 1 << 32  # squares of one column have numbers that follow each other


class PointGrid:
    """Points of the metric plane, sorted into squares of a size when that size is first asked for."""

    def __init__(self, x: Floats, y: Floats) -> None:
        self.x, self.y = x, y
        self._sorted: dict[float, tuple[Ints, Ints]] = {}

    def within(self, x: Floats, y: Floats, radius_m: Floats) -> tuple[Ints, Ints]:
        """Return pairs of a place asked (k) and a point no farther from it than its ``radius_m``."""
        sizes = np.exp2(np.ceil(np.log2(np.maximum(radius_m, LEAST_M))))
        found = []
        ordered = np.sort(sizes)
        for size in ordered[np.r_[True, ordered[1:] != ordered[:-1]]].tolist() if len(ordered) else ():
            asked = np.flatnonzero(sizes == size)
            found += self._around(asked, (x[asked], y[asked]), radius_m[asked], size)
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        return np.concatenate([at for at, _ in found]), np.concatenate([item for _, item in found])

    def _squares(self, size: float) -> tuple[Ints, Ints]:
        """Return the numbers of the points' squares in order, and the points in that order."""
        kept = self._sorted.get(size)
        if kept is None:
            number = _numbers(self.x, size) * _LINE + _numbers(self.y, size)
            order = np.argsort(number)
            kept = self._sorted[size] = (number[order], order)
        return kept

    def _around(
        self, asked: Ints, place: tuple[Floats, Floats], radius_m: Floats, size: float
    ) -> list[tuple[Ints, Ints]]:
        numbers, order = self._squares(size)
        x, y = place
        columns = _numbers(x, size)[:, None] + np.array([-1, 0, 1])
        middle = (columns * _LINE + _numbers(y, size)[:, None]).ravel()
        start = np.searchsorted(numbers, middle - 1, "left")
        many = np.searchsorted(numbers, middle + 1, "right") - start
        ends = np.cumsum(many.reshape(-1, 3).sum(axis=1))
        found, row = [], 0
        while row < len(asked):
            before = int(ends[row - 1]) if row else 0
            upto = max(int(np.searchsorted(ends, before + AT_ONCE, "right")), row + 1)
            own, first = many[3 * row : 3 * upto], start[3 * row : 3 * upto]
            at = np.repeat(np.repeat(np.arange(row, upto), 3), own)
            shift = first - np.cumsum(own) + own
            item = order[np.repeat(shift, own) + np.arange(int(ends[upto - 1]) - before)]
            near = np.hypot(self.x[item] - x[at], self.y[item] - y[at]) <= radius_m[at]
            found.append((asked[at[near]], item[near]))
            row = upto
        return found


def _numbers(values: Floats, size: float) -> Ints:
    return np.asarray(np.floor(values / size), dtype=np.int64)
