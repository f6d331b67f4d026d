"""Outlines (đường bao) to draw: areas as GeoJSON that is light enough to stand beside every finding.

Checks measure on the whole shapes; what is drawn beside them need not carry each of their vertices.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from registry.geo.areas import METRES_PER_DEGREE

TOLERANCE_M = 2.0
MOST_VERTICES = 300
LARGEST_TOLERANCE_M = 512.0


def outlines(geometries: Sequence[Any]) -> list[dict[str, Any] | None]:
    """Return GeoJSON of EPSG:4326 geometries (None stays None), to draw and not to measure on.

    Vertices lie within 2 m of the shape's own edge and are rounded to 7 decimals (1 cm). A shape that still
    has more than 300 of them is drawn more coarsely: twice the tolerance until it has no more, 512 m at most.
    """
    shapes = np.array([*geometries, None], dtype=object)[:-1]  # an array of shapes even where there are none
    tolerance = TOLERANCE_M
    drawn = shapely.simplify(shapes, tolerance / METRES_PER_DEGREE)
    while tolerance < LARGEST_TOLERANCE_M:
        heavy = shapely.get_num_coordinates(drawn) > MOST_VERTICES
        if not heavy.any():
            break
        tolerance *= 2
        drawn[heavy] = shapely.simplify(drawn[heavy], tolerance / METRES_PER_DEGREE)
    return [None if shape is None else _geojson(shape) for shape in drawn]


def _geojson(shape: Any) -> dict[str, Any]:
    mapped = shapely.geometry.mapping(shape)
    if "geometries" in mapped:
        return {"type": mapped["type"], "geometries": [_geojson(part) for part in shape.geoms]}
    return {"type": mapped["type"], "coordinates": _rounded(mapped["coordinates"])}


def _rounded(item: Any) -> Any:
    return round(item, 7) if isinstance(item, float) else [_rounded(part) for part in item]
