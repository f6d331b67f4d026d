"""The line of a name of the background (a road, a river), gathered from the tiles that its box touches."""

import math
from typing import Any

import numpy as np
import shapely

from registry.basemap.names import Box
from registry.basemap.tiles import EXTENT, Tiles, decode
from registry.geo.place_words import place_words

MOST_TILES = 20
"""How many tiles are read for one line: a long road is drawn from a lower zoom."""
_LAYERS = ("roads", "water", "transit", "streets", "water_lines")  # of Protomaps' and Shortbread's names
_NAMES = ("name:vi", "name", "ref", "shield_text")


def named_lines(tiles: Tiles, name: str, box: Box) -> Any:
    """Return what bears a name in a box (EPSG:4326) as lines of degrees; None where none does."""
    wanted = place_words(name)
    if not wanted:
        return None
    zoom, columns, rows = _tiles_of(box, tiles.header.max_zoom)
    found: list[Any] = []
    for x in columns:
        for y in rows:
            data = tiles.tile(zoom, x, y)
            if data is None:
                continue
            layers = decode(data)
            shapes = [
                shape
                for layer in _LAYERS
                for properties, shape in layers.get(layer, ())
                if any(place_words(str(properties.get(key) or "")) == wanted for key in _NAMES)
            ]
            found += [_degrees(_lines(shape), zoom, x, y) for shape in shapes]
    parts = [line for shape in found for line in shapely.get_parts(shape) if not line.is_empty]
    return shapely.multilinestrings(parts) if parts else None


def _tiles_of(box: Box, deepest: int) -> tuple[int, range, range]:
    """Return the deepest zoom at which few enough tiles touch a box, and their columns and rows."""
    for zoom in range(min(deepest, 14), -1, -1):
        (left, right), (top, bottom) = (
            [_column(lon, zoom) for lon in (box[0], box[2])],
            [_row(lat, zoom) for lat in (box[3], box[1])],
        )
        columns, rows = range(left, right + 1), range(top, bottom + 1)
        if len(columns) * len(rows) <= MOST_TILES:
            break
    return zoom, columns, rows


def _column(lon: float, zoom: int) -> int:
    side = 1 << zoom
    return min(max(int((lon + 180.0) / 360.0 * side), 0), side - 1)


def _row(lat: float, zoom: int) -> int:
    north = math.asinh(math.tan(math.radians(min(max(lat, -85.0), 85.0))))
    side = 1 << zoom
    return min(max(int((1.0 - north / math.pi) / 2.0 * side), 0), side - 1)


def _lines(shape: Any) -> Any:
    return shape if shape.geom_type in {"LineString", "MultiLineString"} else shapely.boundary(shape)


def _degrees(shape: Any, zoom: int, x: int, y: int) -> Any:
    def turned(points: Any) -> Any:
        lon = (x + points[:, 0] / EXTENT) / 2**zoom * 360.0 - 180.0
        north = math.pi * (1.0 - 2.0 * (y + points[:, 1] / EXTENT) / 2**zoom)
        return np.column_stack([lon, np.degrees(np.arctan(np.sinh(north)))])

    return shapely.transform(shape, turned)
