"""Who sees what by OGC API: the same as on the pages, whatever is asked and however."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.frames.features import Features, features
from registry.model.people import OPEN_DESK, VISITOR, Person, Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import today
from registry.services.open_data.decisions import Typed, open_set, withdraw
from registry.services.open_data.sets import datasets
from registry.services.register.disclosure import is_own, policy
from tests.web.ogc.world import PEOPLE, codes, read
from tests.web.people import registry_of, signed_in
from web.ogc import collections

LEADER = Person("leader", frozenset({Role.LEADER}))
EVERYBODY = [None, *PEOPLE]
FOREIGN = {"viettel": {"BGG00045", "VMS1"}, "vnpt": {"VTL1", "VTL2", "VMS1", "OLD1"}}
QUESTIONS = ("", "?datetime=../..", "?limit=10000", "?bbox=-180,-90,180,90", "?skipGeometry=true",
             "?filter=site_code LIKE '%25'", "?properties=site_code,operator", "?carrier=VNPT")  # fmt: skip


@pytest.fixture
def all_open(ogc_app: Flask) -> Iterator[None]:
    """Every set is open for the time of a test."""
    registry = registry_of(ogc_app)
    typed = Typed("12/QĐ", today(), today(), None, "Ghi nguồn.", "bcvt@so.example")
    for name in datasets():
        open_set(registry, name, typed, person=LEADER)
    yield
    for name in datasets():
        withdraw(registry, name, "hết", person=LEADER)


def client_of(app: Flask, name: str | None) -> FlaskClient:
    return app.test_client() if name is None else signed_in(app, name)


def test_a_stranger_sees_borders_and_what_the_office_opened(ogc_app: Flask, stranger: FlaskClient) -> None:
    names = [one["id"] for one in read(stranger, "/collections")["collections"]]
    assert names == ["communes", "catalogue"]
    for hidden in ("masts", "zones", "plan", "cables", "counts"):
        for path in ("", "/items", "/items/mast-VTL1", "/queryables", "/schema"):
            assert read(stranger, f"/collections/{hidden}{path}", 404)["code"] == "OGC-COLLECTION"


@pytest.mark.usefixtures("all_open")
def test_a_stranger_sees_no_place_of_any_mast_also_where_masts_are_open(stranger: FlaskClient) -> None:
    names = [one["id"] for one in read(stranger, "/collections")["collections"]]
    assert names == ["masts", "counts", "zones", "communes", "catalogue"]
    found = read(stranger, "/collections/masts/items?datetime=../..")
    assert found["numberMatched"] == 5  # the set has what was taken down, too
    assert {one["geometry"] for one in found["features"]} == {None}
    assert {tuple(one["properties"]) for one in found["features"]} == {
        tuple(field.name for field in datasets()["masts"].fields)
    }
    text = json.dumps(found)
    assert not [code for code in ("VTL1", "VTL2", "VMS1", "BGG00045", "mast-", "site-") if code in text]
    assert read(stranger, "/collections/masts/items?site_code=VTL1", 400)["code"] == "WEB-PARAMETER-UNKNOWN"
    zones = read(stranger, "/collections/zones/items?datetime=../..")["features"]
    assert {one["properties"]["layer"] for one in zones} == {"urban_area"}
    assert "attributes" not in zones[0]["properties"]
    counts = read(stranger, "/collections/counts/items")["features"]
    assert sum(one["properties"]["count"] for one in counts) == 5


@pytest.mark.parametrize("name", list(FOREIGN))
def test_a_carrier_never_sees_a_foreign_mast_whatever_it_asks(ogc_app: Flask, name: str) -> None:
    carrier = client_of(ogc_app, name)
    leader = signed_in(ogc_app, "leader")
    every = set(codes(read(leader, "/collections/masts/items?datetime=../..")))
    for question in QUESTIONS:
        found = set(codes(read(carrier, f"/collections/masts/items{question}")))
        assert not found & FOREIGN[name], question
    assert set(codes(read(carrier, "/collections/masts/items?datetime=../.."))) == every - FOREIGN[name]
    for code in FOREIGN[name]:
        assert read(carrier, f"/collections/masts/items/mast-{code}", 404)["code"] == "OGC-NO-ITEM"
    (extent,) = read(carrier, "/collections/masts")["extent"]["spatial"]["bbox"]
    own = read(carrier, "/collections/masts/items?datetime=../..")["features"]
    north = max(one["geometry"]["coordinates"][1] for one in own)
    assert extent[3] == pytest.approx(north, abs=1e-6)  # nor where foreign ones stand


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_row_of_any_collection_shows_more_than_the_policy(ogc_app: Flask, name: str | None) -> None:
    registry = registry_of(ogc_app)
    roles, organisation = PEOPLE[name] if name else ([], "")
    person = Person(name or "", frozenset(roles), organisation) if name else VISITOR
    for frame, layer in (("structures", "sites"), ("plan", "plan"), ("cables", "cables"), ("zones", "")):
        every, seen = features(registry, frame, OPEN_DESK), features(registry, frame, person)
        assert set(seen.ids) <= set(every.ids)
        if person.sees_all:
            continue
        if layer:
            assert set(seen.ids) == {
                identity for identity, row in zip(every.ids, rows(every), strict=True) if is_own(row, person)
            }
            assert {item.name for item in seen.columns} <= {
                column for column, audience in policy()[layer].items() if audience != "staff"
            }
        else:
            assert "military" not in set(seen.values["layer"])
    zones = "/collections/zones/items"
    found = read(client_of(ogc_app, name), zones)["features"] if name else []
    layers = {one["properties"]["layer"] for one in found}
    assert ("military" in layers) == (name == "leader")


def rows(every: Features) -> list[dict[str, object]]:
    """Return features as the policy reads rows: who shares as a list."""
    found = []
    for at in range(len(every)):
        row = {name: values[at] for name, values in every.values.items()}
        found.append(row | {"shared_with": (row.get("shared_with") or "").split(",")})
    return found


def test_one_collection_that_cannot_be_read_leaves_the_others(
    leader: FlaskClient, monkeypatch: pytest.MonkeyPatch, ogc_app: Flask
) -> None:
    def damaged(registry: object, frame: str, person: Person) -> Features:
        if frame == "plan":
            raise ValueError("an outline that is none")
        return features(registry, frame, person)  # type: ignore[arg-type]

    registry_of(ogc_app).cache.pop("ogc-tables", None)
    monkeypatch.setattr(collections, "features", damaged)
    found = read(leader, "/collections")
    assert [one["id"] for one in found["collections"]] == [
        "masts",
        "zones",
        "cables",
        "communes",
        "catalogue",
    ]
    assert found["unavailable"] == ["plan"]
    assert read(leader, "/collections/plan/items", 500)["code"] == "OGC-DAMAGED"
    assert "plan" in leader.get("/ogc/collections?f=html").get_data(as_text=True)
    assert read(leader, "/collections/masts/items")["numberMatched"] == 4


@pytest.mark.usefixtures("all_open")
def test_a_set_that_is_withdrawn_is_gone_at_once(ogc_app: Flask, stranger: FlaskClient) -> None:
    assert read(stranger, "/collections/zones/items")["numberMatched"] == 1
    withdraw(registry_of(ogc_app), "zones", "số liệu sai", person=LEADER)
    assert read(stranger, "/collections/zones/items", 404)["code"] == "OGC-COLLECTION"
    opens = dt.datetime.now(VIETNAM).date()
    open_set(registry_of(ogc_app), "zones", Typed("13/QĐ", opens, opens, None, "x", "y"), person=LEADER)
    assert read(stranger, "/collections/zones/items")["numberMatched"] == 1
