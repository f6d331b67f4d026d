"""Standing works against what was agreed and planned, and against the rule that they can be shared.

Each question is asked by the law of the day of building: a mast from before the rule keeps what it has until
it is upgraded (QĐ 72/2025 Điều 31). How far off is too far is a setting of the office, so a mast elsewhere
than agreed is for review; and a plan that was never entered proves nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.permit_table import begun_until
from registry.checks.standing import bits, judged_by
from registry.geo.distances import geodesic_m
from registry.law import Rule
from registry.model.findings import Outcome
from registry.model.numbered import numbered
from registry.model.standing import (
    Answer,
    Bools,
    Days,
    Floats,
    Ints,
    Judged,
    KnownFacts,
    Objects,
    Question,
    StandingMasts,
)

SMALL_M = 3.0  # "cột ăng ten nhỏ" of QĐ 72/2025 Điều 15(5), which Điều 15(6)a treats apart


def which_rule(rules: Sequence[Rule], built_on: Days) -> Ints:
    """Return which of the rules (of one code) was in force on each day: its number from 1, 0 for none."""
    found = np.zeros(len(built_on), dtype=np.int64)
    known = ~np.isnat(built_on)
    for at, rule in enumerate(rules, 1):
        first = np.datetime64(rule.valid_from or dt.date.min, "D")
        last = np.datetime64(rule.valid_to or dt.date.max, "D")
        found[known & (built_on >= first) & (built_on <= last)] = at
    return found


def standing_sharing(masts: StandingMasts, rules: Sequence[Rule]) -> Judged:
    """Judge whether a mast was made for as many operators as the law of its day asked for.

    One that stood soon after the rule's first day may have been begun before it, and stays as it is then.
    """
    rule = which_rule(rules, masts.built_on)
    begun = np.zeros(len(masts), dtype=bool)
    for at, one in enumerate(rules, 1):
        if (until := begun_until(one)) is not None:
            begun |= (rule == at) & (masts.built_on < np.datetime64(until, "D"))
    undated = np.isnat(masts.built_on)
    stated = np.isfinite(masts.designed_operators)
    small = masts.mast_height_m <= SMALL_M
    numbers = np.where(stated, masts.designed_operators, 0).astype(np.int64)

    def answer_of(row: int) -> Answer:
        if undated[row]:
            return Answer(Question.SHARING, "no_day", Outcome.UNKNOWN, missing=("built_on",))
        if not rule[row]:
            return Answer(Question.SHARING, "before_rule", Outcome.NA)
        law = rules[int(rule[row]) - 1]
        least = law.threshold("operators")
        enough = max(int(numbers[row]), int(masts.networks[row])) >= int(least.value or 0)
        if enough:
            kind, outcome = "shareable", Outcome.PASS
        elif not stated[row]:
            kind, outcome = "not_stated", Outcome.UNKNOWN
        elif small[row]:
            kind, outcome = "small", Outcome.REVIEW
        elif begun[row]:
            kind, outcome = "not_shareable_begun", Outcome.REVIEW
        else:
            kind, outcome = "not_shareable", Outcome.FAIL if least.verified else Outcome.REVIEW
        missing = ("designed_operators",) if outcome is Outcome.UNKNOWN else ()
        params = {"limit": int(least.value or 0)}
        return Answer(
            Question.SHARING, kind, outcome, law.document, law.article, least.verified, missing, params
        )

    parts = [rule, bits(undated, stated, small, begun), np.minimum(numbers, 9), np.minimum(masts.networks, 9)]
    return judged_by(Question.SHARING, parts, answer_of)


def standing_as_built(
    masts: StandingMasts,
    known: KnownFacts,
    limits: Rule,
    *,
    agreed_since: dt.date,
    ground: Rule | None = None,
) -> Judged:
    """Judge where a mast stands against where it was agreed: ``note_m`` and ``review_m`` of the office.

    Masts from ``agreed_since`` on without an agreement in the register are asked for its letter. ``ground``
    is the law on works without a permit that differ from their design (Luật Xây dựng 135/2025 Điều 54(1)đ):
    it is named for masts built since it is in force. It speaks of designs, not of metres: it never fails.
    """
    note, review = limits.threshold("note_m"), limits.threshold("review_m")
    metres = np.full(len(masts), np.nan)
    at = np.flatnonzero(known.approved)
    if len(at):
        metres[at] = geodesic_m(known.approved_lon[at], known.approved_lat[at], masts.lon[at], masts.lat[at])
    far = metres > (review.value or np.inf)
    off = metres > (note.value or np.inf)
    doubtful = far & (np.abs(metres - (review.value or 0.0)) < masts.accuracy_m)
    recent = masts.built_on >= np.datetime64(agreed_since, "D")
    params: dict[str, Any] = {"note": note.value, "review": review.value}
    by_design = np.zeros(len(masts), dtype=bool)
    if ground is not None:
        by_design = which_rule([ground], masts.built_on) == 1
        params["ground"] = f"{ground.document}, {ground.article}"

    def answer_of(row: int) -> Answer:
        if not known.approved[row]:
            if recent[row]:
                return Answer(Question.AS_BUILT, "no_letter", Outcome.UNKNOWN, missing=("approval",))
            return Answer(Question.AS_BUILT, "before_letters", Outcome.NA)
        far_off = "far_off_design" if by_design[row] else "far_off"
        kind = "measure_again" if doubtful[row] else far_off if far[row] else "off" if off[row] else "there"
        outcome = Outcome.REVIEW if far[row] else Outcome.PASS
        missing = ("as_built",) if far[row] else ()
        return Answer(
            Question.AS_BUILT,
            kind,
            outcome,
            limits.document,
            limits.article,
            review.verified,
            missing,
            params,
        )

    parts = [bits(known.approved, far, off, doubtful, recent, by_design)]
    return judged_by(Question.AS_BUILT, parts, answer_of, metres=metres)


def standing_plan(
    masts: StandingMasts,
    known: KnownFacts,
    rules: Sequence[Rule],
    planned: "PlannedPlaces",
) -> Judged:
    """Judge whether a mast that was built under the rule stands where its operator's plan has a position."""
    rule = which_rule(rules, masts.built_on)
    undated = np.isnat(masts.built_on)
    metres, has_plan = planned.nearest(masts)
    near = np.zeros(len(masts), dtype=bool)
    same = np.zeros(len(masts), dtype=bool)
    for at, law in enumerate(rules, 1):
        asked = rule == at
        same |= asked & (metres <= (law.threshold("same_m").value or 0.0))
        near |= asked & (metres <= (law.threshold("near_m").value or 0.0))

    def answer_of(row: int) -> Answer:
        if undated[row]:
            return Answer(Question.PLAN, "no_day", Outcome.UNKNOWN, missing=("built_on",))
        if not rule[row]:
            return Answer(Question.PLAN, "before_rule", Outcome.NA)
        law = rules[int(rule[row]) - 1]
        missing: tuple[str, ...]
        if known.approved[row]:
            kind, outcome, missing = "approved", Outcome.PASS, ()
        elif same[row]:
            kind, outcome, missing = "in_plan", Outcome.PASS, ()
        elif not has_plan[row]:
            kind, outcome, missing = "no_plan", Outcome.UNKNOWN, ("plan",)
        else:
            kind, outcome, missing = "near_plan" if near[row] else "off_plan", Outcome.REVIEW, ("plan",)
        return Answer(Question.PLAN, kind, outcome, law.document, law.article, law.verified, missing)

    parts = [rule, bits(undated, known.approved, same, near, has_plan)]
    return judged_by(Question.PLAN, parts, answer_of, metres=metres)


class PlannedPlaces:
    """Positions of every plan version that an operator ever had, k rows in EPSG:4326 degrees.

    ``since`` is the first day of each operator's first plan in the register.
    """

    def __init__(self, operators: Objects, lon: Floats, lat: Floats, since: Mapping[str, dt.date]) -> None:
        self.operators, self.lon, self.lat, self.since = operators, lon, lat, since

    def nearest(self, masts: StandingMasts) -> tuple[Floats, Bools]:
        """Return metres to the nearest position of the mast's own operator (nan: none), and whether the
        register has a plan of the operator that was in force by the day of building.

        Nearest in degrees stretched by the cosine of the province's middle, then measured on the ellipsoid.
        """
        metres = np.full(len(masts), np.nan)
        has_plan = np.zeros(len(masts), dtype=bool)
        codes, operators = numbered(masts.operators)
        placed = np.isfinite(self.lon) & np.isfinite(self.lat)
        squeeze = float(np.cos(np.radians(np.nanmean(self.lat)))) if placed.any() else 1.0
        for at, operator in enumerate(operators):
            rows = np.flatnonzero(codes == at)
            if operator in self.since:
                has_plan[rows] = masts.built_on[rows] >= np.datetime64(self.since[operator], "D")
            own = (self.operators == operator) & placed
            if not own.any() or not len(rows):
                continue
            lon, lat = self.lon[own], self.lat[own]
            tree = shapely.STRtree(shapely.points(lon * squeeze, lat))
            asked = shapely.points(masts.lon[rows] * squeeze, masts.lat[rows])
            found, nearest = tree.query_nearest(asked, all_matches=False)
            metres[rows[found]] = geodesic_m(
                masts.lon[rows][found], masts.lat[rows][found], lon[nearest], lat[nearest]
            )
        return metres, has_plan
