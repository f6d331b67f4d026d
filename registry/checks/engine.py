"""The engine: an explicit tuple of checks, run over all proposals; one finding per check and proposal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry.checks.context import Context
from registry.checks.proposals import Proposals
from registry.errors import WrongCallError
from registry.law import Law, Rule
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests import Proposal

Function = Callable[[Proposals, Context, Rule], list[Finding]]


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


def run(rows: Sequence[Proposal], context: Context, law: Law, checks: Sequence[Check]) -> list[list[Finding]]:
    """Judge ``rows`` (n proposals) by ``checks``; returns n lists of findings in the order of the checks.

    A check without a rule in force answers ``na``; one whose law on that day is not in the catalogue
    (a gap) answers ``review`` with the rule's note, never a number. A fail of a rule or threshold that
    is not verified, or at a position that a repair proposed, becomes a review.
    """
    proposals = Proposals.of(rows, context)
    answers: list[list[Finding]] = [[] for _ in rows]
    for check in checks:
        rule = law.get(check.code)
        if rule is None:
            found = [Finding(check.code, Outcome.NA, "RULE-NOT-IN-FORCE", {"day": law.as_of}) for _ in rows]
        elif rule.gap:
            found = [
                Finding(
                    check.code, Outcome.REVIEW, "RULE-GAP", {"note_vi": rule.note_vi, "note_en": rule.note_en}
                )
                for _ in rows
            ]
        else:
            found = check.function(proposals, context, rule)
        if len(found) != len(rows):
            raise WrongCallError(f"{check.code} gave {len(found)} findings for {len(rows)} proposals")
        repaired = proposals.repaired.tolist()
        for index, finding in enumerate(found):
            finding.stage = check.stage
            if finding.blocking is None:
                finding.blocking = check.blocking
            if rule is not None:
                if not finding.source:
                    finding.source = rule.document
                    finding.article = finding.article or rule.article
                finding.verified = finding.verified and rule.verified
            if finding.outcome is Outcome.FAIL and (repaired[index] or not finding.verified):
                _soften(finding, repaired=repaired[index])
            answers[index].append(finding)
    return answers


def _soften(finding: Finding, *, repaired: bool) -> None:
    """Turn a fail into a review where the number or the position is not certain (design: section 5)."""
    if not finding.verified:
        finding.outcome = Outcome.REVIEW
        finding.notes = (*finding.notes, ("THRESHOLD-UNVERIFIED", {}))
    if repaired:
        finding.outcome = Outcome.REVIEW
        finding.flips = True
        finding.notes = (*finding.notes, ("POSITION-REPAIRED", {}))
