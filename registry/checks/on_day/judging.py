"""Judge proposals by the law of the place where each stands, on the context's day."""

from collections.abc import Sequence

import numpy as np

from registry.checks.context import Context
from registry.checks.engine import Check, run
from registry.checks.proposals import Proposals
from registry.checks.registered import CHECKS
from registry.law import Law, law_in_force
from registry.model.finding_columns import FindingColumns
from registry.model.finding_table import FindingTable
from registry.model.requests.proposals import Proposal


def judge(
    rows: Sequence[Proposal], context: Context, checks: Sequence[Check] = CHECKS
) -> tuple[FindingTable, Law]:
    """Return the findings of every registered check for each row, in order, and the law of the province.

    Before 1/7/2025 the territory was two provinces, each with its own law; a row is judged by that of the
    province that holds its position.
    """
    return _judged(rows, context, checks)


def judge_again(
    rows: Sequence[Proposal], context: Context, before: Sequence[Proposal], findings: FindingTable
) -> FindingTable:
    """Return what ``judge`` finds of ``rows``, of which ``before`` was judged in the same context.

    ``findings`` are those of ``before``. A check that answers each row by itself is asked of the rows that
    differ; one that looks among the rows is asked of the whole list, and only where a field differs that it
    reads. Columns that nothing touched are the same objects.
    """
    differ = [at for at, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new]
    fields = {
        name
        for check in CHECKS
        for name in check.among
        if any(getattr(before[at], name) != getattr(rows[at], name) for at in differ)
    }
    alone = [check for check in CHECKS if not check.among]
    whole = [check for check in CHECKS if fields.intersection(check.among)]
    answers: dict[str, FindingColumns] = {}
    if differ:
        found, _own = _judged([rows[at] for at in differ], context, alone)
        old = {check.code: columns for check, columns in zip(CHECKS, findings.checks, strict=True)}
        answers = {
            check.code: old[check.code].replaced(np.array(differ), columns)
            for check, columns in zip(alone, found.checks, strict=True)
        }
    if whole:
        found, _own = _judged(rows, context, whole)
        answers |= {check.code: columns for check, columns in zip(whole, found.checks, strict=True)}
    return FindingTable(
        len(rows),
        [answers.get(check.code, old) for check, old in zip(CHECKS, findings.checks, strict=True)],
    )


def _judged(rows: Sequence[Proposal], context: Context, checks: Sequence[Check]) -> tuple[FindingTable, Law]:
    own = _law(context, context.province)
    others = [_law(context, part.code) for part in context.territories if part.code != own.territory]
    differing = {law.territory: law for law in others if not law.agrees_with(own)}
    findings = run(rows, context, own, checks)
    if differing:
        proposals = Proposals.of(rows, context)
        codes = np.array(
            [
                context.law_territory(float(x), float(y))
                for x, y in zip(proposals.x, proposals.y, strict=True)
            ],
            dtype=object,
        )
        for code, law in differing.items():
            findings = findings.mixed(run(rows, context, law, checks), codes == code)
    return findings, own


def _law(context: Context, territory: str) -> Law:
    return law_in_force(territory, context.as_of, office=context.office_numbers, own=context.own_law)
