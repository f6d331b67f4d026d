"""Hills that are shaded (bóng đồi núi): the terrain lit from the north-west, as tiles over the background.

Lit by the usual formula of Horn's slopes (Horn 1981, Proc. IEEE 69(1)) with the sun at 315 degrees and
45 degrees high: what is darker than level ground is black, what is lighter is white, as opaque as it differs.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.basemap.making import making
from registry.basemap.pictures import write_tiles
from registry.basemap.terrain import NAME

TILES = "hillshade.mbtiles"
_SUN_HIGH, _SUN_FROM = np.radians(45.0), np.radians(315.0)
_STEEPER = 2.0  # hills of this country are low: drawn as twice as high they are seen
_DARKEST, _LIGHTEST = 110.0, 60.0  # opacity of 255


def shaded(cells: npt.NDArray[np.float32], across_m: float, down_m: float) -> npt.NDArray[np.uint8]:
    """Return red, green, blue, alpha of the inner cells of a grid (its outer ring only lends its heights).

    ``cells`` are metres, rows from the north; a cell is ``across_m`` wide and ``down_m`` high. nan: clear.
    """
    c = cells.astype(np.float64) * _STEEPER
    east = (c[:-2, 2:] + 2 * c[1:-1, 2:] + c[2:, 2:]) - (c[:-2, :-2] + 2 * c[1:-1, :-2] + c[2:, :-2])
    north = (c[:-2, :-2] + 2 * c[:-2, 1:-1] + c[:-2, 2:]) - (c[2:, :-2] + 2 * c[2:, 1:-1] + c[2:, 2:])
    east, north = east / (8 * across_m), north / (8 * down_m)
    flat = np.sin(_SUN_HIGH)
    sun_east, sun_north = np.sin(_SUN_FROM) * np.cos(_SUN_HIGH), np.cos(_SUN_FROM) * np.cos(_SUN_HIGH)
    lit = (flat - east * sun_east - north * sun_north) / np.sqrt(1 + east**2 + north**2)
    differs = np.nan_to_num(lit - flat)
    made = np.zeros((4, *differs.shape), dtype=np.uint8)
    made[:3] = np.where(differs > 0, 255, 0)
    light, dark = differs / (1 - flat) * _LIGHTEST, -differs / flat * _DARKEST
    made[3] = np.clip(np.where(differs > 0, light, dark), 0, 255).astype(np.uint8)
    return made


def shade(folder: Path) -> Path:
    """Write ``hillshade.mbtiles`` of the terrain in ``folder``, which has to be there; return its path."""
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.vrt import WarpedVRT
    from rasterio.windows import Window

    with making(folder) as room:
        coloured, made = room / "shade.tif", room / TILES
        with (
            rasterio.open(folder / NAME) as terrain,
            WarpedVRT(terrain, crs="EPSG:3857", resampling=Resampling.bilinear) as warped,
        ):
            middle = np.radians((terrain.bounds.top + terrain.bounds.bottom) / 2)
            cell = warped.transform.a * float(np.cos(middle))  # metres of ground, not of the map's plane
            profile: dict[str, Any] = {
                "driver": "GTiff", "crs": "EPSG:3857", "transform": warped.transform, "width": warped.width,
                "height": warped.height, "dtype": "uint8", "count": 4, "tiled": True, "blockxsize": 512,
                "blockysize": 512, "compress": "deflate", "photometric": "RGB", "alpha": "yes",
            }  # fmt: skip
            with rasterio.open(coloured, "w", **profile) as target:
                for _, window in target.block_windows(1):
                    left, top = max(0, window.col_off - 1), max(0, window.row_off - 1)
                    right = min(warped.width, window.col_off + window.width + 1)
                    bottom = min(warped.height, window.row_off + window.height + 1)
                    cells = warped.read(1, window=Window(left, top, right - left, bottom - top))
                    ring = (
                        (int(top == window.row_off), int(bottom == window.row_off + window.height)),
                        (int(left == window.col_off), int(right == window.col_off + window.width)),
                    )
                    target.write(shaded(np.pad(cells, ring, mode="edge"), cell, cell), window=window)
            widest = max(warped.width, warped.height)
        write_tiles(coloured, made, widest)
        made.replace(folder / TILES)
    return folder / TILES
