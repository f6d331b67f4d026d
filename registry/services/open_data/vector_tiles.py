"""The tiles of an open set, one by one, and what a map has to know to ask for them (TileJSON)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pmtiles.reader import Reader

from registry.services.office.registry import Registry
from registry.services.open_data.files import OpenFile, open_file
from registry.services.open_data.sets import Dataset

KIND = "application/vnd.mapbox-vector-tile"


@dataclass(frozen=True, slots=True)
class VectorTiles:
    """The tiles of a file, opened: ``box`` is west, south, east, north in degrees; ``fields`` their kinds."""

    file: OpenFile
    reader: Any
    least_zoom: int
    most_zoom: int
    box: tuple[float, float, float, float]
    fields: dict[str, str]

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile as it is kept, compressed by gzip; None where nothing lies, or no tile can be."""
        if not self.least_zoom <= zoom <= self.most_zoom:
            return None
        if not (0 <= column < 1 << zoom and 0 <= row < 1 << zoom):
            return None
        found: bytes | None = self.reader.get(zoom, column, row)
        return found


def vector_tiles(registry: Registry, dataset: Dataset, now: dt.datetime) -> VectorTiles:
    """Return the tiles of a set (``EXPORT-FORMAT``, ``OPEN-DATA-NO-SHAPES``); opened once a version."""
    file = open_file(registry, dataset, "pmtiles", now)
    key = ("open-data-tiles", dataset.name)
    held: VectorTiles | None = registry.cache.get(key)
    if held is not None and held.file is file:
        return held
    content = file.content
    reader = Reader(lambda offset, length: content[offset : offset + length])
    header, about = reader.header(), reader.metadata()
    box = tuple(header[f"{side}_e7"] / 1e7 for side in ("min_lon", "min_lat", "max_lon", "max_lat"))
    (layer,) = about["vector_layers"]
    made = VectorTiles(
        file,
        reader,
        header["min_zoom"],
        header["max_zoom"],
        (box[0], box[1], box[2], box[3]),
        layer["fields"],
    )
    registry.cache[key] = made
    return made
