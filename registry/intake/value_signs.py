"""What the cells of a column tell: which fields they are words or places of, and whether they fit one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from registry.columns import CellType, ListKind, columns_for, fold
from registry.columns import column as dictionary_column
from registry.geo.angles import read_angle, read_metres_value
from registry.geo.coordinates import read_text
from registry.geo.planes import is_easting, is_northing
from registry.geo.readings import COUNTRY_BOX
from registry.intake.cells import blank, missing, read_number
from registry.intake.choices import choice_table
from registry.intake.column_values import read_column
from registry.intake.dates import read_dates
from registry.intake.kind_columns import ELSEWHERE_TOO
from registry.intake.raw import Cell, cell_text

_WORDED = ("mast_class", "form", "support", "land_type", "kind", "state", "operator")
_PLACES = ("lon", "lat", "position", "northing", "easting")
_LON, _LAT = (102.0, 118.0), (7.0, 24.0)  # degrees: Vietnam with its islands
_MOST_DISTINCT = 400  # different values of a column that are looked at
_LONGEST_CODE = 40
_FITTING = 0.8  # of the filled cells


@dataclass(frozen=True, slots=True)
class Sign:
    """How many of the filled cells are of a field."""

    fit: int
    of: int

    @property
    def share(self) -> float:
        """Return the part of the filled cells, 0.0 where there is none."""
        return self.fit / self.of if self.of else 0.0


def filled(cells: Sequence[Cell]) -> Counter[Cell]:
    """Return the cells that say something, each with how often; so many different ones at most."""
    found: Counter[Cell] = Counter()
    for cell in cells:
        if blank(cell) or missing(cell):
            continue
        if cell in found or len(found) < _MOST_DISTINCT:
            found[cell] += 1
    return found


@cache
def _own_words(kind: ListKind) -> Mapping[str, frozenset[str]]:
    """Return of each field its words that no other field has; figures are words of none."""
    present = {item.name for item in columns_for(kind)}
    tables = {
        name: choice_table(dictionary_column(name).choices).folded for name in _WORDED if name in present
    }
    if "kind" in tables:
        tables["kind"] -= ELSEWHERE_TOO
    counted = Counter(word for words in tables.values() for word in words)
    return {
        name: frozenset(word for word in words if counted[word] == 1 and not word.isdecimal())
        for name, words in tables.items()
    }


def signs(cells: Counter[Cell], kind: ListKind) -> dict[str, Sign]:
    """Return the fields that cells tell of by themselves: their own words, degrees of the country, metres."""
    total = sum(cells.values())
    found: Counter[str] = Counter()
    for cell, times in cells.items():
        for name in _told_by(cell, kind):
            found[name] += times
    return {name: Sign(count, total) for name, count in found.items()}


def _told_by(cell: Cell, kind: ListKind) -> list[str]:
    text = cell_text(cell)
    folded = fold(text[:200])
    names = [name for name, words in _own_words(kind).items() if folded in words]
    if not names and type(cell) in (str, float) and any(letter.isdigit() for letter in text):
        names = [name for name in _PLACES if _is_place(name, cell, exact=True)]
    return names


def _is_place(name: str, cell: Cell, *, exact: bool) -> bool:
    """Whether a cell is such a part of a position; ``exact``: as only a position is written."""
    text = cell_text(cell)[:2000]
    if name == "position":
        return type(cell) is str and len(text) > 8 and read_text(text, COUNTRY_BOX).position.known
    if name in ("lon", "lat"):
        angle = read_angle(text)
        low, high = _LON if name == "lon" else _LAT
        if angle.degrees is None or not low <= angle.degrees <= high:
            return False
        return not exact or len(text.replace(",", ".").partition(".")[2]) >= 3 or "°" in text or "'" in text
    metres = read_metres_value(text)
    if metres is None:
        return False
    return is_northing(metres) if name == "northing" else is_easting(metres)


def fits(name: str, cells: Counter[Cell], factor: float = 1.0) -> Sign:
    """Return how many of the filled cells read as a field does, whatever else they may be."""
    total = sum(cells.values())
    values = list(cells)
    column = dictionary_column(name)
    if name in _PLACES:
        good = [_is_place(name, cell, exact=False) for cell in values]
    elif column.type is CellType.DATE:
        good = [value is not None for value in read_dates(values)[0]]
    elif column.type is CellType.CODE:
        good = [len(cell_text(cell)) <= _LONGEST_CODE for cell in values]
    elif column.type is CellType.TEXT:
        good = [type(cell) is not float and not isinstance(cell, bool) for cell in values]
        if column.name in _FIGURES_TOO:
            good = [True] * len(values)
    else:
        good = [value is not None for value in read_column(column, values, factor)[0]]
    return Sign(sum(times for ok, times in zip(good, cells.values(), strict=True) if ok), total)


_FIGURES_TOO = frozenset({"ordinal", "sharing_sent", "sharing_replied", "permit", "note", "emf_certificate"})
"""Texts that may as well be figures alone."""


def are_figures(cells: Counter[Cell]) -> bool:
    """Whether the filled cells are numbers, whatever of: a height may stand there."""
    numbers = sum(
        times
        for cell, times in cells.items()
        if not isinstance(cell, bool) and read_number(cell, 1.0, lengths=True)[0] is not None
    )
    return bool(cells) and numbers >= _FITTING * sum(cells.values())


def fitting(sign: Sign) -> bool:
    """Whether a column's cells fit a field; a column without any says nothing against it."""
    return sign.of == 0 or sign.share >= _FITTING
