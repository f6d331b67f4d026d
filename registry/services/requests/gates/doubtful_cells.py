"""Cells that were read with a doubt: each asks whoever agrees to its row for an answer."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from registry.intake.parsed import SheetReading
from registry.messages import Words, render
from registry.model.issues import Issue, Severity
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.services.appraise.list_doubts import DOUBTS
from registry.services.appraise.row_texts import answer_to

NOTICE = "MATTER-NOTICE"
COMMENT = "CELL-COMMENT"


def notice_matters(
    issues: Iterable[Issue],
    sheets: Sequence[SheetReading],
    proposals: Sequence[Proposal],
    answered: Mapping[int, Collection[str]],
) -> Iterator[tuple[int, Matter]]:
    """Yield what was said of a row's cell when the list was read, used with a doubt, and nobody answered.

    ``answered`` are the fields of each row that were corrected or confirmed. Doubts of places and operators
    have guards of their own.
    """
    at_row = {(row.sheet, row.row): at for at, row in enumerate(proposals)}
    for issue in issues:
        at = at_row.get((issue.sheet, issue.row), -1)
        if at < 0 or issue.severity is not Severity.WARNING or issue.code in DOUBTS:
            continue
        told = issue.code == COMMENT  # nothing was read of it, so nobody has a reading to confirm
        name = "" if told else answer_to(issue, sheets, proposals[at])[0]
        if name and name in answered.get(at, ()):
            continue
        values = {"value": issue.value, **issue.params}
        why = Words(render(issue.code, values, "vi"), render(issue.code, values, "en"))
        params = {"column": issue.column or issue.letter or "–", "why": why}
        about = f"{issue.letter}:{issue.code}:{issue.value}"
        yield at, Matter(NOTICE, about, Weight.ASKS if name else Weight.SAYS, params=params, cell=name)
