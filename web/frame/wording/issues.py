"""An issue of a file as pages show it, and what an import would do: where, what it says, what to do."""

from collections.abc import Sequence
from typing import Any

from registry.messages import remedy, render, say
from registry.model.issues import Issue
from registry.services.office.ledger_words import fields_in_words
from registry.services.office.preview import ImportOutcome
from web.frame.languages import language
from web.frame.office import registry

SHOWN = 200
"""Issues and records of a preview; all are counted."""

_ORDER = ("error", "warning", "info")


def issue_view(issue: Issue) -> dict[str, Any]:
    """Return an issue as pages show it."""
    lang = language()
    return {
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "code": issue.code,
        "severity": issue.severity.value,
        "message": render(issue.code, issue.params, lang),
        "remedy": remedy(issue.code, issue.params, lang),
        "proposed": issue.proposed,
    }


def preview(outcome: ImportOutcome, table: str) -> dict[str, Any]:
    """Return what a template needs to tell an outcome: counts, issues, records with what changes in them."""
    lang = language()
    issues = _issues(outcome.issues)
    shown = outcome.rows[:SHOWN]
    with registry().database.read() as connection:
        told = fields_in_words(connection, [row.fields for row in shown], table)
    return {
        "counts": outcome.counts,
        "issues": issues[:SHOWN],
        "more_issues": max(0, len(issues) - SHOWN),
        "records": [
            (
                row.kind.value,
                row.code,
                [(say(line.name, lang), say(line.before, lang), say(line.after, lang)) for line in lines],
            )
            for row, lines in zip(shown, told, strict=True)
        ],
        "more_records": max(0, len(outcome.rows) - SHOWN),
    }


def _issues(found: Sequence[Issue]) -> list[dict[str, Any]]:
    return sorted(map(issue_view, found), key=lambda item: _ORDER.index(item["severity"]))
