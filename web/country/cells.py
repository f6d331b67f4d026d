"""Cells of the tables of the country: how numbers, shares, days and what is not known are written."""

import datetime as dt
from dataclasses import dataclass

from registry.messages import number
from web.frame.languages import language

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the page writes it; ``mark`` is a word of the styles ("fail", "review"), "" for none."""

    text: str
    href: str = ""
    is_number: bool = False
    mark: str = ""


def counted(value: float | None, *, href: str = "", mark: str = "") -> Cell:
    """Return a count; what is not known is a dash and never a zero, and a zero bears no mark."""
    if value is None:
        return Cell(NOTHING, is_number=True)
    return Cell(number(value, 0, language()), href, is_number=True, mark=mark if value else "")


def part(value: float | None) -> Cell:
    """Return a part of a whole (0 to 1) in percent."""
    text = NOTHING if value is None else f"{number(100.0 * value, 1, language())} %"
    return Cell(text, is_number=True)


def words(text: str | None, *, href: str = "", mark: str = "") -> Cell:
    """Return a text."""
    return Cell(text or NOTHING, href, mark=mark)


def on_day(value: object) -> Cell:
    """Return a day, day first."""
    return Cell(f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else NOTHING)
