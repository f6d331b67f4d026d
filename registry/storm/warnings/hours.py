"""From when to when a bulletin is in force, as it says so: its hour, "trong 6 giờ tới", "đến hết ngày"."""

import datetime as dt
import re
from typing import NamedTuple

from registry.model.vietnam_time import VIETNAM
from registry.storm.clock import SPOKEN, spoken_clock

_DATE = re.compile(r"ngày\s{1,3}(\d{1,2})\s{1,3}tháng\s{1,3}(\d{1,2})\s{1,3}năm\s{1,3}(\d{4})", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(20\d{2})(?![\d/])")
_ISSUED = re.compile(
    r"(?:tin phát lúc|phát lúc|tin phát|thời gian phát tin|ban hành lúc)\s{0,3}:?\s{0,3}"
    r"(\d{1,2})\s{0,2}(?:giờ|h|g|:)\s{0,2}(\d{2})?",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"trong\s{1,3}(?:vòng\s{1,3}|khoảng\s{1,3})?0?(\d{1,3})(?:\s{0,2}(?:-|–|—|đến|tới)\s{0,2}0?(\d{1,3}))?\s{0,2}"
    r"(?:giờ|h)\s{1,3}(?:tới|tiếp|sau)",
    re.IGNORECASE,
)
_UNTIL_DAY = re.compile(
    r"(?:đến|tới)\s{1,3}(?:hết\s{1,3})?(?:sáng\s|trưa\s|chiều\s|tối\s|đêm\s)?(?:hết\s{1,3})?(?:ngày\s{1,3})?"
    r"(\d{1,2})/(\d{1,2})(?:/(20\d{2}))?(?![\d/])",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:đến|tới)\s{1,3}(?:khoảng\s{1,3}|hết\s{1,3})?$", re.IGNORECASE)
LONGEST_H = 240


class Hours(NamedTuple):
    """When a bulletin was issued, and until when it is in force; None where it does not say so."""

    issued_at: dt.datetime | None
    to_at: dt.datetime | None
    year_taken: bool  # the text has no year: that of today was taken
    by_day: bool  # "đến hết ngày": the end of that day


def hours_of(text: str, now: dt.datetime) -> Hours:
    """Return the hours of a bulletin; what lacks a year gets that of ``now`` (aware), which is said."""
    day, year_taken = _day(text, now)
    issued = _issued(text, day)
    to_at, by_day = None, False
    coming = _COMING.search(text)
    if coming and issued and 0 < (hours := int(coming[2] or coming[1])) <= LONGEST_H:
        to_at = issued + dt.timedelta(hours=hours)
    if to_at is None and issued:
        to_at = max((end for end in _ends(text, issued) if end > issued), default=None)
    until = list(_UNTIL_DAY.finditer(text))
    if to_at is None and until and issued:
        ends = [
            end
            for match in until
            if (end := _day_of(match[1], match[2], match[3] or issued.year)) is not None
        ]
        later = [
            dt.datetime.combine(end + dt.timedelta(days=1), dt.time(), VIETNAM)
            for end in ends
            if end >= issued.date()
        ]
        to_at, by_day = max(later, default=None), bool(later)
    return Hours(issued, to_at, year_taken and issued is not None, by_day)


def _ends(text: str, issued: dt.datetime) -> list[dt.datetime]:
    """Return the moments that a text names after "đến": "từ 19 giờ ngày 30/11 đến 19 giờ ngày 02/12"."""
    found = [
        spoken_clock(match, issued.year).moment
        for match in SPOKEN.finditer(text)
        if _TO.search(text, max(0, match.start() - 12), match.start())
    ]
    return [moment.replace(tzinfo=VIETNAM) for moment in found if moment is not None]


def _day(text: str, now: dt.datetime) -> tuple[dt.date | None, bool]:
    for pattern in (_DATE, _SHORT):
        match = pattern.search(text)
        if match and (found := _day_of(match[1], match[2], match[3])) is not None:
            return found, False
    for match in SPOKEN.finditer(text):
        clock = spoken_clock(match, now.astimezone(VIETNAM).year)
        if clock.moment is not None:
            return clock.moment.date(), not clock.has_year
    return None, False


def _issued(text: str, day: dt.date | None) -> dt.datetime | None:
    stated = _ISSUED.search(text)
    if stated:
        spoken = SPOKEN.search(text, stated.start(), stated.end() + 40)
        if (
            spoken
            and (moment := spoken_clock(spoken, day.year if day else None).moment)
            and (day or spoken["year"])
        ):
            return moment.replace(tzinfo=VIETNAM)
        hour, minute = int(stated[1]), int(stated[2] or 0)
        if day and hour < 24 and minute < 60:
            return dt.datetime.combine(day, dt.time(hour, minute), VIETNAM)
    for match in SPOKEN.finditer(text):
        moment = spoken_clock(match, day.year if day else None).moment
        if moment is not None and (day or match["year"]):
            return moment.replace(tzinfo=VIETNAM)
    return None


def _day_of(day: str, month: str, year: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
