"""A plain workbook says to other readers what was put into it, is the same whenever, and is well made."""

import datetime as dt
import io
import math
import zipfile
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from registry.intake.plain_workbook import ILLEGAL, PlainSheet, write_plain_workbook

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1900, 3, 1), dt.date(2200, 1, 1)),
    st.sampled_from(["=1+1", " hai  dấu ", "dòng\nmới", "a\rb", "<&>\"'", "_x0041_", "Đã cấp", "\x0b"]),
    TEXTS,
)


def written(*sheets: PlainSheet) -> bytes:
    into = io.BytesIO()
    write_plain_workbook(into, sheets)
    return into.getvalue()


def read_back(value: Any) -> Any:
    """What a reader makes of a value: days are moments, an empty text is nothing."""
    if isinstance(value, str):
        return ILLEGAL.sub("", value) if value else None
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else value


@settings(max_examples=40)
@given(st.lists(st.lists(VALUES, min_size=1, max_size=30), min_size=1, max_size=6))
def test_every_value_is_read_again_as_it_was(rows: list[list[Any]]) -> None:
    content = written(PlainSheet("Trang", rows))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    for at, row in enumerate(rows, 1):
        found = [sheet.cell(at, i).value for i in range(1, len(row) + 1)]
        assert found == [read_back(value) for value in row]
        assert not any(sheet.cell(at, i).data_type == "f" for i in range(1, len(row) + 1))
    if any(cell not in (None, "") for row in rows for cell in row):
        assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_looks_widths_and_what_stays_in_sight() -> None:
    day = dt.date(2026, 11, 29)
    rows = [["Mã", "Ngày"], ["B1", day], [None, day], [math.nan, dt.datetime.combine(day, dt.time(6))]]
    content = written(PlainSheet("a/b", rows, widths=[10, 22.5], fill=frozenset({(1, 0), (1, 1)})))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == (
        "a b", "A2", True, False,
    )  # fmt: skip
    assert [sheet.column_dimensions[name].width for name in "AB"] == [10, 22.5]
    assert [sheet[name].number_format for name in ("B2", "B3", "B4")] == ["dd/mm/yyyy"] * 3
    filled = [c.coordinate for row in sheet for c in row if c.fill.fgColor.rgb == "FFFFF2CC"]
    assert filled == ["A3", "B3"]
    assert (sheet["A4"].value, sheet["B4"].value) == (None, dt.datetime.combine(day, dt.time(6)))


def test_titles_are_such_as_excel_takes_and_words_are_shared() -> None:
    sheets = [
        PlainSheet("Tổng hợp", [["x", "x"]]),
        PlainSheet("tổng hợp", [["x"]]),
        PlainSheet("'&\"<", [["y"]]),
    ]
    content = written(*sheets)
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["Tổng hợp", "tổng hợp (2)", '&"<']
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        trees = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    strings = trees["xl/sharedStrings.xml"]
    assert (strings.get("count"), strings.get("uniqueCount"), len(strings)) == ("4", "2", 2)
    styles = trees["xl/styles.xml"]
    assert all(int(block.get("count") or 0) == len(block) for block in styles)
    assert content == written(*sheets)


def test_what_no_cell_holds_is_no_cell() -> None:
    with pytest.raises(TypeError):
        written(PlainSheet("x", [[object()]]))
