"""Land and sea of an area by the coastline: OpenStreetMap draws it with the land on its left."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

_STEP = 1e-6  # degrees beside the line, about 0.1 m


def land_and_sea(area: Any, coastlines: Sequence[Any]) -> tuple[Any, Any]:
    """Return the parts of ``area`` (a polygon in degrees) that are land and that are sea; either may be
    empty.

    Coastlines that end within the area part nothing; where they part it, a face is what most of the coast
    along its edge says. Without a coast all is land.
    """
    lines = [line for line in coastlines if not shapely.is_empty(line)]
    if not lines:
        return area, shapely.Polygon()
    edges = shapely.node(shapely.geometrycollections([shapely.boundary(area), *lines]))
    faces = shapely.get_parts(shapely.polygonize([edges]))
    left, right = _beside(lines, area)
    tree = shapely.STRtree(faces)
    votes = np.zeros(len(faces))
    for points, vote in ((left, 1), (right, -1)):
        _which, face = tree.query(points, predicate="within")
        np.add.at(votes, face, vote)
    sea = shapely.union_all(faces[votes < 0])
    return shapely.difference(area, sea), shapely.intersection(sea, area)


def _beside(lines: Sequence[Any], area: Any) -> tuple[Any, Any]:
    """Points a little to the left and to the right of the middle of each stretch, as far as it is in the
    area."""
    points, line_of = shapely.get_coordinates(np.array(lines, dtype=object), return_index=True)
    follows = np.flatnonzero(line_of[:-1] == line_of[1:])
    along = points[follows + 1] - points[follows]
    stretches = shapely.linestrings(np.stack((points[follows], points[follows + 1]), axis=1))
    pieces, of = shapely.get_parts(shapely.intersection(stretches, area), return_index=True)
    kept = shapely.length(pieces) > 0
    middle = shapely.get_coordinates(shapely.line_interpolate_point(pieces[kept], 0.5, normalized=True))
    along = along[of[kept]]
    aside = np.column_stack((-along[:, 1], along[:, 0])) / np.hypot(*along.T)[:, None] * _STEP
    return shapely.points(middle + aside), shapely.points(middle - aside)
