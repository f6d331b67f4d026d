"""The law that holds here on a day, rule by rule: number, article, document, days, gaps."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registry.checks.registered import CHECKS
from registry.law import Law, OwnLaw, Rule, Threshold, catalogue, law_in_force
from registry.messages import Words
from registry.model.people import Person
from registry.regulations.forms import FOLDERS, forms
from registry.regulations.versions import held_on
from registry.services.office.office_numbers import office_numbers
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.services.regulations.deeds import check_reader
from registry.settings import DATA
from registry.store.regulations.regulations import list_regulations

OTHERS = "others"
"""The family of rules that no office may state: those of the country."""


class Standing(StrEnum):
    """How a rule stands on a day."""

    HOLDS = "holds"
    GAP = "gap"  # some text holds here that nobody entered, or not whole
    MISSING = "missing"  # only other provinces have one: the province's own was not entered
    NONE = "none"  # the province's text lays nothing down about it


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A rule as it stands here on a day.

    ``own`` is the id of the office's regulation that it is of ("" of the catalogue), ``elsewhere`` the
    documents that hold in other provinces where none does here. ``matters`` are those of the forms by which
    the office may state it, empty where it may not.
    """

    code: str
    family: str
    title: Words
    standing: Standing
    document: str = ""
    article: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    verified: bool = True
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    note: Words | None = None
    own: str = ""
    elsewhere: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


def law_here(registry: Registry, day: dt.date, *, person: Person) -> list[HeldRule]:
    """Return every rule that is asked here on a day or may be stated, by family in the order of the forms."""
    check_reader(person)
    own = own_law(registry)
    with registry.database.read() as connection:
        numbers = office_numbers(connection, registry.settings)
        published = list_regulations(connection, published=True)
    named = {one.content.head.name: one.id for one in held_on(published, day)}
    found = []
    for folder in FOLDERS:
        rules = catalogue(DATA / folder)
        law = law_in_force(registry.settings.province, day, rules=rules, office=numbers, own=own)
        codes = {rule.code for rule in rules if "/" not in rule.code}
        found += [_held(code, law, own, named) for code in sorted(codes)]
    order = [*forms().families, OTHERS]
    asked = [one for one in found if one is not None]
    return sorted(asked, key=lambda one: (order.index(one.family), _place(one.code), one.code))


def families_lacking(registry: Registry, day: dt.date) -> list[Words]:
    """Return the families with a question that only the province's own text answers and nobody entered.

    What the office has no form for is left out: nothing that it does would end it.
    """
    own, asked = own_law(registry), forms()
    lacking: set[str] = set()
    for folder in FOLDERS:
        law = law_in_force(registry.settings.province, day, rules=catalogue(DATA / folder), own=own)
        for code, form in asked.rules.items():
            rule = law.get(code)
            if code in law.gaps if rule is None else rule.gap:
                lacking.add(asked.matters[form.matters[0]].family)
    return [words for code, words in asked.families.items() if code in lacking]


def compared(
    registry: Registry, first: dt.date, second: dt.date, *, person: Person
) -> list[tuple[HeldRule | None, HeldRule | None]]:
    """Return the rules that stand otherwise on two days, each as on the first and on the second."""
    before = {one.code: one for one in law_here(registry, first, person=person)}
    after = {one.code: one for one in law_here(registry, second, person=person)}
    codes = dict.fromkeys([*before, *after])
    return [(before.get(code), after.get(code)) for code in codes if before.get(code) != after.get(code)]


def _place(code: str) -> int:
    known = list(forms().rules)
    return known.index(code) if code in known else len(known)


def _held(code: str, law: Law, own: OwnLaw, named: Mapping[str, str]) -> HeldRule | None:
    rule = law.get(code)
    form = forms().rules.get(code)
    matters = () if form is None else form.matters
    family = OTHERS if form is None else forms().matters[form.matters[0]].family
    title = _title(code)
    if rule is None:
        if code in law.gaps:
            return HeldRule(code, family, title, Standing.MISSING, elsewhere=law.gaps[code], matters=matters)
        if own.is_silent(code, law.territory, law.as_of):
            return HeldRule(code, family, title, Standing.NONE, matters=matters)
        return None
    return HeldRule(
        code=code,
        family=family,
        title=title,
        standing=Standing.GAP if rule.gap else Standing.HOLDS,
        document=rule.document,
        article=rule.article,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        verified=rule.verified,
        thresholds=rule.thresholds,
        note=Words(rule.note_vi, rule.note_en) if rule.gap else None,
        own=named.get(rule.document, "") if _is_own(rule, own) else "",
        matters=matters,
    )


def _is_own(rule: Rule, own: OwnLaw) -> bool:
    return any(rule.code == item.code and rule.document == item.document for item in own.rules)


def _title(code: str) -> Words:
    check = next((one for one in CHECKS if one.code == code), None)
    if check is not None:
        return Words(check.title_vi, check.title_en)
    form = forms().rules.get(code)
    return Words(code, code) if form is None else forms().matters[form.matters[0]].words
