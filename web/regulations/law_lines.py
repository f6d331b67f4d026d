"""The law of a day as lines of a page: what each rule says here, and by name what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.checks.registered import CHECKS
from registry.law import Law, Rule
from registry.messages import Language, say
from registry.regulations.composing import NOT_STATED
from registry.regulations.forms import forms
from web.regulations.number_words import number_name, part_name, written
from web.regulations.typed import choice_text

HELD, UNREAD, ELSEWHERE, SILENT, NONE = "held", "unread", "elsewhere", "silent", "none"
"""A rule holds here; its text of the day is not in the catalogue; only other provinces have one; the
province's text lays nothing down; no text asks the question on the day."""
_ASKED = frozenset(check.code for check in CHECKS)


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


def lines_of(
    laws: Iterable[Law], lang: Language, *, silent: Iterable[str] = (), known: Iterable[str] = ()
) -> dict[str, LawLine]:
    """Return the lines of a day by code, in the order of the checks, each followed by its parts.

    Of rules that no check asks (days, reports) only those that an office may state. ``silent`` are codes that
    the province's own text lays nothing down of; codes that only ``known`` names (of the place on another
    day) are lines without a rule.
    """
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    places = {code: at for at, code in enumerate(dict.fromkeys([*titles, *forms().rules]))}
    rules = {code: rule for law in laws for code, rule in law.rules.items() if _listed(code)}
    gaps = {code: found for law in laws for code, found in law.gaps.items() if _listed(code)}
    nothing = frozenset(silent)

    def place(code: str) -> tuple[int, str]:
        return places.get(code.partition("/")[0], len(places)), code

    def line(code: str) -> LawLine:
        title = titles.get(code) or part_name(code, lang) or _form_title(code, lang)
        if code in rules:
            return _held(code, title, rules[code], lang)
        if code in gaps and (code in forms().rules or "/" not in code):  # a part only adds a sentence
            return LawLine(code, title, ELSEWHERE, elsewhere=tuple(gaps[code]))
        return LawLine(code, title, SILENT if code in nothing else NONE)

    codes = {*titles, *rules, *gaps, *known, *(code for code in nothing if _listed(code))}
    return {code: line(code) for code in sorted(codes, key=place)}


def in_families(lines: Iterable[LawLine], names: Mapping[str, str], lang: Language) -> list[LawFamily]:
    """Return lines by family, in their order; a family without a name of its own is called as its first.

    What no check asks stands by the families of the form of a regulation.
    """
    found: dict[str, list[LawLine]] = {}
    for line in lines:
        found.setdefault(_family(line.code), []).append(line)
    words = {**names, **{code: say(said, lang) for code, said in forms().families.items()}}
    return [LawFamily(code, words.get(code, own[0].title), tuple(own)) for code, own in found.items()]


def by_title(lines: Iterable[LawLine]) -> list[tuple[LawLine, str]]:
    """Return one line of each title with the codes of all that bear it: one matter may lead to several."""
    found: dict[str, list[LawLine]] = {}
    for line in lines:
        found.setdefault(line.title, []).append(line)
    return [(own[0], ", ".join(line.code for line in own)) for own in found.values()]


def _family(code: str) -> str:
    if code.partition("/")[0] in _ASKED:
        return code.split("-", maxsplit=1)[0]
    return forms().matters[forms().rules[code].matters[0]].family


def _listed(code: str) -> bool:
    """Whether a code stands on the page: what a check asks, its parts, and what an office may state."""
    return code in forms().rules or code.partition("/")[0] in _ASKED


def _form_title(code: str, lang: Language) -> str:
    form = forms().rules.get(code)
    return code if form is None else say(forms().matters[form.matters[0]].words, lang)


def _held(code: str, title: str, rule: Rule, lang: Language) -> LawLine:
    note = rule.note_en if lang == "en" else rule.note_vi
    if rule.gap:
        return LawLine(code, title, UNREAD, rule, note=note)
    numbers = [
        Stated(number_name(code, name, lang), written(item, lang), item.verified, item.basis == "office")
        for name, item in rule.thresholds.items()
        if item.basis != NOT_STATED or item.value
    ]
    return LawLine(code, title, HELD, rule, (*numbers, *_chosen(rule, lang)), note)


def _chosen(rule: Rule, lang: Language) -> Iterable[Stated]:
    """Return what a rule says besides numbers, where the form of a regulation has words for it."""
    form = forms().rules.get(rule.code)
    if form is None:
        return
    for name, key in form.options.items():
        matter = forms().matters[key.partition(".")[0]]
        choice = next((one for one in matter.choices if one.key == key), None)
        value = str(rule.options.get(name, "") or "")
        if (
            choice is not None
            and value
            and choice.says(rule.options)
            and not name.endswith("_vi" if lang == "en" else "_en")
        ):
            words = choice.options.get(value)
            said = say(words, lang) if words is not None else choice_text(choice, value)
            yield Stated(say(choice.words, lang), said, rule.verified, own=False)
