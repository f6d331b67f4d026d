"""Rows of which nobody can say whose they are because a column waits to be confirmed: said as that.

To correct the cells of such rows helps nobody: they may well be right. One word for the column reads all.
"""

from collections.abc import Iterable

from registry.intake.parsed import ParsedList
from registry.messages import issue_of
from registry.model.issues import Issue

UNREAD = "SITE-OPERATOR-UNREAD"
_OPERATOR = "operator"


def by_columns(issues: Iterable[Issue], parsed: ParsedList) -> list[Issue]:
    """Return the issues, with the column that waits in the place of the cell that was not understood."""
    waiting = {
        sheet.name: f"{column.letter} “{column.header[:60]}”" if column.header else column.letter
        for sheet in parsed.sheets
        for column in sheet.columns
        if not column.name and column.proposed is not None and column.proposed.name == _OPERATOR
    }
    return [
        issue_of(
            "SITE-OPERATOR-COLUMN", sheet=issue.sheet, row=issue.row, value=issue.value,
            params={"code": issue.params["code"], "column": waiting[issue.sheet]},
        )
        if issue.code == UNREAD and issue.sheet in waiting
        else issue
        for issue in issues
    ]  # fmt: skip
