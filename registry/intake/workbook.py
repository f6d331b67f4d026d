"""Reading .xlsx, .xls and .ods with calamine (in the child)."""

import zipfile
from pathlib import Path

import python_calamine as calamine

from registry.errors import DAMAGED_ZIP, RefusalError
from registry.intake.limits import (
    MAX_CELL_TEXT,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_DATA_ROWS,
    MAX_MERGED,
    MAX_SHEETS,
    MAX_TEXT,
)
from registry.intake.raw import Cell, RawSheet
from registry.intake.sheet_xml import SheetFacts, scan_sheet, sheet_parts, telling_formats

_HEADROOM = 2_000  # rows above and below the data


def read_workbook(path: Path, kind: str, name: str) -> list[RawSheet]:
    """Return every worksheet of a workbook; a damaged, encrypted or too large one is a RefusalError."""
    facts = _facts(path, name) if kind == ".xlsx" else {}
    try:
        return _sheets(path, name, facts)
    except calamine.PasswordError as error:
        raise RefusalError("FILE-ENCRYPTED", name=name, extension=kind) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RefusalError("FILE-DAMAGED", name=name) from error


def _facts(path: Path, name: str) -> dict[str, SheetFacts]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = sheet_parts(archive)
            if len(parts) > MAX_SHEETS:
                raise RefusalError("FILE-TOO-MANY-SHEETS", name=name, sheets=len(parts), limit=MAX_SHEETS)
            formats = telling_formats(archive)
            return {sheet: scan_sheet(archive, part, formats, name) for sheet, part in parts.items()}
    except (OSError, KeyError, *DAMAGED_ZIP) as error:
        raise RefusalError("FILE-DAMAGED", name=name) from error


def _sheets(path: Path, name: str, facts: dict[str, SheetFacts]) -> list[RawSheet]:
    found: list[RawSheet] = []
    rows_left, cells, characters = MAX_DATA_ROWS + _HEADROOM, 0, 0
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        if len(book.sheet_names) > MAX_SHEETS:
            raise RefusalError(
                "FILE-TOO-MANY-SHEETS", name=name, sheets=len(book.sheet_names), limit=MAX_SHEETS
            )
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            height, width = sheet.height, sheet.width
            cells += height * width
            if cells > MAX_CELLS:
                raise RefusalError("FILE-SPARSE", name=name, cells=cells, limit=MAX_CELLS)
            if width > MAX_COLUMNS:
                raise RefusalError("FILE-TOO-MANY-COLUMNS", name=name, columns=width, limit=MAX_COLUMNS)
            rows: list[list[Cell]] = sheet.to_python() if height else []
            filled = (
                sum(1 for row in rows if any(cell != "" for cell in row))
                if len(rows) > rows_left
                else len(rows)
            )
            rows_left -= filled
            if rows_left < 0:
                raise RefusalError("FILE-TOO-MANY-ROWS", name=name, rows=filled, limit=MAX_DATA_ROWS)
            first_row, first_column = sheet.start or (0, 0)
            of_sheet, cut = _trim(rows, first_row, first_column)
            characters += of_sheet
            if characters > MAX_TEXT:
                raise RefusalError("FILE-TOO-MUCH-TEXT", name=name, limit=MAX_TEXT)
            merged = sheet.merged_cell_ranges or []
            fact = facts.get(meta.name, SheetFacts())
            found.append(
                RawSheet(
                    name=meta.name,
                    rows=rows,
                    first_row=first_row,
                    first_column=first_column,
                    visible=meta.visible is calamine.SheetVisibleEnum.Visible,
                    merged=list(merged[:MAX_MERGED]),
                    hidden_rows=frozenset(fact.hidden_rows),
                    hidden_columns=frozenset(fact.hidden_columns),
                    uncached=fact.uncached,
                    errors=fact.errors,
                    shown=fact.shown,
                    comments=fact.comments,
                    cut=cut,
                )
            )
    return found


def _trim(
    rows: list[list[Cell]], first_row: int, first_column: int
) -> tuple[int, list[tuple[int, int, int]]]:
    """Cut texts longer than Excel allows; return how many characters there were, and which were cut."""
    total = 0
    cut: list[tuple[int, int, int]] = []
    for at, row in enumerate(rows, first_row):
        lengths = [len(cell) for cell in row if type(cell) is str]
        if not lengths:
            continue
        total += sum(lengths)
        if max(lengths) > MAX_CELL_TEXT:
            cut += [
                (at, i, len(cell))
                for i, cell in enumerate(row, first_column)
                if type(cell) is str and len(cell) > MAX_CELL_TEXT
            ]
            row[:] = [cell[:MAX_CELL_TEXT] if type(cell) is str else cell for cell in row]
    return total, cut
