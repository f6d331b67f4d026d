"""AIR-01: heights above ground from which a body outside the office must consent, and stations by aids.

The lightning rod belongs to the height. A row that does not state it is told so; it is never assumed, but
where it alone may take the top to the limit nothing is agreed to before it is measured.
A radio station near an aid of navigation asks whatever its height (NĐ 222/2026 Điều 82(4), Phụ lục IV:
``registry.checks.airspace.navigation_aids``).
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from registry.checks.airspace.navigation_aids import LAYER, AidClaims, aid_claims
from registry.checks.airspace.tops import MISSING, Top, tops_of
from registry.checks.answers import Answers, objects, sorted_out, where
from registry.checks.consents import body_of, counted
from registry.checks.context import Context, Floats, Ints
from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.finding_columns import FIRST, Column, Each, FindingColumns
from registry.model.findings import Finding, Note, Outcome, Reservation, Stage

DAYS = ("one_days", "some_days", "many_days")


def height_above_ground(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """AIR-01: top above ground in metres against the height from which consent is needed.

    Where the rule names a height from which to measure (44 m under the 45 m of NĐ 32/2016), a top between
    the two is a review: many masts are specified just below the limit, and the rod decides. So is one whose
    row states no rod and that a rod may take there (``rod_may_m``). Where it names a
    radius about aids of navigation (NĐ 222/2026), a station within it asks for consent at any height.
    """
    answers = Answers.to(proposals, context, rule)
    aids = aid_claims(proposals, context, rule)
    if len(proposals) == 1 and (aids is None or not len(aids.rows)):
        answers.found.put(FIRST, _above_ground(tops_of(proposals).at(0), rule))
        return answers.found
    heights = _Heights(proposals, rule)
    alone = np.ones(len(proposals), dtype=bool)
    if aids is not None and len(aids.rows):
        alone[aids.rows] = False
        _with_aids(answers, heights, aids)
    rows = where(alone)
    for finding, those in heights.findings(rows):
        at = rows[those]
        if finding.measured is None:
            answers.put(at, finding)
        else:
            answers.put(at, finding, params={"measured": heights.metres[at]}, measured=heights.metres[at])
    return answers.found


_MISSING, _CONSENT, _MEASURE, _BELOW = range(4)


class _Heights:
    """What the heights alone ask of n rows: tops above ground in metres against the rule's."""

    def __init__(self, proposals: Proposals, rule: Rule) -> None:
        self.rule, self.limit = rule, rule.threshold("consent_from_m")
        self.tops = tops = tops_of(proposals)
        self.metres, self.rod_stated, self.first_missing = (
            tops.at_least_m,
            tops.rod_stated,
            tops.first_missing,
        )
        measure, marking = (rule.thresholds.get(name) for name in ("measure_from_m", "marking_from_m"))
        self.marking_m = np.inf if marking is None or marking.value is None else marking.value
        self.state = np.full(len(proposals), _MISSING)
        limit_m = self.limit.value
        if limit_m is None:
            return
        stated = ~np.isnan(self.metres)
        self.state[stated & ~tops.bounds] = _BELOW
        if measure is not None and measure.value is not None:
            self.state[~tops.bounds & (self.metres >= measure.value)] = _MEASURE
        near = self.metres + rod_may_m(rule) >= limit_m
        self.state[~tops.bounds & ~tops.rod_stated & near] = _MEASURE
        self.state[self.metres >= limit_m] = _CONSENT

    def findings(self, rows: Ints) -> Iterator[tuple[Finding, Ints]]:
        """Yield what is answered alike of some rows, and its places among them.

        The heights differ: where one is measured the finding has that of its first row.
        """
        if not len(rows):
            return
        state = self.state[rows]
        marked = (state == _CONSENT) & (self.metres[rows] >= self.marking_m)
        first = np.where(state == _MISSING, self.first_missing[rows], 0)
        rods = self.rod_stated[rows] & (state != _MISSING)
        for _, those in sorted_out(state, marked, first, rods):
            yield _above_ground(self.tops.at(int(rows[those[0]])), self.rule), those


def _above_ground(top: Top, rule: Rule) -> Finding:
    limit = rule.threshold("consent_from_m")
    limit_m = limit.value
    measure = rule.thresholds.get("measure_from_m")
    measure_m = measure.value if measure else None
    if limit_m is None or top.at_least_m is None or (top.missing and top.at_least_m < limit_m):
        return height_missing(rule, top.missing[0] if top.missing else MISSING[0], limit_m)
    if top.at_least_m >= limit_m:
        outcome = Outcome.CONSENT if limit.verified else Outcome.REVIEW
        finding = _measured(rule, outcome, "AIR-01-CONSENT", top, limit_m)
        finding.notes = (*finding.notes, *_marking(top.at_least_m, rule), *days_note(rule))
        return finding
    near = not top.rod_stated and top.at_least_m + rod_may_m(rule) >= limit_m
    if near or (measure_m is not None and top.at_least_m >= measure_m):
        finding = _measured(rule, Outcome.REVIEW, "AIR-01-MEASURE", top, limit_m)
        finding.flips = True
        return finding
    return _measured(rule, Outcome.PASS, "AIR-01-BELOW", top, limit_m)


def rod_may_m(rule: Rule) -> float:
    """Return how high a rod may be that a row does not state, in metres; 0 where the rule does not say."""
    rod = rule.thresholds.get("rod_may_m")
    return 0.0 if rod is None else rod.value or 0.0


def _marking(height_m: float, rule: Rule) -> tuple[Note, ...]:
    """Say that day marks and lights are a duty, or to be considered, from the height that the rule names."""
    mark = rule.thresholds.get("marking_from_m")
    if mark is None or mark.value is None or height_m < mark.value:
        return ()
    code = "AIR-01-MARKED" if rule.options.get("marking") == "duty" else "AIR-01-MARKING"
    return ((code, {"from": mark.value}),)


def _measured(rule: Rule, outcome: Outcome, code: str, top: Top, limit_m: float) -> Finding:
    return Finding(
        rule.code,
        outcome,
        code,
        {"measured": top.at_least_m, "limit": limit_m, **body_of(rule)},
        measured=top.at_least_m,
        limit=limit_m,
        unit="m",
        notes=() if top.rod_stated else ROD_NOTE,
    )


def _with_aids(answers: Answers, heights: _Heights, aids: AidClaims) -> None:
    """Put down the weightier of what the height and an aid ask; what the height asks names the aid too."""
    for base, places in heights.findings(aids.rows):
        for (drawn, sure, flips), those in sorted_out(
            aids.drawn[places], aids.sure[places], aids.flips[places]
        ):
            own = aids.some(places[those])
            tops = None if base.measured is None else heights.metres[own.rows]
            if base.outcome is Outcome.CONSENT:
                _asked_too(answers, base, own, tops)
                continue
            finding = _of_aid(answers.rule, base, drawn=bool(drawn), sure=bool(sure), edge=bool(flips))
            finding.flips = bool(flips)
            _put_aid(answers, finding, base, own, tops)


def _asked_too(answers: Answers, base: Finding, aids: AidClaims, tops: Floats | None) -> None:
    assert tops is not None
    body = body_of(answers.rule)
    said = base.notes

    def noted(k: int) -> tuple[Note, ...]:
        params = {
            "measured": float(aids.metres[k]),
            "limit": float(aids.radius_m[k]),
            "related": aids.names[k],
        }
        return (*said, ("AIR-01-AID-TOO", params | body))

    answers.put(
        aids.rows, replace(base, params=dict(base.params)), params={"measured": tops}, measured=tops,
        notes=Each(noted),
    )  # fmt: skip


def _of_aid(rule: Rule, base: Finding, *, drawn: bool, sure: bool, edge: bool) -> Finding:
    """Return what an aid asks of rows of which the height asks nothing weightier; ``edge``: on its circle."""
    code = "AIR-01-AID-EDGE" if edge else "AIR-01-AID"
    # a body's word or the row's height, else only that the office has no layer of aids
    asked = drawn or base.outcome in (Outcome.REVIEW, Outcome.UNKNOWN)
    return Finding(
        rule.code,
        Outcome.CONSENT if sure else Outcome.REVIEW,
        code if drawn else "AIR-01-AID-MAY",
        {"measured": 0.0, "limit": 0.0, "related": "", **body_of(rule)},
        unit="m",
        verified=drawn and rule.thresholds["aid_radius_m"].verified,
        missing=None if drawn else LAYER,
        kind=Reservation.CONDITION if asked else Reservation.OFFICE,
    )


def _put_aid(answers: Answers, finding: Finding, base: Finding, aids: AidClaims, tops: Floats | None) -> None:
    days = days_note(answers.rule)

    def noted(k: int) -> tuple[Note, ...]:
        params = base.params if tops is None else base.params | {"measured": float(tops[k])}
        return ((base.code, params), *base.notes, *days)

    notes: Column = Each(noted)
    if tops is None or (tops == tops[0]).all():
        finding.notes = noted(0)
        columns: dict[str, Column] = {}
    else:
        columns = {"notes": notes}
    answers.put(
        aids.rows, finding,
        params={"measured": aids.metres, "limit": aids.radius_m, "related": aids.names},
        measured=aids.metres, limit=aids.radius_m, related=objects([name.vi for name in aids.names]),
        **columns,
    )  # fmt: skip


def days_note(rule: Rule) -> tuple[Note, ...]:
    """Say how many days the body has, for one station and for many at once."""
    if any(name not in rule.thresholds for name in DAYS):
        return ()
    one, some, many = (counted(rule.threshold(name)) for name in DAYS)
    return (("AIR-SAYS-DAYS", {"one": one, "some": some, "many": many}),)


def height_missing(rule: Rule, first: str, limit_m: float | None) -> Finding:
    """Name the height that is missing; what is stated is only a lower bound."""
    code = "AIR-NO-BUILDING-HEIGHT" if first == "building_height_m" else "AIR-NO-HEIGHT"
    return Finding(rule.code, Outcome.UNKNOWN, code, limit=limit_m, unit="m", missing=f"value:{first}")


ROD_NOTE: tuple[Note, ...] = (("AIR-ROD-NOT-STATED", {}),)
"""That the rod is not stated, where it is not."""


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
