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

from collections.abc import Callable, Iterable

import numpy as np

from registry.checks.context import Bools, Context, Coverage, Ints
from registry.checks.engine import Check, na_for
from registry.checks.mast_lists import ListGaps, list_gaps
from registry.checks.networks import OperatorWords, networks_of, operator_codes
from registry.checks.proposals import Proposals
from registry.checks.set_aside import set_aside
from registry.checks.spacing_answers import Asking, Limits, Told, Under, answer, finding_of
from registry.checks.spacing_judgement import Circumstances, decided
from registry.checks.spacing_neighbours import (
    Carried,
    MastTree,
    Pairs,
    distinct,
    joined,
    mast_trees,
    nearest_but,
    neighbours,
    neighbours_of_one,
)
from registry.checks.spacing_one import (
    NOTHING,
    Alone,
    numbers_of,
    said_of,
    said_of_small,
)
from registry.checks.spacing_words import Relation, Spot, Words
from registry.checks.urban import Urbans, urban_of
from registry.errors import WrongCallError
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Stage
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass


def other_networks(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """SPC-01: distance in metres to the masts that carry none of the proposal's networks."""
    return _Spacing(proposals, context, rule, Relation.OTHER).findings()


def same_network(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """SPC-02: distance in metres to the masts that carry one of the proposal's networks."""
    return _Spacing(proposals, context, rule, Relation.SAME).findings()


def is_small(row: Proposal, limit_m: float) -> bool:
    """Whether the row states a mast of at most ``limit_m`` (cột ăng ten nhỏ)."""
    return row.mast_height_m is not None and 0 < row.mast_height_m <= limit_m


class _Spacing:
    """One rule over all proposals: what is asked at all, the neighbours, what decides under each limit."""

    def __init__(self, proposals: Proposals, context: Context, rule: Rule, relation: Relation) -> None:
        urban, outside = rule.threshold("urban_m"), rule.threshold("outside_m")
        if urban.value is None or outside.value is None:
            raise WrongCallError(f"{rule.code} ({rule.document}) lacks one of its limits")
        self.proposals, self.context, self.relation = proposals, context, relation
        self.limits = Limits(urban.value, outside.value)
        self.small_m = rule.threshold("small_mast_m").value or 0.0
        self.small_exempt = rule.options["small_masts"] == "exempt"
        self.also_in_towns = rule.options.get("small_in_towns") == "exempt"
        self.networks = networks_of(proposals, context)
        self.aside = set_aside(proposals, context)
        self.max_age_months = int(rule.options["list_max_age_months"])
        self.words = Words(
            context=context,
            rule=rule,
            relation=relation,
            limits_verified=(urban.verified, outside.verified),
            list_age_article=str(rule.options["list_age_article"]),
            operators=OperatorWords(context),
        )
        heights = proposals.numbers("mast_height_m")
        self.sized = heights > 0
        self.small = self.sized & (heights <= self.small_m)
        self._gaps: dict[int, ListGaps] = {}

    def findings(self) -> FindingColumns:
        found = FindingColumns(len(self.proposals))
        asked = np.flatnonzero(self._asked(found))
        if len(self.proposals) == 1 and len(asked):
            found.put(asked, self._of_one())
        elif len(asked):
            asking = Asking(
                rows=asked,
                proposals=self.proposals,
                context=self.context,
                urban=urban_of(self.proposals, self.context),
                networks=self.networks,
                sized=self.sized,
                small=self.small & self.small_exempt,
                small_m=self.small_m,
                registered=self._registered(),
            )
            under = self._decisions(asked, asking.urban)
            answer(found, asking, under, limits=self.limits, words=self.words, gaps_of=self._list_gaps)
        return found

    def _registered(self) -> Bools:
        """Whether the lists of masts reach as far as each proposal."""
        ground = Coverage(everywhere=True, ground=self.context.units.ground)
        return ground.holds(self.proposals.x, self.proposals.y)

    def _of_one(self) -> Finding:
        """Judge the only proposal there is."""
        proposals, mask, sized = self.proposals, int(self.networks[0]), bool(self.sized[0])
        row, urban = proposals.rows[0], urban_of(proposals, self.context)[0]
        by_class = "SPC-SMALL-BY-CLASS" if row.mast_class is MastClass.A1A and not sized else ""
        small = bool(self.small[0])
        alone = Alone(
            proposals=proposals,
            masts=self.context.masts,
            aside=self.aside,
            soft="SPC-SMALL-SAME" if small and not self.small_exempt else by_class,
            networks_matter=self.relation is Relation.SAME and mask != 0,
            small_exempt=self.small_exempt,
            also_in_towns=self.also_in_towns,
        )
        near = numbers_of(self._pairs_of_one(mask))
        either = urban.urban is None or urban.approximate
        inside = outside = NOTHING
        if urban.urban or either:
            inside = alone.decided(near, self.limits.urban_m, urban=True)
        if not urban.urban or either:
            outside = alone.decided(near, self.limits.outside_m, urban=False)
        if small and self.small_exempt:
            said = said_of_small(inside)
        else:
            nobody = mask == 0 and self.relation is Relation.SAME
            said = said_of(inside, outside, urban, nobody=nobody, sized=sized)
        told = said.told
        if told in (Told.COARSE, Told.FAR) and not self._registered()[0]:
            told = Told.BEYOND
        spot = Spot(float(proposals.lon[0]), float(proposals.lat[0]), urban, mask)
        limit_m = self.limits.of(said.by_urban)
        return finding_of(
            told, spot, said.hit, words=self.words, limit_m=limit_m, small_m=self.small_m,
            gaps_of=self._list_gaps,
        )  # fmt: skip

    def _asked(self, found: FindingColumns) -> Bools:
        """Answer the rows that the rule does not ask, and return which are left."""
        left = np.ones(len(self.proposals), dtype=bool)
        small = self.small & self.small_exempt

        def put(chosen: Bools, make: Callable[[], Finding]) -> None:
            rows = np.flatnonzero(left & chosen)
            if len(rows):
                found.put(rows, make())
                left[rows] = False

        put(self.proposals.of_kind(ProposalKind.SHARE), self.words.share)
        put(self.proposals.of_kind(ProposalKind.UPGRADE), self.words.upgrade)
        put(~self.proposals.known, self.words.no_position)
        if small.any():
            shared = np.array([bool(others) for others in self.proposals.told("shared_with")], dtype=bool)
            shared |= self.also_in_towns
            put(small & shared, lambda: self.words.small_exempt(self.small_m))
        if not len(self.context.masts) and not self.context.lists:
            put(~small, lambda: self.words.no_lists(self._list_gaps(0)))
        return left

    def _decisions(self, asked: Ints, urban_there: Urbans) -> Under:
        """Judge under the urban and the outside limit, each for the rows where it may hold."""
        pairs, networks_matter = self._pairs(asked)
        by_class = ~self.sized & np.array(
            [told is MastClass.A1A for told in self.proposals.told("mast_class")], dtype=bool
        )
        small_same = self.small & (not self.small_exempt)
        found = []
        for urban in (True, False):
            under = Circumstances(
                self.limits.of(urban), urban, self.small_exempt, self.also_in_towns, self.proposals,
                self.context.masts, self.aside, small_same, by_class & ~small_same,
            )  # fmt: skip
            may = urban_there.possible(urban)
            kept = may[pairs.row]
            if kept.all():
                found.append(decided(pairs, networks_matter, under))
            else:
                found.append(decided(pairs.where(kept), networks_matter[kept], under))
        return Under(*found)

    def _pairs(self, asked: Ints) -> tuple[Pairs, Bools]:
        masts, proposals = self.context.masts, self.proposals
        reach = max(self.limits.urban_m, self.limits.outside_m)
        whole = np.zeros(len(proposals), dtype=bool)
        whole[self.aside.masts.row] = True
        masks = self.networks[asked]
        parts: list[Pairs] = []
        for mask in distinct(masks).tolist():
            rows = asked[masks == mask]
            trees = [mast_trees(masts, mask, carried) for carried in self._carried(mask)]
            together = tuple(tree for some in trees for tree in some)
            found = neighbours(proposals, rows, masts, together, reach, whole=whole)
            parts.append(self._without_set_aside(found, trees[0]))
        pairs = joined(parts)
        matters = np.zeros(len(pairs), dtype=bool)
        if self.relation is Relation.SAME:
            matters = (self.networks[pairs.row] != 0) & (masts.networks[pairs.mast] == 0)
        return pairs, matters

    def _pairs_of_one(self, mask: int) -> Pairs:
        masts, whole = self.context.masts, bool(len(self.aside.masts))
        reach = max(self.limits.urban_m, self.limits.outside_m)
        trees = [mast_trees(masts, mask, carried) for carried in self._carried(mask)]
        together = [tree for some in trees for tree in some]
        found = neighbours_of_one(self.proposals, masts, together, reach, whole=whole)
        return self._without_set_aside(found, trees[0]) if whole else found

    def _carried(self, mask: int) -> tuple[Carried, ...]:
        if self.relation is Relation.OTHER or mask == 0:
            return (Carried.OTHERS,)
        return (Carried.ANY, Carried.NOT_KNOWN)

    def _without_set_aside(self, pairs: Pairs, trees: Iterable[MastTree]) -> Pairs:
        """Drop what is set aside, and look for the next nearest mast where nothing is left."""
        masts, left_out = self.context.masts, self.aside.masts
        dropped = left_out.hold(pairs.row, pairs.mast, len(masts))
        if not dropped.any():
            return pairs
        kept = pairs.where(~dropped)
        telling = ~masts.small[kept.mast]
        if self.relation is Relation.SAME:
            telling &= masts.networks[kept.mast] != 0
        bare = np.zeros(len(self.proposals), dtype=bool)
        bare[pairs.row[dropped]] = True
        bare[kept.row[telling]] = False
        more = nearest_but(self.proposals, np.flatnonzero(bare), masts, trees, left_out)
        return joined([kept, more]) if len(more) else kept

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
        reach=("urban_m", "outside_m"),
    ),
    Check(
        "SPC-02", "Khoảng cách đến cột cùng mạng", "Distance to masts of the same network",
        Stage.POSITION, True, same_network, layers=(Layer.URBAN_AREA,), lists=True, by_kind=True,
        unasked=na_for("SPC-SHARE", ProposalKind.SHARE), of_place=True, refuses=True,
        reach=("urban_m", "outside_m"),
    ),
)  # fmt: skip
