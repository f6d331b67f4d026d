"""A small invented town near Bắc Giang as a background: roads of every class, a river, a railway, houses.

Its streets cross at ``CENTRE``; at zooms 6 to 15 something of it is drawn. Nothing of it is real.
"""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from geopandas import GeoDataFrame
from shapely import LineString, Point, Polygon, box

from registry.basemap.about import OSM_ATTRIBUTION, OSM_LICENCE, About
from registry.basemap.layers import Band
from registry.basemap.writing import write_pmtiles

CENTRE = (106.2, 21.28)
"""Longitude and latitude of the crossing of the national road and the main street."""
TOWN = "Thị trấn Thử"
RIVER = "Sông Mẫu"
ABOUT = About(
    name="Thị trấn thử", attribution=OSM_ATTRIBUTION, licence=OSM_LICENCE, day=dt.date(2026, 11, 1),
    built="2026-11-29T08:00:00+07:00",
)  # fmt: skip

_LON, _LAT = CENTRE


def _at(east: float, north: float) -> tuple[float, float]:
    """Thousandths of a degree from the centre: about 104 m to the east and 111 m to the north."""
    return round(_LON + east / 1000, 6), round(_LAT + north / 1000, 6)


def _line(*points: tuple[float, float]) -> LineString:
    return LineString([_at(*point) for point in points])


def _ring(*points: tuple[float, float]) -> Polygon:
    return Polygon([_at(*point) for point in points])


def _band(layer: str, zooms: tuple[int, int], *features: dict[str, Any]) -> Band:
    names = sorted({name for feature in features for name in feature} - {"geometry"})
    frame = GeoDataFrame(
        {name: [feature.get(name) for feature in features] for name in names},
        geometry=[feature["geometry"] for feature in features],
        crs=4326,
    )
    return Band(layer, frame.assign(min_zoom=zooms[0]), *zooms)


def _road(kind: str, detail: str, name: str | None, line: LineString, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "kind_detail": detail, "name": name, "geometry": line, **more}


def _houses() -> list[dict[str, Any]]:
    return [
        {"kind": "building", "geometry": box(*_at(east, north), *_at(east + 0.15, north + 0.1))}
        for east in (-4, -3, -2, 1, 2, 3)
        for north in (-3, -2, 1, 2, 3)
    ]


def town_bands() -> list[Band]:
    """Return the bands of the town, layer by layer."""
    return [
        _band("earth", (6, 15), {"kind": "earth", "geometry": box(*_at(-250, -250), *_at(250, 250))}),
        _band(
            "landuse",
            (9, 15),
            {"kind": "residential", "geometry": _ring((-5, -4), (5, -4), (5, 4), (-5, 4))},
            {"kind": "forest", "geometry": _ring((20, 20), (60, 25), (50, 60), (18, 50))},
            {"kind": "farmland", "geometry": _ring((-60, -40), (-12, -40), (-12, 30), (-60, 30))},
            {
                "kind": "industrial",
                "name": "Khu công nghiệp Thử",
                "geometry": _ring((8, -12), (16, -12), (16, -6), (8, -6)),
            },
        ),
        _band(
            "water",
            (6, 15),
            {
                "kind": "river",
                "name": RIVER,
                "geometry": _line((-250, 40), (-80, 12), (-8, 8), (10, 9), (250, -30)),
            },
            {"kind": "lake", "name": "Hồ Mẫu", "geometry": _ring((-9, -9), (-6, -9), (-6, -6), (-9, -6))},
        ),
        _band(
            "roads",
            (6, 15),
            _road(
                "highway",
                "motorway",
                "Cao tốc Thử – Mẫu",
                _line((-250, -60), (30, -20), (250, 90)),
                ref="CT.99",
                shield_text="CT.99",
            ),
            _road(
                "major_road",
                "trunk",
                "Quốc lộ 99",
                _line((0, -250), (0, -20), (0, 0), (0, 8), (0, 250)),
                ref="QL.99",
                shield_text="QL.99",
            ),
            _road("rail", "rail", "Đường sắt Thử", _line((-250, -30), (-12, -5), (30, 5), (250, 40))),
        ),
        _band(
            "roads",
            (9, 15),
            _road(
                "major_road",
                "primary",
                "Tỉnh lộ 299",
                _line((-60, 0), (-4, 0), (0, 0)),
                ref="ĐT.299",
                shield_text="ĐT.299",
            ),
            _road("major_road", "secondary", "Đường Hùng Vương", _line((0, 0), (4, 0), (60, 5))),
        ),
        _band(
            "roads",
            (11, 15),
            _road("medium_road", "tertiary", "Đường Lê Lợi", _line((-4, 0), (-4, 4), (0, 4), (4, 4), (4, 0))),
        ),
        _band(
            "roads",
            (12, 15),
            _road("minor_road", "residential", "Ngõ 5 Lê Lợi", _line((-4, 4), (-4, 6), (-2, 6))),
            _road("minor_road", "residential", "Phố Chợ", _line((0, -2), (4, -2), (4, 0)), oneway="yes"),
            _road("path", "track", None, _line((-2, 6), (-2, 7.5))),
            _road("minor_road", "residential", "Cầu Thử", _line((2, 4), (2, 12)), is_bridge=True),
        ),
        _band("buildings", (14, 15), *_houses()),
        _band(
            "places",
            (6, 15),
            {
                "kind": "locality",
                "kind_detail": "town",
                "name": TOWN,
                "population": 21000,
                "geometry": Point(_at(0, 0)),
            },
        ),
        _band(
            "places",
            (11, 15),
            {
                "kind": "locality",
                "kind_detail": "village",
                "name": "Thôn Trại Cá",
                "geometry": Point(_at(-20, 15)),
            },
            {
                "kind": "locality",
                "kind_detail": "village",
                "name": "Thôn Đồng Mẫu",
                "geometry": Point(_at(25, -10)),
            },
        ),
        _band(
            "pois",
            (13, 15),
            {"kind": "hospital", "name": "Bệnh viện Thử", "geometry": Point(_at(3, 2.5))},
            {"kind": "school", "name": "Trường tiểu học Thử", "geometry": Point(_at(-3, -2.5))},
        ),
    ]


@cache
def _packed() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "town.pmtiles"
        write_pmtiles(town_bands(), path, about=ABOUT)
        return path.read_bytes()


def town_pmtiles(path: Path) -> Path:
    """Write the town's tiles (made once a process) to ``path`` and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_packed())
    return path
