"""Bands of features become one PMTiles file: cut and simplified by GDAL's writer, joined and packed here.

GDAL writes one file for each layer and range of zooms in which the same bands are drawn; a tile of several
layers is their tiles one after the other, for that is how the form of vector tiles is made.
"""

import gzip
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtiles.tile import Compression, TileType
from pmtiles.tile import zxy_to_tileid as number_of
from pmtiles.writer import Writer

from registry.basemap.about import About
from registry.basemap.layers import Band
from registry.basemap.tiles import Place, Tiles
from registry.errors import RefusalError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Progress = Callable[[str, float], None]
"""Is told the layer at work ("" while the tiles are joined) and the share of that work that is done."""

SACRIFICES = (("buildings", 13), ("buildings", 14), ("landuse", 15), ("pois", 14), ("buildings", 15))
"""What is left out, in this order, where the file would grow too large: layers at a zoom."""
_PACKED = 6
_MOST_BYTES = 1_000_000
_MOST_FEATURES = 200_000


def write_pmtiles(
    bands: Iterable[Band],
    target: Path,
    *,
    about: About,
    progress: Progress | None = None,
    most_bytes: int | None = None,
) -> About:
    """Write the bands as one PMTiles file; return ``about`` with the zooms, extent, counts and size written.

    Bands of one layer must follow one another; of bands that come from a generator only those of one layer
    are in memory. An empty frame is left out. The same bands give the same bytes. ``target`` is written as
    it goes: who replaces a file that is in use writes beside it first. Raises ValueError where no band has
    a feature.
    """
    told = progress or (lambda _layer, _share: None)
    counts: dict[str, int] = {}
    layers: list[dict[str, Any]] = []
    boxes: list[tuple[float, ...]] = []
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".tiles-") as folder, ExitStack() as opened:
        parts: list[_Part] = []
        for layer, group in groupby(bands, key=lambda band: band.layer):
            told(layer, 0.0)
            drawn = [band for band in group if len(band.frame)]
            counts |= {layer: sum(len(band.frame) for band in drawn)} if drawn else {}
            boxes += [tuple(float(edge) for edge in band.frame.total_bounds) for band in drawn]
            for path in _written(layer, drawn, Path(folder), len(parts)):
                parts.append(_Part(layer, opened.enter_context(_whole(path))))
            if drawn:
                layers.append(_described(layer, drawn))
        if not parts:
            raise ValueError("no band has a feature")
        box = _around(boxes)
        left_out = _left_out(parts, most_bytes)
        with target.open("wb") as file:
            _join(parts, left_out, file, (_header(box), _metadata(about, layers)), told)
        headers = [part.tiles.header for part in parts]
    return replace(
        about,
        zooms=(min(one.min_zoom for one in headers), max(one.max_zoom for one in headers)),
        box=box,
        counts=counts,
        left_out=tuple(f"{layer} {zoom}" for layer, zoom in left_out),
        size=target.stat().st_size,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The tiles of one layer in one range of zooms, as GDAL wrote them."""

    layer: str
    tiles: Tiles


def _left_out(parts: list[_Part], most_bytes: int | None) -> tuple[tuple[str, int], ...]:
    """Choose what to leave out. Packed together tiles are a little smaller than the parts' sum."""
    if most_bytes is None:
        return ()
    sizes: Counter[tuple[str, int]] = Counter()
    for part in parts:
        for place in part.tiles.places():
            sizes[part.layer, place[0]] += part.tiles.size(*place)
    total, left_out = sizes.total(), []
    for one in SACRIFICES:
        if total <= most_bytes:
            break
        if sizes[one]:
            total -= sizes[one]
            left_out.append(one)
    if total > most_bytes:
        raise RefusalError("BASEMAP-TOO-LARGE", size=total / 1e6, most=most_bytes / 1e6)
    return tuple(left_out)


def _written(layer: str, bands: list[Band], folder: Path, number: int) -> Iterator[Path]:
    """Write one file for each range of zooms in which the same bands of the layer are drawn."""
    edges = sorted({band.min_zoom for band in bands} | {band.max_zoom + 1 for band in bands})
    last = edges[-1] - 1 if edges else 0
    for step, (first, after) in enumerate(pairwise(edges)):
        drawn = [band for band in bands if band.min_zoom <= first and after <= band.max_zoom + 1]
        if drawn:
            path = folder / f"{number + step}.pmtiles"
            _write_range(layer, drawn, path, (first, after - 1), last)
            yield path


def _write_range(layer: str, bands: list[Band], path: Path, zooms: tuple[int, int], last: int) -> None:
    from pandas import concat
    from pyogrio import write_dataframe

    frames = [band.frame for band in bands]
    frame: GeoDataFrame = _typed(frames[0] if len(frames) == 1 else concat(frames, ignore_index=True))
    write_dataframe(
        frame,
        path,
        driver="PMTiles",
        layer=layer,
        dataset_options={
            "MINZOOM": str(zooms[0]),
            "MAXZOOM": str(zooms[1]),
            "SIMPLIFICATION": str(bands[0].simplification),
            "SIMPLIFICATION_MAX_ZOOM": "0" if zooms[1] == last else str(bands[0].simplification),
            "MAX_SIZE": str(_MOST_BYTES),
            "MAX_FEATURES": str(_MOST_FEATURES),
        },
    )


def _whole(path: Path) -> Tiles:
    """Open what GDAL wrote; on a full disk it may end in silence with half a file."""
    try:
        return Tiles(path)
    except RefusalError as error:
        free = shutil.disk_usage(path.parent).free / 1e6
        raise RefusalError("BASEMAP-DISK-FULL", free=free) from error


def _typed(frame: "GeoDataFrame") -> "GeoDataFrame":
    """Give columns of truths and of whole numbers with gaps their type: GDAL takes any other column for
    text."""
    from pandas.api.types import is_object_dtype

    for name in [name for name in frame.columns if is_object_dtype(frame[name])]:
        kinds = set(map(type, frame[name].dropna()))
        if kinds and kinds <= {bool}:
            frame = frame.assign(**{name: frame[name].astype("boolean")})
        elif kinds and kinds <= {int}:
            frame = frame.assign(**{name: frame[name].astype("Int64")})
    return frame


def _join(
    parts: list[_Part],
    left_out: tuple[tuple[str, int], ...],
    file: Any,
    head: tuple[dict[str, Any], dict[str, Any]],
    told: Progress,
) -> None:
    """Write every place's tile: those of all parts one after the other, packed anew."""
    of_place: dict[int, tuple[Place, list[Tiles]]] = {}
    for part in parts:
        for place in part.tiles.places():
            if (part.layer, place[0]) not in left_out:
                of_place.setdefault(number_of(*place), (place, []))[1].append(part.tiles)
    writer = Writer(file)
    writer.tile_f.close()
    with tempfile.TemporaryFile(dir=Path(file.name).parent) as spool:
        writer.tile_f = spool
        for done, number in enumerate(sorted(of_place)):
            place, holders = of_place[number]
            data = b"".join(tiles.tile(*place) or b"" for tiles in holders)
            writer.write_tile(number, gzip.compress(data, _PACKED, mtime=0))
            if not done % 200:
                told("", done / len(of_place))
        writer.finalize(*head)


def _header(box: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = (round(edge * 1e7) for edge in box)
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": 9,
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }


def _metadata(about: About, layers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": about.name,
        "attribution": about.attribution,
        "type": "baselayer",
        "vector_layers": layers,
    }


def _described(layer: str, bands: list[Band]) -> dict[str, Any]:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    def kind(values: Any) -> str:
        return "Boolean" if is_bool_dtype(values) else "Number" if is_numeric_dtype(values) else "String"

    return {
        "id": layer,
        "minzoom": min(band.min_zoom for band in bands),
        "maxzoom": max(band.max_zoom for band in bands),
        "fields": {
            str(name): kind(band.frame[name])
            for band in bands
            for name in band.frame.columns
            if name != band.frame.geometry.name
        },
    }


def _around(boxes: list[tuple[float, ...]]) -> tuple[float, float, float, float]:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
