"""Rows with named cells into a track; what CSV, typed tables, JSON and GeoJSON have in common."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii
from registry.storm.asking import Asking, Choice
from registry.storm.clock import Clock, clock_of, nearest
from registry.storm.scales import HIGHEST
from registry.storm.sources.checked import (
    PRESSURE_SPAN,
    RADIUS_SPAN,
    WIND_SPAN,
    Notes,
    blank,
    degrees_of,
    in_order,
    number_of,
    position,
    within,
)
from registry.storm.sources.columns import QUADRANTS, Column
from registry.storm.sources.strength import bare_level, below
from registry.storm.units import AVERAGING, ZONES, length_m, speed_ms

MOST_STORMS = 400
_ABOVE = re.compile(r"\btrên\b|>")
_YES = {"1", "true", "yes", "x", "có", "dự báo", "forecast"}


@dataclass
class Rows:
    """Rows of a source: ``columns`` by header, cells by header, and the line (or number) of each row."""

    columns: dict[str, Column]
    cells: list[Mapping[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    source: str = ""
    headers: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return the first header of a field, "" where there is none."""
        return next((header for header, column in self.columns.items() if column.field == name), "")


@dataclass(frozen=True)
class _Stated:
    """What the whole source goes by, once known."""

    wind_unit: str
    length_unit: str
    averaging_s: int
    zone: dt.timezone
    year: int | None


def track_of(rows: Rows, asking: Asking, notes: Notes, this_year: int | None = None) -> StormTrack | None:
    """Return the track of one storm of the rows; None while something is asked or no point is usable."""
    chosen = _one_storm(rows, asking)
    if chosen is None:
        _stated(rows, range(len(rows.cells)), asking, this_year)  # what else has to be asked is asked at once
        return None
    stated = _stated(rows, chosen, asking, this_year)
    if stated is None or asking.questions:
        return None
    points = in_order(_points(rows, chosen, stated, notes), notes)
    if not points:
        return None
    first = rows.cells[chosen[0]]
    name, storm, season = (first.get(rows.header(item), "") for item in ("name", "storm", "season"))
    number = number_of(first.get(rows.header("number"), ""))
    year = number_of(season)
    return StormTrack(
        name=str(name if not blank(name) else storm if not blank(storm) else "?").strip(),
        year=int(year) if year and 1800 < year < 2300 else points[0].at.year,
        averaging_s=stated.averaging_s,
        points=points,
        number=int(number) if number and 0 < number < 60 else None,
        source=rows.source,
    )


def _choice(rows: Rows, storm: str, own: Sequence[int], *, name: str, time: str, wind: str) -> Choice:
    """Return a storm of the file to choose, with what tells it from the others."""
    winds = [number_of(rows.cells[row].get(wind)) or 0.0 for row in own] if wind else []
    strongest = max(winds, default=0.0)
    return Choice(
        storm,
        "TRACK-CHOICE-STORM" if strongest else "TRACK-CHOICE-STORM-NO-WIND",
        {
            "storm": storm,
            "name": str(rows.cells[own[0]].get(name, "")) if name else "",
            "first": _day(str(rows.cells[own[0]].get(time, ""))),
            "last": _day(str(rows.cells[own[-1]].get(time, ""))),
            "strongest": strongest,
            "points": len(own),
        },
    )


def _day(written: str) -> str:
    """Return the day of a moment as people write it; what is no moment as it stands."""
    try:
        return f"{dt.datetime.fromisoformat(written.strip()):%d/%m/%Y}"
    except ValueError:
        return written


def _one_storm(rows: Rows, asking: Asking) -> Sequence[int] | None:
    """Return the rows of the storm that is meant; None where several are there and none was chosen."""
    header = rows.header("storm")
    every = range(len(rows.cells))
    if not header:
        return every
    found: dict[str, list[int]] = {}
    for row in every:
        found.setdefault(str(rows.cells[row].get(header, "")).strip(), []).append(row)
    if len(found) <= 1:
        return every
    time, name, wind = rows.header("time"), rows.header("name"), rows.header("wind")
    newest_first = sorted(
        found.items(), key=lambda item: str(rows.cells[item[1][-1]].get(time, "")), reverse=True
    )
    choices = tuple(
        _choice(rows, storm, own, name=name, time=time, wind=wind)
        for storm, own in newest_first[:MOST_STORMS]
    )
    given = asking.choose("storm", "TRACK-ASK-STORM", choices)
    return found[given] if given else None


def _stated(rows: Rows, chosen: Sequence[int], asking: Asking, this_year: int | None) -> _Stated | None:
    """Return units, averaging and zone: what the source states, else what was answered."""
    fields = {column.field for column in rows.columns.values()}
    winds = [c for c in rows.columns.values() if c.field in {"wind", "gust"}]
    wind_unit = next((c.unit for c in winds if c.unit), "")
    if winds and not wind_unit:
        wind_unit = asking.ask("wind_unit")
    lengths = [c for c in rows.columns.values() if c.field in {"radius", "rmax"}]
    length_unit = next((c.unit for c in lengths if c.unit), "")
    if lengths and not length_unit:
        length_unit = asking.ask("length_unit")
    averaging = next((c.averaging_s for c in winds if c.averaging_s), 0)
    if not averaging and "wind" in fields:
        averaging = AVERAGING.get(asking.ask("averaging"), 0)
    elif not averaging:
        averaging = 120 if "level" in fields else 600  # a level (cấp) is that of Vietnamese bulletins
    time = rows.header("time")
    zone_name = rows.columns[time].zone if time else ""
    clocks = [
        clock
        for row in chosen
        if (clock := clock_of(str(rows.cells[row].get(time, "")), this_year)) is not None
    ]
    if not zone_name and not (clocks and all(clock.has_zone for clock in clocks)):
        zone_name = asking.ask("time_zone")
    year = None
    if clocks and not all(clock.has_year for clock in clocks):
        year = asking.year(this_year) or None
    if asking.questions:
        return None
    return _Stated(wind_unit, length_unit, averaging, ZONES.get(zone_name, dt.UTC), year)


def _points(
    rows: Rows, chosen: Sequence[int], stated: _Stated, notes: Notes
) -> Iterator[tuple[TrackPoint, int]]:
    headers = {name: rows.header(name) for name in ("time", "lat", "lon", "forecast")}
    beside: dt.datetime | None = None
    for row in chosen:
        cells, line = rows.cells[row], rows.lines[row]
        written = str(cells.get(headers["time"], ""))
        clock = clock_of(written, stated.year)
        if clock is None or clock.moment is None:
            notes.add("TRACK-TIME-IMPOSSIBLE", line, written, column=headers["time"])
            continue
        at, beside = _moment(nearest(clock, beside), stated)
        place = position(
            degrees_of(cells.get(headers["lon"])), degrees_of(cells.get(headers["lat"])), line, notes
        )
        if place is None:
            continue
        read = _Cells(rows, cells, line, stated, notes)
        yield (
            TrackPoint(
                at=at.astimezone(dt.UTC),
                lon=place[0],
                lat=place[1],
                wind_ms=read.speed("wind"),
                gust_ms=read.speed("gust"),
                pressure_hpa=read.number("pressure", PRESSURE_SPAN),
                rmax_m=read.length("rmax"),
                radii=read.radii(),
                level=read.whole("level", HIGHEST),
                gust_level=read.whole("gust_level", HIGHEST),
                disaster_level=read.whole("disaster", 5),
                forecast=str(cells.get(headers["forecast"], "")).strip().lower() in _YES,
                where=str(line),
                gust_above=read.above("gust_level"),
            ),
            line,
        )


def _moment(clock: Clock, stated: _Stated) -> tuple[dt.datetime, dt.datetime]:
    """Return a moment with its zone, and as it is written."""
    assert clock.moment is not None
    written = clock.moment.replace(tzinfo=None)
    return (clock.moment if clock.has_zone else written.replace(tzinfo=stated.zone)), written


@dataclass(frozen=True)
class _Cells:
    """The cells of one row, read by field; what is not understood is said and left out."""

    rows: Rows
    cells: Mapping[str, Any]
    line: int
    stated: _Stated
    notes: Notes

    def number(self, name: str, span: tuple[float, float], factor: Any = None) -> float | None:
        """Return a field's number in SI, None where the cell is blank or not understood."""
        for header, column in self.rows.columns.items():
            if column.field == name and not blank(self.cells.get(header)):
                return self._number(header, self.cells[header], span, factor(column) if factor else 1.0)
        return None

    def _number(self, header: str, value: Any, span: tuple[float, float], factor: float) -> float | None:
        number = number_of(value)
        if number is None:
            self.notes.add("TRACK-NUMBER", self.line, value, column=header)
            return None
        if not within(number * factor, span):
            self.notes.add("TRACK-NUMBER-SPAN", self.line, value, column=header)
            return None
        return number * factor

    def speed(self, name: str) -> float | None:
        """Return a wind in m/s."""
        return self.number(
            name, WIND_SPAN, lambda column: speed_ms(1.0, column.unit or self.stated.wind_unit)
        )

    def length(self, name: str) -> float | None:
        """Return a radius in metres; 0 means that it is not known."""
        return (
            self.number(
                name, RADIUS_SPAN, lambda column: length_m(1.0, column.unit or self.stated.length_unit)
            )
            or None
        )

    def whole(self, name: str, most: int) -> int | None:
        """Return a level as a whole number; "8-9" is its higher one, "<6" is 5."""
        for header, column in self.rows.columns.items():
            if column.field != name or blank(self.cells.get(header)):
                continue
            cell = str(self.cells[header])
            text = bare_level(_ABOVE.sub(" ", cell.lower().replace("–", "-")))
            parts = [number_of(part) for part in text.split("-")]
            known = [part for part in parts if part is not None and part == int(part) and 0 <= part <= most]
            if len(known) != len(parts):
                self.notes.add(
                    "TRACK-LEVEL-IMPOSSIBLE", self.line, self.cells[header], column=header, most=most
                )
                return None
            return int(max(known)) - below(cell)
        return None

    def above(self, name: str) -> bool:
        """Whether a field's cell says above its level: ">17", "trên cấp 17"."""
        return any(
            column.field == name and _ABOVE.search(str(self.cells.get(header, "")).lower()) is not None
            for header, column in self.rows.columns.items()
        )

    def radii(self) -> tuple[WindRadii, ...]:
        """Return the radii of the row, strongest wind first; a cell of one radius counts for all sides."""
        found: dict[float, dict[str, float]] = {}
        for header, column in self.rows.columns.items():
            value = self.cells.get(header)
            if column.field != "radius" or blank(value):
                continue
            factor = length_m(1.0, column.unit or self.stated.length_unit)
            sides = (
                {str(key).lower(): item for key, item in value.items()} if isinstance(value, dict) else None
            )
            if sides is None:
                sides = dict.fromkeys((column.quadrant,) if column.quadrant else QUADRANTS, value)
            own = found.setdefault(column.wind_ms, {})
            for side in QUADRANTS:
                if side in sides and not blank(sides[side]):
                    metres = self._number(header, sides[side], RADIUS_SPAN, factor)
                    if metres and (isinstance(value, dict) or column.quadrant or side not in own):
                        own[side] = metres
        return tuple(
            WindRadii(wind, *(own.get(side) for side in QUADRANTS))
            for wind, own in sorted(found.items(), reverse=True)
            if own
        )
