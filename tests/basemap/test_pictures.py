"""Pictures over the background: what is taken, what is refused, and which tile lies where; shaded hills."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from PIL import Image
from rasterio.transform import from_origin

from registry.basemap.files import background_files
from registry.basemap.hillshade import shade, shaded
from registry.basemap.pictures import drop_picture, pictures_in, put_picture, tile_of
from registry.basemap.terrain import put_terrain
from registry.errors import RefusalError
from registry.settings import read_settings
from tests.basemap.test_terrain import plane, written

WEST, NORTH, CELL = 106.18, 21.30, 0.00004


def picture(path: Path, bands: np.ndarray, *, crs: str | None = "EPSG:4326", **more: object) -> Path:
    count, rows, columns = bands.shape
    with rasterio.open(
        path, "w", driver="GTiff", width=columns, height=rows, count=count, dtype=bands.dtype, crs=crs,
        transform=from_origin(WEST, NORTH, CELL, CELL), **more,
    ) as made:  # fmt: skip
        made.write(bands)
    return path


def halves(rows: int = 400, columns: int = 400) -> np.ndarray:
    """Red in the west, blue in the east."""
    made = np.zeros((3, rows, columns), dtype=np.uint8)
    made[0, :, : columns // 2] = 230
    made[2, :, columns // 2 :] = 230
    return made


def colour(path: Path, lon: float, lat: float, z: int) -> tuple[int, int, int, int]:
    """The colour (RGBA) of a place by the tile that holds it."""
    across = (lon + 180) / 360 * 2**z
    down = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**z
    found = tile_of(path, z, int(across), int(down))
    assert found is not None
    data, kind = found
    assert kind == "image/webp"
    with Image.open(io.BytesIO(data)) as tile:
        shown = tile.convert("RGBA")
        return shown.getpixel((int(across % 1 * 256), int(down % 1 * 256)))


def test_a_picture_lies_where_it_says_at_every_zoom(tmp_path: Path) -> None:
    about = put_picture(picture(tmp_path / "a.tif", halves()), tmp_path, name="Ảnh 2025", source="Sở")
    assert pictures_in(tmp_path) == (about,)
    path = tmp_path / "pictures" / f"{about.key}.mbtiles"
    assert about.zooms[0] < about.zooms[1] <= 18
    west, south, east, north = about.box
    assert west <= WEST < WEST + 400 * CELL <= east
    assert south <= NORTH - 400 * CELL < NORTH <= north
    for z in range(about.zooms[0] + 2, about.zooms[1] + 1):
        red, blue = (
            colour(path, WEST + share * 400 * CELL, NORTH - 0.5 * 400 * CELL, z) for share in (0.2, 0.8)
        )
        assert (red[0] > 200, red[2] < 60, red[3]) == (True, True, 255)
        assert (blue[2] > 200, blue[0] < 60, blue[3]) == (True, True, 255)


def test_grey_palette_and_clear_pictures_keep_their_colours(tmp_path: Path) -> None:
    at = (WEST + 100 * CELL, NORTH - 100 * CELL)
    grey = put_picture(
        picture(tmp_path / "g.tif", np.full((1, 400, 400), 120, np.uint8)), tmp_path, name="xám", source="Sở"
    )
    path = picture(tmp_path / "p.tif", np.full((1, 400, 400), 7, np.uint8))
    with rasterio.open(path, "r+") as made:
        made.write_colormap(1, {7: (10, 200, 30, 255)})
    palette = put_picture(path, tmp_path, name="bảng màu", source="Sở")
    cells = halves()
    cells[:, 60:140, 60:140] = 0
    clear = put_picture(picture(tmp_path / "c.tif", cells, nodata=0), tmp_path, name="trống", source="Sở")
    folder = tmp_path / "pictures"
    shown = [colour(folder / f"{one.key}.mbtiles", *at, one.zooms[1]) for one in (grey, palette, clear)]
    assert np.abs(np.array(shown[0]) - (120, 120, 120, 255)).max() <= 6
    assert np.abs(np.array(shown[1]) - (10, 200, 30, 255)).max() <= 12
    assert shown[2][3] == 0


def test_an_mbtiles_file_is_taken_as_it_is_and_one_of_vectors_is_not(tmp_path: Path) -> None:
    first = put_picture(picture(tmp_path / "a.tif", halves()), tmp_path, name="một", source="Sở")
    path = tmp_path / "b.mbtiles"
    path.write_bytes((tmp_path / "pictures" / f"{first.key}.mbtiles").read_bytes())
    second = put_picture(path, tmp_path, name="hai", source="Sở")
    assert (second.zooms, second.box) == (first.zooms, first.box)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("drop table if exists tiles")
        connection.execute("create table tiles (zoom_level, tile_column, tile_row, tile_data)")
        connection.execute("insert into tiles values (3, 1, 1, x'1f8b08')")
    with pytest.raises(RefusalError, match="PICTURE-NOT-READ"):
        put_picture(path, tmp_path, name="ba", source="Sở")
    assert drop_picture(tmp_path, first.key)
    assert not drop_picture(tmp_path, "../about")
    assert pictures_in(tmp_path) == (second,)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    rubbish = tmp_path / "r.mbtiles"
    rubbish.write_bytes(b"SQLite format 3" + bytes(200))
    whole = picture(tmp_path / "a.tif", halves())
    for code, path, name in (
        ("PICTURE-NOT-READ", rubbish, "x"),
        ("PICTURE-NO-CRS", picture(tmp_path / "n.tif", halves(), crs=None), "x"),
        ("PICTURE-VALUES", picture(tmp_path / "v.tif", np.ones((1, 50, 50), np.uint16)), "x"),
        ("PICTURE-NAME", whole, " "),
    ):
        with pytest.raises(RefusalError, match=code):
            put_picture(path, tmp_path, name=name, source="Sở")
    assert pictures_in(tmp_path) == ()


def test_slopes_to_the_north_west_are_light_and_the_others_dark() -> None:
    down = np.arange(12, dtype=np.float32)
    falls = -5 * (down[:, None] + down[None, :])  # falls to the south-east, away from the sun
    dark, light = shaded(falls, 10.0, 10.0), shaded(-falls, 10.0, 10.0)
    assert dark.shape == (4, 10, 10)
    assert set(dark[0].ravel()) == {0}
    assert set(light[0].ravel()) == {255}
    assert dark[3].min() > 20
    assert light[3].min() > 5
    assert not shaded(np.zeros((5, 5), np.float32), 10.0, 10.0)[3].any()
    assert not shaded(np.full((5, 5), np.nan, np.float32), 10.0, 10.0)[3].any()


def test_hills_are_shaded_over_the_terrain(tmp_path: Path) -> None:
    folder = read_settings({"BTS_HOME": str(tmp_path)}).background
    cells = 250 + plane() + 200 * np.sin(np.arange(600) / 20)[None, :]
    put_terrain(
        written(tmp_path / "dem.tif", cells), folder, outline=shapely.box(106.05, 21.25, 106.15, 21.35),
        error_m=6.0, source="Sở",
    )  # fmt: skip
    path = shade(folder)
    assert background_files(read_settings({"BTS_HOME": str(tmp_path)})).hillshade == path
    shares = {colour(path, 106.06 + step * 0.004, 21.3, 11)[0] for step in range(20)}
    assert min(shares) < 100  # shadow
    assert max(shares) > 200  # light
