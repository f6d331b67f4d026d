"""Headers by their words (``data/codes/header_words.toml``): abbreviated, in any order, with idle words.

"Độ cao cột AT (m)" and "Chiều cao cột ăng ten" are the same words. What a header's words tell is read only
where the column's values fit (``registry.intake.column_proposals``).
"""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache

from registry.columns import CellType, ListKind, columns_for, fold
from registry.intake.choices import choice_table
from registry.settings import DATA

_HALF = 0.5
LONGEST = 300  # characters of a header that are looked at
_SPLIT = re.compile(r"[^\w]+|_")
_PARTS = re.compile(r"[()\[\],;:/.|–—+…-]+|\b(?:hoặc|hay|và)\b", re.IGNORECASE)
_GENERIC = frozenset(
    map(
        fold,
        (
            "loại", "kiểu", "dạng", "hình thức", "kết cấu", "cột", "loại cột", "kiểu cột", "hình thức cột",
            "trạm", "BTS", "",
        ),
    )
)  # fmt: skip
_TOLD_IN_HEADERS = ("mast_class", "form", "support", "land_type", "kind")

Run = tuple[str, ...]


def _words(text: str) -> Run:
    return tuple(folded for word in _SPLIT.split(text[:LONGEST]) if (folded := fold(word)))


@cache
def _accented() -> frozenset[str]:
    """Return the folded words that are written with diacritics wherever they stand alone: "xã", "mã"."""
    read = tomllib.loads((DATA / "codes" / "header_words.toml").read_text(encoding="utf-8"))
    texts = [text for texts in read["same"].values() for text in texts if len(_words(text)) == 1]
    return frozenset(map(fold, texts)) - frozenset(fold(text) for text in texts if text.isascii())


@cache
def _tables() -> tuple[dict[Run, str], frozenset[str]]:
    """Return the runs of words with the word that each stands for ("": none), and the words that turn."""
    read = tomllib.loads((DATA / "codes" / "header_words.toml").read_text(encoding="utf-8"))
    runs = {_words(text): word for word, texts in read["same"].items() for text in texts}
    for text in read["fillers"]["words"]:
        runs.setdefault(_words(text), "")
    turns: set[str] = set()
    for text in read["turns"]["words"]:
        run = _words(text)
        if len(run) > 1:
            runs.setdefault(run, "".join(run))
        turns.add(runs.get(run) or "".join(run))
    return runs, frozenset(turns)


@cache
def _idle() -> frozenset[str]:
    """Return the words that by themselves tell of no column: "ngày", "mã"."""
    read = tomllib.loads((DATA / "codes" / "header_words.toml").read_text(encoding="utf-8"))
    runs, _ = _tables()
    return frozenset(runs.get(_words(text)) or "".join(_words(text)) for text in read["idle"]["words"])


@lru_cache(maxsize=4096)  # bounded: headers come from outside
def header_words(text: str) -> frozenset[str]:
    """Return the words that a header consists of, each as one writing of it."""
    runs, _ = _tables()
    words = _words(text)
    bare = frozenset() if text.isascii() else _bare(text)  # "bao xa" is no commune where others have signs
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(5, len(words) - at), 0, -1):
            word = runs.get(words[at : at + length])
            if word is not None and not (length == 1 and words[at] in bare):
                found.append(word)
                at += length
                break
        else:
            found.append(words[at])
            at += 1
    return frozenset(found) - {""}


def _bare(text: str) -> frozenset[str]:
    """Return the words of a text that stand without the diacritics they would have."""
    written = {word.lower() for word in _SPLIT.split(text[:LONGEST])}
    return frozenset(word for word in written if word.isascii() and word in _accented())


@cache
def _names(kind: ListKind) -> tuple[dict[frozenset[str], str], dict[str, frozenset[str]]]:
    """Return the column of each set of words (those of two left out), and all words of each column."""
    of: dict[frozenset[str], set[str]] = {}
    vocabulary: dict[str, frozenset[str]] = {}
    for item in columns_for(kind):
        sets = [header_words(text) for text in (item.label_vi, item.label_en, *item.aliases)]
        choices = choice_table(item.choices).labels.values() if item.type is CellType.CHOICE else ()
        vocabulary[item.name] = frozenset().union(*sets, *map(header_words, choices))
        for words in sets:
            if words and (len(words) > 1 or len(next(iter(words))) > 1):
                of.setdefault(words, set()).add(item.name)
    return {words: next(iter(names)) for words, names in of.items() if len(names) == 1}, vocabulary


def turned(text: str, name: str, kind: ListKind) -> bool:
    """Whether a text beside a header that tells ``name`` makes it another column."""
    _, turns = _tables()
    base = name.partition(":")[0]
    return bool((header_words(text) & turns) - _names(kind)[1].get(base, frozenset()))


@lru_cache(maxsize=4096)
def by_words(text: str, kind: ListKind) -> str:
    """Return the column whose words a header has, whatever their order, "" where none or several have them.

    All its words have to be of that column: those of one of its names, or more of them.
    """
    if len(text) > LONGEST:
        return ""
    words = header_words(text)
    if not words:
        return _by_choices(text, kind)
    sets, vocabulary = _names(kind)
    if name := sets.get(words):
        return name
    inside = {name for known, name in sets.items() if len(known) > 1 and known < words}
    whole = {name for name in inside if words <= vocabulary[name]}
    return whole.pop() if len(whole) == 1 else _by_choices(text, kind)


def _by_choices(text: str, kind: ListKind) -> str:
    """Return the column whose choices a header lists: "Dây co/tự đứng", "Loại (A1a, A2b..)"."""
    parts = [part for part in (fold(part) for part in _PARTS.split(text)) if part not in _GENERIC]
    if not parts:
        return ""
    known = {item.name: item for item in columns_for(kind)}
    found = []
    for name in _TOLD_IN_HEADERS:
        if name not in known or known[name].type is not CellType.CHOICE:
            continue
        table = choice_table(known[name].choices)
        told = [part for part in parts if not part.isdecimal() and table.code(part) is not None]
        if len(told) == len(parts) and len(set(told)) > 1:
            found.append(name)
    return found[0] if len(found) == 1 else ""


@cache
def _writings(kind: ListKind) -> dict[tuple[str, str], frozenset[str]]:
    """Return how the names of a column write each of their words, by the column and the folded word."""
    found: dict[tuple[str, str], set[str]] = {}
    for item in columns_for(kind):
        for text in (item.label_vi, *item.aliases):
            for word in _SPLIT.split(_composed(text)):
                found.setdefault((item.name, fold(word)), set()).add(word)
    return {at: frozenset(texts) for at, texts in found.items()}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text[:LONGEST]).lower()


def nearest_words(text: str, kind: ListKind) -> list[str]:
    """Return the columns of which a header has some words and none that turns it, most words first."""
    found = _nearest(text, kind)
    return sorted(found, key=lambda name: (-found[name], name))


def nearest_alone(text: str, kind: ListKind, name: str) -> bool:
    """Whether no other column has as much of a header's words: "id" is said of every code there is."""
    found = _nearest(text, kind)
    return all(share < found.get(name, 0.0) for other, share in found.items() if other != name)


def by_chance(text: str, kind: ListKind, name: str) -> bool:
    """Whether a header has too little of a column's words to be proposed as that for them.

    One word of three is chance, and so is an idle word: "Ngày ký" is no day of building.
    """
    return _nearest(text, kind, _idle()).get(name, 0.0) < _HALF


def _nearest(text: str, kind: ListKind, idle: frozenset[str] = frozenset()) -> dict[str, float]:
    """Return how much of the words each column shares with a header (0 to 1); ``idle`` ones alone are none.

    A word that is a name's only without its diacritics is another word: "quản" is no "quận".
    """
    words = header_words(text)
    sets, vocabulary = _names(kind)
    _, turns = _tables()
    signed: dict[str, set[str]] = {}
    for word in _SPLIT.split(_composed(text)):
        if not word.isascii():
            signed.setdefault(fold(word), set()).add(word)
    writings = _writings(kind)
    found: dict[str, float] = {}
    for known, name in sets.items():
        common = words & known
        if not common - idle or not (known <= words or words <= known) or (words & turns) - vocabulary[name]:
            continue
        others = {
            w for w in common & signed.keys() if signed[w].isdisjoint(writings.get((name, w), signed[w]))
        }
        if not others:
            found[name] = max(found.get(name, 0.0), len(common) / len(words | known))
    return found
