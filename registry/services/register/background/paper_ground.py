"""The office's background for maps on paper: its tiles around a place, as metric shapes of the map's own CRS.

The same PMTiles file that browsers draw, of Protomaps' scheme (version 4) or Shortbread's. A background that
is missing, damaged or made of pictures leaves a map as it is without one: no letter waits for it.
"""

import contextlib
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.basemap.about import SHORTBREAD, About
from registry.basemap.files import background_files
from registry.basemap.tiles import EXTENT, Tiles, decode
from registry.documents.sheet.ground import Ground, GroundPart
from registry.errors import RefusalError
from registry.geo.crs import to_metric, to_wgs84
from registry.geo.tiles import TILE, box_of, pixels
from registry.messages import Language, Words, say
from registry.settings import Settings

Bounds = tuple[float, float, float, float]
MOST_TILES = 30
"""How many tiles a map is drawn of at most: a larger one takes those of a coarser zoom."""
_PIXEL_MM = 0.28  # of the screen that a zoom is made for (OGC 06-042)
_FINER = 0.6  # zooms by which paper shows more than a screen of its scale
_WORLD_M = 40_075_016.686 / 256
_CHUNK = 1 << 20

_SOURCE = Words("Nền: {attribution}", "Background: {attribution}")
_DAY = Words(", dữ liệu ngày {day}", ", data of {day}")
_ROUGH = Words("nền minh họa, gần đúng", "rough, illustrative background")


@dataclass(frozen=True, slots=True)
class PaperGround:
    """An office's background, ready to be drawn: its file, what is known of it, and a key of its content."""

    path: Path
    about: About | None
    key: str

    def said(self, lang: Language) -> str:
        """Return what stands below every map that it is drawn on."""
        about = self.about
        if about is None:
            return ""
        if about.rough:
            return say(_ROUGH, lang)
        day = "" if about.day is None else say(_DAY, lang).format(day=f"{about.day:%d/%m/%Y}")
        return say(_SOURCE, lang).format(attribution=about.attribution) + day

    def inside(self, bounds: Bounds, epsg: int, scale: float, lang: Language = "vi") -> Ground | None:
        """Return what lies in a box (metres of ``epsg``) at 1 : ``scale``; None for nothing."""
        from google.protobuf.message import DecodeError

        shortbread = self.about is not None and self.about.scheme == SHORTBREAD
        parts: list[GroundPart] = []
        with contextlib.suppress(OSError, RefusalError, DecodeError), Tiles(self.path) as tiles:
            if tiles.header.vector:
                box = _degrees(bounds, epsg)
                zoom = _zoom(scale, box, tiles.header.min_zoom, tiles.header.max_zoom)
                for column, row in _places(box, zoom):
                    parts.extend(_parts(tiles, self.key, (zoom, column, row), epsg, shortbread))
        return Ground(parts, self.said(lang)) if parts else None


def paper_ground(settings: Settings) -> PaperGround | None:
    """Return the background that maps on paper are drawn on; None for an office without a file of tiles."""
    files = background_files(settings)
    if files.tiles is None:
        return None
    try:
        known = files.tiles.stat()
        key = _digest(files.tiles, known.st_mtime_ns, known.st_size)
    except OSError:
        return None
    return PaperGround(files.tiles, files.about, key)


@lru_cache(maxsize=4)
def _digest(path: Path, _changed_ns: int, _size: int) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _degrees(bounds: Bounds, epsg: int) -> Bounds:
    """Return a metric box in degrees, wide enough for edges that bend."""
    west, south, east, north = bounds
    xs = np.array([west, west, east, east, (west + east) / 2, (west + east) / 2])
    ys = np.array([south, north, south, north, south, north])
    lon, lat = to_wgs84(xs, ys, epsg)
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _zoom(scale: float, box: Bounds, least: int, most: int) -> int:
    """Return the zoom whose tiles show what paper of a scale can, and are not too many."""
    pixel_m = scale * _PIXEL_MM / 1000
    parallel = math.cos(math.radians((box[1] + box[3]) / 2))
    zoom = math.floor(math.log2(_WORLD_M * parallel / pixel_m) + _FINER)
    zoom = min(max(zoom, least), most)
    while zoom > least and len(_places(box, zoom)) > MOST_TILES:
        zoom -= 1
    return zoom


def _places(box: Bounds, zoom: int) -> list[tuple[int, int]]:
    xs, ys = pixels(np.array([box[0], box[2]]), np.array([box[3], box[1]]), zoom)
    columns, rows = ((int(of[0] // TILE), int(of[1] // TILE)) for of in (xs, ys))
    return [
        (column, row) for column in range(columns[0], columns[1] + 1) for row in range(rows[0], rows[1] + 1)
    ]


_KEPT: dict[tuple[str, tuple[int, int, int], int], tuple[GroundPart, ...]] = {}
_MOST_KEPT = 64  # tiles: the rows of a letter lie beside each other


def _parts(
    tiles: Tiles, key: str, place: tuple[int, int, int], epsg: int, shortbread: bool
) -> tuple[GroundPart, ...]:
    asked = (key, place, epsg)
    held = _KEPT.get(asked)
    if held is None:
        data = tiles.tile(*place)
        held = () if data is None else tuple(_projected(data, place, epsg, shortbread))
        while len(_KEPT) >= _MOST_KEPT:
            with contextlib.suppress(KeyError, StopIteration, RuntimeError):  # another thread was first
                _KEPT.pop(next(iter(_KEPT)))
        _KEPT[asked] = held
    return held


def _projected(data: bytes, place: tuple[int, int, int], epsg: int, shortbread: bool) -> Iterator[GroundPart]:
    kind_of = shortbread_kind if shortbread else protomaps_kind
    found = [
        (kind, about, shape)
        for layer, features in decode(data).items()
        for about, shape in features
        if (kind := kind_of(layer, about, shape.geom_type))
    ]
    if not found:
        return
    zoom, column, row = place
    west, _south, east, _north = box_of(zoom, column, row)

    def metric(units: Any) -> Any:
        lon = west + units[:, 0] / EXTENT * (east - west)
        turned = math.pi * (1 - 2 * (row + units[:, 1] / EXTENT) / 2**zoom)
        return np.column_stack(to_metric(lon, np.degrees(np.arctan(np.sinh(turned))), epsg))

    shapes = shapely.transform(np.array([shape for _kind, _about, shape in found], dtype=object), metric)
    for (kind, about, _shape), shape in zip(found, shapes, strict=True):
        name = str(about.get("name:vi") or about.get("name_vi") or about.get("name") or "")
        yield GroundPart(kind, shape, name, str(about.get("ref") or about.get("shield_text") or ""))


_LINES = ("LineString", "MultiLineString")
# the same kinds as on the screen (web/static/js/map/ground/background_schema.js)
_LAND: Mapping[str, str] = {
    **dict.fromkeys(("farmland", "paddy", "orchard", "vineyard", "plant_nursery", "farmyard", "allotments",
                     "greenhouse_horticulture"), "farmland"),
    **dict.fromkeys(("residential", "commercial", "retail", "garages", "urban_area", "village"), "built"),
    **dict.fromkeys(("industrial", "quarry", "landfill", "brownfield", "railway", "port"), "industry"),
    **dict.fromkeys(("military", "hospital", "school", "university", "college", "kindergarten", "aerodrome",
                     "airfield"), "site"),
    **dict.fromkeys(("park", "cemetery", "grave_yard", "golf_course", "grass", "meadow", "grassland",
                     "recreation_ground", "playground", "pitch", "garden", "village_green", "scrub", "heath",
                     "wetland", "marsh", "swamp"), "green"),
    **dict.fromkeys(("forest", "wood", "nature_reserve", "national_park", "protected_area"), "forest"),
}  # fmt: skip
_ROADS: Mapping[str, str] = {
    **{kind: kind for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")},
    **{f"{kind}_link": kind for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")},
    **dict.fromkeys(("residential", "unclassified", "living_street", "busway", "road"), "minor"),
    **dict.fromkeys(("pedestrian", "service", "track", "path", "footway", "cycleway", "steps",
                     "bridleway"), "path"),
    **dict.fromkeys(("rail", "narrow_gauge", "light_rail", "tram", "subway", "monorail"), "rail"),
    **{"highway": "motorway", "major_road": "primary", "medium_road": "secondary", "minor_road": "minor",
       "other": "path"},
}  # fmt: skip
_WATERS: Mapping[str, str] = {
    "river": "river",
    "canal": "river",
    "stream": "stream",
    "ditch": "stream",
    "drain": "stream",
}
_TOWNS: Mapping[str, str] = {
    "city": "city", "town": "town", "village": "village", "hamlet": "hamlet", "suburb": "village",
    "quarter": "village", "neighbourhood": "hamlet", "locality": "village", "isolated_dwelling": "hamlet",
    "macrohood": "village",
}  # fmt: skip


def protomaps_kind(layer: str, about: Mapping[str, Any], geometry: str) -> str:
    """Return what a feature of Protomaps' scheme (version 4) is on paper, "" where it is not drawn."""
    kind, detail = str(about.get("kind") or ""), str(about.get("kind_detail") or "")
    surface, line = geometry.endswith("Polygon"), geometry in _LINES
    if layer == "water":
        return "water" if surface else _WATERS.get(kind, "") if line else ""
    if layer == "landuse":
        return _LAND.get(kind, "") if surface else ""
    if layer == "buildings":
        return "building" if surface else ""
    if layer == "roads" and line:
        return "rail" if kind == "rail" else _ROADS.get(detail) or _ROADS.get(kind, "")
    if layer == "boundaries" and line:
        return "border" if kind in ("country", "region") else ""
    if layer == "places" and geometry == "Point":
        return _TOWNS.get(detail) or _TOWNS.get(kind, "")
    return ""


def shortbread_kind(layer: str, about: Mapping[str, Any], geometry: str) -> str:
    """Return what a feature of Shortbread's scheme is on paper, "" where it is not drawn."""
    kind = str(about.get("kind") or "")
    surface, line = geometry.endswith("Polygon"), geometry in _LINES
    if layer in ("water_polygons", "ocean"):
        return "water" if surface else ""
    if layer in ("water_lines", "water_lines_labels"):
        return _WATERS.get(kind, "") if line else ""
    if layer in ("land", "sites"):
        return _LAND.get(kind, "") if surface else ""
    if layer == "buildings":
        return "building" if surface else ""
    if layer in ("streets", "street_labels"):
        return _ROADS.get(kind, "") if line else ""
    if layer == "boundaries" and line:
        return "border" if str(about.get("admin_level")) in ("2", "4") else ""
    return _TOWNS.get(kind, "") if layer == "place_labels" and geometry == "Point" else ""
