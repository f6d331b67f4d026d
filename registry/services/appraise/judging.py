"""Judge proposals by the law of the place where each stands, on the context's day."""

from collections.abc import Sequence

from registry.checks.context import Context
from registry.checks.engine import Check, run
from registry.checks.proposals import Proposals
from registry.checks.registered import CHECKS
from registry.law import Law, law_in_force
from registry.model.findings import Finding
from registry.model.requests import Proposal


def judge(rows: Sequence[Proposal], context: Context) -> tuple[list[list[Finding]], Law]:
    """Return the findings of every registered check for each row, in order, and the law of the province.

    Before 1/7/2025 the territory was two provinces, each with its own law; a row is judged by that of the
    province that holds its position.
    """
    return _judged(rows, context, CHECKS)


def judge_again(
    rows: Sequence[Proposal],
    context: Context,
    before: Sequence[Proposal],
    findings: Sequence[list[Finding]],
) -> list[list[Finding]]:
    """Return what ``judge`` finds of ``rows``, of which ``before`` was judged in the same context.

    ``findings`` are those of ``before``, row by row the same list. A check that answers each row by itself is
    asked of the rows that differ; one that looks among the rows is asked of the whole list, and only where a
    field differs that it reads.
    """
    differ = [at for at, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new]
    fields = {
        name
        for check in CHECKS
        for name in check.among
        if any(getattr(before[at], name) != getattr(rows[at], name) for at in differ)
    }
    alone = tuple(check for check in CHECKS if not check.among)
    whole = tuple(check for check in CHECKS if fields.intersection(check.among))
    answers: dict[tuple[str, int], Finding] = {}
    for checks, asked in ((alone, differ), (whole, range(len(rows)))):
        if asked and checks:
            found, _own = _judged([rows[at] for at in asked], context, checks)
            for at, row in zip(asked, found, strict=True):
                answers |= {(check.code, at): item for check, item in zip(checks, row, strict=True)}
    return [
        [answers.get((check.code, at), finding) for check, finding in zip(CHECKS, old, strict=True)]
        for at, old in enumerate(findings)
    ]


def _judged(
    rows: Sequence[Proposal], context: Context, checks: Sequence[Check]
) -> tuple[list[list[Finding]], Law]:
    own = _law(context, context.province)
    others = [_law(context, part.code) for part in context.territories if part.code != own.territory]
    differing = {law.territory: law for law in others if not law.agrees_with(own)}
    findings = run(rows, context, own, checks)
    if differing:
        proposals = Proposals.of(rows, context)
        codes = [
            context.law_territory(float(x), float(y)) for x, y in zip(proposals.x, proposals.y, strict=True)
        ]
        for code, law in differing.items():
            there = run(rows, context, law, checks)
            findings = [
                other if at == code else found
                for at, other, found in zip(codes, there, findings, strict=True)
            ]
    return findings, own


def _law(context: Context, territory: str) -> Law:
    return law_in_force(territory, context.as_of, office=context.office_numbers)
