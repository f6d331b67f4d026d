"""The template workbook of a kind of list, made from the column dictionary that also reads it."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from registry.columns import CellType, Column, ListKind, columns_for
from registry.intake.choices import choice_table
from registry.intake.hints import TEMPLATE_AUTHOR, TYPE_HINTS
from registry.intake.limits import MAX_DATA_ROWS
from registry.intake.marks import GUIDE_MARK
from registry.intake.row_kinds import EXAMPLE_MARK
from registry.messages import Words, number
from registry.model.numbers import plain_number
from registry.provinces import province as province_of

LIST_TITLE = "Danh sách"
_LISTS_TITLE = "Danh mục"
_GUIDE_TITLE = "Hướng dẫn"
_LAST_ROW = MAX_DATA_ROWS + 2
_HEAD = PatternFill("solid", fgColor="FFD9EEF0")
_EXAMPLE = PatternFill("solid", fgColor="FFF2F2F2")
_EXAMPLE_LON, _EXAMPLE_LAT = re.compile(r"\b106,19(?=\d)"), re.compile(r"\b21,27(?=\d)")
"""Degrees of the dictionary's example positions, which lie in one province."""
_RANGES = {
    CellType.LON: (102, 118),
    CellType.LAT: (6, 24),
    CellType.METRES: (0, 1000),
    CellType.NUMBER: (0, 200),
}
_YEARS = frozenset({"cable_year"})


class GuideLine(NamedTuple):
    """A column of a list: its header, how its cells are written, an example, what it is chosen from."""

    header: str
    how: Words
    example: str
    choices: tuple[str, ...]


def write_template(kind: ListKind, path: str | Path, province: str = "") -> None:
    """Write the template (.xlsx) of a kind of list: headers with units, choices, limits, an example row.

    ``province``: the code of that in whose middle its example positions lie.
    """
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = LIST_TITLE
    guide = book.create_sheet(_GUIDE_TITLE)
    lists = book.create_sheet(_LISTS_TITLE)
    lists.sheet_state = "hidden"
    _text(guide, 1, 1, GUIDE_MARK)
    guide.cell(1, 1).font = Font(bold=True, size=14)
    _text(lists, 1, 1, GUIDE_MARK)
    for at, head in enumerate(
        ("Tên cột", "Cách ghi", "Ví dụ", "Được chọn một trong", "Tên khác được hiểu"), 1
    ):
        _text(guide, 3, at, head)
        guide.cell(3, at).font = Font(bold=True)
    for at, column in enumerate(columns_for(kind), 1):
        shown = replace(column, example=example_here(column.example, province))
        _column(sheet, lists, at, shown)
        _guide(guide, at + 3, shown)
    sheet.freeze_panes = "C2"
    sheet.row_dimensions[1].height = 34
    for letter, width in zip("ABCDE", (28, 40, 18, 60, 80), strict=True):
        guide.column_dimensions[letter].width = width
    book.save(path)


def header_text(column: Column) -> str:
    """Return a column's header with its unit: "Chiều cao cột (m)"."""
    if not column.unit or "(" in column.label_vi:
        return column.label_vi
    return f"{column.label_vi} ({column.unit})"


def _column(sheet: Worksheet, lists: Worksheet, number: int, column: Column) -> None:
    letter = get_column_letter(number)
    _text(sheet, 1, number, header_text(column))
    head: Any = sheet.cell(1, number)
    head.font, head.fill = Font(bold=True), _HEAD
    head.alignment = Alignment(wrap_text=True, vertical="center")
    head.comment = Comment(TYPE_HINTS[column.type].vi, TEMPLATE_AUTHOR)
    sheet.column_dimensions[letter].width = max(12, min(26, len(column.label_vi) + 4))
    example: Any = sheet.cell(2, number)
    example.fill, example.font = _EXAMPLE, Font(italic=True)
    if column.name == "ordinal":
        _text(sheet, 2, number, EXAMPLE_MARK)
    elif column.example:
        value = (
            plain_number(column.example)
            if column.type in _RANGES or column.type is CellType.INTEGER
            else None
        )
        if value is None:
            _text(sheet, 2, number, column.example)
        else:
            example.value = value
    if column.type is CellType.CODE:
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(2, 302):
            sheet.cell(row, number).number_format = "@"
    rule = _rule(lists, number, column)
    if rule is not None:
        sheet.add_data_validation(rule)
        rule.add(f"{letter}3:{letter}{_LAST_ROW}")


def _rule(lists: Worksheet, number: int, column: Column) -> DataValidation | None:
    """Return what Excel checks while one types; a warning where text is allowed too (42 m, 21°16'29\"B)."""
    if column.type is CellType.CHOICE:
        labels = list(choice_table(column.choices).labels.values())
        letter = get_column_letter(number)
        for row, label in enumerate(labels, 2):
            _text(lists, row, number, label)
        source = f"'{_LISTS_TITLE}'!${letter}$2:${letter}${len(labels) + 1}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, errorStyle="warning")
    elif column.type is CellType.YESNO:
        rule = DataValidation(type="list", formula1='"có,không"', allow_blank=True, errorStyle="warning")
    elif column.type in _RANGES:
        low, high = column.span or _RANGES[column.type]
        rule = DataValidation(
            type="decimal", operator="between", formula1=str(low), formula2=str(high), errorStyle="warning"
        )
    elif column.type is CellType.INTEGER and column.span is None and column.name in _YEARS:
        return None
    elif column.type is CellType.INTEGER:
        low, high = (int(side) for side in column.span or (0, 20))
        rule = DataValidation(
            type="whole", operator="between", formula1=str(low), formula2=str(high), errorStyle="warning"
        )
    else:
        return None
    rule.errorTitle, rule.error = "Kiểm tra giá trị", f"{column.label_vi}: {TYPE_HINTS[column.type].vi}"
    rule.showErrorMessage = True
    return rule


def guide_line(column: Column) -> GuideLine:
    """Return what a column's line of the guide says."""
    labels = choice_table(column.choices).labels.values() if column.choices else ()
    return GuideLine(header_text(column), TYPE_HINTS[column.type], column.example, tuple(labels))


def guide_of(kind: ListKind, province: str = "") -> list[GuideLine]:
    """Return the columns of a kind of list as its template's guide and the pages tell them, in order."""
    lines = map(guide_line, columns_for(kind))
    return [line._replace(example=example_here(line.example, province)) for line in lines]


def example_here(text: str, province: str) -> str:
    """Return an example with its positions in the middle of a province; "": as the table has it."""
    if not province:
        return text
    lon, lat = (number(degrees, 2, "vi") for degrees in province_of(province).centre)
    return _EXAMPLE_LON.sub(lon, _EXAMPLE_LAT.sub(lat, text))


def _guide(guide: Worksheet, row: int, column: Column) -> None:
    line = guide_line(column)
    texts = (line.header, line.how.vi, line.example, ", ".join(line.choices), "; ".join(column.aliases))
    for at, text in enumerate(texts, 1):
        _text(guide, row, at, text)
        guide.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")


def _text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if text:
        cell: Any = sheet.cell(row, column)
        cell.value = text
        cell.data_type = "s"
