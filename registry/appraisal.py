"""A verdict (đề xuất) from findings; see section 5 of the design."""

from collections.abc import Iterable

from registry.model.findings import Finding, Outcome, Stage, Verdict


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Recommend a verdict from one proposal's findings of the ``position`` stage.

    Any fail refuses; else an unknown of a blocking rule cannot be assessed; else any review, consent or
    other unknown is a condition; else agreed. Later stages are announced, they do not weigh here.
    """
    found = Verdict.AGREE
    unknown_blocks = False
    for finding in findings:
        if finding.stage is not Stage.POSITION:
            continue
        match finding.outcome:
            case Outcome.FAIL:
                return Verdict.REFUSE
            case Outcome.UNKNOWN:
                unknown_blocks = unknown_blocks or finding.blocking
                found = Verdict.AGREE_WITH_CONDITIONS
            case Outcome.REVIEW | Outcome.CONSENT:
                found = Verdict.AGREE_WITH_CONDITIONS
            case _:
                pass
    return Verdict.CANNOT_ASSESS if unknown_blocks else found


def conditions(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a conditional agreement must name, in the order of the rules."""
    return [
        finding
        for finding in findings
        if finding.stage is Stage.POSITION
        and finding.outcome in (Outcome.REVIEW, Outcome.CONSENT, Outcome.UNKNOWN)
    ]
