"""Moments as people write them in outage reports, read on Vietnam's clock and never completed by a guess."""

import datetime as dt
import re
import unicodedata
from typing import Any, NamedTuple

from registry.columns import fold
from registry.model.vietnam_time import VIETNAM, written

_LONGEST = 60
_FIRST_YEAR = 2000
_OFFSET = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)? ?(Z|[+-]\d{2}:?\d{2})", re.IGNORECASE
)
_TIME = re.compile(r"(?<![\d/.-])(\d{1,2})\s*(?::|h|g(?:iờ|io)?|giờ)\s*(\d{1,2})?(?!\d)", re.IGNORECASE)
_HALF = re.compile(r"(?::\d{2}(?:\.\d+)?)?\s*(sa|ch|[ap]\.?m\.?)(?![^\W_])", re.IGNORECASE)  # Excel's
_ANOTHER = re.compile(r"\s*[/.–-]\s*\d")
_PART = re.compile(r"\b(sáng|sang|trưa|trua|chiều|chieu|tối|toi|đêm|dem)\b", re.IGNORECASE)
_DAY_LONG = dt.timedelta(days=1)
_DAY = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<day>\d{1,2})"
    r"|(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?)(?!\d)"
)


class ReadMoment(NamedTuple):
    """A moment, or why there is none (a message code) and what it probably is, written as it should be.

    ``problem`` beside a moment says what was taken: its day, where only one can be meant.
    """

    at: dt.datetime | None
    problem: str = ""
    proposed: str | None = None


def read_moment(cell: Any, as_of: dt.datetime, began: dt.datetime | None = None) -> ReadMoment:
    """Read a cell or a field: "21:30 07/09/2026", "21h30 ngày 7/9", "22h", an Excel date and time, ISO 8601.

    A day without its year is the last such day up to ``as_of``, the moment of the report. A time without a
    day is of the one day on which it falls between ``began``, the event's beginning, and ``as_of``
    (``OUTAGE-TIME-DAY-TAKEN``); where it falls on none of them, or on several, it is proposed only. A day
    without a time is not completed, and "12 giờ đêm" of a day is its beginning to some, its end to others.
    """
    if isinstance(cell, dt.datetime):
        return _checked(cell if cell.tzinfo else cell.replace(tzinfo=VIETNAM), as_of)
    if isinstance(cell, dt.time):
        return _without_day(cell, as_of, began)
    if isinstance(cell, dt.date):
        return ReadMoment(None, "OUTAGE-TIME-NO-HOUR")
    text = " ".join(unicodedata.normalize("NFC", str("" if cell is None else cell)).split())
    if not text:
        return ReadMoment(None)
    if len(text) > _LONGEST:
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")
    try:
        return _text(text, as_of, began)
    except ValueError:  # 25:70, 31/02
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")


def _text(text: str, as_of: dt.datetime, began: dt.datetime | None) -> ReadMoment:
    if _OFFSET.fullmatch(text):  # the clock that it names
        return _checked(dt.datetime.fromisoformat(text.upper().replace(" +", "+").replace(" -", "-")), as_of)
    day_found = _DAY.search(text)
    rest = text if day_found is None else text[: day_found.start()] + " " + text[day_found.end() :]
    times = list(_TIME.finditer(rest))
    if not times:
        if day_found is not None:
            _date(day_found, as_of)
        return ReadMoment(None, "OUTAGE-TIME-NO-HOUR" if day_found else "OUTAGE-TIME-NOT-READ")
    time_found, *others = times
    if others or _ANOTHER.match(rest, time_found.end()):  # "21:30 - 22:00": which of the two?
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")
    half, part = _HALF.match(rest, time_found.end()), _PART.search(rest)
    if half:
        hour = _of_half(int(time_found[1]), afternoon=half[1][0].lower() in "cp")
    else:
        hour = _hour(int(time_found[1]), part[1].lower() if part else "")
    if hour is None:
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")
    midnight = not half and part is not None and int(time_found[1]) == 12 and fold(part[1]) == "dem"
    if midnight and day_found is not None:  # "12 giờ đêm 06/09": the day's beginning, or its end?
        _date(day_found, as_of)
        return ReadMoment(None, "OUTAGE-TIME-MIDNIGHT")
    time = dt.time(hour, int(time_found[2] or 0))
    if day_found is None:
        return _without_day(time, as_of, began)
    return _checked(dt.datetime.combine(_date(day_found, as_of), time, VIETNAM), as_of)


def _date(found: re.Match[str], as_of: dt.datetime) -> dt.date:
    """Return the day as written, its year first or last; without one the last such day."""
    if found["year"]:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    day, month = int(found[4]), int(found[5])
    if found[6]:
        return dt.date(int(found[6]) + (2000 if len(found[6]) == 2 else 0), month, day)
    today = as_of.astimezone(VIETNAM)
    return dt.date(today.year - ((month, day) > (today.month, today.day)), month, day)


def _of_half(hour: int, *, afternoon: bool) -> int | None:
    """Return the hour of the clock of "9:30 PM" or "9:30 CH"; None where the two do not go together."""
    if hour > 12:
        return hour if afternoon else None
    if afternoon:
        return hour % 12 + 12 if hour else None
    return hour % 12


def _hour(hour: int, part: str) -> int | None:
    """Return the hour of the clock of "10 giờ tối"; None where the two do not go together."""
    if not part or hour > 12:
        return hour
    kind = fold(part)
    halves = {"sang": (hour <= 11, 0), "trua": (hour in (10, 11, 12, 1), 12 if hour == 1 else 0),
              "chieu": (1 <= hour <= 6, 12), "toi": (5 <= hour <= 11, 12),
              "dem": (hour <= 4 or hour >= 8, 12 if 8 <= hour < 12 else 0)}  # fmt: skip
    fits, more = halves[kind]
    if kind == "dem" and hour == 12:
        return 0
    return hour + more if fits else None


def _without_day(time: dt.time, as_of: dt.datetime, began: dt.datetime | None) -> ReadMoment:
    last = dt.datetime.combine(as_of.astimezone(VIETNAM).date(), time, VIETNAM)
    if last > as_of:
        last -= _DAY_LONG
    if began is not None and last - _DAY_LONG < began <= last:
        return ReadMoment(last.astimezone(dt.UTC), "OUTAGE-TIME-DAY-TAKEN", written(last))
    return ReadMoment(None, "OUTAGE-TIME-NO-DAY", written(last))


def _checked(at: dt.datetime, as_of: dt.datetime) -> ReadMoment:
    if at.year < _FIRST_YEAR:  # a slip of the finger; at the calendar's end no other zone can write it
        return ReadMoment(None, "OUTAGE-TIME-NOT-READ")
    if at > as_of + dt.timedelta(minutes=1):  # forms write whole minutes
        return ReadMoment(None, "OUTAGE-TIME-AHEAD")
    return ReadMoment(at.astimezone(dt.UTC))
