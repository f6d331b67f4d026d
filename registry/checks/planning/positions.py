"""PLN-01: does the proposal match a planned position of the operator's plan in force?

Asked in this order: by the plan's code; by position; by commune and address. What counts as the same position
is a setting of the office (10 m; to 30 m an officer looks), since no law gives a number. The rows of a plan
that is handed in are not asked: they are what the plan in force does not hold yet. A code that matches
while the position has moved further is a changed position, which needs the plan adjusted before a permit.
"""

import math
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.checks.answers import Answers, Lines, objects, sorted_out, where
from registry.checks.communes import names_of
from registry.checks.context import Bools, Context, Floats, Ints, Plans
from registry.checks.networks import operator_names
from registry.checks.planning.lookups import address_row, index_of
from registry.checks.proposals import Proposals, position_unreadable
from registry.checks.stated import Alike, alike
from registry.columns import fold, fold_each
from registry.geo.distances import line
from registry.law import Rule
from registry.model.finding_columns import FIRST, Column, FindingColumns
from registry.model.findings import Finding, Note, Outcome
from registry.model.requests.proposals import Proposal, ProposalKind

UNISSUED = "article_not_issued"


def planned_position(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """PLN-01: matches a planned position of the operator's plan in force."""
    answers, plans = Answers.to(proposals, context, rule), context.plans
    if len(proposals) == 1:
        answers.found.put(FIRST, _of_one(answers))
        return answers.found
    of_plan = np.array(proposals.told("for_plan"), dtype=bool)
    shares = proposals.of_kind(ProposalKind.SHARE) & ~of_plan
    operators = proposals.told("operator")
    same = alike(operators)
    planned = np.zeros(len(proposals), dtype=bool)
    called = []
    for first, rows in zip(same.first.tolist(), same.rows(), strict=True):
        named = operator_names([operators[first]], context)
        called.append(named)
        finding = _without_plan(rule, operators[first], plans, named)
        if finding is None:
            planned[rows] = ~of_plan[rows]
        else:
            answers.put(rows[~shares[rows] & ~of_plan[rows]], finding)
    nothing = shares & ~planned
    if planned.any():
        matches = _Matches(answers, planned, same, objects(called))
        matches.put()
        nothing[matches.rows[matches.state > _LAST_PASS]] = True
        nothing &= shares
    answers.put(where(nothing), Finding(rule.code, Outcome.NA, "PLN-01-SHARE"))
    answers.put(where(of_plan), Finding(rule.code, Outcome.NA, "PLN-01-PLAN"))
    return answers.found


def _without_plan(rule: Rule, operator: str, plans: Plans, called: str) -> Finding | None:
    """Answer for an operator (``called`` by name) without a plan in force on the day; None where one is."""
    if not operator:
        return Finding(rule.code, Outcome.UNKNOWN, "PLN-01-NO-OPERATOR", missing="value:operator")
    if operator in plans.versions:
        return None
    if operator in plans.announced:
        return Finding(
            rule.code,
            Outcome.REVIEW,
            "PLN-01-NOT-ISSUED",
            {"operator": called},
            source=rule.document,
            article=rule.options.get(UNISSUED, rule.article),
        )
    return Finding(
        rule.code, Outcome.UNKNOWN, "PLN-01-NOT-ENTERED", {"operator": called}, missing=f"plan:{operator}"
    )


(
    _CODE_ONLY, _CODE, _POSITION, _ADDRESS, _NEAR, _MOVED, _COARSE, _ADDRESS_MOVED, _NOT_FOUND, _NEAREST,
    _UNREADABLE,
) = range(11)  # fmt: skip
_LAST_PASS = _ADDRESS
_AWAY = frozenset({_MOVED, _ADDRESS_MOVED, _NEAREST})
"""States of another place than the planned: measured against as far as it may be the same, ``near_m``."""
_CODES = (
    "PLN-01-CODE-ONLY",
    "PLN-01-CODE",
    "PLN-01-POSITION",
    "PLN-01-ADDRESS",
    "PLN-01-NEAR",
    "PLN-01-MOVED",
    "PLN-01-COARSE",
    "PLN-01-ADDRESS-MOVED",
    "PLN-01-NOT-FOUND",
    "PLN-01-NOT-FOUND-NEAREST",
)


class _Matches:
    """m rows against their operator's plan in force: by code, position, commune and address, in this order.

    ``state`` is what is found, ``planned`` the planned position (-1: none) and ``metres`` how far it is, to
    the centimetre (nan: either has no position).
    """

    def __init__(self, answers: Answers, planned: Bools, same: Alike, called: npt.NDArray[Any]) -> None:
        self.answers, self.rows = answers, where(planned)
        rows, self.whose = self.rows, same.which[self.rows]
        self.called = called[self.whose]
        self.plans, proposals = answers.context.plans, answers.proposals
        self.index, rule = index_of(self.plans), answers.rule
        self.same, self.near = rule.threshold("same_m"), rule.threshold("near_m")
        self.same_m, self.near_m = self.same.value or 0.0, self.near.value or 0.0
        self.operators = [proposals.told("operator")[row] for row in rows.tolist()]
        self.stated = objects([proposals.told("plan_code")[row] for row in rows.tolist()])
        self.known = proposals.known[rows]
        self.state = np.where(self.known, _NOT_FOUND, _UNREADABLE)
        self.planned = np.full(len(rows), -1)
        self.metres = np.full(len(rows), np.nan)
        self._by_code()
        self._by_position()
        self._by_address()

    def _match(self, places: Ints, planned: Ints) -> tuple[Floats, Floats]:
        """Match rows at ``places``; return the metres and how far they may err."""
        proposals, plans = self.answers.proposals, self.plans
        rows = self.rows[places]
        away = np.hypot(proposals.x[rows] - plans.x[planned], proposals.y[rows] - plans.y[planned])
        metres = np.asarray(np.round(np.where(self.known[places], away, np.nan), 2), dtype=float)
        self.planned[places], self.metres[places] = planned, metres
        return metres, np.hypot(proposals.accuracy_m[rows], self.index.accuracy_m[planned])

    def _by_code(self) -> None:
        proposals, by_code = self.answers.proposals, self.index.by_code
        found = np.full(len(self.rows), -1)
        if by_code:
            sites = proposals.told("site_code")
            for codes in (self.stated.tolist(), [sites[row] for row in self.rows.tolist()]):
                ask = np.array([at for at in where(found < 0).tolist() if codes[at]], dtype=np.int64)
                if len(ask):
                    found[ask] = _looked_up(by_code, self.operators, codes, ask)
        places = where(found >= 0)
        if not len(places):
            return
        metres, reach = self._match(places, found[places])
        state = np.full(len(places), _MOVED)
        state[metres <= np.maximum(self.near_m, reach)] = _NEAR
        state[metres <= np.maximum(self.same_m, reach)] = _CODE
        state[np.isnan(metres)] = _CODE_ONLY
        self.state[places] = state

    def _by_position(self) -> None:
        """Match by position alone: too coarse a position matches nothing for sure."""
        free = where((self.planned < 0) & self.known)
        for _, those in sorted_out(self.whose[free]):
            places = free[those]
            operator = self.operators[places[0]]
            if operator not in self.index.trees:
                continue
            positions, tree = self.index.trees[operator]
            points = self.answers.proposals.points[self.rows[places]]
            pairs, away = tree.query_nearest(points, all_matches=False, return_distance=True)
            metres = np.round(away, 2)
            planned, places = positions[pairs[1]], places[pairs[0]]
            accuracy = self.answers.proposals.accuracy_m[self.rows[places]]
            reach = np.hypot(accuracy, self.index.accuracy_m[planned])
            state = np.full(len(places), _NEAREST)
            state[metres <= reach] = _COARSE
            state[metres <= self.near_m] = _NEAR
            state[(metres <= self.same_m) & (reach <= self.near_m)] = _POSITION
            self.planned[places], self.metres[places], self.state[places] = planned, metres, state

    def _by_address(self) -> None:
        """Match by commune and address what neither code nor position matches."""
        proposals, index = self.answers.proposals, self.index
        if not index.addressed:
            return
        free = [
            place
            for place in where(self.state >= _NOT_FOUND).tolist()
            if self.operators[place] in index.addressed
        ]
        if not free:
            return
        rows = self.rows[free].tolist()
        words = ("operator", "address", "commune", "district")
        same = alike(*([proposals.told(name)[row] for row in rows] for name in words))
        names = names_of(self.answers.context.units)
        found = [
            address_row(proposals.rows[rows[first]], index, self.plans, names)
            for first in same.first.tolist()
        ]
        planned = np.array(found)[same.which]
        places = np.array(free)[planned >= 0]
        if not len(places):
            return
        metres, _ = self._match(places, planned[planned >= 0])
        self.state[places] = np.where(np.isnan(metres), _ADDRESS, _ADDRESS_MOVED)

    def put(self) -> None:
        """Put the answers down; of rows that share a mast only what matches."""
        shares = self.answers.proposals.of_kind(ProposalKind.SHARE)[self.rows]
        told = ~shares | (self.state <= _LAST_PASS)
        self.answers.unreadable(self.rows[told & (self.state == _UNREADABLE)])
        places = where(told & (self.state != _UNREADABLE))
        if not len(places):
            return
        other = self._of_another_code(places)
        measured = ~np.isnan(self.metres[places])
        for (state, near, differs), those in sorted_out(self.state[places], measured, other):
            self._put(places[those], state, measured=bool(near), differs=bool(differs))

    def _of_another_code(self, places: Ints) -> Bools:
        """Return where the row states a code that is not that of what it is matched with."""
        differs: Bools = (self.planned[places] >= 0) & np.not_equal(self.stated[places], "")
        asked = where(differs)
        if not len(asked):
            return differs
        folded = objects(fold_each(self.stated[places[asked]].tolist()))
        differs[asked] = np.not_equal(folded, self.index.folded[self.planned[places[asked]]])
        return differs

    def _put(self, places: Ints, state: int, *, measured: bool, differs: bool) -> None:
        rows, planned, index = self.rows[places], self.planned[places], self.index
        first = places[0]
        away = float(self.metres[first]) if measured else None
        finding = _finding(
            self.answers, int(rows[0]), str(self.called[first]), state, _At(int(planned[0]), away)
        )
        decisions = {one: self.plans.versions[one].decision for one in set(self.operators)}
        params: dict[str, Column] = {
            "operator": self.called[places],
            "decision": objects([decisions[self.operators[place]] for place in places.tolist()]),
        }
        columns: dict[str, Column] = {}
        if planned[0] >= 0:
            params["code"] = columns["related"] = index.labels[planned]
            columns["related_operator"] = index.operators[planned]
        if measured:
            params["measured"] = columns["measured"] = self.metres[places]
            proposals = self.answers.proposals
            ends = (index.lon[planned], index.lat[planned])
            columns["evidence"] = Lines(proposals.lon[rows], proposals.lat[rows], lambda: ends).column()
        if differs:
            columns["notes"] = objects([_other_code(stated) for stated in self.stated[places]])
        self.answers.put(rows, finding, params=params, **columns)


class _At(NamedTuple):
    """The planned position that a row is matched with (-1: none), and metres to it, None where not known."""

    planned: int
    metres: float | None


def _other_code(stated: str) -> tuple[Note, ...]:
    return (("PLN-01-OTHER-CODE", {"stated": stated}),)


def _finding(answers: Answers, row: int, called: str, state: int, at: _At) -> Finding:
    """Say what is found for one row."""
    rule, proposals, index = answers.rule, answers.proposals, index_of(answers.context.plans)
    own = proposals.rows[row]
    params: dict[str, Any] = {
        "operator": called, "decision": answers.context.plans.versions[own.operator].decision
    }  # fmt: skip
    outcome = Outcome.PASS if state <= _LAST_PASS else Outcome.REVIEW
    finding = Finding(rule.code, outcome, _CODES[state], params, flips=state in (_NEAR, _COARSE))
    if at.planned < 0:
        return finding
    params["code"] = finding.related = index.labels[at.planned]
    finding.related_operator = index.operators[at.planned]  # a plan is its operator's: others get it masked
    if at.metres is not None:
        same, near = rule.threshold("same_m"), rule.threshold("near_m")
        params |= {"measured": at.metres, "same": same.value or 0.0, "near": near.value or 0.0}
        kept = near if state in _AWAY else same
        finding.measured, finding.limit, finding.unit = at.metres, kept.value or 0.0, kept.unit
        finding.verified = kept.verified
        start = (float(proposals.lon[row]), float(proposals.lat[row]))
        finding.evidence = line(start, (float(index.lon[at.planned]), float(index.lat[at.planned])))
    if own.plan_code and fold(own.plan_code) != index.folded[at.planned]:
        finding.notes = _other_code(own.plan_code)
    return finding


def _of_one(answers: Answers) -> Finding:
    """Answer a list of one row, in plain numbers: the same questions as ``_Matches`` asks in columns."""
    rule, row, plans = answers.rule, answers.proposals.rows[0], answers.context.plans
    if row.for_plan:
        return Finding(rule.code, Outcome.NA, "PLN-01-PLAN")
    called = operator_names([row.operator], answers.context)
    finding = _without_plan(rule, row.operator, plans, called)
    if finding is None:
        state, at = _matched(answers, row)
        if state == _UNREADABLE:
            finding = position_unreadable(rule, row)
        else:
            finding = _finding(answers, 0, called, state, at)
    if row.kind is ProposalKind.SHARE and finding.outcome is not Outcome.PASS:
        return Finding(rule.code, Outcome.NA, "PLN-01-SHARE")
    return finding


def _matched(answers: Answers, row: Proposal) -> tuple[int, _At]:
    proposals, plans, rule = answers.proposals, answers.context.plans, answers.rule
    index, operator, known = index_of(plans), row.operator, bool(proposals.known[0])
    same_m, near_m = rule.threshold("same_m").value or 0.0, rule.threshold("near_m").value or 0.0

    def at(planned: int) -> _At:
        away = np.hypot(proposals.x[0] - plans.x[planned], proposals.y[0] - plans.y[planned])
        return _At(planned, float(np.round(away, 2)) if known and np.isfinite(away) else None)

    def reach_of(planned: int) -> float:
        return math.hypot(proposals.accuracy_m[0], index.accuracy_m[planned])

    for code in (row.plan_code, row.site_code):
        planned = index.coded(operator, code) if code else -1
        if planned >= 0:
            there, reach = at(planned), reach_of(planned)
            if there.metres is None:
                return _CODE_ONLY, there
            if there.metres <= max(same_m, reach):
                return _CODE, there
            return (_NEAR if there.metres <= max(near_m, reach) else _MOVED), there
    state, nearest = (_NOT_FOUND if known else _UNREADABLE), _At(-1, None)
    if known and operator in index.trees:
        positions, tree = index.trees[operator]
        hits, away = tree.query_nearest(proposals.points[0], all_matches=False, return_distance=True)
        nearest = _At(int(positions[hits[0]]), float(np.round(away[0], 2)))
        metres, reach = nearest.metres or 0.0, reach_of(nearest.planned)
        if metres <= same_m and reach <= near_m:
            return _POSITION, nearest
        if metres <= near_m:
            return _NEAR, nearest
        if metres <= reach:
            return _COARSE, nearest
        state = _NEAREST
    if operator in index.addressed:
        planned = address_row(row, index, plans, names_of(answers.context.units))
        if planned >= 0:
            there = at(planned)
            return (_ADDRESS if there.metres is None else _ADDRESS_MOVED), there
    return state, nearest


def _looked_up(
    by_code: dict[tuple[str, str], int], operators: list[str], codes: list[str], places: Ints
) -> Ints:
    """Return the planned position of each code, as it is written or else folded; -1 where there is none."""
    asked = places.tolist()
    own = [operators[place] for place in asked]
    written = [codes[place] for place in asked]
    found = np.fromiter(map(by_code.get, zip(own, written, strict=True), repeat(-1)), np.int64, len(asked))
    left = where(found < 0).tolist()
    folded = fold_each([written[one] for one in left])
    keys = zip([own[one] for one in left], folded, strict=True)
    found[left] = np.fromiter(map(by_code.get, keys, repeat(-1)), np.int64, len(left))
    return found
