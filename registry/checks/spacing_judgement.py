"""Judgement of spacing: what each neighbour means under one limit, and which neighbour decides.

One level per pair of proposal and mast; a proposal's level is the worst of its pairs, shown by the nearest
mast of that level (of two equally near, the one whose code comes first).

A mast whose place the register knows no better than the limit itself can neither keep nor break it, whoever
proposes what: that is a gap of the register (COARSE) and yields to any mast that says something of the row.

A mast that replaces another and stands no nearer to a neighbour than that one did is no fail: existing works
stay as they are by Điều 31, which does not say whether one that is put up again in their place does. A person
weighs it, as where an existing mast is upgraded. Put up nearer to the neighbour, it is as new. Of a replaced
mast whose place is known no better than the limit, nobody can say either: that, too, is weighed, and said so.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from registry.checks.context import Bools, Floats, Ints, Masts
from registry.checks.proposals import Proposals
from registry.checks.set_aside import SetAside
from registry.checks.spacing_neighbours import Pairs, distances_m, heads

IGNORED, FAR, COARSE, REVIEW, NEAR = -1, 0, 1, 2, 3  # levels, the worst last
Levels = npt.NDArray[np.int8]

REASONS = (
    "SPC-MEASURE-AGAIN", "SPC-SMALL-NEIGHBOUR", "SPC-SMALL-SAME-NEIGHBOUR", "SPC-NEIGHBOUR-BY-CLASS",
    "SPC-NOT-BUILT", "SPC-SAME-MAST", "SPC-NETWORKS-NOT-KNOWN", "SPC-SMALL-SAME", "SPC-SMALL-BY-CLASS",
    "SPC-OWN-STANDING", "SPC-REPLACED-OTHERS", "SPC-REPLACED-NOT-NAMED", "SPC-SAME-MAST-EITHER",
    "SPC-REPLACED-IN-PLACE", "SPC-REPLACED-COARSE",
)  # fmt: skip
"""Why a mast that is too near is not simply a fail: message codes, in the order in which they are said."""
_BIT = {code: 1 << place for place, code in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Decided:
    """What decides about one proposal: the level, the mast (row, None: no mast at all) and its distance.

    ``reasons`` are of ``REASONS``; ``doubt``: the limit lies within the combined accuracy.
    """

    level: int = FAR
    mast: int | None = None
    distance_m: float | None = None
    accuracy_m: float = 0.0
    doubt: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """What decides about n proposals, in columns; see ``Decided``.

    ``mast`` is -1 and the distance nan where no mast counts; ``reasons`` is a bit mask over ``REASONS``.
    """

    level: Levels
    mast: Ints
    distance_m: Floats
    accuracy_m: Floats
    doubt: Bools
    reasons: Ints

    @classmethod
    def nothing(cls, size: int) -> "Decisions":
        """Return those of proposals near which there is no mast."""
        return cls(
            np.zeros(size, np.int8), np.full(size, -1, np.int64), np.full(size, np.nan), np.zeros(size),
            np.zeros(size, bool), np.zeros(size, np.int64),
        )  # fmt: skip

    def at(self, row: int) -> Decided:
        """Return what decides about one proposal."""
        mast, reasons = int(self.mast[row]), int(self.reasons[row])
        return Decided(
            level=int(self.level[row]),
            mast=None if mast < 0 else mast,
            distance_m=None if mast < 0 else float(self.distance_m[row]),
            accuracy_m=float(self.accuracy_m[row]),
            doubt=bool(self.doubt[row]),
            reasons=tuple(code for code, bit in _BIT.items() if reasons & bit),
        )

    def or_else(self, chosen: Bools, other: "Decisions") -> "Decisions":
        """Return these for the ``chosen`` proposals, those of ``other`` for the rest."""
        return Decisions(
            np.where(chosen, self.level, other.level),
            np.where(chosen, self.mast, other.mast),
            np.where(chosen, self.distance_m, other.distance_m),
            np.where(chosen, self.accuracy_m, other.accuracy_m),
            np.where(chosen, self.doubt, other.doubt),
            np.where(chosen, self.reasons, other.reasons),
        )


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under what the pairs are judged.

    ``urban`` says whether ``limit_m`` is the urban limit, where a small mast that does not share is asked to
    keep the distance although small masts are exempt; ``small_exempt``: the rule exempts them at all.
    ``small_same`` and ``small_by_class`` (n) are the rows that are small themselves, by height or by class,
    so that each of their fails is a review.
    """

    limit_m: float
    urban: bool
    small_exempt: bool
    also_in_towns: bool  # nothing asks a small urban mast to keep the distance
    proposals: Proposals
    masts: Masts
    aside: SetAside
    small_same: Bools
    small_by_class: Bools


def decided(pairs: Pairs, networks_matter: Bools, under: Circumstances) -> Decisions:
    """Return what decides about each proposal; without pairs that count, there is nothing near it.

    ``networks_matter``: per pair, the mast's networks are not known, and whether the rule applies to it
    hangs on them.
    """
    found = Decisions.nothing(len(under.proposals))
    if not len(pairs):
        return found
    levels, doubt = _levels(pairs, networks_matter, under)
    demoted = _may_be_taken_down(pairs, levels, under)
    pair = _nearest_first(pairs, np.flatnonzero(levels != IGNORED), levels, under.masts)
    row = pairs.row[pair]
    found.level[row] = levels[pair]
    found.mast[row] = pairs.mast[pair]
    found.distance_m[row] = pairs.distance_m[pair]
    found.accuracy_m[row] = pairs.accuracy_m[pair]
    found.doubt[row] = doubt[pair]
    found.reasons[row] = _reasons(pairs.where(pair), levels[pair], networks_matter[pair], doubt[pair], under)
    lowered = pair[np.isin(pair, demoted)] if len(demoted) else demoted
    found.reasons[pairs.row[lowered]] |= _BIT["SPC-REPLACED-NOT-NAMED"]
    return found


def _levels(pairs: Pairs, networks_matter: Bools, under: Circumstances) -> tuple[Levels, Bools]:
    masts, limit_m, count = under.masts, under.limit_m, len(under.masts)
    distance: Floats = pairs.distance_m
    doubt = np.abs(distance - limit_m) < pairs.accuracy_m
    near = distance < limit_m
    soft = masts.approved_only[pairs.mast] | masts.may_be_small[pairs.mast] | networks_matter
    asked = masts.in_question[pairs.mast]
    if asked.any():
        soft |= asked & ~_near_either_way(pairs, asked & near & ~doubt & ~soft, under)
    soft |= (under.small_same | under.small_by_class)[pairs.row]
    for named in (under.aside.doubted, under.aside.standing):
        if len(named):
            soft |= named.hold(pairs.row, pairs.mast, count)
    soft |= stood_as_near(pairs.row, pairs.mast, under.proposals, masts, under.aside)
    levels = np.where(doubt, REVIEW, np.where(near, np.where(soft, REVIEW, NEAR), FAR)).astype(np.int8)
    small = masts.small[pairs.mast]
    if small.any():
        kept = under.urban and not under.also_in_towns
        hit = REVIEW if kept or not under.small_exempt else IGNORED
        levels[small] = np.where(levels[small] > FAR, hit, IGNORED)
    levels[(levels == REVIEW) & doubt & (masts.accuracy_m[pairs.mast] >= limit_m)] = COARSE
    levels[networks_matter & (levels == FAR)] = IGNORED
    return levels, doubt


def stood_as_near(
    row: Ints, mast: Ints, proposals: Proposals, masts: Masts, aside: SetAside, *, finer_m: float = np.inf
) -> Bools:
    """Return at which masts the mast that a row replaces stands as near as the row, as far as places tell.

    ``finer_m``: only by replaced masts whose place is known better than so many metres.
    """
    found = np.zeros(len(row), dtype=bool)
    gone = aside.replaced
    if not len(gone) or not len(row):
        return found
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], gone.row, "left")
    many = np.searchsorted(row[order], gone.row, "right") - starts
    if not many.any():
        return found
    of_gone = np.repeat(np.arange(len(gone)), many)
    pair = order[np.arange(len(of_gone)) - np.repeat(np.cumsum(many) - many, many) + starts[of_gone]]
    old, new, other = gone.mast[of_gone], row[pair], mast[pair]
    there = masts.lon[other], masts.lat[other]
    nearer_m = distances_m(masts.lon[old], masts.lat[old], *there)
    nearer_m -= distances_m(proposals.lon[new], proposals.lat[new], *there)
    as_near = nearer_m <= np.hypot(proposals.accuracy_m[new], masts.accuracy_m[old])
    found[pair[as_near & (masts.accuracy_m[old] < finer_m)]] = True
    return found


def _near_either_way(pairs: Pairs, asked: Bools, under: Circumstances) -> Bools:
    """Return which of the ``asked`` pairs break the limit whatever the answer to *same mast?* will be.

    Kept apart, the mast stands where it is, too near. As one mast it stands at its own place or at the
    other's: where each other record in question surely stands too near as well, no answer saves the row.
    """
    found = np.zeros(len(pairs), dtype=bool)
    twins = under.masts.twins
    chosen = np.flatnonzero(asked)
    others = [twins.get(mast, ()) for mast in pairs.mast[chosen].tolist()]
    many = np.array([len(some) for some in others], dtype=np.int64)
    if many.any():
        place = np.repeat(np.arange(len(chosen)), many)
        mast = np.array([one for some in others for one in some], dtype=np.int64)
        sure = _surely_near(pairs.row[chosen[place]], mast, under)
        saved = np.zeros(len(chosen), dtype=bool)
        saved[place[~sure]] = True
        found[chosen] = (many > 0) & ~saved
    return found


def _surely_near(row: Ints, mast: Ints, under: Circumstances) -> Bools:
    masts, proposals, aside = under.masts, under.proposals, under.aside
    metres = distances_m(proposals.lon[row], proposals.lat[row], masts.lon[mast], masts.lat[mast])
    accuracy = np.hypot(proposals.accuracy_m[row], masts.accuracy_m[mast])
    found = (metres < under.limit_m) & (under.limit_m - metres >= accuracy) & ~aside.unnamed[row]
    found &= ~(masts.approved_only[mast] | masts.small[mast] | masts.may_be_small[mast])
    for named in (aside.masts, aside.doubted, aside.standing):
        found &= ~named.hold(row, mast, len(masts))
    found &= ~stood_as_near(row, mast, proposals, masts, aside)
    return np.asarray(found, dtype=bool)


def _may_be_taken_down(pairs: Pairs, levels: Levels, under: Circumstances) -> Ints:
    """Let the nearest mast of a proposal that takes down an unnamed one be that one; the others stay.

    Returns the pairs whose level was lowered from a fail to a review.
    """
    if not under.aside.unnamed.any():
        return np.empty(0, dtype=np.int64)
    failing = np.flatnonzero(under.aside.unnamed[pairs.row] & (levels == NEAR))
    lowered = _nearest_first(pairs, failing, levels, under.masts)
    levels[lowered] = REVIEW
    return lowered


def _nearest_first(pairs: Pairs, chosen: Ints, levels: Levels, masts: Masts) -> Ints:
    """Return, of the ``chosen`` pairs, the one that decides about each proposal: the nearest of the worst."""
    order = chosen[np.lexsort((pairs.distance_m[chosen], -levels[chosen], pairs.row[chosen]))]
    row, level, metres = pairs.row[order], levels[order], pairs.distance_m[order]
    starts = heads(row)
    first = np.flatnonzero(starts)
    best = order[first]
    if len(best) == len(order):
        return best
    at = first[np.cumsum(starts) - 1]  # where the proposal of each pair begins
    alike = (level == level[at]) & (metres == metres[at])
    tied = alike & ~starts
    if tied.any():  # of two equally near, the code that comes first
        several = np.zeros(len(order), dtype=bool)
        several[at[tied]] = True
        some = np.flatnonzero(alike & several[at])
        codes = masts.codes[pairs.mast[order[some]]]
        ranks = np.unique(codes.astype(object), return_inverse=True)[1]
        some = some[np.lexsort((ranks, at[some]))]
        some = some[heads(at[some])]
        best[np.searchsorted(first, at[some])] = order[some]
    return best


def _reasons(
    pairs: Pairs, levels: Levels, networks_matter: Bools, doubt: Bools, under: Circumstances
) -> Ints:
    """Return, as masks over ``REASONS``, why each deciding pair is for review, or a fail all the same."""
    masts, row, mast = under.masts, pairs.row, pairs.mast
    review = levels == REVIEW
    found = np.zeros(len(pairs), dtype=np.int64)
    small = "SPC-SMALL-NEIGHBOUR" if under.small_exempt else "SPC-SMALL-SAME-NEIGHBOUR"
    if review.any():
        places = row, mast, under.proposals, masts, under.aside
        as_near, known = stood_as_near(*places), stood_as_near(*places, finer_m=under.limit_m)
        for code, holds in (
            ("SPC-MEASURE-AGAIN", doubt),
            (small, masts.small[mast]),
            ("SPC-NEIGHBOUR-BY-CLASS", masts.may_be_small[mast]),
            ("SPC-NOT-BUILT", masts.approved_only[mast]),
            ("SPC-SAME-MAST", masts.in_question[mast]),
            ("SPC-NETWORKS-NOT-KNOWN", networks_matter),
            ("SPC-SMALL-SAME", under.small_same[row]),
            ("SPC-SMALL-BY-CLASS", under.small_by_class[row]),
            ("SPC-OWN-STANDING", under.aside.standing.hold(row, mast, len(masts))),
            ("SPC-REPLACED-OTHERS", under.aside.doubted.hold(row, mast, len(masts))),
            ("SPC-REPLACED-IN-PLACE", known),
            ("SPC-REPLACED-COARSE", as_near & ~known),
        ):
            found[review & holds] |= _BIT[code]
    found[(levels == NEAR) & masts.in_question[mast]] = _BIT["SPC-SAME-MAST-EITHER"]
    return found
