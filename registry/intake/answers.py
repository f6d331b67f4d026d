"""A workbook that we sent and somebody filled in: its cells by the headers that we wrote, row by row.

Read in the limited child process like any list. A sheet without the code's header is not ours and is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.columns import column, fold
from registry.errors import RefusalError
from registry.intake.limits import check_file
from registry.intake.raw import Cell, RawSheet
from registry.intake.sheets import raw_sheets

_HEADER_ROWS = 10  # a header that somebody pushed down stands within these


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row and the code that it is about; ``cells`` are those filled in, by name. ``row`` as in Excel."""

    sheet: str
    row: int
    code: str
    cells: Mapping[str, Cell]


def read_answers(path: Path, headers: Mapping[str, str], *, name: str) -> list[AnswerRow]:
    """Read the rows of a workbook by its headers (text of a header -> name).

    Raises RefusalError for a file that cannot be read (FILE-*), or that has no row of ours
    (``FILE-NO-HEADER``).
    """
    kind = check_file(path)
    sheets = raw_sheets(path, kind, name)
    names = {fold(text): code for text, code in headers.items()}
    found: list[AnswerRow] = []
    ours = False
    for sheet in sheets:
        head = _header(sheet)
        if head is None:
            continue
        ours = True
        at, code_column = head
        columns = {
            k: names[folded] for k, cell in enumerate(sheet.rows[at]) if (folded := fold(str(cell))) in names
        }
        for index, row in enumerate(sheet.rows[at + 1 :], at + 1):
            code = str(row[code_column]).strip() if code_column < len(row) else ""
            cells = {name_: row[k] for k, name_ in columns.items() if k < len(row) and str(row[k]).strip()}
            if code and cells:
                found.append(AnswerRow(sheet.name, sheet.row_number(index), code, cells))
    if not ours:
        raise RefusalError("FILE-NO-HEADER", name=name)
    return found


def _header(sheet: RawSheet) -> tuple[int, int] | None:
    """Return the row of the headers and the column of the code."""
    wanted = fold(column("site_code").label_vi)
    for at, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        for k, cell in enumerate(row):
            if type(cell) is str and fold(cell) == wanted:
                return at, k
    return None
