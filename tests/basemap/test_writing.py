"""What is written as tiles is found at each zoom where it is to be drawn, at its place, with its words."""

from math import asinh, floor, pi, radians, tan
from pathlib import Path

import pytest
from geopandas import GeoDataFrame
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

from registry.basemap.about import About
from registry.basemap.layers import Band
from registry.basemap.tiles import EXTENT, Tiles, decode
from registry.basemap.writing import write_pmtiles
from registry.errors import RefusalError
from tests.basemap.town import ABOUT, CENTRE, RIVER, TOWN, town_bands, town_pmtiles

_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), min_size=1, max_size=12)
_FEATURE = st.tuples(st.floats(105.9, 107), st.floats(20.9, 21.6), st.sampled_from("plh"), _WORDS)


def _place(lon: float, lat: float, z: int) -> tuple[float, float]:
    """Tile coordinates with fractions (Web Mercator)."""
    return (lon + 180) / 360 * 2**z, (1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z


def _frame(rows: list[tuple[float, float, str, str]]) -> GeoDataFrame:
    shapes = {
        "p": Point,
        "l": lambda x, y: LineString([(x, y), (x + 0.02, y + 0.02)]),
        "h": lambda x, y: box(x, y, x + 0.02, y + 0.02),
    }
    return GeoDataFrame(
        {"name": [row[3] for row in rows], "number": range(len(rows))},
        geometry=[shapes[kind](x, y) for x, y, kind, _ in rows],
        crs=4326,
    )


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    low=st.lists(_FEATURE, min_size=1, max_size=5), high=st.lists(_FEATURE, min_size=1, max_size=5),
    zooms=st.tuples(st.integers(6, 10), st.integers(6, 12)), same=st.booleans(),
)  # fmt: skip
def test_every_feature_is_at_its_place_at_each_zoom_of_its_band(
    tmp_path_factory: pytest.TempPathFactory,
    low: list[tuple[float, float, str, str]],
    high: list[tuple[float, float, str, str]],
    zooms: tuple[int, int],
    same: bool,
) -> None:
    path = tmp_path_factory.mktemp("tiles") / "x.pmtiles"
    layers = ("roads", "roads") if same else ("water", "roads")
    bands = [Band(layers[0], _frame(low), zooms[0], 12), Band(layers[1], _frame(high), zooms[1], 12)]
    about = write_pmtiles(bands, path, about=ABOUT)
    with Tiles(path) as tiles:
        assert (tiles.header.min_zoom, tiles.header.max_zoom) == about.zooms == (min(zooms), 12)
        assert tiles.header.tiles == len(list(tiles.places()))
        for band, rows in zip(bands, (low, high), strict=True):
            for z in range(6, 13):
                for number, (lon, lat, _kind, name) in enumerate(rows):
                    x, y = _place(lon, lat, z)
                    found = [
                        shape
                        for about_it, shape in decode(tiles.tile(z, floor(x), floor(y)) or b"").get(
                            band.layer, []
                        )
                        if about_it["name"] == name and about_it["number"] == number
                    ]
                    here = Point((x % 1) * EXTENT, (y % 1) * EXTENT)
                    near = any(shape.distance(here) <= 6 for shape in found)
                    if z >= band.min_zoom:
                        assert near, (z, name)
                    elif not same:
                        assert not found


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town_pmtiles(tmp_path_factory.mktemp("town") / "town.pmtiles")


def _centre_tile(z: int) -> tuple[int, int, int]:
    x, y = _place(*CENTRE, z)
    return z, floor(x), floor(y)


def test_the_town_has_all_layers_together_and_vietnamese_names(town: Path) -> None:
    with Tiles(town) as tiles:
        layers = decode(tiles.tile(*_centre_tile(14)) or b"")
        assert set(layers) == {band.layer for band in town_bands()}
        assert TOWN in {about.get("name") for about, _ in layers["places"]}
        assert RIVER in {about.get("name") for about, _ in layers["water"]}
        assert {"highway", "rail", "major_road"} <= {about["kind"] for about, _ in layers["roads"]} | {
            "highway"
        }
        lowest = decode(tiles.tile(*_centre_tile(6)) or b"")
        assert set(lowest) == {"earth", "water", "roads", "places"}
        assert tiles.about().scheme == "protomaps"


def test_the_same_bands_give_the_same_bytes(town: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pmtiles"
    write_pmtiles(town_bands(), again, about=ABOUT)
    assert again.read_bytes() == town.read_bytes()


def test_a_cut_holds_the_chosen_tiles_and_nothing_else(town: Path, tmp_path: Path) -> None:
    chosen = [_centre_tile(z) for z in range(6, 16)]
    with Tiles(town) as tiles:
        size = tiles.cut([*chosen, (15, 1, 1)], tmp_path / "cut.pmtiles")
        assert size == (tmp_path / "cut.pmtiles").stat().st_size
        assert sum(tiles.size(*place) for place in chosen) < size < town.stat().st_size
        with Tiles(tmp_path / "cut.pmtiles") as cut:
            assert sorted(cut.places()) == sorted(chosen)
            assert all(cut.tile(*place) == tiles.tile(*place) for place in chosen)
            assert cut.metadata == tiles.metadata
        with pytest.raises(RefusalError, match="BASEMAP-NO-TILES-THERE"):
            tiles.cut([(15, 1, 1)], tmp_path / "none.pmtiles")


@pytest.mark.parametrize("bytes_kept", [0, 7, 100, 127, 200, 5000])
def test_a_file_cut_short_is_refused(town: Path, tmp_path: Path, bytes_kept: int) -> None:
    short = tmp_path / "short.pmtiles"
    short.write_bytes(town.read_bytes()[:bytes_kept])
    with pytest.raises(RefusalError, match="BASEMAP-NOT-PMTILES"):
        Tiles(short)


def test_bands_without_features_are_a_wrong_call(tmp_path: Path) -> None:
    empty = Band("roads", GeoDataFrame({"kind": []}, geometry=[], crs=4326), 6)
    with pytest.raises(ValueError, match="no band"):
        write_pmtiles([empty], tmp_path / "x.pmtiles", about=About(name="x", attribution="x", licence="x"))
