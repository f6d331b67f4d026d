"""Axes (tim tuyến): the middle line of a road drawn as a band, and stretches of it. All metric.

A band is the outline of a road's land. Its two sides run along each other between two ends; the ends are
where halving the outline keeps the halves closest together, and the axis runs midway between the halves.
"""

from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.ops import linemerge, substring

SAMPLES = 800  # points along half of an outline
_STEPS = 400
_TOGETHER_M = 30.0  # parts whose ends are this near are one road


class Axis(NamedTuple):
    """The middle line of one piece of road (LineString, metric) and half of its mean width in metres."""

    line: shapely.LineString
    half_width_m: float


def axes_of(shapes: list[shapely.Geometry]) -> list[Axis]:
    """Return the axes of a road given as bands or lines (metric); pieces that meet end to end are joined."""
    found: list[Axis] = []
    bare: list[shapely.LineString] = []
    for shape in shapes:
        for part in shapely.get_parts(shape).tolist():
            if part.is_empty:
                continue
            if part.geom_type == "Polygon":
                found.append(band_axis(part))
            elif part.geom_type in ("LineString", "LinearRing"):
                bare.append(part)
    if bare:
        merged = linemerge(bare) if len(bare) > 1 else bare[0]
        found += [Axis(line, 0.0) for line in shapely.get_parts(merged).tolist()]
    return _joined(found)


def band_axis(band: shapely.Polygon) -> Axis:
    """Return the axis of one band (a metric polygon, its holes ignored)."""
    ring = band.exterior
    count = 2 * SAMPLES
    at = np.linspace(0.0, ring.length, count, endpoint=False)
    points = shapely.get_coordinates(shapely.line_interpolate_point(ring, at))
    step = np.arange(1, SAMPLES)
    coarse = np.arange(0, SAMPLES, max(1, SAMPLES // _STEPS))
    first = points[(coarse[:, None] + step) % count]
    second = points[(coarse[:, None] - step) % count]
    apart = np.hypot(*np.moveaxis(first - second, 2, 0)).mean(axis=1)
    start = int(coarse[int(np.argmin(apart))])
    steps = np.arange(0, SAMPLES + 1)
    middle = (points[(start + steps) % count] + points[(start - steps) % count]) / 2
    keep = np.concatenate([[True], np.hypot(*np.diff(middle, axis=0).T) > 0])
    middle = middle[keep]
    line = shapely.LineString(middle if len(middle) > 1 else [middle[0], points[(start + SAMPLES) % count]])
    # a band of width w and length l has the area w·l, its round or square ends apart
    half = band.area / (2 * line.length) if line.length > 0 else 0.0
    return Axis(shapely.simplify(line, max(0.5, half / 20)), float(half))


def stretch(line: shapely.LineString, start_m: float, end_m: float) -> shapely.LineString:
    """Return the part of a line between two distances from its beginning, in metres, in either order."""
    low, high = sorted((start_m, end_m))
    part: Any = substring(line, max(0.0, low), min(line.length, high))
    found: shapely.LineString = part
    return found


def _joined(parts: list[Axis]) -> list[Axis]:
    """Join pieces end to end where exactly their ends are near; a fork stays in pieces."""
    rest = list(parts)
    found: list[Axis] = []
    while rest:
        own = rest.pop(0)
        grown = True
        while grown:
            grown = False
            for index, other in enumerate(rest):
                line = _end_to_end(own.line, other.line)
                if line is not None:
                    width = max(own.half_width_m, other.half_width_m)
                    own = Axis(line, width)
                    rest.pop(index)
                    grown = True
                    break
        found.append(own)
    return found


def _end_to_end(one: shapely.LineString, other: shapely.LineString) -> shapely.LineString | None:
    a, b = shapely.get_coordinates(one), shapely.get_coordinates(other)
    for first, second in ((a, b), (a, b[::-1]), (a[::-1], b), (a[::-1], b[::-1])):
        if np.hypot(*(first[-1] - second[0])) <= _TOGETHER_M:
            return shapely.LineString(np.vstack([first, second]))
    return None
