"""The ground of communes: area, and the largest part farther than the office's radius from masts in service.

No measured coverage: a circle about each mast, in the metric plane, masts of neighbouring communes included.
"""

from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.context import Context
from registry.geo.crs import to_metric
from registry.services.overview.counted_masts import Floats, MastColumns

M2_PER_KM2 = 1e6
LEAST_CELLS = 3  # masts; fewer have no cells that say anything
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
    spots = np.unique(np.column_stack([x, y]), axis=0)
    points = np.asarray(shapely.points(spots), dtype=object)
    near_all, cells = _whole_cells(points, spots, context, radius_m)
    tree = shapely.STRtree(points)
    for row, shape in enumerate(shapes):
        if shape is None:
            continue
        west, south, east, north = shape.bounds
        box = shapely.box(west - radius_m, south - radius_m, east + radius_m, north + radius_m)
        near = tree.query(box)
        whole, edge = near[near_all[near]], near[~near_all[near]]
        circles = np.asarray(shapely.buffer(points[edge], radius_m, quad_segs=_CORNERS), dtype=object)
        inner = shapely.coverage_union_all(cells[whole]) if len(whole) else None
        left = shapely.difference(shape, shapely.union_all([*circles, inner]))
        parts = shapely.area(shapely.get_parts(left))
        largest[row] = parts.max(initial=0.0) / M2_PER_KM2
        every[row] = parts.sum() / M2_PER_KM2
    return FarGround(largest, every)


def _whole_cells(points: Any, spots: Any, context: Context, radius_m: float) -> tuple[Any, Any]:
    """Return of which masts all the ground that is nearest to them lies within the radius, and that ground.

    In a town nearly all are so: a cell of a few corners then stands for a circle of many, and joins its
    neighbours without a rest.
    """
    whole = np.zeros(len(points), dtype=bool)
    known = [shape for shape in context.units.geometries if shape is not None]
    if len(points) < LEAST_CELLS or not known:
        return whole, points
    west, south, east, north = shapely.total_bounds(np.array(known, dtype=object))
    around = shapely.box(west - radius_m, south - radius_m, east + radius_m, north + radius_m)
    made = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=around, ordered=True)
    cells = np.asarray(shapely.get_parts(made), dtype=object)
    corners, of = shapely.get_coordinates(cells, return_index=True)
    away = np.hypot(*(corners - spots[of]).T)
    farthest = np.zeros(len(points))
    np.maximum.at(farthest, of, away)
    return farthest <= radius_m, cells
