"""The position of every row, from whichever columns hold it; the coordinate parser does the reading.

One sheet may give a position as longitude and latitude, in one cell, as VN-2000 metres, or as degrees,
minutes and seconds in columns of their own. Where two forms are given they are compared, and a difference
is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from registry.geo.areas import near_m
from registry.geo.coordinates import read_metres, read_pair, read_text
from registry.geo.links import LONGEST_LINK
from registry.geo.readings import PositionHints, Problem, Reading, unreadable
from registry.intake.headers import DMS_PARTS
from registry.intake.raw import Cell, cell_text
from registry.model.numbers import plain_number
from registry.model.positions import Position

_DIFFER_M = 30.0
_LONGEST = 200
_METRES_FROM = 50_000.0
_NORTHING_FROM = 900_000.0
_KILOMETRES_BELOW = 2_700.0


@dataclass(slots=True)
class PlaceColumns:
    """Which column (index from the sheet's first) holds which part of the position; None: there is none."""

    lon: int | None = None
    lat: int | None = None
    position: int | None = None
    northing: int | None = None
    easting: int | None = None
    parts: dict[str, int] = field(default_factory=dict)
    kilometres: bool = False  # X and Y are headed "(km)"
    decided: tuple[str, str, str] | None = None  # what X and Y were taken for: code, first, second

    @property
    def half(self) -> tuple[int, str] | None:
        """The one half of a position that the sheet has, and the name of the half that it lacks."""
        pairs = (("lon", "lat"), ("lat", "lon"), ("northing", "easting"), ("easting", "northing"))
        return next(
            (
                (at, lacking)
                for has, lacking in pairs
                if (at := getattr(self, has)) is not None and getattr(self, lacking) is None
            ),
            None,
        )

    @property
    def any(self) -> bool:
        """Whether the sheet can give a position at all."""
        return (
            self.position is not None
            or (self.lon is not None and self.lat is not None)
            or (self.northing is not None and self.easting is not None)
            or {"lon:degrees", "lat:degrees"} <= self.parts.keys()
        )

    def column_of(self, part: str, row: Sequence[Cell], *, missing: bool = False) -> int | None:
        """Return the column that a problem's field belongs to, else the first filled one of the position.

        What is ``missing`` belongs to its own column, which is empty there.
        """
        own = {
            "lon": (self.lon, self.parts.get("lon:degrees")),
            "lat": (self.lat, self.parts.get("lat:degrees")),
            "northing": (self.northing,),
            "easting": (self.easting,),
        }.get(part, ())
        rest = (self.lat, self.lon, self.position, self.northing, self.parts.get("lat:degrees"))
        columns = [column for column in (*own, *rest) if column is not None]
        if missing and any(column is not None for column in own):
            return next(column for column in own if column is not None)
        return next((column for column in columns if row[column] != ""), columns[0] if columns else None)


def place_columns(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> PlaceColumns:
    """Find the position's columns; X and Y are told apart by the size of their numbers."""
    found = PlaceColumns()
    for index, name in enumerate(names):
        if name in {"lon", "lat", "position", "northing", "easting"} and getattr(found, name) is None:
            setattr(found, name, index)
        elif ":" in name:
            found.parts.setdefault(name, index)
    if found.northing is not None and found.easting is not None:
        _tell_apart(found, rows)
    return found


def _tell_apart(found: PlaceColumns, rows: Sequence[Sequence[Cell]]) -> None:
    """X and Y hold metres (northing is called X here) or degrees; a GIS calls the easting X."""
    x, y = found.northing, found.easting
    if x is None or y is None:
        return
    first, second = _middle(rows, x), _middle(rows, y)
    if first is None or second is None:
        return
    if max(abs(first), abs(second)) <= 180.0:
        # degrees: longitudes here are over 100, and elsewhere X is the longitude as in every GIS
        lon_first = abs(first) > 90.0 or abs(second) <= 90.0
        lon, lat = (x, y) if lon_first else (y, x)
        if found.lon is None and found.lat is None:
            found.lon, found.lat = lon, lat
        found.northing = found.easting = None
        found.decided = ("COLUMNS-XY-DEGREES", "X" if lon_first else "Y", "Y" if lon_first else "X")
        return
    if max(first, second) < _KILOMETRES_BELOW:
        first, second = first * 1000.0, second * 1000.0
    if second > _NORTHING_FROM > first > _METRES_FROM:
        found.northing, found.easting = y, x
        found.decided = ("COLUMNS-XY-TURNED", "Y", "X")


def _middle(rows: Sequence[Sequence[Cell]], column: int) -> float | None:
    numbers = []
    for row in rows[:2000]:
        cell = row[column] if column < len(row) else ""
        value = cell if type(cell) is float else plain_number(cell) if type(cell) is str else None
        if value is not None:
            numbers.append(value)
    numbers.sort()
    return numbers[len(numbers) // 2] if numbers else None


def read_place(
    row: Sequence[Cell], columns: PlaceColumns, hints: PositionHints | None, stated_accuracy_m: float | None
) -> Reading:
    """Read the position of one row (cells from the sheet's first column)."""
    readings: list[Reading] = []
    if columns.lon is not None and columns.lat is not None:
        lon, lat = row[columns.lon], row[columns.lat]
        if lon != "" or lat != "":
            numbers = (type(lon) is float, type(lat) is float)
            readings.append(
                read_pair(_text(lon), _text(lat), hints, stated_accuracy_m=stated_accuracy_m, numbers=numbers)
            )
    if "lat:degrees" in columns.parts and "lon:degrees" in columns.parts and not _known(readings):
        lon_text, lat_text = _joined(row, columns.parts, "lon"), _joined(row, columns.parts, "lat")
        if lon_text or lat_text:
            readings.append(read_pair(lon_text, lat_text, hints, stated_accuracy_m=stated_accuracy_m))
    if columns.position is not None and row[columns.position] != "":
        text = _text(row[columns.position])
        reading = read_text(_without_wkt(text), hints, stated_accuracy_m=stated_accuracy_m)
        if reading.position.raw != (text,):
            reading = replace(reading, position=replace(reading.position, raw=(text,)))
        readings.append(reading)
    if columns.northing is not None and columns.easting is not None:
        northing, easting = row[columns.northing], row[columns.easting]
        if northing != "" or easting != "":
            readings.append(
                read_metres(
                    _text(northing),
                    _text(easting),
                    hints,
                    stated_accuracy_m=stated_accuracy_m,
                    kilometres=columns.kilometres,
                )
            )
    if not readings:
        return unreadable((), *([Problem("COORD-MISSING")] if columns.any else []))
    if len(readings) == 1:
        return readings[0]
    return _compared(readings)


def _text(cell: Cell) -> str:
    """A coordinate's text, cut where nobody writes one that long."""
    text = cell_text(cell)
    return text[: LONGEST_LINK if "://" in text else _LONGEST]


def _known(readings: Sequence[Reading]) -> bool:
    return any(reading.position.known for reading in readings)


def _compared(readings: Sequence[Reading]) -> Reading:
    """Take the first form that gives a point; say where another form lies elsewhere."""
    best = next((r for r in readings if r.position.known), readings[0])
    problems = list(best.problems)
    for other in readings:
        if other is best or not other.position.known or not best.position.known:
            continue
        distance = _apart_m(best.position, other.position)
        limit = max(_DIFFER_M, best.position.accuracy_m + other.position.accuracy_m)
        if distance > limit:
            params: dict[str, Any] = {"metres": round(distance), "other": ", ".join(other.position.raw)}
            problems.append(Problem("COORD-FORMS-DIFFER", params))
    return replace(best, problems=tuple(problems))


def _apart_m(one: Position, two: Position) -> float:
    if one.lon is None or one.lat is None or two.lon is None or two.lat is None:
        return 0.0
    return near_m(one.lon, one.lat, two.lon, two.lat)


def _joined(row: Sequence[Cell], parts: dict[str, int], axis: str) -> str:
    """Write degrees, minutes, seconds and direction from their columns as one text."""
    text = ""
    for part, sign in zip(DMS_PARTS, ("°", "'", '"', ""), strict=True):
        column = parts.get(f"{axis}:{part}")
        value = _text(row[column]).strip() if column is not None else ""
        if value:
            text += value + sign
    return text


def _without_wkt(text: str) -> str:
    """WKT "Point (lon lat)" is longitude first by definition: said to the parser with directions."""
    stripped = text.strip()
    if stripped[:5].lower() == "point" and "(" in stripped:
        numbers = stripped[stripped.find("(") + 1 :].rstrip(") ").split()
        if len(numbers) >= 2:
            return f"{numbers[0]}E, {numbers[1]}N"
    return text
