"""The rows of a list of self-inspections: taken for the masts of the organisation, or left out at a cell."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.columns import ListKind
from registry.intake.parsed import ParsedList, ParsedRow, SheetColumn, SheetReading
from registry.model.positions import Position
from registry.services.field.self_inspection_list import READINGS, FoundRows, read_rows, say_outside
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from tests.services.field.world import MAST, VNPT, add_masts
from tests.store.rows import created

DAY = dt.date(2026, 4, 15)
NAMES = ("site_code", "si_inspected_on", "si_remedied_on")
SHEET = SheetReading(
    "T4", True, 1, tuple(SheetColumn("ABC"[at], f"h{at}", name) for at, name in enumerate(NAMES))
)


def said(code: str = "BGG00045", /, **values: Any) -> dict[str, Any]:
    given = {"site_code": code, "si_inspected_on": DAY} | values
    return {name: value for name, value in given.items() if value is not None}


def read(registry: Registry, *rows: dict[str, Any], organisation: str = "VNPT") -> FoundRows:
    parsed = parsed_of(*rows)
    with registry.database.read() as connection:
        return read_rows(connection, parsed, organisation, "c1", VNPT)


def parsed_of(*rows: dict[str, Any]) -> ParsedList:
    read = [ParsedRow("T4", at, False, row, Position(None, None)) for at, row in enumerate(rows, 2)]
    return ParsedList("a.xlsx", "0" * 64, ListKind.SELF_INSPECTIONS, (SHEET,), read, [])


def state(registry: Registry, **facts: Any) -> None:
    """Write what is known of the mast's safety."""
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = created("mast_safety", {"structure": MAST, **facts}, key="structure")
        ledger.record(connection, rows, who="lan", batch=batch.id)


def test_a_row_becomes_an_inspection_with_its_readings_as_they_are_written(office: Registry) -> None:
    found = read(office, said(si_earthing=6.0, si_verticality=40.5, si_inspector=" Bình ", si_defects="gỉ"))
    row = found.rows[MAST]
    assert row["readings"] == {"earthing": "6", "verticality": "40.5"}
    assert (row["inspector"], row["defects"], row["inspected_on"]) == ("Bình", "gỉ", DAY)
    assert (row["campaign"], row["organisation"], row["sheet"], row["row"]) == ("c1", "VNPT", "T4", 2)
    assert (found.left_out, found.issues, found.labels[MAST].code) == (0, [], "BGG00045")


def test_every_column_of_a_reading_is_kept_under_its_entry(office: Registry) -> None:
    row = read(office, said(**{column: at for at, column in enumerate(READINGS)})).rows[MAST]
    assert row["readings"] == {entry: str(at) for at, entry in enumerate(READINGS.values())}


@pytest.mark.parametrize(
    ("row", "code", "letter"),
    [
        (said("BGG99999"), "SELF-CODE-UNKNOWN", "A"),
        (said("BGG00777"), "SELF-CODE-UNKNOWN", "A"),  # Viettel's
        (said(""), "SELF-CODE-UNKNOWN", "A"),
        (said(si_inspected_on=None), "SELF-NO-DAY", "B"),
        (said(si_inspected_on=dt.date(2999, 1, 1)), "SELF-DAY", "B"),
        (said(si_remedied_on=dt.date(2999, 1, 1)), "SELF-DAY", "C"),
        (said(si_calibrated_on=dt.date(2999, 1, 1)), "SELF-DAY", ""),  # no such column on the sheet
    ],
)
def test_what_cannot_be_taken_is_left_out_and_said_at_its_cell(
    office: Registry, row: dict[str, Any], code: str, letter: str
) -> None:
    add_masts(office, {"BGG00777": {"operators": ("VTL",)}})
    found = read(office, row)
    assert [(one.code, one.sheet, one.row, one.letter) for one in found.issues] == [(code, "T4", 2, letter)]
    assert (found.rows, found.facts, found.left_out) == ({}, {}, 1)


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, False), (1, True)])
def test_a_mast_that_was_dismantled_by_then_was_not_inspected(
    office: Registry, days: int, taken: bool
) -> None:
    own = {"operators": ("VNPT",), "owner": "VNPT", "state": "dismantled"}
    add_masts(office, {"BGG00777": own | {"dismantled_on": DAY + dt.timedelta(days=days)}})
    found = read(office, said("BGG00777"))
    assert bool(found.rows) == taken
    assert [(one.code, one.row, one.letter) for one in found.issues] == (
        [] if taken else [("SELF-GONE", 2, "B")]
    )
    add_masts(office, {"BGG00778": own})  # nobody knows since when: nothing is held against the carrier
    assert read(office, said("BGG00778")).rows


def test_small_letters_name_no_other_mast(office: Registry) -> None:
    own = {"operators": ("VNPT",), "owner": "VNPT"}
    add_masts(office, {"BGG00777": own, "bgg00777": own})
    assert list(read(office, said("bgg00045")).rows) == [MAST]
    assert len(read(office, said("BGG00777"), said("bgg00777")).rows) == 2, "each is written so"
    assert [one.code for one in read(office, said("Bgg00777")).issues] == ["SELF-CODE-UNKNOWN"], "which?"


def test_today_is_not_in_the_future(office: Registry) -> None:
    assert list(read(office, said(si_inspected_on=today())).rows) == [MAST]


def test_the_first_row_of_a_mast_counts_and_a_second_names_it(office: Registry) -> None:
    found = read(office, said(si_note="một"), said(si_note="hai"))
    assert found.rows[MAST]["note"] == "một"
    assert [(one.code, one.row, one.params["first"]) for one in found.issues] == [("SELF-TWICE", 3, 2)]
    later = read(office, said(si_inspected_on=None), said(si_note="hai"))
    assert later.rows[MAST]["note"] == "hai"  # a row that was left out takes no place


def test_a_network_on_a_mast_may_report_it_too(office: Registry) -> None:
    add_masts(office, {"BGG00777": {"operators": ("VTL", "VNPT"), "owner": "Viettel"}})
    for organisation in ("VTL", "VNPT"):
        assert list(read(office, said("BGG00777"), organisation=organisation).rows) == ["mast-BGG00777"]
    assert read(office, said("BGG00777"), organisation="VMS").rows == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(codes=st.lists(st.sampled_from(["BGG00045", "BGG99999", " BGG00045 ", ""]), max_size=8))
def test_every_row_is_either_taken_or_left_out_with_one_issue(office: Registry, codes: list[str]) -> None:
    found = read(office, *[said(code) for code in codes])
    assert len(found.rows) + found.left_out == len(codes)
    assert len(found.issues) == found.left_out
    assert set(found.labels) == set(found.rows)


def test_facts_are_stated_with_where_from_and_the_day_and_a_used_building_is_not_disused(
    office: Registry,
) -> None:
    assert read(office, said()).facts == {}
    facts = read(office, said(si_antennas=6, si_houses=False, si_building_used=True)).facts[MAST]
    assert (facts["antennas"], facts["houses_in_fall"], facts["building_disused"]) == (6, False, False)
    source = {"from": "self:c1", "on": "2026-04-15"}
    assert facts["sources"] == dict.fromkeys(("antennas", "houses_in_fall", "building_disused"), source)
    assert (facts["structure"], facts["who"]) == (MAST, "vnpt")


@pytest.mark.parametrize(
    ("standing", "on", "taken"),
    [(4, "2026-04-14", True), (4, "2026-04-15", True), (4, "2026-04-16", False), (6, "2026-01-01", False)],
)
def test_what_was_stated_later_stays_and_the_same_again_is_no_news(
    office: Registry, standing: int, on: str, taken: bool
) -> None:
    other = {"from": "visit", "on": "2026-05-01"}
    state(office, antennas=standing, sources={"antennas": {"from": "x", "on": on}, "houses_in_fall": other})
    facts = read(office, said(si_antennas=6, si_houses=True)).facts
    assert (MAST in facts) is taken
    if taken:
        assert facts[MAST]["antennas"] == 6
        assert "houses_in_fall" not in facts[MAST]
        assert facts[MAST]["sources"]["houses_in_fall"] == other


def test_days_outside_the_period_are_said_once_at_the_earliest_and_the_rows_stay(office: Registry) -> None:
    add_masts(office, {f"V{n}": {"operators": ("VNPT",)} for n in range(3)})
    days = [DAY, DAY + dt.timedelta(days=40), DAY - dt.timedelta(days=40)]
    rows = [said(f"V{n}", si_inspected_on=day) for n, day in enumerate(days)]
    found = read(office, *rows)
    say_outside(found, parsed_of(*rows), DAY, DAY)
    (issue,) = found.issues
    assert (issue.code, issue.row, issue.letter, issue.value) == ("SELF-OUTSIDE", 4, "B", "06/03/2026")
    assert (issue.params["count"], issue.params["earliest"], issue.params["latest"]) == (2, days[2], days[1])
    assert (len(found.rows), found.left_out) == (3, 0)
    inside = read(office, *rows)
    say_outside(inside, parsed_of(*rows), days[2], days[1])
    assert inside.issues == []
