"""A table of a page as a workbook: one sheet, a bold header, texts that stay texts."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from registry.services.export import ILLUSTRATIVE, as_text
from registry.services.registry import Registry
from registry.store.operators import is_demo

WIDEST = 48


def table_book(registry: Registry, title: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with the header and the rows; that of the illustrative registry says so.

    Days are days of the sheet, numbers numbers; a text that a spreadsheet would run is written as a text.
    """
    with registry.database.read() as connection:
        illustrative = is_demo(connection)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    header = [*header, ILLUSTRATIVE] if illustrative else list(header)
    lengths = [
        max([len(name), *(len(str(row[at])) for row in rows if at < len(row))])
        for at, name in enumerate(header)
    ]
    for at, length in enumerate(lengths):
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(WIDEST, max(10, length + 2))
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in (*row, *([ILLUSTRATIVE] if illustrative else []))])
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=as_text(value))
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = is no formula
    elif isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell
