"""The rules in force at a place on a day, the office's own numbers filled in."""

import datetime as dt
import hashlib
import json
import math
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from registry.errors import RefusalError, WrongCallError
from registry.law.documents import catalogue
from registry.law.own import NO_OWN_LAW, OwnLaw
from registry.law.rules import Rule


@dataclass(frozen=True)
class Law:
    """The rules in force at one place on one day, one per code.

    ``gaps`` are the codes that have none here although some province has: by code, the documents of those
    that have one. Their law may have a text of its own that nobody has read, so a check answers ``review``.
    """

    territory: str
    as_of: dt.date
    rules: Mapping[str, Rule]
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, code: str) -> Rule | None:
        """Return the rule in force for a check's code, or None."""
        return self.rules.get(code)

    def agrees_with(self, other: "Law") -> bool:
        """Whether both places are judged alike on the day."""
        return self.rules == other.rules and self.gaps == other.gaps

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the rules in force."""
        content = [_canonical(self.rules[code]) for code in sorted(self.rules)]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def law_in_force(
    territory: str,
    as_of: dt.date,
    rules: Iterable[Rule] | None = None,
    office: Mapping[str, float] | None = None,
    own: OwnLaw = NO_OWN_LAW,
) -> Law:
    """Select the rules in force. Two rules of one code, place and day are a fault of the catalogue and raise.

    ``own`` is what the office itself published: of the codes that ``rules`` know it goes before any of them,
    and what it took the place of is not in force.

    ``office`` holds the office's own working numbers ("LIM-POSITION.days": 15) for thresholds that the
    catalogue does not know; they stay unverified, and are part of the digest like any other number. One that
    no rule asks for any more ("AIR-03.consent_from_m") changes nothing.
    """
    chosen: dict[str, Rule] = {}
    elsewhere: dict[str, dict[str, None]] = {}
    known = catalogue() if rules is None else tuple(rules)
    for rule in known:
        if not rule.on(as_of):
            continue
        if not rule.at(territory) or (own.ended and own.ends(rule, territory, as_of)):
            elsewhere.setdefault(rule.code, {})[rule.document] = None
            continue
        held = chosen.get(rule.code)
        if held is not None and bool(held.territory) == bool(rule.territory):
            raise WrongCallError(f"{rule.code} stands twice on {as_of}: {held.document} and {rule.document}")
        if held is None or rule.territory:
            chosen[rule.code] = rule
    if own.rules:
        _put_own(chosen, own, {rule.code for rule in known}, territory, as_of)
    for key, value in (office or {}).items():
        code, _, name = key.partition(".")
        if code in chosen and name in chosen[code].thresholds:
            chosen[code] = _with_office_number(chosen[code], name, float(value))
    gaps = {
        code: tuple(sorted(documents))
        for code, documents in elsewhere.items()
        if code not in chosen and not own.is_silent(code, territory, as_of)
    }
    return Law(territory, as_of, chosen, gaps)


def _put_own(
    chosen: dict[str, Rule], own: OwnLaw, codes: Collection[str], territory: str, as_of: dt.date
) -> None:
    """Put the office's own rules in force in the place of others; its gaps only where nothing stands."""
    for rule in own.rules:
        if rule.code in codes and rule.in_force(territory, as_of) and not (rule.gap and rule.code in chosen):
            chosen[rule.code] = rule


def read_office_numbers(path: Path) -> dict[str, float]:
    """Read the office's working numbers (``[thresholds]`` of ``office.toml``); none without the file.

    Raises RefusalError where the file is no TOML, or a number in it is not one above zero.
    """
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("thresholds", {})
        numbers = {str(key): float(value) for key, value in table.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise RefusalError("OFFICE-NUMBERS-NOT-READ", path=path.name, reason=str(error)) from error
    for key, value in numbers.items():
        if not (math.isfinite(value) and value > 0):
            raise RefusalError("OFFICE-NUMBERS-NOT-READ", path=path.name, reason=f"{key} = {value}")
    return numbers


def _with_office_number(rule: Rule, name: str, value: float) -> Rule:
    """Fill a number that the catalogue does not know; a known one is the law's and is not replaced."""
    threshold = rule.thresholds[name]
    if threshold.value is not None:
        return rule
    filled = replace(threshold, value=value, verified=False, basis="office")
    return replace(rule, thresholds={**rule.thresholds, name: filled})


def _canonical(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "document": rule.document,
        "article": rule.article,
        "from": str(rule.valid_from),
        "to": str(rule.valid_to),
        "thresholds": {
            name: [item.value, item.unit, item.verified] for name, item in sorted(rule.thresholds.items())
        },
        "gap": rule.gap,
        "verified": rule.verified,
        "options": dict(rule.options),
    }
