"""Levels of rivers as a bulletin says them: metres, and how they stand to an alarm level (báo động).

"dưới BĐ3 0,20 m" has reached level 2, "xấp xỉ BĐ2" counts as reached. Of several words about one river the
highest counts: what is foreseen is what one prepares for. Where only metres are written, the alarm level is
worked out by the levels on record and the reader is told that.
"""

import re
from typing import NamedTuple

from registry.columns import fold
from registry.model.storm.hazards import RiverLevel
from registry.storm.rivers import levels_at, rivers

_NUMBER = r"(\d{1,2}[.,]\d{1,2})"
_ALARM = (
    rf"(trên|vượt|cao hơn|dưới|thấp hơn|xấp xỉ|gần|ở mức|đạt|tới|đến|bằng|lên mức|lên)?\s{{0,2}}(?:mức\s)?"
    rf"(?:BĐ|báo động(?:\s(?:cấp|mức))?)\s{{0,2}}(I{{1,3}}|[123])(?![\dI])"
    rf"(?:\s{{0,2}}(?:là|khoảng|:)?\s{{0,2}}{_NUMBER}\s?m)?"
)
_ALARM_WORDS = re.compile(_ALARM, re.IGNORECASE)
_AT = re.compile(
    r"tại\s(?:trạm\s(?:thủy văn\s)?)?([A-ZĐÀ-Ỹ][^\d,;:()\n]{1,30}?)\s{0,2}"
    r"(?:[:,(]|là|ở|đạt|lên|xuống|khoảng|có|trên|dưới|\d|$)"
)
_METRES = re.compile(rf"(?<![\d.,]){_NUMBER}\s?m(?!m)\b")
_PART = re.compile(r"[;\n]|\.(?!\d)")
_ROMAN = {"I": 1, "II": 2, "III": 3}
_BELOW = {"dưới", "thấp hơn"}


class Told(NamedTuple):
    """A level, the line it stands in, and whether its alarm level was worked out from metres."""

    level: RiverLevel
    line: int
    worked_out: bool


def levels_in(text: str) -> tuple[list[Told], list[tuple[int, str]]]:
    """Return the level of each river that is told of, and (line, words) of what names a river and a level
    and is not understood."""
    found: dict[str, Told] = {}
    unread: list[tuple[int, str]] = []
    names = "|".join(re.escape(river.name["vi"].removeprefix("sông ")) for river in rivers())
    river_of = re.compile(rf"sông\s{{1,2}}({names})(?!\w)", re.IGNORECASE)
    codes = {fold(river.name["vi"].removeprefix("sông ")): river.code for river in rivers()}
    for number, line in enumerate(text.splitlines(), 1):
        for part in _PART.split(line):
            starts = list(river_of.finditer(part))
            for at, match in enumerate(starts):
                end = starts[at + 1].start() if at + 1 < len(starts) else len(part)
                told = _told(codes[fold(match[1])], part[match.end() : end], number)
                if told is not None:
                    held = found.get(told.level.river)
                    found[told.level.river] = told if held is None else _higher(held, told)
                elif re.search(r"BĐ|báo động|\d[.,]\d\d?\s?m\b", part[match.end() : end], re.IGNORECASE):
                    unread.append((number, part.strip()))
    return list(found.values()), unread


def _told(river: str, words: str, line: int) -> Told | None:
    alarm, metres, station = _ALARM_WORDS.search(words), _METRES.search(words), _AT.search(words)
    if alarm and metres and metres.start() > alarm.start() and alarm[3]:
        metres = None  # "trên BĐ2 0,30 m" says no level of water
    if alarm is None and metres is None:
        return None
    place = station[1].strip() if station else ""
    water = float(metres[1].replace(",", ".")) if metres else None
    if alarm:
        rank = _ROMAN.get(alarm[2].upper()) or int(alarm[2])
        below = (alarm[1] or "").lower() in _BELOW
        above = float(alarm[3].replace(",", ".")) if alarm[3] else None
        reached = rank - 1 if below else rank
        over = None if above is None or below else above
        return Told(RiverLevel(river, place, water, reached, over), line, worked_out=False)
    known = levels_at(river, place)
    reached_by = None if known is None or water is None else known.alarm_of(water)
    return Told(RiverLevel(river, place, water, reached_by, None), line, worked_out=reached_by is not None)


def _higher(one: Told, other: Told) -> Told:
    def rank(told: Told) -> tuple[float, float, float]:
        level = told.level
        return (
            -1 if level.alarm is None else level.alarm, level.metres or 0.0, level.above_m or 0.0,
        )  # fmt: skip

    higher, lower = (other, one) if rank(other) > rank(one) else (one, other)
    if higher.level.station:
        return higher
    level = higher.level
    return higher._replace(
        level=RiverLevel(level.river, lower.level.station, level.metres, level.alarm, level.above_m)
    )
