"""Who holds the database alone cannot rewrite what lies before a checkpoint that somebody else holds."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.model.ledger import Checkpoint
from registry.store import ledger
from registry.store.ledger import GENESIS
from registry.store.tables import ledger as ledger_table
from registry.store.tables import metadata
from registry.store.verification import Verification, verify

FIRST = dt.date(2026, 1, 1)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def connection() -> Iterator[sa.Connection]:
    """A database that somebody holds whole: no guard forbids anything."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as opened:
        metadata.create_all(opened)
        yield opened
    engine.dispose()


def chain(rows: list[Row]) -> list[Row]:
    """Number the rows and make their hashes as they must be, as one does who rewrites history."""
    made, previous = [], GENESIS
    for seq, row in enumerate(rows, 1):
        entry = {**row, "seq": seq, "previous_hash": previous}
        previous = entry["hash"] = ledger.hash_of(entry)
        made.append(entry)
    return made


def checked(connection: sa.Connection, rows: list[Row], noted: list[Checkpoint]) -> Verification:
    with connection.begin_nested() as scratch:
        connection.execute(ledger_table.insert(), rows)
        found = verify(connection, (), noted)
        scratch.rollback()
    return found


def said(found: Verification) -> list[dict[str, Any]]:
    return [one.params for one in found.problems if one.code == "LEDGER-CHECKPOINT"]


ROW = st.fixed_dictionaries(
    {
        "at": st.just("2026-01-01T00:00:00.000000Z"),
        "who": st.sampled_from(["lan", "minh"]),
        "batch": st.just("B1"),
        "table_name": st.just("sites"),
        "record": st.sampled_from(["a", "b"]),
        "before": st.none(),
        "after": st.integers(0, 3).map(lambda number: f'{{"note":"{number}"}}'),
        "origin": st.none() | st.just('{"row":2,"sheet":"x"}'),
    }
)
REWRITE = st.sampled_from(["who", "after", "origin", "remove", "insert", "cut"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=3, max_size=12), deed=REWRITE, data=st.data())
def test_any_history_rewritten_before_a_checkpoint_is_found_and_the_first_day_named(
    connection: sa.Connection, rows: list[Row], deed: str, data: Any
) -> None:
    whole = chain(rows)
    counts = sorted(data.draw(st.sets(st.integers(1, len(rows)), min_size=1)))
    noted = [
        Checkpoint(FIRST + dt.timedelta(days=day), count, whole[count - 1]["hash"])
        for day, count in enumerate(counts)
    ]
    at = data.draw(st.integers(1, len(rows)))  # the first entry that is not what it was
    match deed:
        case "remove":
            other = [*rows[: at - 1], *rows[at:]]
        case "insert":
            other = [*rows[: at - 1], {**rows[at - 1], "who": "mallory"}, *rows[at - 1 :]]
        case "cut":
            other = rows[: at - 1]
        case field:
            other = [*rows]
            other[at - 1] = {**rows[at - 1], field: '{"row":9,"sheet":"y"}'}
    forged = chain(other)
    assert said(checked(connection, whole, noted)) == []
    same = [one for one, two in zip(whole, forged, strict=False) if one["hash"] == two["hash"]]
    lost = [one for one in noted if one.count > len(same)]
    found = checked(connection, forged, noted) if forged else None
    if found is not None:
        assert found.differs_from == (lost[0].day if lost else None)
        assert [(one["day"], one["differing"]) for one in said(found)] == [
            (one.day, len(lost)) for one in lost[:1]
        ]
    if at <= counts[-1] and deed not in ("remove", "insert"):  # an equal neighbour may stand in for it
        assert lost


def test_the_last_day_that_agrees_is_named_too(connection: sa.Connection) -> None:
    row = {
        "at": "2026-01-01T00:00:00.000000Z", "who": "lan", "batch": "B1", "table_name": "sites",
        "record": "a", "before": None, "after": '{"note":"1"}', "origin": None,
    }  # fmt: skip
    whole = chain([row, row, row])
    noted = [Checkpoint(FIRST + dt.timedelta(days=at), at + 1, whole[at]["hash"]) for at in range(3)]
    forged = chain([row, {**row, "who": "mallory"}, row])
    (told,) = said(checked(connection, forged, noted))
    assert (told["after"], told["day"], told["differing"]) == (FIRST, FIRST + dt.timedelta(days=1), 2)
    assert told["found"] == forged[1]["hash"] != told["expected"]


def test_a_checkpoint_of_an_empty_ledger_holds(connection: sa.Connection) -> None:
    assert said(checked(connection, chain([{
        "at": "2026-01-01T00:00:00.000000Z", "who": "lan", "batch": "B1", "table_name": "sites",
        "record": "a", "before": None, "after": "{}", "origin": None,
    }]), [Checkpoint(FIRST, 0, GENESIS)])) == []  # fmt: skip
