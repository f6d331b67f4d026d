"""Reads a PMTiles file (version 3): one tile, its size, a smaller file of chosen tiles, a tile's features."""

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pmtiles.reader import Reader
from pmtiles.tile import (
    Compression,
    Entry,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    find_tile,
)
from pmtiles.tile import tileid_to_zxy as place_of
from pmtiles.tile import zxy_to_tileid as number_of
from pmtiles.writer import Writer
from shapely import transform
from shapely.geometry import shape

from registry.basemap.about import OSM_ATTRIBUTION, OSM_LICENCE, PROTOMAPS, SHORTBREAD, About
from registry.errors import RefusalError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

EXTENT = 4096
"""Units to a side of a tile in what ``decode`` returns, x to the east and y to the south."""
Place = tuple[int, int, int]
_DEPTH = 4
_DIRECTORIES = 64
_BOX = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
_CENTRE = ("center_zoom", "center_lon_e7", "center_lat_e7")
_SHORTBREAD_LAYERS = frozenset(("water_polygons", "street_labels", "place_labels", "land"))
_PROTOMAPS_LAYERS = frozenset(("earth", "water", "places", "landuse"))
# What the readers of header, directories and tiles raise of bytes that are not theirs.
_BROKEN = (
    MagicNumberNotFound, SpecVersionUnsupported, OSError, EOFError, ValueError, LookupError, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """What a PMTiles file says of itself; ``box`` is west, south, east, north in degrees."""

    min_zoom: int
    max_zoom: int
    box: tuple[float, float, float, float]
    vector: bool
    tiles: int


class Tiles:
    """A PMTiles file open for reading; may be read by several threads at once. Also a context manager.

    Raises RefusalError (``BASEMAP-NOT-PMTILES``) for a file that is none or is cut short.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDONLY)
        self._read = lru_cache(maxsize=_DIRECTORIES)(self._directory)
        try:
            raw = Reader(self._bytes).header()
            self._raw = raw
            self.metadata: dict[str, Any] = Reader(self._bytes).metadata()
            self._read(raw["root_offset"], raw["root_length"])
            whole = raw["tile_data_offset"] + raw["tile_data_length"] <= os.fstat(self._file).st_size
        except _BROKEN as error:
            os.close(self._file)
            raise RefusalError("BASEMAP-NOT-PMTILES", file=path.name) from error
        if not whole or not isinstance(self.metadata, dict):
            os.close(self._file)
            raise RefusalError("BASEMAP-NOT-PMTILES", file=path.name)
        self.header = Header(
            min_zoom=raw["min_zoom"],
            max_zoom=raw["max_zoom"],
            box=(
                raw["min_lon_e7"] / 1e7,
                raw["min_lat_e7"] / 1e7,
                raw["max_lon_e7"] / 1e7,
                raw["max_lat_e7"] / 1e7,
            ),
            vector=raw["tile_type"] == TileType.MVT,
            tiles=raw["addressed_tiles_count"],
        )

    def __enter__(self) -> "Tiles":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        os.close(self._file)

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Return a tile unpacked, None where there is none. Refuses a damaged one."""
        stored = self.stored(z, x, y)
        if stored is None:
            return None
        if self._raw["tile_compression"] == Compression.GZIP:
            try:
                return gzip.decompress(stored)
            except _BROKEN as error:
                raise RefusalError("BASEMAP-NOT-PMTILES", file=self.path.name) from error
        return stored

    def stored(self, z: int, x: int, y: int) -> bytes | None:
        """Return a tile as it lies in the file (packed), None where there is none."""
        entry = self._entry(z, x, y)
        return (
            None if entry is None else self._bytes(self._raw["tile_data_offset"] + entry.offset, entry.length)
        )

    def size(self, z: int, x: int, y: int) -> int:
        """Return what a tile takes in the file in bytes, 0 where there is none."""
        entry = self._entry(z, x, y)
        return 0 if entry is None else int(entry.length)

    def places(self) -> Iterator[Place]:
        """Return every tile of the file as (z, x, y), in the file's order: zoom by zoom."""
        yield from self._walk(self._raw["root_offset"], self._raw["root_length"])

    def cut(self, tiles: Iterable[Place], target: Path) -> int:
        """Write a PMTiles file of the chosen tiles that are there; return its size in bytes.

        Raises RefusalError (``BASEMAP-NO-TILES-THERE``) where none of them is.
        """
        there = sorted({number_of(*place) for place in tiles if self.size(*place)})
        if not there:
            raise RefusalError("BASEMAP-NO-TILES-THERE", file=self.path.name)
        kept = ("tile_type", "tile_compression", *_BOX, *_CENTRE)
        with target.open("wb") as file:
            writer = Writer(file)
            for number in there:
                writer.write_tile(number, self.stored(*place_of(number)))
            writer.finalize({key: self._raw[key] for key in kept}, self.metadata)
        return target.stat().st_size

    def layers(self) -> frozenset[str]:
        """Return the names of the layers that the file says it has."""
        listed = self.metadata.get("vector_layers")
        named = listed if isinstance(listed, list) else []
        return frozenset(str(layer.get("id")) for layer in named if isinstance(layer, dict))

    @property
    def scheme(self) -> str | None:
        """Whose layer names the file bears: ``PROTOMAPS``, ``SHORTBREAD`` or None."""
        layers = self.layers()
        if "streets" in layers and layers & _SHORTBREAD_LAYERS:
            return SHORTBREAD
        return PROTOMAPS if "roads" in layers and layers & _PROTOMAPS_LAYERS else None

    def about(self) -> About:
        """Return what the file says of itself, where no ``about.json`` stands beside it."""
        return About(
            name=str(self.metadata.get("name") or self.path.stem),
            attribution=_plain(str(self.metadata.get("attribution") or OSM_ATTRIBUTION)),
            licence=OSM_LICENCE,
            scheme=self.scheme or PROTOMAPS,
            zooms=(self.header.min_zoom, self.header.max_zoom),
            box=self.header.box,
        )

    def _entry(self, z: int, x: int, y: int) -> Entry | None:
        number = number_of(z, x, y)
        offset, length = self._raw["root_offset"], self._raw["root_length"]
        for _ in range(_DEPTH):
            found = find_tile(self._read(offset, length), number)
            if found is None or found.run_length:
                return found
            offset, length = self._raw["leaf_directory_offset"] + found.offset, found.length
        return None

    def _walk(self, offset: int, length: int) -> Iterator[Place]:
        for entry in self._read(offset, length):
            if entry.run_length:
                for step in range(entry.run_length):
                    yield place_of(entry.tile_id + step)
            else:
                yield from self._walk(self._raw["leaf_directory_offset"] + entry.offset, entry.length)

    def _directory(self, offset: int, length: int) -> list[Entry]:
        try:
            return list(deserialize_directory(self._bytes(offset, length)))
        except _BROKEN as error:
            raise RefusalError("BASEMAP-NOT-PMTILES", file=self.path.name) from error

    def _bytes(self, offset: int, length: int) -> bytes:
        return os.pread(self._file, length, offset)


def decode(data: bytes) -> "dict[str, list[tuple[dict[str, Any], BaseGeometry]]]":
    """Return the features of an unpacked tile by layer: properties and geometry in 0..4096, y to the south.

    What reaches over the tile's edge lies a little outside of that. Layers of another extent are scaled to
    ours.
    """
    from mapbox_vector_tile import decode as decoded

    layers = {}
    for name, layer in decoded(data, default_options={"y_coord_down": True}).items():
        scale = EXTENT / layer.get("extent", EXTENT)
        shapes = [(dict(one["properties"]), shape(one["geometry"])) for one in layer["features"]]
        if scale != 1:
            shapes = [(about, transform(one, lambda points: points * scale)) for about, one in shapes]  # noqa: B023
        layers[str(name)] = shapes
    return layers


def _plain(text: str) -> str:
    """Leave the words of an attribution that is written as HTML."""
    words, inside = [], False
    for letter in text:
        inside = letter == "<" or (inside and letter != ">")
        if not inside and letter != ">":
            words.append(letter)
    return "".join(words).replace("&copy;", "©").strip()
