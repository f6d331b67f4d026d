"""Advisories of RSMC Tokyo (WTPQ20 RJTD and its sisters): analysis and forecasts, 10-minute means in knots.

The number of the storm ("2411") states the year; day, hour and minute are UTC, and the month is asked.
"""

import re
from dataclasses import replace

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.asking import Asking, TrackReading
from registry.storm.sources.checked import PRESSURE_SPAN, WIND_SPAN, Notes, in_order, position, within
from registry.storm.sources.columns import QUADRANTS
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.merged import merged
from registry.storm.sources.quadrants import of_halves, radii
from registry.storm.sources.zulu import Month
from registry.storm.units import KNOT_MS

AVERAGING_S = 600
_HEAD = re.compile(r"\bRJTD\b|RSMC TROPICAL CYCLONE ADVISORY")
_NAME = re.compile(
    r"^\s*NAME\s{1,6}(?:[A-Z]{1,4}\s{1,3})?(?:(\d{2})(\d{2})\s{1,3})?([A-Z][A-Z-]{1,24})?", re.MULTILINE
)
_POSITION = re.compile(
    r"\s*(?:PSTN|(\d{2,3})HF)\s{1,6}(\d{2})(\d{2})(\d{2})UTC\s{1,4}(\d{1,2}(?:\.\d)?)([NS])\s{1,4}(\d{1,3}(?:\.\d)?)([EW])"
)
_MOMENT = re.compile(r"\s*(?:PSTN|\d{2,3}HF)\b")
_VALUE = re.compile(r"\s*(PRES|MXWD|GUST)\s{1,6}(\d{2,4})\s?(HPA|KT)")
_RADIUS = re.compile(
    r"\s*(\d{2})KT\s{1,6}(\d{1,4})NM(?:\s{1,3}([A-Z]{4,9})\s{1,3}(\d{1,4})NM\s{1,3}[A-Z]{4,9})?\s*$"
)
_OTHER = re.compile(r"\s*(?:PRES|MXWD|GUST|\d{2}KT)\b")


def looks_like_rsmc(text: str) -> bool:
    """Whether a text is an advisory of the centre: its head, and a position as it writes them."""
    head = text[:20_000]
    return _HEAD.search(head) is not None and any(_MOMENT.match(line) for line in head.splitlines())


def read_rsmc(given: Given) -> TrackReading:
    """Return the track of one or several advisories."""
    notes, asking = Notes(), Asking(given.answers)
    return reading_of("rsmc", _track(given, asking, notes), asking, notes)


def _track(given: Given, asking: Asking, notes: Notes) -> StormTrack | None:
    lines = given.text.splitlines()
    first = next((match for line in lines if (match := _POSITION.match(line))), None)
    if first is None:
        return None
    month = Month(asking, None, given.now, int(first[2]))
    if month.asked:
        return None
    found: list[tuple[TrackPoint, int]] = []
    open_point = False
    for number, line in enumerate(lines, 1):
        match = _POSITION.match(line)
        if match:
            made = _point(match, month, number, notes)
            open_point = made is not None
            found += [made] if made else []
        elif _MOMENT.match(line):
            notes.add("TRACK-LINE-UNREAD", number, line)
            open_point = False
        elif open_point:
            found[-1] = (_with(found[-1][0], line, number, notes), found[-1][1])
    for point, number in found:
        if point.wind_ms is None:
            notes.add("TRACK-NO-LEVEL", number)
    points = in_order(merged(found, notes), notes)
    if not points:
        return None
    name = _NAME.search(given.text)
    observed = [point.at for point in points if not point.forecast]
    return StormTrack(
        name=(name[3] if name else None) or "?",
        year=points[0].at.year,
        averaging_s=AVERAGING_S,
        points=points,
        source="RSMC Tokyo" + (f" {name[1]}{name[2]}" if name and name[1] else ""),
        issued_at=max(observed, default=None),
    )


def _point(match: re.Match[str], month: Month, line: int, notes: Notes) -> tuple[TrackPoint, int] | None:
    at = month.moment(int(match[2]), int(match[3]), int(match[4]))
    if at is None:
        notes.add("TRACK-TIME-IMPOSSIBLE", line, f"{match[2]}{match[3]}{match[4]}UTC")
        return None
    lat = float(match[5]) * (-1 if match[6] == "S" else 1)
    lon = float(match[7]) * (-1 if match[8] == "W" else 1)
    place = position(lon, lat, line, notes)
    if place is None:
        return None
    return TrackPoint(at, place[0], place[1], forecast=match[1] is not None, where=str(line)), line


def _with(point: TrackPoint, line: str, number: int, notes: Notes) -> TrackPoint:
    """Return the point with what one more line says of it."""
    value, reach = _VALUE.match(line), _RADIUS.match(line)
    if value:
        is_pressure = value[1] == "PRES"
        known = float(value[2]) * (1.0 if is_pressure else KNOT_MS)
        if not within(known, PRESSURE_SPAN if is_pressure else WIND_SPAN):
            notes.add("TRACK-NUMBER-SPAN", number, value[2], column=value[1])
            return point
        if is_pressure:
            return replace(point, pressure_hpa=known)
        return replace(point, wind_ms=known) if value[1] == "MXWD" else replace(point, gust_ms=known)
    if reach:
        wide = float(reach[2])
        sides = of_halves(reach[3], wide, float(reach[4])) if reach[3] else dict.fromkeys(QUADRANTS, wide)
        found = radii(float(reach[1]), sides)
        return point if found is None else replace(point, radii=(*point.radii, found))
    if _OTHER.match(line):
        notes.add("TRACK-LINE-UNREAD", number, line)
    return point
