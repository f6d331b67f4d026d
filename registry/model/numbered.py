"""Values of a column as numbers: which of the different ones each is, and where each stands among keys."""

from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_CLOSE = 65_536
"""So many numbers are worth a table however few the values are."""


class _Numbers(dict[Any, int]):
    """The number of each value: a new one gets the next."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


def numbered(values: Any) -> tuple[Ints, Any]:
    """Return the number of each value among the different ones, and those in the order of their coming."""
    values = np.asarray(values)
    if values.dtype != object:
        code, first = grouped(values)
        return code, values[first]
    numbers = _Numbers()  # a third of the time of pandas, which looks first for what is missing
    code = np.fromiter(map(numbers.__getitem__, values), dtype=np.int64, count=len(values))
    return code, np.fromiter(numbers, dtype=object, count=len(numbers))


def grouped(values: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Return the number of each value of an array of numbers or days, and the first row that has it.

    Whole numbers that lie close together need no sorting: a table of all there can be is filled once.
    """
    if values.dtype.kind == "i" and len(values):
        least = int(values.min())
        span = int(values.max()) - least + 1
        if span <= max(_CLOSE, len(values)):
            at = values - least
            table = np.full(span, -1, dtype=np.int64)
            table[at[::-1]] = np.arange(len(values) - 1, -1, -1)  # what is written last, the first row, stays
            first = np.sort(table[table >= 0])
            table[at[first]] = np.arange(len(first))
            return table[at], first
    _, first, code = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[code], first[order]


class Places:
    """Where each of some different keys stands."""

    def __init__(self, keys: Any) -> None:
        self._place = dict(zip(keys, range(len(keys)), strict=True))
        self._among: Ints | None = None

    def of(self, wanted: Any) -> Ints:
        """Return the place of each wanted value, -1 for what has none."""
        at = np.fromiter(map(self._place.get, wanted, repeat(-1)), dtype=np.int64, count=len(wanted))
        return at if self._among is None else self._among[at]

    def keep(self, rows: npt.NDArray[np.bool_]) -> None:
        """Leave out the keys of the other rows; from now on, places are those among ``rows``."""
        self._among = np.append(np.where(rows, np.cumsum(rows) - 1, -1), -1)
