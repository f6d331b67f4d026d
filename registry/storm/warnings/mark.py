"""A marked piece of a pasted warning, and the letters and names by which pieces are found."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from registry.columns import fold
from registry.provinces import provinces


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


_OLD_TONES = (
    ("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"), ("oè", "òe"), ("oé", "óe"),
    ("oẻ", "ỏe"), ("oẽ", "õe"), ("oẹ", "ọe"), ("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"),
    ("uỵ", "ụy"),
)  # fmt: skip
_TONES = {old: new for pair in _OLD_TONES for old, new in (pair, (pair[0].upper(), pair[1].upper()))}
_TONED = re.compile("|".join(_TONES))


def same_letters(text: str) -> str:
    """Return a text, each letter in its place, with tones where names have them ("Hoà" as "Hòa") and with
    the Đ of our alphabet for the one that looks like it."""
    return _TONED.sub(lambda match: _TONES[match[0]], text).replace("Ð", "Đ")


_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def without_unseen(text: str) -> str:
    """Return a text in composed letters without the signs that nobody sees (of web pages, of hyphenation)."""
    return unicodedata.normalize("NFC", text).translate(_UNSEEN)


def other_provinces(own: Sequence[str] | set[str]) -> set[str]:
    """Return the names of all provinces, of today and before, but ours (``own``) and those it was made of."""
    here = {fold(name) for name in own}
    others = [one for one in provinces().values() if fold(one.name) not in here]
    return {one.name for one in others} | {before.name for one in others for before in one.former}


_CLAUSE = re.compile(r"(?:[^;.\n]|\.(?=\d))+")
_NO_PROVINCE = "".join(
    rf"(?<!(?i:{lead}) )" for lead in ("sông", "giáp", "giáp với", "giáp tỉnh", "ranh", "ranh với")
)
"""What a name after it is no other province of: "sông Thái Bình", "các xã giáp ranh Lạng Sơn"."""


def said_of_others(text: str, own: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield what clauses say from the name of another province on, where they do not name ours."""
    others, ours = _names_of_others(tuple(own)), "|".join(map(re.escape, own))
    for clause in _CLAUSE.finditer(text):
        first = others.search(clause[0])
        if first and not (own and re.search(ours, clause[0], re.IGNORECASE)):
            yield clause.start() + first.start(), clause.end()


@cache
def _names_of_others(own: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(other_provinces(own), key=len, reverse=True))
    return re.compile(rf"{_NO_PROVINCE}\b(?:{names})\b")


def blanked(text: str, pieces: Iterable[tuple[int, int]]) -> str:
    """Return a text with spaces for pieces of it (in their order), every letter and line in its place."""
    said, at = "", 0
    for begin, end in pieces:
        said += text[at:begin] + re.sub(r"[^\n]", " ", text[begin:end])
        at = end
    return said + text[at:]
