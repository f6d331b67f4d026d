"""SPC-01 and SPC-02: distance to the masts of other networks and of the same network (Điều 15(5)).

Measured from mast centre to mast centre on the WGS 84 ellipsoid. How the text is read where it leaves room:

* A mast is "same network" where it carries any network that the proposed mast is for: the row's operator
  and those it will be shared with, since each of them would then have two masts near each other. Any other
  mast is "different network". No mast is both, and the larger limit is the one of the same network. Its
  owner does not matter, so a tower company's mast is judged by the operators on it.
* A mast on which the register names no operator is a different network; nearer than the limit of the same
  network it is also a review there, because it may carry the proposer's.
* Where the row's operator is not known, every mast counts under both rules: what keeps the distance keeps
  it whoever asks, what is nearer than the smaller limit breaks it whoever asks, and between the two limits
  SPC-02 is not known.
* A mast of at most 3 m keeps no distance to other networks (15(5)a); of the same network the text has no such
  sentence, so too near is a review there. Where the row states no height, too near is therefore not known.
* Both rules need every awaited operator's list: a mast that two operators share often stands in its owner's
  list only. The proposer's own list is needed even where it is not awaited otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Bools, Context, Coverage, Ints
from registry.checks.engine import Check, na_for
from registry.checks.mast_lists import NO_GAPS, ListGaps, list_gaps
from registry.checks.networks import OperatorWords, networks_of, operator_codes
from registry.checks.proposals import Proposals
from registry.checks.set_aside import set_aside
from registry.checks.spacing_judgement import (
    COARSE,
    NEAR,
    NOTHING,
    Circumstances,
    Decided,
    among,
    decided,
)
from registry.checks.spacing_neighbours import (
    Carried,
    MastTree,
    Pairs,
    joined,
    mast_trees,
    nearest_but,
    neighbours,
)
from registry.checks.spacing_words import Relation, Spot, Words
from registry.checks.urban import Urban, urban_of
from registry.errors import WrongCallError
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.findings import Finding, Stage
from registry.model.requests import Proposal, ProposalKind
from registry.model.sites import MastClass


def other_networks(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """SPC-01: distance in metres to the masts that carry none of the proposal's networks."""
    return _Spacing(proposals, context, rule, Relation.OTHER).findings()


def same_network(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """SPC-02: distance in metres to the masts that carry one of the proposal's networks."""
    return _Spacing(proposals, context, rule, Relation.SAME).findings()


def is_small(row: Proposal, limit_m: float) -> bool:
    """Whether the row states a mast of at most ``limit_m`` (cột ăng ten nhỏ)."""
    return _sized(row) and (row.mast_height_m or 0.0) <= limit_m


def _sized(row: Proposal) -> bool:
    """Whether the row states how high its mast is: else nobody knows whether it is a small one."""
    return row.mast_height_m is not None and row.mast_height_m > 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The two limits of a rule in metres, and which of them may hold at a point."""

    urban_m: float
    outside_m: float

    def possible(self, urban: Urban) -> tuple[bool, ...]:
        """Return the answers to "urban?" that must be judged, the likelier one first."""
        if urban.urban is None:
            return (False, True)
        return (urban.urban, not urban.urban) if urban.approximate else (urban.urban,)

    def of(self, urban: bool) -> float:
        """Return the limit in metres."""
        return self.urban_m if urban else self.outside_m


class _Spacing:
    """One rule over all proposals: what is asked at all, the neighbours, the level, the words."""

    def __init__(self, proposals: Proposals, context: Context, rule: Rule, relation: Relation) -> None:
        urban, outside = rule.threshold("urban_m"), rule.threshold("outside_m")
        if urban.value is None or outside.value is None:
            raise WrongCallError(f"{rule.code} ({rule.document}) lacks one of its limits")
        self.proposals, self.context, self.relation = proposals, context, relation
        self.limits = Limits(urban.value, outside.value)
        self.small_m = rule.threshold("small_mast_m").value or 0.0
        self.small_exempt = rule.options["small_masts"] == "exempt"
        self.urban = urban_of(proposals, context)
        self.networks: list[int] = networks_of(proposals, context).tolist()
        self.aside = set_aside(proposals, self.networks, context)
        self.max_age_months = int(rule.options["list_max_age_months"])
        self.words = Words(
            context=context,
            rule=rule,
            relation=relation,
            limits_verified=(urban.verified, outside.verified),
            list_age_article=str(rule.options["list_age_article"]),
            operators=OperatorWords(context),
        )
        self._gaps: dict[int, ListGaps] = {}
        ground = Coverage(everywhere=True, ground=context.units.ground)
        self.registered = ground.holds(proposals.x, proposals.y)  # where the lists of masts reach

    def findings(self) -> list[Finding]:
        answers: list[Finding | None] = [self._not_asked(row) for row in self.proposals.rows]
        asked = np.array([i for i, answer in enumerate(answers) if answer is None], dtype=np.int64)
        if len(asked):
            by_urban = self._decided(asked)
            for index in asked.tolist():
                answers[index] = self._answer(index, by_urban)
        return [answer for answer in answers if answer is not None]

    def _not_asked(self, row: Proposal) -> Finding | None:
        if row.kind is ProposalKind.SHARE:
            return self.words.share()
        if row.kind is ProposalKind.UPGRADE:
            return self.words.upgrade()
        if not row.position.known:
            return self.words.no_position()
        small = self.small_exempt and is_small(row, self.small_m)
        if small and row.shared_with:
            return self.words.small_exempt(self.small_m)
        if not small and not len(self.context.masts) and not self.context.lists:
            return self.words.no_lists(self._list_gaps(0))
        return None

    def _decided(self, asked: Ints) -> dict[bool, dict[int, Decided]]:
        """Judge under the urban and the outside limit, each for the rows where it may hold."""
        pairs, networks_matter = self._pairs(asked)
        softened = {index: why for index in asked.tolist() if (why := self._small_why(index))}
        found: dict[bool, dict[int, Decided]] = {}
        for urban in (True, False):
            rows = [i for i in asked.tolist() if urban in self.limits.possible(self.urban[i])]
            if rows:
                under = Circumstances(
                    self.limits.of(urban), urban, self.small_exempt, self.proposals, self.context.masts,
                    self.aside, softened,
                )  # fmt: skip
                if len(rows) == len(asked):
                    found[urban] = decided(pairs, networks_matter, under)
                else:
                    part = np.isin(pairs.row, np.array(rows, dtype=np.int64))
                    found[urban] = decided(pairs.where(part), networks_matter[part], under)
        return found

    def _small_why(self, index: int) -> str:
        """Return why a row that is small, by height or class, is not simply refused; "" where it is."""
        row = self.proposals.rows[index]
        if not self.small_exempt and is_small(row, self.small_m):
            return "SPC-SMALL-SAME"
        by_class = row.mast_class is MastClass.A1A and not _sized(row)
        return "SPC-SMALL-BY-CLASS" if by_class else ""

    def _pairs(self, asked: Ints) -> tuple[Pairs, Bools]:
        masts, proposals = self.context.masts, self.proposals
        reach = max(self.limits.urban_m, self.limits.outside_m)
        masks = np.array(self.networks, dtype=np.int64)[asked]
        parts: list[Pairs] = []
        whole = np.fromiter((row for row, item in self.aside.items() if item.masts), dtype=np.int64)
        for mask in sorted(set(masks.tolist())):
            rows = asked[masks == mask]
            trees = [mast_trees(masts, mask, carried) for carried in self._carried(mask)]
            together = tuple(tree for some in trees for tree in some)
            found = neighbours(proposals, rows, masts, together, reach, whole=whole)
            parts.append(self._without_set_aside(rows, found, trees[0]))
        pairs = joined(parts)
        matters = np.zeros(len(pairs), dtype=bool)
        if self.relation is Relation.SAME:
            asks = np.array(self.networks, dtype=np.int64)[pairs.row] != 0
            matters = asks & (masts.networks[pairs.mast] == 0)
        return pairs, matters

    def _carried(self, mask: int) -> tuple[Carried, ...]:
        if self.relation is Relation.OTHER or mask == 0:
            return (Carried.OTHERS,)
        return (Carried.ANY, Carried.NOT_KNOWN)

    def _without_set_aside(self, rows: Ints, pairs: Pairs, trees: Iterable[MastTree]) -> Pairs:
        """Drop what is set aside, and look for the next nearest mast where nothing is left."""
        left_out = {
            row: self.aside[row].masts for row in rows.tolist() if row in self.aside and self.aside[row].masts
        }
        if not left_out:
            return pairs
        dropped = among(pairs, left_out, len(self.context.masts))
        kept = pairs.where(~dropped)
        masts = self.context.masts
        telling = ~masts.small[kept.mast]
        if self.relation is Relation.SAME:
            telling &= masts.networks[kept.mast] != 0
        bare = np.setdiff1d(pairs.row[dropped], kept.row[telling])
        more = [nearest_but(self.proposals, row, masts, trees, left_out[row]) for row in bare.tolist()]
        return joined([kept, *more]) if more else kept

    def _answer(self, index: int, by_urban: dict[bool, dict[int, Decided]]) -> Finding:
        urban = self.urban[index]
        spot = Spot(
            float(self.proposals.lon[index]), float(self.proposals.lat[index]), urban, self.networks[index]
        )
        possible = self.limits.possible(urban)
        levels = {answer: by_urban[answer].get(index, NOTHING) for answer in possible}
        row = self.proposals.rows[index]
        if self.small_exempt and is_small(row, self.small_m):
            hit = levels.get(True, NOTHING)
            if hit.level > COARSE:
                return self.words.small_contradiction(spot, hit, self.limits.urban_m)
            if hit.level == COARSE:
                found = self.words.coarse(spot, hit, self.limits.urban_m, NO_GAPS)
                found.could_refuse = False  # nearer, it would be for review
                return found
            return self.words.small_exempt(self.small_m)
        likely = possible[0]
        if urban.urban is None and levels[True].level == levels[False].level > COARSE:
            likely = True  # nearer than the smaller limit: too near whichever holds
        first, limit_m = levels[likely], self.limits.of(likely)
        if first.level > COARSE or len({max(item.level, COARSE) for item in levels.values()}) > 1:
            worst = max(levels.values(), key=lambda item: item.level)
            if spot.networks == 0 and self.relation is Relation.SAME:
                return self.words.operator_not_known(spot, worst, limit_m)
            if any(item.level != first.level for item in levels.values()):
                return self.words.limits_disagree(spot, worst, limit_m)
            if first.level == NEAR and not _sized(row):
                return self.words.height_not_known(spot, first, limit_m, self.small_m)
            return self.words.near(spot, first, limit_m)
        if not self.registered[index]:
            return self.words.beyond()
        coarse = next((item for item in levels.values() if item.level == COARSE), None)
        if coarse is not None:
            return self.words.coarse(spot, coarse, limit_m, self._list_gaps(spot.networks))
        return self.words.far(spot, first, limit_m, self._list_gaps(spot.networks))

    def _list_gaps(self, networks: int) -> ListGaps:
        needed = networks if self.relation is Relation.SAME else 0
        if needed not in self._gaps:
            also = tuple(operator_codes(needed, self.context))
            self._gaps[needed] = list_gaps(self.context, self.max_age_months, also)
        return self._gaps[needed]


SPACING_CHECKS = (
    Check(
        "SPC-01", "Khoảng cách đến cột của mạng khác", "Distance to masts of other networks",
        Stage.POSITION, True, other_networks, layers=(Layer.URBAN_AREA,), lists=True, by_kind=True,
        unasked=na_for("SPC-SHARE", ProposalKind.SHARE), of_place=True, refuses=True,
    ),
    Check(
        "SPC-02", "Khoảng cách đến cột cùng mạng", "Distance to masts of the same network",
        Stage.POSITION, True, same_network, layers=(Layer.URBAN_AREA,), lists=True, by_kind=True,
        unasked=na_for("SPC-SHARE", ProposalKind.SHARE), of_place=True, refuses=True,
    ),
)  # fmt: skip
