"""Where a bulletin's disaster levels are for: "Cấp 4: vùng biển ven bờ …; Cấp 3: đất liền Đông Bắc Bộ".

A bulletin states the level (cấp độ rủi ro thiên tai, 1 to 5) area by area, in its table or in a sentence.
Which of the areas the province is in is for the officer to say: the words are given as they stand.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

_LEVEL = r"cấp\s{0,2}([1-5])(?!\d|\s{0,2}[-–]\s{0,2}\d)"
_RISK = re.compile(r"rủi\s{1,2}ro(?:\s{1,2}thiên\s{1,2}tai)?", re.IGNORECASE)
_COLUMN = re.compile(
    r"(?:rủi\s{1,2}ro(?:\s{1,2}thiên\s{1,2}tai)?|\bRRTT)"
    r"(?:[^\n]{0,80}khu\s{1,2}vực|\s{0,4}(?:[\t|]|$))",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading of the column, with its areas in the same cell, in the next line of it, or unnamed."""
_OTHER_CAUSE = re.compile(
    r"(?:rủi\s{1,2}ro(?:\s{1,2}thiên\s{1,2}tai)?\s{1,2}|;\s{0,2}(?:và\s)?)do\s{1,2}"
    r"(?![^:.;\n]{0,80}\b(?:bão|áp\s{1,2}thấp|ATNĐ))"
    r"(?:mưa|lũ|ngập|sạt|sụt|lốc|dông|giông|sét|nước\s{1,2}dâng|triều|sóng)[^.;\n]{0,300}",
    re.IGNORECASE,
)
"""A level that a storm's bulletin states beside the storm's own: "do mưa lớn: cấp 2"."""
_IN_SENTENCE = re.compile(rf"{_LEVEL}[\s:(]{{0,3}}([^.|\t\n]{{0,300}})", re.IGNORECASE)
_IN_TABLE = re.compile(rf"{_LEVEL}\s{{0,2}}:\s{{0,2}}([^.|\t\n]{{3,300}})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\n|[.](?!\d)")
_NEXT_LEVEL = re.compile(r"[\s,;]{0,3}(?:và\s)?\bcấp\s{0,2}[1-5](?!\d).*", re.IGNORECASE)
_WIND = re.compile(r"[\s,;]{0,3}\b(?:sức\s{1,2}gió|gió|giật|mạnh|sóng)\b.*", re.IGNORECASE | re.DOTALL)
"""What a sentence goes on to say of the wind: its levels are no disaster's."""
_SEA = re.compile(r"(?<!ven )biển|vịnh\s{1,2}bắc\s{1,2}bộ", re.IGNORECASE)
_LAND = re.compile(r"ven biển|đất liền|đảo|tỉnh|thành phố|đồng bằng|trung du|miền núi", re.IGNORECASE)
_FAR_ISLANDS = re.compile(r"quần\s{1,2}đảo\s{1,2}(?:hoàng|trường)\s{1,2}sa", re.IGNORECASE)
_PLACE = re.compile(
    r"\s{0,3}(?:(?:và|trên|ở|tại|các|toàn)\s{1,2}){0,3}(?:(?i:ven|vùng|vịnh|biển|đất liền|đảo|khu vực"
    r"|tỉnh|thành phố|đồng bằng|trung du|miền núi|phía)\b|[A-ZĐÀ-Ỹ][\w’']{0,9}\s[A-ZĐÀ-Ỹ])"
)
"""What an area begins with that goes on after a semicolon: "phía Bắc vịnh Bắc Bộ; Bắc Ninh"."""
_JOINTS = re.compile(r"^(?:(?:đối với|tại|ở|cho|trên)\s{1,2})+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RiskArea:
    """A level and the area that it is for, in the bulletin's words; "" where it names none."""

    level: int
    area: str


def risk_areas(text: str) -> tuple[RiskArea, ...]:
    """Return each level with its area once, the highest first, in the bulletin's order."""
    plain = of_the_storm(unicodedata.normalize("NFC", text))
    found: dict[tuple[int, str], RiskArea] = {}
    for match in _RISK.finditer(plain):
        end = _SENTENCE_END.search(plain, match.end())
        said = plain[match.end() : end.start() if end else len(plain)]
        _gather(found, _IN_SENTENCE, _WIND.sub("", said))
    if _COLUMN.search(plain):
        _gather(found, _IN_TABLE, plain)
    named = [item for item in found.values() if item.area]
    levels = {item.level for item in named}
    bare = [item for item in found.values() if not item.area and item.level not in levels]
    return tuple(sorted([*named, *bare], key=lambda item: -item.level))


def of_the_storm(text: str) -> str:
    """Return a storm's bulletin with the disaster levels blanked that it states for rain, flood or sea."""
    return _OTHER_CAUSE.sub(lambda match: " " * len(match[0]), text)


def differing(areas: tuple[RiskArea, ...]) -> bool:
    """Whether levels are stated for areas: more than one level, or one for an area that is named."""
    return len({item.level for item in areas}) > 1 or any(item.area for item in areas)


def for_sea_alone(areas: tuple[RiskArea, ...]) -> bool:
    """Whether every level is for an area that is named, and each of these is sea without land or isles."""
    return bool(areas) and all(
        _SEA.search(item.area) and not _LAND.search(_FAR_ISLANDS.sub("", item.area)) for item in areas
    )


def level_named(areas: Iterable[RiskArea], names: Iterable[str]) -> int | None:
    """Return the highest level that is stated for an area with one of these names, None for none."""
    own = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    return max((item.level for item in areas if own.search(item.area)), default=None)


def areas_at(text: str, level: int | None) -> str:
    """Return the areas that a bulletin states a level for, in its words; "" where it names none."""
    return areas_together(item.area for item in risk_areas(text) if item.level == level)


def areas_together(areas: Iterable[str]) -> str:
    """Return areas in one line, what is a part of another or named in two rows of a table once."""
    held: list[str] = []
    for area in areas:
        if area and not any(area in other for other in held):
            held = [*(other for other in held if other not in area), area]
    names = [name.strip() for area in held for name in re.split(r"[,;](?![^()]*\))", area)]
    first = {name.casefold(): name for name in reversed(names)}
    return ", ".join(dict.fromkeys(first[name.casefold()] for name in names))


def _gather(found: dict[tuple[int, str], RiskArea], pattern: re.Pattern[str], text: str) -> None:
    at = 0
    while match := pattern.search(text, at):
        words = _NEXT_LEVEL.sub("", match[2])
        first, *rest = words.split(";")
        if first.strip(" ,:("):
            first = ";".join((first, *takewhile(_PLACE.match, rest)))
        words = first
        at = match.start(2) + len(words)
        area = _JOINTS.sub("", " ".join(words.split()).strip(" ,;:"))
        if area.count("(") != area.count(")"):
            area = f"{area})" if area.count("(") > area.count(")") else area.replace(")", "")
        item = RiskArea(int(match[1]), area)
        found.setdefault((item.level, area.casefold()), item)
