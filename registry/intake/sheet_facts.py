"""What there is to say of a sheet's cells before they are read: hidden, cut, without a result."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from registry.columns import CellType
from registry.columns import column as dictionary_column
from registry.intake.cells import shown
from registry.intake.limits import MAX_CELL_TEXT
from registry.intake.raw import Cell, RawSheet, cell_text, letter
from registry.intake.sheet_xml import shown_text

SAMPLES = 3
_SAMPLED_ROWS = 500
_CODES = frozenset({CellType.CODE, CellType.TEXT})

Say = Callable[..., None]
"""Adds an issue: its code, then ``index`` (into the sheet's rows), ``column`` and what else it carries."""


def say_hidden(sheet: RawSheet, columns: Mapping[int, str], data: Sequence[int], say: Say) -> None:
    """Say what the file hides; ``columns`` are the letters of those that are read, by index."""
    if not sheet.visible:
        say("SHEET-HIDDEN")
    rows = [sheet.row_number(i) for i in data if sheet.first_row + i in sheet.hidden_rows]
    if rows:
        say("ROWS-HIDDEN", params={"count": len(rows), "rows": _ranges(rows)})
    letters = [text for i, text in columns.items() if sheet.first_column + i in sheet.hidden_columns]
    if letters:
        say("COLUMNS-HIDDEN", params={"count": len(letters), "letters": ", ".join(letters)})


def say_cells(
    sheet: RawSheet,
    headers: Sequence[str],
    names: Sequence[str],
    *,
    data: Sequence[int],
    cells: Sequence[list[Cell]],
    say: Say,
) -> None:
    """Say cells that show an error, hold no result, were cut, or show another number than they hold."""
    at = {sheet.first_row + index: n for n, index in enumerate(data)}

    def place(row: int, column: int) -> tuple[int, int] | None:
        n, i = at.get(row), column - sheet.first_column
        known = n is not None and 0 <= i < len(names) and bool(headers[i] or names[i])
        return (n, i) if n is not None and known else None

    for (row, column), text in sheet.errors.items():
        if found := place(row, column):
            say("CELL-ERROR", index=data[found[0]], column=found[1], value=text)
    for row, column in sheet.uncached:
        if found := place(row, column):
            say("CELL-FORMULA-EMPTY", index=data[found[0]], column=found[1])
    for row, column, length in sheet.cut:
        if found := place(row, column):
            params = {"length": length, "longest": MAX_CELL_TEXT}
            say("CELL-TEXT-CUT", index=data[found[0]], column=found[1], params=params)
    for (row, column), code in sheet.shown.items():
        if found := place(row, column):
            _say_shown(cells, names, found, index=data[found[0]], code=code, say=say)


def say_comments(sheet: RawSheet, header: Sequence[str], data: Sequence[int], say: Say) -> None:
    """Say what people hung on cells: at its row, or of the sheet where that is no row of the list."""
    at = {sheet.first_row + index: index for index in data}
    for (row, column), text in sheet.comments.items():
        i = column - sheet.first_column
        if row in at and 0 <= i < len(header):
            say("CELL-COMMENT", index=at[row], column=i, value=text, params={"text": text})
        else:
            cell = f"{letter(column)}{row + 1}"
            say("SHEET-COMMENT", value=text, params={"cell": cell, "text": text})


def _say_shown(
    cells: Sequence[list[Cell]],
    names: Sequence[str],
    place: tuple[int, int],
    *,
    index: int,
    code: str,
    say: Say,
) -> None:
    """Say a number that its format shows otherwise; a code is what Excel shows: 00123, not 123."""
    n, i = place
    cell = cells[n][i] if i < len(cells[n]) else ""
    if type(cell) is not float:
        return
    as_shown, text = shown_text(cell, code), cell_text(cell)
    if as_shown is None:
        params: dict[str, Any] = {"format": code, "value": text}
        say("CELL-SHOWN-DIFFERENTLY", index=index, column=i, value=text, params=params)
    elif names[i] and dictionary_column(names[i].split(":")[0]).type in _CODES:
        cells[n][i] = as_shown


def samples(cells: Sequence[list[Cell]], i: int) -> tuple[str, ...]:
    """Return the first different values of a column, so that one can tell what it is."""
    found: dict[str, None] = {}
    for at, row in enumerate(cells):
        if i < len(row) and row[i] != "":
            found[shown(row[i])] = None
        if len(found) == SAMPLES or (found and at > _SAMPLED_ROWS):
            break
    return tuple(found)


def _ranges(rows: Sequence[int]) -> str:
    """Write row numbers as 3–5, 9; at most ten pieces."""
    pieces: list[list[int]] = []
    for row in rows:
        if pieces and row == pieces[-1][1] + 1:
            pieces[-1][1] = row
        else:
            pieces.append([row, row])
    texts = [str(a) if a == b else f"{a}–{b}" for a, b in pieces[:10]]
    return ", ".join(texts) + (" …" if len(pieces) > 10 else "")
