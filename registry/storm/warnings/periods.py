"""The rain that a bulletin of our own station foresees for each of several periods: no sum, none hidden."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from registry.model.vietnam_time import VIETNAM
from registry.storm.clock import SPOKEN, nearest, spoken_clock
from registry.storm.warnings.hours import COMING, UNTIL_DAY, day_near, midnight_after
from registry.storm.warnings.mark import blanked, said_of_others
from registry.storm.warnings.rain import amounts_ahead, together

_TO = re.compile(r"(?:đến|tới)\s{1,3}(?:khoảng\s{1,3}|hết\s{1,3})?$", re.IGNORECASE)
_DAY = re.compile(
    r"\b(sáng|trưa|chiều|tối|đêm|ngày)\s(?:ngày\s)?(?:\d{1,2}\s(?:và|,)\s(?:ngày\s)?)?(\d{1,2})/(\d{1,2})(?:/(20\d{2}))?(?![\d/])",
    re.IGNORECASE,
)
_NEAR = re.compile(r"\b(sáng|trưa|chiều|tối|đêm|ngày|hôm)\s(?:hôm\s)?(nay|mai)\b", re.IGNORECASE)
_TURN = re.compile(
    r"\b(?:đợt|giai đoạn|thời đoạn)\s(?:mưa\s)?(?:thứ\s)?(?:\d|một|hai|ba|nhất)\b", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:^|[.,;:(\n]|(?:^|\n)\s{0,6}[-+*•–])\s{0,4}(\d{1,2})/(\d{1,2})(?:/(20\d{2}))?"
    r"(?:\s?:|\s{1,2}(?:(?:có|mưa|lượng|phổ biến|từ)\s{1,2}){0,4}$)",
    re.IGNORECASE,
)
"""A day that heads what falls on it: "03/12: 40-60mm", "- 03/12 mưa 40-60mm"."""
_BRACKET = re.compile(
    r"(?:[^.;\n\d(]{0,60}(?:trên|hơn|>|≥)\s{0,2}\d{2,4}\s{0,2}mm)?\s{0,2}\(([^()\n]{3,120})\)", re.IGNORECASE
)
"""What stands in brackets behind an amount: "40-70mm (từ ngày 03/12 đến 05/12), tổng lượng cả đợt …"."""
_NEXT = re.compile(r"\b(\d{1,2})\s?(?:h|giờ)\s(?:tiếp theo|kế tiếp|tiếp|sau đó)\b", re.IGNORECASE)
_ALL = re.compile(r"\bcả đợt\b(?!\s\d)", re.IGNORECASE)
_ENDS = {"sáng": 12, "trưa": 14, "chiều": 19, "đêm": 31}
"""The hour at which a part of a day is over (a night, in the morning after); of any other, midnight."""
_OF_ISSUE = re.compile(r"phát (?:lúc|tin)|\bban hành\b|\bbản tin\b", re.IGNORECASE)
_CLAUSES = re.compile(r";|\n|\.(?!\d)")
_FAR, _MOST = 800, 60
_UNSAID: tuple[dt.datetime | None, str] = (None, "")
_NIGHT = 5
"""Before this hour "đêm nay" is the night that a bulletin is issued in."""


class Period(NamedTuple):
    """What falls until when; ``to_at`` is None for the end of the bulletin, and where it is not known."""

    rain_mm: tuple[float, ...]
    to_at: dt.datetime | None

    @property
    def said(self) -> str:
        """The amounts as bulletins write them."""
        least, most, *over = self.rain_mm
        return f"{least:g}-{most:g}mm" + "".join(f" (> {one:g}mm)" for one in over)


def rain_of_periods(text: str, issued: dt.datetime, provinces: Sequence[str]) -> tuple[Period, ...]:
    """Return the rain of each period of a text without what has fallen; () where it tells of one alone.

    A period whose end is not said ends with the bulletin where it is the last one; of any other before it
    that is not known.
    """
    text = blanked(text, said_of_others(text, provinces))
    every = amounts_ahead(text)[:_MOST]
    groups: dict[tuple[dt.datetime | None, str], list[re.Match[str]]] = {}
    last = _UNSAID
    before = 0
    for at, rain in enumerate(every):
        after = every[at + 1].start() if at + 1 < len(every) else len(text)
        last = _after(last, _period(text, rain, before, after, issued))
        of_all = _ALL.fullmatch(last[1]) is not None
        if (
            last != _UNSAID
            and not of_all
            and _UNSAID in groups
            and not _CLAUSES.search(text, before, rain.start())
        ):
            groups[last] = groups.pop(_UNSAID)  # "60-90mm, vùng núi 90-120mm đến hết ngày 03/12" is one
        groups.setdefault(last, []).append(rain)
        before = rain.end()
    if len(groups) < 2:
        return ()
    found = [Period(together(text, some, every), to_at) for (to_at, _label), some in groups.items()]
    return tuple(found)


def _after(
    last: tuple[dt.datetime | None, str], found: tuple[dt.datetime | None, str] | None
) -> tuple[dt.datetime | None, str]:
    """Return the period that was found, "3 giờ tiếp theo" ("+3") as the hours after the last one."""
    if found is None:
        return last
    if found[1].startswith("+") and last[0] is not None:
        return last[0] + dt.timedelta(hours=int(found[1])), ""
    return found


def all_end(periods: Sequence[Period]) -> bool:
    """Whether of each period but one it is known when it ends."""
    return sum(one.to_at is None for one in periods) < 2


def _period(
    text: str, rain: re.Match[str], before: int, after: int, issued: dt.datetime
) -> tuple[dt.datetime | None, str] | None:
    """Return the period of an amount: the last one that is said before it in its clause, else the first after
    it there, else the last one said since the amount before; None where none is said."""
    near = max(before, rain.start() - _FAR)
    begins = [near, *(near + match.end() for match in _CLAUSES.finditer(text[near : rain.start()]))]
    clause_end = _CLAUSES.search(text, rain.end())
    end = min(after, clause_end.start() if clause_end else len(text))
    said = [*_said(text, begins[-1], rain.start(), issued)]
    if said:
        return said[-1]
    bracket = _BRACKET.match(text, rain.end(), end)
    if bracket and (said := [*_said(text, bracket.start(1), bracket.end(1), issued)]):
        return said[-1]
    later = [*_said(text, rain.end(), end, issued)]
    if later and (after == len(text) or end < after):  # what follows in one clause leads to the next amount
        return later[0]
    for begin, stop in zip(begins[-2::-1], begins[:0:-1], strict=True):
        if said := [*_said(text, begin, stop, issued)]:
            return said[-1]
    return None


def _said(text: str, begin: int, end: int, issued: dt.datetime) -> Iterator[tuple[dt.datetime | None, str]]:
    """Yield the periods that a piece of a text names, in its order, each with its end where that is said."""
    piece = text[begin:end]
    if _OF_ISSUE.search(piece):
        return
    found: dict[int, tuple[dt.datetime | None, str]] = {}
    near = issued.astimezone(VIETNAM).replace(tzinfo=None)
    for match in SPOKEN.finditer(piece):
        moment = nearest(spoken_clock(match, near.year), near).moment
        ends = moment is not None and _TO.search(piece, max(0, match.start() - 12), match.start())
        at = moment.replace(tzinfo=VIETNAM) if ends and moment else None
        found[match.start()] = (at, "" if at else " ".join(match[0].split()))
        piece = piece[: match.start()] + " " * len(match[0]) + piece[match.end() :]
    for match in COMING.finditer(piece):
        found[match.start()] = (issued + dt.timedelta(hours=int(match[2] or match[1])), "")
    for match in _DAY.finditer(piece):
        if (day := day_near(match[2], match[3], match[4], issued)) is not None:
            found[match.start()] = (_end_of(day, match[1]), "")
    for match in UNTIL_DAY.finditer(piece):
        inside = any(match.start() < at < match.end() for at in found)
        if not inside and (day := day_near(match[1], match[2], match[3], issued)) is not None:
            found[match.start()] = (midnight_after(day), "")
    for match in _NEAR.finditer(piece):
        days = (match[2].lower() == "mai") - (match[1].lower() == "đêm" and near.hour < _NIGHT)
        found[match.start()] = (_end_of(near.date() + dt.timedelta(days=days), match[1]), "")
    for match in _BARE.finditer(piece):
        if (day := day_near(match[1], match[2], match[3], issued)) is not None:
            found[match.start(1)] = (midnight_after(day), "")
    for match in _NEXT.finditer(piece):
        found[match.start()] = (None, f"+{match[1]}")
    for match in _ALL.finditer(piece):
        found[match.start()] = (None, match[0].casefold())
    for match in _TURN.finditer(piece):
        found[match.start()] = (None, " ".join(match[0].casefold().split()))
    for _begin, (ends_at, label) in sorted(found.items(), key=lambda item: item[0]):
        if ends_at is None or ends_at > issued:
            yield ends_at, label


def _end_of(day: dt.date, part: str) -> dt.datetime:
    hours = _ENDS.get(part.lower(), 24)
    return dt.datetime.combine(day, dt.time(), VIETNAM) + dt.timedelta(hours=hours)
