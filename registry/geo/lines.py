"""Lines (tuyến) on the ground: lengths on the ellipsoid, where two lines run side by side, where they cross.

Degrees are EPSG:4326, metric geometries metres of a declared plane; see ``registry.geo.crs``.
"""

from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.geo.crs import GEOD, Floats, to_metric, to_wgs84

STEP_M = 5.0
ALONG = 0.8  # about the cosine of 37 degrees


class SideBySide(NamedTuple):
    """How a line runs beside another: metres of it within reach, and the least and mean distance there.

    ``part`` is that part of the line (metric).
    """

    overlap_m: float
    nearest_m: float
    mean_m: float
    part: Any


def length_m(line: Any) -> float:
    """Return the geodesic length in metres of a line in degrees (Karney 2013, by ``pyproj.Geod``)."""
    xy = shapely.get_coordinates(line)
    return float(GEOD.line_length(xy[:, 0], xy[:, 1])) if len(xy) > 1 else 0.0


def lengths_m(lines: Any) -> Floats:
    """Return the geodesic lengths of n LineStrings in degrees, all at once."""
    shapes = np.asarray(lines, dtype=object)
    if not len(shapes):
        return np.empty(0)
    xy, of = shapely.get_coordinates(shapes, return_index=True)
    _, _, metres = GEOD.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    same = of[:-1] == of[1:]
    weights = np.asarray(metres, dtype=float)[same]
    return np.bincount(of[:-1][same], weights=weights, minlength=len(shapes)).astype(float)


def metric_of(shape: Any, epsg: int) -> Any:
    """Return a geometry in degrees as metres of a plane; an array of them is taken at once."""
    return shapely.transform(shape, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], epsg)))


def degrees_of(shape: Any, epsg: int) -> Any:
    """Return a metric geometry in degrees."""
    return shapely.transform(shape, lambda p: np.column_stack(to_wgs84(p[:, 0], p[:, 1], epsg)))


def side_by_side(line: Any, other: Any, within_m: float) -> SideBySide:
    """Return how far ``line`` runs within ``within_m`` metres of ``other`` in its direction (metric).

    The part of the line inside the other's buffer is taken (flat ends, so that a line which only goes on
    where the other ends does not count) and followed in steps of 5 m. A step counts where the nearest point
    of the other moves along by at least ``ALONG`` of it: a line that crosses stays at one point of the
    other.
    """
    strip = shapely.buffer(other, within_m, cap_style="flat", join_style="round")
    part = shapely.intersection(line, strip)
    overlap, away = 0.0, []
    for piece in shapely.get_parts(part):
        if piece.geom_type != "LineString" or piece.length <= 0.0:
            continue
        count = max(2, int(piece.length / STEP_M) + 1)
        at = shapely.line_interpolate_point(piece, np.linspace(0.0, 1.0, count), normalized=True)
        shortest = shapely.shortest_line(at, other)
        near = shapely.get_coordinates(shapely.get_point(shortest, 1))
        step = piece.length / (count - 1)
        moved = np.hypot(*np.diff(near, axis=0).T) >= ALONG * step
        overlap += float(moved.sum()) * step
        away.append(shapely.length(shortest)[:-1][moved])
    found = np.concatenate(away) if away else np.empty(0)
    if not len(found):
        return SideBySide(0.0, float(shapely.distance(line, other)), float("inf"), part)
    return SideBySide(overlap, float(found.min()), float(found.mean()), part)


def split_at(line: Any, index: int) -> tuple[Any, Any]:
    """Return the two lines that a line's vertex number ``index`` (not an end) divides it into."""
    xy = shapely.get_coordinates(line)
    if not 0 < index < len(xy) - 1:
        raise IndexError(index)
    return shapely.LineString(xy[: index + 1]), shapely.LineString(xy[index:])
