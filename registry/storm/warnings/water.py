"""Levels of rivers as a bulletin says them: metres, and how they stand to an alarm level (báo động).

"dưới BĐ3 0,20 m" has reached level 2, "xấp xỉ BĐ2" counts as reached. Of several words about one river the
highest counts: what is foreseen is what one prepares for. Where only metres are written, the alarm level is
worked out by the levels on record and the reader is told that.
"""

import re
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from registry.columns import fold
from registry.model.storm.hazards import RiverLevel
from registry.storm.rivers import levels_at, rivers
from registry.storm.warnings.level_rows import cells_of, sentence_of

_METRIC = r"(\d{1,2}[.,]\d{1,2})"
_LEVEL = r"(I{1,3}|[123])(?![\dI])"
_ALARM = (
    rf"(trên|vượt|cao hơn|dưới|thấp hơn|xấp xỉ|gần|ở mức|đạt|tới|đến|bằng|lên mức|lên|[<>≤≥≈~])?\s{{0,2}}"
    rf"(?:mức\s)?"
    rf"(?:BĐ|báo động(?:\s(?:cấp|mức))?)\s{{0,2}}{_LEVEL}"
    rf"(?:(?:\s{{0,2}}[-–—]\s{{0,2}}(?:BĐ|báo động)?|\s(?:đến|tới)\s(?:trên\s|mức\s)?(?:BĐ|báo động))"
    rf"\s{{0,2}}{_LEVEL}(?!\s?[.,]\d|\s?m))?"
    rf"(?:\s{{0,2}}(?:là|khoảng|:)?\s{{0,2}}{_METRIC}\s?m)?"
)
_ALARM_WORDS = re.compile(_ALARM, re.IGNORECASE)
_AT_WORDS = r"tại\s(?:[Tt]rạm\s(?:(?:[Tt]h(?:ủy|uỷ) [Vv]ăn|TV|đo)\s)?|TV\s)?"
_AT = re.compile(rf"{_AT_WORDS}((?:[^\W\d_]{{1,12}}\s?){{1,6}})")
AT_METRES = r"(?=\s{0,2}:?\s{0,2}\+?\d{1,2}[.,]\d{1,2}\s?m\b)"
"""What makes a name that of a station without "tại": "Phủ Lạng Thương: 5,50m"."""
_METRES = re.compile(rf"(?<![\d.,]){_METRIC}\s?m(?!m)\b")
_OF_WATER = re.compile(r"\b(?:đỉnh\s{1,2}lũ|mực\s{1,2}nước)\b", re.IGNORECASE)
_LONG_AGO = re.compile(r"lịch\s{1,2}sử|\bnăm\s{1,2}\d{4}|cùng\s{1,2}kỳ|trung\s{1,2}bình", re.IGNORECASE)
_ANY_RIVER = re.compile(r"(?:sông|Sông|SÔNG)\s{1,2}([A-ZĐÀ-Ỹ][\w’']{0,9}(?:\s[A-ZĐÀ-Ỹ][\w’']{0,9})?)")
_PART = re.compile(r"[;\n]|\.(?!\d)")
_ROMAN = {"I": 1, "II": 2, "III": 3}
_SAME_M = 0.015
_BELOW = {"dưới", "thấp hơn", "<", "≤"}


_CM = re.compile(r"(?<![\d.,])(\d{2,4})\s?cm\b", re.IGNORECASE)
_NOT = re.compile(
    rf"(?:,\s)?(?:chứ\s)?(?:không phải|thay (?:vì|cho))\s(?:là\s)?[^.;,\n\d]{{0,20}}{_METRIC}\s?m"
    r"(?:\s?\([^)\n]{0,60}\))?"
    rf"|{_METRIC}\s?m\s(?=(?:nay\s)?(?:được\s)?(?:sửa|đính chính|đọc|chỉnh)\s(?:lại\s)?(?:thành|là))",
    re.IGNORECASE,
)
"""What a correction says it is not: "5,92 m, không phải 6,42 m", "6,42 m nay sửa thành 5,92 m"."""


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
    stations = {fold(one.station): river.code for river in rivers() for one in river.stations}
    places = "|".join(re.escape(one.station) for river in rivers() for one in river.stations)
    station_of = re.compile(
        rf"(?:{_AT_WORDS}({places})(?!\w)|(?<!\w)(?<!sông )({places}){AT_METRES})", re.IGNORECASE
    )
    named_at = {fold(one.station): one.station for river in rivers() for one in river.stations}
    named = {codes[fold(one[1])] for one in river_of.finditer(text)}
    named |= {stations[fold(one[1] or one[2])] for one in station_of.finditer(text)}
    other = any(not fold(one[1]).startswith(tuple(codes)) for one in _ANY_RIVER.finditer(text))
    alone = next(iter(named)) if len(named) == 1 and not other else ""
    head: list[str] = []
    for number, written in enumerate(text.splitlines(), 1):
        line = _CM.sub(_in_metres, _NOT.sub("", written))
        said = sentence_of(line, head)
        if said == "":
            unread.append((number, " ".join(line.split())))
            continue
        head = cells_of(line) if said is None else head
        for part in _PART.split(said or line):
            starts = [(match, match.end(), codes[fold(match[1])]) for match in river_of.finditer(part)]
            if not starts:  # a sentence that goes on about a station: "mực nước tại trạm Lục Nam lên mức …"
                there = station_of.finditer(part)
                starts = [(match, match.start(), stations[fold(match[1] or match[2])]) for match in there]
            told_of = _OF_WATER.search(part) if alone and not starts else None
            if told_of and not _LONG_AGO.search(part):  # the only river of the text: "đỉnh lũ 6,45-6,50 m"
                starts = [(told_of, told_of.start(), alone)]
            for at, (match, begin, river) in enumerate(starts):
                end = starts[at + 1][0].start() if at + 1 < len(starts) else len(part)
                place = found[river].level.station if told_of and river in found else ""
                if match.re is station_of:
                    place = named_at[fold(match[1] or match[2])]
                every = _told(river, part[begin:end], number, place)
                for told in every:
                    held = found.get(told.level.river)
                    found[told.level.river] = told if held is None else _higher(held, told)
                if every:
                    continue
                if re.search(r"BĐ|báo động|\d[.,]\d\d?\s?m\b", part[begin:end], re.IGNORECASE):
                    unread.append((number, part.strip()))
    return list(found.values()), unread


def _told(river: str, words: str, line: int, place: str = "") -> list[Told]:
    """Return every level that a sentence tells of a river: what is, and what it is foreseen to reach.

    ``place``: the station that was told of before, where the sentence names none.
    """
    place = _station(words) or place
    alarms = list(_ALARM_WORDS.finditer(words))
    found: list[Told] = []
    begin = 0
    for at, alarm in enumerate(alarms):
        water = [*_METRES.finditer(words, begin, alarm.start())][-1:]
        begin = alarm.end()
        if not water and at == len(alarms) - 1 and not alarm[4]:  # "trên BĐ2 0,30 m" says no level of water
            water = [*_METRES.finditer(words, begin)][:1]
            begin = water[0].end() if water else begin
        metres = _number(water[0][1]) if water else None
        found.append(Told(_by_alarm(river, place, metres, alarm), line, worked_out=False))
    for match in _METRES.finditer(words, begin):
        metres = _number(match[1])
        known = levels_at(river, place)
        reached = None if known is None else known.alarm_of(metres)
        if reached is not None or not alarms:
            level = RiverLevel(river, place, metres, reached, None)
            found.append(Told(level, line, worked_out=reached is not None))
    return found


def _by_alarm(river: str, place: str, metres: float | None, alarm: re.Match[str]) -> RiverLevel:
    """Return the level that words of an alarm level say; of "BĐ2-BĐ3" the higher one."""
    ranks = [_ROMAN.get(one.upper()) or int(one) for one in (alarm[2], alarm[3]) if one]
    below = (alarm[1] or "").lower() in _BELOW
    above = _number(alarm[4]) if alarm[4] and not below else None
    return RiverLevel(river, place, metres, max(ranks) - below, above)


def _station(words: str) -> str:
    """Return the name after "tại": the words with a capital, as names of places have them; "" for none."""
    match = _AT.search(words)
    return " ".join(takewhile(lambda word: word[0].isupper(), match[1].split())) if match else ""


def _in_metres(cm: re.Match[str]) -> str:
    return f"{int(cm[1]) / 100:.2f} m".replace(".", ",")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _higher(one: Told, other: Told) -> Told:
    def rank(told: Told) -> tuple[float, float, float]:
        level = told.level
        return (
            -1 if level.alarm is None else level.alarm, level.metres or 0.0, level.above_m or 0.0,
        )  # fmt: skip

    higher, lower = (other, one) if rank(other) > rank(one) else (one, other)
    level, above = higher.level, lower.level.above_m
    level = replace(level, station=level.station or lower.level.station)
    known = levels_at(level.river, level.station)
    alike = level.alarm and level.alarm == lower.level.alarm and level.above_m is None
    if known and alike and above is not None and level.metres is not None:
        reached = known.metres[(level.alarm or 1) - 1]
        if abs(reached + above - level.metres) < _SAME_M:  # a table's metres, and the sentence about them
            return higher._replace(level=replace(level, above_m=above), worked_out=False)
    return higher._replace(level=level)
