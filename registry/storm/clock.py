"""Moments as people and files write them: "13 giờ ngày 07/9/2024", "13h/07/9", "2024-09-07 06:00:00"."""

import datetime as dt
import re
from typing import NamedTuple

# Every part is bounded, so that a text of megabytes is gone through once.
SPOKEN = re.compile(
    r"(?<![\d.,/-])(?P<hour>\d{1,2})\s{0,2}(?:giờ|h|g|:)(?![a-zà-ỹ])\s{0,2}"
    r"(?P<minute>\d{2}(?:(?!\s{0,2}[/.\-–]\s{0,2}\d)"
    r"|(?=\s{0,2}[/\-–]\s{0,2}\d{1,2}\s{0,2}[/.\-]\s{0,2}\d{1,2}(?!\d))))?"  # 06h20/02/12: a day follows
    r"\s{0,2}(?:phút)?(?::\d{2})?\s{0,2}(?P<part>sáng|trưa|chiều|tối|đêm)?\s{0,2}(?:hôm\s{1,2})?(?:nay)?"
    r"(?(minute)[\s,/(–-]{0,4}|[\s,/(]{0,4})"
    r"(?:ngày\s{0,2})?(?:mùng\s{0,2})?(?P<day>\d{1,2})"
    r"(?:\s{0,2}[/.\-]\s{0,2}|\s{1,2}tháng\s{1,2})(?P<month>\d{1,2})(?!\d)"
    r"(?:(?:\s{0,2}[/.\-]\s{0,2}|\s{1,2}năm\s{1,2})(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"^(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})(?:[/.\-](?P<year>\d{4}))?[ ,T]+"
    r"(?P<hour>\d{1,2})(?:[:hg](?P<minute>\d{2})?)?(?::\d{2})?(?:\s*giờ)?$",
    re.IGNORECASE,
)
# 2 giờ đêm is after midnight, 10 giờ đêm before it, and 12 giờ đêm the day's end
_TWELVE_LATER = {"trưa": range(1, 3), "chiều": range(12), "tối": range(12), "đêm": range(7, 13)}
_YEARS = range(1800, 2300)  # of a storm; at the ends of the calendar a zone or "24 giờ" leads out of it


class Clock(NamedTuple):
    """A moment as written: without year or zone where these are not stated; None for what is impossible."""

    moment: dt.datetime | None
    has_year: bool
    has_zone: bool


def clock_of(text: str, year: int | None = None) -> Clock | None:
    """Return the moment that a whole text writes; None where it is no moment.

    ``year`` is used where the text has none; where neither has one, 2000 (a leap year) stands in and
    ``has_year`` is False.
    """
    text = text.strip()
    if not text or len(text) > 60:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        known = found if found.year in _YEARS else None
        return Clock(known, True, found.tzinfo is not None) if len(text) > 10 else None
    match = SPOKEN.fullmatch(text) or _DAY_FIRST.match(text)
    return spoken_clock(match, year) if match else None


def spoken_clock(match: re.Match[str], year: int | None = None) -> Clock:
    """Return the moment of a match of ``SPOKEN``; ``moment`` is None where there is no such day or hour."""
    groups = match.groupdict()
    hour = int(groups["hour"])
    if hour in _TWELVE_LATER.get((groups.get("part") or "").lower(), ()):
        hour += 12
    stated = int(groups["year"]) if groups["year"] else year
    try:
        day = dt.datetime(stated or 2000, int(groups["month"]), int(groups["day"]))  # noqa: DTZ001
    except ValueError:
        return Clock(None, bool(groups["year"]), False)
    if day.year not in _YEARS or hour > 24 or int(groups["minute"] or 0) > 59:
        return Clock(None, bool(groups["year"]), False)
    moment = day + dt.timedelta(hours=hour, minutes=int(groups["minute"] or 0))  # "24 giờ" is midnight
    return Clock(moment, bool(groups["year"]), False)


def nearest(clock: Clock, near: dt.datetime | None) -> Clock:
    """Return a clock whose year was not written in the year that brings it nearest to ``near`` (of no zone).

    After "31/12" comes "01/01" of the year that follows: the year is that of the moment beside it.
    """
    if clock.moment is None or clock.has_year or near is None:
        return clock
    found = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            found.append(clock.moment.replace(year=year))
        except ValueError:  # 29/02
            continue
    if not found:
        return clock
    return clock._replace(moment=min(found, key=lambda at: abs(at - near)))
