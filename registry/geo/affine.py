"""Affine transforms fitted to pairs of points: how a scanned plan lies on the map.

A scan is pinned by pairs (pixel, place). The transform x = a·u + b·v + c, y = d·u + e·v + f is fitted by
least squares; it turns, scales, shears and shifts, which is what scanning a sheet does to it. Three pairs
always fit exactly and so say nothing of the error; each further pair is a check.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.errors import RefusalError

Floats = npt.NDArray[np.float64]
LEAST_PAIRS = 3
_FLAT = 1e-3  # points whose spread across is this share of their spread along lie in a line


@dataclass(frozen=True)
class Affine:
    """A fitted transform. ``matrix`` (2, 3) takes (u, v, 1) to metres; ``residuals_m`` are of its pairs.

    ``error_m`` is the standard error of a position, sqrt(sum of squares / (n - 3)); None for three pairs.
    """

    matrix: Floats
    residuals_m: Floats
    error_m: float | None

    def __call__(self, points: npt.ArrayLike) -> Floats:
        """Return the metric places (n, 2) of picture points (n, 2)."""
        given = np.asarray(points, dtype=float).reshape(-1, 2)
        made: Floats = given @ self.matrix[:, :2].T + self.matrix[:, 2]
        return made

    @property
    def metres_per_pixel(self) -> float:
        """The side in metres of a square as large as a pixel on the ground."""
        a, b, _, d, e, _ = self.matrix.ravel()
        return float(np.sqrt(abs(a * e - b * d)))


def fit_affine(picture: npt.ArrayLike, places: npt.ArrayLike) -> Affine:
    """Fit the transform that takes ``picture`` (n, 2, pixels) to ``places`` (n, 2, metres).

    Raises RefusalError: ``PINS-TOO-FEW`` for fewer than three pairs, ``PINS-IN-LINE`` where the points of
    either side lie (nearly) in one line, ``PINS-NOT-FINITE``.
    """
    u = np.asarray(picture, dtype=float).reshape(-1, 2)
    x = np.asarray(places, dtype=float).reshape(-1, 2)
    if len(u) < LEAST_PAIRS or len(u) != len(x):
        raise RefusalError("PINS-TOO-FEW", count=min(len(u), len(x)), least=LEAST_PAIRS)
    if not (np.isfinite(u).all() and np.isfinite(x).all()):
        raise RefusalError("PINS-NOT-FINITE")
    if _in_line(u) or _in_line(x):
        raise RefusalError("PINS-IN-LINE")
    # about their middles, so that coordinates of millions of metres lose no digits
    mid_u, mid_x = u.mean(axis=0), x.mean(axis=0)
    solved: Any = np.linalg.lstsq(u - mid_u, x - mid_x, rcond=None)[0]
    turn = solved.T
    matrix = np.column_stack([turn, mid_x - turn @ mid_u])
    off = x - ((u - mid_u) @ turn.T + mid_x)
    residuals = np.hypot(off[:, 0], off[:, 1])
    free = len(u) - LEAST_PAIRS
    error = float(np.sqrt((residuals**2).sum() / free)) if free else None
    return Affine(matrix, residuals, error)


def _in_line(points: Floats) -> bool:
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(spread[1] <= _FLAT * max(spread[0], 1e-12))
