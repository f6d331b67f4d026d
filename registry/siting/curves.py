"""Curves: circles and straight edges in the plane, and the points at which a nearest place can lie.

The place of a closed set that is nearest to a point is the point itself, or lies on the set's boundary where
the distance has a minimum along the boundary: at the foot of the perpendicular on one curve, or where curves
meet. These are finitely many, and all of them are returned here.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Floats


@dataclass(frozen=True, slots=True)
class Circles:
    """n circles: centres and radii in metres of the plane."""

    x: Floats
    y: Floats
    r: Floats

    def near(self, at: tuple[float, float], radius_m: float) -> "Circles":
        """Return those whose line comes within ``radius_m`` of the point."""
        keep = np.abs(np.hypot(self.x - at[0], self.y - at[1]) - self.r) <= radius_m
        return Circles(self.x[keep], self.y[keep], self.r[keep])


def segments_of(lines: Any, at: tuple[float, float], radius_m: float) -> Floats:
    """Return the straight parts of a geometry's lines within ``radius_m`` of a point: (m, 4), x1 y1 x2 y2."""
    parts = shapely.get_parts(shapely.get_parts(lines))
    xy, part = shapely.get_coordinates(parts, return_index=True)
    every: Floats = np.column_stack([xy[:-1], xy[1:]])[part[:-1] == part[1:]]
    foot = _feet(every, at)
    return every[np.hypot(foot[:, 0] - at[0], foot[:, 1] - at[1]) <= radius_m]


def candidates(circles: Circles, segments: Floats, at: tuple[float, float], radius_m: float) -> Floats:
    """Return the point itself and every point where a nearest place can lie within ``radius_m``: (k, 2).

    Sorted by distance to the millimetre, then by x and y, so that the same question has the same answer.
    """
    found = np.concatenate(
        [
            np.array([at], dtype=float),
            _nearest_on(circles, at),
            _feet(segments, at),
            segments[:, :2],
            segments[:, 2:],
            _circles_meet(circles),
            _circles_meet_segments(circles, segments),
        ]
    )
    away = np.round(np.hypot(found[:, 0] - at[0], found[:, 1] - at[1]), 3)
    order = np.lexsort((found[:, 1], found[:, 0], away))
    return found[order[away[order] <= radius_m]]


def _nearest_on(circles: Circles, at: tuple[float, float]) -> Floats:
    dx, dy = at[0] - circles.x, at[1] - circles.y
    away = np.hypot(dx, dy)
    centre = away == 0  # every direction is as near: north is taken
    safe = np.where(centre, 1.0, away)
    return np.column_stack(
        [
            circles.x + circles.r * np.where(centre, 0.0, dx / safe),
            circles.y + circles.r * np.where(centre, 1.0, dy / safe),
        ]
    )


def _feet(segments: Floats, at: tuple[float, float]) -> Floats:
    """Return the point of each segment that is nearest to ``at``."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    length = np.sum(along**2, axis=1)
    t = np.sum((np.array(at) - start) * along, axis=1) / np.where(length == 0, 1.0, length)
    return np.asarray(start + np.clip(t, 0.0, 1.0)[:, None] * along, dtype=float)


def _circles_meet(circles: Circles) -> Floats:
    i, j = np.triu_indices(len(circles.x), 1)
    dx, dy = circles.x[j] - circles.x[i], circles.y[j] - circles.y[i]
    away2 = dx * dx + dy * dy
    plus, minus = circles.r[i] + circles.r[j], circles.r[i] - circles.r[j]
    meet = (away2 > 0) & (away2 <= plus * plus) & (away2 >= minus * minus)
    i, j, dx, dy, away2 = i[meet], j[meet], dx[meet], dy[meet], away2[meet]
    share = (away2 + circles.r[i] ** 2 - circles.r[j] ** 2) / (2 * away2)
    side = np.sqrt(np.maximum(circles.r[i] ** 2 / away2 - share**2, 0.0))
    x, y = circles.x[i] + share * dx, circles.y[i] + share * dy
    return np.concatenate(
        [np.column_stack([x - side * dy, y + side * dx]), np.column_stack([x + side * dy, y - side * dx])]
    )


def _circles_meet_segments(circles: Circles, segments: Floats) -> Floats:
    if not len(segments) or not len(circles.x):
        return np.empty((0, 2))
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    a = np.sum(along**2, axis=1)[:, None]
    from_x, from_y = start[:, 0][:, None] - circles.x, start[:, 1][:, None] - circles.y
    b = 2 * (along[:, 0][:, None] * from_x + along[:, 1][:, None] * from_y)
    c = from_x**2 + from_y**2 - circles.r**2
    root = b * b - 4 * a * c
    crossing = (root >= 0) & (a > 0)
    found = []
    for sign in (-1.0, 1.0):
        t = (-b + sign * np.sqrt(np.where(crossing, root, 0.0))) / np.where(a > 0, 2 * a, 1.0)
        at, _ = np.nonzero(crossing & (t >= 0) & (t <= 1))
        found.append(start[at] + t[crossing & (t >= 0) & (t <= 1)][:, None] * along[at])
    return np.concatenate(found)
