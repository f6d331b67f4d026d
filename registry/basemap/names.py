"""The names of the background (streets, villages, rivers): read from ``names.json`` and searched.

Names are compared as ``registry.geo.place_words`` writes them; a word may also be of the commune or the
former district in which the name lies, so that "đường Hùng Vương Bắc Giang" finds that one of several.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from registry.geo.place_words import place_words, without_kinds

Box = tuple[float, float, float, float]
Counts = npt.NDArray[np.int64]

SAME, BEGINS, WORDS, WITH_PLACE, PART = 1, 2, 3, 4, 5
"""How well a name fits what was typed, the best first."""
_NUMBERED = re.compile(r"(ql|dt|dh|ct)[0-9]+[a-z]?")
_PART_FROM = 3  # letters of a part of a word
_KINDS = {
    "street": "street", "road": "street", "highway": "street", "motorway": "street", "trunk": "street",
    "primary": "street", "secondary": "street", "tertiary": "street", "major_road": "street",
    "medium_road": "street", "minor_road": "street", "path": "street", "rail": "street", "railway": "street",
    "river": "water", "stream": "water", "canal": "water", "lake": "water", "water": "water",
    "reservoir": "water", "lagoon": "water",
    "city": "place", "town": "place", "village": "place", "hamlet": "place",
    "suburb": "place", "neighbourhood": "place", "quarter": "place", "locality": "place", "place": "place",
    "isolated_dwelling": "place", "county": "place", "state": "place", "region": "place",
}  # fmt: skip
_GROUP_OF = {
    **dict.fromkeys(("duong", "pho", "ngo", "hem", "ql", "dt", "dh", "ct"), "street"),
    **dict.fromkeys(("song", "suoi", "kenh"), "water"),
    **dict.fromkeys(("thon", "xom", "xa", "phuong", "huyen", "tt", "tx", "tp"), "place"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the background with its place in EPSG:4326 degrees; ``box`` is west, south, east, north."""

    name: str
    kind: str
    lon: float
    lat: float
    box: Box | None = None

    @property
    def group(self) -> str:
        """What it is for people: ``street``, ``place``, ``water`` or ``poi`` (anything else)."""
        return _KINDS.get(self.kind, "poi")


@dataclass(frozen=True, slots=True)
class Found:
    """A name that fits, where it lies (words), how well it fits, and degrees from the place asked near to."""

    name: Name
    within: str
    rank: int
    away: float


def read_names(path: Path) -> tuple[Name, ...]:
    """Read ``names.json``; an entry without a name or a place is left out, a file that is no list is empty.

    Search then finds what the register knows and nothing else: the background's own page says what a file
    lacks.
    """
    try:
        listed = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return ()
    return _one_a_road([*filter(None, map(_name, listed if isinstance(listed, list) else ()))])


class NameBook:
    """Names in an order that answers at once: by words of their own and of the place they lie in."""

    def __init__(self, names: Sequence[Name], within: Sequence[str] | None = None) -> None:
        self.names = tuple(names)
        self.within = tuple(within or [""] * len(self.names))
        self.lon = np.array([name.lon for name in self.names], dtype=float)
        self.lat = np.array([name.lat for name in self.names], dtype=float)
        own = self._words = [place_words(name.name) for name in self.names]
        self._whole = ["".join(words) for words in own]
        self._bare = ["".join(without_kinds(words)) for words in own]
        self._groups = np.array([name.group for name in self.names], dtype=object)
        self._own = _Index(own)
        self._place = _Index([place_words(text) for text in self.within])

    def __len__(self) -> int:
        return len(self.names)

    def find(self, text: str, near: tuple[float, float] | None = None, limit: int = 12) -> list[Found]:
        """Return names that fit ``text``, best first: by fit, then by nearness to ``near`` (lon, lat)."""
        words = place_words(text)
        if not words or not len(self):
            return []
        rank, own, exact = self._ranks(words)
        fits = self._fits(set(words) - set(without_kinds(words)))
        rows = np.flatnonzero(rank)
        if fits[rows].any():
            rows = rows[fits[rows]]
        if (rank[rows] < PART).any():
            rows = rows[rank[rows] < PART]  # of a whole name, its glued beginnings are not looked for
        away = self._away(rows, near)
        order = np.lexsort((rows, away, -exact[rows], -own[rows], rank[rows]))[:limit]
        return [
            Found(self.names[row], self.within[row], int(rank[row]), float(far))
            for row, far in zip(rows[order].tolist(), away[order].tolist(), strict=True)
        ]

    def _fits(self, kinds: set[str]) -> npt.NDArray[np.bool_]:
        """Whether names are of the kinds that were typed: "sông Cầu" is a river before it is a street."""
        fits = np.ones(len(self), dtype=bool)
        for word in kinds:
            fits &= self._own.having(word, begins=False) | (self._groups == _GROUP_OF.get(word, ""))
        return fits

    def _ranks(self, words: tuple[str, ...]) -> tuple[npt.NDArray[np.uint8], Counts, Counts]:
        """Return how well each name fits (0: not at all), how many words that were typed are its own, and how
        many of them whole: "ql1" is Quốc lộ 1A before it is Quốc lộ 17.
        """
        rank = np.zeros(len(self), dtype=np.uint8)
        whole, bare = "".join(words), "".join(without_kinds(words))
        if len(bare) >= _PART_FROM:
            for row, name in enumerate(self._bare):
                if bare in name and _glued(self._words[row], bare):
                    rank[row] = PART
        needed = without_kinds(words)
        in_name = [self._own.having(word, begins=word is words[-1]) for word in needed]
        in_place = [self._place.having(word, begins=word is words[-1]) for word in needed]
        every = np.logical_and.reduce([own | place for own, place in zip(in_name, in_place, strict=True)])
        # the word typed first names the thing itself: "Hùng Vương Bắc Giang" is a street of Bắc Giang
        rank[every & in_name[0]] = WITH_PLACE
        rank[np.logical_and.reduce(in_name)] = WORDS
        for row in np.flatnonzero((rank == WORDS) | (rank == PART)).tolist():
            if self._whole[row] == whole or self._bare[row] == bare:
                rank[row] = SAME
            elif self._whole[row].startswith(whole) or self._bare[row].startswith(bare):
                rank[row] = BEGINS if len(bare) > 1 else WORDS
        exact = [self._own.having(word, begins=False) for word in needed]
        return rank, np.sum(in_name, axis=0), np.sum(exact, axis=0)

    def _away(self, rows: npt.NDArray[np.int64], near: tuple[float, float] | None) -> npt.NDArray[np.float64]:
        if near is None:
            return np.zeros(len(rows))
        lon, lat = near
        away: npt.NDArray[np.float64] = np.hypot(
            (self.lon[rows] - lon) * math.cos(math.radians(lat)), self.lat[rows] - lat
        )
        return away


def _glued(words: tuple[str, ...], typed: str) -> bool:
    """Whether words, written as one, begin so at some word: "hungvuong" in "Đường Hùng Vương".

    One letter of a further word is chance: "vôi" is not in "Quế Võ II".
    """
    for first in range(len(words)):
        if not "".join(words[first:]).startswith(typed):
            continue
        ends = [len("".join(words[first : last + 1])) for last in range(first, len(words))]
        if len(typed) - max((end for end in ends if end <= len(typed)), default=0) != 1:
            return True
    return False


def _one_a_road(names: list[Name]) -> tuple[Name, ...]:
    """Keep of a numbered road its longest entry alone: its pieces of each commune have the same number."""
    longest: dict[str, Name] = {}
    for name in names:
        words = "".join(place_words(name.name))
        if _NUMBERED.fullmatch(words) and (words not in longest or _size(name) > _size(longest[words])):
            longest[words] = name
    return tuple(name for name in names if longest.get("".join(place_words(name.name)), name) is name)


def _size(name: Name) -> float:
    return 0.0 if name.box is None else math.hypot(name.box[2] - name.box[0], name.box[3] - name.box[1])


class _Index:
    """Which rows have a word, or a word that begins so."""

    def __init__(self, of_rows: Iterable[tuple[str, ...]]) -> None:
        rows: dict[str, list[int]] = defaultdict(list)
        self.count = 0
        for row, words in enumerate(of_rows):
            self.count = row + 1
            for word in words:
                rows[word].append(row)
        self.words = sorted(rows)
        self.rows = [np.array(rows[word], dtype=np.int64) for word in self.words]

    def having(self, word: str, *, begins: bool) -> npt.NDArray[np.bool_]:
        found = np.zeros(self.count, dtype=bool)
        for at in range(bisect_left(self.words, word), len(self.words)):
            other = self.words[at]
            if other != word and not (begins and other.startswith(word)):
                break
            found[self.rows[at]] = True
        return found


def _name(item: Any) -> Name | None:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str) or not item["name"].strip():
        return None
    place = _numbers((item.get("lon"), item.get("lat")))
    if place is None or abs(place[0]) > 180 or abs(place[1]) > 90:
        return None
    box = item.get("box")
    corners = _numbers(box) if isinstance(box, list) and len(box) == 4 else None
    kind = item.get("kind")
    return Name(
        name=item["name"].strip()[:200],
        kind=kind if isinstance(kind, str) else "",
        lon=place[0],
        lat=place[1],
        box=None if corners is None else (corners[0], corners[1], corners[2], corners[3]),
    )


def _numbers(values: Iterable[Any]) -> tuple[float, ...] | None:
    found = [value for value in values if isinstance(value, int | float) and math.isfinite(value)]
    return tuple(map(float, found)) if len(found) in {2, 4} else None
