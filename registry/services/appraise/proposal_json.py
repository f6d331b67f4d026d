"""Proposals, findings and the reading of a list as JSON values, and back without a loss.

What a request was received with and what it was decided by are kept so, whatever the register says later.
"""

import datetime as dt
from dataclasses import asdict, fields, replace
from numbers import Integral
from typing import Any

from registry.intake.meanings import Meaning
from registry.intake.parsed import SheetColumn, SheetReading
from registry.messages import Words
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.model.issues import Issue, Severity

_UNKEPT = frozenset({"samples", "proposed"})
_WORDS, _DAY, _TUPLE = "$words", "$day", "$tuple"


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON."""
    plain = {item.name: getattr(finding, item.name) for item in fields(Finding)}
    # "" is kept: a mast of an operator that is not known is masked, one that is no mast (None) is not
    return {name: _plain(value) for name, value in plain.items() if value is not None and value != ()}


def finding_from_json(value: dict[str, Any]) -> Finding:
    """Return the finding that ``finding_to_json`` wrote."""
    own = {name: _back(item) for name, item in value.items()}
    own |= {"outcome": Outcome(own["outcome"]), "stage": Stage(own["stage"])}
    # one that was kept before findings had kinds keeps the answer of its time: see ``Finding.reservation``
    own["kind"] = Reservation(own["kind"]) if "kind" in own else None
    own["notes"] = tuple((code, params) for code, params in own.get("notes", ()))
    return Finding(**own)


def reading_to_json(issues: list[Issue], sheets: tuple[SheetReading, ...]) -> dict[str, Any]:
    """Return what was said when a list was read."""
    return {
        "issues": [{**asdict(item), "params": _plain(item.params)} for item in issues],
        "sheets": [
            {**asdict(replace(item, columns=())), "columns": [_plain_column(own) for own in item.columns]}
            for item in sheets
        ],
    }


def reading_from_json(value: dict[str, Any] | None) -> tuple[list[Issue], tuple[SheetReading, ...]]:
    """Return the issues and sheets that ``reading_to_json`` wrote."""
    if not value:
        return [], ()
    issues = [
        Issue(**{**item, "severity": Severity(item["severity"]), "params": _back(item["params"])})
        for item in value["issues"]
    ]
    sheets = tuple(
        SheetReading(**{**item, "columns": tuple(map(_column, item["columns"]))}) for item in value["sheets"]
    )
    return issues, sheets


def _plain_column(item: SheetColumn) -> dict[str, Any]:
    """Return a column without its samples and what it might be: the rows are kept, and the issue says it."""
    return {
        name: value for name, value in asdict(replace(item, proposed=None)).items() if name not in _UNKEPT
    }


def _column(value: dict[str, Any]) -> SheetColumn:
    stated = value.get("stated")
    return SheetColumn(**{**value, "stated": Meaning(**stated) if stated else None})


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return {_WORDS: [value.vi, value.en]}
    if isinstance(value, dt.date):
        return {_DAY: value.isoformat()}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return {_TUPLE: [_plain(item) for item in value]}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, Integral):  # a whole number of numpy's stays whole, or it would be written "5,0"
        return int(value)
    number = float(value)  # a number of numpy's too
    return number if number - number == 0.0 else None


def _back(value: Any) -> Any:
    if isinstance(value, list):
        return [_back(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _WORDS in value:
        return Words(*value[_WORDS])
    if _DAY in value:
        return dt.date.fromisoformat(value[_DAY])
    if _TUPLE in value:
        return tuple(_back(item) for item in value[_TUPLE])
    return {key: _back(item) for key, item in value.items()}
