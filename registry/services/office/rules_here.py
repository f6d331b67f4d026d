"""Single rules that hold in the register's province on a day, for a letter or a page that cites them.

What only another province has laid down is not cited: nothing is said where nothing holds here.
"""

import datetime as dt
import re
from functools import cache
from typing import Any

from registry.law import Rule, catalogue, law_in_force
from registry.messages import Language
from registry.model.outages.outages import IncidentKind
from registry.services.office.letters.citations import cited
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.settings import DATA
from registry.storm.outage_deadlines import rule_code

_HEAD = re.compile(r"[^,;(]+")


def rule_here(registry: Registry, code: str, day: dt.date, *, folder: str = "limits") -> Rule | None:
    """Return the rule of a code (of ``data/<folder>``) that holds here on a day, None for none or a gap."""
    law = law_in_force(registry.settings.province, day, rules=catalogue(DATA / folder), own=own_law(registry))
    rule = law.get(code)
    return None if rule is None or rule.gap else rule


def incident_hours(registry: Registry, day: dt.date, lang: Language) -> dict[str, Any]:
    """Return the hours in which incidents are seen to, by their kind, and the ground of it.

    ``clock_ground`` is "" where the province has no such times, or not for every kind.
    """
    rules = {kind.value: rule_here(registry, rule_code(kind), day) for kind in IncidentKind}
    hours = {
        kind: int(value)
        for kind, rule in rules.items()
        if rule is not None and (value := rule.threshold("hours").value) is not None
    }
    if len(hours) < len(rules):
        return {"clock_ground": "", "clock_hours": {}}
    held = [rule for rule in rules.values() if rule is not None]
    heads = {(rule.document, found[0].strip()): None for rule in held if (found := _HEAD.match(rule.article))}
    ground = "; ".join(cited(document, head, lang) for document, head in heads)
    return {"clock_ground": ground, "clock_hours": hours}


def holds_here(registry: Registry, source: str, day: dt.date) -> bool:
    """Whether what a text cites ("QĐ 72/2025/QĐ-UBND, Điều 4(3)") is not the law of another place or time.

    What is no document of the catalogue is nobody's regulation, and stays.
    """
    rules = _rules_of(source.partition(",")[0])
    own, province = own_law(registry), registry.settings.province
    return not rules or any(
        rule.in_force(province, day) and not own.ends(rule, province, day) for rule in rules
    )


@cache
def _rules_of(document: str) -> tuple[Rule, ...]:
    folders = (DATA / "law", DATA / "limits", DATA / "duties")
    return tuple(rule for folder in folders for rule in catalogue(folder) if rule.document == document)
