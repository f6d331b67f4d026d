"""The ground of communes: area, and the largest part farther than the office's radius from masts in service.

No measured coverage: a circle about each mast, in the metric plane, masts of neighbouring communes included.
"""

from typing import NamedTuple

import numpy as np
import shapely

from registry.checks.context import Context
from registry.geo.crs import to_metric
from registry.services.overview.counted_masts import Floats, MastColumns

M2_PER_KM2 = 1e6
_CORNERS = 8  # of a quarter circle: its area is off by less than 1%


class FarGround(NamedTuple):
    """By commune: km² of the largest connected far part, km² of all that is far; nan: no boundary."""

    largest_km2: Floats
    all_km2: Floats


def areas_km2(context: Context) -> Floats:
    """Return the area of each commune, nan where its boundary is not known."""
    shapes = context.units.geometries
    known = np.array([shape is not None for shape in shapes], dtype=bool)
    found = np.full(len(shapes), np.nan)
    if known.any():
        found[known] = shapely.area(shapes[known]) / M2_PER_KM2
    return found


def far_ground(context: Context, masts: MastColumns, radius_m: float) -> FarGround:
    """Return how much of each commune lies farther than ``radius_m`` from every mast in service."""
    shapes = context.units.geometries
    largest, every = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    serving = np.flatnonzero(masts.in_service)
    x, y = to_metric(masts.lon[serving], masts.lat[serving], context.metric_epsg)
    tree = shapely.STRtree(np.asarray(shapely.points(x, y), dtype=object))
    for row, shape in enumerate(shapes):
        if shape is None:
            continue
        west, south, east, north = shape.bounds
        box = shapely.box(west - radius_m, south - radius_m, east + radius_m, north + radius_m)
        near = tree.query(box)
        left = shape
        if len(near):
            circles = shapely.buffer(shapely.points(x[near], y[near]), radius_m, quad_segs=_CORNERS)
            left = shapely.difference(shape, shapely.union_all(circles))
        parts = shapely.area(shapely.get_parts(left))
        largest[row] = parts.max(initial=0.0) / M2_PER_KM2
        every[row] = parts.sum() / M2_PER_KM2
    return FarGround(largest, every)
