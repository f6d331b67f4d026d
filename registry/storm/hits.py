"""How well a list foretold what happened: hits among its first, lift, and the area under its curve.

Pure. A list is the order of masts, the first one first; ``happened`` says of each whether it did. Only masts
of whose fate somebody reported are given here. Intervals hold nineteen of twenty; with few cases they are
wide, and below ``LEAST`` of either kind no area is stated at all.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

LEAST = 5
"""Fewer cases than these, or fewer others, make no area under a curve."""
TOPS = (20, 50, 100)
_Z = 1.96

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n`` with the interval of the share after Wilson (1927); None of none."""

    hits: int
    n: int
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        """The share, None of none."""
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Top:
    """Of the first ``n`` of a list: how many it hit, and how often as many as by chance (``lift``)."""

    n: int
    share: Share
    lift: float | None


@dataclass(frozen=True, slots=True)
class Area:
    """The area under a list's curve (0.5: by chance, 1: every case before every other one)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Hits:
    """A list of ``n`` masts against ``cases`` of them; ``area`` None where there are too few."""

    n: int
    cases: int
    tops: tuple[Top, ...]
    area: Area | None


def share(hits: int, n: int) -> Share:
    """Return a share with its interval."""
    if not n:
        return Share(hits, n, None, None)
    p, z2 = hits / n, _Z * _Z
    middle, half = (
        (p + z2 / (2 * n)) / (1 + z2 / n),
        _Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n)),
    )
    return Share(hits, n, max(0.0, middle - half), min(1.0, middle + half))


def hits(happened: Flags) -> Hits:
    """Return how a list did; ``happened`` in the order of the list."""
    found = np.asarray(happened, dtype=bool)
    n, cases = len(found), int(found.sum())
    rate = cases / n if n else 0.0
    tops = []
    for top in TOPS:
        first = found[:top]
        if len(first) < top:
            break
        told = share(int(first.sum()), top)
        tops.append(Top(top, told, (told.value or 0.0) / rate if rate else None))
    return Hits(n, cases, tuple(tops), area(found))


def area(happened: Flags) -> Area | None:
    """Return the area with its interval after Hanley and McNeil (1982); None where there are too few."""
    n, cases = len(happened), int(happened.sum())
    others = n - cases
    if cases < LEAST or others < LEAST:
        return None
    places = np.flatnonzero(happened)  # others before a case: its place less the cases before it
    before = places - np.arange(cases)
    value = float(1.0 - before.sum() / (cases * others))
    q1, q2 = value / (2 - value), 2 * value * value / (1 + value)
    spread = value * (1 - value) + (cases - 1) * (q1 - value * value) + (others - 1) * (q2 - value * value)
    half = _Z * sqrt(max(0.0, spread) / (cases * others))
    return Area(value, max(0.0, value - half), min(1.0, value + half))
