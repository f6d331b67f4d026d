"""What the rough background draws: layers in the scheme of Protomaps, from below to above."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.basemap.layers import Band
from registry.demo.lines import background_parameters, curve, in_degrees, rivers, ways
from registry.demo.places import OLD_PROVINCES, Place, metric_line, read_places
from registry.demo.zones import blob
from registry.geo.shared_borders import PER_DEGREE
from registry.model.areas import AdminLevel, AdminUnit, full_name
from registry.services.register.units.border_file import BorderFile, border_file
from registry.services.register.units.first_units import starting_units

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

PROVINCE = "24"
_STEPS = (6, 9, 11)
LAST_ZOOM = 12  # a rough line gains nothing by finer tiles: beyond, these are drawn larger
AROUND_DEG = 0.1  # about 10 km round the province
_DISTRICT, _COMMUNE = 6, 8  # levels of borders, as OpenStreetMap numbers them
_RANK = {1: 11, 2: 9, 3: 8, 4: 6}
_ROADS: dict[str, dict[str, Any]] = {
    "expressway": {"kind": "highway", "kind_detail": "motorway", "sort_rank": 390, "min_zoom": 6},
    "national": {"kind": "major_road", "kind_detail": "trunk", "sort_rank": 380, "min_zoom": 7},
    "provincial": {"kind": "major_road", "kind_detail": "secondary", "sort_rank": 370, "min_zoom": 9},
    "planned": {"kind": "other", "kind_detail": "construction", "sort_rank": 330, "min_zoom": 9},
    "railway": {"kind": "rail", "kind_detail": "rail", "sort_rank": 350, "min_zoom": 8},
}
_WATER_ZOOM = {"river": 6, "canal": 11, "stream": 9, "lake": 8}
_GROUND = {
    "forest": {"kind": "forest", "sort_rank": 10},
    "built": {"kind": "residential", "sort_rank": 20},
    "park": {"kind": "industrial", "sort_rank": 30},
}
Row = dict[str, Any]


def bands() -> Iterator[Band]:
    """Yield the bands of the background, layer by layer."""
    yield from _by_zoom("earth", [{"kind": "earth", "min_zoom": 6, "geometry": _land()}])
    yield from _by_zoom("landuse", _landuse())
    yield from _by_zoom("water", _water())
    yield from _by_zoom("roads", _roads())
    yield from _by_zoom("boundaries", _boundaries())
    yield from _by_zoom("places", _places())
    yield from _by_zoom("pois", _pois())


def _by_zoom(layer: str, rows: Iterable[Row]) -> Iterator[Band]:
    """Yield the rows as bands by the zoom from which they are in the tiles: the step at or below their first.

    Few steps, as each takes a run of the writer; ``min_zoom`` tells a style when to draw them.
    """
    every = list(rows)
    for step, after in pairwise((*_STEPS, LAST_ZOOM + 1)):
        own = [row for row in every if step <= row["min_zoom"] < after]
        if own:
            yield Band(layer, _frame(own), step, LAST_ZOOM)


def _frame(rows: list[Row]) -> "GeoDataFrame":
    from geopandas import GeoDataFrame  # noqa: PLC0415 - half a second to load: only where tiles are made

    return GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


@cache
def _borders() -> BorderFile:
    file = border_file(PROVINCE)
    if file is None:
        raise LookupError(PROVINCE)
    return file


def _land() -> Any:
    """Return the province and what lies about it, as one box."""
    west, south, east, north = shapely.total_bounds(list(_borders().shapes().values()))
    return shapely.box(west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG)


def _landuse() -> Iterator[Row]:
    grounds = background_parameters("grounds")
    for item in grounds["forest"]:
        ring = curve(item["ring"], closed=True)
        yield {
            "min_zoom": 7,
            "geometry": in_degrees(shapely.Polygon(ring)),
            **_GROUND["forest"],
            "name": item["name"],
        }
    rules = grounds["built"]
    rng = np.random.default_rng(rules["seed"])
    for place in _former():
        radius = rules[{"Phường": "ward_m", "Thị trấn": "township_m"}.get(place.kind, "commune_m")]
        shape = blob(place.x, place.y, radius * rng.uniform(0.8, 1.2), rng, 0.25).simplify(15)
        yield {"min_zoom": 9 if place.urban else 11, "geometry": in_degrees(shape), **_GROUND["built"]}
    for item in grounds["park"]:
        (x, y), (half_x, half_y) = metric_line([item["at"]])[0], item["half_m"]
        box = shapely.affinity.rotate(
            shapely.box(x - half_x, y - half_y, x + half_x, y + half_y), item["turn_deg"]
        )
        yield {"min_zoom": 10, "geometry": in_degrees(box), **_GROUND["park"], "name": item["name"]}


def _water() -> Iterator[Row]:
    """Areas of water, and the axes of rivers to write their names along."""
    for river in rivers():
        said: Row = {
            "kind": river.kind,
            "name": river.name,
            "min_zoom": _WATER_ZOOM[river.kind],
            "sort_rank": 200,
        }
        yield {**said, "geometry": in_degrees(river.line.buffer(river.half_width_m, quad_segs=3).simplify(3))}
        yield {**said, "geometry": in_degrees(river.line)}
    for item in background_parameters("waters")["lake"]:
        shape = in_degrees(shapely.Polygon(curve(item["ring"], closed=True)))
        said = {"kind": "lake", "name": item["name"], "min_zoom": _WATER_ZOOM["lake"], "sort_rank": 200}
        yield {**said, "geometry": shape}
        yield {**said, "min_zoom": 10, "geometry": shapely.point_on_surface(shape)}


def _roads() -> Iterator[Row]:
    for way in ways():
        said = {"name": way.name, **_ROADS[way.kind], "geometry": in_degrees(way.line)}
        yield {**said, "ref": way.ref, "shield_text": way.ref} if way.ref else said


def _boundaries() -> Iterator[Row]:
    """Borders of today's communes; those between former districts, and the province's, as such."""
    file = _borders()
    district = districts()
    beside: dict[int, list[str]] = {}
    for code, parts in zip(file.codes, file.borders.areas, strict=True):
        for number in (n for rings in parts for ring in rings for n in ring):
            beside.setdefault(number if number >= 0 else ~number, []).append(code)
    drawn = {"region": (4, 6), "county": (_DISTRICT, 8), "locality": (_COMMUNE, 10)}
    for number, codes in sorted(beside.items()):
        kind = (
            "region"
            if len(codes) == 1
            else "locality"
            if len({district[code] for code in codes}) == 1
            else "county"
        )
        level, first = drawn[kind]
        line = shapely.LineString(file.borders.lines[number] / PER_DEGREE)
        yield {"kind": kind, "kind_detail": level, "min_zoom": first, "sort_rank": 289, "geometry": line}


def _places() -> Iterator[Row]:
    known = background_parameters("places")
    for item in (*known["town"], *known["beyond"]):
        detail, first = {1: ("city", 6), 2: ("town", 8), 3: ("town", 9), 4: ("village", 11)}[item["rank"]]
        yield _place(item["name"], ("locality", detail), first, item["at"], _RANK[item["rank"]])
    for item in known["neighbour"]:
        yield _place(item["name"], ("region", "region"), 7, item["at"], 12)
    for code, point in sorted(district_points().items()):
        yield _place(f"{_full(code)} (cũ)", ("county", "district"), 9, point, 7)
    for unit in communes():
        point = shapely.point_on_surface(unit.boundary)
        yield _place(full_name(unit), ("locality", "village"), 10, (point.x, point.y), 5)
    for place in _former():
        lon, lat = shapely.get_coordinates(in_degrees(shapely.Point(place.x, place.y)))[0]
        yield _place(f"{place.written} (cũ)", ("locality", "hamlet"), 12, (lon, lat), 2)


def _place(name: str, kinds: tuple[str, str], first: int, at: Iterable[float], rank: int) -> Row:
    return {
        "name": name, "kind": kinds[0], "kind_detail": kinds[1], "min_zoom": first, "population_rank": rank,
        "sort_rank": 100 - rank, "geometry": shapely.Point(*at),
    }  # fmt: skip


def _pois() -> Iterator[Row]:
    known = background_parameters("places")
    for kind, key, first in (("peak", "hill", 10), ("train_station", "station", 11)):
        for item in known[key]:
            said: Row = {
                "kind": kind,
                "name": item["name"],
                "min_zoom": first,
                "geometry": shapely.Point(*item["at"]),
            }
            yield {**said, "elevation": item["elevation_m"]} if "elevation_m" in item else said
    for item in background_parameters("grounds")["park"]:
        yield {
            "kind": "industrial",
            "name": item["name"],
            "min_zoom": 11,
            "geometry": shapely.Point(*item["at"]),
        }


@cache
def communes() -> tuple[AdminUnit, ...]:
    """Return today's communes."""
    units = starting_units(PROVINCE)
    return tuple(unit for unit in units if unit.level is AdminLevel.COMMUNE and unit.valid_to is None)


@cache
def districts() -> dict[str, str]:
    """Return the code of the former district of each of today's communes: where most of its parts lay."""
    above = {
        unit.code: unit.parent
        for unit in starting_units(PROVINCE)
        if unit.level is AdminLevel.COMMUNE and unit.valid_to is not None
    }
    return {
        unit.code: Counter(above[was] for was in unit.predecessors).most_common(1)[0][0]
        for unit in communes()
    }


def _full(code: str) -> str:
    return next(
        full_name(unit)
        for unit in starting_units(PROVINCE)
        if unit.level is AdminLevel.DISTRICT and unit.code == code
    )


@cache
def district_points() -> dict[str, tuple[float, float]]:
    """Return where the name of each former district stands: inside the communes of today that lie in it."""
    own: dict[str, list[Any]] = {}
    for unit in communes():
        own.setdefault(districts()[unit.code], []).append(unit.boundary)
    points = {code: shapely.point_on_surface(shapely.union_all(shapes)) for code, shapes in own.items()}
    return {code: (point.x, point.y) for code, point in points.items()}


def _former() -> Iterator[Place]:
    for province in OLD_PROVINCES:
        yield from read_places(province)
