"""How strong the words about a position say that the storm is: level, speeds beside it, gust, radii.

A level "under 6" ("dưới cấp 6", "< cấp 6", "cấp <6") is at most 5; words stand for a level where none is
written: a low (vùng áp thấp) is below 6, a tropical depression (áp thấp nhiệt đới) is 6 to 7 (QĐ 18/2021/
QĐ-TTg Điều 5), taken at its upper end. A gust counts only beside the level: what is said in another sentence
is said of a place.
"""

import re
from dataclasses import dataclass

from registry.model.storm.storms import WindRadii
from registry.storm.scales import HIGHEST, least_of
from registry.storm.units import KMH_MS

BELOW_STORM = 5
"""Level of a low (vùng áp thấp): below 6."""
DEPRESSION = 7
"""Level of a tropical depression that states none: 6 to 7, the upper end."""
WIDEST_GUST = 4
"""Gusts so many levels above the mean wind are doubted: bulletins have two or three."""
_UNDER = r"(?:dưới|nhỏ hơn|yếu hơn|thấp hơn|chưa tới|chưa đến|&lt;|<(?!=))"
_AT_MOST = r"(?:≤|<=|⩽|không quá|tối đa)"
_TO = r"(?:\s{0,2}(?:[-–—]\s{0,2}(?:cấp\s{0,2})?|(?:,|đến|tới|và|hoặc)\s{0,2}cấp\s{0,2})(\d{1,2}))?"
_LOW_OF_LEVEL = r"(?P<low>\d{1,3})(?!\d)(?!\s{0,2}(?:[-–—]\s{0,2}\d{1,3}\s{0,2})?km)"
"""Whole numbers: "cấp 111" is no level, and told, not 11; "giật 140 km/h" is a speed."""
_GUST = re.compile(
    rf"giật(?:\s{{1,2}}(?:mạnh|trên|tới|lên|đến)){{0,2}}\s{{0,2}}(?:>\s{{0,2}})?(?:cấp\s{{0,2}})?(?:>\s{{0,2}})?"
    rf"{_LOW_OF_LEVEL}{_TO}",
    re.IGNORECASE,
)
_GUST_UNREAD = re.compile(
    r"giật\s{1,2}(?:(?:mạnh|trên)\s{1,2})?cấp\s{0,2}(?![\d<>≤\s])[^\s,;.)|]{1,12}", re.IGNORECASE
)
_ABOVE = re.compile(r"\btrên\b|>", re.IGNORECASE)
_LEVEL = re.compile(
    rf"(?P<before>{_UNDER}|{_AT_MOST})?\s{{0,2}}(?:cấp|mạnh)\s{{0,2}}(?P<after>{_UNDER}|{_AT_MOST})?\s{{0,2}}"
    rf"{_LOW_OF_LEVEL}{_TO}",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"^[\s(,;:]{0,3}(?:tức là\s|tương đương\s)?(?:tốc độ\s)?(?:gió\s)?(?:khoảng\s)?(?:từ\s)?"
    r"(\d{2,3})(?:\s{0,2}(?:[-–—]|đến)\s{0,2}(\d{2,3}))?"
    r"\s{0,2}km\s{0,2}/?\s{0,2}(?:một\s)?(?:giờ|h)",
    re.IGNORECASE,
)
_RADIUS = (
    re.compile(
        r"cấp\s{0,2}(\d{1,2})(?:\s{1,2}trở\slên)?[^.;|\d]{0,40}bán kính[^.;|\d]{0,30}(\d{2,4})\s{0,2}km",
        re.IGNORECASE,
    ),
    re.compile(r"bán kính[^.;|\d]{0,40}cấp\s{0,2}(\d{1,2})[^.;|\d]{0,40}(\d{2,4})\s{0,2}km", re.IGNORECASE),
)
_RISK = re.compile(
    r"rủi\s{1,2}ro(?:[^\d.;|\n]{0,160}?cấp\s{0,2}|[^\d.;|\n]{0,60}?)(\d)(?!\d)"
    r"(?:\s{0,2}[-–—]\s{0,2}(?:cấp\s{1,2})?([1-5])(?!\d))?",
    re.IGNORECASE,
)
"""What it is of may be long: "do lũ quét, sạt lở đất, sụt lún đất do mưa lũ hoặc dòng chảy: cấp 1". Of
"cấp 1 - 2" the higher one is what to prepare for."""
_RISK_ON_LAND = re.compile(r"cấp\s{0,2}([1-5])\s{0,2}:[^:;|\t\n]{0,120}?đất liền", re.IGNORECASE)
_RISK_CELL = re.compile(r"cấp\s{0,2}([1-5])(?!\d)", re.IGNORECASE)
_RISK_CELL_NAMED = re.compile(r"[\n\t|]\s{0,4}cấp\s{0,2}[1-5]\s{0,2}(?::|[\t|(]|$)", re.IGNORECASE)
_CELL_ENDS = re.compile(r"[ .]{0,4}[\n\t|]")
_SENTENCE = re.compile(r"(?:[^.;|\n]|(?<=\d)[.](?=\d)|\n(?=[ \t]{0,8}[a-zà-ỹ])){1,2000}")
"""A sentence or a cell; a line that goes on in small letters belongs to it."""
_AT_PLACES = re.compile(
    r"có (?:nơi |lúc )?gió|gió (?:mạnh dần|tăng|giật mạnh)|(?:ở|tại) (?:các )?trạm|sóng (?:biển|cao)"
    r"|biển động",
    re.IGNORECASE,
)
_OF_CENTRE = re.compile(r"sức gió|gió mạnh nhất|cường độ|mạnh nhất", re.IGNORECASE)
_LOW = re.compile(
    r"vùng\s{1,2}(?:áp\s{1,2})?thấp(?! nhiệt)|(?:suy yếu|yếu)[^.|\n]{0,20}tan|tan dần|tan rã", re.IGNORECASE
)
_TROPICAL_LOW = re.compile(r"áp\s{1,2}thấp\s{1,2}nhiệt\s{1,2}đới|\bATNĐ\b|\bATND\b", re.IGNORECASE)
_MOST_BETWEEN = 90  # characters from a level to its gust: "(tức là từ 89 đến 117 km một giờ), "


@dataclass(frozen=True, slots=True)
class Strength:
    """What words say of the wind: Beaufort levels, None where they say none.

    ``gust_above``: above that level. ``span_ms``: the speeds beside the level. ``words``: the level stands
    for words such as "áp thấp nhiệt đới", which are given.
    """

    level: int | None = None
    gust: int | None = None
    gust_above: bool = False
    span_ms: tuple[float, float] | None = None
    words: str = ""


def strength_of(text: str, *, named: str, risk_column: bool) -> Strength:
    """Return the strength that the words after a position say; ``named`` is the text where words count.

    ``risk_column``: the bulletin has a column of disaster levels (cấp 1 to 5), which are no winds.
    """
    plain = _of_centre(text)
    calm = _without(plain, _GUST, _RISK, *_RADIUS)
    level = _level_in(calm, risk_column=risk_column)
    if level is None:
        words = _words(named)
        gust = _GUST.search(plain) if not words.level else None
        return words if gust is None else _with_gust(words, gust)
    found = Strength(_highest(level), span_ms=_speeds(calm[level.end() :]))
    beside = _GUST.search(plain, level.start())
    if beside is None or not _is_beside(calm, plain, level.end(), beside.start()):
        return found
    return _with_gust(found, beside)


def risk_of(text: str, own: str, *, risk_column: bool) -> int | None:
    """Return the highest disaster level (1 to 5) that a text states, else that of its ``own`` row's cell."""
    risks = _stated(text)
    if risks or not risk_column:
        return max(risks, default=None)
    told = [found.end() for found in (_GUST.search(own), _level_in(own, risk_column=True)) if found]
    cell = _RISK_CELL.search(own, max(told, default=0))
    return int(cell[1]) if cell else None


def stated_risk(text: str) -> int | None:
    """Return the highest disaster level (1 to 5) that the sentences of a text state, None where none does."""
    return max(_stated(text), default=None)


def _stated(text: str) -> list[int]:
    levels = (int(found[2] or found[1]) for found in _RISK.finditer(text))
    return [level for level in levels if 1 <= level <= 5]


def gust_unread(text: str) -> str:
    """Return the words of a gust whose level is no number ("giật cấp l0"), "" where there are none."""
    found = _GUST_UNREAD.search(_of_centre(text))
    return found[0] if found else ""


def risk_on_land(text: str) -> int | None:
    """Return the highest disaster level that a bulletin's table states for land, None where it names none."""
    return max((int(found[1]) for found in _RISK_ON_LAND.finditer(text)), default=None)


def below(text: str) -> bool:
    """Whether a cell's words say that its level is not reached: "<6", "dưới cấp 6"."""
    return re.search(_UNDER, text, re.IGNORECASE) is not None


def bare_level(text: str) -> str:
    """Return a cell of a level without its words and signs: "< cấp 6" as "6"."""
    return re.sub(rf"{_UNDER}|{_AT_MOST}|cấp", " ", text, flags=re.IGNORECASE).strip()


def radii_of(text: str) -> tuple[WindRadii, ...]:
    """Return the radii of winds of a level, the same on all sides; the widest level last."""
    found: dict[int, float] = {}
    for pattern in _RADIUS:
        for match in pattern.finditer(text):
            level, metres = int(match[1]), float(match[2]) * 1000.0
            if 6 <= level <= HIGHEST:
                found.setdefault(level, metres)
    return tuple(
        WindRadii(least_of(level), metres, metres, metres, metres)
        for level, metres in sorted(found.items(), reverse=True)
    )


def _of_centre(text: str) -> str:
    """Return the text with the sentences blanked that speak of wind at places."""

    def kept(match: re.Match[str]) -> str:
        sentence = match[0]
        away = _AT_PLACES.search(sentence) and not _OF_CENTRE.search(sentence)
        return " " * len(sentence) if away else sentence

    return _SENTENCE.sub(kept, text)


def _without(text: str, *patterns: re.Pattern[str]) -> str:
    """Return the text with other winds blanked, so that the level left is that of the mean wind."""
    for pattern in patterns:
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _level_in(text: str, *, risk_column: bool) -> re.Match[str] | None:
    """Return the first level of a wind in a text; None for none."""
    return next((found for found in _LEVEL.finditer(text) if not (risk_column and _is_risk(found))), None)


def _is_risk(match: re.Match[str]) -> bool:
    return (
        not match["before"]
        and not match["after"]
        and _numbers(match) < 6
        and "mạnh" not in match[0].lower()
        and not _is_weak_wind(match)
    )


def _is_weak_wind(match: re.Match[str]) -> bool:
    """Whether "cấp 5" fills a cell and another cell of its row has the disaster's level: "Cấp 3: Bắc Bộ"."""
    rest = match.string[match.end() :]
    return _numbers(match) in {4, 5} and bool(_CELL_ENDS.match(rest) and _RISK_CELL_NAMED.search(rest))


def _numbers(match: re.Match[str]) -> int:
    """Return the higher of the two numbers of a level: "8-9"."""
    return max(int(match["low"]), int(match[match.re.groups] or 0))


def _highest(match: re.Match[str]) -> int:
    signs = (match["before"] or "", match["after"] or "")
    under = any(re.fullmatch(_UNDER, sign, re.IGNORECASE) for sign in signs)
    return _numbers(match) - 1 if under else _numbers(match)  # "dưới cấp 6" is at most 5


def _with_gust(found: Strength, match: re.Match[str]) -> Strength:
    above = _ABOVE.search(match[0]) is not None
    return Strength(found.level, _numbers(match), above, found.span_ms, found.words)


def _is_beside(calm: str, plain: str, end: int, start: int) -> bool:
    """Whether a gust belongs to the level that ends before it: same sentence, or the next cell or line."""
    between = plain[end:start]
    apart = re.search(r"(?<!\d)\.(?!\d)|\.\s|\n\s*\n", between)
    cells = between.count("\n") + between.count("|") + between.count("\t")
    another = _LEVEL.search(calm, end, start)
    return 0 <= len(between) <= _MOST_BETWEEN and apart is None and cells <= 1 and another is None


def _words(text: str) -> Strength:
    for pattern, level in ((_LOW, BELOW_STORM), (_TROPICAL_LOW, DEPRESSION)):
        found = pattern.search(text)
        if found:
            return Strength(level, words=" ".join(found[0].split()))
    return Strength()


def _speeds(text: str) -> tuple[float, float] | None:
    match = _BESIDE.match(text)
    if match is None:
        return None
    low, high = sorted((int(match[1]) * KMH_MS, int(match[2] or match[1]) * KMH_MS))
    return low, high
