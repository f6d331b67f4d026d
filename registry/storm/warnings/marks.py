"""What of a pasted warning its reading holds, and what it left out: places, rain, water, levels, hours.

A second, coarser look at the text than the one that read it: whatever the reading left out is shown to the
person who records it, in the text itself. It decides nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile

from registry.columns import fold
from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.storm.rivers import rivers
from registry.storm.warnings.hours import NEXT
from registry.storm.warnings.mark import Mark, MarkKind, said_of_others, same_letters
from registry.storm.warnings.number_marks import hour_marks, rain_marks, risk_marks, water_marks
from registry.storm.warnings.past import RETRACTED, past_parts
from registry.storm.warnings.places import ADDRESS, PROPER, SO_FAR
from registry.storm.warnings.slides import SLIDES, slide_sentences
from registry.storm.warnings.vietnamese import PAST, of_whole_province
from registry.storm.warnings.water import AT_METRES
from registry.storm.warnings.wrapped import joined_in_place


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The codes of today's communes by name (without "xã", "phường"), by former district and former commune,
    and ``own``: how the province itself is written."""

    communes: Mapping[str, frozenset[str]]
    districts: Mapping[str, frozenset[str]]
    own: tuple[str, ...]
    former: Mapping[str, frozenset[str]] = field(default_factory=dict)


_DISTRICT = r"(?:huyện|thị\s+xã|thành\s+phố|H\.|TX\.?|TP\.?)"
_COMMUNE = r"(?:xã|phường|thị\s+trấn|X\.|P\.|TT\.?)"
_OTHERWISE = re.compile(
    r"(?:sông|(?<!sông, )suối|hồ|đập|đèo|(?<!vùng )(?<!miền )(?<!đồi )(?<!sườn )(?<!chân )(?<!ven )núi"
    r"|(?<!yêu )(?<!nhu )cầu|trạm(?:\s+thủy văn|\s+khí tượng|\s+đo)?|tỉnh|Đài)\s+$",
    re.IGNORECASE,
)
"""What makes a name something else than a commune: "sông Lục Nam", "trạm Lục Nam", but not "vùng núi"."""
_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]$")
_LEADS = frozenset(map(fold, (
    "Xã", "Phường", "Trấn", "Huyện", "Phố", "Tại", "Ở", "Trên", "Riêng", "Gồm", "Và", "Như", "Các", "Khu",
    "Vực",
)))  # fmt: skip
_REST = re.compile(r"(?:xã|phường)\s+(?:khác\s+)?còn lại\b", re.IGNORECASE)
_OF_WATER = re.compile(r"\bsông\b|\btrạm\b|\bthủy văn\b|\bmực nước\b", re.IGNORECASE)
_OF_PLACES = re.compile(r"\b(?:ngập|sạt|mưa|nguy cơ|dông|lốc|sét|rét)\b", re.IGNORECASE)
"""What happens in a commune, not at a station."""
_WATER_FOLLOWS = re.compile(AT_METRES + r"|[ ]{0,3}[\t|][^\n]{0,80}\d[.,]\d\d", re.IGNORECASE)
"""What stands after a station in a list of levels, and after a river or station in a row of a table."""
_BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"), "\n") | {0xA0: " ", 0x202F: " "}
"""Breaks of Word, pages of a PDF and spaces that do not break, each as the one sign that stands for it."""


def marks_in(text: str, drafts: Sequence[HazardDraft], places: Gazetteer) -> tuple[Mark, ...]:
    """Return what is recognised in a text, in its order; nothing where nothing was read.

    ``drafts`` have their communes placed. What has fallen or passed, the next bulletin's hour, addresses and
    what is said of other provinces are no part of the warning and are not marked.
    """
    if not drafts:
        return ()
    text = joined_in_place(text.translate(_BREAKS))
    aside = _covered(text, [*_aside(text), *said_of_others(text, places.own)])
    issued = next((draft.issued_at for draft in drafts if draft.issued_at), None)
    fallen = past_parts(text, issued)
    so_far = _covered(text, [*(match.span() for match in SO_FAR.finditer(text)), *fallen])
    taken_back = _covered(text, [match.span() for match in RETRACTED.finditer(text)])
    found = [
        *_places(same_letters(text), drafts, places), *rain_marks(text, drafts), *water_marks(text, drafts),
        *risk_marks(text, drafts), *hour_marks(text, drafts),
    ]  # fmt: skip
    return tuple(
        _apart(
            one
            for one in sorted(found)
            if not aside[one.begin]
            and not (one.kind in {MarkKind.PLACE, MarkKind.RAIN} and not one.used and so_far[one.begin])
            and not (one.kind is not MarkKind.PLACE and taken_back[one.begin])
        )
    )


def _covered(text: str, pieces: Iterable[tuple[int, int]]) -> bytearray:
    """Return of each letter of a text whether it lies in one of the pieces."""
    found = bytearray(len(text))
    for begin, end in pieces:
        found[begin:end] = b"\x01" * (end - begin)
    return found


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


def _places(text: str, drafts: Sequence[HazardDraft], places: Gazetteer) -> Iterator[Mark]:
    held = {code for draft in drafts for code in draft.communes}
    written = {fold(name) for draft in drafts for name in draft.unplaced}
    whole = of_whole_province(text, {draft.kind for draft in drafts}, places.own)
    everywhere = not held and not written and (whole or _REST.search(text) is not None)
    rain = [draft for draft in drafts if draft.kind is HazardKind.RAIN]
    rain_everywhere = bool(rain) and not any(one.communes or one.unplaced for one in rain)
    everywhere |= rain_everywhere and of_whole_province(text, {HazardKind.RAIN}, places.own)
    # rain of the whole province is no warning of slides at the communes that it names
    slides = _covered(text, [one.span() for one in slide_sentences(text)]) if rain else bytearray(len(text))
    of_slides = [draft for draft in drafts if draft.kind in SLIDES]
    slid = {code for draft in of_slides for code in draft.communes}
    slid_written = {fold(name) for draft in of_slides for name in draft.unplaced}
    names = {same_letters(name): name for name in (*places.communes, *places.districts)}
    names |= {name.upper(): names[name] for name in tuple(names)}
    own = {fold(name) for name in places.own}
    for match in _pattern_of(tuple(names)).finditer(text):
        # a class of letters with marks has small ones too: "xã Tân Yên đã có", "các xã đề phòng"
        words = [*takewhile(lambda word: word[0].isupper(), (match["name"] or match["unknown"]).split())]
        said, bare = " ".join(words), bool(match["name"]) and not (match["district"] or match["commune"])
        if (fold(said) in own and not match["district"]) or (match["unknown"] and not _two_words(words)):
            continue
        if bare and (_of_a_station(text, match.start(), said) or _something_else(text, match.start())):
            continue
        name = names.get(said, said)
        codes = places.communes.get(name) or places.former.get(name, frozenset())
        if match["district"] or not codes:
            codes = places.districts.get(name, codes)
        beside = match["district"] and text[: match.start()].endswith("(") and bool(codes & held)
        # "(huyện Sơn Động)" after communes says where they are
        known = beside or (bool(codes) and codes <= held) or {fold(said), fold(match[0])} & written
        end = match.end() if match["name"] else match.start("unknown") + len(said)
        if slides[match.start()]:
            used = bool(codes & slid or {fold(said), fold(match[0])} & slid_written)
        else:
            used = everywhere or bool(known)
        yield Mark(match.start(), end, MarkKind.PLACE, used, tuple(sorted(codes)))


def _two_words(words: Sequence[str]) -> bool:
    """Whether words may be a name: of one word, or in capitals as all of a heading, they are likely none."""
    return len(words) > 1 and any(word != word.upper() for word in words)


@cache
def _pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds names, and after "xã", "phường" any name: a former commune's, a misspelt one's."""
    listed = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len)[::-1])
    unknown = rf"|\b(?i:xã(?<!thị xã)|phường|thị trấn) (?P<unknown>{PROPER})"
    return re.compile(
        rf"(?:\b(?P<district>(?i:{_DISTRICT}))\s*|\b(?P<commune>(?i:{_COMMUNE}))\s*)?"
        rf"(?<!\w)(?P<name>{listed})(?!\w){unknown}"
    )


def _of_a_station(text: str, at: int, name: str) -> bool:
    """Whether a name that a station of a river has is said of the river: of a list of communes it is one."""
    if fold(name) not in {fold(one.station) for river in rivers() for one in river.stations}:
        return False
    if _WATER_FOLLOWS.match(text, at + len(name)):
        return True
    lead = text[max(0, at - 200) : at]
    if lead.endswith("(") and text[at + len(name) : at + len(name) + 1] == ")":  # "sông Lục Nam (Lục Nam)"
        return True
    lead = lead[max(lead.rfind(sign) for sign in ".:;(\n") + 1 :]
    of_places = lead.strip() == "" or lead.rstrip().endswith(",") or _OF_PLACES.search(lead) is not None
    return not of_places or _OF_WATER.search(lead) is not None


def _something_else(text: str, at: int) -> bool:
    """Whether a name goes on with a longer one, or is that of a river, a pass, a station."""
    lead = text[max(0, at - 24) : at]
    before = _BEFORE.search(lead)
    longer = before is not None and before[1][0].isupper() and fold(before[1]) not in _LEADS
    return longer or _OTHERWISE.search(lead) is not None
