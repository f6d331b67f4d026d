"""The line of a name is gathered from the tiles that its box touches, a long one from a lower zoom."""

import pytest
import shapely

from registry.basemap.named_lines import MOST_TILES, _tiles_of, named_lines
from registry.basemap.tiles import Tiles
from tests.basemap.town import RIVER, town_pmtiles


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> Tiles:
    return Tiles(town_pmtiles(tmp_path_factory.mktemp("town") / "base.pmtiles"))


def test_roads_by_name_or_number_and_rivers_lie_where_the_tiles_draw_them(tiles: Tiles) -> None:
    box = tiles.header.box
    road, number, river = (named_lines(tiles, name, box) for name in ("quốc lộ 99", "QL99", RIVER))
    for line in (road, number, river):
        assert shapely.length(line) > 0
        assert shapely.box(*box).buffer(0.01).covers(line)
    assert number.hausdorff_distance(road) < 1e-4
    west, _, east, _ = road.bounds
    assert east - west < 0.002, "it runs from south to north"
    assert river.bounds[2] - river.bounds[0] > 0.02
    assert named_lines(tiles, "Đường Không Có", box) is None
    assert named_lines(tiles, RIVER, (0.0, 0.0, 0.1, 0.1)) is None


@pytest.mark.parametrize(
    "box", [(106.0, 21.0, 106.001, 21.001), (105.0, 20.0, 108.0, 23.0), (-180, -90, 180, 90)]
)
def test_few_tiles_are_read_however_large_the_box(box: tuple[float, float, float, float]) -> None:
    zoom, columns, rows = _tiles_of(box, 15)
    assert 1 <= len(columns) * len(rows) <= MOST_TILES
    assert zoom <= 14
