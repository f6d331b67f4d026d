"""The wind fields of many moments in columns: motion and strength of each, and their tables of w(r).

The same fields as ``field_of`` makes one by one (see ``registry.storm.field``), in single precision: what is
looked up 25 million times lies in one array, and is made by exponentials of logarithms instead of powers,
which differs from the plain formulas by a few millionths.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.storm.field import REACH_M, STEP_M, Field, knots_of, motion_of, radii_of_steps, wane
from registry.storm.moments import Vortices

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
WIDTH = int(REACH_M / STEP_M) + 1
_AT_ONCE = 64  # moments: what is made of them stays in the cache of a core


@dataclass(frozen=True)
class Fields:
    """n moments made ready; columns as in ``Field``, winds m/s.

    ``table`` is (rows, quadrants, distances in ``STEP_M``): 4 quadrants where any moment has radii, else one.
    ``row`` is the table's row of each moment; the last holds no wind, for all that lie out of reach.
    """

    strongest: Floats
    motion: Floats
    along_x: Floats
    along_y: Floats
    rmax_m: Floats
    table: Singles
    row: npt.NDArray[np.int64]

    @property
    def quadrants(self) -> int:
        """How many quadrants the table tells apart, 1 or 4."""
        return int(self.table.shape[1])

    @cached_property
    def most(self) -> Singles:
        """w(r) of the quadrant where it is largest, by moment and distance (flat)."""
        return np.asarray(self.table.max(axis=1) if self.quadrants > 1 else self.table).ravel()

    @cached_property
    def least(self) -> Singles:
        """w(r) of the quadrant where it is least, by moment and distance (flat)."""
        return np.asarray(self.table.min(axis=1)).ravel() if self.quadrants > 1 else self.most


def fields_of(vortices: Vortices, within: npt.NDArray[np.bool_] | None = None) -> Fields:
    """Return the wind fields of all moments; tables only of those ``within`` reach, where that is known."""
    strongest, motion, along_x, along_y = motion_of(vortices)
    moments = np.arange(len(vortices)) if within is None else np.flatnonzero(within)
    shaped = np.isfinite(vortices.radii_m[moments]).any(axis=(1, 2)) & (strongest[moments] > 0)
    table = np.zeros((len(moments) + 1, 4 if shaped.any() else 1, WIDTH), dtype=np.float32)
    radii = radii_of_steps()
    distances = np.log(np.maximum(radii, 1.0)).astype(np.float32)
    fading = wane(radii).astype(np.float32)
    for start in range(0, len(moments), _AT_ONCE):
        some = moments[start : start + _AT_ONCE]
        rows = slice(start, start + len(some))
        shape = _shapes(vortices, some, distances)
        plain = ~shaped[rows]
        table[rows][plain] = (np.exp(np.float32(0.5) * shape[plain]) * fading)[:, None, :]
        for row in np.flatnonzero(shaped[rows]).tolist():
            at = int(some[row])
            one = Field(np.empty((0, 0)), strongest[at], motion[at], along_x[at], along_y[at])
            table[start + row] = _by_quadrant(shape[row], knots_of(vortices, at, one), radii) * fading
    row_of = np.full(len(vortices), len(moments), dtype=np.int64)
    row_of[moments] = np.arange(len(moments))
    return Fields(strongest, motion, along_x, along_y, vortices.rmax_m, table, row_of)


def _shapes(vortices: Vortices, rows: npt.NDArray[np.int64], distances: Singles) -> Singles:
    """Return ln[(rmax/r)^b exp(1 - (rmax/r)^b)] by moment and distance: w is its exponential to the x."""
    inner, b = np.log(vortices.rmax_m[rows]).astype(np.float32), vortices.b[rows].astype(np.float32)
    ratio = b[:, None] * (inner[:, None] - distances)
    with np.errstate(over="ignore"):
        return np.maximum(ratio + np.float32(1.0) - np.exp(ratio), np.float32(-1e4))


def _by_quadrant(shape: Singles, knots: list[tuple[Any, Any]], radii: Floats) -> Singles:
    """Return w(r) of one moment in four directions, its exponent between the radii that are known."""
    found = np.empty((len(knots), len(radii)), dtype=np.float32)
    for quadrant, (knots_r, knots_x) in enumerate(knots):
        np.exp(np.interp(radii, knots_r, knots_x).astype(np.float32) * shape, out=found[quadrant])
        outside = int(np.searchsorted(radii, knots_r[0], side="right"))
        np.minimum.accumulate(found[quadrant, outside:], out=found[quadrant, outside:])
    return found
