"""An issue of a file as pages show it: where it stands, what it says, and what to do."""

from typing import Any

from registry.messages import remedy, render
from registry.model.issues import Issue
from web.frame.languages import language


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
