"""Pages of the ledger: by key, by what is asked for, by day, and nothing lost or told twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from registry.model.ledger import Change
from registry.model.vietnam_time import VIETNAM
from registry.store import ledger, ledger_pages
from registry.store.database import Database
from registry.store.ledger_clock import STATED
from registry.store.ledger_pages import Asked, days_as_numbers, page, records_called
from registry.store.record_names import names_of
from tests.store.rows import created, mast, site, station

DAYS = [dt.date(2026, 3, 1), dt.date(2026, 3, 2), dt.date(2026, 3, 4)]
CODES = "ABCDEFG"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    def set_clock(day: dt.date) -> None:
        moment = dt.datetime.combine(day, dt.time(9), VIETNAM).astimezone(dt.UTC)
        monkeypatch.setattr(ledger, "now", lambda: moment)

    return set_clock


@pytest.fixture
def filled(database: Database, at: Callable[[dt.date], None]) -> Database:
    """On each of three days: seven sites of a batch; masts and a station of the first on the last day."""
    for number, day in enumerate(DAYS, 1):
        at(day)
        rows = [site(f"{code}{number}") for code in CODES]
        with database.write() as connection:
            who = "lan" if number == 2 else "minh"
            ledger.record(connection, created("sites", *rows), who=who, batch=f"B{number}")
    with database.write() as connection:
        parts = [*created("structures", mast("A1")), *created("stations", station("A1", "VTL"))]
        ledger.record(connection, parts, who="minh", batch="B4")
    return database


def seqs(database: Database, asked: Asked, **at: Any) -> list[int]:
    with database.read() as connection:
        return [entry.seq for entry in page(connection, asked, **{"most": 100, **at})]


def test_pages_follow_each_other_and_lead_back(filled: Database) -> None:
    every = seqs(filled, Asked())
    assert every == list(range(23, 0, -1))
    first = seqs(filled, Asked(), most=10)
    second = seqs(filled, Asked(), most=10, before=first[-1])
    third = seqs(filled, Asked(), most=10, before=second[-1])
    assert first + second + third == every
    assert seqs(filled, Asked(), most=10, after=second[0]) == first
    assert seqs(filled, Asked(), most=10, after=third[0]) == second


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(who="lan"), range(14, 7, -1)),
        (Asked(table="stations"), [23]),
        (Asked(batch="B1"), range(7, 0, -1)),
        (Asked(first=DAYS[1], last=DAYS[1]), range(14, 7, -1)),
        (Asked(first=DAYS[1]), range(23, 7, -1)),
        (Asked(last=dt.date(2026, 3, 3)), range(14, 0, -1)),
        (Asked(first=dt.date(2026, 3, 3), last=dt.date(2026, 3, 3)), []),
        (Asked(first=dt.date(2027, 1, 1)), []),
        (Asked(who="minh", table="sites", last=DAYS[0]), range(7, 0, -1)),
        (Asked(records={"sites": ["site-A1", "site-B3"]}), [16, 1]),
        (Asked(records={}), []),
        (Asked(who="nobody"), []),
    ],
)
def test_what_is_asked_for_is_found(filled: Database, asked: Asked, found: Any) -> None:
    assert seqs(filled, asked) == list(found)


def test_a_mast_is_found_by_its_code_with_its_parts(filled: Database) -> None:
    with filled.read() as connection:
        found = records_called(connection, "A1")
        assert found == {"sites": ["site-A1"], "structures": ["mast-A1"], "stations": ["station-A1-VTL"]}
        assert names_of(connection, {"stations": ["station-A1-VTL"], "sites": ["site-B1", "gone"]}) == {
            ("stations", "station-A1-VTL"): "A1", ("structures", "mast-A1"): "A1", ("sites", "site-A1"): "A1",
            ("sites", "site-B1"): "B1",
        }  # fmt: skip
        assert records_called(connection, "no such code") == {}
        assert ledger_pages.people(connection) == ["lan", "minh"]
        assert ledger_pages.count(connection, Asked(), most=5) == 6


def test_days_are_found_also_where_the_clock_was_put_back(
    filled: Database, at: Callable[[dt.date], None]
) -> None:
    """An administrator states that the clock is right: from there on the ledger's time is earlier."""
    at(DAYS[0])
    with filled.write() as connection:
        stated = Change("settings", STATED, None, {"key": STATED, "value": {"at": "x"}})
        ledger.record(connection, [stated], who="q", batch="B5", clock_right=True)
        ledger.record(connection, created("sites", site("Z")), who="q", batch="B6", clock_right=True)
    assert seqs(filled, Asked(first=DAYS[0], last=DAYS[0])) == [25, 24, *range(7, 0, -1)]
    assert seqs(filled, Asked(first=DAYS[1], last=DAYS[1])) == list(range(14, 7, -1))
    with filled.read() as connection:
        assert days_as_numbers(connection, None, None) == [(1, 25)]
        plans = (
            connection.execute(
                sa.text(
                    "EXPLAIN QUERY PLAN SELECT seq FROM ledger WHERE who = 'q' ORDER BY seq DESC LIMIT 50"
                )
            )
            if filled.backend == "sqlite"
            else []
        )
        assert all("ix_ledger_who_seq" in str(row) for row in plans)  # fmt: skip
