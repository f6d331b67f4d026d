"""Map files from outside: read in the limited child, by named drivers, with no way to fetch anything."""

import http.server
import json
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from registry.errors import RefusalError
from registry.geo.crs import GEOD, to_metric
from registry.intake.maps import map_file
from registry.intake.maps.map_file import DRIVERS, read_map_file
from registry.limited import run_child

SQUARE = shapely.box(106.1, 21.2, 106.11, 21.21)


class Listener:
    """A server on this machine that counts who asks it for anything."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            do_HEAD = do_GET  # noqa: N815 - the name that http.server asks for

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
                pass

        self.asked = asked
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


def fetching(address: str) -> dict[str, str]:
    """Files that are no shapes but an address to fetch them from, under names that look harmless."""
    wfs = f"<OGRWFSDataSource><URL>{address}/x</URL></OGRWFSDataSource>"
    capabilities = (
        '<wfs:WFS_Capabilities version="1.1.0" xmlns:wfs="http://www.opengis.net/wfs" '
        'xmlns:ows="http://www.opengis.net/ows" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<ows:OperationsMetadata><ows:Operation name="GetFeature"><ows:DCP><ows:HTTP>'
        f'<ows:Get xlink:href="{address}/wfs?"/></ows:HTTP></ows:DCP></ows:Operation>'
        "</ows:OperationsMetadata>"
        "<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>a</wfs:Name>"
        "<wfs:DefaultSRS>urn:ogc:def:crs:EPSG::4326</wfs:DefaultSRS></wfs:FeatureType></wfs:FeatureTypeList>"
        "</wfs:WFS_Capabilities>"
    )
    gml = (
        '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://a {address}/schema.xsd"><gml:featureMember>'
        f'<a gml:id="a.1"><gml:polygonProperty xlink:href="{address}/part.gml#p"/></a>'
        "</gml:featureMember></gml:FeatureCollection>"
    )
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link>'
        f"<href>{address}/more.kml</href></Link></NetworkLink></Document></kml>"
    )
    return {
        "a.geojson": wfs,
        "b.kml": wfs,
        "c.gml": capabilities,
        "d.gml": gml,
        "e.kml": kml,
        "f.geojson": address + "/x.geojson",
        "g.json": json.dumps(
            {"links": [{"rel": "self", "href": f"{address}/collections"}], "collections": []}
        ),
        "h.shp": f"<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/{address}/x"
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "i.gdalg.json": json.dumps(
            {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline read /vsicurl/{address}/y"}
        ),
        "j.geojson": f"<OGRWFSDataSource><URL>{address.replace('http', 'ftp')}/x</URL></OGRWFSDataSource>",
    }


@pytest.mark.parametrize("name", sorted(fetching("")))
def test_a_file_that_names_an_address_is_refused_and_nobody_is_asked(
    name: str, listener: Listener, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(fetching(listener.address)[name], encoding="utf-8")
    with pytest.raises(RefusalError):
        read_map_file(path)
    assert listener.asked == []


def test_the_drivers_alone_fetch_nothing_where_the_system_lets_no_process_leave_its_network(
    listener: Listener, tmp_path: Path
) -> None:
    """The first lock of two: without ``leave_network`` the drivers that fetch are still not there."""
    path = tmp_path / "a.geojson"
    path.write_text(fetching(listener.address)["a.geojson"], encoding="utf-8")
    assert pyogrio.list_drivers()["WFS"] == "r", "GDAL itself would ask"
    kept = map_file._environment()
    assert not set(kept["GDAL_SKIP"].split(",")) & set(DRIVERS)
    found = run_child("tests.intake.maps.test_map_file:drivers_left", {}, name="x", environment=kept)
    assert set(found) <= set(DRIVERS)
    assert {"GeoJSON", "GPKG", "ESRI Shapefile"} <= set(found)


def drivers_left(request: dict[str, object]) -> list[str]:
    return sorted(pyogrio.list_drivers())


def reaches(request: dict[str, int]) -> bool:
    with socket.socket() as one:
        one.settimeout(2)
        return one.connect_ex(("127.0.0.1", request["port"])) == 0


def test_a_child_reaches_no_address(listener: Listener) -> None:
    port = listener.server.server_port
    assert reaches({"port": port}), "the test itself does"
    assert not run_child("tests.intake.maps.test_map_file:reaches", {"port": port}, name="x")


def test_an_address_that_never_answers_holds_nobody(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        path = tmp_path / "a.geojson"
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        path.write_text(fetching(address)["a.geojson"], encoding="utf-8")
        begun = time.monotonic()
        with pytest.raises(RefusalError, match="VECTOR-NOT-READ"):
            read_map_file(path)
        assert time.monotonic() - begun < 30


def test_a_small_zip_of_very_many_shapes_is_refused(tmp_path: Path) -> None:
    """Attack H3: 1.8 million polygons in about 1 MB held the server for minutes."""
    one = json.dumps({"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(SQUARE)})
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.geojson", "w") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        file.write(",".join([one] * 1000).encode())
        for _ in range(400):
            file.write(("," + ",".join([one] * 1000)).encode())
        file.write(b"]}")
    assert path.stat().st_size < 2 << 20
    with pytest.raises(RefusalError, match="VECTOR-TOO-BIG"):
        read_map_file(path)


@pytest.mark.parametrize(("limit", "value"), [("MAX_FEATURES", 3), ("MAX_POINTS", 15)])
def test_too_many_features_or_points_are_refused_by_number(
    limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.intake.maps import map_reader

    path = tmp_path / "a.geojson"
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(SQUARE)} for _ in range(4)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    asked = {"path": str(path), "name": "a.geojson", "crs": None, "wanted": frozenset({2})}
    assert len(map_reader.read(asked)["shapes"]) == 4
    monkeypatch.setattr(map_reader, limit, value)
    with pytest.raises(RefusalError, match="VECTOR-TOO-MANY"):
        map_reader.read(asked)


@pytest.mark.parametrize(
    ("driver", "suffix"),
    [("GeoJSON", "geojson"), ("GPKG", "gpkg"), ("ESRI Shapefile", "shp"), ("KML", "kml"),
     ("FlatGeobuf", "fgb"), ("GML", "gml"), ("MapInfo File", "tab"), ("GeoJSONSeq", "geojsonl")],
)  # fmt: skip
def test_every_ordinary_format_comes_through_the_child(driver: str, suffix: str, tmp_path: Path) -> None:
    (tmp_path / "bản đồ").mkdir()
    path = tmp_path / "bản đồ" / f"a.{suffix}"
    names = np.array(["Khu A"], dtype=object)
    pyogrio.raw.write(
        path, shapely.to_wkb(np.array([SQUARE])), [names], ["name"],
        geometry_type="Polygon", crs="EPSG:4326", driver=driver,
    )  # fmt: skip
    (found,) = read_map_file(path).features
    assert found.get(["name"]) == "Khu A"
    assert found.geometry.symmetric_difference(SQUARE).area < 1e-9


PLANE = (
    'PROJCS["{name}",GEOGCS["VN-2000",DATUM["{datum}",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",{scale}],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def shapefile(folder: Path, wkt: str) -> Path:
    """Write the square in VN-2000 with what a program wrote of its system."""
    path = folder / "a.shp"
    flat = np.array([shapely.transform(SQUARE, lambda xy: np.column_stack(to_metric(*xy.T, 9214)))])
    pyogrio.raw.write(path, shapely.to_wkb(flat), [], [], geometry_type="Polygon", crs="EPSG:9214")
    path.with_suffix(".prj").write_text(wkt)
    return path


def metres_beside(found: shapely.Geometry) -> float:
    (lon, lat), (lon_0, lat_0) = found.centroid.coords[0], SQUARE.centroid.coords[0]
    return float(GEOD.inv(lon, lat, lon_0, lat_0)[2])


@pytest.mark.parametrize("datum", ["Vietnam_2000", "D_Vietnam_2000", "unknown"])
def test_a_plane_whose_datum_a_program_did_not_write_is_shifted_all_the_same(
    datum: str, tmp_path: Path
) -> None:
    wkt = PLANE.format(name="TM-3 107", datum=datum, meridian=107.0, scale=0.9999)
    read = read_map_file(shapefile(tmp_path, wkt))
    assert read.crs == "EPSG:9214"
    assert metres_beside(read.features[0].geometry) < 0.05


def test_a_system_whose_datum_nobody_knows_is_asked_for(tmp_path: Path) -> None:
    path = shapefile(tmp_path, PLANE.format(name="x", datum="unknown", meridian=107.0, scale=0.99995))
    with pytest.raises(RefusalError, match="VECTOR-NO-CRS"):
        read_map_file(path)
    assert metres_beside(read_map_file(path, crs="EPSG:9214").features[0].geometry) < 0.05


OFFICE = (105.85, 20.95, 107.05, 21.62)
"""The box of the office's communes; its planes are those of 107° and 105.5°."""


def metres(folder: Path, lon: float, lat: float, epsg: int) -> Path:
    """Write a square of a plane without naming the plane."""
    path = folder / "khong-neu.shp"
    easting, northing = (float(one[0]) for one in to_metric(np.array([lon]), np.array([lat]), epsg))
    flat = np.array([shapely.box(easting, northing, easting + 100, northing + 100)])
    pyogrio.raw.write(path, shapely.to_wkb(flat), [], [], geometry_type="Polygon", crs=None)
    return path


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize(
    ("lon", "epsg", "code", "likely"),
    [
        (106.3, 9214, "VECTOR-NO-CRS", {9214}),
        (105.95, 9209, "VECTOR-NO-CRS", {9209}),
        (106.2, 3405, "VECTOR-NO-CRS-SEVERAL", {3405, 5897, 32648, 9209}),  # by 9214 in the sea
        (106.2, 3857, "VECTOR-NO-CRS", {3857}),
    ],
)
def test_only_frames_are_proposed_by_which_the_shapes_lie_in_the_office_s_place(
    tmp_path: Path, lon: float, epsg: int, code: str, likely: set[int]
) -> None:
    path = metres(tmp_path, lon, 21.2, epsg)
    with pytest.raises(RefusalError) as refused:
        read_map_file(path, planes=(9214, 9209), box=OFFICE)
    assert refused.value.code == code
    named = refused.value.params["likely"].split(", ")
    assert {int(one.removeprefix("EPSG:")) for one in named} == likely


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_degrees_without_a_frame_are_said_to_be_of_one_of_two(tmp_path: Path) -> None:
    path = tmp_path / "do.shp"
    flat = np.array([SQUARE])
    pyogrio.raw.write(path, shapely.to_wkb(flat), [], [], geometry_type="Polygon", crs=None)
    with pytest.raises(RefusalError) as refused:
        read_map_file(path, planes=(9214, 9209), box=OFFICE)
    assert (refused.value.code, refused.value.params["likely"]) == (
        "VECTOR-NO-CRS-SEVERAL", "EPSG:4326, EPSG:4756"
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_far_from_the_office_is_said_to_lie_nowhere(tmp_path: Path) -> None:
    path = metres(tmp_path, 106.3, 10.8, 9214)
    with pytest.raises(RefusalError, match="VECTOR-NO-CRS-NONE"):
        read_map_file(path, planes=(9214, 9209), box=OFFICE)
