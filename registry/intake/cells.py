"""One cell as text, code, number with its unit, or yes and no."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from registry.columns import fold
from registry.intake.raw import Cell, cell_text
from registry.model.numbers import LONGEST, grouped_number, likely_number, plain_number, written

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
    r"(?P<about>[~≈≤≥<>]|khoảng|cao)?\s*(?P<number>[-+]?[ ]?[.,]?\d(?:[\d .,']*[\d.,])?)\s*"
    r"(?P<unit>m|mét|met|cm|km|mm|ft|feet|m/s|mps|độ|°|km/h|m\.|h|giờ|tiếng|hours?)?\s*",
    re.IGNORECASE,
)
LENGTHS_M = {"cm": 0.01, "mm": 0.001, "km": 1000.0, "ft": 0.3048, "feet": 0.3048}
"""Metres in the other units of length that a cell or a header may state."""
METRES = frozenset({"m", "m.", "mét", "met"})
_HOURS = frozenset({"h", "giờ", "tiếng", "hour", "hours"})
_TICKS = frozenset("✓✔√☑")
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
        "khongco",
        "chuaco",
        "ko",
        "k",
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
        "khuvucnongthon",
    ]
)
_NOTHING = frozenset("-–—.\u200b\ufeff")  # dashes, points, and what has no width
_SHOWN_LIMIT = 120
_LARGEST = 1e300  # no number of a cell is beyond it, whatever unit it is in


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one distinct cell value, or noteworthy of one that was taken; see ``Read``."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    proposed: str | None = None


Fits = Callable[[float], bool]
"""Whether a number makes sense where it stands."""
Read = tuple[Any, CellProblem | None]
"""A value (None: nothing) and what there is to say about it."""


def blank(cell: Cell) -> bool:
    """Whether a cell is empty or holds nothing but dashes and points: it says not even "không rõ"."""
    return type(cell) is str and all(mark.isspace() or mark in _NOTHING for mark in cell)


def missing(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, dashes, "?", "không có", "n/a"."""
    return type(cell) is str and cell.strip().lower() in MISSING


def read_text_cell(cell: Cell) -> Read:
    """Read a text; blanks at its ends and doubled ones are nothing."""
    text = " ".join(cell_text(cell).split())
    return (text or None), None


def read_code(cell: Cell) -> Read:
    """Read a code as written; a word for nothing is no code."""
    text = " ".join(cell_text(cell).split())
    return (None if text.lower() in MISSING else text), None


def read_number(
    cell: Cell, factor: float, *, lengths: bool, hours: bool = False, fits: Fits | None = None
) -> Read:
    """Read a number times ``factor``; with ``lengths`` its unit may be one of ``LENGTHS_M``, else km/h.

    Only a column of ``hours`` has cells like "4h".

    ``fits`` tells which numbers make sense: "1.234" is 1.234 or, by groups, 1234, and where only one of them
    makes sense it is that one; where both do, it is asked (``CELL-NUMBER-TWO-WAYS``).
    """
    if isinstance(cell, bool):
        return None, CellProblem("CELL-NOT-NUMBER")
    if isinstance(cell, int | float):
        return (cell * factor, None) if abs(cell) < _LARGEST else (None, CellProblem("CELL-NOT-NUMBER"))
    if type(cell) is not str:
        # a height typed as "1.5" that Excel took for a date
        return None, CellProblem("CELL-DATE-FOR-NUMBER")
    text = written(cell)
    if text.lower() in MISSING:
        return None, None
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    value = plain_number(found["number"]) if found else None
    if found is None or value is None:
        return None, CellProblem("CELL-NOT-NUMBER", proposed=likely_number(text))
    grouped = grouped_number(found["number"]) if fits else None
    if fits and grouped is not None and fits(grouped * factor):
        if fits(value * factor):
            return None, CellProblem("CELL-NUMBER-TWO-WAYS", {"one": value, "other": grouped})
        value = grouped
    unit = (found["unit"] or "").lower()
    if unit in _HOURS and not hours:
        return None, CellProblem("CELL-NOT-NUMBER", proposed=likely_number(text))
    if unit in LENGTHS_M and lengths:
        return value * LENGTHS_M[unit], CellProblem("CELL-UNIT-CONVERTED", {"unit": unit})
    if unit in METRES and lengths:
        factor = 1.0  # the cell's own word, whatever its header says
    if unit == "km/h" and not lengths:
        return value / 3.6, CellProblem("CELL-UNIT-CONVERTED", {"unit": unit})
    if found["about"]:
        return value * factor, CellProblem("CELL-ABOUT", {"number": value})
    return value * factor, None


def read_integer(cell: Cell, fits: Fits | None = None) -> Read:
    """Read a whole number; ``fits`` as for ``read_number``."""
    value, problem = read_number(cell, 1.0, lengths=False, fits=fits)
    if value is None:
        return None, problem
    if value != int(value):
        return None, CellProblem("CELL-NOT-WHOLE", proposed=str(round(value)))
    return int(value), problem


def read_yes_no(cell: Cell) -> Read:
    """Read yes or no as lists say it, urban and rural included."""
    if isinstance(cell, bool):
        return cell, None
    folded = fold(cell_text(cell))
    if folded in _YES or written(cell_text(cell)) in _TICKS:
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
