"""Judging: whether the rules pass at a place, and what they go on asking there."""

from collections.abc import Sequence
from dataclasses import replace

from registry.checks.context import Context
from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.law import Law
from registry.model.findings import Finding, Outcome, Stage
from registry.model.positions import DEFAULT_ACCURACY_M, Confidence, Position
from registry.model.requests.proposals import Proposal

WEIGHT = {
    Outcome.PASS: 0,
    Outcome.NA: 0,
    Outcome.CONSENT: 1,
    Outcome.REVIEW: 2,
    Outcome.UNKNOWN: 3,
    Outcome.FAIL: 4,
}
OF_PLACE = frozenset(check.code for check in CHECKS if check.of_place)
"""Rules that a place found must pass, not only pass no worse."""
_NOT_THE_PLACE = (  # beginnings of what such a rule may say wherever the row stands
    "RULE-", "SPC-OTHER-LISTS", "SPC-SAME-LISTS",
    "SPC-OTHER-COARSE", "SPC-SAME-COARSE", "SPC-NO-LISTS", "SPC-UPGRADE", "LOC-01-NO-BOUNDARY",
    "LOC-02-NO-BOUNDARY", "LOC-02-NOT-STATED", "LOC-02-NAME-UNKNOWN", "PLN-04-URBAN-UNKNOWN", "COR-NO-LAYER",
    "COR-UPGRADE",
)  # fmt: skip
_IF_BEFORE = frozenset(  # what it may go on saying where it says so already
    {
        "SPC-03-CODE-TWICE", "SPC-03-DUPLICATE", "PLN-02-NO-CLASS", "PLN-03-NO-HEIGHT", "PLN-03-NOT-SAID",
        "PLN-04-NO-SUPPORT", "PLN-04-NO-LAND", "COR-NO-HEIGHT",
    }
)  # fmt: skip
_ADJUSTED_FIRST = "PLN-01"  # a move away from the plan asks for the plan to be adjusted first, never less
_LOOSE = frozenset({"LOC-02", "PLN-03"})
_REACHING = frozenset(
    {"COR-FALL", "COR-FALL-LAND", "COR-FALL-EDGE", "COR-GUYS", "COR-NEAR", "COR-NO-HEIGHT"}
)  # not the base itself


def judge(row: Proposal, around: Sequence[Proposal], context: Context, law: Law) -> list[Finding]:
    """Return the findings of one row by the full rule set, among the other rows of its list."""
    return run([row, *around], context, law, CHECKS)[0]


def placed(row: Proposal, lon: float, lat: float) -> Proposal:
    """Return the row as if it stood elsewhere (EPSG:4326), as sure as a place that is set out with GPS."""
    position = Position(
        lon,
        lat,
        raw=(f"{lon:.6f}", f"{lat:.6f}"),
        accuracy_m=DEFAULT_ACCURACY_M,
        confidence=Confidence.STATED,
    )
    return replace(row, position=position)


def passes(before: Sequence[Finding], after: Sequence[Finding], *, strict: bool, clear: bool = True) -> bool:
    """Whether every rule about the place passes, and no other rule says worse than before.

    What no place can change is let by: lists, layers and values that are lacking. Not ``strict``: the commune
    may be another one, and a zone may leave the height open. Not ``clear``: a fall circle may reach a
    corridor, and a body that is asked where the row stands may still have to be asked.
    """
    for old, new in zip(before, after, strict=True):
        if new.stage is not Stage.POSITION or WEIGHT[new.outcome] == 0:
            continue
        if new.rule == _ADJUSTED_FIRST and new.outcome is not Outcome.FAIL:
            continue
        if new.rule in OF_PLACE:
            open_anyway = new.code.startswith(_NOT_THE_PLACE) or (
                new.code in _IF_BEFORE and new.code == old.code
            )
            if not (open_anyway or _loosely(old, new, strict=strict, clear=clear)):
                return False
        elif WEIGHT[new.outcome] > WEIGHT[old.outcome]:
            return False
    return True


def _loosely(old: Finding, new: Finding, *, strict: bool, clear: bool) -> bool:
    if new.outcome is Outcome.FAIL:
        return False
    if new.rule in _LOOSE:
        return not strict and new.code != "PLN-03-TOO-HIGH"
    if clear or not new.rule.startswith("COR"):
        return False
    asked = old.outcome in {Outcome.CONSENT, Outcome.REVIEW} and old.code not in _REACHING
    return new.code in _REACHING or (asked and new.rule != "COR-03")


def remaining(after: Sequence[Finding]) -> list[Finding]:
    """Return the findings of the position's stage that still ask for something."""
    return [item for item in after if item.stage is Stage.POSITION and WEIGHT[item.outcome] > 0]
