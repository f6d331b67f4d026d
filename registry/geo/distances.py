"""Distances (khoảng cách) on the ellipsoid WGS 84, directions in words, and shapes to draw.

Degrees are EPSG:4326, longitude first; distances are metres along the geodesic (``pyproj.Geod``, after
C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 2013), good to nanometres. Shapes are GeoJSON
(RFC 7946) dicts: rings closed, outer ring counter-clockwise.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from registry.geo.crs import GEOD, Floats
from registry.messages import Language

WINDS: dict[Language, tuple[str, ...]] = {
    "vi": ("bắc", "đông bắc", "đông", "đông nam", "nam", "tây nam", "tây", "tây bắc"),
    "en": ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"),
}


def _inverse(
    lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike
) -> tuple[Floats, Floats]:
    a, b, c, d = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (lon1, lat1, lon2, lat2)))
    forward, _, metres = GEOD.inv(a.ravel(), b.ravel(), c.ravel(), d.ravel())
    return np.asarray(forward, dtype=float).reshape(a.shape), np.asarray(metres, dtype=float).reshape(a.shape)


def geodesic_m(lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike) -> Floats:
    """Return metres from points 1 to points 2; arguments are broadcast, NaN in gives NaN out."""
    return _inverse(lon1, lat1, lon2, lat2)[1]


def azimuth_deg(lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike) -> Floats:
    """Return the direction from points 1 to points 2, degrees clockwise from north, 0 <= a < 360."""
    return np.mod(_inverse(lon1, lat1, lon2, lat2)[0], 360.0)


def azimuth_words(azimuth: float, lang: Language = "vi") -> str:
    """Return the nearest of eight winds: 44 degrees is "đông bắc"; a direction midway goes clockwise."""
    return WINDS[lang][int(np.floor((azimuth % 360.0) / 45.0 + 0.5)) % 8]


def destination(lon: float, lat: float, azimuth: float, distance_m: float) -> tuple[float, float]:
    """Return the (lon, lat) reached from a point by going ``distance_m`` metres in a direction."""
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth, distance_m)
    return float(end_lon), float(end_lat)


def circle(lon: float, lat: float, radius_m: float, corners: int = 72) -> dict[str, Any]:
    """Return a GeoJSON polygon whose corners lie ``radius_m`` metres from the point (to 1 cm)."""
    turns = -np.arange(corners) * (360.0 / corners)  # against the clock, as RFC 7946 wants an outer ring
    lons, lats, _ = GEOD.fwd(
        np.full(corners, lon), np.full(corners, lat), turns, np.full(corners, float(radius_m))
    )
    ring = [_rounded(x, y) for x, y in zip(lons, lats, strict=True)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    """Return a GeoJSON line through (lon, lat) points, to the centimetre."""
    return {"type": "LineString", "coordinates": [_rounded(x, y) for x, y in points]}


def point(lon: float, lat: float) -> dict[str, Any]:
    """Return a GeoJSON point."""
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def _rounded(lon: float, lat: float) -> list[float]:
    """Write a point to the centimetre: more digits would claim more than anyone measures."""
    return [round(float(lon), 7), round(float(lat), 7)]
