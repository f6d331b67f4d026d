"""Where a letter stands on a day, who may see it, and which of them is still a draft."""

import datetime as dt
from typing import Any

import pytest

from registry.model.duties import LetterKind, LetterState
from registry.store import ledger
from registry.store.database import Database
from registry.store.obligations.letters import drafts_of, get_letter, letters_of
from tests.store.rows import created

DAY = dt.date(2026, 11, 24)


def letter(name: str, organisation: str = "VTL", **columns: Any) -> dict[str, Any]:
    return {"id": name, "kind": "reminder", "organisation": organisation, "drafted_on": DAY,
            "discarded": False, "at": name, **columns}  # fmt: skip


@pytest.fixture
def kept(database: Database) -> Database:
    sent: dict[str, Any] = {"sent_on": DAY, "answer_by": DAY + dt.timedelta(days=9)}
    rows = [
        letter("1", discarded=True),
        letter("2"),
        letter("3", **sent),
        letter("4", **sent, answered_on=DAY),
        letter("5", "VNPT", kind="compliance", drafted_on=DAY + dt.timedelta(days=1)),
    ]
    with database.write() as connection:
        ledger.record(connection, created("duty_letters", *rows), who="lan", batch="B0")
    return database


def test_a_letter_is_late_from_the_day_after_its_last(kept: Database) -> None:
    with kept.read() as connection:

        def states(day: dt.date) -> str:
            return " ".join(item.state for item in letters_of(connection, day, kind=LetterKind.REMINDER))

        assert states(DAY + dt.timedelta(days=9)) == "answered sent draft discarded"
        assert states(DAY + dt.timedelta(days=10)) == "answered late draft discarded"


def test_the_newest_comes_first_and_an_organisation_sees_what_was_sent_to_it(kept: Database) -> None:
    with kept.read() as connection:
        assert [item.id for item in letters_of(connection, DAY)] == ["5", "4", "3", "2", "1"]
        assert [item.id for item in letters_of(connection, DAY, organisation="VTL")] == ["4", "3"]
        assert letters_of(connection, DAY, organisation="VNPT") == []
        assert get_letter(connection, "6", DAY) is None
        found = get_letter(connection, "2", DAY)
        assert found is not None
        assert (found.state, found.lines, found.book) == (LetterState.DRAFT, (), "")


def test_a_draft_is_what_nobody_sent_or_put_away(kept: Database) -> None:
    with kept.read() as connection:
        assert drafts_of(connection, LetterKind.REMINDER) == {"VTL": "2"}
        assert drafts_of(connection, LetterKind.COMPLIANCE) == {"VNPT": "5"}
        assert drafts_of(connection, LetterKind.CHANGES) == {}
