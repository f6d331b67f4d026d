"""What a bulletin says of gusts on land: "Từ chiều 07/9, khu vực Bắc Ninh có gió cấp 6-7, giật cấp 8-9".

The model knows the track alone. Gusts of the wide circulation or of thunderstorms that a bulletin foretells
for an area are no part of it, so that its words are shown beside the estimate as they stand.
"""

import re
import unicodedata
from collections.abc import Iterable

from registry.storm.warnings.mark import blanked, said_of_others
from registry.storm.warnings.wrapped import joined_in_place

MOST = 3
_LONGEST = 300
_SENTENCE = re.compile(r"\n|[.;](?!\d)")
_WORDS = r"(?:\s{1,2}\w{1,10}){0,3}?\s{1,2}cấp"
_LEVEL = r"\d{1,2}\b(?!\s{0,2}(?:[/:]|h\b|giờ|m\b|km\b))"
_GOES_ON = r"(?:,|[-–]|\b(?:cấp|từ|đến|tới|và|hoặc|có|nơi|trên|mạnh|giật|lên)\b)"
_GUST = re.compile(rf"giật({_WORDS}(?:\s{{0,2}}(?:{_LEVEL}|{_GOES_ON})){{1,12}})", re.IGNORECASE)
_FIGURE = re.compile(r"\d{1,2}")
_NONE = re.compile(
    r"(?:không\s(?:còn|có|xảy ra|xuất hiện)|ít\s(?:có\s)?khả năng|chưa\s(?:có|xảy ra))"
    r"(?:\s(?!nhưng|song|mà|vẫn)\w{1,10}){0,5}?\sgiật[^,]*"
    r"|khả năng(?:\s\w{1,10}){0,3}?\sgiật[^,]*\sthấp\b"
    r"|giật(?:\s\w{1,10}){0,2}?\s(?:dưới|không quá|không vượt)\s(?:quá\s)?cấp\s?\d{1,2}",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\bđã\s(?:có|xảy|xuất|ghi)|(?:đo|quan trắc|ghi nhận)\s(?:được\s)?|(?-i:\btrạm\s(?!BTS)[A-ZĐ])"
    r"|(?:đêm|hôm|sáng|trưa|chiều|tối|ngày|giờ|tuần)\s(?:vừa\s)?qua\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"tiếp tục|\bsẽ\b|khả năng|dự báo|cảnh báo|(?:giờ|ngày|đêm)\stới|(?:đêm|hôm)\snay|ngày\smai",
    re.IGNORECASE,
)
_CENTRE = re.compile(r"gần\s{1,2}tâm|vị\s{1,2}trí\s{1,2}tâm", re.IGNORECASE)
_NORTH = r"bắc bộ|(?:tỉnh|vùng|khu vực|núi) phía bắc|miền bắc"
_KINDS = r"trung du|miền núi|đồng bằng|vùng núi"
_LAND = rf"đất liền|{_KINDS}|{_NORTH}"
_OF_NOBODY = re.compile(
    rf"\b(?:{_KINDS})(?!(?:\sphía\s\w+)?(?:\scác)?(?:\stỉnh)?(?:\stừ)?(?:\s\s|\s?$))", re.IGNORECASE
)
"""Land that is not that of the others named behind it: "vùng núi và trung du", not "miền núi Nghệ An"."""
_ELSEWHERE = re.compile(
    r"\b(?:nam bộ|trung bộ|tây nguyên|sông cửu long|(?:trung quốc|đài loan|philippin\w*|nhật bản|hải nam"
    r"|quảng đông|quảng tây|phúc kiến|lào|campuchia)\b).*",
    re.IGNORECASE,
)
_OVER = re.compile(r"trên\s{1,2}cấp\s{0,2}$", re.IGNORECASE)
_SEA = re.compile(
    r"(?:\bvùng\s)?(?<!\bven\s)\bbiển\b(?:\s(?:phía|khu vực|đông|tây|bắc|nam|vịnh|và)){0,3}(?:\sbộ\b)?"
    r"|vịnh bắc bộ",
    re.IGNORECASE,
)


def gusts_on_land(text: str, names: Iterable[str], level: int) -> tuple[str, ...]:
    """Return the sentences that tell of gusts of ``level`` or more on land, or for an area of these names.

    At most ``MOST``, in the bulletin's words and order; what it says of the centre is the track's. What it
    says that there is not, that there was, or of the sea and other provinces alone is none of them.
    """
    named = tuple(names)
    mine = re.compile(rf"\b(?:{'|'.join(map(re.escape, named))})\b", re.IGNORECASE)
    own = re.compile(rf"{_LAND}|{mine.pattern}", re.IGNORECASE)
    found: dict[str, None] = {}
    for part in _SENTENCE.split(joined_in_place(unicodedata.normalize("NFC", text))):
        said = " ".join(part.split())
        if _CENTRE.search(said) or (_PAST.search(said) and not _AHEAD.search(said)):
            continue
        here = _NONE.sub("", _of_land(said, own))
        others = blanked(here, said_of_others(here, named))
        if not mine.search(here):
            others = _ELSEWHERE.sub(lambda found: " " * len(found[0]), others)
        if not (re.search(rf"\b(?:{_NORTH})", here, re.IGNORECASE) or _OF_NOBODY.search(others)):
            here = others
        levels = [
            int(figure[0]) + bool(_OVER.search(gust, 0, figure.start()))
            for gust in _GUST.findall(here)
            for figure in _FIGURE.finditer(gust)
        ]
        if max(levels, default=0) >= level and own.search(here):
            found[said if len(said) <= _LONGEST else f"{said[:_LONGEST].rsplit(' ', 1)[0]} …"] = None
    return tuple(found)[:MOST]


def _of_land(said: str, own: re.Pattern[str]) -> str:
    """Return a sentence without what it says from a sea on, as far as the next land."""
    kept, at = "", 0
    for sea in _SEA.finditer(said):
        if sea.start() < at:
            continue
        land = own.search(said, sea.end())
        kept += said[at : sea.start()] + " "
        at = land.start() if land else len(said)
    return kept + said[at:]
