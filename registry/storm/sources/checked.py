"""Numbers of a source, each with the span it can lie in; and points put in order."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from registry.geo.distances import geodesic_m
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.model.storm.storms import TrackPoint
from registry.model.vietnam_time import written

LAT_SPAN = (0.0, 60.0)
LON_SPAN = (80.0, 190.0)
WIND_SPAN = (0.0, 120.0)  # m/s
PRESSURE_SPAN = (850.0, 1050.0)  # hPa
RADIUS_SPAN = (0.0, 2_000_000.0)  # m
LONGEST_GAP = dt.timedelta(days=10)  # between two points of one storm; more is a wrong day or year
FASTEST_MS = 42.0  # 150 km/h; no centre has moved faster
_NUMBER = re.compile(r"^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?$")
_DEGREES = re.compile(
    r"^([+-]?\d+(?:[.,]\d+)?)\s*(?:°|độ|deg)?\s*(N|B|Bắc|E|Đ|Đông|S|Nam|W|T|Tây)?$", re.IGNORECASE
)
_BLANKS = {"", "-", "--", "nan", "null", "none", "na", "n/a"}
_NEGATIVE = {"s", "nam", "w", "t", "tây"}


@dataclass
class Notes:
    """The issues of one reading; a very bad file says only the first 200 of them."""

    issues: list[Issue] = field(default_factory=list)
    most: int = 200

    def add(self, code: str, row: int, value: Any = "", **params: Any) -> None:
        """Say something about a line (or numbered point)."""
        if len(self.issues) < self.most:
            column = str(params.pop("column", ""))
            shown = str(value).strip()[:80]
            self.issues.append(issue_of(code, row=row, column=column, value=shown, params=params))


def blank(value: Any) -> bool:
    """Whether a cell says nothing."""
    return value is None or (isinstance(value, str) and value.strip().lower() in _BLANKS)


def number_of(value: Any) -> float | None:
    """Return a number, decimal point or comma; None where it is none (nor nan, nor infinite)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        number = float(value) if abs(value) < 1e300 else float("inf")
    else:
        text = str(value).strip()
        if len(text) > 40 or not _NUMBER.match(text):
            return None
        number = float(text.replace(",", "."))
    return number if abs(number) < 1e300 else None


def degrees_of(value: Any) -> float | None:
    """Return degrees, with or without a hemisphere's letter (N/B, E/Đ, S, W)."""
    plain = number_of(value)
    if plain is not None:
        return plain
    match = _DEGREES.match(str(value).strip()) if len(str(value)) < 40 else None
    if match is None:
        return None
    found = float(match[1].replace(",", "."))
    return -found if (match[2] or "").lower() in _NEGATIVE else found


def within(value: float, span: tuple[float, float]) -> bool:
    """Whether a value lies in its span."""
    return span[0] <= value <= span[1]


def position(lon: float | None, lat: float | None, row: int, notes: Notes) -> tuple[float, float] | None:
    """Return (lon, lat) where it can be a storm's of the western North Pacific; else say so."""
    if lon is not None and -180.0 <= lon < -150.0:
        lon += 360.0  # east of the date line
    if lon is None or lat is None or not (within(lat, LAT_SPAN) and within(lon, LON_SPAN)):
        shown = f"{'?' if lat is None else f'{lat:g}'}; {'?' if lon is None else f'{lon:g}'}"
        notes.add(
            "TRACK-POSITION-IMPOSSIBLE", row, shown, south=LAT_SPAN[0], north=LAT_SPAN[1], west=LON_SPAN[0],
            east=LON_SPAN[1],
        )  # fmt: skip
        return None
    return lon, lat


def in_order(found: Iterable[tuple[TrackPoint, int]], notes: Notes) -> tuple[TrackPoint, ...]:
    """Return points that go forward in time; one that goes back or leaps ahead is left out and named.

    A source that is written backwards as a whole (newest first) is turned round.
    """
    rows = list(found)
    if len(rows) > 1 and all(one[0].at > other[0].at for one, other in pairwise(rows)):
        rows.reverse()
    kept: list[TrackPoint] = []
    for point, row in rows:
        if kept and point.at == kept[-1].at:
            notes.add("TRACK-TIME-TWICE", row, written(point.at))
        elif kept and point.at < kept[-1].at:
            notes.add("TRACK-TIME-BACKWARDS", row, written(point.at), before=written(kept[-1].at))
        elif kept and point.at - kept[-1].at > LONGEST_GAP:
            notes.add("TRACK-GAP", row, written(point.at), before=written(kept[-1].at), days=LONGEST_GAP.days)
        else:
            if kept:
                _check_speed(kept[-1], point, row, notes)
            kept.append(point)
    return tuple(kept)


def too_fast(before: TrackPoint, point: TrackPoint) -> dict[str, float]:
    """Return how far and fast a centre would have to go where none goes so fast; nothing where it may."""
    metres = float(geodesic_m(before.lon, before.lat, point.lon, point.lat))
    seconds = (point.at - before.at).total_seconds()
    if metres <= FASTEST_MS * seconds + 25_000:  # both positions may be rounded to a tenth of a degree
        return {}
    return {"speed": metres / seconds * 3.6, "km": metres / 1000}


def _check_speed(before: TrackPoint, point: TrackPoint, row: int, notes: Notes) -> None:
    if leap := too_fast(before, point):
        notes.add("TRACK-TOO-FAST", row, written(point.at), **leap)
