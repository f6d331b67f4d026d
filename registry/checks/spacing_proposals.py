"""SPC-03: distance to other proposals that are still open, in the list itself and in other requests.

Two proposals may not both be agreed where they are nearer than the limit between masts, so both rows are
shown for review, never refused by this rule. They are "same network" where they have a network in common;
where the network of either is not known, the limit within one network asks for a look, and why is said. Of
each kind, and of those placed as surely, the nearest is judged; a small mast keeps a distance to those of its
own network only. One site sent twice, by code or by its very position, is said to be a duplicate.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.engine import Check, na_for
from registry.checks.networks import OperatorWords, networks_of
from registry.checks.open_proposals import (
    LaidOut,
    Near,
    ProposalLimits,
    first_networks,
    first_of_each,
    laid_out,
    limits_of,
    nearest,
    sent_twice,
)
from registry.checks.proposals import Proposals
from registry.checks.spacing import is_small
from registry.checks.spacing_answers import lines
from registry.checks.spacing_neighbours import distinct, heads
from registry.checks.urban import Urbans, urban_of
from registry.geo.distances import line
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.finding_columns import Column, Each, FindingColumns
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.model.requests.proposals import Proposal, ProposalKind

OWN_LIST = "own_list"  # a parameter: the other proposal is a row of the same list, which its sender knows
SAME_SPOT_M = 1.0  # nearer than this, one network's two proposals are one
_READ = (
    "sheet", "row", "kind", "position", "site_code", "operator", "shared_with", "mast_height_m", "urban",
)  # fmt: skip
# one whose kind was not understood may be a new mast: the others are told of it
_STANDS_NEW = (ProposalKind.NEW, ProposalKind.REPLACE, ProposalKind.RELOCATE, ProposalKind.UNKNOWN)


def other_proposals(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """SPC-03: distance in metres to the nearest open proposal of each relation."""
    found = FindingColumns(len(proposals))
    stands = proposals.of_kind(*_STANDS_NEW)
    found.put(np.flatnonzero(~stands), Finding(rule.code, Outcome.NA, "SPC-03-NOT-NEW"))
    nowhere = Finding(rule.code, Outcome.UNKNOWN, "SPC-NO-POSITION", missing="value:position")
    found.put(np.flatnonzero(stands & ~proposals.known), nowhere)
    asked = np.flatnonzero(stands & proposals.known)
    if len(asked) == 1 and not len(context.open_proposals):
        found.put(asked, _alone(proposals.rows[asked[0]], rule))
    elif len(asked):
        small_m = rule.threshold("small_mast_m").value or 0.0
        heights = proposals.numbers("mast_height_m")[asked]
        small = (heights > 0) & (heights <= small_m)
        others = laid_out(proposals, asked, networks_of(proposals, context), context, small)
        judge = _Judge(
            found, rule, others, asked, limits_of(rule), OperatorWords(context), small_m,
            urban_of(proposals, context),
        )  # fmt: skip
        judge.all(nearest(others), sent_twice(others, proposals, asked))
    return found


def _alone(row: Proposal, rule: Rule) -> Finding:
    """Answer for the only open proposal there is."""
    small_m = rule.threshold("small_mast_m").value or 0.0
    if is_small(row, small_m):
        return Finding(rule.code, Outcome.NA, "SPC-SMALL-EXEMPT", {"small": small_m})
    return Finding(rule.code, Outcome.PASS, "SPC-03-NONE")


ONE_PLACE_M = 1_000.0
"""No list's coordinates are so rough that two rows farther apart than this could be one place."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges the proposals of the rows ``asked``, by their place in ``others``."""

    found: FindingColumns
    rule: Rule
    others: LaidOut
    asked: Ints
    limits: ProposalLimits
    operators: OperatorWords
    small_m: float
    urban: Urbans

    def all(self, near: Near, twice: Near) -> None:
        """Answer each: one sent twice is a duplicate, else the nearest that is too near is shown, else the
        nearest."""
        others = self.others
        told = np.zeros(others.own, dtype=bool)
        for pairs in (twice, self._at_one_spot(near)):
            again = pairs.where(~told[pairs.place])
            self._duplicates(again)
            told[again.place] = True
        near = near.where(~told[near.place])
        limit_m = self.limits.of(near.same, self.urban, self.asked[near.place])
        accuracy_m = np.hypot(others.accuracy_m[near.place], others.accuracy_m[near.other])
        doubt = np.abs(near.distance_m - limit_m) < accuracy_m
        far = ~doubt & (near.distance_m >= limit_m)
        best = first_of_each(near, others, last=far)
        near, far, doubt, limit_m, accuracy_m = (
            near.where(best), far[best], doubt[best], limit_m[best], accuracy_m[best],
        )  # fmt: skip
        small = others.small[: others.own]
        free = small & ~told  # a small mast near which nothing is
        free[near.place[~far]] = False
        exempt = Finding(self.rule.code, Outcome.NA, "SPC-SMALL-EXEMPT", {"small": self.small_m})
        self.found.put(self.asked[free], exempt)
        alone = ~small & ~told
        alone[near.place] = False
        self.found.put(self.asked[alone], Finding(self.rule.code, Outcome.PASS, "SPC-03-NONE"))
        kept = np.flatnonzero(~free[near.place])
        kinds = far * 1 + near.same * 2 + doubt * 4 + small[near.place] * 8 + self._unsure(near) * 16
        _, limit = np.unique(limit_m, return_inverse=True)
        for places in self._groups(kept, (kinds + 32 * limit)[kept], near):
            at = places[0]
            said = _Said(bool(far[at]), bool(doubt[at]), bool(small[near.place[at]]), float(limit_m[at]))
            self._judged(near.where(places), said, accuracy_m[places])

    def _unsure(self, near: Near) -> Bools:
        """Return of which pairs it is not known whether they are of one network."""
        networks = self.others.networks
        return np.asarray((networks[near.place] == 0) | (networks[near.other] == 0))

    def _at_one_spot(self, near: Near) -> Near:
        """Return the pairs of one network's that are one spot, one for each proposal."""
        known = self.others.networks[near.place] != 0
        pairs = near.where(near.same & known & (near.distance_m < SAME_SPOT_M))
        if len(pairs) > 1:
            accuracy_m = self.others.accuracy_m[pairs.other]
            order = np.lexsort((accuracy_m, first_networks(self.others, pairs), pairs.place))
            pairs = pairs.where(order[heads(pairs.place[order])])
        return pairs

    def _judged(self, near: Near, said: "_Said", accuracy_m: Floats) -> None:
        near_by = "OPERATOR" if self._unsure(near)[0] else ("SAME" if near.same[0] else "OTHER")
        code = f"SPC-03-{'FAR' if said.far else near_by}"
        finding = self._finding(Outcome.PASS if said.far else Outcome.REVIEW, code, near)
        finding.limit, finding.flips = said.limit_m, said.doubt
        finding.params["limit"] = said.limit_m

        def notes(k: int) -> tuple[Note, ...]:
            again: Note = ("SPC-MEASURE-AGAIN", {"accuracy": float(accuracy_m[k])})
            return (*((again,) if said.doubt else ()), *((_SMALL,) if said.small else ()))

        finding.notes = notes(0)
        self._put(near, finding, {"notes": Each(notes)} if said.doubt else {})

    def _duplicates(self, near: Near) -> None:
        """One site may be listed twice; so far apart, one of the codes or of the positions is wrong."""
        apart = near.distance_m > ONE_PLACE_M
        for places in self._groups(np.arange(len(near)), apart, near):
            code = "SPC-03-CODE-TWICE" if apart[places[0]] else "SPC-03-DUPLICATE"
            some = near.where(places)
            self._put(some, self._finding(Outcome.REVIEW, code, some), {})

    def _groups(self, kept: Ints, kinds: Ints | Bools, near: Near) -> Iterator[Ints]:
        """Yield the places in ``near`` of those ``kept`` that are of one kind, of this list or of others."""
        kinds = kinds * 2 + (near.other[kept] < self.others.own)
        for kind in distinct(kinds).tolist():
            places = kept[kinds == kind]
            yield places[np.argsort(near.place[places], kind="stable")]

    def _put(self, near: Near, common: Finding, columns: dict[str, Column]) -> None:
        """Put a group, whose other proposal and distance differ from ``common``'s."""
        rows = self.asked[near.place]
        if len(rows) == 1:
            self.found.put(rows, common)
            return
        others = self.others
        codes, names = self.operators.columns(others.networks[near.other])
        related = others.codes[near.other]
        for k in np.flatnonzero(related == "").tolist():
            related[k] = others.labels[near.other[k]]
        ends = (others.lon[near.place], others.lat[near.place])
        params: dict[str, Column] = {
            "related": related,
            "code": Each(lambda k: self._place(int(near.other[k]))),
            "operators": names,
            "measured": near.distance_m,
        }
        columns = columns | {
            "measured": near.distance_m,
            "related": related,
            "related_operator": codes,
            "evidence": lines(ends, (others.lon[near.other], others.lat[near.other])),
        }
        self.found.put(rows, common, params=params, **columns)

    def _place(self, other: int) -> str:
        sheet, _, row = self.others.labels[other].rpartition(":")
        return f"{row} · {sheet}" if sheet else row  # "row 9 · its sheet", as a reader looks it up

    def _finding(self, outcome: Outcome, code: str, near: Near) -> Finding:
        """Return the finding of the first of some pairs."""
        others, place, other = self.others, int(near.place[0]), int(near.other[0])
        metres = float(near.distance_m[0])
        codes, names = self.operators.of(int(others.networks[other]))
        related = others.codes[other] or others.labels[other]
        return Finding(
            self.rule.code,
            outcome,
            code,
            {
                "related": related,
                "code": self._place(other),
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


_SMALL: Note = ("SPC-SMALL-SAME", {})


@dataclass(frozen=True, slots=True)
class _Said:
    """What a group is told: whether all is far enough, in doubt, of a small mast, and the limit in metres."""

    far: bool
    doubt: bool
    small: bool
    limit_m: float


OPEN_PROPOSAL_CHECKS = (
    Check(
        "SPC-03", "Khoảng cách đến vị trí đề nghị khác", "Distance to other open proposals",
        Stage.POSITION, False, other_proposals, layers=(Layer.URBAN_AREA,), among=_READ, by_kind=True,
        unasked=na_for("SPC-03-NOT-NEW", ProposalKind.SHARE, ProposalKind.UPGRADE), of_place=True,
        reach=("other_outside_m", "other_urban_m", "same_outside_m", "same_urban_m"),
    ),
)  # fmt: skip
