"""Which rules of one code are in force together: there should be none, and tests hold the law files to it."""

import datetime as dt
from collections.abc import Iterable

from registry.law import Rule


def overlaps(rules: Iterable[Rule]) -> list[tuple[Rule, Rule]]:
    """The pairs of one code that are in force together at some place and day."""
    by_code: dict[str, list[Rule]] = {}
    found = []
    for rule in rules:
        for other in by_code.setdefault(rule.code, []):
            if _share_a_day(rule, other) and _share_a_place(rule, other):
                found.append((other, rule))
        by_code[rule.code].append(rule)
    return found


def _share_a_day(one: Rule, other: Rule) -> bool:
    first = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return first <= min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)


def _share_a_place(one: Rule, other: Rule) -> bool:
    """Whether neither goes before the other anywhere: a province's rule goes before the whole country's."""
    if not one.territory or not other.territory:
        return one.territory == other.territory
    return not set(one.territory).isdisjoint(other.territory)
