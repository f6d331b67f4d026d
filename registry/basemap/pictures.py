"""Pictures of the office's own (không ảnh, bản quét quy hoạch): a GeoTIFF or MBTiles file as tiles of a map.

Each is kept as ``pictures/<sha>.mbtiles`` (tiles of 256 pixels in Web Mercator) with ``<sha>.json`` beside
it. A picture lies over the background and under everything of the register, and proves nothing: what is read
off it is typed or drawn by somebody.
"""

import datetime as dt
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import orjson

from registry.basemap.making import making
from registry.errors import RefusalError

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

FOLDER = "pictures"
CLOSEST = 18  # 0.6 m to a pixel; nearer than that a file only grows
WORLD_M = 2 * np.pi * 6_378_137
_MERCATOR = "EPSG:3857"
_SIGNS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPicture:
    """What is stated of a picture: its name on the map, whose it is, of which day, where (degrees) and at
    which zooms it has tiles. ``sha256`` is that of the file that was brought; its first signs are the key.
    """

    key: str
    name: str
    source: str
    sha256: str
    box: tuple[float, float, float, float]
    zooms: tuple[int, int]
    day: dt.date | None = None


def pictures_in(folder: Path) -> tuple[AboutPicture, ...]:
    """Return the pictures of a background's folder, by name; those that cannot be read are left out."""
    found = []
    for path in (folder / FOLDER).glob("*.json"):
        try:
            stated = orjson.loads(path.read_bytes())
            day = stated.get("day")
            stated |= {
                "day": None if day is None else dt.date.fromisoformat(day),
                "box": tuple(stated["box"]),
                "zooms": tuple(stated["zooms"]),
            }
            about = AboutPicture(**stated)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue
        if path.with_suffix(".mbtiles").is_file():
            found.append(about)
    return tuple(sorted(found, key=lambda item: (item.name, item.key)))


def tile_of(path: Path, z: int, x: int, y: int) -> tuple[bytes, str] | None:
    """Return a tile (``y`` from the north) with its media type, None where the picture has none there.

    MBTiles is a table of pictures by zoom, column and row from the south (specification 1.3).
    """
    query = "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?"
    try:
        with _opened(path) as connection:
            row = connection.execute(query, (z, x, (1 << z) - 1 - y)).fetchone()
    except sqlite3.Error:
        return None
    kind = None if row is None else _kind(row[0])
    return None if kind is None else (row[0], kind)


def put_picture(
    path: Path, folder: Path, *, name: str, source: str, day: dt.date | None = None
) -> AboutPicture:
    """Check a GeoTIFF or MBTiles file and put it among the pictures of ``folder``.

    Refused: ``PICTURE-NOT-READ`` (neither, or broken), ``PICTURE-NO-CRS`` (a GeoTIFF that says not where it
    lies), ``PICTURE-VALUES`` (bands that are no picture of 8 bits), ``PICTURE-NAME`` (none, or a long one).
    """
    from rasterio.errors import RasterioError

    if not name.strip() or len(name) > 80 or not source.strip() or len(source) > 200:
        raise RefusalError("PICTURE-NAME", most=80)
    sha256 = _sha256(path)
    key = sha256[:16]
    with making(folder) as room:
        made = room / f"{key}.mbtiles"
        try:
            if path.suffix.lower() == ".mbtiles":
                shutil.copyfile(path, made)
            else:
                _tiled(path, made)
            box, zooms = _extent(made, path.name)
        except RasterioError as error:
            raise RefusalError("PICTURE-NOT-READ", file=path.name) from error
        about = AboutPicture(
            key=key, name=name.strip(), source=source.strip(), sha256=sha256, box=box, zooms=zooms, day=day
        )
        target = folder / FOLDER
        target.mkdir(exist_ok=True, mode=0o700)
        (room / "about").write_bytes(orjson.dumps(asdict(about), option=orjson.OPT_INDENT_2))
        made.replace(target / made.name)
        (room / "about").replace(target / f"{key}.json")
    return about


def drop_picture(folder: Path, key: str) -> bool:
    """Remove a picture by its key; return whether there was one."""
    if key not in {item.key for item in pictures_in(folder)}:
        return False
    for ending in (".json", ".mbtiles"):
        (folder / FOLDER / f"{key}{ending}").unlink(missing_ok=True)
    return True


def write_tiles(coloured: Path, made: Path, widest: int) -> None:
    """Write a picture in Web Mercator (RGBA, 8 bits) as MBTiles with coarser zooms down to a single tile.

    ``widest``: its larger side in pixels.
    """
    import rasterio
    import rasterio.shutil
    from rasterio.enums import Resampling

    rasterio.shutil.copy(coloured, made, driver="MBTILES", TILE_FORMAT="WEBP", QUALITY="80")
    halves = [2**step for step in range(1, 12) if widest / 2**step > 128]
    if halves:
        with rasterio.open(made, "r+") as written:
            written.build_overviews(halves, Resampling.average)


def _tiled(path: Path, made: Path) -> None:
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.vrt import WarpedVRT
    from rasterio.warp import calculate_default_transform

    coloured = made.with_suffix(".tif")
    with rasterio.open(path) as opened:
        if opened.crs is None:
            raise RefusalError("PICTURE-NO-CRS", file=path.name)
        if opened.dtypes[0] != "uint8" or opened.count not in {1, 2, 3, 4}:
            raise RefusalError("PICTURE-VALUES", bands=opened.count, type=opened.dtypes[0])
        colours = _colours(opened)
        placed, wide, high = calculate_default_transform(
            opened.crs, _MERCATOR, opened.width, opened.height, *opened.bounds
        )
        finest = WORLD_M / 256 / 2**CLOSEST
        if placed.a < finest:
            placed, wide, high = calculate_default_transform(
                opened.crs, _MERCATOR, opened.width, opened.height, *opened.bounds, resolution=finest
            )
        how = Resampling.nearest if colours is not None else Resampling.bilinear
        where = {"crs": _MERCATOR, "transform": placed, "width": wide, "height": high}
        profile = {
            **where, "driver": "GTiff", "dtype": "uint8", "count": 4, "tiled": True, "blockxsize": 512,
            "blockysize": 512, "compress": "deflate", "photometric": "RGB", "alpha": "yes",
            "BIGTIFF": "IF_SAFER",
        }  # fmt: skip
        with (
            WarpedVRT(opened, **where, resampling=how) as warped,
            rasterio.open(coloured, "w", **profile) as target,
        ):
            for _, window in target.block_windows(1):
                bands, mask = warped.read(window=window), warped.dataset_mask(window=window)
                target.write(_coloured(bands, mask, colours), window=window)
    write_tiles(coloured, made, max(wide, high))
    coloured.unlink()


def _colours(opened: "DatasetReader") -> npt.NDArray[np.uint8] | None:
    """Return the palette of a picture of one band as 256 colours (RGBA), None where it has none."""
    if opened.count != 1:
        return None
    try:
        palette = opened.colormap(1)
    except ValueError:
        return None
    table = np.zeros((256, 4), dtype=np.uint8)
    for value, colour in palette.items():
        table[value] = colour
    return table


def _coloured(
    bands: npt.NDArray[np.uint8], mask: npt.NDArray[np.uint8], colours: npt.NDArray[np.uint8] | None
) -> npt.NDArray[np.uint8]:
    """Return red, green, blue and alpha of bands: grey, a palette's numbers or three colours."""
    if colours is not None:
        made: npt.NDArray[np.uint8] = np.moveaxis(colours[bands[0]], -1, 0).copy()
    elif len(bands) in {1, 2}:
        made = np.stack([bands[0]] * 3 + [bands[1] if len(bands) == 2 else mask])
    else:
        made = np.concatenate([bands[:3], bands[3:4] if len(bands) == 4 else mask[None]])
    made[3] = np.minimum(made[3], mask)
    return made


def _extent(path: Path, name: str) -> tuple[tuple[float, float, float, float], tuple[int, int]]:
    """Return where the tiles of an MBTiles file lie (degrees) and at which zooms, by the tiles themselves."""
    query = (
        "select zoom_level, min(tile_column), max(tile_column), min(tile_row), max(tile_row) from tiles "
        "group by zoom_level order by zoom_level"
    )
    try:
        with _opened(path) as connection:
            rows = connection.execute(query).fetchall()
            first = connection.execute("select tile_data from tiles limit 1").fetchone()
    except sqlite3.Error as error:
        raise RefusalError("PICTURE-NOT-READ", file=name) from error
    whole = bool(rows) and all(isinstance(value, int) for row in rows for value in row)
    if not whole or not 0 <= rows[-1][0] <= 24 or _kind(first[0]) is None:  # tiles of vectors are no picture
        raise RefusalError("PICTURE-NOT-READ", file=name)
    z, west, east, south, north = rows[-1]
    box = (_lon(west, z), _lat(south, z), _lon(east + 1, z), _lat(north + 1, z))
    return box, (rows[0][0], z)


def _kind(data: Any) -> str | None:
    """Return the media type of a tile by its first bytes, None where it is no picture."""
    if not isinstance(data, bytes):
        return None
    return next((kind for sign, kind in _SIGNS.items() if data.startswith(sign)), None)


def _lon(column: int, z: int) -> float:
    return float(column / 2**z * 360 - 180)


def _lat(row: int, z: int) -> float:
    """Return the latitude of a tile's southern edge, its row counted from the south."""
    return float(np.degrees(np.arctan(np.sinh(np.pi * (2 * row / 2**z - 1)))))


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
