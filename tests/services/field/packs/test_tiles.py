"""The background in a pack: near the masts first, within its size, named by what it holds, cut on demand."""

from pathlib import Path

import pytest

from registry.basemap.files import ROADS, TILES
from registry.basemap.tiles import Tiles
from registry.errors import RefusalError
from registry.services.field.packs.tiles import choose, pack_tiles, pack_tiles_file
from registry.services.office.registry import Registry
from tests.basemap.town import CENTRE, town_pmtiles

LON, LAT = CENTRE
HERE = [CENTRE, (LON + 0.02, LAT)]


@pytest.fixture
def town(office: Registry) -> Registry:
    town_pmtiles(office.settings.home / "background" / TILES)
    return office


def test_masts_have_the_area_coarsely_and_their_surroundings_closely(tmp_path: Path) -> None:
    with Tiles(town_pmtiles(tmp_path / "town.pmtiles")) as tiles:
        found = choose(tiles, HERE)
        size = tiles.cut(found.tiles, tmp_path / "cut.pmtiles")
    assert {place[0] for place in found.tiles} == set(range(6, 16))
    assert (found.masts, found.close) == (2, 2)
    assert size <= found.size < 1.5 * size + 40_000  # said before it is cut, and never too little


def test_what_is_nearest_to_the_masts_fits_first(tmp_path: Path) -> None:
    with Tiles(town_pmtiles(tmp_path / "town.pmtiles")) as tiles:
        whole = choose(tiles, HERE)
        less = choose(tiles, HERE, largest=whole.size - 3_000)
        none = choose(tiles, HERE, largest=1_000)
    assert set(less.tiles) < set(whole.tiles)
    assert less.size <= whole.size - 3_000
    assert less.tiles == whole.tiles[: len(less.tiles)]
    assert (none.tiles, none.size, none.close) == ((), 0, 0)


def test_the_way_between_the_masts_is_drawn_as_well(tmp_path: Path) -> None:
    far = (LON + 0.2, LAT + 0.02)
    with Tiles(town_pmtiles(tmp_path / "town.pmtiles")) as tiles:
        lone, led = choose(tiles, [CENTRE]), choose(tiles, [CENTRE], [far])
    more = set(led.tiles) - set(lone.tiles)
    assert {place[0] for place in more} <= {11, 12, 13, 14}
    assert more


def test_an_office_without_a_background_packs_none(office: Registry) -> None:
    assert pack_tiles(office, HERE) is None


def test_a_key_means_the_same_tiles_for_as_long_as_they_are_the_same(town: Registry) -> None:
    first = pack_tiles(town, HERE)
    assert first is not None
    town.cache.clear()
    assert pack_tiles(town, HERE) == first
    other = pack_tiles(town, [(LON + 0.1, LAT)])
    assert other is not None
    assert other["key"] != first["key"]
    path = town.settings.home / "background" / TILES
    path.write_bytes(path.read_bytes() + b"\0")
    newer = pack_tiles(town, HERE)
    assert newer is not None
    assert newer["key"] != first["key"]


def test_the_file_of_a_key_holds_its_tiles_and_is_cut_once(town: Registry) -> None:
    said = pack_tiles(town, HERE)
    assert said is not None
    path = pack_tiles_file(town, said["key"])
    assert path.stat().st_size <= said["bytes"]
    with Tiles(path) as cut, Tiles(town.settings.home / "background" / TILES) as whole:
        places = list(cut.places())
        assert all(cut.tile(*place) == whole.tile(*place) for place in places)
    before = path.stat().st_mtime_ns
    assert pack_tiles_file(town, said["key"]).stat().st_mtime_ns == before


@pytest.mark.parametrize("key", ["0" * 24, "../registry", ""])
def test_a_key_of_nothing_is_refused(town: Registry, key: str) -> None:
    with pytest.raises(RefusalError) as refused:
        pack_tiles_file(town, key)
    assert refused.value.code == "FIELD-TILES-GONE"


def test_a_damaged_background_keeps_no_pack_back(town: Registry) -> None:
    (town.settings.home / "background" / TILES).write_bytes(b"PMTiles, or what is left of it")
    (town.settings.home / "background" / ROADS).write_bytes(b"no roads")
    assert pack_tiles(town, HERE) is None
