"""Map tiles (ô bản đồ): web mercator pixels of EPSG:4326 degrees, and the box of a tile.

Pixels of zoom z run from 0 to 256 · 2^z over the world, y southward (OGC Two Dimensional Tile Matrix Set,
WebMercatorQuad).
"""

import math

import numpy as np

from registry.geo.crs import Floats

TILE = 256


def pixels(lon: Floats, lat: Floats, zoom: int) -> tuple[Floats, Floats]:
    """Return world pixels (x, y) of degrees at a zoom."""
    size = TILE * 2.0**zoom
    sine = np.sin(np.radians(np.clip(lat, -85.05, 85.05)))
    return (lon + 180.0) / 360.0 * size, (0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * size


def box_of(zoom: int, x: int, y: int, margin: float = 0.0) -> tuple[float, float, float, float]:
    """Return west, south, east, north of a tile in degrees, wider by ``margin`` tiles on each side."""
    tiles = 2.0**zoom

    def lat(row: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / tiles))))

    west, east = ((column / tiles) * 360.0 - 180.0 for column in (x - margin, x + 1 + margin))
    return west, lat(y + 1 + margin), east, lat(y - margin)


def holds(zoom: int, x: int, y: int, deepest: int = 22) -> bool:
    """Whether there is such a tile."""
    return 0 <= zoom <= deepest and 0 <= x < 2**zoom and 0 <= y < 2**zoom
