"""The rules by which an inspection may conclude: in force here on the day of the facts, read or not."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.law import Rule, catalogue, law_in_force
from registry.model.company_inspections.inspection import Matter
from registry.services.office.letters.letter_values import ground_lines
from registry.services.office.own_law import citable_documents, own_law
from registry.services.office.registry import Registry
from registry.settings import DATA

FOLDERS = ("law", "limits", "duties")
_POWER = "NĐ 217/2025/NĐ-CP"
"""By which the inspection itself goes; the register knows its frame only."""
_OF_MATTER: dict[Matter, tuple[str, ...]] = {
    Matter.PLAN: ("PLN-01", "DUT-PLAN"),
    Matter.POSITION: ("SPC-01", "SPC-02"),
    Matter.PERMIT: ("PRM-01",),
    Matter.SHARING: ("SHR-01", "SHR-02"),
    Matter.EMF: ("EMF-01", "DUT-EMF"),
    Matter.SAFETY: ("DUT-STRUCTURE", "DUT-SEASON"),
    Matter.CABLE: ("CAB-01", "CAB-03", "LIM-CABLE"),
    Matter.REPORTING: ("DUT-LIST", "DUT-YEAR"),
}
"""The rules whose documents an inspection of a matter rests on."""


@dataclass(frozen=True, slots=True)
class CitableRule:
    """A rule as it holds here on a day. ``verified``: the text, and every number in it, was read."""

    code: str
    document: str
    document_title: str
    article: str
    verified: bool


_GUESSED = frozenset({"begun_months"})
"""Numbers by which the register guesses what it does not hold: when a work was begun. Whoever concludes an
inspection knows it, and the text names no such number."""


def rules_on(registry: Registry, day: dt.date) -> list[CitableRule]:
    """Return the rules that hold here on a day and are of a document that can be cited, by document."""
    found: dict[str, CitableRule] = {}
    for folder in FOLDERS:
        law = law_in_force(
            registry.settings.province, day, rules=catalogue(DATA / folder), own=own_law(registry)
        )
        for code in sorted({rule.code for rule in catalogue(DATA / folder)}):
            rule = law.get(code)
            if rule is not None and not rule.gap and rule.document:
                found.setdefault(code, _citable(rule))
    return sorted(found.values(), key=lambda one: (one.document, one.code))


def rule_on(registry: Registry, code: str, day: dt.date) -> CitableRule:
    """Return one; ``COMPANY-INSPECTION-RULE`` where nothing of that code was in force here on the day."""
    for one in rules_on(registry, day):
        if one.code == code:
            return one
    raise RefusalError("COMPANY-INSPECTION-RULE", rule=code[:40], day=day)


def _citable(rule: Rule) -> CitableRule:
    numbers = (item for name, item in rule.thresholds.items() if name not in _GUESSED)
    read = rule.verified and all(item.verified for item in numbers)
    return CitableRule(rule.code, rule.document, rule.document_title, rule.article, read)


def suggested_basis(registry: Registry, matters: Iterable[Matter], day: dt.date) -> tuple[str, ...]:
    """Return lines of grounds for an officer to look through: documents in force of some matters, by rank.

    A document without a number is none to cite, and one that holds nothing here is not named.
    """
    wanted = {code for matter in matters for code in _OF_MATTER.get(matter, ())}
    names = {one.document for one in rules_on(registry, day) if one.code in wanted}
    return tuple(ground_lines({*names, _POWER}, "vi", citable_documents(registry)))
