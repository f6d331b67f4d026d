"""Moments as people write them in outage reports, read on Vietnam's clock and never completed by a guess."""

import datetime as dt
import re
from typing import Any, NamedTuple

from registry.model.vietnam_time import VIETNAM, written

_LONGEST = 60
_FIRST_YEAR = 2000
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
_TIME = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s*(?::|h|g(?:iờ|io)?|giờ)\s*(\d{1,2})?(?!\s*[/.-]\s*\d)", re.IGNORECASE
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?(?!\d)")


class ReadMoment(NamedTuple):
    """A moment, or why there is none (a message code) and what it probably is, written as it should be."""

    at: dt.datetime | None
    problem: str = ""
    proposed: str | None = None


def read_moment(cell: Any, as_of: dt.datetime) -> ReadMoment:
    """Read a cell or a field: "21:30 07/09/2026", "21h30 ngày 7/9", an Excel date and time, ISO 8601.

    A day without its year is the last such day up to ``as_of``, the moment of the report. A time without a
    day, or a day without a time, is not completed; the former is proposed.
    """
    if isinstance(cell, dt.datetime):
        return _checked(cell if cell.tzinfo else cell.replace(tzinfo=VIETNAM), as_of)
    if isinstance(cell, dt.time):
        return _without_day(cell, as_of)
    if isinstance(cell, dt.date):
        return ReadMoment(None, "OUTAGE-TIME-NO-HOUR")
    text = " ".join(str("" if cell is None else cell).split())
    if not text:
        return ReadMoment(None)
    if len(text) > _LONGEST:
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")
    try:
        return _text(text, as_of)
    except ValueError:  # 25:70, 31/02
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")


def _text(text: str, as_of: dt.datetime) -> ReadMoment:
    if iso := _ISO.fullmatch(text):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
        if iso[4] is None:
            dt.date(year, month, day)
            return ReadMoment(None, "OUTAGE-TIME-NO-HOUR")
        at = dt.datetime(year, month, day, int(iso[4]), int(iso[5]), tzinfo=VIETNAM)
        return _checked(at, as_of)
    day_found = _DAY.search(text)
    rest = text if day_found is None else text[: day_found.start()] + " " + text[day_found.end() :]
    time_found = _TIME.search(rest)
    if time_found is None:
        return ReadMoment(None, "OUTAGE-TIME-NO-HOUR" if day_found else "OUTAGE-TIME-NOT-READ")
    time = dt.time(int(time_found[1]), int(time_found[2] or 0))
    if day_found is None:
        return _without_day(time, as_of)
    today = as_of.astimezone(VIETNAM)
    if day_found[3]:
        year = int(day_found[3]) + (2000 if len(day_found[3]) == 2 else 0)
    else:
        year = today.year
        if (int(day_found[2]), int(day_found[1])) > (today.month, today.day):
            year -= 1
    date = dt.date(year, int(day_found[2]), int(day_found[1]))
    return _checked(dt.datetime.combine(date, time, VIETNAM), as_of)


def _without_day(time: dt.time, as_of: dt.datetime) -> ReadMoment:
    last = dt.datetime.combine(as_of.astimezone(VIETNAM).date(), time, VIETNAM)
    if last > as_of:
        last -= dt.timedelta(days=1)
    return ReadMoment(None, "OUTAGE-TIME-NO-DAY", written(last))


def _checked(at: dt.datetime, as_of: dt.datetime) -> ReadMoment:
    if at.year < _FIRST_YEAR:  # a slip of the finger; at the calendar's end no other zone can write it
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")
    if at > as_of + dt.timedelta(minutes=1):  # forms write whole minutes
        return ReadMoment(None, "OUTAGE-TIME-AHEAD")
    return ReadMoment(at.astimezone(dt.UTC))
