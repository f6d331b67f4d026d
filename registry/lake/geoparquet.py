"""A table of a layer as the bytes of a GeoParquet 1.1 file: WKB, a box a row that readers skip groups by."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import shapely
from pyproj import CRS

from registry.lake.tables import BBOX, GEOMETRY, SIDES

if TYPE_CHECKING:
    import pyarrow as pa

GROUP_ROWS = 2_000
"""Rows of a group: what a reader may skip. A province has five groups of masts and 200,000 masts a hundred,
each of a few communes, since the rows follow the curve."""
Box = tuple[float, float, float, float]
_SRID = 4326


class Packed(NamedTuple):
    """A file's bytes, how many rows it has and the box of all its places (None: no row has one)."""

    data: bytes
    rows: int
    bbox: Box | None


def packed(table: "pa.Table") -> Packed:
    """Return a table of ``lake_table`` as a file; the same bytes for the same rows (and the same pyarrow)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    bbox = None
    if GEOMETRY in table.schema.names:
        about, bbox = _geo(table)
        said = {**(table.schema.metadata or {}), b"geo": json.dumps(about, sort_keys=True).encode()}
        table = table.replace_schema_metadata(said)
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        row_group_size=GROUP_ROWS,
        compression="zstd",
        write_statistics=True,
        write_page_index=True,
    )
    return Packed(sink.getvalue().to_pybytes(), len(table), bbox)


def _geo(table: "pa.Table") -> tuple[dict[str, Any], Box | None]:
    """Return the metadata ``geo`` of GeoParquet 1.1, and the box of all places."""
    import pyarrow.compute as pc

    kinds = _kinds(table)
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": kinds,
        "crs": _crs(),
        "edges": "planar",
        "covering": {"bbox": {side: [BBOX, side] for side in SIDES}},
    }
    box = None
    if kinds:
        held = table.column(BBOX)
        ends = [(pc.min if side.endswith("min") else pc.max)(pc.struct_field(held, side)) for side in SIDES]
        west, south, east, north = (float(end.as_py()) for end in ends)
        box = (west, south, east, north)
        column["bbox"] = list(box)
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}, box


def _kinds(table: "pa.Table") -> list[str]:
    """Return the kinds of geometry that occur, by the names of the specification."""
    shapes = shapely.from_wkb(table.column(GEOMETRY).to_numpy(zero_copy_only=False))
    return sorted({str(shape.geom_type) for shape in shapes if shape is not None})


@cache
def _crs() -> dict[str, Any]:
    """Return EPSG:4326 as PROJJSON; longitude stands first in WKB whatever the CRS says of its axes."""
    return dict(CRS.from_epsg(_SRID).to_json_dict())
