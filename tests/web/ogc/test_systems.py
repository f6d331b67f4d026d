"""OGC API Features Part 2 (18-058r1): coordinates in the systems that a collection lists."""

import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient

from registry.geo.crs import to_metric
from registry.provinces import DEFAULT, planes_of
from tests.web.ogc.world import CRS84, EPSG, LAT, LON, codes, read
from web.ogc.systems import systems

MASTS = "/collections/masts/items"
PLANES = [f"{EPSG}{epsg}" for epsg in planes_of(DEFAULT)]
ALL = [CRS84, f"{EPSG}4326", f"{EPSG}3857", *PLANES]


def place(client: FlaskClient, crs: str) -> list[float]:
    found = read(client, f"{MASTS}?site_code=BGG00045&crs={crs}")["features"]
    coordinates: list[float] = found[0]["geometry"]["coordinates"]
    return coordinates


def test_crs_md_every_collection_lists_the_provinces_planes(leader: FlaskClient) -> None:
    assert len(PLANES) == 2
    for one in read(leader, "/collections")["collections"]:
        assert one["crs"] == ALL
        assert one["storageCrs"] == CRS84


def test_crs_coordinates_stand_in_the_order_of_the_system(leader: FlaskClient) -> None:
    assert place(leader, CRS84) == [LON, LAT]
    assert place(leader, f"{EPSG}4326") == [LAT, LON]
    assert place(leader, f"{EPSG}3857") == pytest.approx([11_821_528.8, 2_422_637.8], abs=40_000)
    for epsg in planes_of(DEFAULT):
        easting, northing = to_metric(np.array([LON]), np.array([LAT]), epsg)
        assert place(leader, f"{EPSG}{epsg}") == pytest.approx([easting[0], northing[0]], abs=0.001)


@pytest.mark.parametrize("crs", ALL)
def test_crs_the_answer_says_its_system(leader: FlaskClient, crs: str) -> None:
    for path in (f"{MASTS}?crs={crs}", f"{MASTS}/mast-VTL1?crs={crs}"):
        answer = leader.get(f"/ogc{path}")
        assert answer.headers["Content-Crs"] == f"<{crs}>"
        for link in answer.get_json(force=True)["links"]:
            if link["rel"] == "self":
                assert (
                    leader.get(link["href"].removeprefix("http://localhost")).headers["Content-Crs"]
                    == f"<{crs}>"
                )
    assert leader.get(f"/ogc{MASTS}").headers["Content-Crs"] == f"<{CRS84}>"


@pytest.mark.parametrize("crs", ALL)
def test_bbox_crs_chooses_the_same_rows_in_every_system(leader: FlaskClient, crs: str) -> None:
    area = systems(DEFAULT)[crs].from_lon_lat(shapely.box(LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.010))
    sides = ",".join(map(str, shapely.bounds(area)))
    assert codes(read(leader, f"{MASTS}?bbox={sides}&bbox-crs={crs}")) == ["BGG00045", "VTL1"]
    far = ",".join(str(side + 0.5 if abs(side) < 400 else side + 60_000) for side in shapely.bounds(area))
    assert codes(read(leader, f"{MASTS}?bbox={far}&bbox-crs={crs}")) == []


def test_crs_one_that_is_not_listed_is_refused(leader: FlaskClient) -> None:
    for far in ("1e300,1,2e300,2", "8e8,8e8,9e8,9e8"):
        refused = read(leader, f"{MASTS}?bbox={far}&bbox-crs={PLANES[0]}", 400)
        assert refused["code"] == "WEB-PARAMETER"
    for crs in (f"{EPSG}32648", "EPSG:4326", "", "http://www.opengis.net/def/crs/EPSG/0/x"):
        assert read(leader, f"{MASTS}?crs={crs}", 400)["code"] == "OGC-CRS"
        assert read(leader, f"{MASTS}?bbox=1,2,3,4&bbox-crs={crs}", 400)["code"] == "OGC-CRS"
        assert read(leader, f"{MASTS}/mast-VTL1?crs={crs}", 400)["code"] == "OGC-CRS"
    assert read(leader, f"{MASTS}?bbox-crs={CRS84}", 400)["code"] == "OGC-WITHOUT"


def test_crs_a_plane_and_back_is_the_same_place_to_a_millimetre(leader: FlaskClient) -> None:
    for system in systems(DEFAULT).values():
        point = shapely.Point(LON, LAT)
        there = system.to_lon_lat(system.from_lon_lat(point))
        assert shapely.distance(point, there) < 2e-8
