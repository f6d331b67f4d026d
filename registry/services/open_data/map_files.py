"""The open sets as files for maps: GeoJSON, FlatGeobuf, GeoParquet 1.1 with boxes, and vector tiles.

Names and values are those in code; longitude stands first, in degrees of WGS 84. A list of values is one text
with commas where a format has no lists, and days are ISO 8601 texts where it has no days.
"""

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.extras import need_extra
from registry.geo.crs import WGS84
from registry.services.office.table_book import ILLUSTRATIVE
from registry.services.open_data.disclosed import OpenTable
from registry.services.open_data.sets import Dataset

if TYPE_CHECKING:
    import geopandas as gpd

LEAST_ZOOM, MOST_ZOOM = 6, 14
"""From the province on one screen to a street: closer, a map shows the tiles of 14 enlarged."""
_DAYS = frozenset({"valid_from", "valid_to"})
"""Columns that hold days, whether or not a row says one today: a file's types do not change with its rows."""
_DECIMALS = 7  # of degrees: a centimetre, as the standard of GeoJSON advises


def geojson(dataset: Dataset, table: OpenTable) -> bytes:
    """Write a FeatureCollection as RFC 7946 has it; an illustrative register marks its head as well."""
    fields = dataset.fields_of(illustrative=table.illustrative)
    features = [
        {
            "type": "Feature",
            "properties": {field.name: iso(row[field.name]) for field in fields},
            "geometry": _outline(row.get("geometry")),
        }
        for row in table.rows
    ]
    head = {"type": "FeatureCollection", "name": dataset.name}
    if table.illustrative:
        head["mark"] = ILLUSTRATIVE
    return json.dumps({**head, "features": features}, ensure_ascii=False).encode("utf-8")


def flatgeobuf(dataset: Dataset, table: OpenTable) -> bytes:
    """Write FlatGeobuf with its index, by which a program fetches what lies in a box and nothing else."""
    frame = _frame(dataset, table, days=False)
    return _by_gdal(frame, "FlatGeobuf", dataset.name, SPATIAL_INDEX="NO" if _unplaced(frame) else "YES")


def geoparquet(dataset: Dataset, table: OpenTable) -> bytes:
    """Write GeoParquet 1.1 with the box of each row (``EXTRA-MISSING`` without its library)."""
    need_extra("parquet")
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder) / "made.parquet"
        _frame(dataset, table, days=True).to_parquet(
            path, index=False, compression="zstd", schema_version="1.1.0", write_covering_bbox=True
        )
        return path.read_bytes()


def pmtiles(dataset: Dataset, table: OpenTable) -> bytes:
    """Write vector tiles in one file; what lies nowhere is in none of them (``OPEN-DATA-NO-SHAPES``)."""
    frame = _frame(dataset, table, days=False)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if frame.empty:
        raise RefusalError("OPEN-DATA-NO-SHAPES")
    return _by_gdal(
        frame, "PMTiles", dataset.name, MINZOOM=LEAST_ZOOM, MAXZOOM=MOST_ZOOM, NAME=dataset.title.vi
    )


def iso(value: Any) -> Any:
    """Return a day as text, any other value as it stands."""
    return value.isoformat() if isinstance(value, dt.date) else value


_ENDINGS = {"FlatGeobuf": "fgb", "PMTiles": "pmtiles"}  # by any other GDAL makes a folder


def _by_gdal(frame: "gpd.GeoDataFrame", driver: str, layer: str, **options: Any) -> bytes:
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder) / f"made.{_ENDINGS[driver]}"
        frame.to_file(path, driver=driver, layer=layer, engine="pyogrio", **options)
        return path.read_bytes()


def _frame(dataset: Dataset, table: OpenTable, *, days: bool) -> "gpd.GeoDataFrame":
    import geopandas as gpd
    import pandas as pd

    columns: dict[str, Any] = {}
    for field in dataset.fields_of(illustrative=table.illustrative):
        values = [_single(row[field.name]) for row in table.rows]
        columns[field.name] = pd.Series(
            values if days else [iso(value) for value in values],
            dtype=_day_type() if days and field.name in _DAYS else _kind_of(values),
        )
    shapes = [row.get("geometry") for row in table.rows]
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=WGS84), crs=WGS84)


def _day_type() -> Any:
    """Return how GeoParquet keeps days; by it a column without any is one of days as well."""
    import pandas as pd
    import pyarrow as pa

    return pd.ArrowDtype(pa.date32())


def _kind_of(values: list[Any]) -> str:
    """Return how a column is kept: numbers as numbers, all else as texts."""
    there = [value for value in values if value is not None]
    if there and all(isinstance(value, int | float) for value in there):
        return (
            "float64"
            if any(isinstance(value, float) for value in there) or len(there) < len(values)
            else "int64"
        )
    return "str"


def _single(value: Any) -> Any:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else value


def _unplaced(frame: "gpd.GeoDataFrame") -> bool:
    return bool((frame.geometry.isna() | frame.geometry.is_empty).any())


def _outline(shape: Any) -> Any:
    if shape is None or shape.is_empty:
        return None
    rounded = shapely.transform(shapely.force_2d(shape), lambda points: np.round(points, _DECIMALS))
    return shapely.geometry.mapping(shapely.orient_polygons(rounded))
