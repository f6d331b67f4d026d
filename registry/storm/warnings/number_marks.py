"""Rain, water, levels of disaster risk and hours in a pasted warning: held by its reading, or left out."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from registry.columns import fold
from registry.model.storm.hazards import HazardDraft, HazardKind, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.storm.clock import SPOKEN, nearest, spoken_clock
from registry.storm.rivers import levels_at, rivers
from registry.storm.warnings.amounts import FALLEN
from registry.storm.warnings.hours import COMING, HEADING, UNTIL_DAY, day_near, ends_by_clock, midnight_after
from registry.storm.warnings.level_rows import LIMIT, named_in
from registry.storm.warnings.mark import Mark, MarkKind
from registry.storm.warnings.water import AT_METRES

_SPAN_MM = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d)?)\s{0,2}(?:(?:-|–|—|~|÷|đến|tới)\s{0,2}(\d{1,4}(?:[.,]\d)?)\s{0,2})?mm\b"
    r"(?!\s?/\s?[1-3]?\s?(?:h|g|giờ)\b)",
    re.IGNORECASE,
)
"""An amount; "trên 60 mm/3h" is how hard it rains, not how much."""
_MM_HEADING = re.compile(r"mưa[^\n]{0,80}\(\s?mm|\(\s?mm[^\n]{0,80}mưa", re.IGNORECASE)
_CELL = re.compile(r"[^\t|\n]+")
_AMOUNT = re.compile(r"(?<![\d.,/])(\d{1,4})(?:\s{0,2}(?:-|–|—|~|÷|đến)\s{0,2}(\d{1,4}))?(?![\d/]|[.,]\d)")
_DATED = re.compile(r"\d\s?/\s?\d|\b(?:ngày|giờ|stt)\b|\d\s?h\b", re.IGNORECASE)
_METRES = re.compile(
    r"(?<![\d.,])(\d{1,2}[.,]\d{1,2})\s?m\b|(?<![\d.,])(\d{2,4})\s?cm\b"
    r"|(?:(?<=mức )|(?<=lên )|(?<=đạt )|(?<=là ))(\d{1,2})\s?m\b",
    re.IGNORECASE,
)
_WATER_CELL = re.compile(r"\s{0,3}(?:(\d{1,2}[.,]\d{1,2})|(\d{2,4}))\s{0,3}")
_ALARM = re.compile(
    r"(?:(dưới|thấp hơn|<)\s{0,2})?(?:mức\s)?\b(?:B\.?Đ\.?(?:\s?số)?|báo động(?:\s(?:lũ|cấp|mức|số)){0,2})"
    r"[\s-]{0,2}(I{1,3}|[123])(?![\dI]|[.,]\d)",
    re.IGNORECASE,
)
_RIVER = re.compile(r"(?:sông|Sông|SÔNG)\s{1,2}([A-ZĐÀ-Ỹ][\w’']{0,9}(?:\s[A-ZĐÀ-Ỹ][\w’']{0,9})?)")
_UNDER = re.compile(r"(?:dưới|thấp hơn|<)[^.;\n]{0,24}$", re.IGNORECASE)
_RISKS = re.compile(r"cấp\s+độ\s+rủi\s+ro[^\n:]{0,160}[^\n]{1,300}", re.IGNORECASE)
_RISK = re.compile(r"(?<!gió )(?<!giật )(?<!mạnh )\bcấp\s{1,2}(?:độ\s{1,2})?([1-5])(?!\d)", re.IGNORECASE)
_RISK_SAID = re.compile(r"(?:cấp\s+độ\s+)?rủi\s+ro\s+thiên\s+tai|\bRRTT\b|\bcấp\s+độ\b", re.IGNORECASE)
_LEAST_MM = 10
_ALARMS = {"I": 1, "II": 2, "III": 3}


def rain_marks(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
    """Yield the amounts of rain, those in the rows of a table of millimetres too."""
    if all(draft.kind is HazardKind.FLOOD for draft in drafts):
        return
    rains = {draft.rain_mm for draft in drafts if draft.rain_mm}
    for match in _SPAN_MM.finditer(text):
        yield Mark(match.start(), match.end(), MarkKind.RAIN, _reaches(rains, _said(match)))
    for begin, end in _rain_cells(text):
        for match in _AMOUNT.finditer(text, begin, end):
            if not text[match.end() : match.end() + 3].lstrip().lower().startswith("mm"):
                if max(_said(match)) < _LEAST_MM:  # a level, a number of the row
                    continue
                yield Mark(match.start(), match.end(), MarkKind.RAIN, _reaches(rains, _said(match)))


def _reaches(rains: set[tuple[float, ...]], said: set[float]) -> bool:
    """Whether an amount that is held reaches as far as one that is said, or is it: rows and parts are read
    together, from the least to the most."""
    return any(
        said <= {*rain} or rain[0] <= min(said) <= max(said) <= (rain[:2] if len(said) > 1 else rain)[-1]
        for rain in rains
    )


def _said(match: re.Match[str]) -> set[float]:
    return {float(one.replace(",", ".")) for one in match.groups() if one}


def _rain_cells(text: str) -> Iterator[tuple[int, int]]:
    """Yield the cells below a heading of millimetres, but the first of a row and those with a day or hour."""
    columns, listed = 0, False
    for line in re.finditer(r"[^\n]+", text):
        cells = [match.span() for match in _CELL.finditer(text, line.start(), line.end())]
        if _MM_HEADING.search(line[0]):
            columns, listed = 0 if FALLEN.search(line[0]) else 1, len(cells) < 2
        elif columns and listed and len(cells) < 2 and ":" in line[0]:
            yield line.start() + line[0].index(":"), line.end()
        elif len(cells) < 2:
            columns = 0
        elif columns:
            yield from (span for span in cells[1:] if not _DATED.search(text[slice(*span)]))


def water_marks(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
    """Yield levels of water and of alarm; what is lower than the one held of the same river is held by it.

    Where no flood is warned of they are those of a line that names a river: hail and waves have metres, too.
    """
    levels = {draft.level.river: draft.level for draft in drafts if draft.kind is HazardKind.FLOOD}
    there = _rivers_named(text)
    begins = [begin for begin, _river in there]

    def held(at: int) -> list[RiverLevel] | None:
        """Return the levels to compare with, None for what is no water of a river."""
        last = bisect_left(begins, at) - 1
        if not levels and (last < 0 or text.find("\n", begins[last], at) >= 0):
            return None
        if last < 0:
            return [*levels.values()]
        river = there[last][1]
        return [levels[river]] if river in levels else []

    for match in _METRES.finditer(text):
        if (own := held(match.start())) is not None:
            metres = _metres(match[1] or match[3], match[2])
            beside = _ALARM.search(text, max(0, match.start() - 14), match.start())
            above = _rank(beside) if beside and match.start() - beside.end() < 4 else None
            # "dưới BĐ3 0,20 m": of a level below an alarm nothing but the alarm reached is kept
            under = _UNDER.search(text, max(0, match.start() - 32), match.start()) is not None
            used = under or any(_holds(one, metres, above) for one in own)
            yield Mark(match.start(), match.end(), MarkKind.WATER, used)
    for match in _ALARM.finditer(text):
        if not _heads_a_column(text, match) and (own := held(match.start())) is not None:
            used = any(one.alarm is not None and one.alarm >= _rank(match) for one in own)
            yield Mark(match.start(), match.end(), MarkKind.WATER, used)
    for river, cell in _water_cells(text):
        level, water = levels.get(river), _WATER_CELL.fullmatch(text, *cell)
        if water:
            used = level is not None and _holds(level, _metres(water[1], water[2]))
            yield Mark(*water.span(1 if water[1] else 2), MarkKind.WATER, used)


def _heads_a_column(text: str, alarm: re.Match[str]) -> bool:
    """Whether an alarm level is the heading of a column with its own metres."""
    line = text[text.rfind("\n", 0, alarm.start()) + 1 : alarm.start()]
    cell = _CELL.search(text, alarm.start() - len(line) + max(line.rfind("\t"), line.rfind("|")) + 1)
    return ("\t" in line or "|" in line) and cell is not None and LIMIT.fullmatch(cell[0]) is not None


def _rivers_named(text: str) -> list[tuple[int, str]]:
    """Return where a text names a river, or a station of one, and which; "" for one that is not known."""
    names = {fold(river.name["vi"].removeprefix("sông ")): river.code for river in rivers()}
    stations = {fold(one.station): river.code for river in rivers() for one in river.stations}
    listed = "|".join(re.escape(river.name["vi"].removeprefix("sông ")) for river in rivers())
    placed = "|".join(re.escape(one.station) for river in rivers() for one in river.stations)
    named = re.finditer(rf"sông\s{{1,2}}({listed})(?!\w)", text, re.IGNORECASE)
    found = [(match.start(), names[fold(match[1])]) for match in named]
    others = (match for match in _RIVER.finditer(text) if fold(match[1]) not in names)
    found += ((match.start(), "") for match in others if not fold(match[1]).startswith(tuple(names)))
    at = re.finditer(
        rf"(?:(?:tại|trạm|TV)\s{{1,2}}({placed})(?!\w)|(?<!\w)(?<!sông )({placed}){AT_METRES})",
        text,
        re.IGNORECASE,
    )
    return sorted({*found, *((match.start(), stations[fold(match[1] or match[2])]) for match in at)})


def _water_cells(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the river of a row and each of its cells after the names, but columns of the alarm levels."""
    codes = {river.name["vi"]: river.code for river in rivers()}
    head: list[str] = []
    for line in re.finditer(r"[^\n]+", text):
        cells = [match.span() for match in re.finditer(r"[^\t|]+", line[0])]
        said = [line[0][slice(*span)].strip() for span in cells]
        named = [(at, river) for at, cell in enumerate(said) for river, _station in named_in(cell)]
        if len(cells) < 2:
            head = []
        elif not named:
            head = said
        elif not any(re.search(r"\bmưa\b|\bmm\b", cell, re.IGNORECASE) for cell in head):
            limits = {at for at, cell in enumerate(head) if LIMIT.fullmatch(cell)}
            for at, (begin, end) in enumerate(cells):
                if at > named[-1][0] and at not in limits:
                    yield codes[named[0][1]], (line.start() + begin, line.start() + end)


def _metres(metres: str | None, cm: str | None) -> float:
    return float(metres.replace(",", ".")) if metres else int(cm or 0) / 100


def _rank(alarm: re.Match[str]) -> int:
    return (_ALARMS.get(alarm[2].upper()) or int(alarm[2])) - bool(alarm[1])


def _holds(level: RiverLevel, metres: float, above: int | None = None) -> bool:
    """Whether a level is the one held, or lower; ``above``: it is so much above that alarm level."""
    if metres in {level.above_m, level.metres}:
        return True
    if above is not None and above == level.alarm and level.above_m is None and level.metres is not None:
        at = levels_at(level.river, level.station)
        return at is not None and round(at.metres[above - 1] + metres, 2) <= level.metres
    if above is not None:
        return above < (level.alarm or 0)
    if level.metres is not None or level.alarm is None:
        return (level.metres or 0) > metres
    known = levels_at(level.river, level.station)
    return known is not None and known.alarm_of(metres) < level.alarm


def risk_marks(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
    """Yield the levels of disaster risk; a lower one than ours is that of other places or kinds. Where none
    is held, every word of such a level is left out."""
    highest = max((draft.disaster_level or 0 for draft in drafts), default=0)
    for sentence in _RISKS.finditer(text):
        for match in _RISK.finditer(text, sentence.start(), sentence.end()):
            yield Mark(match.start(), match.end(), MarkKind.RISK, int(match[1]) <= highest)
    if not highest:
        yield from (
            Mark(match.start(), match.end(), MarkKind.RISK, used=False) for match in _RISK_SAID.finditer(text)
        )


def hour_marks(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
    """Yield the moments up to which the reading reaches, and those that lie beyond it."""
    last = max((draft.to_at for draft in drafts if draft.to_at), default=None)
    issued = next((draft.issued_at for draft in drafts if draft.issued_at), None)
    if issued is None:
        return
    near = issued.astimezone(VIETNAM).replace(tzinfo=None)
    for match in SPOKEN.finditer(text):
        moment = nearest(spoken_clock(match, near.year), near).moment
        if moment is not None and moment >= near:
            beyond = moment > near and (last is None or moment.replace(tzinfo=VIETNAM) > last)
            yield Mark(match.start(), match.end(), MarkKind.HOUR, not beyond)
    headings = [match.span() for match in HEADING.finditer(text)]
    for match in COMING.finditer(text):
        if any(
            begin <= match.start() < end for begin, end in headings
        ):  # "2. Dự báo trong 24 đến 48 giờ tới"
            continue
        end = issued + dt.timedelta(hours=int(match[2] or match[1]))
        yield Mark(match.start(), match.end(), MarkKind.HOUR, last is not None and end <= last)
    for match, end in ends_by_clock(text, issued):
        yield Mark(match.start(), match.end(), MarkKind.HOUR, last is not None and end <= last)
    for match in UNTIL_DAY.finditer(text):
        day = day_near(match[1], match[2], match[3], issued.astimezone(VIETNAM))
        if day is not None and day >= near.date():
            used = last is not None and midnight_after(day) <= last
            yield Mark(match.start(), match.end(), MarkKind.HOUR, used)
