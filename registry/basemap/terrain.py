"""Terrain (mô hình độ cao): a GeoTIFF of the office that tells how high the ground lies, and how surely.

It is kept as ``terrain.tif`` in degrees of WGS 84 with ``terrain.json`` beside it. Elevations are metres
above the sea as the file has them; what its datum differs from Hòn Dấu belongs to the error that is stated
with it.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from registry.basemap.making import making
from registry.errors import RefusalError
from registry.model.terrain import Relief

Floats = npt.NDArray[np.float64]
NAME, ABOUT = "terrain.tif", "terrain.json"
FINEST_M = 10.0
"""A finer file is kept at this cell: a position is not known better, and a province stays below 200 MB."""
LOWEST_M, HIGHEST_M = -100.0, 3200.0  # Fan Si Pan is 3,147 m high
FEET = 0.3048
_FEET = {"ft", "feet", "foot", "us survey foot"}
AROUND_M = 10_000.0
DEGREE_M = 111_320.0  # of latitude; a cell and a circle need it no better
_BLOCK = 256
_AROUND = np.exp(1j * np.arange(8) * np.pi / 4)  # eight directions in which a position may be off


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTerrain:
    """What is stated of a terrain: whose it is, of which day, and its error (metres, about two thirds of the
    places lie within it). ``cell_m`` is the size of a cell, ``covered`` the share of the province that it
    tells of, ``sha256`` that of the file that was brought.
    """

    source: str
    error_m: float
    sha256: str
    cell_m: float
    covered: float
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Terrain:
    """A terrain as checks ask it (``registry.checks.context.Terrain``); safe to ask from many threads."""

    path: Path
    stamp: int
    about: AboutTerrain

    @property
    def source(self) -> str:
        """Whose terrain it is, as it was stated."""
        return self.about.source

    def grounds(self, lon: Floats, lat: Floats, accuracy_m: Floats) -> tuple[Floats, Floats]:
        """Return the ground's elevation and its error in metres at positions (degrees, WGS 84).

        Where the file tells nothing, nan. The error is the stated one with the greatest difference of the
        ground's height within the position's accuracy: on a slope, who stands 50 m off stands higher.
        """
        off = accuracy_m / DEGREE_M
        wide = off / np.cos(np.radians(lat))
        middle = self._at(lon, lat)
        ring = [self._at(lon + wide * step.real, lat + off * step.imag) for step in _AROUND]
        beside = np.abs(np.stack(ring) - middle)
        differs = np.where(np.isnan(beside), 0.0, beside).max(axis=0)
        return middle, np.where(np.isnan(middle), np.nan, np.hypot(self.about.error_m, differs))

    def relief(self, cell_m: float) -> Relief:
        """Return the whole ground at cells of about ``cell_m`` metres, averaged from finer ones."""
        return _relief(self.path, self.stamp, cell_m, self.about)

    def _at(self, x: Floats, y: Floats) -> Floats:
        """Return elevations between the middles of the four cells around each position."""
        west, north, cell, rows, columns = _grid(self.path, self.stamp)
        column, row = (x - west) / cell - 0.5, (north - y) / cell - 0.5
        inside = (column >= 0) & (row >= 0) & (column <= columns - 1) & (row <= rows - 1)
        found = np.full(len(x), np.nan)
        blocks: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index in np.flatnonzero(inside).tolist():
            blocks[int(row[index]) // _BLOCK, int(column[index]) // _BLOCK].append(index)
        for (down, along), indices in blocks.items():
            cells = _block(self.path, self.stamp, down, along)
            r, c = row[indices] - down * _BLOCK, column[indices] - along * _BLOCK
            top, left = (
                np.minimum(r.astype(int), cells.shape[0] - 2),
                np.minimum(c.astype(int), cells.shape[1] - 2),
            )
            dr, dc = r - top, c - left
            found[indices] = (
                cells[top, left] * (1 - dr) * (1 - dc)
                + cells[top, left + 1] * (1 - dr) * dc
                + cells[top + 1, left] * dr * (1 - dc)
                + cells[top + 1, left + 1] * dr * dc
            )
        return found


def terrain_in(folder: Path) -> Terrain | None:
    """Return the terrain of a background's folder, None where there is none whose error is stated."""
    path = folder / NAME
    try:
        stamp = path.stat().st_mtime_ns
        stated = orjson.loads((folder / ABOUT).read_bytes())
        day = stated.get("day")
        about = AboutTerrain(**{**stated, "day": None if day is None else dt.date.fromisoformat(day)})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return Terrain(path, stamp, about)


def put_terrain(
    path: Path, folder: Path, *, outline: Any, error_m: float, source: str, day: dt.date | None = None
) -> AboutTerrain:
    """Check a GeoTIFF of elevations and put it in place of the terrain of ``folder``.

    ``outline`` is the province (EPSG:4326). The one in use stays until the new one is whole. Refused:
    ``TERRAIN-NOT-READ``, ``TERRAIN-NO-CRS``, ``TERRAIN-ELSEWHERE`` (nothing of the province is in it),
    ``TERRAIN-VALUES`` (no elevations in metres), ``TERRAIN-ERROR`` (the error is not stated).
    """
    import rasterio
    from rasterio.errors import RasterioError

    if not 0.0 < error_m <= 500.0:
        raise RefusalError("TERRAIN-ERROR", value=error_m)
    with making(folder) as room:
        made = room / NAME
        try:
            with rasterio.open(path) as opened:
                cell, covered = _write(opened, made, outline)
        except RasterioError as error:
            raise RefusalError("TERRAIN-NOT-READ", file=path.name) from error
        about = AboutTerrain(
            source=source, error_m=error_m, day=day, sha256=_sha256(path), cell_m=cell * DEGREE_M,
            covered=covered,
        )  # fmt: skip
        (room / ABOUT).write_bytes(orjson.dumps(asdict(about), option=orjson.OPT_INDENT_2))
        (folder / ABOUT).unlink(missing_ok=True)  # never the error of one beside the heights of another
        made.replace(folder / NAME)
        (room / ABOUT).replace(folder / ABOUT)
    return about


def _write(opened: Any, made: Path, outline: Any) -> tuple[float, float]:
    """Write the province and 10 km around it in degrees; return the cell in degrees and the share covered."""
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.features import geometry_mask
    from rasterio.transform import from_origin
    from rasterio.vrt import WarpedVRT

    if opened.crs is None:
        raise RefusalError("TERRAIN-NO-CRS", file=Path(opened.name).name)
    west, south, east, north = outline.buffer(AROUND_M / DEGREE_M).bounds
    with WarpedVRT(opened, crs="EPSG:4326", resampling=Resampling.bilinear) as asked:
        native = max(abs(asked.transform.a), abs(asked.transform.e))
    cell = max(native, FINEST_M / DEGREE_M)
    unit = str((opened.units or ("",))[0] or "").casefold()
    profile: dict[str, Any] = {
        "crs": "EPSG:4326", "transform": from_origin(west, north, cell, cell),
        "width": int((east - west) / cell) + 1, "height": int((north - south) / cell) + 1,
    }  # fmt: skip
    kept = {
        "driver": "GTiff", "dtype": "float32", "count": 1, "nodata": float("nan"), "tiled": True,
        "blockxsize": _BLOCK, "blockysize": _BLOCK, "compress": "deflate", "predictor": 3,
    }  # fmt: skip
    told = held = 0
    fine = Resampling.average if native < cell else Resampling.bilinear
    with (
        WarpedVRT(opened, **profile, resampling=fine) as asked,
        rasterio.open(made, "w", **profile, **kept) as target,
    ):
        for _, window in target.block_windows(1):
            read = asked.read(1, window=window, masked=True)
            cells = read.astype("float32").filled(np.nan) * (FEET if unit in _FEET else 1.0)
            known = cells[np.isfinite(cells)]
            if known.size and not (known.min() >= LOWEST_M and known.max() <= HIGHEST_M):
                raise RefusalError("TERRAIN-VALUES", least=float(known.min()), most=float(known.max()))
            inside = geometry_mask([outline], cells.shape, target.window_transform(window), invert=True)
            held += int(inside.sum())
            told += int((inside & np.isfinite(cells)).sum())
            target.write(cells, 1, window=window)
    if not told:
        raise RefusalError("TERRAIN-ELSEWHERE", file=Path(opened.name).name)
    return cell, told / held


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=4)
def _grid(path: Path, stamp: int) -> tuple[float, float, float, int, int]:  # noqa: ARG001 - part of the key
    """Return the corner and the cell (degrees), rows and columns of a terrain."""
    import rasterio

    with rasterio.open(path) as opened:
        placed = opened.transform
        return placed.c, placed.f, placed.a, opened.height, opened.width


@lru_cache(maxsize=2)
def _relief(path: Path, stamp: int, cell_m: float, about: AboutTerrain) -> Relief:
    """Return a terrain as a relief of coarser cells."""
    import rasterio
    from rasterio.enums import Resampling

    west, north, cell, rows, columns = _grid(path, stamp)
    by = max(1, round(cell_m / (cell * DEGREE_M)))
    down, along = max(2, rows // by), max(2, columns // by)
    with rasterio.open(path) as opened:
        read = opened.read(1, out_shape=(down, along), resampling=Resampling.average, masked=True)
    heights = read.astype("float32").filled(np.nan)
    size = (columns * cell / along, rows * cell / down)
    return Relief(west, north, size, heights, about.error_m, about.source, about.sha256)


@lru_cache(maxsize=256)  # 256 blocks of 264 kB
def _block(path: Path, stamp: int, down: int, along: int) -> npt.NDArray[np.float32]:  # noqa: ARG001 - as above
    """Return a block of cells and the first row and column of its neighbours."""
    import rasterio
    from rasterio.windows import Window

    with rasterio.open(path) as opened:  # opened anew: an open file is not to be shared by threads
        window = Window(
            along * _BLOCK, down * _BLOCK,
            min(_BLOCK + 1, opened.width - along * _BLOCK), min(_BLOCK + 1, opened.height - down * _BLOCK),
        )  # fmt: skip
        cells: npt.NDArray[np.float32] = opened.read(1, window=window)
        return cells
