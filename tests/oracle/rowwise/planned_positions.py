"""PLN-01: does the proposal match a planned position of the operator's plan in force?

Asked in this order: by the plan's code; by position; by commune and address. What counts as the same position
is a setting of the office (10 m; to 30 m an officer looks), since no law gives a number. A code that matches
while the position has moved further is a changed position, which needs the plan adjusted before a permit.
"""

import math
import re
from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.communes import CommuneNames, keys_of, names_of
from registry.checks.context import Context, Plans
from registry.checks.networks import operator_names
from registry.checks.proposals import Proposals, position_unreadable
from registry.columns import fold
from registry.geo.distances import line
from registry.law import Rule
from registry.model.findings import Finding, Outcome
from registry.model.plans import PlannedPosition
from registry.model.requests.proposals import Proposal, ProposalKind

_UNIT_PART = re.compile(
    r"^(xã|phường|thị trấn|tt\.?|huyện|quận|thị xã|tx\.?|thành phố|tp\.?|tỉnh)\s", re.IGNORECASE
)
_PLACE_WORDS = frozenset(
    {"thon", "xom", "khu", "tdp", "to", "dan", "pho", "ban", "lang", "cum", "duong", "so"}
)
_WORD = re.compile(r"\w+")
UNISSUED = "article_not_issued"


class _Index(NamedTuple):
    """The plans as this check looks them up, built once."""

    by_code: dict[tuple[str, str], int]
    by_address: dict[tuple[str, tuple[str, ...]], list[int]]
    trees: dict[str, tuple[list[int], shapely.STRtree]]


class _Nearest(NamedTuple):
    """The nearest planned position of the operator: its row and the distance in metres."""

    row: int
    metres: float


def planned_position(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """PLN-01: matches a planned position of the operator's plan in force."""
    plans = context.plans
    index = _index_of(plans)
    nearest = _nearest(proposals, index)
    names = names_of(context.units)
    known = proposals.known.tolist()
    findings = []
    for i, row in enumerate(proposals.rows):
        called = operator_names([row.operator], context)
        finding = _without_plan(rule, row, plans, called)
        if finding is None:
            matched = _Match(rule, row, plans, called, known=known[i], at=(proposals, i))
            finding = matched.judge(index, nearest.get(i), names)
        if row.kind is ProposalKind.SHARE and finding.outcome is not Outcome.PASS:
            finding = Finding(rule.code, Outcome.NA, "PLN-01-SHARE")
        if row.for_plan:
            finding = Finding(rule.code, Outcome.NA, "PLN-01-PLAN")
        findings.append(finding)
    return findings


def _without_plan(rule: Rule, row: Proposal, plans: Plans, called: str) -> Finding | None:
    """Answer for an operator (``called`` by name) without a plan in force on the day; None where one is."""
    operator = row.operator
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


class _Match:
    """One proposal against its operator's plan in force."""

    def __init__(
        self,
        rule: Rule,
        row: Proposal,
        plans: Plans,
        called: str,
        *,
        known: bool,
        at: tuple[Proposals, int],
    ) -> None:
        self.rule, self.row, self.plans, self.called, self.known = rule, row, plans, called, known
        self.proposals, self.i = at
        self.same, self.near = rule.threshold("same_m"), rule.threshold("near_m")
        self.decision = plans.versions[row.operator].decision

    def judge(self, index: _Index, nearest: _Nearest | None, names: CommuneNames) -> Finding:
        """Try code, position, then commune and address; the first that matches decides."""
        operator = self.row.operator
        for code in (self.row.plan_code, self.row.site_code):
            if code and (operator, fold(code)) in index.by_code:
                return self._by_code(index.by_code[operator, fold(code)])
        if nearest is not None:
            found = self._by_position(nearest)
            if found is not None:
                return found
        by_address = self._address_row(index, names)
        if by_address is not None:
            return self._by_address(by_address)
        if not self.known:
            return position_unreadable(self.rule, self.row)
        return self._not_found(nearest)

    def _by_code(self, planned: int) -> Finding:
        metres = self._metres(planned)
        if metres is None:
            return self._finding(Outcome.PASS, "PLN-01-CODE-ONLY", planned, None)
        reach = self._combined(planned)
        if metres <= max(self.same_m, reach):
            return self._finding(Outcome.PASS, "PLN-01-CODE", planned, metres)
        if metres <= max(self.near_m, reach):
            return self._finding(Outcome.REVIEW, "PLN-01-NEAR", planned, metres, flips=True)
        return self._finding(Outcome.REVIEW, "PLN-01-MOVED", planned, metres)

    def _by_position(self, nearest: _Nearest) -> Finding | None:
        """Match by position alone: too coarse a position matches nothing for sure."""
        reach = self._combined(nearest.row)
        if nearest.metres <= self.same_m and reach <= self.near_m:
            return self._finding(Outcome.PASS, "PLN-01-POSITION", nearest.row, nearest.metres)
        if nearest.metres <= self.near_m:
            return self._finding(Outcome.REVIEW, "PLN-01-NEAR", nearest.row, nearest.metres, flips=True)
        if nearest.metres <= reach:
            return self._finding(Outcome.REVIEW, "PLN-01-COARSE", nearest.row, nearest.metres, flips=True)
        return None

    def _by_address(self, planned: int) -> Finding:
        metres = self._metres(planned)
        if metres is None:
            return self._finding(Outcome.PASS, "PLN-01-ADDRESS", planned, None)
        return self._finding(Outcome.REVIEW, "PLN-01-ADDRESS-MOVED", planned, metres)

    def _not_found(self, nearest: _Nearest | None) -> Finding:
        if nearest is None:
            return self._finding(Outcome.REVIEW, "PLN-01-NOT-FOUND", None, None)
        return self._finding(Outcome.REVIEW, "PLN-01-NOT-FOUND-NEAREST", nearest.row, nearest.metres)

    @property
    def same_m(self) -> float:
        return self.same.value or 0.0

    @property
    def near_m(self) -> float:
        return self.near.value or 0.0

    def _metres(self, planned: int) -> float | None:
        """Return the distance to a planned position to the centimetre, None where either has no position."""
        if not self.known or math.isnan(self.plans.x[planned]):
            return None
        dx = float(self.proposals.x[self.i]) - float(self.plans.x[planned])
        dy = float(self.proposals.y[self.i]) - float(self.plans.y[planned])
        return round(math.hypot(dx, dy), 2)

    def _combined(self, planned: int) -> float:
        return math.hypot(self.row.position.accuracy_m, self.plans.positions[planned].accuracy_m)

    def _address_row(self, index: _Index, names: CommuneNames) -> int | None:
        if not (self.row.address and self.row.commune):
            return None
        key = (self.row.operator, address_key(self.row.address))
        for planned in index.by_address.get(key, ()) if key[1] else ():
            position = self.plans.positions[planned]
            if _same_commune(names, position, self.row):
                return planned
        return None

    def _finding(
        self, outcome: Outcome, code: str, planned: int | None, metres: float | None, *, flips: bool = False
    ) -> Finding:
        params: dict[str, Any] = {"operator": self.called, "decision": self.decision}
        finding = Finding(self.rule.code, outcome, code, params, flips=flips)
        if planned is not None:
            position = self.plans.positions[planned]
            params["code"] = finding.related = position.code or position.address or position.id
            finding.related_operator = position.operator  # a plan is its operator's: others get it masked
        if metres is not None:
            assert planned is not None
            position = self.plans.positions[planned]
            params |= {"measured": metres, "same": self.same_m, "near": self.near_m}
            other_place = code.endswith(("-MOVED", "-NEAREST"))
            kept, kept_m = (self.near, self.near_m) if other_place else (self.same, self.same_m)
            finding.measured, finding.limit, finding.unit = metres, kept_m, kept.unit
            finding.verified = kept.verified
            own = (float(self.proposals.lon[self.i]), float(self.proposals.lat[self.i]))
            assert position.lon is not None
            assert position.lat is not None
            finding.evidence = line(own, (position.lon, position.lat))
        stated = self.row.plan_code
        if stated and finding.related is not None and fold(stated) != fold(finding.related):
            finding.notes = (("PLN-01-OTHER-CODE", {"stated": stated}),)
        return finding


def address_key(address: str) -> tuple[str, ...]:
    """Return the words that tell an address apart: no kinds of place, no commune, district or province."""
    parts = [part for part in address.split(",") if not _UNIT_PART.match(part.strip() + " ")]
    words = (fold(word) for part in parts for word in _WORD.findall(part))
    return tuple(word for word in words if word and word not in _PLACE_WORDS)


def _same_commune(names: CommuneNames, planned: PlannedPosition, row: Proposal) -> bool:
    written = planned.commune_as_written
    if written and set(keys_of(written)) & set(keys_of(row.commune)):
        return True
    here = set(names.find(row.commune, row.district).rows)
    there = set(names.find(written).rows) if written else set()
    return bool(here & there) or any(
        names.units.communes[unit].code == planned.commune_code for unit in here if planned.commune_code
    )


def _index_of(plans: Plans) -> _Index:
    if "index" not in plans.worked_out:
        by_address: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        rows: dict[str, list[int]] = defaultdict(list)
        for row, position in enumerate(plans.positions):
            if position.operator not in plans.versions:
                continue
            if position.address:
                by_address[position.operator, address_key(position.address)].append(row)
            if not math.isnan(plans.x[row]):
                rows[position.operator].append(row)
        trees = {
            operator: (those, shapely.STRtree(np.asarray(shapely.points(plans.x[those], plans.y[those]))))
            for operator, those in rows.items()
        }
        by_code = {(operator, fold(code)): row for (operator, code), row in plans.by_code.items()}
        plans.worked_out["index"] = _Index(by_code, dict(by_address), trees)
    index: _Index = plans.worked_out["index"]
    return index


def _nearest(proposals: Proposals, index: _Index) -> dict[int, _Nearest]:
    """Return, by row, the nearest planned position of the row's own operator, to the centimetre."""
    found: dict[int, _Nearest] = {}
    of_operator: dict[str, list[int]] = defaultdict(list)
    for i in proposals.known_rows.tolist():
        if proposals.rows[i].operator in index.trees:
            of_operator[proposals.rows[i].operator].append(i)
    for operator, asking in of_operator.items():
        rows, tree = index.trees[operator]
        pairs, metres = tree.query_nearest(proposals.points[asking], all_matches=False, return_distance=True)
        for asked, hit, distance in zip(*pairs.tolist(), np.round(metres, 2).tolist(), strict=True):
            found[asking[asked]] = _Nearest(rows[hit], distance)
    return found
