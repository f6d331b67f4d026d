"""A sheet as the child hands it over: plain values and places, nothing decided yet."""

from dataclasses import dataclass, field
from typing import Any

Cell = Any  # str ("": empty), float, int, bool, or a date, datetime, time or timedelta of datetime


@dataclass(slots=True)
class RawSheet:
    """Rows of one sheet; ``rows[0][0]`` is the cell at (``first_row``, ``first_column``), counted from 0.

    ``merged`` are ((row, column), (row, column)) ranges, ``hidden_rows``/``hidden_columns`` indexes, both
    counted from 0 on the sheet. ``uncached`` are formula cells whose result the file does not hold,
    ``errors`` cells that show an error (text as shown), ``shown`` number formats that make a cell show
    something else than it holds, ``comments`` what people hung on cells, all by (row, column). ``cut`` are
    texts longer than a cell of Excel, of which only the beginning is here: (row, column, characters).
    ``lines`` are the line numbers of a text file's rows.
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 0
    first_column: int = 0
    visible: bool = True
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncached: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    cut: list[tuple[int, int, int]] = field(default_factory=list)
    lines: list[int] | None = None

    def row_number(self, index: int) -> int:
        """Return the number that Excel (or a text editor) shows for ``rows[index]``."""
        return self.lines[index] if self.lines is not None else self.first_row + index + 1


def letter(column: int) -> str:
    """Return the letters of a column counted from 0 (0: A, 26: AA)."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_text(cell: Cell) -> str:
    """Return a cell as a person would write it: 3.0 as "3", dates as dd/mm/yyyy."""
    if type(cell) is str:
        return cell
    if type(cell) is float:
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if hasattr(cell, "strftime") and hasattr(cell, "year"):
        return str(cell.strftime("%d/%m/%Y"))
    return str(cell)
