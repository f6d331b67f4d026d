"""The documents of the catalogue and their rules, read from the law files (``data/law/README.md``)."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from registry.errors import WrongCallError
from registry.law.rules import Rule, Threshold
from registry.settings import DATA

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
