"""AIR-01 and AIR-03: heights above ground from which a body outside the office must consent.

The lightning rod belongs to the height. A row that does not state it is told so; it is never assumed.
"""

from typing import Any

from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.checks.tops import Top, top_of
from registry.law import Rule
from registry.model.findings import Finding, Note, Outcome, Stage


def height_above_ground(proposals: Proposals, _context: Context, rule: Rule) -> list[Finding]:
    """AIR-01: top above ground in metres against the height from which consent is needed.

    Where the rule names a height from which to measure (44 m under the 45 m of NĐ 32/2016), a top between
    the two is a review: many masts are specified just below the limit, and the rod decides.
    """
    limit = rule.threshold("consent_from_m")
    measure = rule.thresholds.get("measure_from_m")
    return [
        _above_ground(top_of(row), rule, limit.value, measure.value if measure else None)
        for row in proposals.rows
    ]


def _above_ground(top: Top, rule: Rule, limit_m: float | None, measure_m: float | None) -> Finding:
    if limit_m is None or top.at_least_m is None or (top.missing and top.at_least_m < limit_m):
        return height_missing(top, rule, limit_m)
    verified = rule.threshold("consent_from_m").verified
    if top.at_least_m >= limit_m:
        outcome = Outcome.CONSENT if verified else Outcome.REVIEW
        return _measured(rule, outcome, "AIR-01-CONSENT", top, limit_m)
    if measure_m is not None and top.at_least_m >= measure_m:
        finding = _measured(rule, Outcome.REVIEW, "AIR-01-MEASURE", top, limit_m)
        finding.flips = True
        return finding
    return _measured(rule, Outcome.PASS, "AIR-01-BELOW", top, limit_m)


def air_defence(proposals: Proposals, _context: Context, rule: Rule) -> list[Finding]:
    """AIR-03: top above ground in metres against the height that the office works with, if it states one.

    The decree's own number is not in the catalogue. Without the office's the answer is unknown; with it, a
    top below passes and any other is for the military command to say, since the number is unverified.
    """
    limit_m = rule.threshold("consent_from_m").value
    return [_defence(top_of(row), rule, limit_m) for row in proposals.rows]


def _defence(top: Top, rule: Rule, limit_m: float | None) -> Finding:
    if limit_m is None:
        return Finding(
            rule.code,
            Outcome.UNKNOWN,
            "AIR-03-NOT-KNOWN",
            body_of(rule),
            missing="number:air_defence",
            verified=False,
        )
    if top.at_least_m is None or (top.missing and top.at_least_m < limit_m):
        return height_missing(top, rule, limit_m)
    below = top.at_least_m < limit_m
    outcome, code = (Outcome.PASS, "AIR-03-BELOW") if below else (Outcome.REVIEW, "AIR-03-ASK")
    finding = _measured(rule, outcome, code, top, limit_m)
    finding.verified = rule.threshold("consent_from_m").verified
    return finding


def body_of(rule: Rule) -> dict[str, Any]:
    """Return the consenting body's name in both languages, as message parameters."""
    return {"body_vi": str(rule.options["body_vi"]), "body_en": str(rule.options["body_en"])}


def height_missing(top: Top, rule: Rule, limit_m: float | None) -> Finding:
    """Name the height that is missing; what is stated is only a lower bound."""
    first = top.missing[0] if top.missing else "mast_height_m"
    code = "AIR-NO-BUILDING-HEIGHT" if first == "building_height_m" else "AIR-NO-HEIGHT"
    return Finding(rule.code, Outcome.UNKNOWN, code, limit=limit_m, unit="m", missing=f"value:{first}")


def rod_note(top: Top) -> tuple[Note, ...]:
    """Say that the rod is not stated, where it is not."""
    return () if top.rod_stated else (("AIR-ROD-NOT-STATED", {}),)


def _measured(rule: Rule, outcome: Outcome, code: str, top: Top, limit_m: float) -> Finding:
    return Finding(
        rule.code,
        outcome,
        code,
        {"measured": top.at_least_m, "limit": limit_m, **body_of(rule)},
        measured=top.at_least_m,
        limit=limit_m,
        unit="m",
        notes=rod_note(top),
    )


AIRSPACE_CHECKS = (
    Check(
        "AIR-01",
        "Chiều cao so với mặt đất",
        "Height above ground",
        Stage.POSITION,
        False,
        height_above_ground,
    ),
)
AIR_DEFENCE_CHECKS = (
    Check("AIR-03", "Phòng không nhân dân", "Air defence", Stage.POSITION, False, air_defence),
)
