"""Shapes that may lie anywhere: their error is larger than what they measure."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.geo.areas import METRES_PER_DEGREE

Bools = npt.NDArray[np.bool_]


def lost(shapes: npt.NDArray[np.object_], errors_m: npt.ArrayLike) -> Bools:
    """Return which shapes (metric) may be off by more than they measure across, as ``errors_m`` say.

    What a shape measures is twice its area by its outline: a circle's radius, the width of a strip. Lines
    and points measure nothing, and are never said to be lost.
    """
    area, outline = shapely.area(shapes), shapely.length(shapes)
    across = np.divide(2.0 * area, outline, out=np.full_like(area, np.inf), where=area > 0)
    found: Bools = np.asarray(errors_m, dtype=float) > across
    return found


def lost_in_degrees(shape: Any, error_m: float) -> bool:
    """Return the same of a shape in EPSG:4326 degrees, in the plane that touches the sphere there."""
    if error_m <= 0 or shape.is_empty:
        return False
    scale = METRES_PER_DEGREE * np.array(
        [math.cos(math.radians((shape.bounds[1] + shape.bounds[3]) / 2)), 1.0]
    )
    metric = shapely.transform(shape, lambda points: points * scale)
    return bool(lost(np.array([metric], dtype=object), [error_m])[0])
