"""The smallest change at the same place that passes: a lower mast, another class, or both."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from registry.appraisal import verdict
from registry.checks.airspace.tops import fall_of
from registry.checks.context import Context
from registry.law import Law
from registry.model.findings import Finding, Outcome, Stage, Verdict
from registry.model.requests.proposals import Proposal
from registry.model.sites import MastClass
from registry.siting.judging import WEIGHT, judge

_BLOCKED = (Verdict.REFUSE, Verdict.CANNOT_ASSESS)
LOWEST_M = 3.0  # a lower mast is no change of this one
_TALL = frozenset(
    {"COR-FALL", "COR-FALL-LAND", "COR-FALL-EDGE", "COR-RAIL-NEAR", "COR-RAIL-EDGE", "COR-RAIL-TOP"}
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the row: the new mast height in metres, the new class, or both (None: as it is).

    ``findings`` are those of the full rule set with the change made.
    """

    mast_height_m: float | None
    mast_class: MastClass | None
    findings: list[Finding]
    verdict: Verdict


def smallest_changes(
    row: Proposal, around: Sequence[Proposal], context: Context, law: Law, *, before: Sequence[Finding]
) -> list[Change]:
    """Return the changes with which nothing fails or blocks any more, and nothing is worse than before.

    Lowering alone comes first (to a zone's limit, and to where a fall reaches no corridor), then classes
    alone, then both; both are offered only where neither alone will do. Empty where what stands against the
    row is not its height or class.
    """
    found: list[Change] = []
    for height, mast_class in _offered(row, before):
        if found and height is not None and mast_class is not None:
            break
        changed = _with(row, height, mast_class)
        findings = judge(changed, around, context, law)
        outcome = verdict(findings)
        blocked = verdict(findings, with_gaps=False) in _BLOCKED  # what the office lacks, it lacks either way
        useful = height is None or _lower_helps(height, row, before, findings)
        if useful and not blocked and _no_worse(before, findings):
            found.append(Change(height, mast_class, findings, outcome))
    return found


def _offered(row: Proposal, before: Sequence[Finding]) -> Iterator[tuple[float | None, MastClass | None]]:
    against = {item.rule: item for item in before if item.outcome in {Outcome.FAIL, Outcome.REVIEW}}
    heights: list[float] = []
    high = against.get("PLN-03")
    if high is not None and high.limit is not None and row.mast_height_m is not None:
        heights = [high.limit] if 0 < high.limit < row.mast_height_m else []
    clear = _clear_m(row, before)
    if clear is not None and clear not in heights:
        heights = sorted([*heights, clear], reverse=True)
    classes: list[MastClass] = []
    if "PLN-02" in against or "CLS-01" in against:
        classes = [item for item in MastClass if item is not row.mast_class]
    yield from ((height, None) for height in heights)
    yield from ((None, item) for item in classes)
    yield from ((height, item) for height in heights for item in classes)


def _clear_m(row: Proposal, before: Sequence[Finding]) -> float | None:
    """Return the height in metres, to 0.1 m, at which a fall reaches nothing that it reaches now, if any."""
    clear = [item.params["clear"] for item in before if item.code in _TALL]
    fall = fall_of(row)
    if not clear or row.mast_height_m is None or fall.at_least_m is None or fall.missing:
        return None
    height = math.floor((min(clear) - (fall.at_least_m - row.mast_height_m)) * 10) / 10
    return height if LOWEST_M <= height < row.mast_height_m else None


def _lower_helps(height: float, row: Proposal, before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """Whether a height does what it is offered for: at ``_clear_m`` nothing is reached any more."""
    if height != _clear_m(row, before):
        return True
    return not any(new.code in _TALL for old, new in zip(before, after, strict=True) if old.code in _TALL)


def _with(row: Proposal, height: float | None, mast_class: MastClass | None) -> Proposal:
    changed = row if mast_class is None else replace(row, mast_class=mast_class)
    if height is None or row.mast_height_m is None:
        return changed
    lower = row.mast_height_m - height
    top = None if row.top_agl_m is None else max(row.top_agl_m - lower, height)
    return replace(changed, mast_height_m=height, top_agl_m=top)


def _no_worse(before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """Whether no rule says worse; that another class needs a further value stated does not count."""
    return all(
        new.stage is not Stage.POSITION
        or WEIGHT[new.outcome] <= WEIGHT[old.outcome]
        or (new.outcome is Outcome.UNKNOWN and (new.missing or "").startswith("value:"))
        for old, new in zip(before, after, strict=True)
    )
