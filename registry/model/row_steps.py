"""How the rows of columns went from one state to the next: which stayed, which are new or changed.

Columns are never changed where they stand, for others read them meanwhile: a step makes new ones, and leaves
those alone in which nothing changed.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
GONE = -1
_MANY_RUNS = 1_000


@dataclass(frozen=True)
class RowStep:
    """From n rows to m: ``source`` gives for each row now the row it was (GONE: it was none), m integers;
    ``fresh`` the rows now, ascending, whose values are new or changed. ``count`` is n."""

    source: Ints
    fresh: Ints
    count: int

    @cached_property
    def in_place(self) -> bool:
        """Whether every row keeps its number."""
        return len(self.source) == self.count and bool((self.source == np.arange(self.count)).all())

    @cached_property
    def number_now(self) -> Ints:
        """The number now of each row that was, GONE where it is none; n integers."""
        now = np.full(self.count, GONE, dtype=np.int64)
        there = np.flatnonzero(self.source >= 0)
        now[self.source[there]] = there
        return now

    @cached_property
    def unchanged_now(self) -> Ints:
        """As ``number_now``, but GONE also where the row's values changed."""
        now = self.number_now.copy()
        was = self.source[self.fresh]
        now[was[was >= 0]] = GONE
        return now

    def column(self, old: Any, fresh: Any) -> Any:
        """Return a column now: ``old`` (n values) with those of the fresh rows; ``old`` itself where it
        stays as it is."""
        if self.in_place:
            stands = old[self.fresh]
            if _same(stands, fresh):
                return old
            new = old.copy()
        elif len(self._runs) > _MANY_RUNS:
            new = old[np.maximum(self.source, 0)]
        else:
            new = np.empty(len(self.source), old.dtype)
            for start, end, was in self._runs:
                new[start:end] = old[was : was + end - start]
        new[self.fresh] = fresh
        return new

    @cached_property
    def _runs(self) -> list[tuple[int, int, int]]:
        """Stretches of rows that were a stretch before: from, to (not in it), and from where."""
        apart = np.diff(self.source, prepend=GONE) != 1
        apart[1:] |= self.source[:-1] == GONE
        apart[:1] = True
        starts = np.flatnonzero(apart)
        ends = np.append(starts[1:], len(self.source))
        was = self.source[starts]
        known = was >= 0
        return list(zip(starts[known].tolist(), ends[known].tolist(), was[known].tolist(), strict=True))

    def among(self, before: Bools, now: Bools) -> "RowStep":
        """Return the step of those rows alone that ``before`` (n) and ``now`` (m) choose."""
        place = np.full(self.count + 1, GONE, dtype=np.int64)  # the last stands for GONE
        chosen_before, chosen = np.flatnonzero(before), np.flatnonzero(now)
        place[chosen_before] = np.arange(len(chosen_before))
        source = place[self.source[chosen]]
        fresh = np.zeros(len(self.source), dtype=bool)
        fresh[self.fresh] = True
        return RowStep(source, np.flatnonzero(fresh[chosen] | (source == GONE)), len(chosen_before))


def _same(one: Any, other: Any) -> bool:
    if one.dtype.kind in "fM":
        return bool(np.array_equal(one, other, equal_nan=True))
    return bool(np.array_equal(one, other))
