"""A whole column read at once by its type; most cells repeat, so each distinct value is read once."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from registry.columns import CellType, Column
from registry.intake.cells import (
    LENGTHS_M,
    MISSING,
    CellProblem,
    Read,
    blank,
    missing,
    read_code,
    read_integer,
    read_number,
    read_text_cell,
    read_yes_no,
)
from registry.intake.choices import choice_table
from registry.intake.counted import COUNTED, counted
from registry.intake.dates import read_paper
from registry.intake.raw import Cell

_REPEATED = 4  # times that a cell of a column stands in it where each distinct one is read by itself
_LONGEST_WHOLE = 1e15  # of a number that is written as a whole one
_PAPERS = frozenset({"sharing_sent", "sharing_replied"})
"""Columns that name letters: carriers write the day of one alone, which may have become a number."""
_MOST_SUGGESTIONS = 500  # distinct wrong values of a column that are compared with the known ones


def read_column(
    column: Column, cells: Sequence[Cell], factor: float = 1.0
) -> tuple[list[Any], dict[int, CellProblem]]:
    """Return the values of a column (None: missing) and the problems by index.

    ``factor`` turns the unit of the header into the column's own.
    """
    types, distinct = set(map(type, cells)), set(cells)
    text = column.type in {CellType.TEXT, CellType.CODE} and not (column.name in _PAPERS and float in types)
    as_they_are = text and len(distinct) > len(cells) // _REPEATED
    if as_they_are and (texts := _plain_texts(column, cells, types)):
        return texts, {}
    plain = types == {float} and column.type in {CellType.METRES, CellType.NUMBER} and factor == 1.0
    low, high = column.span or (-math.inf, math.inf)
    if (
        plain
        and all(map(math.isfinite, cells))
        and max(low, column.least or low) <= min(cells)
        and max(cells) <= (high if column.usual is None else min(high, column.usual))
    ):
        return list(cells), {}
    reader = _reader(column, factor, suggest=len(distinct) <= _MOST_SUGGESTIONS)
    if bool in types:  # True equals 1.0, so a column that holds both is read cell by cell
        found = [_plausible(reader(cell), column, factor) for cell in cells]
        problems = {n: problem for n, (_, problem) in enumerate(found) if problem is not None}
        return [value for value, _ in found], problems
    read = {cell: _plausible(reader(cell), column, factor) for cell in distinct}
    values = {cell: value for cell, (value, _) in read.items()}
    wrong = {cell: problem for cell, (_, problem) in read.items() if problem is not None}
    problems = {n: wrong[cell] for n, cell in enumerate(cells) if cell in wrong} if wrong else {}
    return list(map(values.__getitem__, cells)), problems


def _plain_texts(column: Column, cells: Sequence[Cell], types: set[type]) -> list[Any]:
    """Return what ``read_text_cell`` and ``read_code`` return where nothing has to be looked at cell by cell:
    whole numbers, or texts without a blank too many; else an empty list."""
    if types == {float} and all(map(float.is_integer, cells)) and max(map(abs, cells)) < _LONGEST_WHOLE:
        return list(map(str, map(int, cells)))
    if types != {str}:
        return []
    whole = "\0".join(cells)
    one_line = " ".join(whole.split()) == whole
    if not one_line or "\0 " in whole or " \0" in whole or whole.count("\0") != len(cells) - 1:
        return []
    nothing = MISSING if column.type is CellType.CODE else frozenset([""])
    if nothing.isdisjoint(whole.lower().split("\0")):
        return list(cells)
    return [None if cell.lower() in nothing else cell for cell in cells]


def _plausible(read: Read, column: Column, factor: float) -> Read:
    """Take no number that makes no sense: a mast of 0 m would be exempt from what asks of masts.

    Where it does make sense in another unit of length than it was read in, that is proposed.
    """
    value, problem = read
    if type(value) not in (int, float):
        return read
    if _fits(value, column):
        return read if column.usual is None or value <= column.usual else _doubted(value, column.usual)
    low, high = column.span or (-math.inf, math.inf)
    if column.type is CellType.METRES:
        own = problem.params.get("unit") if problem is not None else None
        number = value / LENGTHS_M.get(own or "", factor)  # as written, without its unit
        if number != value and _fits(number, column):
            return None, CellProblem("CELL-UNIT-DOUBTED", {"read": value, "metres": number}, f"{number:g}")
        metres = round(value * 1000.0, 6)
        if 0 < value < max(low, column.least) and _fits(metres, column):
            return None, CellProblem("CELL-KILOMETRES", {"metres": metres}, f"{metres:g}")
    return None, CellProblem("CELL-NOT-PLAUSIBLE", {"low": max(low, column.least), "high": high})


def _doubted(value: float, usual: float) -> Read:
    """Take a number that is larger than any in practice, and ask: its decimal comma may be missing."""
    likely = value / 10.0
    while likely > usual:
        likely /= 10.0
    likely = round(likely, 6)
    if type(value) is int and likely != int(likely):
        return value, CellProblem("CELL-UNUSUAL", {"usual": usual})
    return value, CellProblem("CELL-UNUSUAL-LIKELY", {"usual": usual, "likely": likely}, f"{likely:g}")


def _fits(value: float, column: Column) -> bool:
    low, high = column.span or (-math.inf, math.inf)
    return low <= value <= high and not 0 < value < column.least


def _reader(column: Column, factor: float, *, suggest: bool) -> Callable[[Cell], Read]:
    if column.type is CellType.CODE:
        return read_code
    if column.type in {CellType.METRES, CellType.NUMBER}:
        lengths = column.type is CellType.METRES
        fits = partial(_fits, column=column) if lengths else None
        return partial(read_number, factor=factor, lengths=lengths, hours=column.in_hours, fits=fits)
    if column.type is CellType.INTEGER:
        whole = partial(read_integer, fits=lambda value: value == int(value) and _fits(value, column))
        return (lambda cell: whole(counted(column.name, cell)[0])) if column.name in COUNTED else whole
    if column.type is CellType.YESNO:
        return read_yes_no
    if column.type is CellType.CHOICE:
        table = choice_table(column.choices)
        if column.name == "operator":
            return partial(table.read_first, suggest=suggest)
        return partial(table.read, suggest=suggest, nothing=blank if column.empty else missing)
    if column.type is CellType.CHOICES:
        return partial(choice_table(column.choices).read_several, suggest=suggest)
    return read_paper if column.name in _PAPERS else read_text_cell
