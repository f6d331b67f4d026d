"""What was typed, in plain words, and where it stands in a name.

Plain is without case, diacritics and signs, so that "bac giang", "BẮC GIANG" and "Bắc-Giang" are one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from registry.model.alphabet import plain_d

LONGEST = 100
MOST_WORDS = 8
_MARKS = re.compile("[\u0300-\u036f]")
_SIGNS = re.compile(r"[^\w\n]|_")
_NOUNS = ("ho so", "cong van", "van ban", "cua", "nam")
_PART = 3  # from so many letters on a word may stand inside another


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: its plain words, and all of them without a blank between ("BGG 00045": one code)."""

    words: tuple[str, ...]

    @property
    def whole(self) -> str:
        """The words as one: a code may be typed with blanks or without."""
        return "".join(self.words)


def plain(text: str) -> str:
    """Return a text without case, diacritics and signs, its words parted by blanks; lines stay lines."""
    decomposed = unicodedata.normalize("NFD", plain_d(text)).lower()
    return _SIGNS.sub(" ", _MARKS.sub("", decomposed))


def typed(text: str) -> Typed:
    """Read what somebody typed; beyond ``LONGEST`` letters and ``MOST_WORDS`` words it is cut."""
    return Typed(tuple(plain(text[:LONGEST]).split()[:MOST_WORDS]))


def bared(asked: Typed, year: int) -> Typed:
    """Return what was typed without the words for a kind of things, last year and this one by number.

    "hồ sơ MobiFone năm ngoái" names things of which none says "hồ sơ" or "năm ngoái" of itself.
    """
    said = f" {' '.join(asked.words)} "
    for words, number in ((("nam ngoai", "nam truoc"), year - 1), (("nam nay",), year)):
        for word in words:
            said = said.replace(f" {word} ", f" {number} ")
    for word in _NOUNS:
        said = said.replace(f" {word} ", " ")
    return Typed(tuple(said.split()))


def inside(word: str) -> bool:
    """Whether a typed word may stand inside another word; a shorter one has to begin it."""
    return len(word) >= _PART


def marked(name: str, asked: Typed) -> list[tuple[str, bool]]:
    """Return a name in parts, each with whether it is what was typed."""
    name = unicodedata.normalize("NFC", name)
    hit = [False] * len(name)
    letters = [(letter, at) for at, sign in enumerate(name) for letter in _letters(sign)]
    solid = [(letter, at) for letter, at in letters if letter != " "]
    begin = "".join(letter for letter, _ in solid).find(asked.whole) if asked.whole else -1
    if begin == 0 or (begin > 0 and len(asked.words) > 1 and _begins(name, solid[begin][1])):
        first, last = solid[begin][1], solid[begin + len(asked.whole) - 1][1]
        hit[first : last + 1] = [True] * (last + 1 - first)
    else:
        spread = "".join(letter for letter, _ in letters)
        for word in asked.words:
            at = f" {spread}".find(f" {word}")  # where it begins a word, else inside one
            if at < 0 and inside(word):
                at = spread.find(word)
            for _, place in letters[at : at + len(word)] if at >= 0 else ():
                hit[place] = True
    parts: list[tuple[str, bool]] = []
    for sign, shown in zip(name, hit, strict=True):
        if parts and parts[-1][1] == shown:
            parts[-1] = (parts[-1][0] + sign, shown)
        else:
            parts.append((sign, shown))
    return parts


def _begins(name: str, at: int) -> bool:
    return not name[at - 1].isalnum()


@lru_cache(maxsize=2_048)
def _letters(sign: str) -> str:
    """Return what a sign of a name is in plain text: letters, or a blank."""
    return plain(sign)
