"""A terrain of the office: what is taken, what is refused, and how high the ground is said to lie."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given
from hypothesis import strategies as st
from rasterio.transform import from_origin

from registry.basemap.terrain import Terrain, put_terrain, terrain_in
from registry.errors import RefusalError

WEST, SOUTH, EAST, NORTH = 106.0, 21.2, 106.2, 21.4
OUTLINE = shapely.box(106.05, 21.25, 106.15, 21.35)


def written(path: Path, cells: np.ndarray, *, crs: str | None = "EPSG:4326", **more: object) -> Path:
    rows, columns = cells.shape
    placed = from_origin(WEST, NORTH, (EAST - WEST) / columns, (NORTH - SOUTH) / rows)
    with rasterio.open(
        path, "w", driver="GTiff", width=columns, height=rows, count=1, dtype="float32", crs=crs,
        transform=placed, nodata=-9999.0, **more,
    ) as made:  # fmt: skip
        made.write(cells.astype("float32"), 1)
    return path


def plane(rows: int = 600, columns: int = 600) -> np.ndarray:
    """Ground that rises by 100 m from west to east and by 50 m from south to north."""
    east = (np.arange(columns) + 0.5) / columns
    north = 1 - (np.arange(rows) + 0.5) / rows
    return 100 * east[None, :] + 50 * north[:, None]


@pytest.fixture(scope="module")
def terrain(tmp_path_factory: pytest.TempPathFactory) -> Terrain:
    folder = tmp_path_factory.mktemp("nền")
    about = put_terrain(
        written(folder / "dem.tif", plane()), folder, outline=OUTLINE, error_m=6.0, source="Sở"
    )
    assert about.covered == 1.0
    assert 30 < about.cell_m < 40
    found = terrain_in(folder)
    assert found is not None
    return found


@given(st.lists(st.tuples(st.floats(106.06, 106.14), st.floats(21.26, 21.34)), min_size=1, max_size=40))
def test_the_ground_is_told_between_the_cells(terrain: Terrain, places: list[tuple[float, float]]) -> None:
    lon, lat = (np.array(values) for values in zip(*places, strict=True))
    ground, error = terrain.grounds(lon, lat, np.zeros(len(lon)))
    expected = 100 * (lon - WEST) / (EAST - WEST) + 50 * (lat - SOUTH) / (NORTH - SOUTH)
    assert np.abs(ground - expected).max() < 0.05
    assert np.allclose(error, 6.0)


def test_an_unsure_position_on_a_slope_has_an_unsure_ground(terrain: Terrain) -> None:
    _, error = terrain.grounds(np.array([106.1] * 2), np.array([21.3] * 2), np.array([0.0, 200.0]))
    rises = np.hypot(
        100 / ((EAST - WEST) * 111_320 * np.cos(np.radians(21.3))), 50 / ((NORTH - SOUTH) * 111_320)
    )
    assert error[0] == pytest.approx(6.0)
    assert np.hypot(6.0, 0.9 * 200 * rises) < error[1] < np.hypot(6.0, 1.02 * 200 * rises)


def test_nothing_is_told_outside_and_where_the_file_has_no_value(tmp_path: Path) -> None:
    cells = plane()
    cells[200:260, 200:260] = -9999.0
    put_terrain(written(tmp_path / "dem.tif", cells), tmp_path, outline=OUTLINE, error_m=6.0, source="Sở")
    found = terrain_in(tmp_path)
    assert found is not None
    hole = 230 / 600
    lon = np.array([WEST + hole * (EAST - WEST), 107.5, 106.1])
    lat = np.array([NORTH - hole * (NORTH - SOUTH), 21.3, 21.3])
    ground, error = found.grounds(lon, lat, np.zeros(3))
    assert np.isnan(ground).tolist() == np.isnan(error).tolist() == [True, True, False]
    assert found.about.covered < 1.0


def test_feet_are_told_in_metres(tmp_path: Path) -> None:
    path = written(tmp_path / "dem.tif", np.full((100, 100), 1000.0))
    with rasterio.open(path, "r+") as made:
        made.units = ("ft",)
    put_terrain(path, tmp_path, outline=OUTLINE, error_m=6.0, source="Sở")
    found = terrain_in(tmp_path)
    assert found is not None
    assert found.grounds(np.array([106.1]), np.array([21.3]), np.zeros(1))[0][0] == pytest.approx(304.8)


def test_what_is_no_terrain_of_the_province_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    put_terrain(written(tmp_path / "dem.tif", plane()), tmp_path, outline=OUTLINE, error_m=6.0, source="Sở")
    kept = terrain_in(tmp_path)
    rubbish = tmp_path / "r.tif"
    rubbish.write_bytes(b"II*\x00" + bytes(40))
    for code, path, outline, error in (
        ("TERRAIN-NOT-READ", rubbish, OUTLINE, 6.0),
        ("TERRAIN-NO-CRS", written(tmp_path / "a.tif", plane(), crs=None), OUTLINE, 6.0),
        ("TERRAIN-ELSEWHERE", tmp_path / "dem.tif", shapely.box(107.0, 22.0, 107.1, 22.1), 6.0),
        ("TERRAIN-VALUES", written(tmp_path / "b.tif", plane() * 100), OUTLINE, 6.0),
        ("TERRAIN-ERROR", tmp_path / "dem.tif", OUTLINE, 0.0),
    ):
        with pytest.raises(RefusalError, match=code):
            put_terrain(path, tmp_path, outline=outline, error_m=error, source="Sở")
    assert terrain_in(tmp_path) == kept
