"""A file of the lake keeps to GeoParquet 1.1, and whoever asks about a place reads a part of it only."""

import io
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import CRS

from registry.lake.columns import LakeType, lake_layers
from registry.lake.geoparquet import GROUP_ROWS, Packed, packed
from registry.lake.layout import LakeLayer
from registry.lake.tables import lake_table

KINDS = {
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
}  # fmt: skip


def masts(n: int, *, lacking: int = 0) -> pa.Table:
    facts = lake_layers()[LakeLayer.SITES]
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(105.9, 107.0, n), rng.uniform(20.9, 21.6, n)
    values: dict[str, Any] = {item.name: [None] * n for item in facts.columns}
    values |= {"site_code": [f"BNH{at:05d}" for at in range(n)], "lon": lon, "lat": lat}
    values |= {"networks": [["VTL", "VNPT"][: at % 3] for at in range(n)], "counts": [True] * n}
    shapes: Any = np.asarray(shapely.points(lon, lat), dtype=object)
    shapes[:lacking] = None
    return lake_table(facts, facts.columns, values, shapes)


def geo_of(file: Packed) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pq.read_schema(io.BytesIO(file.data)).metadata[b"geo"])
    return found


def faults(geo: Any, schema: pa.Schema, shapes: Any) -> list[str]:
    """What breaks the specification: GeoParquet 1.1.0, metadata of the file, of a column, of its covering."""
    said = []

    def must(holds: bool, what: str) -> None:
        if not holds:
            said.append(what)

    must(geo.keys() >= {"version", "primary_column", "columns"}, "required fields of the file")
    must(geo.get("version") == "1.1.0", "version")
    must(geo.get("primary_column") in geo.get("columns", {}), "the primary column is one of the columns")
    for name, column in geo.get("columns", {}).items():
        must(name in schema.names, f"{name} is a column of the file")
        must(column.keys() >= {"encoding", "geometry_types"}, f"required fields of {name}")
        must(column.get("encoding") == "WKB", "encoding")
        must(schema.field(name).type == pa.binary(), "WKB stands in BYTE_ARRAY at the root of the schema")
        kinds = column.get("geometry_types")
        plain = {kind.removesuffix(" Z") for kind in kinds}
        must(len(set(kinds)) == len(kinds) and plain <= KINDS, "geometry types, each once")
        there = {shape.geom_type + " Z" * shape.has_z for shape in shapes if shape is not None}
        must(set(kinds) == there, "the geometry types that occur")
        must(CRS.from_json_dict(column["crs"]).to_epsg() == 4326, "the CRS as PROJJSON")
        must(column.get("edges", "planar") in ("planar", "spherical"), "edges")
        if "bbox" in column:
            box = column["bbox"]
            must(len(box) == 4 and box[0] <= box[2] and box[1] <= box[3], "bbox of four numbers")
            must(np.allclose(box, shapely.total_bounds(shapes), rtol=0, atol=0), "bbox of what is there")
        covering = column.get("covering", {})
        must(set(covering) <= {"bbox"}, "coverings")
        paths = covering["bbox"]
        must(set(paths) == {"xmin", "ymin", "xmax", "ymax"}, "sides of the covering")
        roots = {path[0] for path in paths.values()}
        must(len(roots) == 1 and all(len(path) == 2 for path in paths.values()), "one column of depth two")
        must(all(path[1] == side for side, path in paths.items()), "fields called as their sides")
        struct = schema.field(roots.pop()).type
        must(pa.types.is_struct(struct), "the covering is a group field at the root")
        must(
            [struct.field(at).name for at in range(4)] == ["xmin", "ymin", "xmax", "ymax"],
            "fields of the covering in their order",
        )
        must({struct.field(at).type for at in range(4)} == {pa.float64()}, "all of one type, float or double")
    return said


def _shape(kind: str) -> Any:
    shapes = {
        "area": shapely.box(106.0, 21.0, 106.1, 21.2),
        "line": shapely.LineString([(106.0, 21.0), (106.1, 21.2)]),
        "point": shapely.Point(106.0, 21.0),
        "any": shapely.MultiPolygon([shapely.box(106.0, 21.0, 106.1, 21.2)]),
    }
    return shapes[kind]


@pytest.mark.parametrize("layer", [layer for layer, facts in lake_layers().items() if facts.shape != "none"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_layer_keeps_to_the_specification(layer: LakeLayer, count: int) -> None:
    facts = lake_layers()[layer]
    values = {item.name: [None] * count for item in facts.columns}
    shapes = np.array([*[_shape(facts.shape)] * max(count - 1, 0), *[None] * (count > 0)], dtype=object)
    file = packed(lake_table(facts, facts.columns, values, shapes))
    table = pq.read_table(io.BytesIO(file.data))
    read = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    assert faults(geo_of(file), table.schema, read) == []
    assert file.rows == count
    assert (file.bbox is None) == (count < 2)
    assert table["bbox"].null_count == table["geometry"].null_count == min(count, 1)


def test_the_check_of_the_specification_finds_what_breaks_it() -> None:
    file = packed(masts(3))
    table = pq.read_table(io.BytesIO(file.data))
    shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    good = geo_of(file)
    assert faults(good, table.schema, shapes) == []
    for name, value in (
        ("encoding", "WKT"), ("geometry_types", ["Polygon"]), ("bbox", [0, 0, 1, 1]),
        ("covering", {"bbox": {side: ["bbox", "xmin"] for side in ("xmin", "ymin", "xmax", "ymax")}}),
    ):  # fmt: skip
        broken = json.loads(json.dumps(good))
        broken["columns"]["geometry"][name] = value
        assert faults(broken, table.schema, shapes), name


def test_numbers_come_back_to_the_bit_and_what_is_missing_is_null() -> None:
    table = masts(2_500, lacking=3)
    rng = np.random.default_rng(5)
    lon = rng.uniform(105.9, 107.0, 2_500)
    again = pq.read_table(io.BytesIO(packed(table).data))
    place = {code: at for at, code in enumerate(again["site_code"].to_pylist())}
    order = [place[f"BNH{at:05d}"] for at in range(2_500)]
    assert again["lon"].to_numpy()[order].tobytes() == lon.tobytes()
    assert again["mast_height_m"].null_count == 2_500
    assert again["site_code"].to_pylist()[-3:] == [f"BNH{at:05d}" for at in range(3)]  # no place: at the end
    facts = lake_layers()[LakeLayer.SITES]
    numeric = [item.name for item in facts.columns if item.type is LakeType.NUMBER]
    assert all(again.schema.field(name).type == pa.float64() for name in numeric)
    assert again.schema.field("mast_height_m").metadata[b"unit"] == b"m"


def test_the_order_of_rows_and_the_bytes_do_not_hang_on_how_they_came() -> None:
    facts = lake_layers()[LakeLayer.SITES]
    table = masts(700)
    rows = table.drop_columns(["bbox"]).to_pylist()
    backwards = rows[::-1]
    values = {item.name: [row[item.name] for row in backwards] for item in facts.columns}
    shapes = np.array([shapely.from_wkb(row["geometry"]) for row in backwards], dtype=object)
    assert packed(lake_table(facts, facts.columns, values, shapes)).data == packed(table).data


def test_a_question_about_a_place_reads_a_part_of_the_groups_only() -> None:
    """A commune of a province of 20,000 masts: by the statistics of the boxes most groups are passed over."""
    file = packed(masts(20_000))
    west, south, east, north = 106.30, 21.20, 106.36, 21.25
    held = pq.ParquetFile(io.BytesIO(file.data))
    assert held.num_row_groups == 20_000 // GROUP_ROWS
    fragment = pads.ParquetFileFormat().make_fragment(pa.BufferReader(file.data))
    meets = (
        (pc.field("bbox", "xmin") <= east) & (pc.field("bbox", "xmax") >= west)
        & (pc.field("bbox", "ymin") <= north) & (pc.field("bbox", "ymax") >= south)
    )  # fmt: skip
    kept = fragment.subset(meets)
    assert 1 <= len(kept.row_groups) <= 3
    read = sum(held.metadata.row_group(group.id).total_byte_size for group in kept.row_groups)
    every = sum(held.metadata.row_group(at).total_byte_size for at in range(held.num_row_groups))
    assert read < every / 3
    found = kept.to_table(filter=meets, columns=["lon", "lat"])
    table = held.read(columns=["lon", "lat"])
    lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
    assert len(found) == int(((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)).sum()) > 50
