"""AIR-01: heights above ground from which a body outside the office must consent, and stations by aids.

The lightning rod belongs to the height. A row that does not state it is told so; it is never assumed.
A radio station near an aid of navigation asks whatever its height (NĐ 222/2026 Điều 82(4), Phụ lục IV:
``registry.checks.airspace.navigation_aids``).
"""

from registry.checks.airspace.tops import Top, top_of
from registry.checks.consents import body_of, counted
from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.findings import Finding, Note, Outcome, Reservation, Stage
from tests.oracle.rowwise.navigation_aids import AidClaim, aid_claims

DAYS = ("one_days", "some_days", "many_days")


def height_above_ground(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """AIR-01: top above ground in metres against the height from which consent is needed.

    Where the rule names a height from which to measure (44 m under the 45 m of NĐ 32/2016), a top between
    the two is a review: many masts are specified just below the limit, and the rod decides. Where it names a
    radius about aids of navigation (NĐ 222/2026), a station within it asks for consent at any height.
    """
    aids = aid_claims(proposals, context, rule)
    return [
        _with_aid(_above_ground(top_of(row), rule), aids.get(index), rule)
        for index, row in enumerate(proposals.rows)
    ]


def _above_ground(top: Top, rule: Rule) -> Finding:
    limit = rule.threshold("consent_from_m")
    limit_m = limit.value
    measure = rule.thresholds.get("measure_from_m")
    measure_m = measure.value if measure else None
    if limit_m is None or top.at_least_m is None or (top.missing and top.at_least_m < limit_m):
        return height_missing(top, rule, limit_m)
    if top.at_least_m >= limit_m:
        outcome = Outcome.CONSENT if limit.verified else Outcome.REVIEW
        finding = _measured(rule, outcome, "AIR-01-CONSENT", top, limit_m)
        finding.notes = (*finding.notes, *_marking(top.at_least_m, rule), *days_note(rule))
        return finding
    if top.at_least_m + unstated_rod_m(top, rule) >= limit_m or (
        measure_m is not None and top.at_least_m >= measure_m
    ):
        finding = _measured(rule, Outcome.REVIEW, "AIR-01-MEASURE", top, limit_m)
        finding.flips = True
        return finding
    return _measured(rule, Outcome.PASS, "AIR-01-BELOW", top, limit_m)


def _marking(height_m: float, rule: Rule) -> tuple[Note, ...]:
    """Say that day marks and lights are a duty, or to be considered, from the height that the rule names."""
    mark = rule.thresholds.get("marking_from_m")
    if mark is None or mark.value is None or height_m < mark.value:
        return ()
    code = "AIR-01-MARKED" if rule.options.get("marking") == "duty" else "AIR-01-MARKING"
    return ((code, {"from": mark.value}),)


def days_note(rule: Rule) -> tuple[Note, ...]:
    """Say how many days the body has, for one station and for many at once."""
    if any(name not in rule.thresholds for name in DAYS):
        return ()
    one, some, many = (counted(rule.threshold(name)) for name in DAYS)
    return (("AIR-SAYS-DAYS", {"one": one, "some": some, "many": many}),)


def _with_aid(finding: Finding, aid: AidClaim | None, rule: Rule) -> Finding:
    """Return the weightier of what the height and an aid ask; what the height asks names the aid too."""
    if aid is None:
        return finding
    params = {"measured": aid.metres, "limit": aid.radius_m, "related": aid.name, **body_of(rule)}
    if finding.outcome is Outcome.CONSENT:
        finding.notes = (*finding.notes, ("AIR-01-AID-TOO", params))
        return finding
    return Finding(
        rule.code,
        Outcome.CONSENT if aid.sure else Outcome.REVIEW,
        aid.code,
        params,
        measured=aid.metres,
        limit=aid.radius_m,
        unit="m",
        related=aid.name.vi,
        flips=aid.flips,
        verified=aid.verified,
        missing=aid.missing,
        kind=_whose(finding, aid),
        notes=((finding.code, finding.params), *finding.notes, *days_note(rule)),
    )


def _whose(finding: Finding, aid: AidClaim) -> Reservation:
    """Whose it is: a body's word or the row's height, else only that the office has no layer of aids."""
    asked = aid.missing is None or finding.outcome in (Outcome.REVIEW, Outcome.UNKNOWN)
    return Reservation.CONDITION if asked else Reservation.OFFICE


def height_missing(top: Top, rule: Rule, limit_m: float | None) -> Finding:
    """Name the height that is missing; what is stated is only a lower bound."""
    first = top.missing[0] if top.missing else "mast_height_m"
    code = "AIR-NO-BUILDING-HEIGHT" if first == "building_height_m" else "AIR-NO-HEIGHT"
    return Finding(rule.code, Outcome.UNKNOWN, code, limit=limit_m, unit="m", missing=f"value:{first}")


def unstated_rod_m(top: Top, rule: Rule) -> float:
    """Return how high the rod may be where it is not stated (metres), 0 where it is or no rule says."""
    if top.rod_stated or "rod_may_m" not in rule.thresholds:
        return 0.0
    return rule.threshold("rod_may_m").value or 0.0


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
        "Chiều cao so với mặt đất, gần đài dẫn đường",
        "Height above ground, aids of navigation",
        Stage.POSITION,
        False,
        height_above_ground,
        layers=(Layer.NAVIGATION_AID,),
        marks=("top_agl_m", "mast_height_m"),
    ),
)
