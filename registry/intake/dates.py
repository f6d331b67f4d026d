"""Dates by column: the day comes first unless the whole column proves otherwise, never cell by cell.

Real Excel dates, dd/mm/yyyy, yyyy-mm-dd, mm/yyyy, bare years and 0 for an unknown year are ordinary.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from registry.intake.cells import CellProblem, Read, missing, read_text_cell
from registry.intake.raw import Cell
from registry.model.numbers import LONGEST

_DAY_MONTH = re.compile(
    r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?.*)?"
)
_ISO = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?")
_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*[-/.]\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})(?:\.0+)?", re.IGNORECASE)
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIALS = (15_000, 80_000)  # 1941 to 2119 as Excel counts days
_PAPERS = (36_526, 80_000)  # from 2000 on: lower numbers are more likely those of letters
_YEARS = (1900, 2100)
_LARGEST = 1e6  # neither a year nor a day of Excel's


def read_dates(cells: Sequence[Cell]) -> tuple[list[dt.date | None], set[int], dict[int, CellProblem], bool]:
    """Read a column: dates, indexes where only a year is known, problems, whether the month came first."""
    month_first = _month_first(cells)
    known: dict[Any, tuple[dt.date | None, bool, CellProblem | None]] = {}
    values: list[dt.date | None] = []
    years: set[int] = set()
    problems: dict[int, CellProblem] = {}
    for index, cell in enumerate(cells):
        key = (cell, type(cell))
        read = known.get(key)
        if read is None:
            read = known[key] = _read(cell, month_first=month_first)
        values.append(read[0])
        if read[1]:
            years.add(index)
        if read[2] is not None:
            problems[index] = read[2]
    return values, years, problems, month_first


def _month_first(cells: Sequence[Cell]) -> bool:
    """Decide once for the column: some second number over 12 and no first number over 12."""
    first = second = False
    for cell in {c for c in cells if type(c) is str and len(c) <= LONGEST}:
        if m := _DAY_MONTH.fullmatch(cell.strip()):
            first |= int(m[1]) > 12
            second |= int(m[2]) > 12
    return second and not first


def _read(cell: Cell, *, month_first: bool) -> tuple[dt.date | None, bool, CellProblem | None]:
    if isinstance(cell, dt.datetime):
        return cell.date(), False, None
    if isinstance(cell, dt.date):
        return cell, False, None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None, False, CellProblem("CELL-NOT-DATE")
    if isinstance(cell, int | float):
        return _number(cell)
    text = cell.strip()
    if len(text) > LONGEST:
        return None, False, CellProblem("CELL-NOT-DATE")
    if missing(text) or text.strip("0/-. :") == "":
        return None, False, None
    if m := _YEAR.fullmatch(text):
        return _number(float(m[1]))
    if m := _ISO.fullmatch(text):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _WORDS.search(text):
        return _day(int(m[3]), int(m[2]), int(m[1]))
    if m := _DAY_MONTH.fullmatch(text):
        first, second, year = int(m[1]), int(m[2]), int(m[3])
        problem = None
        if len(m[3]) == 2:
            year += 2000 if year < 70 else 1900
            problem = CellProblem("CELL-SHORT-YEAR", {"year": year})
        day, month = (second, first) if month_first else (first, second)
        value, _, bad = _day(year, month, day)
        return value, False, bad or problem
    if m := _MONTH_YEAR.fullmatch(text):
        value, _, bad = _day(int(m[2]), int(m[1]), 1)
        return value, False, bad or CellProblem("CELL-MONTH-ONLY")
    if re.fullmatch(r"\d{5}", text):
        return _number(float(text))
    return None, False, CellProblem("CELL-NOT-DATE")


def read_paper(cell: Cell) -> Read:
    """Read a text that names a letter, of which the day alone may stand, even as Excel counts days."""
    if type(cell) is float and _PAPERS[0] <= cell <= _PAPERS[1] and cell.is_integer():
        day, _, problem = _number(cell)
        return (None if day is None else f"{day:%d/%m/%Y}"), problem
    return read_text_cell(cell)


def _number(value: float) -> tuple[dt.date | None, bool, CellProblem | None]:
    if not abs(value) < _LARGEST:  # infinite, or not a number
        return None, False, CellProblem("CELL-NOT-DATE")
    if value == 0:
        return None, False, None  # 0 stands for an unknown year in real lists
    if value == int(value) and _YEARS[0] <= value <= _YEARS[1]:
        return dt.date(int(value), 1, 1), True, None
    if _SERIALS[0] <= value <= _SERIALS[1]:
        date = _EXCEL_EPOCH + dt.timedelta(days=int(value))
        return date, False, CellProblem("CELL-DATE-AS-NUMBER", {"day": date}, date.strftime("%d/%m/%Y"))
    return None, False, CellProblem("CELL-NOT-DATE")


def _day(year: int, month: int, day: int) -> tuple[dt.date | None, bool, CellProblem | None]:
    try:
        return dt.date(year, month, day), False, None
    except ValueError:
        proposed = None
        if 1 <= day <= 12 < month <= 31:
            proposed = f"{month:02d}/{day:02d}/{year}"
        return None, False, CellProblem("CELL-NOT-DATE", proposed=proposed)
