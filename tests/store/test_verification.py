"""Whatever is changed behind the ledger's back is found, with the guards taken away as an attacker would."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from registry.messages import render
from registry.model.ledger import Change
from registry.store import batches, ledger, ledger_guards
from registry.store.database import Database
from registry.store.ledger import GENESIS
from registry.store.verification import Verification, verify
from tests.store.rows import created, mast, site, station

ENTRIES = 9


@pytest.fixture
def filled(database: Database) -> Database:
    """Three sites in two batches, one changed; nine entries."""
    with database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan").id
        ledger.record(
            connection,
            [
                *created("sites", site("A"), site("B"), site("C")),
                *created("structures", mast("A")),
                *created("stations", station("A", "VTL")),
            ],
            who="lan",
            batch=batch,
        )
        batch = batches.open_batch(connection, kind="sites", who="minh").id
        ledger.record(
            connection,
            [
                Change("sites", "site-A", site("A"), site("A", note="sửa")),
                Change("sites", "site-B", site("B"), site("B", lon=106.2)),
            ],
            who="minh",
            batch=batch,
        )
    return database


def checked(database: Database, expect: str | None = None) -> Verification:
    with database.read() as connection:
        return verify(connection, [] if expect is None else [expect])


def tamper(database: Database, *statements: str) -> None:
    """Change rows by SQL with the guards dropped, and set the guards up again."""
    with database.write() as connection:
        ledger_guards.drop_guards(connection)
        for statement in statements:
            connection.execute(sa.text(statement))
        ledger_guards.make_guards(connection)


def codes(found: Verification) -> set[str]:
    for problem in found.problems:
        assert render(problem.code, problem.params, "vi") != render(problem.code, problem.params, "en")
    return {problem.code for problem in found.problems}


def test_an_untouched_register_is_sound(filled: Database) -> None:
    found = checked(filled)
    assert (found.sound, found.entries, found.problems) == (True, ENTRIES, ())
    with filled.read() as connection:
        assert found.head == ledger.head(connection).hash


def test_an_empty_register_is_sound(database: Database) -> None:
    found = checked(database)
    assert (found.sound, found.entries, found.head) == (True, 0, GENESIS)


@pytest.mark.parametrize(
    "assignment",
    [
        "who = 'minh'",
        "at = '2020-01-01T00:00:00.000000Z'",
        "batch = 'B2'",
        "record = 'site-X'",
        "table_name = 'zones'",
        "after = replace(after, '106.1946', '106.1947')",
        "hash = replace(hash, substr(hash, 1, 1), 'x')",
        "origin = 'x'",
    ],
)
def test_a_changed_entry_is_found(filled: Database, assignment: str) -> None:
    tamper(filled, f"UPDATE ledger SET {assignment} WHERE seq = 3")
    found = checked(filled)
    assert "LEDGER-ENTRY-CHANGED" in codes(found)
    assert 3 in {problem.params.get("seq") for problem in found.problems}


def test_a_changed_entry_whose_hash_was_made_to_fit_is_found_by_the_next_link(filled: Database) -> None:
    with filled.read() as connection:
        rows = connection.execute(sa.text("SELECT * FROM ledger WHERE seq = 3")).mappings()
        row = {**rows.one(), "who": "minh"}
    tamper(filled, f"UPDATE ledger SET who = 'minh', hash = '{ledger.hash_of(row)}' WHERE seq = 3")
    found = checked(filled)
    assert codes(found) == {"LEDGER-LINK-BROKEN"}
    assert found.problems[0].params == {"seq": 4}


@pytest.mark.parametrize("seq", range(1, ENTRIES))
def test_a_removed_entry_is_found(filled: Database, seq: int) -> None:
    tamper(filled, f"DELETE FROM ledger WHERE seq = {seq}")
    found = checked(filled)
    assert "LEDGER-GAP" in codes(found)
    assert {"first": seq, "last": seq} in [problem.params for problem in found.problems]


def test_removed_entries_with_the_gap_closed_are_found(filled: Database) -> None:
    tamper(
        filled,
        "DELETE FROM ledger WHERE seq = 3",
        *(f"UPDATE ledger SET seq = {seq - 1} WHERE seq = {seq}" for seq in range(4, ENTRIES + 1)),
    )
    assert {"LEDGER-LINK-BROKEN", "LEDGER-ENTRY-CHANGED"} <= codes(checked(filled))


def test_reordered_entries_are_found(filled: Database) -> None:
    tamper(
        filled,
        "UPDATE ledger SET seq = 100 WHERE seq = 3",
        "UPDATE ledger SET seq = 3 WHERE seq = 4",
        "UPDATE ledger SET seq = 4 WHERE seq = 100",
    )
    found = checked(filled)
    assert {"LEDGER-ENTRY-CHANGED", "LEDGER-LINK-BROKEN"} <= codes(found)


def test_a_cut_tail_is_found_by_the_rows_it_leaves(filled: Database) -> None:
    tamper(filled, f"DELETE FROM ledger WHERE seq >= {ENTRIES}")
    found = checked(filled)
    assert codes(found) == {"LEDGER-ROW-CHANGED"}
    assert found.problems[0].params == {"table": "sites", "record": "site-B", "columns": "lon, version"}


def test_a_tail_cut_together_with_its_rows_is_found_by_the_head_written_down(filled: Database) -> None:
    noted = checked(filled).head
    tamper(
        filled,
        f"DELETE FROM ledger WHERE seq >= {ENTRIES}",
        "UPDATE sites SET lon = 106.1946, version = 1 WHERE id = 'site-B'",
    )
    assert checked(filled).sound
    found = checked(filled, expect=noted)
    assert codes(found) == {"LEDGER-TAIL-CUT"}
    assert found.expected == "missing"


def test_a_history_written_anew_is_found_by_the_head_written_down(filled: Database) -> None:
    noted = checked(filled).head
    with filled.write() as connection:
        ledger_guards.drop_guards(connection)
        previous = GENESIS
        for row in connection.execute(sa.text("SELECT * FROM ledger ORDER BY seq")).mappings().all():
            fresh = {**row, "who": "không ai", "previous_hash": previous}
            previous = ledger.hash_of(fresh)
            connection.execute(
                sa.text(
                    "UPDATE ledger SET who = :who, previous_hash = :previous_hash, hash = :hash "
                    "WHERE seq = :seq"
                ),
                {**fresh, "hash": previous},
            )
        ledger_guards.make_guards(connection)
    assert checked(filled).sound
    assert checked(filled, expect=noted).expected == "missing"


def test_an_expected_head_may_be_the_head_or_an_earlier_one(filled: Database) -> None:
    noted = checked(filled).head
    found = checked(filled, expect=f" {noted.upper()}\n")
    assert (found.expected, found.sound) == ("head", True)
    with filled.write() as connection:
        ledger.record(connection, created("sites", site("D")), who="a", batch="B9")
    found = checked(filled, expect=noted)
    assert (found.expected, found.sound) == ("earlier", True)
    assert checked(filled, expect=GENESIS).expected == "earlier"
    assert checked(filled, expect="f" * 64).expected == "missing"


@pytest.mark.parametrize(
    ("statement", "code", "params"),
    [
        ("UPDATE sites SET lon = 106.3 WHERE id = 'site-C'", "LEDGER-ROW-CHANGED", "lon"),
        ("UPDATE sites SET note = 'x', lat = 21 WHERE id = 'site-C'", "LEDGER-ROW-CHANGED", "lat, note"),
        ("UPDATE sites SET version = 7 WHERE id = 'site-C'", "LEDGER-ROW-CHANGED", "version"),
        ("UPDATE structures SET built_on = '2020-01-01'", "LEDGER-ROW-CHANGED", "built_on"),
        ("UPDATE import_batches SET who = 'x' WHERE id = 'B1'", "LEDGER-ROW-CHANGED", "who"),
        ("DELETE FROM stations", "LEDGER-ROW-MISSING", None),
        ("UPDATE stations SET id = 'other'", "LEDGER-ROW-EXTRA", None),
        (
            "INSERT INTO sites (id, version, code, lon, lat, accuracy_m) VALUES ('s', 1, 'S', 106, 21, 10)",
            "LEDGER-ROW-EXTRA",
            None,
        ),
    ],
)
def test_a_table_changed_without_the_ledger_is_found(
    filled: Database, statement: str, code: str, params: str | None
) -> None:
    tamper(filled, statement)
    found = checked(filled)
    assert code in codes(found)
    assert not codes(found) - {"LEDGER-ROW-CHANGED", "LEDGER-ROW-MISSING", "LEDGER-ROW-EXTRA"}
    if params is not None:
        assert [problem.params["columns"] for problem in found.problems] == [params]


def test_a_missing_guard_is_found(filled: Database) -> None:
    with filled.write() as connection:
        ledger_guards.drop_guards(connection)
    assert codes(checked(filled)) == {"LEDGER-GUARD-MISSING"}


def broken_json(connection: sa.Connection) -> None:
    connection.execute(sa.text("UPDATE ledger SET after = '{' WHERE seq = 4"))


def empty_ledger(connection: sa.Connection) -> None:
    connection.execute(sa.text("DELETE FROM ledger"))


def broken_value(connection: sa.Connection) -> None:
    connection.execute(sa.text("UPDATE sites SET position_raw = '{' WHERE id = 'site-B'"))


@pytest.mark.parametrize("damage", [broken_json, empty_ledger, broken_value])
def test_damage_of_any_kind_is_a_list_of_problems(
    filled: Database, damage: Callable[[sa.Connection], None]
) -> None:
    with filled.write() as connection:
        ledger_guards.drop_guards(connection)
        damage(connection)
        ledger_guards.make_guards(connection)
    assert codes(checked(filled))
