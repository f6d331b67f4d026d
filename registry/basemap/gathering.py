"""Gathers the things of an extract by layer, clipped to the area of the background, and makes bands of
them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.basemap.coast import land_and_sea
from registry.basemap.extract import Feature
from registry.basemap.layers import LAYERS, MAX_ZOOM, MIN_ZOOM, Band
from registry.basemap.schema import COAST, Kind, zoom_of_area

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_CHUNK = 20_000
_POLYGONS = (3, 6)
_OCEAN = Kind("water", "area", MIN_ZOOM, {"kind": "ocean"})
_SQUARE_DEGREE_KM2 = 111.32 * 110.7  # at the equator


@dataclass(slots=True)
class Layer:
    """The things of one layer: clipped geometries in degrees, their kinds and first zooms, in one order."""

    shapes: list[Any] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    zooms: list[int] = field(default_factory=list)

    def put(self, shape: Any, kind: Kind, zoom: int) -> None:
        """Add one thing."""
        self.shapes.append(shape)
        self.kinds.append(kind)
        self.zooms.append(zoom)

    def column(self, name: str) -> list[Any]:
        """Return one property of every thing, None where it has none."""
        return [kind.properties.get(name) for kind in self.kinds]


@dataclass(slots=True)
class Gathering:
    """Takes things one by one; clips them to ``area`` (a polygon in degrees) some thousands at a time."""

    area: Any
    layers: dict[str, Layer] = field(default_factory=dict)
    _waiting: dict[str, list[Feature]] = field(default_factory=dict)

    def add(self, feature: Feature) -> None:
        """Take one thing."""
        waiting = self._waiting.setdefault(feature.kind.form, [])
        waiting.append(feature)
        if len(waiting) >= _CHUNK:
            self._settle(feature.kind.form)

    def settle(self) -> None:
        """Clip what still waits: to be called after the last thing."""
        for form in tuple(self._waiting):
            self._settle(form)

    def bands(self) -> Iterator[Band]:
        """Hand on the layers from below to above, each in bands by first zoom; each is forgotten after it."""
        land, sea = land_and_sea(self.area, self.layers.pop(COAST, Layer()).shapes)
        if not land.is_empty:
            yield Band("earth", _frame([land], {"kind": ["earth"]}, [MIN_ZOOM]), MIN_ZOOM)
        if not sea.is_empty:
            self.layers.setdefault("water", Layer()).put(sea, _OCEAN, MIN_ZOOM)
        for name in LAYERS:
            layer = self.layers.pop(name, None)
            if layer is None:
                continue
            shapes, zooms = np.array(layer.shapes, dtype=object), np.array(layer.zooms)
            for zoom in np.unique(zooms).tolist():
                rows = np.flatnonzero(zooms == zoom).tolist()
                kinds = [layer.kinds[row].properties for row in rows]
                keys = sorted({key for kind in kinds for key in kind})
                columns = {key: [kind.get(key) for kind in kinds] for key in keys}
                yield Band(name, _frame(shapes[rows], columns, [zoom] * len(rows)), zoom, MAX_ZOOM)

    def _settle(self, form: str) -> None:
        waiting = self._waiting.pop(form, [])
        if not waiting:
            return
        kinds = np.array([one.kind for one in waiting], dtype=object)
        shapes = _shapes([one.geometry for one in waiting])
        if form in {"area", "centre"}:
            shapes = _areas(shapes)
        kept = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        kinds, shapes = kinds[kept], shapes[kept]
        if form == "centre":
            shapes = shapely.point_on_surface(shapes)
        elif form == "line":
            shapes = _lines(shapes)
        square_km = self._square_km(shapes) if form == "area" else np.zeros(len(shapes))
        kinds, shapes, square_km = self._clipped(form, kinds, shapes, square_km)
        for kind, shape, size in zip(kinds, shapes, square_km.tolist(), strict=True):
            by_size = kind.form == "area" and (kind.min_zoom is None or kind.layer == "buildings")
            zoom = zoom_of_area(kind.layer, size) if by_size else max(kind.min_zoom or 0, MIN_ZOOM)
            self.layers.setdefault(kind.layer, Layer()).put(shape, kind, zoom)

    def _square_km(self, shapes: Any) -> Any:
        """Sizes to a hundredth, measured before clipping: a lake is as large on either side of our edge."""
        return shapely.area(shapes) * _SQUARE_DEGREE_KM2 * np.cos(np.radians(self.area.centroid.y))

    def _clipped(self, form: str, kinds: Any, shapes: Any, square_km: Any) -> tuple[Any, Any, Any]:
        shapely.prepare(self.area)
        touching = shapely.intersects(self.area, shapes)
        kinds, shapes, square_km = kinds[touching], shapes[touching], square_km[touching]
        # a coast has to reach over the edge, or it would part nothing
        coast = np.array([kind.layer == COAST for kind in kinds], dtype=bool)
        across = np.flatnonzero(~(shapely.covers(self.area, shapes) | coast))
        if len(across):
            cut = shapely.intersection(shapes[across], self.area)
            shapes[across] = _areas(cut) if form == "area" else cut
        kept = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        return kinds[kept], shapes[kept], square_km[kept]


def _shapes(written: list[Any]) -> Any:
    """Geometries of what is written as hexadecimal digits, others as they are."""
    texts = [row for row, one in enumerate(written) if isinstance(one, str)]
    shapes = np.array(written, dtype=object)
    shapes[texts] = shapely.from_wkb([written[row] for row in texts])
    return shapes


def _areas(shapes: Any) -> Any:
    """Polygons of closed rings and mended polygons; None where nothing with an area remains."""
    shapes = np.array(shapes, dtype=object)
    ways = np.flatnonzero((shapely.get_type_id(shapes) == 1) & (shapely.get_num_coordinates(shapes) > 3))
    if len(ways):
        points, of_way = shapely.get_coordinates(shapes[ways], return_index=True)
        shapes[ways] = shapely.polygons(shapely.linearrings(points, indices=of_way))
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    shapes[invalid] = shapely.make_valid(shapes[invalid])
    for row in np.flatnonzero(shapely.get_type_id(shapes) == 7).tolist():
        parts = shapely.get_parts(shapes[row])
        shapes[row] = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), _POLYGONS)])
    shapes[~np.isin(shapely.get_type_id(shapes), _POLYGONS)] = None
    return shapes


def _lines(shapes: Any) -> Any:
    """Lines as they are; of an area its edge."""
    shapes = np.array(shapes, dtype=object)
    areas = np.isin(shapely.get_type_id(shapes), _POLYGONS)
    shapes[areas] = shapely.boundary(shapes[areas])
    return shapes


def _frame(shapes: Any, columns: Mapping[str, list[Any]], zooms: list[int]) -> "GeoDataFrame":
    from geopandas import GeoDataFrame

    return GeoDataFrame({**columns, "min_zoom": zooms}, geometry=list(shapes), crs=4326)
