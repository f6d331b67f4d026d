"""Choices: the words that lists use for one of a few codes, and the operators by code, name and old name."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property

from registry.columns import fold
from registry.intake.cells import CellProblem, Read, missing
from registry.intake.raw import Cell, cell_text
from registry.model.areas import LAYERS
from registry.settings import DATA

_BETWEEN_TECHNOLOGIES = re.compile(r"\s*[,;/+&|]\s*|\s+(?:và|and)\s+|\s+(?=[2-6]G\b)")
_SEVERAL = re.compile(r"\s*(?:[,;/+&\n]|\bvà\b|\band\b)\s*")
_NOBODY = frozenset({"", "khong", "khongco", "chuaco", "none", "no", "na", "0", "khongdungchung"})
_CLOSE = 0.7
_AS_NEAR = 8  # words
_DENIES = frozenset(
    (
        "không",
        "khong",
        "ko",
        "chưa",
        "chẳng",
        "dừng",
        "ngừng",
        "ngưng",
        "ngung",
        "hết",
        "sắp",
        "chờ",
        "not",
        "no",
    )
)
"""Words by which a text says the opposite of the word that it resembles: "chưa tháo dỡ", "dừng khai thác"."""
_WORD = re.compile(r"[^\W_]+")
_TECHNOLOGY = re.compile(r"[2-6]g|lte|nr|nbiot|vonr|mimo")
_LONGEST_LED = 80  # characters
_LONGEST_RUN = 7  # words


class ChoiceTable:
    """One table of choices: folded words to codes, with labels for messages."""

    def __init__(
        self, words: dict[str, tuple[str, ...]], near: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._near = {_words(text): code for code, texts in (near or {}).items() for text in texts}
        self.labels = {code: (texts[0] if texts else code) for code, texts in words.items()}
        self._codes: dict[str, str] = {}
        for code, texts in words.items():
            for text in (code, *texts):
                self._codes.setdefault(fold(text), code)
        self._denying = {fold(text) for texts in words.values() for text in texts if _denies(text)}

    @cached_property
    def _shared(self) -> str:
        """The word with which all labels begin ("đất"): it tells no choice from another; "" for none."""
        firsts = {label.split()[0] for label in self.labels.values() if len(label.split()) > 1}
        alike = len(firsts) == 1 and all(len(label.split()) > 1 for label in self.labels.values())
        return fold(firsts.pop()) if alike else ""

    @property
    def folded(self) -> frozenset[str]:
        """The words of the table, folded."""
        return frozenset(self._codes)

    def code(self, text: str) -> str | None:
        """Return the code for a word as lists write it; None where it is not known."""
        return self._codes.get(fold(text))

    def read(self, cell: Cell, *, suggest: bool = True, nothing: Callable[[Cell], bool] = missing) -> Read:
        """Read one cell (see ``cells.Read``); ``nothing`` tells which cells say nothing."""
        text = " ".join(cell_text(cell).split())
        code = self.code(text)
        if code is not None:
            return code, None
        if not text or nothing(text):
            return None, None
        params = {"known": ", ".join(dict.fromkeys(self.labels.values()))}
        return None, CellProblem("CELL-NOT-A-CHOICE", params, self.suggestion(text) if suggest else None)

    def read_several(self, cell: Cell, *, suggest: bool = True) -> Read:
        """Read one cell with several choices separated by , ; / + & or "và"."""
        text = " ".join(cell_text(cell).split())
        if missing(text) or fold(text) in _NOBODY:
            return None, None
        codes: list[str] = []
        unknown: list[str] = []
        whole = self.code(text)
        for part in [text] if whole else parts_of(text):
            if fold(part) in _NOBODY:
                continue
            code = self.code(part)
            if code is None:
                unknown.append(part)
            elif code not in codes:
                codes.append(code)
        problem = None
        if unknown:
            params = {"known": ", ".join(dict.fromkeys(self.labels.values()))}
            problem = CellProblem(
                "CELL-NOT-A-CHOICE", params, self.suggestion(unknown[0]) if suggest else None
            )
        return tuple(codes) or None, problem

    def read_first(self, cell: Cell, *, suggest: bool = True) -> Read:
        """Read one cell that should name one: of several, all in a tuple in their order, and that is said."""
        code, problem = self.read(cell, suggest=suggest)
        if problem is None:
            return code, None
        codes, unknown = self.read_several(cell, suggest=False)
        if unknown is not None or len(codes or ()) < 2:
            return None, problem
        first, *others = (self.labels[code] for code in codes)
        return codes, CellProblem("CELL-SEVERAL-OPERATORS", {"first": first, "others": ", ".join(others)})

    def suggestion(self, text: str) -> str | None:
        """Return the label of the choice that a text most resembles; None where nothing is near."""
        told = self._told(text)
        if told is not None:
            return self.labels.get(told)
        folded, shared = fold(text), self._shared
        rests = {word[len(shared) :]: word for word in self._codes if word.startswith(shared)}
        rest = folded[len(shared) : 80] if folded.startswith(shared) else ""
        words = _nearest(rest or folded[:80], rests if rest else {word: word for word in self._codes})
        known = self._denying if _denies(text) else self._codes.keys()
        if words and not words & known:
            return None
        if near := {self._codes[word] for word in words & known}:
            return self.labels[near.pop()] if len(near) == 1 else None
        inside = {self._codes[word] for word in known if len(word) >= 3 and word in folded}
        return self.labels[inside.pop()] if len(inside) == 1 else None

    def _told(self, text: str) -> str | None:
        """Return what the longest of the words in a text proposes ("": nothing is); None: it has none."""
        words = _words(text[:_LONGEST_LED])
        inside = [run for run in self._near if any(words[i : i + len(run)] == run for i in range(len(words)))]
        return self._near[max(inside, key=len)] if inside else None


class LedTable(ChoiceTable):
    """Choices that lists write with more behind them: "Nâng cấp 5G", "Thuê cột VNPT".

    The word comes first, and all that follows has to be of the words that say nothing else of it
    (``tails`` by code; networks and technologies by ``@operators`` and ``@technologies``).
    """

    def __init__(self, words: dict[str, tuple[str, ...]], tails: dict[str, tuple[str, ...]]) -> None:
        super().__init__(words)
        self._leads = {_words(text): code for code, texts in words.items() for text in texts if text}
        self._tails = {code: frozenset(map(_words, texts)) for code, texts in tails.items()}

    def code(self, text: str) -> str | None:
        """Return the code of a word, or of one with nothing but such words behind it."""
        return super().code(text) or self._led(text)

    def _led(self, text: str) -> str | None:
        words = _words(text[:_LONGEST_LED])
        for length in range(len(words) - 1, 0, -1):
            code = self._leads.get(words[:length])
            if code is not None:
                tails = self._tails.get(code, frozenset())
                return code if _made_of(words[length:], tails) else None
        return None


def _denies(text: str) -> bool:
    return not _DENIES.isdisjoint(unicodedata.normalize("NFC", text).casefold().split())


def _nearest(text: str, codes: Mapping[str, str]) -> set[str]:
    """Return the words (in full) that a text most resembles; of several it is as near to each."""
    near = difflib.get_close_matches(text, codes, n=_AS_NEAR, cutoff=_CLOSE)
    matcher = difflib.SequenceMatcher(b=text)

    def ratio(word: str) -> float:
        matcher.set_seq1(word)
        return matcher.ratio()

    return {codes[word] for word in near if ratio(word) == ratio(near[0])}


def parts_of(text: str) -> list[str]:
    """Return what stands between , ; / + & and "và" of a cell."""
    return _SEVERAL.split(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(folded for word in _WORD.findall(text) if (folded := fold(word)))


def _made_of(words: tuple[str, ...], runs: frozenset[tuple[str, ...]]) -> bool:
    """Whether words are nothing but such runs, networks' names and technologies, one behind another."""
    if not words:
        return True
    for length in range(min(_LONGEST_RUN, len(words)), 0, -1):
        run = words[:length]
        known = (
            run in runs
            or (("technologies",) in runs and length == 1 and _TECHNOLOGY.fullmatch(run[0]) is not None)
            or (("operators",) in runs and choice_table("operators").code(" ".join(run)) is not None)
        )
        if known and _made_of(words[length:], runs):
            return True
    return False


@cache
def choice_table(name: str) -> ChoiceTable:
    """Return a table of ``data/codes``: ``operators``, ``zone_layers``, or one of ``choices.toml``."""
    if name == "zone_layers":
        return ChoiceTable({layer.value: facts.aliases for layer, facts in LAYERS.items()})
    if name == "operators":
        read = tomllib.loads((DATA / "codes" / "operators.toml").read_text(encoding="utf-8"))
        return ChoiceTable({code: (entry["name"], *entry["old_names"]) for code, entry in read.items()})
    tables = tomllib.loads((DATA / "codes" / "choices.toml").read_text(encoding="utf-8"))
    words = {code: tuple(texts) for code, texts in tables[name].items()}
    if name != "kinds":
        return ChoiceTable(words, tables["near"].get(name))
    return LedTable(words, {code: tuple(texts) for code, texts in tables["kind_tails"].items()})


def technologies_of(text: str) -> tuple[str, ...]:
    """Return "2G", "4G" of "2G/4G"; one empty technology where the list names none."""
    named = (part.strip().upper() for part in _BETWEEN_TECHNOLOGIES.split(text) if part.strip())
    return tuple(dict.fromkeys(named)) or ("",)
