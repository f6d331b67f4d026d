"""CLS: do the mast's class, its support and its heights agree?

The classes are put together from texts that use them (see data/law/tt-14-2013.toml): A1a stands on a building
and is small; A2a stands on a building, A2b on the ground; A1b is disguised; A2c is any other. The loại 1 and
loại 2 of older files are never converted: a class of today is asked for, and one is suggested where the row
says enough. Where the three disagree and the text is not read, that is no gap of the office: class and
heights are the carrier's own words, and it says which of them holds.
"""

import numpy as np

from registry.checks.answers import Answers
from registry.checks.context import Context
from registry.checks.engine import Check, na_for
from registry.checks.proposals import Proposals
from registry.checks.stated import alike_in
from registry.law import Rule, Threshold
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, Support

_STANDS_ON = {MastClass.A1A: Support.ROOF, MastClass.A2A: Support.ROOF, MastClass.A2B: Support.GROUND}


_ASKED = ("kind", "mast_class", "old_class", "support", "form", "mast_height_m", "building_height_m")


def class_agrees(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """CLS-01: class, support and heights agree; a missing class is suggested."""
    answers = Answers.to(proposals, context, rule)
    rows = np.arange(len(proposals))
    answers.judge_alike(
        rows, lambda: alike_in(proposals, *_ASKED), lambda row: _judge(rule, proposals.rows[row])
    )
    return answers.found


def _judge(rule: Rule, row: Proposal) -> Finding:
    if row.kind is ProposalKind.SHARE:
        return Finding(rule.code, Outcome.NA, "CLS-01-SHARE")
    if row.mast_class is None:
        return _suggest(rule, row)
    support = _support(row)
    expected = _STANDS_ON.get(row.mast_class)
    params = {"mast_class": row.mast_class.value}
    if expected is not None and support is not None and support is not expected:
        code = "CLS-01-ON-GROUND" if support is Support.GROUND else "CLS-01-ON-ROOF"
        outcome = Outcome.REVIEW if row.support is None else Outcome.FAIL  # the form alone may be a slip
        return Finding(rule.code, outcome, code, params, kind=Reservation.CONDITION)
    if row.mast_class is MastClass.A1A:
        return _small_roof_mast(rule, row)
    return Finding(rule.code, Outcome.PASS, "CLS-01-AGREES" if support else "CLS-01-AGREES-UNSTATED", params)


def _support(row: Proposal) -> Support | None:
    """What the mast stands on: as stated, else as its form says."""
    if row.support is None and row.form is MastForm.ROOF_POLE:
        return Support.ROOF
    return row.support


def _small_roof_mast(rule: Rule, row: Proposal) -> Finding:
    """A1a: at most 3 m, antennas included and the rod not, and at most a fifth of the building."""
    height, share = rule.threshold("a1a_height_m"), rule.threshold("a1a_share_percent")
    if row.mast_height_m is None:
        return Finding(rule.code, Outcome.UNKNOWN, "CLS-01-NO-HEIGHT", missing="value:mast_height_m")
    if row.mast_height_m > _value(height):
        return _measured(rule, row, Outcome.FAIL, "CLS-01-A1A-TOO-HIGH", height)
    if not row.building_height_m:
        return Finding(rule.code, Outcome.UNKNOWN, "CLS-01-NO-BUILDING", missing="value:building_height_m")
    limit = row.building_height_m * _value(share) / 100
    finding = _measured(rule, row, Outcome.PASS, "CLS-01-A1A", height)
    if round(row.mast_height_m, 2) > round(limit, 2):
        finding.outcome, finding.code = Outcome.FAIL, "CLS-01-A1A-SHARE"
        finding.limit, finding.verified = round(limit, 2), share.verified
        finding.kind = Reservation.CONDITION
    finding.params |= {"building": row.building_height_m, "share": _value(share), "limit": finding.limit}
    return finding


def _value(threshold: Threshold) -> float:
    return threshold.value if threshold.value is not None else float("inf")


def _measured(rule: Rule, row: Proposal, outcome: Outcome, code: str, threshold: Threshold) -> Finding:
    return Finding(
        rule.code,
        outcome,
        code,
        {"measured": row.mast_height_m, "limit": threshold.value},
        row.mast_height_m,
        threshold.value,
        threshold.unit,
        verified=threshold.verified,
        kind=None if outcome is Outcome.PASS else Reservation.CONDITION,
    )


def _suggest(rule: Rule, row: Proposal) -> Finding:
    """Ask for a class of today, with the one that the row's support, form and heights point to."""
    suggested = suggested_class(rule, row)
    notes = (("CLS-01-SUGGESTED", {"mast_class": suggested.value}),) if suggested else ()
    if row.old_class is not None:
        return Finding(
            rule.code, Outcome.REVIEW, "CLS-01-OLD-CLASS", {"old_class": row.old_class.value}, notes=notes
        )
    return Finding(rule.code, Outcome.REVIEW, "CLS-01-NO-CLASS", notes=notes, missing="value:mast_class")


def suggested_class(rule: Rule, row: Proposal) -> MastClass | None:
    """Return the class that support, form and heights point to, or None where they do not say."""
    if row.form is MastForm.DISGUISED:
        return MastClass.A1B
    support = _support(row)
    if support is Support.GROUND:
        return MastClass.A2B
    if support is not Support.ROOF or row.mast_height_m is None:
        return None
    small = row.mast_height_m <= _value(rule.threshold("a1a_height_m"))
    if not small:
        return MastClass.A2A
    if not row.building_height_m:
        return None
    share = _value(rule.threshold("a1a_share_percent")) / 100
    return MastClass.A1A if row.mast_height_m <= share * row.building_height_m else MastClass.A2A


CLASS_CHECKS = (
    Check(
        "CLS-01", "Loại cột khớp vị trí đặt, chiều cao", "Class, support and heights agree",
        Stage.POSITION, False, class_agrees, unasked=na_for("CLS-01-SHARE", ProposalKind.SHARE),
        marks=("mast_class", "support", "mast_height_m"), refuses=True,
    ),
)  # fmt: skip
