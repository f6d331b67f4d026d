"""Discs: how far each mast and each open proposal must be kept away from, in the metric plane.

A radius depends on whether the place is urban, so each disc has three: for places that are surely urban, for
those that may be either, and for those that are surely outside. Every radius holds the limit and the combined
accuracy of both positions, so that a place outside all discs is measured as clear of the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.networks import networks_of
from registry.checks.open_proposals import laid_out
from registry.checks.proposals import Proposals
from registry.checks.set_aside import set_aside
from registry.checks.spacing import is_small
from registry.law import Law, Rule
from registry.model.requests.proposals import Proposal, ProposalKind

Pair = tuple[float, float]  # limits in metres: urban, outside
SURE, MAYBE, OUTSIDE = 0, 1, 2  # columns of ``Discs.radius_m``
PRECISE_M = 100.0  # masts placed more coarsely than this are few, and looked through one by one
STANDS_NEW = (ProposalKind.NEW, ProposalKind.REPLACE, ProposalKind.RELOCATE, ProposalKind.UNKNOWN)  # or may
UNRULED = (ProposalKind.SHARE, ProposalKind.UPGRADE)


@dataclass(frozen=True, slots=True)
class Discs:
    """n centres (metric) and their radii on the ellipsoid, shape (n, 3): surely urban, maybe, outside."""

    x: Floats
    y: Floats
    radius_m: Floats

    def __len__(self) -> int:
        return len(self.x)


def discs_around(
    row: Proposal,
    around: Sequence[Proposal],
    context: Context,
    law: Law,
    *,
    accuracy_m: float,
    reach_m: float,
) -> Discs:
    """Return the discs that meet the circle of ``reach_m`` metres around the row's position.

    ``around`` are other rows of its list; ``accuracy_m`` is that of the place to be found.
    """
    proposals = Proposals.of([row, *around], context)
    place = _Place(row, proposals, networks_of(proposals, context), context, accuracy_m, reach_m)
    parts = [_of_masts(place, law), _of_proposals(place, law)]
    return Discs(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.radius_m for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """The row (the first of ``proposals``), the masks of all of them, and how far one looks."""

    row: Proposal
    proposals: Proposals
    networks: Ints
    context: Context
    accuracy_m: float
    reach_m: float

    def radii(
        self,
        wide: Bools,
        small: Bools,
        limits: tuple[Pair, Pair],
        accuracies_m: Floats,
        *,
        small_urban: bool,
    ) -> Floats:
        """Return the radii by the limits (of others, of the same network); ``wide`` takes the latter.

        A small mast counts as any other for its own network; for others only where it may be urban, and only
        where ``small_urban``. What is placed no better than the limit itself cannot be kept away from.
        """
        other, same = limits
        urban = np.where(wide, same[0], other[0])
        outside = np.where(wide, same[1], other[1])
        exempt = small & ~wide
        in_town = np.where(exempt, urban if small_urban else 0.0, urban)
        columns = np.column_stack(
            [
                in_town,
                np.where(exempt, in_town, np.maximum(urban, outside)),
                np.where(exempt, 0.0, outside),
            ]
        )
        combined = np.hypot(accuracies_m, self.accuracy_m)[:, None]
        counts = (columns > 0) & (accuracies_m[:, None] < columns)
        return np.asarray(np.where(counts, columns + combined, 0.0), dtype=float)


_NONE = Discs(np.empty(0), np.empty(0), np.empty((0, 3)))


def _limits(rule: Rule | None, urban: str, outside: str) -> tuple[float, float]:
    if rule is None or rule.gap:
        return 0.0, 0.0
    return rule.threshold(urban).value or 0.0, rule.threshold(outside).value or 0.0


def _of_masts(place: _Place, law: Law) -> Discs:
    row, masts, rule = place.row, place.context.masts, law.get("SPC-01")
    mask = int(place.networks[0])
    other = _limits(rule, "urban_m", "outside_m")
    same = _limits(law.get("SPC-02"), "urban_m", "outside_m")
    same = (max(same[0], other[0]), max(same[1], other[1]))
    small_row = rule is not None and not rule.gap and is_small(row, rule.threshold("small_mast_m").value or 0)
    if row.kind in UNRULED or not len(masts) or not max(same):
        return _NONE
    rows = _near(place, place.reach_m + max(same))
    aside = set_aside(place.proposals, place.context).masts
    rows = rows[~np.isin(rows, aside.mast[aside.row == 0])]
    carried = masts.networks[rows]
    # a mast whose networks are not known may carry the proposer's, and a proposer that is not known anyone's
    wide = ((carried & mask) != 0) | (carried == 0) | (mask == 0)
    small = masts.small[rows] | small_row
    in_town = not (small_row and row.shared_with)
    radii = place.radii(wide, small, (other, same), masts.accuracy_m[rows], small_urban=in_town)
    return Discs(masts.x[rows], masts.y[rows], radii)


def _near(place: _Place, reach_m: float) -> Ints:
    """Return, in order, the rows of the masts whose disc may meet the circle of ``reach_m`` in the plane."""
    masts, proposals = place.context.masts, place.proposals
    widest = float(np.hypot(PRECISE_M, place.accuracy_m))
    near = masts.tree.query(proposals.points[0], "dwithin", (reach_m + widest) * 1.01)
    near = near[masts.accuracy_m[near] <= PRECISE_M]
    coarse = np.flatnonzero(masts.accuracy_m > PRECISE_M)
    away = np.hypot(masts.x[coarse] - proposals.x[0], masts.y[coarse] - proposals.y[0])
    coarse = coarse[away <= (reach_m + np.hypot(masts.accuracy_m[coarse], place.accuracy_m)) * 1.01]
    return np.asarray(np.sort(np.r_[near, coarse]), dtype=np.int64)


def _of_proposals(place: _Place, law: Law) -> Discs:
    row, proposals, rule = place.row, place.proposals, law.get("SPC-03")
    if rule is None or rule.gap:
        return _NONE
    small_m = rule.threshold("small_mast_m").value or 0.0
    asked = np.flatnonzero(proposals.of_kind(*STANDS_NEW) & proposals.known)
    if not len(asked) or asked[0] != 0 or len(asked) + len(place.context.open_proposals) < 2:
        return _NONE
    tiny = np.array([is_small(proposals.rows[index], small_m) for index in asked.tolist()], dtype=bool)
    others = laid_out(proposals, asked, place.networks, place.context, tiny)
    mask = int(place.networks[0])
    shared = (others.networks & mask) != 0
    again = np.array([bool(row.site_code) and code == row.site_code for code in others.codes], dtype=bool)
    other = _limits(rule, "other_urban_m", "other_outside_m")
    same = _limits(rule, "same_urban_m", "same_outside_m")
    away = np.hypot(others.x - proposals.x[0], others.y - proposals.y[0])
    most = place.reach_m + max(*other, *same) + np.hypot(others.accuracy_m, place.accuracy_m)
    chosen = np.flatnonzero((away <= most * 1.01) & ~(again & shared))
    chosen = chosen[chosen != 0]
    wide = (shared | (others.networks == 0) | (mask == 0))[chosen]
    small = others.small[chosen] | others.small[0]
    radii = place.radii(wide, small, (other, same), others.accuracy_m[chosen], small_urban=False)
    return Discs(others.x[chosen], others.y[chosen], radii)
