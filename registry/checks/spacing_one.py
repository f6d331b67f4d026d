"""Spacing of one proposal alone: the judgement of ``spacing_judgement`` and ``spacing_answers`` in numbers.

A spot on the map is asked by itself, and numpy's arrays of one cost twenty times a number. The two readings
are of the same sentences; a test asks both of the same rows (``tests/checks/test_spacing_columns.py``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Masts
from registry.checks.proposals import Proposals
from registry.checks.set_aside import SetAside
from registry.checks.spacing_answers import Told
from registry.checks.spacing_judgement import COARSE, FAR, IGNORED, NEAR, REVIEW, Decided, stood_as_near
from registry.checks.spacing_neighbours import Pairs, distances_m
from registry.checks.urban import Urban

NOTHING = Decided()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One mast near the proposal; see ``Pairs``."""

    mast: int
    distance_m: float
    accuracy_m: float


def numbers_of(pairs: Pairs) -> list[Neighbour]:
    """Return the pairs of one proposal, as numbers."""
    columns = (pairs.mast, pairs.distance_m, pairs.accuracy_m)
    return [Neighbour(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]


@dataclass(frozen=True, slots=True)
class Alone:
    """The proposal, and what its judgement hangs on: ``soft`` is what makes each of its fails a review, the
    message code or "". ``networks_matter``: whether a mast without known networks may be of its network."""

    proposals: Proposals
    masts: Masts
    aside: SetAside
    soft: str
    networks_matter: bool
    small_exempt: bool
    also_in_towns: bool = False

    def decided(self, near: Iterable[Neighbour], limit_m: float, *, urban: bool) -> Decided:
        """Return what decides under one limit, as ``spacing_judgement.decided`` does."""
        weighed = [(*self._level(one, limit_m, urban=urban), one) for one in near]
        demoted = None
        if self.aside.unnamed[0]:
            failing = [item for item in weighed if item[0] == NEAR]
            demoted = min(failing, key=lambda item: self._order(item[2]), default=None)
        best: tuple[int, bool, Neighbour] | None = None
        for item in weighed:
            level = REVIEW if item is demoted else item[0]
            if level == IGNORED:
                continue
            if best is None or level > best[0]:
                best = (level, item[1], item[2])
            elif level == best[0] and item[2].distance_m <= best[2].distance_m:
                best = min(best, (level, item[1], item[2]), key=lambda found: self._order(found[2]))
        if best is None:
            return NOTHING
        level, doubt, one = best
        reasons: tuple[str, ...] = ()
        if level == REVIEW:
            lowered = demoted is not None and demoted[2] is one
            reasons = tuple(self._reasons(one.mast, limit_m, doubt=doubt, lowered=lowered))
        elif level == NEAR and self.masts.in_question[one.mast]:
            reasons = ("SPC-SAME-MAST-EITHER",)
        return Decided(level, one.mast, one.distance_m, one.accuracy_m, doubt, reasons)

    def _order(self, one: Neighbour) -> tuple[float, str]:
        return one.distance_m, str(self.masts.codes[one.mast])

    def _level(self, one: Neighbour, limit_m: float, *, urban: bool) -> tuple[int, bool]:
        masts, mast = self.masts, one.mast
        doubt = abs(one.distance_m - limit_m) < one.accuracy_m
        if not doubt and one.distance_m >= limit_m:
            return (IGNORED if masts.small[mast] or self._may_be_own(mast) else FAR), doubt
        if masts.small[mast]:
            if (not urban or self.also_in_towns) and self.small_exempt:
                return IGNORED, doubt
            level = REVIEW
        else:
            level = REVIEW if doubt or self._is_soft(mast, limit_m) else NEAR
        if doubt and masts.accuracy_m[mast] >= limit_m:
            return COARSE, doubt
        return level, doubt

    def _may_be_own(self, mast: int) -> bool:
        return self.networks_matter and self.masts.networks[mast] == 0

    def _is_soft(self, mast: int, limit_m: float) -> bool:
        masts = self.masts
        if self.soft or masts.approved_only[mast] or masts.may_be_small[mast] or self._may_be_own(mast):
            return True
        if masts.in_question[mast]:
            others = masts.twins.get(mast, ())
            if not others or not all(self._surely_near(other, limit_m) for other in others):
                return True
        if _among(mast, self.aside.doubted.mast) or _among(mast, self.aside.standing.mast):
            return True
        return self._stood_as_near(mast)

    def _stood_as_near(self, mast: int, finer_m: float = np.inf) -> bool:
        if not len(self.aside.replaced):
            return False
        row = np.zeros(1, dtype=np.int64)
        return bool(
            stood_as_near(row, np.array([mast]), self.proposals, self.masts, self.aside, finer_m=finer_m)[0]
        )

    def _surely_near(self, mast: int, limit_m: float) -> bool:
        masts, proposals, aside = self.masts, self.proposals, self.aside
        if aside.unnamed[0] or masts.approved_only[mast] or masts.small[mast] or masts.may_be_small[mast]:
            return False
        if any(_among(mast, named.mast) for named in (aside.masts, aside.doubted, aside.standing)):
            return False
        if self._stood_as_near(mast):
            return False
        there = slice(mast, mast + 1)
        metres = float(distances_m(proposals.lon, proposals.lat, masts.lon[there], masts.lat[there])[0])
        accuracy = float(np.hypot(proposals.accuracy_m[0], masts.accuracy_m[mast]))
        return metres < limit_m and limit_m - metres >= accuracy

    def _reasons(self, mast: int, limit_m: float, *, doubt: bool, lowered: bool) -> Iterable[str]:
        masts, aside = self.masts, self.aside
        if doubt:
            yield "SPC-MEASURE-AGAIN"
        if masts.small[mast]:
            yield "SPC-SMALL-NEIGHBOUR" if self.small_exempt else "SPC-SMALL-SAME-NEIGHBOUR"
        if masts.may_be_small[mast]:
            yield "SPC-NEIGHBOUR-BY-CLASS"
        if masts.approved_only[mast]:
            yield "SPC-NOT-BUILT"
        if masts.in_question[mast]:
            yield "SPC-SAME-MAST"
        if self._may_be_own(mast):
            yield "SPC-NETWORKS-NOT-KNOWN"
        if self.soft:
            yield self.soft
        if _among(mast, aside.standing.mast):
            yield "SPC-OWN-STANDING"
        if _among(mast, aside.doubted.mast):
            yield "SPC-REPLACED-OTHERS"
        if lowered:
            yield "SPC-REPLACED-NOT-NAMED"
        if self._stood_as_near(mast):
            known = self._stood_as_near(mast, limit_m)
            yield "SPC-REPLACED-IN-PLACE" if known else "SPC-REPLACED-COARSE"


def _among(mast: int, named: np.ndarray) -> bool:
    return bool(len(named)) and mast in named.tolist()


@dataclass(frozen=True, slots=True)
class Said:
    """What one proposal is told, what decides, and whether the urban limit is the one that is named."""

    told: Told
    hit: Decided
    by_urban: bool


def said_of_small(inside: Decided) -> Said:
    """Return what a small mast is told, of a rule that exempts it; see ``spacing_answers``."""
    if inside.level == COARSE:
        return Said(Told.COARSE_SMALL, inside, by_urban=True)
    return Said(Told.CONTRADICTION if inside.level > COARSE else Told.EXEMPT, inside, by_urban=True)


def said_of(inside: Decided, outside: Decided, urban: Urban, *, nobody: bool, sized: bool) -> Said:
    """Return what a proposal is told; ``nobody``: its networks are not known, and they matter.

    Where the lists of masts do not reach, ``COARSE`` and ``FAR`` are not told: that is the caller's to see.
    """
    either = urban.urban is None or urban.approximate
    likely, other = (inside, outside) if urban.urban else (outside, inside)
    by_urban = bool(urban.urban) or (
        urban.urban is None and inside.level == outside.level and inside.level > COARSE
    )
    first = inside if by_urban else outside
    worst = other if either and other.level > likely.level else likely
    if first.level > COARSE or (either and max(inside.level, COARSE) != max(outside.level, COARSE)):
        if nobody:
            return Said(Told.OPERATOR, worst, worst is inside)  # the limit that is not kept
        if either and inside.level != outside.level:
            return Said(Told.DISAGREE, worst, by_urban)
        return Said(Told.NO_HEIGHT if first.level == NEAR and not sized else Told.NEAR, first, by_urban)
    for hit in (likely, other) if either else (likely,):
        if hit.level == COARSE:
            return Said(Told.COARSE, hit, by_urban)
    return Said(Told.FAR, first, by_urban)
