"""OGC API Records: the catalogue of what is open, for everybody, of the same sets as that of DCAT."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Person, Role
from registry.services.office.calendar import today
from registry.services.open_data.decisions import Typed, open_set, withdraw
from tests.web.ogc.world import LAT, LON, read
from tests.web.people import registry_of
from web.ogc.conformance import CLASSES

LEADER = Person("leader", frozenset({Role.LEADER}))
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ITEMS = "/collections/catalogue/items"
OPEN = ("masts", "zones", "outages")


@pytest.fixture
def opened(ogc_app: Flask) -> Iterator[None]:
    """Three sets are open for the time of a test, one of them under a licence."""
    registry = registry_of(ogc_app)
    for name in OPEN:
        typed = Typed(
            "12/QĐ", today(), today(), None, "Ghi nguồn <b>\"sổ\"</b>.", "Phòng BCVT, bcvt@so.example",
            LICENCE if name == "masts" else "",
        )  # fmt: skip
        open_set(registry, name, typed, person=LEADER)
    yield
    for name in OPEN:
        withdraw(registry, name, "hết", person=LEADER)


def ids(found: Any) -> list[str]:
    return [one["id"] for one in found["features"]]


def test_the_catalogue_is_there_and_empty_where_nothing_is_open(
    stranger: FlaskClient, leader: FlaskClient
) -> None:
    for client in (stranger, leader):
        assert read(client, ITEMS)["features"] == []
        assert read(client, f"{ITEMS}?q=cột&bbox=105,20,107,22&ids=masts")["numberMatched"] == 0
        one = read(client, "/collections/catalogue")
        assert (one["type"], one["itemType"]) == ("Collection", "record")
        assert client.get("/ogc/collections/catalogue/items?f=html").status_code == 200


@pytest.mark.usefixtures("opened")
def test_record_core_every_record_has_what_a_record_has(stranger: FlaskClient) -> None:
    assert "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core" in CLASSES
    found = read(stranger, ITEMS, **{"Accept-Language": "en"})
    assert ids(found) == list(OPEN)
    for one in found["features"]:
        assert one["type"] == "Feature"
        assert one["time"] is None
        assert one["conformsTo"] == ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"]
        assert one["geometry"]["type"] == "Polygon"
        said = one["properties"]
        assert said["type"] == "dataset"
        assert said["title"]
        assert said["description"]
        assert said["created"].startswith(f"{today()}T00:00:00+07:00")
        assert all(isinstance(word, str) for word in said["keywords"])
        assert {part["code"] for part in said["languages"]} == {"vi", "en"}
        (contact,) = said["contacts"]
        assert contact["emails"] == [{"value": "bcvt@so.example"}]
        assert {"publisher", "pointOfContact"} == set(contact["roles"])
        assert said["rights"] == 'Ghi nguồn <b>"sổ"</b>.'
    by_name = {one["id"]: one for one in found["features"]}
    assert by_name["masts"]["properties"]["license"] == LICENCE
    assert by_name["zones"]["properties"]["license"] == "other"


@pytest.mark.usefixtures("opened")
def test_records_lead_to_the_files_that_the_catalogue_of_dcat_names(stranger: FlaskClient) -> None:
    tree = stranger.get("/open-data/catalogue.jsonld").get_json(force=True)
    named = {
        entry["dct:identifier"]: {file["dcat:accessURL"] for file in entry["dcat:distribution"]}
        for entry in tree["dcat:dataset"]
    }
    for one in read(stranger, ITEMS)["features"]:
        files = [link for link in one["links"] if link["rel"] in ("enclosure", "tiles")]
        assert {link["href"] for link in files} == named[one["id"]]
        for link in files:
            answer = stranger.get(link["href"].removeprefix("http://localhost"))
            assert (answer.status_code, answer.mimetype) == (200, link["type"]), link
        alone = read(stranger, f"{ITEMS}/{one['id']}")
        assert alone["properties"] == one["properties"]
        assert [link for link in alone["links"] if link["rel"] == "enclosure"] == [
            link for link in one["links"] if link["rel"] == "enclosure"
        ]
        assert {"self", "collection"} <= {link["rel"] for link in alone["links"]}
    (service,) = tree["dcat:service"]
    assert service["dcat:endpointURL"] == "http://localhost/ogc/"
    assert stranger.get("/ogc/").status_code == 200


@pytest.mark.usefixtures("opened")
def test_records_are_found_by_words_ids_place_and_property(stranger: FlaskClient) -> None:
    assert ids(read(stranger, f"{ITEMS}?ids=zones,masts,khong")) == ["masts", "zones"]
    title = read(stranger, f"{ITEMS}/zones")["properties"]["title"]
    assert "zones" in ids(read(stranger, f"{ITEMS}?q={title.upper()}"))
    assert ids(read(stranger, f"{ITEMS}?q=xyzzy")) == []
    assert ids(read(stranger, f"{ITEMS}?q=")) == []
    assert ids(read(stranger, f"{ITEMS}?type=dataset&limit=1")) == ["masts"]
    assert ids(read(stranger, f"{ITEMS}?bbox={LON - 0.1},{LAT - 0.1},{LON + 0.1},{LAT + 0.1}")) == list(OPEN)
    assert ids(read(stranger, f"{ITEMS}?bbox=1,2,3,4")) == []
    assert ids(read(stranger, f"{ITEMS}?filter=license LIKE '%25creativecommons%25'")) == ["masts"]
    narrow = read(stranger, f"{ITEMS}?properties=title&skipGeometry=true")["features"][0]
    assert (list(narrow["properties"]), narrow["geometry"]) == (["title"], None)
    for odd in ("q=a&q=b", "externalIds=1", "ids=masts&sortby=title"):
        read(stranger, f"{ITEMS}?{odd}", 400)
    assert read(stranger, "/collections/communes/items?q=a", 400)["code"] == "WEB-PARAMETER-UNKNOWN"
    assert read(stranger, f"{ITEMS}/counts", 404)["code"] == "OGC-NO-ITEM"


@pytest.mark.usefixtures("opened")
def test_a_record_is_a_page_with_its_files_and_what_was_typed_stays_text(stranger: FlaskClient) -> None:
    text = stranger.get(f"/ogc{ITEMS}/masts?f=html").get_data(as_text=True)
    assert "/open-data/masts.csv" in text
    assert "<b>" not in text.partition("<main")[2]
    assert "&lt;b&gt;" in text
    queryables = read(stranger, "/collections/catalogue/queryables")["properties"]
    assert {"title", "license", "created"} <= set(queryables)


@pytest.mark.usefixtures("opened")
def test_a_record_changes_with_the_language_and_the_answer_is_kept_by_its_mark(stranger: FlaskClient) -> None:
    first = stranger.get(f"/ogc{ITEMS}", headers={"Accept-Language": "vi"})
    mark = first.headers["ETag"]
    again = stranger.get(f"/ogc{ITEMS}", headers={"Accept-Language": "vi", "If-None-Match": mark})
    assert again.status_code == 304
    other = stranger.get(f"/ogc{ITEMS}?lang=en", headers={"If-None-Match": mark})
    assert other.status_code == 200
    assert other.get_json(force=True)["features"][0]["properties"]["language"]["code"] == "en"
