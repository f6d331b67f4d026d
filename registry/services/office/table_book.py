"""A table of a page as a workbook: one sheet, a bold header, texts that stay texts."""

import datetime as dt
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

from registry.intake.sheet_titles import free_title
from registry.services.office.registry import Registry
from registry.store.office.operators import is_demo

ILLUSTRATIVE = "Dữ liệu minh họa"
MARK = "data_mark"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

WIDEST = 48
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # signs that no workbook can hold


class Sheet(NamedTuple):
    """A sheet of a workbook; ``fill`` marks the cells (row, column) that somebody is asked to fill in."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    fill: frozenset[tuple[int, int]] = frozenset()


def table_book(registry: Registry, title: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with the header and the rows; that of the illustrative registry says so.

    Days are days of the sheet, numbers numbers; a text that a spreadsheet would run is written as a text.
    """
    return sheets_book(registry, [Sheet(title, header, rows)])


def sheets_book(registry: Registry, sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of several tables; see ``table_book``."""
    import openpyxl

    with registry.database.read() as connection:
        illustrative = is_demo(connection)
    book = openpyxl.Workbook(write_only=True)
    for one in sheets:
        _add(book, one, illustrative=illustrative)
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _add(book: Any, one: Sheet, *, illustrative: bool) -> None:
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    to_fill = PatternFill("solid", fgColor="FFF2CC")
    sheet = book.create_sheet(free_title(book, one.title))
    sheet.freeze_panes = "A2"
    header = [*one.header, ILLUSTRATIVE] if illustrative else list(one.header)
    lengths = [
        max([len(name), *(len(str(row[at])) for row in one.rows if at < len(row))])
        for at, name in enumerate(header)
    ]
    for at, length in enumerate(lengths):
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(WIDEST, max(10, length + 2))
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    mark = [ILLUSTRATIVE] if illustrative else []
    for index, row in enumerate(one.rows):
        cells = [_cell(sheet, value) for value in (*row, *mark)]
        if one.fill:
            for at, cell in enumerate(cells):
                if (index, at) in one.fill:
                    cell.fill = to_fill
        sheet.append(cells)


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=as_text(value))
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is no formula
    elif isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell


def as_text(value: Any) -> Any:
    """Return a cell's value; a text that a spreadsheet would run as a formula gets an apostrophe.

    Signs that no workbook can hold are left out.
    """
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("", value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text
