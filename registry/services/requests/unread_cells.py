"""Cells that were not read: what of a row nobody may agree to before they are mended or answered."""

from collections.abc import Iterable, Mapping, Sequence

from registry.intake.parsed import SheetReading
from registry.messages import Words, remedy, render
from registry.model.issues import Issue, Severity
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.services.appraise.row_texts import POSITION, answer_to
from registry.services.requests.matters import ByRow

UNREAD, UNREAD_NEEDED = "MATTER-UNREAD", "MATTER-UNREAD-NEEDED"
_NEEDED = frozenset({"kind", "operator", POSITION})
"""Cells without which nobody knows what would be agreed to, whose it would be, or where."""


def unread_texts(
    issues: Iterable[Issue], sheets: Sequence[SheetReading], proposals: Sequence[Proposal]
) -> dict[tuple[int, str], str]:
    """Return what the cells say that were not read, by the row's index and the field."""
    at_row = {(row.sheet, row.row): at for at, row in enumerate(proposals)}
    found: dict[tuple[int, str], str] = {}
    for issue in issues:
        at = at_row.get((issue.sheet, issue.row), -1) if issue.severity is Severity.ERROR else -1
        if at >= 0 and issue.value:
            name, _accept = answer_to(issue, sheets, proposals[at])
            found.setdefault((at, name), issue.value)
    return found


def unread_matters(
    issues: Iterable[Issue],
    sheets: Sequence[SheetReading],
    proposals: Sequence[Proposal],
    answered: Mapping[int, Iterable[str]],
) -> ByRow:
    """Return the cells that were not read and that nobody has answered (``answered``: fields by row)."""
    at_row = {(row.sheet, row.row): at for at, row in enumerate(proposals)}
    found: ByRow = {}
    for issue in issues:
        at = at_row.get((issue.sheet, issue.row), -1) if issue.severity is Severity.ERROR else -1
        if at < 0:
            continue
        name, _accept = answer_to(issue, sheets, proposals[at])
        if name and name in set(answered.get(at, ())):
            continue
        needed = name in _NEEDED
        values = {"value": issue.value, **issue.params}
        params = {
            "column": issue.column or issue.letter or "–",
            "value": issue.value[:80] or "–",
            "why": Words(render(issue.code, values, "vi"), render(issue.code, values, "en")),
            "remedy": Words(remedy(issue.code, values, "vi"), remedy(issue.code, values, "en")),
        }
        found.setdefault(at, []).append(
            Matter(
                UNREAD_NEEDED if needed else UNREAD,
                f"{issue.letter}:{issue.code}:{issue.value}",
                Weight.BARS if needed else Weight.ASKS,
                params=params,
                cell=name,
            )
        )
    return found
