"""Which rows of a list state the same.

A list of ten thousand rows has a few dozen communes, classes and heights: what hangs on such words alone is
judged once for all rows that state the same.
"""

from collections.abc import Iterable, Sequence
from itertools import count, repeat
from typing import Any, NamedTuple

import numpy as np

from registry.checks.context import Ints
from registry.checks.proposals import Proposals

WORDS = frozenset({"kind", "mast_class", "old_class", "form", "support"})
"""Fields of a vocabulary: each word is one object, told apart by what it is and not by how it is spelt."""


class Alike(NamedTuple):
    """k different things that n rows state: a row that states each (k), and which each row states (n)."""

    first: Ints
    which: Ints

    def rows(self) -> list[Ints]:
        """Return, by different thing, the rows that state it, ascending."""
        if len(self.first) < 2:
            return [np.arange(len(self.which))] * len(self.first)
        order = np.argsort(self.which, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(self.which[order])) + 1)


def alike(*columns: Iterable[Any]) -> Alike:
    """Return which rows are the same in all of these columns (hashable values, n each)."""
    keys = list(zip(*columns, strict=True))
    if len(keys) == 1:
        return Alike(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
    seen: dict[Any, int] = {}
    first = np.fromiter(map(seen.setdefault, keys, count()), dtype=np.int64, count=len(keys))
    return Alike(*np.unique(first, return_inverse=True))


def alike_in(proposals: Proposals, *names: str) -> Alike:
    """Return which rows state the same in all of these fields."""
    return alike(*(telling(proposals, name) for name in names))


def telling(proposals: Proposals, name: str) -> Iterable[Any]:
    """Return a field as what tells its values apart."""
    return map(id, proposals.told(name)) if name in WORDS else proposals.told(name)


def coded(proposals: Proposals, name: str, members: Sequence[Any]) -> Ints:
    """Return a field as the places of its words among ``members``, their number where it is none of them."""
    places = {id(member): at for at, member in enumerate(members)}
    found = map(places.get, map(id, proposals.told(name)), repeat(len(members)))
    return np.fromiter(found, dtype=np.int64, count=len(proposals))


def numbers_of(proposals: Proposals, name: str) -> Any:
    """Return a number in the field's unit; nan where a row does not state it."""
    return np.array(proposals.told(name), dtype=float)
