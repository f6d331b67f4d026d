"""Judge proposals by the law of the place where each stands, on the context's day."""

from collections.abc import Sequence

from registry.checks.context import Context
from registry.checks.engine import run
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
    own = _law(context, context.province)
    others = [_law(context, part.code) for part in context.territories if part.code != own.territory]
    differing = {law.territory: law for law in others if law.rules != own.rules}
    findings = run(rows, context, own, CHECKS)
    if differing:
        proposals = Proposals.of(rows, context)
        codes = [
            context.law_territory(float(x), float(y)) for x, y in zip(proposals.x, proposals.y, strict=True)
        ]
        for code, law in differing.items():
            there = run(rows, context, law, CHECKS)
            findings = [
                other if at == code else found
                for at, other, found in zip(codes, there, findings, strict=True)
            ]
    return findings, own


def _law(context: Context, territory: str) -> Law:
    return law_in_force(territory, context.as_of, office=context.office_numbers)
