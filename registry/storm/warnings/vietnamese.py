"""Bulletins of rain, flood, flash flood and landslide, as the National Centre and the province's station
write them.

The kind is the title's. Hours are Vietnam's. What is proposed from words that leave a choice (the end of a
day, a year that is not written) is said; a person looks at it before it is recorded.
"""

import datetime as dt
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from registry.model.storm.hazards import HazardDraft, HazardKind, RiverLevel
from registry.storm.rivers import rivers
from registry.storm.sources.checked import Notes
from registry.storm.sources.issuing import issuing_body
from registry.storm.sources.strength import risk_of
from registry.storm.warnings.amounts import FALLEN
from registry.storm.warnings.hours import hours_of
from registry.storm.warnings.mark import other_provinces
from registry.storm.warnings.past import without_past_parts
from registry.storm.warnings.periods import Period, all_end, rain_of_periods
from registry.storm.warnings.places import SO_FAR, places_in
from registry.storm.warnings.rain import rain_foreseen
from registry.storm.warnings.slides import HURT, SLIDES, slides_told
from registry.storm.warnings.water import levels_in

LONGEST = 100_000
Named = TypeVar("Named", bound=str)  # a kind of hazard, the code of a river
_BODY = r"[ \t]{0,6}(?:ĐÀI|TRUNG TÂM|TỔNG CỤC|CỤC|BỘ)\b"
_TITLE = re.compile(
    rf"^(?!{_BODY})[^\n]{{0,40}}\b(?:BẢN TIN|TIN|DỰ BÁO|CẢNH BÁO|LỆNH BÁO ĐỘNG)\b[^\n]{{3,300}}",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBERED = re.compile(
    r"\s{0,6}(?:\d{1,2}[.)]|[-+*•]|cảnh báo (?:tác động|cấp độ|về tác động))", re.IGNORECASE
)
"""A line of the text, as "5. Cảnh báo tác động: … nguy cơ lũ quét": a title only where there is none."""
_KINDS: tuple[tuple[HazardKind, re.Pattern[str]], ...] = (
    (HazardKind.FLASH_FLOOD, re.compile(r"lũ\s{1,2}(?:ống,? )?quét", re.IGNORECASE)),
    (HazardKind.LANDSLIDE, re.compile(r"sạt\s{1,2}lở|sụt\s{1,2}lún", re.IGNORECASE)),
    (
        HazardKind.FLOOD,
        re.compile(
            r"(?:tin|cảnh báo|dự báo)\s{1,2}(?:về\s)?(?:lũ(?!\s{1,2}quét)|ngập)"
            r"|(?<!do mưa )(?<!do mưa, )lũ (?:trên|khẩn)"
            r"|ngập\s{1,2}lụt|lệnh\s{1,2}báo\s{1,2}động",
            re.IGNORECASE,
        ),
    ),
    (HazardKind.RAIN, re.compile(r"(?<!\bdo )mưa\s{1,2}(?:lớn|to|rất)", re.IGNORECASE)),
)
_THUNDER = re.compile(r"\b(?:dông|giông|lốc|sét|mưa\s{1,2}đá)\b", re.IGNORECASE)
_WEATHER = re.compile(
    r"\b(?:gió\s{1,2}(?:mùa|mạnh)|không\s{1,2}khí\s{1,2}lạnh|rét|sương\s{1,2}(?:muối|mù)|băng\s{1,2}giá"
    r"|nắng\s{1,2}nóng|hạn\s{1,2}hán|cháy\s{1,2}rừng|xâm\s{1,2}nhập\s{1,2}mặn|động\s{1,2}đất)\b",
    re.IGNORECASE,
)
_OF_A_STORM = re.compile(r"bão|áp\s{1,2}thấp|ATNĐ", re.IGNORECASE)
_NUMBER = re.compile(
    r"^\s{0,6}Số\s{0,2}:\s{0,2}(\S[^\n]{1,60}?)\s{0,6}(?:$|\s{3,}|\t)", re.IGNORECASE | re.MULTILINE
)
PAST = re.compile(
    r"[^.\n]{0,300}\b(?:đã (?:có |xảy ra )?mưa|mưa[^.\n]{0,20} đã qua|lượng mưa (?:đã )?(?:tính từ|đo được))"
    r"\b(?:[^.\n]|\.(?=\d)){0,400}",
    re.IGNORECASE,
)
"""A sentence of the rain that has fallen: it is no forecast."""
_EVERYWHERE = (
    r"\b(?:toàn tỉnh|(?:khu vực|địa bàn) (?:toàn )?tỉnh|(?:tỉnh|khu vực) (?:{names}){city})\b"
    r"(?![^.;\n]{{0,30}}(?:xã|phường))[^.;\n]{{0,160}}\bmưa\b"
)
_TITLED = (
    r"\bmưa\s{{1,2}}(?:lớn|to|rất)\b.{{0,80}}"
    r"\b(?:(?:khu vực|địa bàn) (?:toàn )?tỉnh|tỉnh (?:{names}){city})\b"
)
_CITY = (
    r"|toàn thành phố(?! \w)|toàn thành phố(?= (?:{names}|có|ngày|đêm|sẽ))|(?:thành phố|địa bàn) (?:{names})"
    r"|(?:khu vực|địa bàn) (?:toàn )?thành phố(?=\s*[,:.\n]| (?:có|ngày|đêm|sẽ|tiếp tục|phổ biến)\b|$)"
)
"""The whole of a province that is a city: never a former city in it, which bears another name."""
_APART = re.compile(
    r"[^.;\n]{0,40}\b(?:riêng|đặc biệt|tập trung|nhất là|trọng tâm)\b(?:[^.;\n]|\.(?=\d)){0,400}",
    re.IGNORECASE,
)
"""A clause of where it rains more than elsewhere."""
_AIR = re.compile(r"\b(?:rét|không\s{1,2}khí\s{1,2}lạnh|gió\s{1,2}mùa|nắng\s{1,2}nóng)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[ \t]{0,20}(?:TỈNH|THÀNH PHỐ|KHU VỰC|TRÊN|TẠI|Ở|DO|VÀ|CHO|CÁC)\b")
_AMOUNTS = re.compile(r"[^\n\t|]{0,60}mưa[^\n\t|]{0,40}\(\s?mm[^)\n]{0,20}\)", re.IGNORECASE)
"""The heading of a table of amounts, whose rows bear no "mm"."""
_LAST = re.compile(r"\btin\s{1,2}(?:[^\W\d_]{1,9}\s{1,2}){0,4}?cuối\s{1,2}cùng\b", re.IGNORECASE)
_SOURCE = re.compile(r"Nguồn(?: tin)?\s{0,2}:\s{0,2}([^\n]{3,120})", re.IGNORECASE)
_RISKS = re.compile(r"cấp độ rủi ro[^\n:]{0,80}:([^\n]{3,300})", re.IGNORECASE)
_RISKS_BY_KIND = re.compile(r"cấp độ rủi ro[^\n]{3,400}", re.IGNORECASE)
_RISK_OF: tuple[tuple[HazardKind, re.Pattern[str]], ...] = (
    (HazardKind.FLASH_FLOOD, re.compile(r"\blũ\s{1,2}(?:ống,? )?quét", re.IGNORECASE)),
    (HazardKind.LANDSLIDE, re.compile(r"\b(?:sạt\s{1,2}lở|sụt\s{1,2}lún)", re.IGNORECASE)),
    (HazardKind.FLOOD, re.compile(r"\b(?:lũ(?!\s{1,2}(?:quét|ống))|ngập)\b", re.IGNORECASE)),
    (HazardKind.RAIN, re.compile(r"\bmưa\s{1,2}(?:lớn|to)\b", re.IGNORECASE)),
    (HazardKind.OTHER, re.compile(rf"{_THUNDER.pattern}|{_WEATHER.pattern}", re.IGNORECASE)),
)
"""Of what a sentence about levels of risk speaks: "do mưa lớn: cấp 1; do lũ quét, sạt lở đất: cấp 2"."""
_RISK_PART = re.compile(r";|,\s{0,2}(?=riêng\b)|(?<=cấp\s[1-5]),\s{0,2}|\.(?!\d)", re.IGNORECASE)
_LEADS = re.compile(
    r"\s{0,3}(?:[(:](?!\s?riêng)"
    r"|(?:trên|ở|tại|đối với|cho|với|do|của|thuộc|khu vực|hệ thống|lưu vực|hạ lưu)\b|$)",
    re.IGNORECASE,
)
"""What stands between a level of risk and the first name that it is said of."""
_ALL_BUT = re.compile(
    r"\s{0,3}(?:ở mức\s)?cấp\s{1,2}([1-5])\s{0,2}[,.(]?\s{0,2}(?:riêng|trừ)\b", re.IGNORECASE
)
"""The level of all that is not named apart: "cấp 1, riêng sông Lục Nam cấp 2"."""
_BESIDE = re.compile(r"\s{0,3}(?:đất\s{0,2})?(?::|\(|là|ở mức)?\s{0,3}", re.IGNORECASE)
"""What stands between a name and a level of risk that is said of it alone."""
_REST = "*"
"""The code of all rivers that are not named."""
_OTHER_RIVERS = re.compile(
    r"\b(?:các\s{1,2})?(?:sông|nơi|khu vực)\s{1,2}(?:khác|còn\s{1,2}lại)\b", re.IGNORECASE
)
_RISK = re.compile(r"\bcấp\s{1,2}(?:[1-5]\s{0,2}[-–—]\s{0,2}(?:cấp\s{1,2})?)?([1-5])\b", re.IGNORECASE)


def looks_like_warning(text: str) -> bool:
    """Whether the title of a text is that of such a bulletin."""
    return bool(kinds_of(text))


def kinds_of(text: str) -> tuple[HazardKind, ...]:
    """Return of what the titles of a text warn; flash flood and landslide may be warned of together.

    Thunderstorms, lightning and hail are a warning of another kind, also beside heavy rain; strong wind,
    cold, fog, heat, drought and forest fires are one where the first title is of nothing else.
    """
    found = [match[0] for match in _TITLE.finditer(text[:3000])]
    found = [line for line in found if not _NUMBERED.match(line)] or found
    titles = " ".join(found)[:1200]
    kinds = tuple(kind for kind, pattern in _KINDS if pattern.search(titles))
    if not found or _OF_A_STORM.search(found[0]):
        return kinds
    if kinds in ((), (HazardKind.RAIN,)) and _THUNDER.search(found[0]):
        return (*kinds, HazardKind.OTHER)
    return kinds or ((HazardKind.OTHER,) if _WEATHER.search(found[0]) else ())


def read_warning(
    text: str, now: dt.datetime, provinces: Sequence[str], notes: Notes
) -> tuple[HazardDraft, ...]:
    """Return one draft for each kind, of a flood one for each river; nothing where the title names none."""
    kinds = kinds_of(text)
    hours = hours_of(text, now)
    source, number = _SOURCE.search(text[:6000]), _NUMBER.search(text[:3000])
    ahead = PAST.sub(" ", without_past_parts(text, hours.issued_at))
    coming = SO_FAR.sub(" ", ahead)
    source_said = issuing_body(text) or (source[1].strip() if source else "")
    title = _TITLE.search(text[:3000])
    headline = _headline(text, title) if title else ""
    ours = _is_ours(source_said, headline, provinces)
    periods = rain_of_periods(coming, hours.issued_at, provinces) if ours and hours.issued_at else ()
    last = _LAST.search(text)
    if kinds and last:
        notes.add("HAZARD-LAST", text.count("\n", 0, last.start()) + 1)
    if kinds and hours.issued_at is None:
        notes.add("HAZARD-NO-ISSUE-TIME", 0)
    elif kinds and hours.to_at is None and not last and not (kinds == (HazardKind.RAIN,) and _ended(periods)):
        notes.add("HAZARD-NO-END", 0)
    if hours.year_taken:
        notes.add("HAZARD-YEAR-TAKEN", 0, hours.issued_at.year if hours.issued_at else now.year)
    if hours.by_day:
        notes.add("HAZARD-UNTIL-DAY", 0)
    whole = of_whole_province(text, kinds, provinces)
    rain = () if periods else rain_foreseen(coming, provinces, ours=ours)
    base = HazardDraft(
        kind=HazardKind.OTHER,
        from_at=hours.issued_at,
        to_at=hours.to_at,
        headline=headline,
        source=source_said,
        number=number[1].strip()[:80] if number else "",
        unplaced=_places(text, coming, provinces, whole=whole),
        rain_mm=rain or (() if periods else rain_foreseen(ahead, provinces, ours=ours)),
        disaster_level=_risk_of_province(text, provinces) or risk_of(text, "", risk_column=False),
        issued_at=hours.issued_at,
    )
    table = next((one for one in _AMOUNTS.finditer(ahead) if not FALLEN.search(one[0])), None)
    if periods:
        notes.add("HAZARD-RAIN-PERIODS", 0, amounts="; ".join(one.said for one in periods))
    elif HazardKind.RAIN in kinds and not base.rain_mm and table:
        notes.add("HAZARD-RAIN-UNREAD", 0, " ".join(table[0].split()))
    own_places = dict.fromkeys(kinds, base.unplaced)
    if not whole and of_whole_province(text, {*kinds} & {HazardKind.RAIN}, provinces):
        own_places[HazardKind.RAIN] = _places(text, coming, provinces, whole=True)
    beside = slides_told(coming, provinces) if HazardKind.RAIN in kinds and not SLIDES & {*kinds} else {}
    if beside:
        notes.add("HAZARD-SLIDES-BESIDE", 0)
    drafts: list[HazardDraft] = []
    by_kind = {} if _risk_of_province(text, provinces) else _risks_of_kinds(text)
    for kind, places in (*own_places.items(), *beside.items()):
        level = by_kind.get(kind) or max([*by_kind.values(), base.disaster_level or 0]) or None
        own = replace(base, kind=kind, disaster_level=level, unplaced=places)
        if kind is HazardKind.FLOOD:
            drafts += _floods(text, own, notes)
        else:
            drafts += _of_periods(own, periods) if kind is HazardKind.RAIN else [own]
    return tuple(drafts)


def _is_ours(source: str, headline: str, provinces: Sequence[str]) -> bool:
    """Whether our own station issued a bulletin, or another one for our province alone, as its title says."""
    if any(name.casefold() in source.casefold() for name in provinces):
        return True
    told = headline.casefold()
    if not any(name.casefold() in told for name in provinces):
        return False
    return not any(
        re.search(rf"\b{re.escape(name.casefold())}\b", told) for name in other_provinces(provinces)
    )


def _ended(periods: Sequence[Period]) -> bool:
    return bool(periods) and all(one.to_at for one in periods)


def _of_periods(own: HazardDraft, periods: Sequence[Period]) -> list[HazardDraft]:
    """Return the warning of rain of each period; one without an amount where their ends are not known."""
    if not periods or not all_end(periods):
        return [own]
    ends = sorted({one.to_at for one in periods if one.to_at})
    to_end = own.to_at is not None and _ended(periods) and own.to_at > max(ends[:-1])
    at_last = own.to_at and max(own.to_at, *ends)  # what has no end of its own ends with none before another

    def end(one: Period) -> dt.datetime | None:
        return at_last if one.to_at is None else own.to_at if to_end and one.to_at == ends[-1] else one.to_at

    return [replace(own, rain_mm=one.rain_mm, to_at=end(one)) for one in periods]


def _places(text: str, coming: str, provinces: Sequence[str], *, whole: bool) -> tuple[str, ...]:
    """Return the communes that a bulletin is of; of one of the whole province those that it tells of apart
    are no limit to it: "riêng các xã vùng núi 80-120mm", "vùng cao An Lạc 3-5 độ"."""
    if not whole:
        return places_in(text, provinces, coming)
    return () if _of_air(text) else places_in(_APART.sub(" ", HURT.sub(" ", coming)), provinces)


def _of_air(text: str) -> bool:
    """Whether a bulletin is of cold air or heat, which come over a whole province."""
    title = _TITLE.search(text[:3000])
    return title is not None and kinds_of(text) == (HazardKind.OTHER,) and bool(_AIR.search(title[0]))


def of_whole_province(text: str, kinds: Collection[HazardKind], provinces: Sequence[str]) -> bool:
    """Whether rain, cold or heat is foreseen for the whole province: where streets may flood then is not all
    it is of."""
    names = "|".join(re.escape(name) for name in provinces)
    if not names or not kinds or {*kinds} - {HazardKind.RAIN, HazardKind.OTHER}:
        return False
    if _of_air(text):
        return True
    is_city = any(name.casefold().startswith("thành phố ") for name in provinces)
    said = {"names": names, "city": _CITY.format(names=names) if is_city else ""}
    title = _TITLE.search(text[:3000])
    titled = title and re.search(_TITLED.format(**said), title[0], re.IGNORECASE)
    ahead = PAST.sub(" ", text)
    return bool(titled) or re.search(_EVERYWHERE.format(**said), ahead, re.IGNORECASE) is not None


def _headline(text: str, title: re.Match[str]) -> str:
    """Return a title with the lines in capitals that go on with it: "… TRÊN ĐỊA BÀN\nTỈNH BẮC NINH"."""
    said = [title[0]]
    for below in text[title.end() :].split("\n")[1:3]:
        if not (_GOES_ON.match(below) and below == below.upper() and said[-1] == said[-1].upper()):
            break
        said.append(below)
    return " ".join(" ".join(said).split())[:300]


def _floods(text: str, base: HazardDraft, notes: Notes) -> list[HazardDraft]:
    told, unread = levels_in(text)
    for line, words in unread:
        notes.add("HAZARD-LEVEL-UNREAD", line, words)
    for item in told:
        if item.worked_out:
            notes.add("HAZARD-ALARM-WORKED-OUT", item.line, item.level.metres, alarm=item.level.alarm)
    levels = [item.level for item in told] or [RiverLevel()]
    risks = _risks_of_rivers(text)
    rest = risks.get(_REST, base.disaster_level)
    highest = max([*risks.values(), base.disaster_level or 0]) or None
    return [
        replace(
            base, kind=HazardKind.FLOOD, level=level, rain_mm=(),
            disaster_level=risks.get(level.river, rest) if level.river else highest,
        )
        for level in levels
    ]  # fmt: skip


def _risk_of_province(text: str, provinces: Sequence[str]) -> int | None:
    """Return the level that a bulletin states for our province: "cấp 1; riêng Bắc Ninh: cấp 2"."""
    names = "|".join(re.escape(name) for name in sorted(provinces, key=len, reverse=True))
    if not names:
        return None
    own = re.compile(rf"\b(?:{names})\b", re.IGNORECASE)
    beside = re.compile(
        rf"\bcấp\s{{1,2}}([1-5])\s{{0,2}}\([^)]{{0,120}}\b(?:{names})\b[^)]{{0,120}}\)", re.IGNORECASE
    )
    found: list[int] = []
    for sentence in _RISKS.findall(text):
        found += map(int, beside.findall(sentence))
        for part in _RISK_PART.split(sentence):
            stated = _RISK.findall(part)
            found += map(int, stated if len(stated) == 1 and own.search(part) else ())
    return max(found, default=None)


def _risks_of_kinds(text: str) -> dict[HazardKind, int]:
    """Return the disaster level stated for each kind: "do mưa lớn: cấp 1; do lũ quét, sạt lở: cấp 2"."""
    found: dict[HazardKind, int] = {}
    for sentence in _RISKS_BY_KIND.findall(text):
        for part in sentence.split(";"):
            for kind, level in _shared_out(part, _RISK_OF).items():
                found[kind] = max(level, found.get(kind, 0))
    return found


def _risks_of_rivers(text: str) -> dict[str, int]:
    """Return the disaster level by river: "sông Lục Nam cấp 2, sông Cầu và sông Thương cấp 1"; ``_REST`` is
    that of all others: "cấp 1 ở các sông khác", "cấp 1, riêng sông Lục Nam cấp 2"."""
    names = [
        (river.code, re.compile(rf"{re.escape(river.name['vi'])}\b", re.IGNORECASE)) for river in rivers()
    ]
    names.append((_REST, _OTHER_RIVERS))
    found: dict[str, int] = {}
    for sentence in _RISKS.findall(text):
        for part in sentence.split(";"):
            if apart := _ALL_BUT.match(part):
                found[_REST] = int(apart[1])
            found.update(_shared_out(part, names))
    return found


def _shared_out(part: str, names: Iterable[tuple[Named, re.Pattern[str]]]) -> dict[Named, int]:
    """Return the level of each name in a clause: of "cấp 2 trên sông Lục Nam, cấp 1 ở các sông khác" the one
    before it, of "cấp 1, riêng sông Lục Nam cấp 2" the one after it.

    Of names between two levels that both may mean, those in the middle have the higher one.
    """
    told: list[tuple[int, int, int, Named | None]] = [
        (match.start(), match.end(), int(match[1]), None) for match in _RISK.finditer(part)
    ]
    told += (
        (match.start(), match.end(), 0, name) for name, pattern in names for match in pattern.finditer(part)
    )
    told.sort(key=lambda item: item[0])
    runs = [[*run] for _level, run in itertools.groupby(told, key=lambda item: item[3] is None)]
    found: dict[Named, int] = {}
    for at, run in enumerate(runs):
        named = [name for _begin, _end, _level, name in run if name is not None]
        if not named:
            continue
        before = runs[at - 1][-1] if at else None
        after = runs[at + 1][0] if at + 1 < len(runs) else None
        leads = before is not None and _LEADS.match(part, before[1], run[0][0]) is not None
        beside = after is not None and _BESIDE.fullmatch(part, run[-1][1], after[0]) is not None
        if before is not None and leads:
            found.update(dict.fromkeys(named, before[2]))
            if after is not None and beside and len(named) > 1:
                found.update(dict.fromkeys(named[1:], max(before[2], after[2])))
                found[named[-1]] = after[2]
        elif after is not None:
            found.update(dict.fromkeys(named, after[2]))
    return found
