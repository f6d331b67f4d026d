"""The communes that a bulletin names, as it writes them; a register says which of today's they are."""

import itertools
import re
from collections.abc import Sequence

from registry.columns import fold
from registry.storm.warnings.mark import other_provinces

MOST = 200
_KIND = r"(?:xã\s?[,/]\s?phường|phường\s?[,/]\s?xã|xã|phường|thị trấn|huyện|thị xã|thành phố)"
_ALONG = r"(?:ven|dọc|lưu vực|hạ lưu|thượng lưu|phía|vùng|khu vực)\s[^.;:\n]{1,30}:"
"""What leads to more of a list: "…, Phù Lãng; ven sông Thương: Đa Mai"."""
_LISTED = re.compile(
    rf"(?:các|những|nhiều|một số)\s{{1,2}}{_KIND}(?:\s?(?:,|và|/)\s?{_KIND})*"
    r"(?:\s(?:như|sau|gồm|thuộc tỉnh [^:;.\n]{2,30}))?\s{0,2}:?\s{0,2}"
    rf"((?:[^.;\n]|;\s{{0,2}}(?=(?-i:[A-ZĐÀ-Ỹ])|{_KIND}|[^.;:\n]{{1,60}}?\s{_KIND}\s|{_ALONG})"
    r"|\n\s{0,6}[-+*•–]\s{0,3}){3,2000})",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"\b(huyện|thị xã|thành phố)\b", re.IGNORECASE)
_COMMUNE = re.compile(r"\b(?:xã(?<!thị xã)|phường|thị trấn)\b", re.IGNORECASE)
_SHORT = re.compile(r"(?<!\w)(?:(P|X|H)\.|(TT|TX|TP)\.?)[ \u00a0]{0,2}(?=[A-ZĐÀ-Ỹ][a-zđà-ỹ])")
_SHORT_FOR = {
    "P": "phường ", "X": "xã ", "H": "huyện ", "TT": "thị trấn ", "TX": "thị xã ", "TP": "thành phố ",
}  # fmt: skip
_BY_RISK = re.compile(r"nguy cơ (?:rất )?(?:cao|trung bình|thấp)\s?:\s{0,3}([^.:\n]{3,600})", re.IGNORECASE)
"""What stands after how high the danger is: "+ Nguy cơ rất cao: Lục Sơn, Tây Yên Tử"."""
_NAMES_IN_BRACKETS = re.compile(
    rf"({_KIND}[^().;:\n]{{0,40}}?)\s?\(((?-i:[A-ZĐÀ-Ỹ])[^();:\d]{{2,300}},[^();:\d]{{2,300}})\)",
    re.IGNORECASE,
)
"""The list itself: "các xã, phường phía Tây tỉnh (Hiệp Hòa, Hợp Thịnh)"; not "(huyện Lục Nam cũ, …)"."""
_IN_BRACKETS = re.compile(r"\([^()]{0,160}\)")
_REST = re.compile(r"^\s{0,3}(?:khác\s)?còn lại\b", re.IGNORECASE)
"""A list that goes on with all others: "các xã, phường còn lại"."""
_TITLED = re.compile(
    rf"{_KIND}[^:;.\n]{{0,60}}:\s{{0,3}}((?:[^.;\n]|;\s{{0,2}}(?=(?-i:[A-ZĐÀ-Ỹ])|{_KIND}\s)){{3,2000}})",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^[\s\-+*•]{0,6}(?:\d{1,2}[.)]\s{0,2})?(?:tỉnh\s{1,2})?([^:;.\t|\n\d]{3,30}?)\s{0,2}[:\t|]\s{0,3}([^.\n]{3,2000})",
    re.IGNORECASE,
)
_SPLIT = re.compile(r",|;|\s{1,2}(?:và|cùng)\s{1,2}|\s[-–—]\s|\n\s{0,6}[-+*•–]")
_LEADING = re.compile(
    r"^\s{0,3}(?:(?:và|đặc biệt|nhất|là|trong đó có|tại|các|những|ở|trên|địa bàn|gồm|như"
    r"|vùng (?:núi|cao|sâu|thấp|trũng)|miền núi)\s{1,2})*"
    rf"(?:{_KIND}\s{{1,2}})?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^[^:]{0,80}:(?=[^:]*$)")
"""What leads to a list inside a list: "đặc biệt tại các xã: Tân Sơn", "các phường: Chũ"."""
_LED = re.compile(rf"([^:]{{1,100}})\b{_KIND}\s{{1,2}}(?=[^\W\d_])", re.IGNORECASE)
"""Small words that lead to a list of their own in the same sentence: "sau đó mở rộng sang các xã Kép"."""
_TRAILING = re.compile(
    r"\s{0,3}\([^)]{0,60}\)?\s{0,3}$|\s(?:(?:thuộc|của)|(?:trên|thuộc) địa bàn) tỉnh.*$|\s{0,3}[\t\d].*$"
    r"|\s(?-i:cũ|trước đây|có|tiếp tục|sẽ|đã|đang|với|trong|từ|do|bị|cần|gây|mưa)(?:\s.*)?$",
    re.IGNORECASE,
)
"""What goes on after a name: its province or amount, "cũ" of a former district, the sentence's verb."""
PROPER = r"(?-i:[A-ZĐÀ-Ỹ][\w'’]{0,9}(?:[ \u00a0][A-ZĐÀ-Ỹ][\w'’]{0,9}){0,3})"
_AND = r"(?:[ \u00a0]?[,;][ \u00a0]?|[ \u00a0]và[ \u00a0])(?!(?:xã|phường|thị|huyện|thành)\b)"
_ENDS = r"(?=[ \u00a0]?(?:[,;.:()\n\t]|$|và\b|cũ\b))"
_SINGLE = re.compile(
    r"\b(?:(?:xã(?<!thị xã)(?! hội chủ)|phường|thị trấn)[ \u00a0]{1,2}"
    rf"(?P<commune>{PROPER}(?:{_AND}{PROPER}{_ENDS}){{0,20}})"
    rf"|(?P<kind>huyện|thị xã|thành phố)\s{{1,2}}(?P<district>{PROPER})(?=\s{{1,2}}\(?(?:cũ|trước đây)\b))",
    re.IGNORECASE,
)
_THOSE = re.compile(
    r"(?:xã|phường|khu vực|địa phương|vùng|huyện|nơi)\s(?:nêu |nói |kể )?trên\b"
    r"(?!\s(?:địa bàn|khu vực|toàn|cả|sông|lưu vực)|\s{0,2}\d)",
    re.IGNORECASE,
)
"""Places that were told of before; in "có nơi trên 100mm" there are none."""
SO_FAR = re.compile(
    r"^\s{0,6}(?:\d{1,2}[.)]\s{0,2})?(?:Hiện trạng|Tình hình|Thực trạng|Diễn biến)\b"
    r"(?![^\n]{0,400}(?:dự báo|(?:giờ|ngày) tới))[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
"""The part that tells what is, and nothing of what comes: a warning of rain holds none of it, one of a flood
the water."""
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][\w'’ -]{1,34}")
ADDRESS = re.compile(r"\s{0,8}[-+*•]?\s{0,3}(?:địa chỉ|trụ sở|nơi nhận)\b", re.IGNORECASE)
"""A line that says where a station is or who is sent the bulletin, not where it warns of anything."""


def places_in(text: str, provinces: Sequence[str], ahead: str = "") -> tuple[str, ...]:
    """Return the names of communes that a bulletin lists; a national one those after its province's name.

    Without a list they are those that are named one by one, of ``ahead`` (what is foreseen) if given.
    A former district keeps its word ("huyện Sơn Động"): a commune of today may have the same name. Of a list
    that goes on with all others ("các xã, phường còn lại") nothing is returned: it is the whole province.
    """
    own = {fold(name) for name in provinces}
    text = _written_out(text)
    lists = [
        (match[2], "")
        for line in text.splitlines()
        if (match := _LINE.match(line)) and fold(match[1].removeprefix("Tỉnh ").strip()) in own
    ]
    of_ours = bool(lists)
    if not lists:
        # "các xã nêu trên": those of what is told before; else where it has rained is not where it will
        told = text if not ahead or _THOSE.search(ahead) else _written_out(ahead)
        lists = _lists_in(told) or ([] if _single(ahead or text, own) else _lists_in(text))
    if any(_REST.match(listed) for listed, _lead in lists):
        return ()
    found: dict[str, None] = {}
    for listed, lead in lists:
        district = _district(lead, "")
        for part in _SPLIT.split(listed.partition(")")[0]):
            last = _BEFORE.sub("", part)
            name = _TRAILING.sub("", _LEADING.sub("", _led(last))).strip(" :.-+*•–…")
            district = _district(part[: part.rfind(name)] if name else part, district)
            # a class of letters with marks has small ones too: "địa bàn tỉnh Bắc Ninh" names no commune
            if not (_NAME.fullmatch(name) and name[0].isupper()):
                continue
            if district:
                found.setdefault(f"{district} {name}")
            elif fold(name) not in own:
                found.setdefault(name)
    single = () if of_ours else _single(ahead or text, own)
    known = {fold(name) for name in found}
    more = (name for name in single if not (found and _DISTRICT.match(name)) and fold(name) not in known)
    return (*found, *more)[:MOST]


def _written_out(text: str) -> str:
    """Return a text without what stands in brackets, if that is no list, "P." written as "phường"."""
    text = _NAMES_IN_BRACKETS.sub(r"\1: \2", text)
    return _IN_BRACKETS.sub("", _SHORT.sub(lambda match: _SHORT_FOR[match[1] or match[2]], text))


def _lists_in(text: str) -> list[tuple[str, str]]:
    """Return the lists of a text and what leads to each."""
    lists = [(match[1], match[0][: match.start(1) - match.start()]) for match in _LISTED.finditer(text)]
    lists += [(match[1], "") for match in _BY_RISK.finditer(text)]
    return lists or [(match[1], "") for match in _TITLED.finditer(text)]


def _single(text: str, own: set[str]) -> tuple[str, ...]:
    """Return the communes that a text names one by one: "tại phường Kinh Bắc, phường Vũ Ninh; xã Yên Phong",
    and former districts that it says are former."""
    text = "\n".join(line for line in text.splitlines() if not ADDRESS.match(line))
    text = _written_out(SO_FAR.sub("", text))
    others = {fold(name) for name in other_provinces(own)}
    found: dict[str, None] = {}
    for match in _SINGLE.finditer(text):
        for part in re.split(_AND, match["commune"] or match["district"]):
            # small letters with marks are among those that begin a name: "các xã đề phòng", "xã Kép đã có"
            name = " ".join(itertools.takewhile(lambda word: word[0].isupper(), part.split()))
            if name and match["district"]:
                found.setdefault(f"{match['kind'].lower()} {name}")
            elif name and fold(name) not in own | others:
                found.setdefault(name)
    return tuple(found)[:MOST]


def _district(lead: str, before: str) -> str:
    """Return the word of the former district that a name follows, "" for a commune: the last one of the words
    before it, else that of the name ``before``."""
    kinds = [*_DISTRICT.finditer(lead)]
    communes = [match.end() for match in _COMMUNE.finditer(lead)]
    if kinds and kinds[-1].end() > max(communes, default=0):
        return str(kinds[-1][1].lower())
    return "" if communes else before


def _led(part: str) -> str:
    """Return a part of a list without the small words that lead to it."""
    led = _LED.match(part)
    return part[led.end() :] if led and led[1] == led[1].lower() and part[led.end()].isupper() else part
