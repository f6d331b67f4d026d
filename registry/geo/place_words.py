"""How names of places are compared: word by word, without marks, short and long forms of a kind alike.

"QL.31", "ql 31" and "Quốc lộ 31" are the same two words; so are "TT Vôi" and "Thị trấn Vôi".
"""

import re
import unicodedata

from registry.model.alphabet import plain_d

_RUN = re.compile(r"[a-z]+|[0-9]+")
_PAIRS: dict[tuple[str, str], str] = {
    ("quoc", "lo"): "ql", ("duong", "tinh"): "dt", ("tinh", "lo"): "dt", ("duong", "huyen"): "dh",
    ("huyen", "lo"): "dh", ("cao", "toc"): "ct", ("thi", "tran"): "tt", ("thi", "xa"): "tx",
    ("thanh", "pho"): "tp",
}  # fmt: skip
_SHORT = {"tl": "dt", "hl": "dh"}
_LETTERS = {"p": "phuong", "x": "xa", "h": "huyen", "d": "duong", "s": "song"}
"""One letter that stands for a kind where more follows it: "p. Kinh Bắc", "đ. Hùng Vương"."""

KINDS = frozenset({
    "duong", "pho", "ngo", "hem", "song", "suoi", "kenh", "thon", "xom", "xa", "phuong", "huyen", "tt", "tx",
    "tp",
})  # fmt: skip
"""Words that say what a place is: one may type them or not. Not "làng", "hồ" or "cầu", which without marks
are as often a part of a name (Lạng Giang, Hồ, Cầu Gồ)."""


def place_words(text: str) -> tuple[str, ...]:
    """Return the words of a name in the one form in which names are compared; letters and digits apart."""
    plain = unicodedata.normalize("NFD", plain_d(text)).lower()
    runs = _RUN.findall("".join(c for c in plain if not unicodedata.combining(c)))
    words: list[str] = []
    at = 0
    while at < len(runs):
        if at + 1 < len(runs) and (pair := _PAIRS.get((runs[at], runs[at + 1]))):
            words.append(pair)
            at += 2
            continue
        word = _SHORT.get(runs[at], runs[at])
        words.append(_LETTERS.get(word, word) if at + 1 < len(runs) else word)
        at += 1
    return tuple(words)


def without_kinds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that name a place; all of them where nothing else is there ("Phố", "Làng")."""
    return tuple(word for word in words if word not in KINDS) or words
