"""An entry of the ledger says which record, by which file and row, and only what changed, in words."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from registry.model.areas import AdminLevel, AdminUnit
from registry.model.ledger import Change, LedgerEntry, Origin
from registry.services.office.ledger_words import (
    Done,
    EntryInWords,
    changed_lines,
    fields_in_words,
    in_words,
    without_values,
)
from registry.services.office.preview import FieldChange
from registry.store import batches, ledger
from registry.store.changes import remove
from registry.store.database import Connection, Database
from registry.store.register.units import unit_row
from registry.store.tables import LEDGERED, Table, admin_units, stations, structures
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


PLACES = {("admin_units", "07795"): "Phường Đa Mai", ("admin_units", "24"): "Tỉnh Bắc Ninh"}
CODES = {code for _table, code in PLACES}


def test_no_code_of_a_commune_no_name_of_a_column_and_no_bare_true_is_shown() -> None:
    columns = [(name, column) for name, table in LEDGERED.items() for column in table.c]
    assert len({name for name, _column in columns}) > 50
    for table, column in columns:
        if column.name == "geometry" or column.name in LEDGERED[table].info["derived"]:
            continue  # corners are counted (test_record_words); what is derived stands in no image
        of_a_place = column.name == "commune_code" or column.name in ("communes", "parent", "territory")
        values: list[Any] = [True, False]
        values += ["07795", ["07795", "24"]] if of_a_place and table != "campaigns" else []
        for value in values:
            for before, after in ((None, {column.name: value}), ({column.name: value}, {column.name: None})):
                for line in changed_lines(table, before, after, PLACES):
                    shown = {line.name.vi, line.before.vi, line.after.vi, line.before.en, line.after.en}
                    assert not shown & {"True", "False", "true", "false", column.name}, (table, shown)
                    if of_a_place:
                        assert not any(code in text for code in CODES for text in shown), shown


def fields(table: str, **after: Any) -> list[FieldChange]:
    return [FieldChange(name, None, value, table) for name, value in after.items()]


def test_a_preview_is_told_as_a_person_would(database: Database) -> None:
    unit = AdminUnit("u", "07795", AdminLevel.COMMUNE, "Đa Mai", "Phường", "24", dt.date(2025, 7, 1), None)
    with database.write() as connection:
        connection.execute(sa.insert(admin_units).values(unit_row(unit) | {"version": 1}))
    new = [
        *fields("sites", commune_code="07795", position_raw=["x"], position_confidence="stated", lon=106.2),
        *fields("structures", built_on="2009-05-24", built_year_only=False, mast_height_m=42.0),
        *fields("structures", built_on="2011-01-01", built_year_only=True),
    ]
    year = FieldChange("built_on", "2009-01-01", "2010-01-01", "structures")
    flag = FieldChange("built_year_only", True, False, "structures")
    with database.read() as connection:
        told = fields_in_words(
            connection,
            [new, [year], [FieldChange("built_on", "2009-01-01", "2009-05-24", ""), flag], [flag]],
            "structures",
        )
    assert [[(line.name.vi, line.before.vi, line.after.vi) for line in lines] for lines in told] == [
        [
            ("Kinh độ", "(trống)", "106,2"),
            ("Xã, phường theo tọa độ", "(trống)", "Đa Mai"),
            ("Chiều cao cột", "(trống)", "42 m"),
            ("Ngày xây dựng", "(trống)", "24/05/2009"),
            ("Năm xây dựng", "(trống)", "2011"),
        ],
        [("Năm xây dựng", "2009", "2010")],
        [("Ngày xây dựng", "2009", "24/05/2009")],
        [("Chỉ biết năm xây dựng", "có", "không")],
    ]
