"""Files for maps are read by others' programs: whole, by a box, in parts, tile by tile, from other sites."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import mapbox_vector_tile
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from flask import Flask

from registry import extras
from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account
from registry.services.open_data.decisions import withdraw
from tests.e2e.conftest import served
from tests.pages import Pages
from tests.web.open_data.world import LEADER, SQUARES, open_, open_office
from tests.web.people import PASSWORD, registry_of, visitor

TILE = "/open-data/tiles/zones/10/814/450.mvt"
"""Where the squares of the world lie: worked out from 106.22 degrees east, 21.22 north at zoom 10."""
SEEN = {"planning", "urban_area"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with open_office(tmp_path_factory.mktemp("maps") / "sổ", "zones") as app:
        add_account(registry_of(app), "leader", [Role.LEADER], password=PASSWORD, must_change=False, who="t")
        yield app


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_office(tmp_path_factory.mktemp("served") / "sổ", "zones") as app, served(app) as found:
        yield found


@pytest.mark.parametrize("form", ["geojson", "fgb", "parquet"])
def test_a_file_for_maps_holds_the_zones_that_everybody_may_see(app: Flask, form: str) -> None:
    content = Pages(app).get(f"/open-data/zones.{form}").get_data()
    frame = gpd.read_parquet(io.BytesIO(content)) if form == "parquet" else gpd.read_file(io.BytesIO(content))
    assert frame.crs.to_epsg() == 4326
    assert set(frame["layer"]) == SEEN
    for layer, shape in zip(frame["layer"], frame.geometry, strict=True):
        west = next(at for one, at in SQUARES.items() if one.value == layer)
        assert shape.equals(shapely.box(west, 21.20, west + 0.04, 21.24)) or shape.normalize().equals_exact(
            shapely.box(west, 21.20, west + 0.04, 21.24).normalize(), 1e-7
        )
    assert set(frame["error_m"]) == {20.0}
    assert {str(day)[:10] for day in frame["valid_from"]} == {"2026-01-01"}


def test_geoparquet_has_a_box_of_each_row_and_days_are_days(app: Flask) -> None:
    content = Pages(app).get("/open-data/zones.parquet").get_data()
    file = pq.ParquetFile(io.BytesIO(content))
    about = json.loads(file.schema_arrow.metadata[b"geo"])
    assert about["version"] == "1.1.0"
    assert set(about["columns"]["geometry"]["covering"]) == {"bbox"}
    assert str(file.schema_arrow.field("valid_from").type) == "date32[day]"
    boxes = file.read().column("bbox").to_pylist()
    assert sorted(round(box["xmin"], 2) for box in boxes) == [106.2, 106.25]


def test_without_its_library_geoparquet_is_not_offered_and_refused(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _name: None)
    links = {link.get("href") for link in Pages(app).page("/open-data").all("a")}
    assert "/open-data/zones.fgb" in links
    assert "/open-data/zones.parquet" not in links
    said = json.loads(Pages(app).get("/open-data/catalogue.json").get_data())
    (entry,) = said["dcat:dataset"]
    assert "parquet" not in json.dumps(entry["dcat:distribution"])
    registry_of(app).cache.pop(("open-data-file", "zones", "parquet"), None)
    for kept in (registry_of(app).settings.home / "cache" / "open-data").glob("*.parquet"):
        kept.unlink()
    assert "EXTRA-MISSING" in Pages(app).get("/open-data/zones.parquet", 400).get_data(as_text=True)


def test_tiles_hold_the_zones_of_their_place_and_no_other(app: Flask) -> None:
    pages = Pages(app)
    about = json.loads(pages.get("/open-data/tiles/zones.json").get_data())
    assert about["tiles"] == ["http://localhost/open-data/tiles/zones/{z}/{x}/{y}.mvt"]
    west, south, east, north = about["bounds"]
    assert (west, south, east, north) == pytest.approx((106.20, 21.20, 106.29, 21.24), abs=1e-5)
    answer = pages.get(TILE, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    plain = pages.get(TILE)
    assert gzip.decompress(answer.get_data()) == plain.get_data()
    read = mapbox_vector_tile.decode(plain.get_data())
    assert set(read) == {"zones"} == {layer["id"] for layer in about["vector_layers"]}
    assert {one["properties"]["layer"] for one in read["zones"]["features"]} == SEEN
    assert set(read["zones"]["features"][0]["properties"]) <= set(about["vector_layers"][0]["fields"])
    assert pages.get(TILE, 304, headers={"If-None-Match": plain.headers["ETag"]}).get_data() == b""
    assert pages.get("/open-data/tiles/zones/10/0/0.mvt", 204).get_data() == b""
    for wrong in ("10/1024/0", "5/0/0", "15/0/0", "x/0/0", "10/-1/0", "10/0/99999999", "²/0/0"):
        pages.get(f"/open-data/tiles/zones/{wrong}.mvt", 404)
    assert "OPEN-DATA-CLOSED" in pages.get("/open-data/tiles/masts/10/0/0.mvt", 404).get_data(as_text=True)
    open_(registry_of(app), "masts")
    assert "EXPORT-FORMAT" in pages.get("/open-data/tiles/masts.json", 400).get_data(as_text=True)
    withdraw(registry_of(app), "masts", "thử", person=LEADER)


def test_parts_of_a_file_are_parts_of_one_file(app: Flask) -> None:
    pages = Pages(app)
    whole = pages.get("/open-data/zones.fgb")
    content, etag = whole.get_data(), whole.headers["ETag"]
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert not etag.startswith("W/")
    for asked, start, end in (
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(content)),
        ("bytes=-7", len(content) - 7, len(content)),
    ):
        part = pages.get("/open-data/zones.fgb", 206, headers={"Range": asked, "Accept-Encoding": "gzip"})
        assert part.get_data() == content[start:end]
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(content)}"
        assert "Content-Encoding" not in part.headers
        assert part.headers["Access-Control-Allow-Origin"] == "*"
    beyond = pages.get("/open-data/zones.fgb", 416, headers={"Range": f"bytes={len(content)}-"})
    assert beyond.headers["Content-Range"] == f"bytes */{len(content)}"
    ask = {"Range": "bytes=0-9"}
    assert len(pages.get("/open-data/zones.fgb", 206, headers=ask | {"If-Range": etag}).get_data()) == 10
    other = pages.get("/open-data/zones.fgb", headers=ask | {"If-Range": '"another"'})
    assert other.get_data() == content
    assert pages.get("/open-data/zones.fgb", headers={"Range": "bytes=0-1,5-6"}).get_data() == content
    head = pages.client.head("/open-data/zones.fgb")
    assert (head.content_length, head.headers["Accept-Ranges"]) == (len(content), "bytes")


def test_compressed_bytes_have_a_name_of_their_own(app: Flask) -> None:
    pages = Pages(app)
    plain = pages.get("/open-data/zones.geojson")
    zipped = pages.get("/open-data/zones.geojson", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.get_data()) == plain.get_data()
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    again = {"If-None-Match": zipped.headers["ETag"], "Accept-Encoding": "gzip"}
    assert pages.get("/open-data/zones.geojson", 304, headers=again).get_data() == b""


def test_another_process_sends_the_same_bytes(app: Flask) -> None:
    """A workbook holds when it was made: kept in the register's folder it is made once for all of them."""
    office = registry_of(app)
    forms = ("xlsx", "fgb", "parquet", "pmtiles")
    first = {form: Pages(app).get(f"/open-data/zones.{form}").headers["ETag"] for form in forms}
    office.cache.clear()  # what another process begins with
    assert {form: Pages(app).get(f"/open-data/zones.{form}").headers["ETag"] for form in forms} == first
    kept = sorted(path.suffix for path in (office.settings.home / "cache" / "open-data").iterdir())
    assert kept == sorted(f".{form}" for form in forms)


def test_other_sites_read_what_is_for_everybody_and_nothing_else(app: Flask) -> None:
    pages, leader = Pages(app), visitor(app, "leader")
    open_paths = ("/open-data/zones.geojson", "/open-data/catalogue", TILE, "/open-data/tiles/zones.json")
    for path in open_paths:
        asked = pages.client.options(
            path, headers={"Origin": "https://map.example", "Access-Control-Request-Method": "GET"}
        )
        assert asked.status_code in (200, 204)
        assert asked.headers["Access-Control-Allow-Origin"] == "*"
        assert "Range" in asked.headers["Access-Control-Allow-Headers"]
        assert "POST" not in asked.headers["Access-Control-Allow-Methods"]
        sent = pages.get(path)
        assert sent.headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Range" in sent.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in sent.headers
    for path in ("/", "/open-data", "/open-data/dictionary", "/office/open-data", "/map", "/robots.txt"):
        for asker in (pages, leader):
            assert "Access-Control-Allow-Origin" not in asker.client.get(path).headers, path
    assert "Access-Control-Allow-Origin" not in leader.get("/office/open-data/zones/preview.geojson").headers


def test_gdal_opens_open_files_by_their_address(address: str) -> None:
    """As QGIS does: the whole of a GeoJSON, of FlatGeobuf what lies in a box, the tiles of PMTiles."""
    frame = pyogrio.read_dataframe(f"/vsicurl/{address}/open-data/zones.geojson")
    assert set(frame["layer"]) == SEEN
    near = pyogrio.read_dataframe(
        f"/vsicurl/{address}/open-data/zones.fgb", bbox=(106.26, 21.21, 106.27, 21.22)
    )
    assert set(near["layer"]) == {"urban_area"}
    tiles = pyogrio.read_info(f"/vsicurl/{address}/open-data/zones.pmtiles")
    assert "layer" in tiles["fields"]


def test_a_set_in_which_nothing_lies_anywhere_has_files_and_no_tiles(tmp_path: Path) -> None:
    with open_office(tmp_path / "sổ", "zones") as app:
        office = registry_of(app)
        from registry.services.office.batches import list_batches, undo_batch

        zones = next(batch for batch in list_batches(office) if batch.kind == "zones")
        undo_batch(office, zones.id, who="lan")
        pages = Pages(app)
        for form in ("geojson", "fgb", "parquet", "csv"):
            assert pages.get(f"/open-data/zones.{form}").get_data()
        assert "OPEN-DATA-NO-SHAPES" in pages.get("/open-data/zones.pmtiles", 404).get_data(as_text=True)
        links = {link.get("href") for link in pages.page("/open-data").all("a")}
        assert "/open-data/zones.pmtiles" not in links
        assert "pmtiles" not in pages.get("/open-data/catalogue.ttl").get_data(as_text=True)
