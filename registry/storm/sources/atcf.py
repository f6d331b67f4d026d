"""Decks of the ATCF (b-deck: best track; a-deck: forecasts of many techniques), as JTWC and NHC keep them.

Columns by the description of the Naval Research Laboratory: basin, cyclone, YYYYMMDDHH, minutes, technique,
hours ahead, position in tenths, knots, hPa, type, radii in nautical miles clockwise from the quadrant named.
A moment has a line for each of 34, 50 and 64 knots. Moments are UTC. Winds of the US agencies are 1-minute
means; of another technique the averaging period is asked.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii
from registry.model.vietnam_time import written
from registry.storm.asking import Asking, Choice, TrackReading
from registry.storm.sources.checked import (
    PRESSURE_SPAN,
    RADIUS_SPAN,
    WIND_SPAN,
    Notes,
    in_order,
    number_of,
    position,
    within,
)
from registry.storm.sources.columns import QUADRANTS
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.quadrants import radii
from registry.storm.units import AVERAGING, KNOT_MS, NAUTICAL_MILE_M

MOST_STORMS = 100
_LINE = re.compile(r"\s*[A-Z]{2}\s*,\s*[0-9A-Z]\d\s*,\s*(?:19|20)\d{8}\s*,")
_DEGREES = re.compile(r"(\d{1,4})([NSEW])")
_FROM = {"NEQ": 0, "SEQ": 1, "SWQ": 2, "NWQ": 3}
_BEST = "BEST"
_ANALYSIS = "CARQ"
_ASIDE = frozenset({_ANALYSIS, "WRNG"})
_ONE_MINUTE = frozenset({_BEST, "JTWC", "OFCL", *_ASIDE})
_FIRST = ("JTWC", "OFCL")
_NO_NAME = frozenset({"", "INVEST", "UNNAMED", "NONAME"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: of which cyclone, technique and run, and its point ``tau`` hours on."""

    storm: str
    tech: str
    run: dt.datetime
    tau: int
    point: TrackPoint
    radii: WindRadii | None
    name: str
    line: int


def looks_like_atcf(text: str) -> bool:
    """Whether the first line with anything on it is one of a deck."""
    first = next((line for line in text[:2000].splitlines() if line.strip()), "")
    return _LINE.match(first) is not None


def read_atcf(given: Given) -> TrackReading:
    """Return the track of a deck: of a b-deck all points, of an a-deck the newest run of one technique."""
    notes, asking = Notes(), Asking(given.answers)
    lines = [
        found
        for number, text in enumerate(given.text.splitlines(), 1)
        if text.strip() and (found := _line(text, number, notes)) is not None
    ]
    return reading_of("atcf", _track(lines, asking, notes), asking, notes)


def _track(lines: list[_Line], asking: Asking, notes: Notes) -> StormTrack | None:
    storms = {line.storm for line in lines}
    if len(storms) > 1:
        chosen = asking.choose("storm", "TRACK-ASK-STORM", _storms(lines))
        if not chosen:
            return None
        lines = [line for line in lines if line.storm == chosen]
    tech = _technique(lines, asking)
    if not tech:
        return None
    averaging = 60
    if tech not in _ONE_MINUTE:
        asking.suggest("averaging", "60")
        averaging = AVERAGING.get(asking.ask("averaging"), 0)
    points = in_order(_points(lines, tech), notes)
    if not points or asking.questions:
        return None
    observed = [point.at for point in points if not point.forecast]
    names = [line.name for line in lines if line.name not in _NO_NAME]
    return StormTrack(
        name=names[-1] if names else lines[0].storm,
        year=points[0].at.year,
        averaging_s=averaging,
        points=points,
        source=f"ATCF {lines[0].storm} {tech}",
        issued_at=max(observed, default=None),
    )


def _technique(lines: Sequence[_Line], asking: Asking) -> str:
    """Return whose points are meant; "" while that is asked."""
    found = {line.tech: line for line in lines}
    techs = [tech for tech in found if tech not in _ASIDE] or list(found)
    if len(techs) <= 1:
        return techs[0] if techs else ""
    for tech in reversed((*_FIRST, _BEST)):
        if tech in techs:
            asking.suggest("tech", tech)
    choices = tuple(
        Choice(
            tech,
            "TRACK-CHOICE-TECH",
            {
                "tech": tech,
                "points": len({(line.run, line.tau) for line in lines if line.tech == tech}),
                "newest": written(max(line.run for line in lines if line.tech == tech)),
            },
        )
        for tech in sorted(techs, key=lambda tech: (tech not in _FIRST, tech))
    )
    return asking.choose("tech", "TRACK-ASK-TECH", choices)


def _points(lines: Sequence[_Line], tech: str) -> list[tuple[TrackPoint, int]]:
    """Return the points of a technique: what it saw in all its runs, what it foresees in the newest."""
    own = [line for line in lines if line.tech == tech]
    newest = max(line.run for line in own)
    used = [line for line in own if line.tau <= 0 or line.run == newest]
    seen = {line.point.at for line in used if line.tau <= 0}
    used += [
        line
        for line in lines
        if line.tech == _ANALYSIS and line.tau <= 0 and line.run <= newest and line.point.at not in seen
    ]
    found: dict[dt.datetime, tuple[TrackPoint, int]] = {}
    for line in sorted(used, key=lambda item: (item.point.at, item.tau > 0, -item.run.timestamp())):
        held = found.get(line.point.at)
        if held is None:
            found[line.point.at] = (
                replace(line.point, radii=(line.radii,) if line.radii else ()),
                line.line,
            )
        elif line.radii and all(one.wind_ms != line.radii.wind_ms for one in held[0].radii):
            wider = sorted((*held[0].radii, line.radii), key=lambda one: -one.wind_ms)
            found[line.point.at] = (replace(held[0], radii=tuple(wider)), held[1])
    return [found[at] for at in sorted(found)]


def _storms(lines: Sequence[_Line]) -> tuple[Choice, ...]:
    by_storm: dict[str, list[_Line]] = {}
    for line in lines:
        by_storm.setdefault(line.storm, []).append(line)
    return tuple(
        Choice(
            storm,
            "TRACK-CHOICE-STORM",
            {
                "storm": storm,
                "name": next((line.name for line in reversed(own) if line.name not in _NO_NAME), ""),
                "first": f"{min(line.point.at for line in own):%d/%m/%Y}",
                "last": f"{max(line.point.at for line in own):%d/%m/%Y}",
                "strongest": round(max((line.point.wind_ms or 0.0) for line in own) / KNOT_MS),
                "points": len({line.point.at for line in own}),
            },
        )
        for storm, own in sorted(by_storm.items(), reverse=True)[:MOST_STORMS]
    )


def _line(text: str, number: int, notes: Notes) -> _Line | None:
    cells = [cell.strip() for cell in text.split(",")]
    if len(cells) < 9 or _LINE.match(text) is None:
        notes.add("TRACK-LINE-UNREAD", number, text)
        return None
    run = _run(cells[2], cells[3] if cells[4] == _BEST else "")
    tau = number_of(cells[5] or "0")
    if run is None or tau is None or not -240 <= tau <= 400:
        notes.add("TRACK-TIME-IMPOSSIBLE", number, f"{cells[2]} {cells[5]}", column="YYYYMMDDHH")
        return None
    place = position(_degrees(cells[7]), _degrees(cells[6]), number, notes)
    if place is None:
        return None
    cells += [""] * (28 - len(cells))
    at = run + dt.timedelta(hours=tau)
    point = TrackPoint(
        at=at,
        lon=place[0],
        lat=place[1],
        wind_ms=_value(cells[8], KNOT_MS, WIND_SPAN, line=number, column="VMAX", notes=notes),
        gust_ms=_value(cells[20], KNOT_MS, WIND_SPAN, line=number, column="GUSTS", notes=notes),
        pressure_hpa=_value(cells[9], 1.0, PRESSURE_SPAN, line=number, column="MSLP", notes=notes),
        rmax_m=_value(cells[19], NAUTICAL_MILE_M, RADIUS_SPAN, line=number, column="RMW", notes=notes),
        forecast=tau > 0,
        where=str(number),
    )
    own = _radii(cells[11:17], number, notes)
    return _Line(f"{cells[0]}{cells[1]}", cells[4], run, int(tau), point, own, cells[27], number)


def _run(text: str, minutes: str) -> dt.datetime | None:
    try:
        found = dt.datetime.strptime(text, "%Y%m%d%H").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    late = int(minutes) if minutes.isdigit() and int(minutes) < 60 else 0
    return found + dt.timedelta(minutes=late)


def _degrees(text: str) -> float | None:
    match = _DEGREES.fullmatch(text)
    if match is None:
        return None
    value = int(match[1]) / 10
    if match[2] == "W":
        return 360.0 - value if value > 90 else -value
    return -value if match[2] == "S" else value


def _value(
    text: str, factor: float, span: tuple[float, float], /, *, line: int, column: str, notes: Notes
) -> float | None:
    """Return a number in SI; nothing and 0 are not stated."""
    if not text:
        return None
    number = number_of(text)
    if number is None:
        notes.add("TRACK-NUMBER", line, text, column=column)
        return None
    if number <= 0:  # -99 stands for none, too
        return None
    if not within(number * factor, span):
        notes.add("TRACK-NUMBER-SPAN", line, text, column=column)
        return None
    return number * factor


def _radii(cells: Sequence[str], line: int, notes: Notes) -> WindRadii | None:
    """Return the radii of a line: RAD, WINDCODE, RAD1 to RAD4."""
    knots, code = number_of(cells[0] or "0") or 0, cells[1]
    values = [number_of(cell or "0") or 0.0 for cell in cells[2:6]]
    if not knots or not any(value > 0 for value in values):
        return None
    if code == "AAA":
        return radii(knots, dict.fromkeys(QUADRANTS, max(values[0], 0.0)))
    if code not in _FROM or not all(within(value * NAUTICAL_MILE_M, RADIUS_SPAN) for value in values):
        notes.add("TRACK-RADII-UNREAD", line, ", ".join(cells))
        return None
    sides = (*QUADRANTS[_FROM[code] :], *QUADRANTS[: _FROM[code]])
    return radii(knots, dict(zip(sides, values, strict=True)))
