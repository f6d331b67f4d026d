"""The law of a day as lines of a page: what each rule says here, and by name what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.checks.registered import CHECKS
from registry.law import Law, Rule
from registry.messages import Language
from registry.model.findings import Stage
from web.regulations.number_words import number_name, part_name, written

HELD, UNREAD, ELSEWHERE, NONE = "held", "unread", "elsewhere", "none"
"""A rule holds here; its text of the day is not in the catalogue; only other provinces have one; no text
asks the question on the day."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of a rule in words; ``value`` "" where it is not known, ``own`` the office's own number."""

    name: str
    value: str
    verified: bool
    own: bool


@dataclass(frozen=True, slots=True)
class LawLine:
    """What the law of a day says of one code; ``elsewhere`` are the documents of other provinces."""

    code: str
    title: str
    state: str
    rule: Rule | None = None
    numbers: tuple[Stated, ...] = ()
    note: str = ""
    elsewhere: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Return where on the page the line stands."""
        return anchor(self.code)

    @property
    def verified(self) -> bool:
        """Whether all that the rule says was read in its text."""
        return self.rule is not None and self.rule.verified and all(one.verified for one in self.numbers)


@dataclass(frozen=True, slots=True)
class LawFamily:
    """The lines of one family of rules."""

    code: str
    name: str
    lines: tuple[LawLine, ...]


def anchor(code: str) -> str:
    """Return the name of a code's line in the address of the page."""
    return "rule-" + code.replace("/", "-")


def lines_of(law: Law, lang: Language, known: Iterable[str] = ()) -> dict[str, LawLine]:
    """Return the lines of a day by code, in the order of the checks, each followed by its parts.

    Codes that only ``known`` names (of the same place on another day) are lines without a rule.
    """
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    places = {code: at for at, code in enumerate(titles)}
    codes = {*titles, *law.rules, *law.gaps, *known}

    def place(code: str) -> tuple[int, str]:
        return places.get(code.partition("/")[0], len(places)), code

    return {
        code: _line(code, titles.get(code) or part_name(code, lang) or code, law, lang)
        for code in sorted(codes, key=place)
    }


def in_families(lines: Iterable[LawLine], names: dict[str, str]) -> list[LawFamily]:
    """Return lines by family, in their order; a family without a name of its own is called as its first."""
    found: dict[str, list[LawLine]] = {}
    for line in lines:
        found.setdefault(line.code.split("-")[0], []).append(line)
    return [LawFamily(code, names.get(code, own[0].title), tuple(own)) for code, own in found.items()]


def later_stages() -> frozenset[str]:
    """Return the families that are asked after the position: in building and in operation."""
    return frozenset(check.code.split("-")[0] for check in CHECKS if check.stage is not Stage.POSITION)


def _line(code: str, title: str, law: Law, lang: Language) -> LawLine:
    rule = law.get(code)
    if rule is None:
        elsewhere = law.gaps.get(code, ())
        return LawLine(code, title, ELSEWHERE if elsewhere else NONE, elsewhere=tuple(elsewhere))
    note = rule.note_en if lang == "en" else rule.note_vi
    if rule.gap:
        return LawLine(code, title, UNREAD, rule, note=note)
    numbers = tuple(
        Stated(number_name(code, name, lang), written(item, lang), item.verified, item.basis == "office")
        for name, item in rule.thresholds.items()
    )
    return LawLine(code, title, HELD, rule, numbers, note)
