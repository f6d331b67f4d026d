"""Whatever bytes come under whatever name: rows or a coded refusal, never a traceback; and no row is lost."""

import math
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from registry.columns import CellType, ListKind, columns_for
from registry.errors import RefusalError
from registry.intake import read_list
from registry.intake.headers import find_header
from registry.intake.parsed import ParsedRow
from registry.intake.raw import RawSheet
from registry.intake.sheet_reader import SheetReader
from registry.messages import remedy, render
from registry.model.issues import Issue
from registry.services.appraise.proposals import proposal_of
from registry.services.outages.carrier_workbook import statement_of
from tests.intake.bombs import OLE
from tests.intake.books import HEAD, ROWS, save

SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", OLE, b"\xef\xbb\xbf", b"\xff\xfe", b"Ma tram;Kinh do;Vi do\n", b"%PDF"]
)
EXTENSIONS = st.sampled_from([".xlsx", ".xls", ".ods", ".csv", ".XLSX", ".txt", ""])


def read_or_refuse(path: Path) -> int:
    """Return how many rows were read; -1 for a refusal whose message can be shown."""
    try:
        found = read_list(path, ListKind.SITES)
    except RefusalError as refusal:
        return -1 if render(refusal.code, refusal.params, "vi") else -2
    assert all(render(issue.code, issue.params, "vi") for issue in found.issues)
    return len(found.rows)


@SLOW
@given(start=STARTS, data=st.binary(max_size=3000), extension=EXTENSIONS)
def test_any_bytes_under_any_name_are_rows_or_a_refusal(
    tmp_path: Path, start: bytes, data: bytes, extension: str
) -> None:
    path = tmp_path / f"tep{extension}"
    path.write_bytes(start + data)
    assert read_or_refuse(path) >= -1


@SLOW
@given(place=st.floats(0, 1), noise=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_a_damaged_workbook_is_rows_or_a_refusal(
    tmp_path: Path, place: float, noise: bytes, cut: bool
) -> None:
    data = bytearray(save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS))).read_bytes())
    at = int(place * len(data))
    data[at:] = noise if cut else noise + data[at + len(noise) :]
    (tmp_path / "a.xlsx").write_bytes(data)
    assert read_or_refuse(tmp_path / "a.xlsx") in {-1, len(ROWS), 0, 1, 2}


@SLOW
@given(place=st.floats(0, 1), noise=st.binary(min_size=1, max_size=40))
def test_a_workbook_with_damaged_xml_inside_is_rows_or_a_refusal(
    tmp_path: Path, place: float, noise: bytes
) -> None:
    source = save(tmp_path / "a.xlsx", ("DS", (HEAD, *ROWS)))
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(parts)
    name = names[int(place * (len(names) - 1))]
    at = int(place * len(parts[name]))
    parts[name] = parts[name][:at] + noise + parts[name][at + len(noise) :]
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    assert read_or_refuse(tmp_path / "b.xlsx") >= -1


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
CELLS = st.one_of(
    st.none(), TEXTS, st.integers(-(10**6), 10**6), st.floats(allow_nan=False, allow_infinity=False)
)


@SLOW
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=12))
def test_every_row_that_holds_something_is_data_or_named_exactly_once(
    tmp_path: Path, rows: list[tuple[object, ...]]
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, line in enumerate((HEAD, *ROWS, *rows), 1):
        for number, value in enumerate(line, 1):
            cell: Any = sheet.cell(row, number)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(tmp_path / "a.xlsx")
    found = read_list(tmp_path / "a.xlsx", ListKind.SITES)
    data = [row.row for row in found.rows]
    named = [issue.row for issue in found.issues if issue.code.startswith("ROW-")]
    filled = [
        n for n, line in enumerate(rows, 5) if any(cell is not None and str(cell).strip() for cell in line)
    ]
    assert sorted(data + named) == [2, 3, 4, *filled]
    assert data[:3] == [2, 3, 4]


@SLOW
@given(
    lon=st.floats(105.9, 107.0).map(lambda v: round(v, 6)),
    lat=st.floats(20.98, 21.62).map(lambda v: round(v, 6)),
    comma=st.booleans(),
)
def test_a_position_written_by_a_person_is_read_back(
    tmp_path: Path, lon: float, lat: float, comma: bool
) -> None:
    texts = [f"{value:.6f}".replace(".", ",") if comma else f"{value:.6f}" for value in (lon, lat)]
    path = save(tmp_path / "a.xlsx", ("DS", (HEAD, (1, "BGG00001", "VTL", *texts))))
    position = read_list(path, ListKind.SITES).rows[0].position
    assert (position.lon, position.lat) == (lon, lat)


ANY_CELL = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "1e999", "9" * 90, "40..5", "31/02/2026", "năm 0000", "24h", "2026-13-45", "00:00"]),
    st.floats(),
    st.sampled_from([1e308, -1e308, 5e-324, float("inf"), float("-inf"), float("nan"), 2958466.0]),
    st.integers(-(10**400), 10**400),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)
UNITS = ("", " (m)", " (km)", " (mm)", " (độ)")


@pytest.mark.parametrize("kind", list(ListKind))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_reader_of_a_column_is_broken_by_any_cell(kind: ListKind, data: st.DataObject) -> None:
    """H4: an infinite number under "Năm xây dựng" was a traceback; so is nothing else anywhere."""
    columns = columns_for(kind)
    unit = data.draw(st.sampled_from(UNITS))
    head = [
        f"{column.label_vi}{unit}" if column.type is CellType.METRES else column.label_vi
        for column in columns
    ]
    rows = [[data.draw(ANY_CELL) for _ in columns] for _ in range(3)]
    sheet = RawSheet("DS", [list(head), *rows])
    header = find_header(sheet, kind)
    assert header is not None
    found: list[ParsedRow] = []
    said: list[Issue] = []
    SheetReader(sheet, header, kind=kind, hints=None, operator="", rows=found, issues=said).read()
    for issue in said:
        assert all(render(issue.code, issue.params, lang) for lang in ("vi", "en"))
        remedy(issue.code, issue.params, "vi")
    for row in found:
        numbers = [value for value in row.values.values() if isinstance(value, float)]
        assert all(math.isfinite(number) for number in numbers)
        assert isinstance(row.raw, dict)
        if kind is ListKind.PROPOSALS:
            assert proposal_of(row).row == row.row
        if kind is ListKind.OUTAGES:
            statement_of(row)


def with_infinity(path: Path, column: str) -> Path:
    """Write a list whose cell of a column holds the number 1e999."""
    save(path, ("DS", ((*HEAD, column), (*ROWS[0], 987654))))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"<v>987654</v>", b"<v>1e999</v>"))
    return path


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("Năm xây dựng", "CELL-NOT-DATE"),
        ("Chiều cao cột", "CELL-NOT-NUMBER"),
        ("Số doanh nghiệp thiết kế", "CELL-NOT-NUMBER"),
    ],
)
def test_a_number_without_end_in_a_workbook_is_an_issue(tmp_path: Path, column: str, code: str) -> None:
    found = read_list(with_infinity(tmp_path / "a.xlsx", column), ListKind.SITES)
    assert [(issue.code, issue.row) for issue in found.issues if issue.column == column] == [(code, 2)]
    assert len(found.rows) == 1
