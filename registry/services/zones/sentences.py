"""The sentences by which decisions describe a zone, taken apart; nothing is looked up here.

"các xã A, B", "đường A đoạn từ ngã tư đường B đến xã C, mỗi bên 50 m", "trong bán kính 200 m quanh cột X",
several of them separated by ";", and "trừ …" for what is left out. Case, diacritics and spacing do not
matter for the words of the sentence; names are kept as they are written.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from registry.model.numbers import grouped_number, plain_number

LONGEST = 2000
_NUMBER = r"(?P<n>\d+(?:[.,]\d+)*)\s*(?P<u>km|m|met|ki ?lo ?met)\b"
_FROM = r"(?P<from>\s*,?\s*(?:tinh\s+)?(?:tu|ke tu)\s+(?:tim|mep|chi gioi)[\w\s]*)?\s*\)?\s*$"
_KINDS = r"(?:xa|phuong|thi tran|dac khu|tt\.?|x\.|p\.)"
_DISTRICT = re.compile(r"(?:thuoc\s+)?(?:huyen|thi xa|thanh pho|quan|tp\.?|tx\.?)\s+(?P<name>.+)")
_PROVINCE = re.compile(r"(?:thuoc\s+)?tinh\s+.+")
_FORMER = re.compile(r"\s*\(?\s*(?:cu|truoc day|truoc sap xep|truoc khi sap xep)\s*\)?\s*$")
ROAD_WORDS = (
    r"(?:duong cao toc|cao toc|duong sat|quoc lo|tinh lo|huyen lo|duong tinh|duong huyen|dai lo|duong|pho"
    r"|ql\.?|dt\.?|tl\.?|dh\.?|ct\.?)"
)
_ROAD = re.compile(rf"{ROAD_WORDS}[\s.:]*[\w]")
_BETWEEN = re.compile(r";(?!\s*-?\d{1,3}(?:[.,]\d|°))")  # but not inside "21,2800; 106,2000"
_LEAD = re.compile(r"^(?:[-+•*]\s*|\d{1,2}[.)]\s+|[a-h][.)]\s+)")
_EXCEPT = re.compile(r"[,;(]?\s*\b(?:ngoai tru|khong bao gom|khong ke|tru(?! so\b))\b\s*:?\s*")
_PREFIX = re.compile(
    r"^(?:(?:toan bo|toan|khu vuc|vung|phan dat|dien tich|dia ban|dia phan|dia gioi hanh chinh|dia gioi"
    r"|pham vi hanh chinh|nam trong|nam|thuoc|cua|cac don vi hanh chinh)\b\s*:?\s*)+"
)
_ALONG = re.compile(
    r"^(?:(?:khu vuc|dat|nam|doc theo|doc hai ben|doc|ven|hai ben|2 ben|hanh lang|mat tien|cac|tuyen|truc"
    r"|theo)\b\s*:?\s*)+"
)
_AROUND = (
    re.compile(
        rf"^(?:cach\s+)?(?:ban kinh|pham vi|khoang cach)\s+(?:ban kinh\s+)?(?:khong qua\s+)?{_NUMBER}\s*"
        r"(?:,\s*)?(?:xung quanh|quanh|tinh tu|ke tu|tu|cach)\s+"
        r"(?:tam\s+la\s+|tam\s+(?!xa|phuong))?(?P<place>.+)$"
    ),
    re.compile(
        r"^(?:xung quanh|quanh|cach)\s+(?P<place>.+?)[\s,]+"
        r"(?:trong\s+)?(?:pham vi\s+|ban kinh\s+|khoang cach\s+)?"
        rf"(?:khong qua\s+)?{_NUMBER}$"
    ),
)
_SIDE = (
    re.compile(
        r"[,(;]?\s*(?:trong\s+)?(?:pham vi\s+|chieu sau\s+|khoang\s+|rong\s+)*"
        rf"{_NUMBER}\s*(?:ve\s+|sang\s+|o\s+)?(?:moi ben|hai ben|2 ben|moi phia)(?:\s+duong)?{_FROM}"
    ),
    re.compile(
        r"[,(;]?\s*(?:ve\s+|sang\s+)?(?:moi ben|hai ben|2 ben|moi phia)\s+(?:duong\s+)?"
        rf"(?:rong\s+|sau\s+|la\s+|pham vi\s+|vao\s+)*{_NUMBER}"
        rf"{_FROM}"
    ),
)
_STRETCH = re.compile(
    r"^(?P<name>.+?)\s*[,(:]?\s*(?:doan\s+)?(?:\btinh tu\b|\bbat dau tu\b|\btu\b)\s+(?P<a>.+?)\s+"
    r"(?:den het|den|toi)\s+(?P<b>.+?)\s*\)?$"
)
_TERRITORY = re.compile(r"^(?:tinh|toan tinh|(?P<city>(?:toan )?(?:thanh pho|tp\.?)))(?:\s+(?P<name>.+))?$")


@dataclass(frozen=True, slots=True)
class Communes:
    """Communes by name: (kind as written or "", name, district or "", whether the name is a former one)."""

    names: tuple[tuple[str, str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Road:
    """A road, whole or from one place to another; ``side_m`` metres on each side, from its axis or edge."""

    name: str
    start: str = ""
    end: str = ""
    side_m: float | None = None
    from_axis: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """All within ``radius_m`` metres of a place."""

    radius_m: float
    place: str


@dataclass(frozen=True, slots=True)
class Territory:
    """The whole province; ``name`` as written, "" where the sentence names none.

    ``city``: it is called a city, which is ours only where our province is one. ``written`` is all that is
    said of it: a zone of the register may bear that name.
    """

    name: str = ""
    city: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Something known by a name: a zone of the register."""

    name: str


Part = Communes | Road | Around | Territory | Named


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a sentence adds up, and what it leaves out."""

    parts: tuple[Part, ...]
    left_out: tuple[Part, ...] = ()


def plain(text: str) -> str:
    """Return a text without case and diacritics, letter for letter, so that places in it stay the same."""
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    first = unicodedata.normalize("NFD", letter)[0].lower()
    return first if len(first) == 1 else letter


def tidy(text: str) -> str:
    """Return a text in composed letters, with single spaces, without a full stop at its end."""
    made = unicodedata.normalize("NFC", text[:LONGEST])
    made = re.sub(r"[–—−]", "-", made)
    lines = [" ".join(line.split()) for line in made.splitlines()]
    return "; ".join(line for line in lines if line).rstrip(" .;,")


def parse(text: str) -> Sentence:
    """Take a sentence apart; a text that is no known form becomes ``Named``, for the register to know."""
    text = tidy(text)
    folded = plain(text)
    parts: list[Part] = []
    left_out: list[Part] = []
    found = _EXCEPT.search(folded)
    end = found.start() if found else len(text)
    parts += _clauses(text[:end])
    if found:
        left_out += _clauses(text[found.end() :].rstrip(")"))
    return Sentence(tuple(parts), tuple(left_out))


def metres(match: "re.Match[str]") -> float:
    """Return the length that a match of a number with its unit states ("1.200 m", "0,5 km"); nan for none.

    A decision is written in Vietnamese, where one point before three digits parts thousands.
    """
    digits = match["n"]
    grouped = grouped_number(digits) if "." in digits else None
    value = grouped if grouped is not None else plain_number(digits)
    if value is None:
        return float("nan")
    return value * (1000.0 if match["u"].startswith("k") else 1.0)


def _clauses(text: str) -> list[Part]:
    found: list[Part] = []
    for clause in _BETWEEN.split(text):
        own = clause.strip(" ,.:")
        folded = plain(own)
        lead = _LEAD.match(folded)
        own = own[lead.end() :] if lead else own
        if own:
            found += _clause(own)
    return found


def _clause(text: str) -> list[Part]:
    folded = plain(text)
    start = _skip(re.compile(r"^(?:(?:khu vuc|vung|phan dat|dien tich|nam|trong)\b\s*)+"), folded)
    for pattern in _AROUND:
        match = pattern.match(folded[start:])
        if match:
            shift = start + match.start("place")
            return [Around(metres(match), text[shift : start + match.end("place")].strip(" ,"))]
    along = _skip(_ALONG, folded)
    if _ROAD.match(folded[along:]):
        return _roads(text[along:])
    inner = _skip(_PREFIX, folded)
    territory = _TERRITORY.match(folded[inner:])
    if territory:
        name = "" if territory["name"] is None else text[inner + territory.start("name") :]
        return [Territory(name.strip(), territory["city"] is not None, text[inner:].strip())]
    if re.match(rf"(?:cac\s+)?{_KINDS}[\s:]", folded[inner:]):
        return [_communes(text[inner:])]
    return [Named(text)]


def _skip(pattern: "re.Pattern[str]", folded: str) -> int:
    match = pattern.match(folded)
    return match.end() if match else 0


def _roads(text: str) -> list[Part]:
    body, side_m, from_axis = _side(text)
    folded = plain(body)
    stretch = _STRETCH.match(folded)
    if stretch:
        name, start, end = (body[slice(*stretch.span(key))].strip(" ,:()") for key in ("name", "a", "b"))
        return [Road(name, start, end, side_m, from_axis)]
    names = []
    word = ""
    for piece in _split(body):
        own = _ROAD.match(plain(piece))
        if own:
            lead = re.match(rf"{ROAD_WORDS}[\s.:]*", plain(piece))
            word = piece[: lead.end()].strip(" :") if lead else ""
            names.append(re.sub(r"^(\S+)\s*:\s*", r"\1 ", piece))
        else:
            names.append(f"{word} {piece}" if word else piece)
    return [Road(name.strip(), side_m=side_m, from_axis=from_axis) for name in names]


def _side(text: str) -> tuple[str, float | None, bool]:
    folded = plain(text)
    for pattern in _SIDE:
        match = pattern.search(folded)
        if match:
            from_axis = "tim" in (match["from"] or "")
            return text[: match.start()].strip(" ,(;"), metres(match), from_axis
    return text, None, False


def _split(text: str) -> list[str]:
    """Split a list of names at commas and "và"."""
    folded = plain(text)
    pieces, last = [], 0
    for match in re.finditer(r"\s*,\s*(?:va\s+)?|\s+va\s+", folded):
        pieces.append(text[last : match.start()])
        last = match.end()
    return [piece.strip() for piece in [*pieces, text[last:]] if piece.strip()]


def _communes(text: str) -> Communes:
    found: list[tuple[str, str, str, bool]] = []
    kind = ""
    for piece in _split(text):
        folded = plain(piece)
        district = _DISTRICT.match(folded)
        if district and found:
            shared = _without_former(piece[district.start("name") :])[0]
            found = [(k, n, d or shared, f) for k, n, d, f in found]
            continue
        if _PROVINCE.match(folded) and found:
            continue
        own = re.match(rf"(?:cac\s+)?(?:{_PREFIX.pattern[1:]})?(?:cac\s+)?(?P<kind>{_KINDS})[\s:]+", folded)
        rest = piece
        if own:
            kind = piece[own.start("kind") : own.end("kind")]
            rest = piece[own.end() :]
        inner = re.search(r"\s+(?:thuoc\s+)?(?:huyen|thi xa|thanh pho)\s+", plain(rest))
        place = _without_former(rest[inner.end() :])[0] if inner else ""
        name, former = _without_former(rest[: inner.start()] if inner else rest)
        found.append((kind, name, place, former))
    return Communes(tuple(found))


def _without_former(text: str) -> tuple[str, bool]:
    match = _FORMER.search(plain(text))
    return (text[: match.start()].strip(" ,()"), True) if match else (text.strip(" ,"), False)


def commune_place(text: str) -> tuple[Communes, bool] | None:
    """Return the commune of a place ("trung tâm xã A", "giáp xã B") and whether its centre is meant."""
    folded = plain(text)
    match = re.match(
        r"(?P<centre>(?:khu\s+)?trung tam\s+)?"
        r"(?:(?:het\s+)?(?:dia phan|ranh gioi|dia gioi|giap ranh|giap|het)\s+)*"
        rf"(?:voi\s+)?(?={_KINDS}\s)",
        folded,
    )
    if not match:
        return None
    return _communes(text[match.end() :]), bool(match["centre"])


def crossing(text: str) -> tuple[str, ...] | None:
    """Return the roads of a crossing ("ngã tư đường A và đường B", "giao với QL.1A"); None: it is none."""
    folded = plain(text)
    match = re.match(
        r"(?:(?:nga\s+(?:ba|tu|nam|sau|bay)|nut giao|giao lo|diem giao|vong xuyen|cho giao|giao)\b\s*"
        r"(?:(?:nhau|giao|giua|cua|voi|cat)\s+)*)",
        folded,
    )
    rest = text[match.end() :] if match else text
    if not match and not _ROAD.match(folded):
        return None
    pieces: list[Any] = re.split(r"\s+(?:và|va|với|voi|giao)\s+|\s*,\s*|\s+-\s+|\s*×\s*", rest)
    pieces = [re.sub(r"^(?:với|voi)\s+", "", piece.strip()) for piece in pieces if piece.strip()]
    if len(pieces) > 1 and not all(_ROAD.match(plain(piece)) for piece in pieces):
        pieces = [rest]  # "cao tốc Hà Nội - Bắc Giang" is one road
    return tuple(pieces) if pieces and _ROAD.match(plain(pieces[0])) else None
