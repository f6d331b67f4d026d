"""Dated law: rules with their thresholds, and the rules in force at a place on a day.

Rules are data (``data/law/*.toml``, one file a document); checks are code and read their numbers here.
"""

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from registry.errors import WrongCallError
from registry.settings import DATA


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of a rule. ``verified`` False turns a would-be fail into a review; ``value`` None: not known."""

    value: float | None
    unit: str
    verified: bool
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it stood from ``valid_from`` to ``valid_to`` (both inclusive; None: open).

    ``territory`` holds GSO province codes, empty for the whole country. ``gap`` marks a period whose
    law is not in the catalogue: the check answers ``review`` with ``note``, never a number.
    """

    code: str
    document: str
    article: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    territory: tuple[str, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    verified: bool = True
    gap: bool = False
    note_vi: str = ""
    note_en: str = ""
    document_title: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def threshold(self, name: str) -> Threshold:
        """Return a named threshold; asking for one the catalogue lacks is a wrong call."""
        try:
            return self.thresholds[name]
        except KeyError as error:
            raise WrongCallError(f"rule {self.code} ({self.document}) has no threshold {name}") from error

    def in_force(self, territory: str, as_of: dt.date) -> bool:
        """Whether the rule applies in the province ``territory`` on the day ``as_of``."""
        return (
            (not self.territory or territory in self.territory)
            and (self.valid_from is None or self.valid_from <= as_of)
            and (self.valid_to is None or as_of <= self.valid_to)
        )


def read_document(path: Path) -> list[Rule]:
    """Read one law file; see ``data/law/README.md`` for its form."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    document = content["document"]
    rules = []
    for entry in content.get("rule", []):
        thresholds = {
            name: Threshold(
                value=None if item.get("value") is None else float(item["value"]),
                unit=item["unit"],
                verified=item["verified"],
                basis=item["basis"],
            )
            for name, item in entry.get("thresholds", {}).items()
        }
        rules.append(
            Rule(
                code=entry["code"],
                document=document["name"],
                document_title=document.get("title", ""),
                article=entry.get("article", ""),
                valid_from=entry.get("valid_from", document.get("valid_from")),
                valid_to=entry.get("valid_to", document.get("valid_to")),
                territory=tuple(entry.get("territory", document.get("territory", ()))),
                thresholds=thresholds,
                verified=entry.get("verified", True),
                gap=entry.get("gap", False),
                note_vi=entry.get("note_vi", ""),
                note_en=entry.get("note_en", ""),
                options=entry.get("options", {}),
            )
        )
    return rules


@cache
def catalogue(folder: Path = DATA / "law") -> tuple[Rule, ...]:
    """Return every rule of every law file in ``folder``."""
    return tuple(rule for path in sorted(folder.glob("*.toml")) for rule in read_document(path))


@dataclass(frozen=True, slots=True)
class Law:
    """The rules in force at one place on one day, one per code."""

    territory: str
    as_of: dt.date
    rules: Mapping[str, Rule]

    def get(self, code: str) -> Rule | None:
        """Return the rule in force for a check's code, or None."""
        return self.rules.get(code)

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the rules in force."""
        content = [_canonical(self.rules[code]) for code in sorted(self.rules)]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def law_in_force(
    territory: str,
    as_of: dt.date,
    rules: Iterable[Rule] | None = None,
    office: Mapping[str, float] | None = None,
) -> Law:
    """Select the rules in force. Two rules of one code on one day are a fault of the catalogue and raise.

    ``office`` holds the office's own working numbers ("AIR-03.consent_from_m": 45) for thresholds that the
    catalogue does not know; they stay unverified, and are part of the digest like any other number.
    """
    chosen: dict[str, Rule] = {}
    for rule in catalogue() if rules is None else rules:
        if not rule.in_force(territory, as_of):
            continue
        if rule.code in chosen:
            raise WrongCallError(
                f"{rule.code} stands twice on {as_of}: {chosen[rule.code].document} and {rule.document}"
            )
        chosen[rule.code] = rule
    for key, value in (office or {}).items():
        code, _, name = key.partition(".")
        if code in chosen and name in chosen[code].thresholds:
            chosen[code] = _with_office_number(chosen[code], name, float(value))
    return Law(territory, as_of, chosen)


def read_office_numbers(path: Path) -> dict[str, float]:
    """Read the office's working numbers (``[thresholds]`` of ``office.toml``); none without the file."""
    if not path.exists():
        return {}
    table = tomllib.loads(path.read_text(encoding="utf-8")).get("thresholds", {})
    return {str(key): float(value) for key, value in table.items()}


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
