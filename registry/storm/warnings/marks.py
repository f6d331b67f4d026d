"""What of a pasted warning its reading holds, and what it left out: places, rain, water, levels, hours.

A second, coarser look at the text than the one that read it: whatever the reading left out is shown to the
person who records it, in the text itself. It decides nothing.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from registry.columns import fold
from registry.model.storm.hazards import HazardDraft, HazardKind, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.provinces import provinces
from registry.storm.clock import SPOKEN, nearest, spoken_clock
from registry.storm.rivers import rivers
from registry.storm.warnings.hours import NEXT
from registry.storm.warnings.places import ADDRESS
from registry.storm.warnings.vietnamese import PAST


class MarkKind(StrEnum):
    """Of what a marked piece of a text tells."""

    PLACE = "place"
    RAIN = "rain"
    WATER = "water"
    RISK = "risk"
    HOUR = "hour"


class Mark(NamedTuple):
    """A piece ``text[begin:end]``; ``used``: the reading holds it. ``codes``: the communes of a place."""

    begin: int
    end: int
    kind: MarkKind
    used: bool
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The codes of today's communes by name (without "xã", "phường") and by former district, and ``own``: how
    the province itself is written."""

    communes: Mapping[str, frozenset[str]]
    districts: Mapping[str, frozenset[str]]
    own: tuple[str, ...]


_DISTRICT = r"(?:huyện|thị\s+xã|thành\s+phố|H\.|TX\.?|TP\.?)"
_COMMUNE = r"(?:xã|phường|thị\s+trấn|X\.|P\.|TT\.?)"
_OTHERWISE = re.compile(
    r"(?:sông|suối|hồ|đập|đèo|núi|cầu|trạm(?:\s+thủy văn|\s+khí tượng|\s+đo)?|tỉnh|Đài)\s+$", re.IGNORECASE
)
"""What makes a name something else than a commune: "sông Lục Nam", "trạm Lục Nam"."""
_BEFORE = re.compile(r"([^\W\d_]+)\s$")
_LEADS = frozenset(map(fold, (
    "Xã", "Phường", "Trấn", "Huyện", "Phố", "Tại", "Ở", "Trên", "Riêng", "Gồm", "Và", "Như", "Các", "Khu",
    "Vực",
)))  # fmt: skip
_REST = re.compile(r"(?:xã|phường)\s+(?:khác\s+)?còn lại\b", re.IGNORECASE)
_SPAN_MM = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d)?)\s{0,2}(?:(?:-|–|—|đến|tới)\s{0,2}(\d{1,4}(?:[.,]\d)?)\s{0,2})?mm\b(?!\s?/)",
    re.IGNORECASE,
)
_METRES = re.compile(r"(?<![\d.,])(\d{1,2}[.,]\d{1,2})\s?m\b|(?<![\d.,])(\d{2,4})\s?cm\b", re.IGNORECASE)
_ALARM = re.compile(
    r"(?:(dưới|thấp hơn|<)\s{0,2})?(?:mức\s)?\b(?:BĐ|báo động(?:\s(?:cấp|mức))?)\s{0,2}"
    r"(I{1,3}|[123])(?![\dI])",
    re.IGNORECASE,
)
_UNDER = re.compile(r"(?:dưới|thấp hơn|<)[^.;\n]{0,24}$", re.IGNORECASE)
_RISKS = re.compile(r"cấp\s+độ\s+rủi\s+ro[^\n:]{0,80}:[^\n]{3,300}", re.IGNORECASE)
_RISK = re.compile(r"\bcấp\s{1,2}([1-5])\b", re.IGNORECASE)
_DAY = re.compile(
    r"(?:đến|tới)\s{1,3}(?:hết\s{1,3})?(?:sáng\s|trưa\s|chiều\s|tối\s|đêm\s)?(?:hết\s{1,3})?(?:ngày\s{1,3})?"
    r"(\d{1,2})/(\d{1,2})(?:/(20\d{2}))?(?![\d/])",
    re.IGNORECASE,
)
_SO_FAR = re.compile(
    r"^\s{0,6}(?:\d{1,2}[.)]\s{0,2})?(?:Hiện trạng|Tình hình|Thực trạng|Diễn biến)\b[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
"""The part that tells what is, of which a warning of rain holds nothing; of a flood it holds the water."""
_CLAUSE = re.compile(r"[^;\n]+")
_ALARMS = {"I": 1, "II": 2, "III": 3}


def marks_in(text: str, drafts: Sequence[HazardDraft], places: Gazetteer) -> tuple[Mark, ...]:
    """Return what is recognised in a text, in its order; nothing where nothing was read.

    ``drafts`` have their communes placed. What has fallen or passed, the next bulletin's hour, addresses and
    what is said of other provinces are no part of the warning and are not marked.
    """
    if not drafts:
        return ()
    aside = [*_aside(text), *_of_others(text, places.own)]
    so_far = [match.span() for match in _SO_FAR.finditer(text)]
    found = [
        *_places(text, drafts, places), *_rain(text, drafts), *_water(text, drafts), *_risks(text, drafts),
        *_hours(text, drafts),
    ]  # fmt: skip
    return tuple(
        _apart(
            one
            for one in sorted(found)
            if not _within(one, aside)
            and not (one.kind in {MarkKind.PLACE, MarkKind.RAIN} and not one.used and _within(one, so_far))
        )
    )


def _within(mark: Mark, pieces: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= mark.begin < end for begin, end in pieces)


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the marks that do not lie on one before them."""
    end = 0
    for one in marks:
        if one.begin >= end:
            end = one.end
            yield one


def _aside(text: str) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a text that are no part of what it foresees."""
    for pattern in (PAST, NEXT):
        yield from (match.span() for match in pattern.finditer(text))
    at = 0
    for line in text.splitlines(keepends=True):
        if ADDRESS.match(line):
            yield at, at + len(line)
        at += len(line)


def _of_others(text: str, own: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the clauses that name other provinces and not ours."""
    names = "|".join(re.escape(name) for name in sorted(_other_provinces(own), key=len, reverse=True))
    others, ours = re.compile(rf"\b(?:{names})\b"), re.compile("|".join(map(re.escape, own)), re.IGNORECASE)
    for clause in _CLAUSE.finditer(text):
        if others.search(clause[0]) and not (own and ours.search(clause[0])):
            yield clause.span()


def _other_provinces(own: Sequence[str]) -> set[str]:
    here = {fold(name) for name in own}
    every = {one.name for one in provinces().values()}
    every |= {before.name for one in provinces().values() for before in one.former}
    return {name for name in every if fold(name) not in here}


def _places(text: str, drafts: Sequence[HazardDraft], places: Gazetteer) -> Iterator[Mark]:
    held = {code for draft in drafts for code in draft.communes}
    written = {fold(name) for draft in drafts for name in draft.unplaced}
    everywhere = not held and not written and _REST.search(text) is not None
    names = sorted({*places.communes, *places.districts}, key=len, reverse=True)
    if not names:
        return
    listed = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    pattern = re.compile(
        rf"(?:\b(?P<district>(?i:{_DISTRICT}))\s*|\b(?P<commune>(?i:{_COMMUNE}))\s*)?(?<!\w)(?P<name>{listed})(?!\w)"
    )
    stations = {fold(one.station) for river in rivers() for one in river.stations}
    own = {fold(name) for name in places.own}
    for match in pattern.finditer(text):
        name, bare = " ".join(match["name"].split()), not (match["district"] or match["commune"])
        if bare and (fold(name) in stations | own or _something_else(text, match.start())):
            continue
        codes = places.communes.get(name, frozenset())
        if match["district"] or not codes:
            codes = places.districts.get(name, codes)
        known = codes <= held or fold(name) in written or fold(match[0]) in written
        yield Mark(match.start(), match.end(), MarkKind.PLACE, everywhere or known, tuple(sorted(codes)))


def _something_else(text: str, at: int) -> bool:
    """Whether a name goes on with a longer one, or is that of a river, a pass, a station."""
    lead = text[max(0, at - 24) : at]
    before = _BEFORE.search(lead)
    longer = before is not None and before[1][0].isupper() and fold(before[1]) not in _LEADS
    return longer or _OTHERWISE.search(lead) is not None


def _rain(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
    if all(draft.kind is HazardKind.FLOOD for draft in drafts):
        return
    held = {amount for draft in drafts for amount in draft.rain_mm}
    for match in _SPAN_MM.finditer(text):
        said = {float(one.replace(",", ".")) for one in match.groups() if one}
        yield Mark(match.start(), match.end(), MarkKind.RAIN, said <= held)


def _water(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
    """Yield levels of water and of alarm; what is lower than the one held of the same river is held by it.

    Where no flood is warned of they are those of a line that names a river: hail and waves have metres, too.
    """
    levels = {draft.level.river: draft.level for draft in drafts if draft.kind is HazardKind.FLOOD}
    names = "|".join(re.escape(river.name["vi"].removeprefix("sông ")) for river in rivers())
    named = re.compile(rf"sông\s{{1,2}}({names})(?!\w)", re.IGNORECASE)
    codes = {fold(river.name["vi"].removeprefix("sông ")): river.code for river in rivers()}
    there = [(match.start(), codes[fold(match[1])]) for match in named.finditer(text)]

    def held(at: int) -> list[RiverLevel] | None:
        """Return the levels to compare with, None for what is no water of a river."""
        before = [(begin, river) for begin, river in there if begin < at][-1:]
        if not levels and not (before and "\n" not in text[before[0][0] : at]):
            return None
        return (
            [levels[river] for _begin, river in before if river in levels] if before else [*levels.values()]
        )

    for match in _METRES.finditer(text):
        metres = float(match[1].replace(",", ".")) if match[1] else float(match[2]) / 100
        if (own := held(match.start())) is not None:
            # "dưới BĐ3 0,20 m": of a level below an alarm nothing but the alarm reached is kept
            under = _UNDER.search(text, max(0, match.start() - 32), match.start()) is not None
            used = under or any(_holds(one, metres) for one in own)
            yield Mark(match.start(), match.end(), MarkKind.WATER, used)
    for match in _ALARM.finditer(text):
        alarm = (_ALARMS.get(match[2].upper()) or int(match[2])) - bool(match[1])
        if (own := held(match.start())) is not None:
            used = any(one.alarm is not None and one.alarm >= alarm for one in own)
            yield Mark(match.start(), match.end(), MarkKind.WATER, used)


def _holds(level: RiverLevel, metres: float) -> bool:
    return metres in {level.above_m, level.metres} or (level.metres or 0) > metres


def _risks(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
    """Yield the levels of disaster risk; a lower one than ours is that of other places or kinds."""
    highest = max((draft.disaster_level or 0 for draft in drafts), default=0)
    for sentence in _RISKS.finditer(text):
        for match in _RISK.finditer(text, sentence.start(), sentence.end()):
            yield Mark(match.start(), match.end(), MarkKind.RISK, int(match[1]) <= highest)


def _hours(text: str, drafts: Sequence[HazardDraft]) -> Iterator[Mark]:
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
    for match in _DAY.finditer(text):
        try:
            day = dt.datetime(int(match[3] or near.year), int(match[2]), int(match[1]), tzinfo=VIETNAM)
        except ValueError:
            continue
        if day.date() >= near.date():
            yield Mark(
                match.start(),
                match.end(),
                MarkKind.HOUR,
                last is not None and day + dt.timedelta(days=1) <= last,
            )
