"""A marked piece of a pasted warning, and the letters and names by which pieces are found."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
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
