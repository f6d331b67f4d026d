"""Campaigns, visits and defects as the store reads them, the same from both backends."""

import datetime as dt

import pytest

from registry.store import ledger
from registry.store.changes import amend
from registry.store.database import Database
from registry.store.field.campaigns import last_place, list_campaigns, may_know, open_structures, targets_of
from registry.store.field.defects import Filter, count_defects, list_defects, placed_defects
from registry.store.field.tables import inspections
from registry.store.field.visits import (
    count_unreviewed,
    ends_of_visits,
    list_visits,
    spot_checks,
    visited_twice,
)
from tests.store.field.rows import AT, campaign, defect, target, visit
from tests.store.rows import created, mast, site


@pytest.fixture
def masts(database: Database) -> Database:
    """Three masts A, B and C."""
    with database.write() as connection:
        changes = [
            *created("sites", *(site(code) for code in "ABC")),
            *created("structures", *(mast(code) for code in "ABC")),
        ]
        ledger.record(connection, changes, who="t", batch="t")
    return database


def test_an_organisation_knows_of_a_spot_check_once_its_mast_was_visited(masts: Database) -> None:
    changes = [
        *created("campaigns", campaign("season"), campaign("check", "spot_check", at="2026-05-13")),
        *created(
            "campaign_targets",
            target("season", "A", "VTL", place=2),
            target("season", "B", "VNPT", place=1),
            target("season", "C", "VTL", place=3, state="left_out"),
            target("check", "A", "VTL"),
            target("check", "B", ""),
        ),
        *created(
            "inspections", visit("v1", "A", "check"), visit("v2", "B", "check", finished_at="2026-05-13")
        ),
    ]
    with masts.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        assert [row["id"] for row in list_campaigns(connection)] == ["check", "season"]
        assert [row["id"] for row in list_campaigns(connection, bound_to="VTL")] == ["season"]
        assert list_campaigns(connection, bound_to="") == []
        assert list_campaigns(connection, state="closed") == []
        assert may_know(connection, "check", None)
        assert not may_know(connection, "check", "VTL")
        begun = ledger.rows_by_key(connection, inspections, ["v1"])["v1"]
        ended = amend(inspections, begun, finished_at="2026-05-14")
        ledger.record(connection, [ended], who="t", batch="t")
        assert may_know(connection, "check", "VTL")
        assert [row["structure"] for row in targets_of(connection, "season")] == [
            "mast-B",
            "mast-A",
            "mast-C",
        ]
        own = targets_of(connection, "season", bound_to="VTL")
        assert [row["structure"] for row in own] == ["mast-A", "mast-C"]
        assert open_structures(connection, "season") == ["mast-B", "mast-A"]
        assert (last_place(connection, "season"), last_place(connection, "check")) == (3, 0)


def test_visits_twice_in_a_campaign_or_beside_a_spot_check(masts: Database) -> None:
    changes = [
        *created("campaigns", campaign("one"), campaign("two"), campaign("check", "spot_check")),
        *created(
            "inspections",
            visit("a1", "A", "one", finished_at="2026-05-01"),
            visit("a2", "A", "one", finished_at="2026-05-02", reviewed_at="2026-05-03"),
            visit("b1", "B", "one", received_at="2026-05-14T00:00:00.000Z"),
            visit("b2", "B", "two"),
            visit("c1", "C"),
            visit("c2", "C", "check"),
        ),
    ]
    with masts.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        assert visited_twice(connection) == ["mast-A", "mast-C"]  # B in two campaigns is no conflict
        assert spot_checks(connection) == {"check"}
        ends = ends_of_visits(connection, "one")
        assert ends == [
            ("mast-A", "a2", "", "2026-05-02"), ("mast-A", "a1", "", "2026-05-01"), ("mast-B", "b1", "", ""),
        ]  # fmt: skip
        assert count_unreviewed(connection) == 5
        assert [row["id"] for row in list_visits(connection, reviewed=True)] == ["a2"]
        assert [row["id"] for row in list_visits(connection, since="2026-05-13")] == ["b1"]
        assert [row["id"] for row in list_visits(connection, campaign="one", most=2)] == ["b1", "a1"]


def test_standing_defects_are_placed_with_the_moment_a_phone_recorded_them(masts: Database) -> None:
    item = {
        "id": "i1", "inspection": "v1", "structure": "mast-A", "kind": "defect", "content": "{}",
        "recorded_at": "2026-05-12T08:00:00+07:00", "clock_off_s": 60.0, "received_at": AT,
    }  # fmt: skip
    changes = [
        *created("inspections", visit("v1", "A")),
        *created("field_items", item),
        *created(
            "defects",
            defect("a", "A", defect="cable_low", item="i1"),
            defect("b", "B", defect="cable_low", state="answered"),
            defect("c", "C", defect="cable_low", state="closed"),
            defect("d", "C", defect="rust"),
        ),
    ]
    with masts.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        found = {row.id: row for row in placed_defects(connection, ["cable_low", "pole_broken"])}
    assert set(found) == {"a", "b"}
    assert (found["a"].recorded_at, found["a"].clock_off_s) == ("2026-05-12T08:00:00+07:00", 60.0)
    assert (found["b"].recorded_at, found["b"].found_on) == ("", dt.date(2026, 5, 1))
    assert (found["b"].lon, found["b"].lat) == (106.1946, 21.2734)


def test_defects_are_listed_and_counted_alike(masts: Database) -> None:
    rows = [
        defect("a", "A", organisation="VTL", deadline=dt.date(2026, 6, 1), campaign="one"),
        defect("b", "B", organisation="VNPT", deadline=dt.date(2026, 5, 20), state="answered"),
        defect("c", "C", organisation="VTL"),
        defect("d", "A", organisation="VTL", state="replaced"),
        defect("e", "B", organisation=""),
    ]
    expected = {
        Filter(): "bace",  # without a deadline last; what was replaced is not asked for
        Filter(states=("replaced",)): "d",
        Filter(campaign="one"): "a",
        Filter(structure="mast-B"): "be",
        Filter(organisation="VTL"): "ac",
        Filter(bound_to="VTL"): "ac",
        Filter(bound_to=""): "",
        Filter(due_before=dt.date(2026, 6, 1)): "b",
        Filter(due_before=dt.date(2026, 6, 2), states=("open",)): "a",
    }
    with masts.write() as connection:
        ledger.record(connection, created("defects", *rows), who="t", batch="t")
        for asked, keys in expected.items():
            assert "".join(row["id"] for row in list_defects(connection, asked)) == keys
            assert count_defects(connection, asked) == len(keys)
