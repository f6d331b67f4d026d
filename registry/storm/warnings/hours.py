"""From when to when a bulletin is in force, as it says so: its hour, "trong 6 giờ tới", "đến hết ngày"."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from registry.model.vietnam_time import VIETNAM
from registry.storm.clock import SPOKEN, Clock, nearest, spoken_clock

_DATE = re.compile(r"ngày\s{1,3}(\d{1,2})\s{1,3}tháng\s{1,3}(\d{1,2})\s{1,3}năm\s{1,3}(\d{4})", re.IGNORECASE)
_SHORT = re.compile(r"(?:(?<![\d/.])|(?<=[hHg:]\d\d/))(\d{1,2})/(\d{1,2})/(20\d{2})(?![\d/])")
_ISSUED = re.compile(
    r"(?:tin phát lúc|phát lúc|tin phát|phát tin(?: lúc)?|ban hành lúc)\s{0,3}:?\s{0,3}"
    r"(\d{1,2})\s{0,2}(?:giờ|h|g|:)\s{0,2}(\d{2})?",
    re.IGNORECASE,
)
NEXT = re.compile(
    r"[^.\n]{0,60}\btin\s{1,3}(?:[^\W\d_]{1,9}\s{1,3}){0,4}?tiếp\s{1,3}theo\b[^\n]{0,120}", re.IGNORECASE
)
"""What a bulletin says of the one after it: its hour is not that of this one."""
_TO_OR = r"\s{0,2}(?:-|–|—|đến|tới)\s{0,2}"
COMING = re.compile(
    r"(?:trong\s{1,3}(?:vòng\s{1,3}|khoảng\s{1,3})?(?:thời gian\s{1,3})?(?:từ\s{1,3})?|\btừ\s{1,3}(?=nay\b)"
    rf"|\btừ\s{{1,3}}(?=\d{{1,2}}{_TO_OR}\d{{1,3}}\s{{0,2}}(?:giờ|h)\s{{1,3}}(?:tới|tiếp|sau)(?!\s{{0,2}}\d)))"
    rf"(?:nay{_TO_OR})?(?:\d{{1,2}}\s{{0,2}}phút{_TO_OR})?0?(\d{{1,3}})(?:{_TO_OR}0?(\d{{1,3}}))?\s{{0,2}}"
    r"(?:giờ|h)\s{1,3}(?:tới|tiếp|sau)",
    re.IGNORECASE,
)
UNTIL_DAY = re.compile(
    r"(?:đến|tới)\s{1,3}(?:khoảng\s{1,3})?(?:hết\s{1,3})?(?:sáng\s|trưa\s|chiều\s|tối\s|đêm\s)?(?:hết\s{1,3})?(?:ngày\s{1,3})?"
    r"(\d{1,2})/(\d{1,2})(?:/(20\d{2}))?(?![\d/])",
    re.IGNORECASE,
)
BY_CLOCK = re.compile(
    r"(?:từ\s{1,3}(?:nay"
    r"|(\d{1,2})\s?(?:giờ|h|g)(?![a-zà-ỹ])(?:\s?(\d{2}))?(?:\s(sáng|trưa|chiều|tối|đêm))?(?:\s(?:hôm\s)?nay)?)"
    rf"|kéo\s{{1,3}}dài){_TO_OR}(?:khoảng\s|hết\s)?"
    r"(\d{1,2})\s?(?:giờ|h|g)(?![a-zà-ỹ])(?:\s?(\d{2}))?+(?!\d)(?:\s(sáng|trưa|chiều|tối|đêm))?+"
    r"(?:\s(?:(?:hôm\s)?nay|cùng\sngày)|(\s(?:(?:ngày\s|hôm\s)?mai|(?:ngày\s)?hôm\ssau)))?+"
    r"(?!\s{0,3}[,(]?\s?(?:ngày\s{0,2})?\d|\s{0,2}/|\s(?:tới|sau|tiếp)\b)",
    re.IGNORECASE,
)
"""An hour that ends it and no day beside it: "từ 17h30 đến 20h30", "từ nay đến 2 giờ sáng mai"."""
HEADING = re.compile(r"^\s{0,6}(?:\d{1,2}|[IVX]{1,4})[.)](?:\d{1,2}\.?)?[^.,;\n]{0,120}\n", re.MULTILINE)
"""A numbered line that is no sentence: "2. Dự báo diễn biến mưa trong 24 đến 48 giờ tới:"."""
_TO = re.compile(r"(?:đến|tới)\s{1,3}(?:khoảng\s{1,3}|hết\s{1,3})?$", re.IGNORECASE)
_NAMED = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/])")
"""A day named without its hour and year: "chiều và đêm 02/12"."""
_EARLY = dt.timedelta(hours=1)
"""So much before its hour of issue a bulletin may be at hand."""
_LONG_BEFORE = dt.timedelta(hours=2)
LONGEST_H = 240


class Hours(NamedTuple):
    """When a bulletin was issued, and until when it is in force; None where it does not say so."""

    issued_at: dt.datetime | None
    to_at: dt.datetime | None
    year_taken: bool  # the text has no year: that of today was taken
    by_day: bool  # "đến hết ngày": the end of that day


def hours_of(text: str, now: dt.datetime) -> Hours:
    """Return the hours of a bulletin; what lacks a year gets that nearest to ``now`` (aware), which is said.

    Of several spans ("trong 12 giờ tới", "trong 24 giờ tới") a bulletin is in force for the longest, and
    beyond them to the day that it names. The span of a heading ("2. Dự báo trong 24 đến 48 giờ tới:") counts
    only where nothing below it says an end.
    """
    after = _said_of_next(text, now)
    text = NEXT.sub(" ", text)
    day, year_taken = _day(text, now, after)
    issued = _issued(text, day)
    if issued is None:
        return Hours(None, None, year_taken=False, by_day=False)
    ends = [end for end in _ends(text, issued) if end > issued]
    days = _ends_of_days(text, issued)
    spans = _spans(HEADING.sub("\n", text), issued)
    if spans or ends:  # a day that is over, of what has fallen, is none that is still to come
        days = [end for end in days if end > midnight_after(issued.date())]
    if not (spans or ends or days):
        spans = [end for _match, end in ends_by_clock(text, issued)] or _spans(text, issued)
    clock = max([*spans, *ends], default=None)
    day_end = max(days, default=None)
    by_day = day_end is not None and (clock is None or day_end > clock)
    return Hours(issued, day_end if by_day else clock, year_taken, by_day)


def _spans(text: str, issued: dt.datetime) -> list[dt.datetime]:
    """Return the ends of the spans that a text names: "trong 24 giờ tới"."""
    hours = (int(match[2] or match[1]) for match in COMING.finditer(text))
    return [issued + dt.timedelta(hours=one) for one in hours if 0 < one <= LONGEST_H]


def ends_by_clock(text: str, issued: dt.datetime) -> Iterator[tuple[re.Match[str], dt.datetime]]:
    """Yield what is said until an hour without its day, and that hour after the bulletin's own; what began
    long before it has passed."""
    today = issued.astimezone(VIETNAM).date()
    for match in BY_CLOCK.finditer(text):
        begin, end = (_on_day(today, *match.group(at, at + 1, at + 2)) for at in (1, 4))
        if end is None or (begin is not None and begin < issued - _LONG_BEFORE):
            continue
        if match[7] or (begin is not None and end <= begin):
            end += dt.timedelta(days=1)
        if end > issued:
            yield match, end


def _on_day(day: dt.date, hour: str | None, minute: str | None, part: str | None) -> dt.datetime | None:
    """Return an hour of a day as it is spoken: "8 giờ tối" is 20:00."""
    spoken = SPOKEN.fullmatch(f"{hour}h{minute or '00'} {part or ''} {day:%d/%m/%Y}") if hour else None
    moment = spoken_clock(spoken).moment if spoken else None
    return moment.replace(tzinfo=VIETNAM) if moment else None


def _ends_of_days(text: str, issued: dt.datetime) -> list[dt.datetime]:
    """Return the ends of the days that a text names: "đến hết ngày 03/12"."""
    days = (day_near(match[1], match[2], match[3], issued) for match in UNTIL_DAY.finditer(text))
    return [midnight_after(day) for day in days if day is not None and day >= issued.date()]


def midnight_after(day: dt.date) -> dt.datetime:
    """Return the end of a day in Vietnam."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), VIETNAM)


def _ends(text: str, issued: dt.datetime) -> list[dt.datetime]:
    """Return the moments that a text names after "đến": "từ 19 giờ ngày 30/11 đến 19 giờ ngày 02/12"."""
    found = [
        nearest(spoken_clock(match, issued.year), issued.replace(tzinfo=None)).moment
        for match in SPOKEN.finditer(text)
        if _TO.search(text, max(0, match.start() - 12), match.start())
    ]
    return [moment.replace(tzinfo=VIETNAM) for moment in found if moment is not None]


def _day(text: str, now: dt.datetime, after: Clock | None) -> tuple[dt.date | None, bool]:
    """Return the day of a bulletin, and whether the year of today was taken for it.

    Where only its hour is said ("Tin phát lúc: 14h00") the day is that before the next bulletin (``after``),
    else the last one that the text names and that is not to come: it tells first of what has fallen before.
    """
    match = _DATE.search(text)
    if match and (found := _day_of(match[1], match[2], match[3])) is not None:
        return found, False
    hour = _hour_alone(text)
    if hour is not None and after is not None and after.moment is not None:
        day = after.moment.date()
        return day - dt.timedelta(days=hour >= after.moment.time()), not after.has_year
    short = [_day_of(one[1], one[2], one[3]) for one in _SHORT.finditer(text)]
    local = now.astimezone(VIETNAM).replace(tzinfo=None)
    spoken = [nearest(spoken_clock(one, local.year), local) for one in SPOKEN.finditer(text)]
    dated = [(one, False) for one in short if one is not None]
    dated += [(one.moment.date(), not one.has_year) for one in spoken if one.moment is not None]
    if hour is not None:
        near = (day_near(one[1], one[2], None, now) for one in _NAMED.finditer(text))
        dated += [(one, True) for one in near if one is not None]
        passed = [one for one in dated if dt.datetime.combine(one[0], hour) <= local + _EARLY]
        last = max(passed, key=lambda one: one[0], default=None)
        if last and (len(passed) < len(dated) or local.date() - last[0] <= dt.timedelta(days=1)):
            return last
    return dated[0] if dated else (None, False)


def _said_of_next(text: str, now: dt.datetime) -> Clock | None:
    """Return the moment of the next bulletin, where a text says it."""
    said = NEXT.search(text)
    match = SPOKEN.search(text, said.start(), said.end()) if said else None
    local = now.astimezone(VIETNAM).replace(tzinfo=None)
    return nearest(spoken_clock(match, local.year), local) if match else None


def _hour_alone(text: str) -> dt.time | None:
    """Return the hour of issue of a text that says no day beside it."""
    stated = _ISSUED.search(text)
    if stated is None or _dated(text, stated) is not None:
        return None
    hour, minute = int(stated[1]), int(stated[2] or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _dated(text: str, stated: re.Match[str]) -> re.Match[str] | None:
    """Return the hour of issue with the day beside it; what comes later is no part of it."""
    spoken = SPOKEN.search(text, stated.start(), stated.end() + 40)
    return spoken if spoken and spoken.start() <= stated.start(1) else None


def _issued(text: str, day: dt.date | None) -> dt.datetime | None:
    stated = _ISSUED.search(text)
    if stated:
        spoken = _dated(text, stated)
        if spoken and (moment := _clock(spoken, day).moment) and (day or spoken["year"]):
            return moment.replace(tzinfo=VIETNAM)
        hour, minute = int(stated[1]), int(stated[2] or 0)
        if day and hour < 24 and minute < 60:
            return dt.datetime.combine(day, dt.time(hour, minute), VIETNAM)
    for match in SPOKEN.finditer(text):
        moment = _clock(match, day).moment
        if moment is not None and (day or match["year"]):
            return moment.replace(tzinfo=VIETNAM)
    return None


def _clock(match: re.Match[str], day: dt.date | None) -> Clock:
    """Return a moment of a text; without its own year in that which brings it nearest to the text's day."""
    if day is None:
        return spoken_clock(match)
    return nearest(spoken_clock(match, day.year), dt.datetime.combine(day, dt.time()))


def day_near(day: str, month: str, year: str | None, near: dt.datetime) -> dt.date | None:
    """Return a day that is said without its year in the year that brings it nearest to a moment."""
    if year:
        return _day_of(day, month, year)
    found = [_day_of(day, month, near.year + shift) for shift in (-1, 0, 1)]
    return min((one for one in found if one), key=lambda one: abs(one - near.date()), default=None)


def _day_of(day: str, month: str, year: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
