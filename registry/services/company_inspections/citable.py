"""The rules by which an inspection may conclude: in force here on the day of the facts, read or not."""

import datetime as dt
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.law import Rule, catalogue, law_in_force
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.settings import DATA

FOLDERS = ("law", "limits", "duties")


@dataclass(frozen=True, slots=True)
class CitableRule:
    """A rule as it holds here on a day. ``verified``: the text, and every number in it, was read."""

    code: str
    document: str
    document_title: str
    article: str
    verified: bool


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
    read = rule.verified and all(item.verified for item in rule.thresholds.values())
    return CitableRule(rule.code, rule.document, rule.document_title, rule.article, read)
