"""Tables that an office draws by hand, of a workbook or a .docx: cells as text, merged ones told apart.

A cell that belongs to a merged range has the range's text, and says whether the text stands further left or
further up: a table of an office says by it that a line is a heading, or that several lines share a cell.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.intake.limits import MAX_FILE_BYTES, check_file
from registry.intake.raw import RawSheet
from registry.intake.sheets import raw_sheets
from registry.limited import run_child

DOCX = ".docx"
WORKBOOKS = (".xlsx", ".xls", ".ods", ".csv")
MOST_ROWS = 3_000
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class OfficeCell:
    """A cell: its text in one line; ``up`` and ``left``: it is the merged cell above or at its left."""

    text: str = ""
    up: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class OfficeTable:
    """A table: its sheet's name ("" in a document) and its rows, all of one width.

    ``numbers`` are the rows' numbers, as Excel shows them or counted from 1 in the document's table.
    """

    name: str
    rows: tuple[tuple[OfficeCell, ...], ...]
    numbers: tuple[int, ...]


def office_tables(path: Path, name: str) -> list[OfficeTable]:
    """Return the tables of a file; ``name`` is what its sender calls it.

    Refused for another kind of file (``OFFICE-TABLE-KIND``), one that is damaged, too large or beyond the
    child's limits (``FILE-…``).
    """
    suffix = Path(name).suffix.lower()
    if suffix == DOCX:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise RefusalError("FILE-TOO-BIG", name=name, mib=size >> 20, limit=MAX_FILE_BYTES >> 20)
        found: list[OfficeTable] = run_child(
            "registry.intake.office_tables:read_document", {"path": str(path.resolve())}, name=name
        )
        return found
    if suffix not in WORKBOOKS:
        raise RefusalError("OFFICE-TABLE-KIND", name=name[:80], known=", ".join((*WORKBOOKS, DOCX)))
    return [_of_sheet(sheet, name) for sheet in raw_sheets(path, check_file(path), name) if sheet.rows]


def read_document(request: dict[str, Any]) -> list[OfficeTable]:
    """Do the child's part for a .docx."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    name = request["name"]
    try:
        document = Document(request["path"])
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, *DAMAGED_ZIP) as error:
        raise RefusalError("FILE-DAMAGED", name=name) from error
    found = []
    for table in document.tables:
        cells = [row.cells for row in table.rows]
        width = max((len(row) for row in cells), default=0)
        _check(len(cells), width, name)
        rows = []
        for at, row in enumerate(cells):
            above = cells[at - 1] if at else ()
            rows.append(
                tuple(
                    OfficeCell(
                        _text(cell.text),
                        up=column < len(above) and above[column]._tc is cell._tc,
                        left=column > 0 and row[column - 1]._tc is cell._tc,
                    )
                    for column, cell in enumerate(row)
                )
                + (OfficeCell(),) * (width - len(row))
            )
        found.append(OfficeTable("", tuple(rows), tuple(range(1, len(rows) + 1))))
    return found


def _of_sheet(sheet: RawSheet, name: str) -> OfficeTable:
    width = max(len(row) for row in sheet.rows)
    _check(len(sheet.rows), width, name)
    cells = [
        [OfficeCell(_text(value)) for value in row] + [OfficeCell()] * (width - len(row))
        for row in sheet.rows
    ]
    for (top, left), (bottom, right) in sheet.merged:
        first_row, first = top - sheet.first_row, left - sheet.first_column
        if not (0 <= first_row < len(cells) and 0 <= first < width):
            continue
        text = cells[first_row][first].text
        for at in range(first_row, min(bottom - sheet.first_row + 1, len(cells))):
            for column in range(first, min(right - sheet.first_column + 1, width)):
                cells[at][column] = OfficeCell(text, up=at > first_row, left=column > first)
    numbers = tuple(sheet.row_number(at) for at in range(len(cells)))
    return OfficeTable(sheet.name, tuple(tuple(row) for row in cells), numbers)


def _check(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS:
        raise RefusalError("FILE-TOO-MANY-ROWS", name=name, rows=rows, limit=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise RefusalError("FILE-TOO-MANY-COLUMNS", name=name, columns=columns, limit=MOST_COLUMNS)


def _text(value: Any) -> str:
    """Return a cell as an office reads it: days as dd/mm/yyyy, whole numbers without a point."""
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
