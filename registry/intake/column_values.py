"""A whole column read at once by its type; most cells repeat, so each distinct value is read once."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from registry.columns import CellType, Column
from registry.intake.cells import (
    CellProblem,
    Read,
    read_code,
    read_integer,
    read_number,
    read_text_cell,
    read_yes_no,
)
from registry.intake.choices import choice_table
from registry.intake.raw import Cell

_MOST_SUGGESTIONS = 500  # distinct wrong values of a column that are compared with the known ones


def read_column(
    column: Column, cells: Sequence[Cell], factor: float = 1.0
) -> tuple[list[Any], dict[int, CellProblem]]:
    """Return the values of a column (None: missing) and the problems by index.

    ``factor`` turns the unit of the header into the column's own.
    """
    distinct = set(cells)
    reader = _reader(column, factor, suggest=len(distinct) <= _MOST_SUGGESTIONS)
    types = set(map(type, cells))
    plain = types == {float} and column.type in {CellType.METRES, CellType.NUMBER} and factor == 1.0
    low, high = column.span or (-math.inf, math.inf)
    if plain and all(map(math.isfinite, cells)) and low <= min(cells) and max(cells) <= high:
        return list(cells), {}
    # True equals 1.0, so a column that holds both is read cell by cell
    read: Callable[[Cell], Read] = (
        reader if bool in types else {cell: reader(cell) for cell in distinct}.__getitem__
    )
    found = [_plausible(item, low, high) for item in map(read, cells)]
    problems = {n: problem for n, (_, problem) in enumerate(found) if problem is not None}
    return [value for value, _ in found], problems


def _plausible(read: Read, low: float, high: float) -> Read:
    """Take no number that makes no sense: a mast of 0 m would be exempt from what asks of masts."""
    value = read[0]
    if type(value) in (int, float) and not low <= value <= high:
        return None, CellProblem("CELL-NOT-PLAUSIBLE", {"low": low, "high": high})
    return read


def _reader(column: Column, factor: float, *, suggest: bool) -> Callable[[Cell], Read]:
    if column.type is CellType.CODE:
        return read_code
    if column.type in {CellType.METRES, CellType.NUMBER}:
        return lambda cell: read_number(cell, factor, lengths=column.type is CellType.METRES)
    if column.type is CellType.INTEGER:
        return read_integer
    if column.type is CellType.YESNO:
        return read_yes_no
    if column.type is CellType.CHOICE:
        table = choice_table(column.choices)
        return partial(table.read_first if column.name == "operator" else table.read, suggest=suggest)
    if column.type is CellType.CHOICES:
        return partial(choice_table(column.choices).read_several, suggest=suggest)
    return read_text_cell
