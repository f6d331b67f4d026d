"""Cells by column: text, numbers with units, yes or no, choices. A whole column is read at once.

Most cells of a column repeat or are plain floats, so each distinct value is read once.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from registry.columns import CellType, Column, fold
from registry.intake.parsed import cell_text
from registry.intake.raw import Cell

if TYPE_CHECKING:
    from registry.intake.choices import ChoiceTable

MISSING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "?",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
        "không có",
        "không rõ",
        "chưa có",
        "chưa rõ",
    }
)
_NUMBER = re.compile(
    r"(?P<about>[~≈≤≥<>]|khoảng|cao)?\s*(?P<number>[-+]?\d[\d\s.,]*)\s*(?P<unit>m|mét|met|cm|km|mm|ft|feet|m/s|mps|độ|°|km/h|m\.)?\s*",
    re.IGNORECASE,
)
_TO_METRES = {"cm": 0.01, "mm": 0.001, "km": 1000.0, "ft": 0.3048, "feet": 0.3048}
_YES = frozenset(
    [
        "co",
        "yes",
        "y",
        "true",
        "1",
        "x",
        "dung",
        "dothi",
        "trongdothi",
        "thuocdothi",
        "khuvucdothi",
        "phuong",
        "thitran",
        "trong",
        "thanhthi",
    ]
)
_NO = frozenset(
    [
        "khong",
        "no",
        "n",
        "false",
        "0",
        "sai",
        "ngoaidothi",
        "nongthon",
        "khongthuocdothi",
        "ngoai",
        "xa",
        "ngoaidothi",
        "khuvucnongthon",
    ]
)
_SHOWN_LIMIT = 120
LONGEST = 80  # characters of a number or a date; patterns are never let loose on more
_MOST_SUGGESTIONS = 500  # distinct wrong values of a column that are compared with the known ones


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one distinct cell value; ``used`` tells whether a value was still taken."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    proposed: str | None = None


Read = tuple[Any, CellProblem | None]
"""A value (None: nothing) and what there is to say about it."""


def read_column(
    column: Column, cells: Sequence[Cell], table: "ChoiceTable | None", factor: float = 1.0
) -> tuple[list[Any], dict[int, CellProblem]]:
    """Return the values of a column (None: missing) and the problems by index."""
    distinct = set(cells)
    reader = _reader(column, table, factor, suggest=len(distinct) <= _MOST_SUGGESTIONS)
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


def _reader(
    column: Column, table: "ChoiceTable | None", factor: float, *, suggest: bool
) -> Callable[[Cell], Read]:
    if column.type is CellType.CODE:
        return _code
    if column.type in {CellType.METRES, CellType.NUMBER}:
        return lambda cell: _number(cell, factor, lengths=column.type is CellType.METRES)
    if column.type is CellType.INTEGER:
        return _integer
    if column.type is CellType.YESNO:
        return _yes_no
    if column.type is CellType.CHOICE and table is not None:
        return lambda cell: table.read(cell, suggest=suggest)
    if column.type is CellType.CHOICES and table is not None:
        return lambda cell: table.read_several(cell, suggest=suggest)
    return _text


def missing(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, dashes, "?", "không có", "n/a"."""
    return type(cell) is str and cell.strip().lower() in MISSING


def _text(cell: Cell) -> Read:
    text = " ".join(cell_text(cell).split())
    return (text or None), None


def _code(cell: Cell) -> Read:
    text = " ".join(cell_text(cell).split())
    return (None if text.lower() in MISSING else text), None


def _number(cell: Cell, factor: float, *, lengths: bool) -> Read:
    if isinstance(cell, bool):
        return None, CellProblem("CELL-NOT-NUMBER")
    if isinstance(cell, int | float):
        return (float(cell) * factor, None) if math.isfinite(cell) else (None, CellProblem("CELL-NOT-NUMBER"))
    if type(cell) is not str:
        # a height typed as "1.5" that Excel took for a date
        return None, CellProblem("CELL-DATE-FOR-NUMBER")
    text = cell.strip()
    if text.lower() in MISSING:
        return None, None
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if not found:
        first = re.search(r"\d+(?:[.,]\d+)?", text[:LONGEST])
        return None, CellProblem("CELL-NOT-NUMBER", proposed=first[0] if first else None)
    value = plain_number(found["number"])
    if value is None:
        return None, CellProblem("CELL-NOT-NUMBER")
    unit = (found["unit"] or "").lower()
    if unit in _TO_METRES and lengths:
        return value * _TO_METRES[unit], CellProblem("CELL-UNIT-CONVERTED", {"unit": unit})
    if unit == "km/h" and not lengths:
        return value / 3.6, CellProblem("CELL-UNIT-CONVERTED", {"unit": unit})
    if found["about"]:
        return value * factor, CellProblem("CELL-ABOUT", {"number": value})
    return value * factor, None


def plain_number(text: str) -> float | None:
    """Read a number with point or comma as the decimal sign; 1.234.567 and 1,234,567.8 are grouped."""
    text = re.sub(r"\s+", "", text).rstrip(".,")
    commas, points = text.count(","), text.count(".")
    if commas and points:
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
        text = text.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif commas > 1 or points > 1:
        text = text.replace(",", "").replace(".", "")
    else:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _integer(cell: Cell) -> Read:
    value, problem = _number(cell, 1.0, lengths=False)
    if value is None:
        return None, problem
    if value != int(value):
        return None, CellProblem("CELL-NOT-WHOLE", proposed=str(round(value)))
    return int(value), problem


def _yes_no(cell: Cell) -> Read:
    if isinstance(cell, bool):
        return cell, None
    folded = fold(cell_text(cell))
    if folded in _YES:
        return True, None
    if folded in _NO:
        return False, None
    if not folded or missing(cell):
        return None, None
    return None, CellProblem("CELL-NOT-YES-NO")


def shown(cell: Cell) -> str:
    """Return a cell's text for a message, cut to a readable length."""
    text = " ".join(cell_text(cell).split())
    return text if len(text) <= _SHOWN_LIMIT else text[: _SHOWN_LIMIT - 1] + "…"
