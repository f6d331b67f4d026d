"""The background of maps on paper: what the tiles hold, in metres, where it is; no map waits for it."""

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from registry.basemap.about import read_about
from registry.documents.sheet.ground import FILLS, LINES, PLACES
from registry.geo.crs import to_metric
from registry.services.register.background.paper_ground import (
    MOST_TILES,
    PaperGround,
    paper_ground,
    protomaps_kind,
    shortbread_kind,
)
from registry.settings import Settings
from tests.basemap.town import ABOUT, CENTRE, RIVER, TOWN, town_pmtiles

EPSG = 9214


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    town_pmtiles(home / "background" / "base.pmtiles")
    (home / "background" / "about.json").write_bytes(ABOUT.as_json())
    return home


def settings(home: Path, **own: object) -> Settings:
    return Settings(home=home, database_url="", **own)  # type: ignore[arg-type]


def found(home: Path) -> PaperGround:
    ground = paper_ground(settings(home))
    assert ground is not None
    return ground


def around(half_m: float) -> tuple[float, float, float, float]:
    x, y = (float(one[0]) for one in to_metric(np.array([CENTRE[0]]), np.array([CENTRE[1]]), EPSG))
    return x - half_m, y - half_m, x + half_m, y + half_m


def test_streets_stand_where_they_are_within_a_metre(home: Path) -> None:
    bounds = around(300.0)
    ground = found(home).inside(bounds, EPSG, 5_000.0)
    assert ground is not None
    trunk = shapely.union_all([part.shape for part in ground.parts if part.kind == "trunk"])
    main = shapely.union_all([part.shape for part in ground.parts if part.kind == "secondary"])
    crossing = shapely.Point((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    assert trunk.distance(crossing) < 1.0
    assert main.distance(crossing) < 1.0
    assert {part.ref for part in ground.parts if part.kind == "trunk"} == {"QL.99"}
    assert {"building", "built", "primary", "tertiary", "minor"} <= {part.kind for part in ground.parts}


def test_a_small_scale_takes_few_tiles_and_shows_what_is_great(home: Path) -> None:
    ground = found(home).inside(around(20_000.0), EPSG, 200_000.0)
    assert ground is not None
    kinds = {part.kind for part in ground.parts}
    assert {"trunk", "motorway", "river", "rail"} <= kinds
    assert "building" not in kinds
    assert RIVER in {part.name for part in ground.parts}
    assert TOWN in {part.name for part in ground.parts if part.kind in PLACES}


@pytest.mark.parametrize("scale", [500.0, 5_000.0, 50_000.0, 200_000.0])
@pytest.mark.parametrize("half_m", [100.0, 5_000.0, 60_000.0])
def test_no_map_asks_for_more_tiles_than_its_limit(
    home: Path, scale: float, half_m: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(
        "registry.services.register.background.paper_ground._parts",
        lambda _tiles, _key, place, _epsg, _short: asked.append(place) or (),
    )
    found(home).inside(around(half_m), EPSG, scale)
    assert 0 < len(asked) <= MOST_TILES


def test_what_is_said_below_names_source_and_day_or_that_it_is_rough(home: Path) -> None:
    ground = found(home)
    assert ground.about == read_about(home / "background" / "about.json")
    assert ground.said("vi") == "Nền: © OpenStreetMap contributors, dữ liệu ngày 01/11/2026"
    assert ground.about is not None
    undated = replace(ground, about=replace(ground.about, day=None))
    assert undated.said("en") == "Background: © OpenStreetMap contributors"
    rough = replace(ground, about=replace(ground.about, rough=True, day=dt.date(2026, 1, 1)))
    assert rough.said("vi") == "nền minh họa, gần đúng"


def test_the_key_is_the_files_content(home: Path, tmp_path: Path) -> None:
    first = found(home).key
    copy = tmp_path / "other.pmtiles"
    content = (home / "background" / "base.pmtiles").read_bytes()
    copy.write_bytes(content)
    other = paper_ground(settings(tmp_path, pmtiles=copy))
    assert other is not None
    assert other.key == first
    copy.write_bytes(content + b"more")
    changed = paper_ground(settings(tmp_path, pmtiles=copy))
    assert changed is not None
    assert changed.key != first


def test_a_missing_or_damaged_file_leaves_the_map_without_a_background(tmp_path: Path) -> None:
    assert paper_ground(settings(tmp_path)) is None
    assert paper_ground(settings(tmp_path, pmtiles=tmp_path / "gone.pmtiles")) is None
    torn = tmp_path / "torn.pmtiles"
    torn.write_bytes(b"PMTiles\x03" + b"\x00" * 40)
    ground = paper_ground(settings(tmp_path, pmtiles=torn))
    assert ground is not None
    assert ground.inside(around(300.0), EPSG, 5_000.0) is None


def test_a_tile_that_is_none_leaves_the_map_without_a_background(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.services.register.background.paper_ground._KEPT", {})
    monkeypatch.setattr("registry.basemap.tiles.Tiles.tile", lambda *_place: b"\xff\x00 no tile")
    assert found(home).inside(around(300.0), EPSG, 5_000.0) is None


@pytest.mark.parametrize(
    ("kind", "layer", "about", "geometry"),
    [
        ("trunk", "roads", {"kind": "major_road", "kind_detail": "trunk_link"}, "LineString"),
        ("primary", "roads", {"kind": "major_road"}, "MultiLineString"),
        ("rail", "roads", {"kind": "rail", "kind_detail": "subway"}, "LineString"),
        ("", "roads", {"kind": "ferry"}, "LineString"),
        ("river", "water", {"kind": "canal"}, "LineString"),
        ("water", "water", {"kind": "lake"}, "MultiPolygon"),
        ("", "water", {"kind": "lake", "name": "Hồ Mẫu"}, "Point"),
        ("forest", "landuse", {"kind": "forest"}, "Polygon"),
        ("village", "places", {"kind": "locality", "kind_detail": "village"}, "Point"),
        ("", "places", {"kind": "country"}, "Point"),
        ("", "buildings", {"kind": "address"}, "Point"),
        ("", "pois", {"kind": "cafe"}, "Point"),
    ],
)
def test_protomaps_features_become_what_paper_knows(
    kind: str, layer: str, about: dict[str, str], geometry: str
) -> None:
    assert protomaps_kind(layer, about, geometry) == kind
    assert kind in {"", *FILLS, *LINES, *PLACES}


@pytest.mark.parametrize(
    ("kind", "layer", "about", "geometry"),
    [
        ("trunk", "streets", {"kind": "trunk"}, "LineString"),
        ("minor", "street_labels", {"kind": "residential", "name": "Phố Chợ"}, "LineString"),
        ("rail", "streets", {"kind": "rail"}, "LineString"),
        ("water", "water_polygons", {"kind": "water"}, "Polygon"),
        ("stream", "water_lines", {"kind": "ditch"}, "LineString"),
        ("forest", "land", {"kind": "forest"}, "MultiPolygon"),
        ("border", "boundaries", {"admin_level": 4}, "LineString"),
        ("town", "place_labels", {"kind": "town"}, "Point"),
        ("", "addresses", {"kind": "x"}, "Point"),
    ],
)
def test_shortbread_features_become_what_paper_knows(
    kind: str, layer: str, about: dict[str, str], geometry: str
) -> None:
    assert shortbread_kind(layer, about, geometry) == kind
    assert kind in {"", *FILLS, *LINES, *PLACES}


def test_what_is_read_lies_in_its_tiles(home: Path) -> None:
    ground = found(home).inside(around(300.0), EPSG, 5_000.0)
    assert ground is not None
    west, south, east, north = around(300.0)
    tile_m = 40_075_017 * math.cos(math.radians(CENTRE[1])) / 2**15
    for part in ground.parts:
        left, bottom, right, top = part.shape.bounds
        assert left > west - 1.2 * tile_m
        assert bottom > south - 1.2 * tile_m
        assert right < east + 1.2 * tile_m
        assert top < north + 1.2 * tile_m
