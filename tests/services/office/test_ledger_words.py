"""An entry of the ledger says which record, by which file and row, and only what changed, in words."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.model.ledger import Change, LedgerEntry, Origin
from registry.services.office.ledger_words import Done, EntryInWords, changed_lines, in_words, without_values
from registry.store import batches, ledger
from registry.store.changes import remove
from registry.store.database import Connection, Database
from registry.store.tables import Table, stations, structures
from tests.store.rows import created, mast, site, station


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty register."""
    with contextlib.closing(Database(f"sqlite:///{tmp_path / 'r.sqlite'}")) as made:
        made.upgrade()
        yield made


@pytest.fixture
def told(database: Database) -> list[EntryInWords]:
    """A mast that came in by a row of a file, was changed, and lost its station."""
    one = site("BGG00123", position_raw=["106°11'", "21°16'"])
    parts = [
        Change("sites", one["id"], None, one, Origin("Danh sách", 7)),
        *created("structures", mast("BGG00123", mast_height_m=42.0)),
        *created("stations", station("BGG00123", "VTL", technology="4G")),
    ]
    with database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan", file_name="q3.xlsx").id
        ledger.record(connection, parts, who="lan", batch=batch)
        old = standing(connection, structures, "mast-BGG00123")
        new = {**old, "mast_height_m": 45.5, "state": "suspended"}
        changes = [
            Change("structures", old["id"], old, new),
            remove(stations, standing(connection, stations, "station-BGG00123-VTL")),
        ]
        ledger.record(connection, changes, who="minh", batch="")
    with database.read() as connection:
        every = [one for one in ledger.entries(connection) if one.change.table != "import_batches"]
        return in_words(connection, every)


def standing(connection: Connection, table: Table, key: str) -> dict[str, Any]:
    return ledger.rows_by_key(connection, table, [key])[key]


def lines(entry: EntryInWords) -> dict[str, tuple[str, str]]:
    return {line.name.vi: (line.before.vi, line.after.vi) for line in entry.lines}


def test_a_record_is_called_by_its_code_or_that_of_what_it_belongs_to(told: list[EntryInWords]) -> None:
    assert [one.what.vi.rsplit(" ", 1)[1] for one in told] == ["BGG00123"] * 5
    assert [one.done for one in told] == [Done.MADE] * 3 + [Done.CHANGED, Done.REMOVED]


def test_file_sheet_and_row_are_named(told: list[EntryInWords]) -> None:
    assert (told[0].file, told[0].sheet, told[0].row, told[0].batch_kind.vi) == (
        "q3.xlsx",
        "Danh sách",
        7,
        "danh sách cột",
    )
    assert (told[3].file, told[3].sheet, told[3].row) == ("", "", 0)


def test_only_what_changed_is_said_with_units_and_words(told: list[EntryInWords]) -> None:
    assert lines(told[3]) == {
        "Trạng thái": ("Đang hoạt động", "Tạm ngừng"), "Chiều cao cột": ("42 m", "45,5 m"),
    }  # fmt: skip
    assert lines(told[0])["Tọa độ như đã ghi"] == ("(trống)", "106°11'; 21°16'")
    assert lines(told[4])["Cột"][0] == "BGG00123"


def test_an_entry_without_values_says_that_it_is_there(told: list[EntryInWords]) -> None:
    bare = without_values(told[0])
    assert (bare.lines, bare.file, bare.seq) == ((), "", told[0].seq)
    assert "BGG00123" not in bare.what.vi


def test_of_a_nested_value_the_parts_that_differ_are_said() -> None:
    before = {"value": {"a": {"name": "x", "on": True}, "b": [1, 2]}}
    after = {"value": {"a": {"name": "y", "on": True}, "b": [1, 2], "c": [{"note": "z"}]}}
    found = {
        line.name.vi: (line.before.vi, line.after.vi) for line in changed_lines("settings", before, after, {})
    }
    assert found == {"Giá trị · a · Tên": ("x", "y"), "Giá trị · c · #1 · Ghi chú": ("(trống)", "z")}


def test_what_opens_something_is_not_said() -> None:
    (line,) = changed_lines("citizen_reports", {"token": "abc"}, {"token": "def"}, {})
    assert "abc" not in str(line)
    assert "def" not in str(line)


def test_a_row_of_a_request_names_its_own_sheet_and_row(database: Database) -> None:
    image = {"id": "r", "request": "q", "list_version": 1, "row": 0, "sheet": "DS", "sheet_row": 9}
    entry = LedgerEntry(
        1, "2026-01-01T00:00:00.000000Z", "lan", "B1", Change("request_rows", "r", None, image), "", "h"
    )
    with database.read() as connection:
        (told,) = in_words(connection, [entry])
    assert (told.sheet, told.row) == ("DS", 9)
