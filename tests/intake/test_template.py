"""The template: filled in and read back it gives the values; its example row and guide are not data."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registry.columns import OF_MASTS, CellType, ListKind, columns_for
from registry.intake import read_list, write_template
from registry.intake.choices import choice_table
from registry.intake.template import LIST_TITLE, example_here, guide_of, header_text
from registry.provinces import provinces
from registry.shipped_data import DATA

FILLED: dict[CellType, tuple[Any, Any]] = {
    CellType.TEXT: ("Thôn Đông", "Thôn Đông"),
    CellType.CODE: ("00123", "00123"),
    CellType.METRES: (42.5, 42.5),
    CellType.NUMBER: (45, 45.0),
    CellType.INTEGER: (2, 2),
    CellType.YESNO: ("có", True),
}


@pytest.mark.parametrize("kind", list(ListKind))
def test_an_empty_template_has_every_column_and_no_data(tmp_path: Path, kind: ListKind) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    found = read_list(tmp_path / "t.xlsx", kind)
    assert [column.name for column in found.sheets[0].columns] == [
        column.name for column in columns_for(kind)
    ]
    assert found.rows == []
    assert {issue.code for issue in found.issues} == {"ROW-EXAMPLE", "LIST-EMPTY"}
    assert [sheet.name for sheet in found.sheets] == [LIST_TITLE]


@pytest.mark.parametrize("kind", list(ListKind))
def test_a_filled_template_gives_the_values_back(tmp_path: Path, kind: ListKind) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    sheet: Any = book[LIST_TITLE]
    wanted: dict[str, Any] = {}
    for number, column in enumerate(columns_for(kind), 1):
        cell, value = FILLED.get(column.type, (None, None))
        if column.type in {CellType.CHOICE, CellType.CHOICES}:
            code, label = next(iter(choice_table(column.choices).labels.items()))
            cell, value = label, code if column.type is CellType.CHOICE else (code,)
        elif column.type is CellType.INTEGER and column.span is not None:
            cell = value = int(column.span[0])  # the least that makes sense
        elif column.usual is not None and isinstance(value, float):
            cell = value = min(value, float(column.usual))  # what is beyond all that stand is asked about
        elif column.name in {"lon", "lat"}:
            cell = {"lon": 106.19461, "lat": 21.27342}[column.name]
        if cell is not None:
            sheet.cell(3, number).value = cell
        if value is not None:
            wanted[column.name] = value
    book.save(tmp_path / "t.xlsx")
    found = read_list(tmp_path / "t.xlsx", kind)
    assert [row.row for row in found.rows] == [3]
    assert found.rows[0].values == wanted
    if kind in OF_MASTS:
        assert (found.rows[0].position.lon, found.rows[0].position.lat) == (106.19461, 21.27342)
    assert {issue.code for issue in found.issues} == {"ROW-EXAMPLE"}


def test_choices_are_offered_from_a_hidden_sheet_and_numbers_have_limits(tmp_path: Path) -> None:
    write_template(ListKind.PROPOSALS, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book["Danh mục"].sheet_state == "hidden"
    rules = book[LIST_TITLE].data_validations.dataValidation
    assert {rule.type for rule in rules} == {"list", "decimal", "whole"}
    assert sum("Danh mục" in str(rule.formula1) for rule in rules) == sum(
        column.type is CellType.CHOICE for column in columns_for(ListKind.PROPOSALS)
    )


def test_units_stand_in_the_headers() -> None:
    by_name = {column.name: column for column in columns_for(ListKind.SITES)}
    assert header_text(by_name["mast_height_m"]) == "Chiều cao cột (m)"
    assert header_text(by_name["northing"]) == "X (VN-2000)"


@pytest.mark.parametrize("kind", ListKind)
def test_the_guide_that_pages_show_is_the_workbooks(kind: ListKind, tmp_path: Path) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Hướng dẫn"]
    written = [tuple(cell or "" for cell in row[:4]) for row in sheet.iter_rows(min_row=4, values_only=True)]
    said = [(one.header, one.how.vi, one.example, ", ".join(one.choices)) for one in guide_of(kind)]
    assert [tuple(map(str, row)) for row in written] == said
    assert len(said) > 2


@pytest.mark.parametrize("kind", ListKind)
def test_no_example_is_of_a_province_of_its_own(kind: ListKind) -> None:
    """The same template is handed out in each of the 34 provinces."""
    units = json.loads((DATA / "boundaries" / "24.json").read_text("utf-8"))["areas"]
    named = {unit["name"].partition(" ")[2] for unit in units}
    for one in provinces().values():
        named |= {one.name, *(was.name for was in one.former)}
    place = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(named)))})\b")
    assert place.search("xã Lạng Giang")
    assert [one.example for one in guide_of(kind) if place.search(one.example) or "BGG" in one.example] == []


@pytest.mark.parametrize("kind", ListKind)
def test_example_positions_lie_in_the_province_that_hands_the_template_out(
    kind: ListKind, tmp_path: Path
) -> None:
    write_template(kind, tmp_path / "t.xlsx", "91")  # An Giang
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    texts = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    elsewhere = re.compile(r"\b(106|21)[.,]\d{3}|\b(106|21)°")
    assert [text for text in texts if elsewhere.search(text)] == []
    assert [line.example for line in guide_of(kind, "91") if elsewhere.search(line.example)] == []
    own = example_here("21,2734; 106,1946", "91")
    lat, lon = (float(part.replace(",", ".")) for part in own.split("; "))
    assert (lon, lat) == pytest.approx(provinces()["91"].centre, abs=0.02)
