"""SPC-03: distance to other proposals that are still open, in the list itself and in other requests.

Two proposals may not both be agreed where they are nearer than the limit between masts, so both rows are
shown for review, never refused by this rule. They are "same network" where they have a network in common or
where the network of either is not known (the larger limit then only asks for a look). Of each kind, and of
those placed as surely, the nearest is judged; a small mast keeps a distance to those of its own network
only. One site sent twice, by code or by its very position, is said to be a duplicate.
"""

import math
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Context
from registry.checks.engine import Check, na_for
from registry.checks.networks import OperatorWords, networks_of
from registry.checks.open_proposals import (
    LaidOut,
    Near,
    ProposalLimits,
    laid_out,
    limits_of,
    nearest,
    sent_twice,
)
from registry.checks.proposals import Proposals
from registry.checks.spacing import is_small
from registry.checks.urban import Urban, urban_of
from registry.geo.distances import line
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests import Proposal, ProposalKind

OWN_LIST = "own_list"  # a parameter: the other proposal is a row of the same list, which its sender knows
SAME_SPOT_M = 1.0  # nearer than this, one network's two proposals are one
_READ = (
    "sheet", "row", "kind", "position", "site_code", "operator", "shared_with", "mast_height_m", "urban",
)  # fmt: skip
# one whose kind was not understood may be a new mast: the others are told of it
_STANDS_NEW = (ProposalKind.NEW, ProposalKind.REPLACE, ProposalKind.RELOCATE, ProposalKind.UNKNOWN)


def other_proposals(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """SPC-03: distance in metres to the nearest open proposal of each relation."""
    small_m = rule.threshold("small_mast_m").value or 0.0
    answers: list[Finding | None] = [_not_asked(row, rule) for row in proposals.rows]
    asked = [index for index, answer in enumerate(answers) if answer is None]
    if asked:
        small = np.array([is_small(proposals.rows[index], small_m) for index in asked], dtype=bool)
        others = laid_out(proposals, asked, networks_of(proposals, context), context, small)
        near = nearest(others)
        twice = sent_twice(others, proposals, asked)
        urban = urban_of(proposals, context)
        judge = _Judge(rule, others, limits_of(rule), OperatorWords(context), small_m)
        for place, index in enumerate(asked):
            other = twice.get(place)
            if other is None:
                answers[index] = judge.judged(place, near[place], urban[index])
            else:
                answers[index] = judge.duplicate(place, other)
    return [answer for answer in answers if answer is not None]


def _not_asked(row: Proposal, rule: Rule) -> Finding | None:
    if row.kind not in _STANDS_NEW:
        return Finding(rule.code, Outcome.NA, "SPC-03-NOT-NEW")
    if not row.position.known:
        return Finding(rule.code, Outcome.UNKNOWN, "SPC-NO-POSITION", missing="value:position")
    return None


ONE_PLACE_M = 1_000.0
"""No list's coordinates are so rough that two rows farther apart than this could be one place."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges proposals by their place in ``others``."""

    rule: Rule
    others: LaidOut
    limits: ProposalLimits
    operators: OperatorWords
    small_m: float

    def judged(self, place: int, near: dict[tuple[bool, float], Near], urban: Urban) -> Finding:
        """Judge the nearest of the same and of different networks; the nearest that is too near is shown."""
        best: tuple[bool, Near, float, bool] | None = None
        for (same, _), found in near.items():
            if same and self.others.networks[place] and found.distance_m < SAME_SPOT_M:
                return self.duplicate(place, found)
            limit_m = self.limits.of(same, urban)
            doubt = abs(found.distance_m - limit_m) < self._accuracy(place, found.other)
            weighed = (not doubt and found.distance_m >= limit_m, found, limit_m, doubt)
            if best is None or weighed < best:
                best = weighed
        small = bool(self.others.small[place])
        if small and (best is None or best[0]):
            return Finding(self.rule.code, Outcome.NA, "SPC-SMALL-EXEMPT", {"small": self.small_m})
        if best is None:
            return Finding(self.rule.code, Outcome.PASS, "SPC-03-NONE")
        far, found, limit_m, doubt = best
        what = "FAR" if far else ("SAME" if found.same else "OTHER")
        finding = self._finding(Outcome.PASS if far else Outcome.REVIEW, f"SPC-03-{what}", place, found)
        finding.limit, finding.flips = limit_m, doubt
        finding.params["limit"] = limit_m
        if doubt:
            accuracy = self._accuracy(place, found.other)
            finding.notes = (("SPC-MEASURE-AGAIN", {"accuracy": accuracy}),)
        if small:
            finding.notes = (*finding.notes, ("SPC-SMALL-SAME", {}))
        return finding

    def duplicate(self, place: int, near: Near) -> Finding:
        """One site may be listed twice; so far apart, one of the codes or of the positions is wrong."""
        code = "SPC-03-CODE-TWICE" if near.distance_m > ONE_PLACE_M else "SPC-03-DUPLICATE"
        return self._finding(Outcome.REVIEW, code, place, near)

    def _accuracy(self, place: int, other: int) -> float:
        return math.hypot(self.others.accuracy_m[place], self.others.accuracy_m[other])

    def _finding(self, outcome: Outcome, code: str, place: int, near: Near) -> Finding:
        others, other, metres = self.others, near.other, near.distance_m
        codes, names = self.operators.of(int(others.networks[other]))
        related = others.codes[other] or others.labels[other]
        sheet, _, row = others.labels[other].rpartition(":")
        return Finding(
            self.rule.code,
            outcome,
            code,
            {
                "related": related,
                "code": f"{row} · {sheet}" if sheet else row,  # "row 9 · its sheet", as a reader looks it up
                "operators": names,
                "measured": metres,
                **({OWN_LIST: True} if other < others.own else {}),
            },
            measured=metres,
            unit="m",
            related=related,
            related_operator=codes,
            evidence=line((others.lon[place], others.lat[place]), (others.lon[other], others.lat[other])),
        )


OPEN_PROPOSAL_CHECKS = (
    Check(
        "SPC-03", "Khoảng cách đến vị trí đề nghị khác", "Distance to other open proposals",
        Stage.POSITION, False, other_proposals, layers=(Layer.URBAN_AREA,), among=_READ, by_kind=True,
        unasked=na_for("SPC-03-NOT-NEW", ProposalKind.SHARE, ProposalKind.UPGRADE), of_place=True,
    ),
)  # fmt: skip
