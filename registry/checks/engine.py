"""The engine: an explicit tuple of checks, run over all proposals; one finding per check and proposal."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from registry.checks.context import Context
from registry.checks.proposals import Proposals
from registry.checks.reservations import classify
from registry.errors import WrongCallError
from registry.law import Law, Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.model.requests import Proposal, ProposalKind

Function = Callable[[Proposals, Context, Rule], list[Finding]]
Unasked = Callable[[Proposals, Context], Mapping[int, str]]


TEXTS_OF_THE_DAY, UNREAD_NUMBERS = "text:day", "number:unread"
"""What ``Finding.missing`` calls law of an earlier day that nobody has read, and an unverified number."""

POSITION_COLUMNS = ("lon", "lat", "position", "northing", "easting")
"""The columns in which a list may state a place."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code (never used again), titles, stage, whether an unknown blocks, and its function.

    The function is pure: it returns exactly one finding per proposal, in order, and fills ``rule``,
    ``outcome``, ``code``, ``params`` and the measured parts; the engine fills stage, and where the function
    left them open, source and article from the rule and blocking from the check. A function that names
    its own source (the decision of a zone) names its article too.

    ``layers`` to ``units`` say what it looks at besides the row itself, so that it can be shown where it has
    data at all: zones of ``layers``, operators' ``lists`` of masts, their ``plans``, ``units``.

    ``among`` is empty for a check that answers each row by itself. For one whose answers hang on the other
    rows of the list too it names every field of a row that the check reads: where none of them differs, no
    answer does, so that of a list with corrected rows only what can have changed is judged anew.

    ``by_kind``: whether what it answers hangs on what is asked for (a new mast, a shared one), so that it has
    no answer for a row whose kind was not understood.

    ``marks`` are the columns (``data/codes/columns.toml``) in which a list says what the check looks at: of
    the workbook that goes back the first that the sheet has is marked, or every cell of a position.

    ``of_place``: whether a nearer place that is proposed must pass it, not only pass it no worse. The siting
    keeps out of the zones of its layers, by their own shapes where it lays them out and else by asking it.

    ``refuses``: whether the rule can refuse a row at all. What the office lacks for one that can not (a road
    that only asks for its body's consent) never lowers a row: ``docs/verdicts.md``.

    ``unasked`` names the rows that the question does not concern whatever the law says (a shared mast keeps
    no distance): by index, the message code of their ``na``. It is asked where there is no rule to read.
    """

    code: str
    title_vi: str
    title_en: str
    stage: Stage
    blocking: bool
    function: Function
    layers: tuple[Layer, ...] = ()
    lists: bool = False
    plans: bool = False
    units: bool = False
    among: tuple[str, ...] = ()
    by_kind: bool = False
    marks: tuple[str, ...] = POSITION_COLUMNS
    of_place: bool = False
    unasked: Unasked | None = None
    refuses: bool = False


def na_for(code: str, *kinds: ProposalKind) -> Unasked:
    """Return an ``unasked`` for a check that does not concern proposals of some kinds."""

    def unasked(proposals: Proposals, _context: Context) -> dict[int, str]:
        return {index: code for index, row in enumerate(proposals.rows) if row.kind in kinds}

    return unasked


def run(rows: Sequence[Proposal], context: Context, law: Law, checks: Sequence[Check]) -> list[list[Finding]]:
    """Judge ``rows`` (n proposals) by ``checks``; returns n lists of findings in the order of the checks.

    A check without a rule in force answers ``na``; one whose law on that day is not in the catalogue
    (a gap) answers ``review`` with the rule's note, never a number, and so does one that only other provinces
    have a rule for; but what does not concern a row is ``na`` first (``Check.unasked``). A fail of a rule or
    threshold that is not verified, or at a position that a repair proposed, becomes a review. Of a row whose
    kind was not understood see ``_without_kind``.
    """
    proposals = Proposals.of(rows, context)
    unread = [index for index, row in enumerate(rows) if row.kind is ProposalKind.UNKNOWN]
    answers: list[list[Finding]] = [[] for _ in rows]
    for check in checks:
        rule = law.get(check.code)
        if rule is None or rule.gap:
            found = _without_rule(check, rule, proposals, context, law)
        else:
            found = check.function(proposals, context, rule)
        if len(found) != len(rows):
            raise WrongCallError(f"{check.code} gave {len(found)} findings for {len(rows)} proposals")
        if unread:
            _without_kind(check, found, [(index, rows[index]) for index in unread], context, rule)
        firm = proposals.firm.tolist()
        for index, finding in enumerate(found):
            finding.stage = check.stage
            if finding.blocking is None:
                finding.blocking = check.blocking
            if rule is not None:
                if not finding.source:
                    finding.source = rule.document
                    finding.article = finding.article or rule.article
                finding.verified = finding.verified and rule.verified
            if finding.outcome is Outcome.FAIL and not (firm[index] and finding.verified):
                _soften(finding, repaired=not firm[index])
            classify(finding, refuses=check.refuses)
            answers[index].append(finding)
    return answers


def _without_kind(
    check: Check,
    found: list[Finding],
    unread: Iterable[tuple[int, Proposal]],
    context: Context,
    rule: Rule | None,
) -> None:
    """Leave open what hangs on the kind of rows that nobody knows it of; it blocks, so nothing is agreed.

    Nor is such a row refused by what would not stand against one that shares a mast, of which least is asked.
    """
    for index, row in unread:
        hangs = check.by_kind
        if not hangs and rule is not None and found[index].outcome is Outcome.FAIL:
            shared = Proposals.of([replace(row, kind=ProposalKind.SHARE)], context)
            hangs = check.function(shared, context, rule)[0].outcome is not Outcome.FAIL
        if hangs:
            open_ = Finding(check.code, Outcome.UNKNOWN, "KIND-UNREAD", blocking=True, missing="value:kind")
            found[index] = open_


def _without_rule(
    check: Check, rule: Rule | None, proposals: Proposals, context: Context, law: Law
) -> list[Finding]:
    """Answer a check whose law is not in force, or not in the catalogue, for this place and day."""
    code = check.code
    if rule is None and code not in law.gaps:
        return [Finding(code, Outcome.NA, "RULE-NOT-IN-FORCE", {"day": law.as_of}) for _ in proposals.rows]
    unasked = {} if check.unasked is None else check.unasked(proposals, context)
    return [
        Finding(code, Outcome.NA, unasked[index]) if index in unasked else _gap(check, rule, context, law)
        for index in range(len(proposals))
    ]


def _gap(check: Check, rule: Rule | None, context: Context, law: Law) -> Finding:
    if rule is not None:
        notes = {"note_vi": rule.note_vi, "note_en": rule.note_en}
        return Finding(check.code, Outcome.REVIEW, "RULE-GAP", notes, missing=TEXTS_OF_THE_DAY)
    place = context.name_of(law.territory)
    params = {
        "question": Words(check.title_vi, check.title_en),
        "place": place,
        "documents": ", ".join(law.gaps[check.code]),
    }
    return Finding(check.code, Outcome.REVIEW, "RULE-GAP-HERE", params, missing=f"law:{place}")


def _soften(finding: Finding, *, repaired: bool) -> None:
    """Turn a fail into a review where the number or the position is not certain (design: section 5).

    The carrier confirms a position; the text of a number is the office's to read.
    """
    if not finding.verified:
        finding.outcome = Outcome.REVIEW
        if finding.kind is None:
            finding.kind, finding.could_refuse = Reservation.OFFICE, True
            finding.missing = finding.missing or UNREAD_NUMBERS
        finding.notes = (*finding.notes, ("THRESHOLD-UNVERIFIED", {}))
    if repaired:
        finding.outcome = Outcome.REVIEW
        finding.kind = finding.kind or Reservation.CONDITION
        finding.flips = True
        finding.notes = (*finding.notes, ("POSITION-REPAIRED", {}))
