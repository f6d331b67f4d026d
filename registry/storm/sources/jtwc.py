"""Warning texts of the Joint Typhoon Warning Center (WTPN31 PGTW and its sisters), one or several.

Day, hour and minute are UTC, winds 1-minute means over open water in knots, radii nautical miles by
quadrant. The month stands only in the block of figures that some copies have at their head; else it is asked.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii
from registry.storm.asking import Asking, TrackReading
from registry.storm.sources.checked import (
    PRESSURE_SPAN,
    RADIUS_SPAN,
    WIND_SPAN,
    Notes,
    in_order,
    position,
    within,
)
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.merged import merged
from registry.storm.sources.quadrants import SIDES, radii
from registry.storm.sources.zulu import Month
from registry.storm.units import KNOT_MS, NAUTICAL_MILE_M

AVERAGING_S = 60
_HEAD = re.compile(r"\bPGTW\b|JOINT TYPHOON W|^\s*WARNING POSITION:", re.MULTILINE)
_NAME = re.compile(
    r"(?:SUPER TYPHOON|TYPHOON|TROPICAL (?:STORM|DEPRESSION|CYCLONE)|SUBTROPICAL STORM)\s{1,3}"
    r"(\d{2}[A-Z])(?:\s{0,2}\(([A-Z -]{2,24})\))?"
)
_WARNING = re.compile(r"WARNING NR\s{1,3}(\d{1,3}[A-Z]?)")
_POSITION = re.compile(
    r"\s*(\d{2})(\d{2})(\d{2})Z\d?\s{0,4}-{2,3}\s{0,4}(NEAR\s{1,3})?(\d{1,2}\.\d)([NS])\d?\s{1,4}(\d{1,3}\.\d)([EW])"
)
_MOMENT = re.compile(r"\s*\d{6}Z\d?\s{0,4}-{2,3}")
_WIND = re.compile(r"MAX SUSTAINED WINDS\s{0,3}-\s{0,3}(\d{2,3})\s?KT(?:,\s{0,3}GUSTS\s{1,3}(\d{2,3})\s?KT)?")
_WIND_LINE = re.compile(r"MAX SUSTAINED WINDS\s{0,3}-|RADIUS OF \d")
_RADIUS = re.compile(
    r"RADIUS OF (\d{2,3}) KT WINDS\s{0,3}-\s{0,3}(\d{1,3})\s?NM(?:\s{1,3}([A-Z]{9})\s{1,3}QUADRANT)?"
)
_FURTHER = re.compile(r"\s*(\d{1,3})\s?NM\s{1,3}([A-Z]{9})\s{1,3}QUADRANT")
_PRESSURE = re.compile(r"MINIMUM CENTRAL PRESSURE AT (\d{2})(\d{2})(\d{2})Z IS\s{1,3}(\d{3,4})\s{1,3}MB")
_VALID = re.compile(r"\d{2,3} HRS, VALID AT")
_FULL_DATES = (
    re.compile(r"^\s*(20\d{2})(\d{2})(\d{2})\d{2}\s{1,3}\d{2}[A-Z]\b", re.MULTILINE),
    re.compile(r"ATC[GFU] MIL \d{2}[A-Z] [A-Z]{3} (\d{2})(\d{2})(\d{2})\d{4,6}"),
)


@dataclass
class _Found:
    """A position with what the lines after it say."""

    line: int
    day: int
    hour: int
    minute: int
    lat: float
    lon: float
    forecast: bool
    wind: float | None = None
    gust: float | None = None
    pressure: float | None = None
    sides: dict[int, dict[str, float]] = field(default_factory=dict)


def looks_like_jtwc(text: str) -> bool:
    """Whether a text is a warning of the centre: its head, and a position as it writes them."""
    head = text[:20_000]
    return _HEAD.search(head) is not None and any(_MOMENT.match(line) for line in head.splitlines())


def read_jtwc(given: Given) -> TrackReading:
    """Return the track of one or several warning texts."""
    notes, asking = Notes(), Asking(given.answers)
    return reading_of("jtwc", _track(given, asking, notes), asking, notes)


def _track(given: Given, asking: Asking, notes: Notes) -> StormTrack | None:
    found = _positions(given.text, notes)
    if not found:
        return None
    month = Month(asking, _full_date(given.text), given.now, found[0].day)
    if month.asked:
        return None
    points = [
        made
        for item in found
        if (made := _point(item, month.moment(item.day, item.hour, item.minute), notes))
    ]
    track = in_order(merged(points, notes), notes)
    if not track:
        return None
    name = list(_NAME.finditer(given.text))
    number = list(_WARNING.finditer(given.text))
    observed = [point.at for point in track if not point.forecast]
    return StormTrack(
        name=(name[-1][2] or name[-1][1]) if name else "?",
        year=track[0].at.year,
        averaging_s=AVERAGING_S,
        points=track,
        source=f"JTWC {name[-1][1] if name else ''}".strip() + (f" NR {number[-1][1]}" if number else ""),
        issued_at=max(observed, default=None),
    )


def _positions(text: str, notes: Notes) -> list[_Found]:
    found: list[_Found] = []
    radius, waits = 0, 0
    for line, written in enumerate(text.splitlines(), 1):
        match = _POSITION.match(written)
        if match:
            lat = float(match[5]) * (-1 if match[6] == "S" else 1)
            lon = float(match[7]) * (-1 if match[8] == "W" else 1)
            day, hour, minute = int(match[1]), int(match[2]), int(match[3])
            found.append(_Found(line, day, hour, minute, lat, lon, forecast=not match[4]))
            radius = waits = 0
            continue
        if _MOMENT.match(written):
            notes.add("TRACK-LINE-UNREAD", line, written)
            radius = waits = 0
            found_none = _Found(line, 0, 0, 0, 0.0, 0.0, forecast=True)
            found.append(found_none)  # what follows belongs to it, and is left out with it
            continue
        if waits and line > waits + 2:
            notes.add("TRACK-MOMENT-WITHOUT-POSITION", waits, text.splitlines()[waits - 1])
            waits = 0
        if _VALID.search(written):
            waits = line
        pressure = _PRESSURE.search(written)
        if pressure:
            _set_pressure(found, pressure, line, notes)
        if found:
            radius = _strength(found[-1], written, line, radius, notes)
    return [item for item in found if item.day]


def _strength(item: _Found, written: str, line: int, radius: int, notes: Notes) -> int:
    """Take over what a line says of the wind; returns the wind (knots) whose radii go on in the next line."""
    wind, first, further = _WIND.search(written), _RADIUS.search(written), _FURTHER.match(written)
    if wind:
        item.wind = _number(wind[1], KNOT_MS, WIND_SPAN, line, notes)
        item.gust = _number(wind[2], KNOT_MS, WIND_SPAN, line, notes) if wind[2] else None
        return 0
    if first:
        radius = int(first[1])
        _side(item, radius, first[2], first[3], line=line, notes=notes)
        return radius
    if further and radius:
        _side(item, radius, further[1], further[2], line=line, notes=notes)
        return radius
    if _WIND_LINE.search(written):
        notes.add("TRACK-LINE-UNREAD", line, written)
    return 0


def _side(item: _Found, knots: int, miles: str, side: str | None, /, *, line: int, notes: Notes) -> None:
    value = _number(miles, NAUTICAL_MILE_M, RADIUS_SPAN, line, notes)
    own = item.sides.setdefault(knots, {})
    if side is None:
        own.update(dict.fromkeys(SIDES.values(), float(miles)))
    elif side not in SIDES:
        notes.add("TRACK-RADII-UNREAD", line, side)
    elif value is not None:
        own[SIDES[side]] = float(miles)


def _set_pressure(found: list[_Found], match: re.Match[str], line: int, notes: Notes) -> None:
    moment = (int(match[1]), int(match[2]), int(match[3]))
    own = next((item for item in reversed(found) if (item.day, item.hour, item.minute) == moment), None)
    if own is not None:
        own.pressure = _number(match[4], 1.0, PRESSURE_SPAN, line, notes)


def _number(text: str, factor: float, span: tuple[float, float], line: int, notes: Notes) -> float | None:
    value = float(text) * factor
    if not within(value, span):
        notes.add("TRACK-NUMBER-SPAN", line, text)
        return None
    return value


def _point(item: _Found, at: dt.datetime | None, notes: Notes) -> tuple[TrackPoint, int] | None:
    if at is None:
        notes.add("TRACK-TIME-IMPOSSIBLE", item.line, f"{item.day:02d}{item.hour:02d}{item.minute:02d}Z")
        return None
    place = position(item.lon, item.lat, item.line, notes)
    if place is None:
        return None
    if item.wind is None:
        notes.add("TRACK-NO-LEVEL", item.line)
    point = TrackPoint(
        at=at, lon=place[0], lat=place[1], wind_ms=item.wind, gust_ms=item.gust, pressure_hpa=item.pressure,
        radii=_radii(item), forecast=item.forecast, where=str(item.line),
    )  # fmt: skip
    return point, item.line


def _radii(item: _Found) -> tuple[WindRadii, ...]:
    found = (radii(knots, sides) for knots, sides in sorted(item.sides.items(), reverse=True))
    return tuple(one for one in found if one is not None)


def _full_date(text: str) -> dt.date | None:
    """Return a date that the text states in full, where it has one."""
    for pattern in _FULL_DATES:
        match = pattern.search(text)
        if match:
            year = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
            try:
                return dt.date(year, int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None
