"""DuckDB, GeoPandas and Dask-GeoPandas read a lake of several provinces and days without our code."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import dask
import dask_geopandas
import duckdb
import geopandas as gpd
import numpy as np
import pytest
import shapely

from registry.lake.columns import lake_layers
from registry.lake.geoparquet import GROUP_ROWS, packed
from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest
from registry.lake.reading import Lake
from registry.lake.tables import lake_table
from registry.lake.writing import write_day

DAYS = (dt.date(2026, 11, 29), dt.date(2026, 11, 30))
PLACES = {"01": (105.7, 20.9, 2_500), "24": (106.2, 21.2, 6_000)}
BOX = (106.25, 21.25, 106.35, 21.35)
INPLACE = "ignore:The inplace keyword in GeoDataFrame.reset_index"  # Dask's own call, with pandas 3


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two provinces, one of them with a zero before its code, on two days; a mast more on the second."""
    folder = tmp_path_factory.mktemp("lake") / "lake"
    for at, day in enumerate(DAYS):
        for province, (west, south, count) in PLACES.items():
            about = Manifest(province, f"Tỉnh {province}", day, "office", 1, "a" * 64, "law", 9214, True, ())
            layers = [
                (layer, _rows(layer, west, south, count + at)) for layer in (LakeLayer.SITES, LakeLayer.ZONES)
            ]
            write_day(folder, about, layers)
    return folder


def _rows(layer: LakeLayer, west: float, south: float, count: int) -> Any:
    facts, rng = lake_layers()[layer], np.random.default_rng(count // 10)
    if layer is LakeLayer.ZONES:
        count = 3
    lon, lat = rng.uniform(west, west + 0.4, count), rng.uniform(south, south + 0.3, count)
    values: dict[str, Any] = {item.name: [None] * count for item in facts.columns}
    shapes: Any = np.asarray(shapely.points(lon, lat), dtype=object)
    if layer is LakeLayer.SITES:
        values |= {"site_code": [f"M{at:05d}" for at in range(count)], "lon": lon, "lat": lat}
        values |= {"networks": [["VTL", "VNPT"][: 1 + at % 2] for at in range(count)]}
        values |= {"built_on": [dt.date(2010, 1, 1)] * count, "counts": [True] * count}
    else:
        values |= {"zone_id": ["a", "b", "c"], "zone_layer": ["dyke", "road", "road"]}
        shapes = shapely.buffer(shapes, 0.01)
    return packed(lake_table(facts, facts.columns, values, shapes))


def expected(lake: Path, province: str, day: dt.date) -> Any:
    """Codes in the box as our own reader says."""
    own = Lake(lake)
    table = own.table(own.manifest(province, day), "sites", ["site_code"], BOX)
    return sorted(table["site_code"].to_pylist())


def test_duckdb_reads_partitions_types_and_boxes(lake: Path) -> None:
    source = (
        f"read_parquet('{lake}/layer=sites/*/*/*.parquet', hive_partitioning = true, "
        "hive_types = {'province': VARCHAR, 'day': DATE})"
    )
    with duckdb.connect() as base:
        counts = base.sql(
            f"SELECT province, day, count(*) FROM {source} GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        assert counts == [
            (province, day, count + at)
            for province, (_, _, count) in sorted(PLACES.items())
            for at, day in enumerate(DAYS)
        ]
        west, south, east, north = BOX
        inside = (
            f"day = DATE '{DAYS[1]}' AND bbox.xmin <= {east} AND bbox.xmax >= {west} "
            f"AND bbox.ymin <= {north} AND bbox.ymax >= {south}"
        )
        found = base.sql(
            f"SELECT province, site_code, lon, lat, geometry::BLOB, networks FROM {source} WHERE {inside}"
        )
        rows = found.fetchall()
        assert {(row[0], row[1]) for row in rows} == {
            (province, code) for province in PLACES for code in expected(lake, province, DAYS[1])
        }
        assert all((shapely.from_wkb(row[4]).x, shapely.from_wkb(row[4]).y) == row[2:4] for row in rows)
        assert {tuple(row[5]) for row in rows} == {("VTL",), ("VTL", "VNPT")}
        layers = base.sql(
            f"SELECT zone_layer, count(*) FROM read_parquet('{lake}/layer=zones/*/*/*.parquet', "
            "hive_partitioning = true) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        assert layers == [("dyke", 4), ("road", 8)]  # the folder's name hides no column


def test_duckdb_passes_over_the_groups_and_files_that_a_box_does_not_meet(lake: Path) -> None:
    """What it read is counted by its own profile, not by the rows that came out."""
    source = (
        f"read_parquet('{lake}/layer=sites/*/*/*.parquet', hive_partitioning = true, "
        "hive_types = {'province': VARCHAR, 'day': DATE})"
    )
    corner = "bbox.xmin <= 106.22 AND bbox.xmax >= 106.2 AND bbox.ymin <= 21.22 AND bbox.ymax >= 21.2"
    day = f"province = '24' AND day = DATE '{DAYS[1]}'"
    with duckdb.connect() as base:

        def read(condition: str) -> dict[str, int]:
            asked = f"SELECT sum(lon), sum(lat) FROM {source} WHERE {condition}"
            told = base.sql(f"EXPLAIN (ANALYZE, FORMAT json) {asked}").fetchall()[0][1]
            found: dict[str, int] = json.loads(told)["query"]
            return found

        every, of_day, of_corner = read("true"), read(day), read(f"{day} AND {corner}")
    assert (
        every["total_row_groups_scanned"]
        == sum(2 * (-(-count // GROUP_ROWS)) for _, _, count in PLACES.values()) + 1
    )
    assert of_day["total_row_groups_scanned"] == 4  # 6,001 masts
    assert of_corner["total_row_groups_scanned"] == 1
    assert of_corner["total_rows_scanned"] < GROUP_ROWS < of_day["total_rows_scanned"]


def test_geopandas_reads_a_day_and_a_box_of_it(lake: Path) -> None:
    folder = lake / "layer=sites" / "province=24" / f"day={DAYS[1]}"
    whole = gpd.read_parquet(folder)
    assert len(whole) == 6_001
    assert whole.crs == "EPSG:4326"
    assert (whole.geometry.x == whole["lon"]).all()
    found = gpd.read_parquet(folder, bbox=BOX)
    assert sorted(found["site_code"]) == expected(lake, "24", DAYS[1])
    assert len(found) < 2_000
    everything = gpd.read_parquet(lake / "layer=sites")
    assert len(everything) == sum(2 * count + 1 for _, _, count in PLACES.values())
    assert set(everything["province"].astype(str).str.zfill(2)) == set(PLACES)


@pytest.mark.filterwarnings(INPLACE)
def test_dask_geopandas_reads_partitions_with_their_boxes(lake: Path) -> None:
    frame = dask_geopandas.read_parquet(
        lake / "layer=sites", filters=[("day", "=", DAYS[1].isoformat())], columns=["site_code", "geometry"]
    )
    assert frame.npartitions == len(PLACES)
    assert frame.crs == "EPSG:4326"
    assert frame.spatial_partitions is not None
    boxes = frame.spatial_partitions.bounds.sort_values("minx")
    assert [round(float(west), 1) for west in boxes["minx"]] == [105.7, 106.2]
    with dask.config.set(scheduler="synchronous"):
        assert len(frame) == sum(count + 1 for _, _, count in PLACES.values())
        # what is outside the box of a partition is known before it is read
        near = frame.cx[BOX[0] : BOX[2], BOX[1] : BOX[3]]
        assert near.npartitions == 1
        assert sorted(near.compute()["site_code"]) == expected(lake, "24", DAYS[1])
