"""Masts for programs: page by page, filtered, masked as on the pages, and what changed since."""

import sqlalchemy as sa
from flask import Flask

from registry.services.office.calendar import today
from registry.services.register.context import context_for
from registry.store import batches, ledger
from registry.store.changes import amend
from registry.store.tables import stations, structures
from tests.services.outages.world import COMMUNE, OTHER
from tests.web.api.world import Program
from tests.web.people import registry_of


def codes(program: Program, **query: object) -> list[str]:
    """Return the codes of all pages."""
    found: list[str] = []
    asked = dict(query)
    while True:
        answer = program.get("/masts", **asked)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        page = answer.get_json()
        found += [one["code"] for one in page["masts"]]
        if page["next"] is None:
            assert len(found) == page["total"]
            return found
        asked["cursor"] = page["next"]


def test_pages_follow_one_another_and_hold_every_mast_once(desk: Program) -> None:
    whole = codes(desk)
    assert len(whole) == len(set(whole)) == 7
    for limit in (1, 2, 3, 7, 500):
        assert codes(desk, limit=limit) == whole


def test_a_carrier_reads_its_own_masts_and_nobody_elses(vtl: Program, vnpt: Program, desk: Program) -> None:
    assert sorted(codes(vtl)) == ["BGG00100", "BGG00101", "BGG00102", "BGG00103"]
    assert sorted(codes(vnpt)) == ["BGG00045", "BGG00104", "BGG00105"]
    assert vtl.get("/masts/BGG00100").get_json()["structures"][0]["stations"][0]["operator"] == "VTL"
    for code in ("BGG00045", "BGG99999"):
        answer = vtl.get(f"/masts/{code}")
        assert (answer.status_code, answer.get_json()["code"]) == (404, "API-UNKNOWN")
    assert desk.get("/masts/BGG00045").get_json()["structures"][0]["facts"]["mast_height_m"] == 42.0


def test_a_station_says_its_technology(app: Flask, desk: Program) -> None:
    def told() -> list[str | None]:
        (structure,) = desk.get("/masts/BGG00103").get_json()["structures"]
        return [one["technology"] for one in structure["stations"]]

    assert told() == [None], "none is stated"
    office = registry_of(app)
    with office.database.write() as connection:
        query = sa.select(stations.c.id).where(stations.c.structure_id == "mast-BGG00103")
        found = ledger.rows_by_key(connection, stations, list(connection.execute(query).scalars()))
        (row,) = found.values()
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, [amend(stations, row, technology="4G")], who="lan", batch=batch.id)
    assert told() == ["4G"]


def test_what_a_parameter_wants_is_said_in_the_readers_language(desk: Program) -> None:
    for asked in ({"limit": "0"}, {"limit": "501"}, {"limit": "mười"}, {"carrier": "x" * 21}):
        wanted = desk.get("/masts", **asked).get_json()["parameters"]
        assert "should" not in wanted["wanted_vi"], asked
        assert "should" in wanted["wanted_en"], asked


def test_filters_narrow_and_a_code_that_names_nothing_is_refused(app: Flask, desk: Program) -> None:
    assert len(codes(desk, commune=COMMUNE)) == 4
    assert len(codes(desk, carrier="VTL")) == 4
    assert len(codes(desk, carrier="VTL", commune=COMMUNE)) == 3
    communes = context_for(registry_of(app), today()).units.communes
    empty = next(unit.code for unit in communes if unit.code not in (COMMUNE, OTHER))
    assert codes(desk, commune=empty) == [], "a commune without masts is no fault of the asker"
    for asked in ({"carrier": "không-có"}, {"carrier": "vtl"}, {"commune": "99999"}):
        answer = desk.get("/masts", **asked)
        assert (answer.status_code, answer.get_json()["code"]) == (400, "WEB-PARAMETER"), asked


def test_changes_since_an_entry_are_the_masts_that_changed_after_it(app: Flask, desk: Program) -> None:
    entry = desk.get("/masts").get_json()["entry"]
    assert codes(desk, changed_since=entry) == []
    office = registry_of(app)
    with office.database.write() as connection:
        row = next(row for row in ledger.rows_by_key(connection, structures, ["mast-BGG00101"]).values())
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, [amend(structures, row, mast_height_m=43.0)], who="lan", batch=batch.id)
    assert codes(desk, changed_since=entry) == ["BGG00101"]
    assert len(codes(desk, changed_since=0)) == 7


def test_what_cannot_be_read_is_refused(desk: Program) -> None:
    for query, code in (
        ({"comune": "1"}, "WEB-PARAMETER-UNKNOWN"), ({"limit": "0"}, "WEB-PARAMETER"),
        ({"limit": "mười"}, "WEB-PARAMETER"), ({"limit": ["1", "2"]}, "WEB-PARAMETER"),
        ({"cursor": "###"}, "API-CURSOR"), ({"cursor": "bTE5OTk5OTk5OTk5OTk5OTk5OTk5OQ"}, "API-CURSOR"),
        ({"changed_since": "-1"}, "WEB-PARAMETER"), ({"changed_since": 2**40}, "WEB-PARAMETER"),
    ):  # fmt: skip
        answer = desk.get("/masts", **query)
        assert (answer.status_code, answer.get_json()["code"]) == (400, code), query
