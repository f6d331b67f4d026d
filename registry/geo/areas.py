"""Areas (địa bàn): the ground that a row names, to weigh a reading of its position by."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

METRES_PER_DEGREE = 111_320.0


def near_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return metres between near points on the sphere: within 1% below 50 km, enough to weigh evidence."""
    dx = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2.0))
    return math.hypot(dx, lat2 - lat1) * METRES_PER_DEGREE


@dataclass(frozen=True, slots=True)
class Area:
    """Ground around (``lon``, ``lat``) in degrees of EPSG:4326, that ends within ``reach_m`` of it.

    Without a ``shape`` it is that circle. With one (metres from the centre, as ``area_of`` makes it) it is
    the shape and what lies within ``error_m`` of it, as its border may; within ``inner_m`` all is inside.
    """

    lon: float
    lat: float
    reach_m: float
    error_m: float = 0.0
    inner_m: float = 0.0
    shape: Any = field(default=None, repr=False)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in the area, its border's error included."""
        away = near_m(lon, lat, self.lon, self.lat)
        # 1% more than the reach, which is measured in the local plane
        if self.shape is None or away > 1.01 * self.reach_m:
            return away <= self.reach_m
        if away <= 0.99 * self.inner_m:
            return True
        import shapely  # noqa: PLC0415 - reading degrees loads no geometry

        return bool(shapely.dwithin(self.shape, self._point(lon, lat), self.error_m))

    def beyond_m(self, lon: float, lat: float) -> float:
        """Return by how many metres a point lies beyond the area and its border's error; 0.0 inside."""
        if self.shape is None:
            return max(near_m(lon, lat, self.lon, self.lat) - self.reach_m, 0.0)
        import shapely  # noqa: PLC0415 - as above

        return max(float(shapely.distance(self.shape, self._point(lon, lat))) - self.error_m, 0.0)

    def _point(self, lon: float, lat: float) -> Any:
        import shapely  # noqa: PLC0415 - as above

        return shapely.Point(*_local(lon, lat, self.lon, self.lat))


def area_of(shapes: Sequence[Any], error_m: float) -> Area:
    """Return the area of shapes in EPSG:4326 degrees whose borders are off by up to ``error_m``."""
    import numpy as np  # noqa: PLC0415 - as above
    import shapely  # noqa: PLC0415 - as above

    union = shapely.union_all(list(shapes))
    centre = union.centroid
    lon, lat = float(centre.x), float(centre.y)

    def flat(points: Any) -> Any:  # as ``_local``, for all points of a border at once
        narrowing = np.cos(np.radians(points[:, 1]))
        away = points - (lon, lat)
        return np.column_stack([away[:, 0] * narrowing, away[:, 1]]) * METRES_PER_DEGREE

    local = shapely.transform(union, flat)
    origin = shapely.Point(0.0, 0.0)
    edge = float(shapely.distance(shapely.boundary(local), origin))
    inner = edge + error_m if shapely.intersects(local, origin) else 0.0
    reach = float(shapely.hausdorff_distance(origin, local)) + error_m
    shapely.prepare(local)
    return Area(lon, lat, reach, error_m, inner, local)


def _local(lon: float, lat: float, lon0: float, lat0: float) -> tuple[float, float]:
    """Lay degrees out in metres from a centre: each parallel at its true length (sinusoidal)."""
    narrowing = math.cos(math.radians(lat))
    return (lon - lon0) * narrowing * METRES_PER_DEGREE, (lat - lat0) * METRES_PER_DEGREE
