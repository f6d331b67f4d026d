"""OGC API Features Part 1: the cases of its abstract test suite (17-069r4, Annex A), by their names."""

import itertools
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.ogc.world import LAT, LON, codes, read
from web.ogc.conformance import CLASSES

MASTS = "/collections/masts/items"


def rels(found: dict[str, list[dict[str, str]]]) -> set[str]:
    return {link["rel"] for link in found["links"]}


def test_core_landing_page_names_the_api_definition_conformance_and_data(leader: FlaskClient) -> None:
    found = read(leader, "")
    processes = "http://www.opengis.net/def/rel/ogc/1.0/processes"
    assert {"self", "alternate", "service-desc", "conformance", "data", processes} == rels(found)
    for link in found["links"]:
        answer = leader.get(link["href"].removeprefix("http://localhost"))
        assert answer.status_code == 200, link
        assert answer.mimetype == link["type"].partition(";")[0], link
    assert read(leader, "/")["title"] == found["title"]


def test_core_conformance_says_what_is_held_and_nothing_of_writing(leader: FlaskClient) -> None:
    for _again in range(3):  # pygeoapi's own grows with every question
        found = read(leader, "/conformance")["conformsTo"]
        assert found == list(CLASSES)
    assert not [uri for uri in found if "create" in uri or "features-4" in uri]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in found


def test_core_collections_have_links_extent_and_systems(leader: FlaskClient) -> None:
    found = read(leader, "/collections")
    assert {"self", "alternate"} <= rels(found)
    assert [one["id"] for one in found["collections"]] == [
        "masts",
        "zones",
        "plan",
        "cables",
        "communes",
        "catalogue",
    ]
    for one in found["collections"]:
        assert "items" in rels(one)
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        assert west <= east
        assert south <= north
        alone = read(leader, f"/collections/{one['id']}")
        assert alone == one
        for link in one["links"]:
            assert leader.get(link["href"].removeprefix("http://localhost")).status_code == 200, link


def test_core_features_answer_with_links_and_numbers(leader: FlaskClient) -> None:
    found = read(leader, MASTS)
    assert found["type"] == "FeatureCollection"
    assert found["numberMatched"] == found["numberReturned"] == len(found["features"]) == 4
    assert {"self", "alternate", "collection"} <= rels(found)
    answer = leader.get(f"/ogc{MASTS}")
    assert answer.mimetype == "application/geo+json"
    for one in found["features"]:
        assert one["type"] == "Feature"
        assert one["geometry"]["type"] == "Point"


def test_core_limit_gives_at_most_so_many_and_pages_hold_every_row_once(leader: FlaskClient) -> None:
    seen, address = [], f"{MASTS}?limit=3&mast_class=A2b"
    every = codes(read(leader, f"{MASTS}?mast_class=A2b"))
    for limit in (1, 2, 3, 10_000, 99_999):
        found = read(leader, f"{MASTS}?limit={limit}")
        assert found["numberReturned"] == min(limit, 4)
        assert found["numberMatched"] == 4
    address = f"{MASTS}?limit=1&mast_class=A2b"
    for _page in range(9):
        found = read(leader, address)
        seen += codes(found)
        following = [link["href"] for link in found["links"] if link["rel"] == "next"]
        if not following:
            break
        address = following[0].removeprefix("http://localhost/ogc")
    assert seen == every
    assert len(seen) == len(set(seen)) == 2
    back = [link["href"] for link in found["links"] if link["rel"] == "prev"]
    assert codes(read(leader, back[0].removeprefix("http://localhost/ogc"))) == every[:1]
    assert read(leader, f"{MASTS}?offset=400")["features"] == []


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "viel", "", "²", "9999999999"])
def test_core_a_limit_that_is_none_is_refused(leader: FlaskClient, limit: str) -> None:
    assert read(leader, f"{MASTS}?limit={limit}", 400)["code"] == "WEB-PARAMETER"


def test_core_bbox_gives_what_meets_it(leader: FlaskClient) -> None:
    near = f"{LON - 0.001},{LAT - 0.001},{LON + 0.001},{LAT + 0.010}"
    assert codes(read(leader, f"{MASTS}?bbox={near}")) == ["BGG00045", "VTL1"]
    west, south, east, north = near.split(",")
    assert codes(read(leader, f"{MASTS}?bbox={west},{south},-5,{east},{north},900")) == ["BGG00045", "VTL1"]
    assert read(leader, f"{MASTS}?bbox=1,2,3,4")["numberMatched"] == 0
    over = f"{MASTS}?bbox=106,20,-170,22"  # over the antimeridian
    assert read(leader, over)["numberMatched"] == 4
    assert read(leader, f"{MASTS}?bbox=107,20,-170,22")["numberMatched"] == 0
    zones = read(leader, f"/collections/zones/items?bbox={near}")["features"]
    assert [one["properties"]["name"] for one in zones] == ["Phố O'Hà"]


@pytest.mark.parametrize("box", ["", "1,2,3", "1,2,3,x", "1,2,3,nan", "1,5,3,4", "1,2,3,4,5", "1,2,3,inf"])
def test_core_a_bbox_that_is_none_is_refused(leader: FlaskClient, box: str) -> None:
    assert read(leader, f"{MASTS}?bbox={box}", 400)["code"] == "WEB-PARAMETER"


def test_core_datetime_gives_the_state_of_a_day(leader: FlaskClient) -> None:
    def at(when: str) -> list[str]:
        return codes(read(leader, f"{MASTS}?datetime={when}"))

    assert at("2000-01-01") == ["BGG00045", "VTL2"]  # nobody knows since when
    assert at("2016-01-01") == ["BGG00045", "OLD1", "VTL1", "VTL2"]
    assert at("2019-06-30") == ["BGG00045", "OLD1", "VTL1", "VTL2"]
    assert at("2019-07-01") == ["BGG00045", "VTL1", "VTL2"]
    assert at("2020-01-01") == ["BGG00045", "VMS1", "VTL1", "VTL2"]
    assert at("2019-12-31T18:00:00Z") == at("2020-01-01")  # Vietnam's day
    assert "OLD1" not in codes(read(leader, MASTS))


def test_core_datetime_gives_what_held_in_an_interval(leader: FlaskClient) -> None:
    def names(when: str) -> set[str]:
        found = read(leader, f"/collections/zones/items?datetime={when}")["features"]
        return {one["properties"]["name"] for one in found if one["properties"]["layer"] != "military"}

    assert names("2019-12-01/2020-02-01") == {"Phố O'Hà", "Phố cũ"}
    assert names("2020-01-01/2020-02-01") == {"Phố O'Hà"}
    assert names("../2019-12-31") == names("/2019-12-31") == {"Phố cũ"}
    assert names("2019-12-31/..") == names("2019-12-31/") == names("../..") == {"Phố O'Hà", "Phố cũ"}
    assert names("2009-01-01/2009-12-31") == set()


@pytest.mark.parametrize(
    "when", ["", "gestern", "2020", "2020-13-01", "2020-01-02/2020-01-01", "2020-01-01T00:00:00",
             "9999-12-31T23:59:59Z", "2020-01-01/2020-02-01/2020-03-01", "2020-W01-1"],
)  # fmt: skip
def test_core_a_datetime_that_is_none_is_refused(leader: FlaskClient, when: str) -> None:
    assert read(leader, f"{MASTS}?datetime={when}", 400)["code"] == "WEB-PARAMETER"


@pytest.mark.parametrize("path", ["", "/conformance", "/collections", "/collections/masts", MASTS,
                                  "/collections/masts/queryables", f"{MASTS}/mast-VTL1"])  # fmt: skip
def test_core_an_unknown_parameter_is_refused(leader: FlaskClient, path: str) -> None:
    found = read(leader, f"{path}?khong-co=1", 400)
    assert found["code"] == "WEB-PARAMETER-UNKNOWN"
    assert found["description"]
    assert read(leader, f"{path}?f=json&f=html", 400)["code"] == "OGC-TWICE"
    assert read(leader, f"{path}?f=xml", 400)["code"] == "OGC-FORM"


def test_core_a_filter_by_property_gives_what_says_so(leader: FlaskClient) -> None:
    for asked, found in {
        "carrier=VTL": ["VTL1"],
        "operator=VMS": ["VMS1", "VTL2"],
        "mast_height_m=45": ["VTL2"],
        "mast_height_m=45.0&carrier=VMS": ["VTL2"],
        "carrier=VTL&mast_class=A2c": [],
        "built_on=2015-03-01": ["VTL1"],
        "site_code=vtl1": [],
    }.items():
        assert codes(read(leader, f"{MASTS}?{asked}")) == found, asked
    assert read(leader, f"{MASTS}?mast_height_m=cao", 400)["code"] == "OGC-VALUE"
    for wrong in ("carrier=vtl", "operator=Viettel", "mast_class=Z9", "state=standing"):
        assert read(leader, f"{MASTS}?{wrong}", 400)["code"] == "WEB-PARAMETER", wrong
    assert read(leader, f"{MASTS}?built_on=mai", 400)["code"] == "OGC-VALUE"


def test_core_one_feature_is_that_of_the_collection(leader: FlaskClient) -> None:
    every = read(leader, f"{MASTS}?datetime=../..")["features"]
    assert len(every) == 5
    for one in every:
        found = read(leader, f"{MASTS}/{one['id']}")
        assert {"self", "alternate", "collection"} <= rels(found)
        assert {name: found[name] for name in ("type", "id", "geometry", "properties")} == one


def test_core_what_is_not_there_is_not_found(leader: FlaskClient) -> None:
    assert read(leader, f"{MASTS}/khong-co", 404)["code"] == "OGC-NO-ITEM"
    for path in ("/collections/khong-co", "/collections/khong-co/items", "/collections/khong-co/items/1",
                 "/collections/khong-co/queryables", "/collections/khong-co/schema"):  # fmt: skip
        assert read(leader, path, 404)["code"] == "OGC-COLLECTION"
    assert leader.post(f"/ogc{MASTS}").status_code in (400, 405)  # nothing is written here


def test_core_a_choice_of_properties_gives_these_alone(leader: FlaskClient) -> None:
    found = read(leader, f"{MASTS}?properties=site_code,operator")["features"]
    assert {tuple(sorted(one["properties"])) for one in found} == {("operator", "site_code")}
    assert [one["geometry"] for one in read(leader, f"{MASTS}?skipGeometry=true")["features"]] == [None] * 4
    assert read(leader, f"{MASTS}?properties=khong_co", 400)["code"] == "OGC-PROPERTY"


def test_geojson_areas_are_closed_and_turn_to_the_left(leader: FlaskClient) -> None:
    (ring,) = read(leader, "/collections/zones/items?limit=1")["features"][0]["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) > 0


def test_html_every_page_is_given_as_one_and_a_browser_gets_it(leader: FlaskClient) -> None:
    identity = read(leader, MASTS)["features"][0]["id"]
    for path in ("", "/conformance", "/collections", "/collections/masts", "/collections/masts/queryables",
                 f"{MASTS}?limit=2", f"{MASTS}/{identity}", "/collections/zones/items",
                 "/collections/plan/items"):  # fmt: skip
        joined = "&" if "?" in path else "?"
        page = leader.get(f"/ogc{path}{joined}f=html")
        assert (page.status_code, page.mimetype) == (200, "text/html"), path
        browser = leader.get(f"/ogc{path}", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert browser.mimetype == "text/html", path
        english = leader.get(f"/ogc{path}{joined}f=html&lang=en").get_data(as_text=True)
        assert "BTS registry" in english, path
    refused = leader.get("/ogc/collections/khong-co?f=html", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.mimetype) == (404, "text/html")


def test_links_bear_the_name_by_which_the_service_was_asked(ogc_app: Flask) -> None:
    client = ogc_app.test_client()
    found = client.get("/ogc/collections", base_url="https://127.0.0.1:8443").get_json()
    hosts = {urlsplit(link["href"]).netloc for one in found["collections"] for link in one["links"]}
    assert hosts == {"127.0.0.1:8443"}


def test_a_head_an_etag_and_gzip_save_what_need_not_be_sent(leader: FlaskClient) -> None:
    address = f"/ogc{MASTS}?limit=4"
    whole = leader.get(address)
    head = leader.head(address)
    assert head.status_code == 200
    assert head.get_data() == b""
    assert head.headers["Content-Crs"] == whole.headers["Content-Crs"]
    again = leader.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = leader.get(f"{address}&crs=http://www.opengis.net/def/crs/EPSG/0/4326",
                       headers={"If-None-Match": whole.headers["ETag"]})  # fmt: skip
    assert other.status_code == 200
    zipped = leader.get(address, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.get_data()) < len(whole.get_data()) / 2
