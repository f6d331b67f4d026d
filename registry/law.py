"""Dated law: rules with their thresholds, and the rules in force at a place on a day.

A rule of the whole country holds everywhere until one of a province takes its place there. What some province
has laid down on a day, and nobody has read for another, is a gap of that other one: it may have its own text.

Rules are data (``data/law/*.toml``, one file a document, see the README there); checks are code and read
their numbers here. A law file that does not keep its form is a fault of the catalogue: it raises
WrongCallError with the file's name, before any carrier asks.
"""

import datetime as dt
import hashlib
import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from registry.errors import RefusalError, WrongCallError
from registry.settings import DATA


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of a rule; ``verified`` False makes a would-be fail a review, ``value`` None is not known."""

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
        return self.at(territory) and self.on(as_of)

    def at(self, territory: str) -> bool:
        """Whether the rule is one of the province ``territory`` or of the whole country, on whatever day."""
        return not self.territory or territory in self.territory

    def on(self, as_of: dt.date) -> bool:
        """Whether the day ``as_of`` is one of the rule's, wherever it applies."""
        return (self.valid_from is None or self.valid_from <= as_of) and (
            self.valid_to is None or as_of <= self.valid_to
        )


_DOCUMENT_KEYS = frozenset(
    {"name", "title", "issued_by", "issued_with", "signed_on", "valid_from", "valid_to", "territory", "basis"}
)
_RULE_KEYS = frozenset(
    {
        "code",
        "article",
        "valid_from",
        "valid_to",
        "territory",
        "thresholds",
        "verified",
        "gap",
        "note_vi",
        "note_en",
        "options",
    }
)
_THRESHOLD_KEYS = frozenset({"value", "unit", "verified", "basis"})


def read_document(path: Path) -> list[Rule]:
    """Read one law file; see ``data/law/README.md`` for its form."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        document = content["document"]
        _expect(set(content) <= {"document", "rule"}, "only [document] and [[rule]] tables")
        _expect(set(document) <= _DOCUMENT_KEYS, "only known keys in [document]")
        _expect(bool(document["name"] and document["basis"]), "a document with a name and a basis")
        return [_read_rule(entry, document) for entry in content.get("rule", [])]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise WrongCallError(f"law file {path.name} does not keep its form: {error}") from error


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"expected {what}")


def _read_rule(entry: dict[str, Any], document: dict[str, Any]) -> Rule:
    code = entry["code"]
    _expect(set(entry) <= _RULE_KEYS, f"only known keys in rule {code}")
    gap = entry.get("gap", False)
    if gap:
        _expect(bool(entry["note_vi"] and entry["note_en"]), f"notes in both languages for the gap {code}")
        _expect(not entry.get("thresholds"), f"no numbers in the gap {code}")
    first = _later(document.get("valid_from"), entry.get("valid_from"))
    last = _earlier(document.get("valid_to"), entry.get("valid_to"))
    _expect(first is None or last is None or first <= last, f"a first day before the last in rule {code}")
    return Rule(
        code=code,
        document=document["name"],
        document_title=document.get("title", ""),
        article=entry.get("article", ""),
        valid_from=first,
        valid_to=last,
        territory=tuple(entry.get("territory", document.get("territory", ()))),
        thresholds={name: _read_threshold(name, item) for name, item in entry.get("thresholds", {}).items()},
        verified=entry.get("verified", True),
        gap=gap,
        note_vi=entry.get("note_vi", ""),
        note_en=entry.get("note_en", ""),
        options=entry.get("options", {}),
    )


def _read_threshold(name: str, item: dict[str, Any]) -> Threshold:
    _expect(set(item) <= _THRESHOLD_KEYS, f"only known keys in threshold {name}")
    _expect(bool(item["unit"] and item["basis"]), f"a unit and a basis for threshold {name}")
    value = item.get("value")
    _expect(value is not None or not item["verified"], f"a number for the verified threshold {name}")
    return Threshold(
        value=None if value is None else float(value),
        unit=item["unit"],
        verified=item["verified"],
        basis=item["basis"],
    )


def _later(document: dt.date | None, rule: dt.date | None) -> dt.date | None:
    """Return the first day: a rule cannot stand before its document."""
    return max(document, rule) if document and rule else rule or document


def _earlier(document: dt.date | None, rule: dt.date | None) -> dt.date | None:
    """Return the last day: a rule cannot outlive its document."""
    return min(document, rule) if document and rule else rule or document


@dataclass(frozen=True, slots=True)
class LawDocument:
    """A document of the catalogue as its head names it.

    ``name`` is how findings cite it; ``issued_with`` the document that puts a technical regulation in force
    ("" where it stands by itself), whose day is then ``signed_on``.
    """

    name: str
    title: str
    issued_by: str = ""
    issued_with: str = ""
    signed_on: dt.date | None = None
    valid_from: dt.date | None = None


@cache
def law_documents(folder: Path = DATA / "law") -> dict[str, LawDocument]:
    """Return the documents of the law files in ``folder`` by the names under which findings cite them."""
    found: dict[str, LawDocument] = {}
    for path in sorted(folder.glob("*.toml")):
        read_document(path)  # a file that does not keep its form is named
        head = tomllib.loads(path.read_text(encoding="utf-8"))["document"]
        found[head["name"]] = LawDocument(
            name=head["name"],
            title=head.get("title", ""),
            issued_by=head.get("issued_by", ""),
            issued_with=head.get("issued_with", ""),
            signed_on=head.get("signed_on"),
            valid_from=head.get("valid_from"),
        )
    return found


@cache
def catalogue(folder: Path = DATA / "law") -> tuple[Rule, ...]:
    """Return every rule of every law file in ``folder``."""
    return tuple(rule for path in sorted(folder.glob("*.toml")) for rule in read_document(path))


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
) -> Law:
    """Select the rules in force. Two rules of one code, place and day are a fault of the catalogue and raise.

    ``office`` holds the office's own working numbers ("LIM-POSITION.days": 15) for thresholds that the
    catalogue does not know; they stay unverified, and are part of the digest like any other number. One that
    no rule asks for any more ("AIR-03.consent_from_m") changes nothing.
    """
    chosen: dict[str, Rule] = {}
    elsewhere: dict[str, dict[str, None]] = {}
    for rule in catalogue() if rules is None else rules:
        if not rule.on(as_of):
            continue
        if not rule.at(territory):
            elsewhere.setdefault(rule.code, {})[rule.document] = None
            continue
        held = chosen.get(rule.code)
        if held is not None and bool(held.territory) == bool(rule.territory):
            raise WrongCallError(f"{rule.code} stands twice on {as_of}: {held.document} and {rule.document}")
        if held is None or rule.territory:
            chosen[rule.code] = rule
    for key, value in (office or {}).items():
        code, _, name = key.partition(".")
        if code in chosen and name in chosen[code].thresholds:
            chosen[code] = _with_office_number(chosen[code], name, float(value))
    gaps = {code: tuple(sorted(documents)) for code, documents in elsewhere.items() if code not in chosen}
    return Law(territory, as_of, chosen, gaps)


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
