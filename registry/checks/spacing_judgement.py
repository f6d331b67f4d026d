"""Judgement of spacing: what each neighbour means under one limit, and which neighbour decides.

One level per pair of proposal and mast; a proposal's level is the worst of its pairs, shown by the nearest
mast of that level (of two equally near, the one whose code comes first).

A mast whose place the register knows no better than the limit itself can neither keep nor break it, whoever
proposes what: that is a gap of the register (COARSE) and yields to any mast that says something of the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from registry.checks.context import Bools, Floats, Ints, Masts
from registry.checks.proposals import Proposals
from registry.checks.set_aside import SetAside
from registry.checks.spacing_neighbours import Pairs, distances_m

IGNORED, FAR, COARSE, REVIEW, NEAR = -1, 0, 1, 2, 3  # levels, the worst last
Levels = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Decided:
    """What decides about one proposal: the level, the mast (row, None: no mast at all) and its distance.

    ``reasons`` are message codes that say why a mast that is too near is not simply a fail; ``doubt``:
    the limit lies within the combined accuracy.
    """

    level: int = FAR
    mast: int | None = None
    distance_m: float | None = None
    accuracy_m: float = 0.0
    doubt: bool = False
    reasons: tuple[str, ...] = ()


NOTHING = Decided()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under what the pairs are judged.

    ``urban`` says whether ``limit_m`` is the urban limit, where a small mast that does not share is asked to
    keep the distance although small masts are exempt; ``small_exempt``: the rule exempts them at all.
    ``aside`` and ``softened`` go by the index of the proposal; the latter names the message code of what
    makes each of its fails a review.
    """

    limit_m: float
    urban: bool
    small_exempt: bool
    proposals: Proposals
    masts: Masts
    aside: Mapping[int, SetAside]
    softened: Mapping[int, str]


def decided(pairs: Pairs, networks_matter: Bools, under: Circumstances) -> dict[int, Decided]:
    """Return, by index of the proposal, what decides; a proposal without pairs that count is absent.

    ``networks_matter``: per pair, the mast's networks are not known, and whether the rule applies to it
    hangs on them.
    """
    masts, aside, softened = under.masts, under.aside, under.softened
    if not len(pairs):
        return {}
    levels, doubt = _levels(pairs, networks_matter, under)
    demoted = _may_be_taken_down(pairs, levels, masts, aside)
    kept = np.flatnonzero(levels != IGNORED)
    order = kept[np.lexsort((pairs.distance_m[kept], -levels[kept], pairs.row[kept]))]
    rows = pairs.row[order]
    starts = np.ones(len(rows), dtype=bool)
    starts[1:] = rows[1:] != rows[:-1]
    found: dict[int, Decided] = {}
    for start in np.flatnonzero(starts).tolist():
        pair = _first_by_code(order, start, pairs, levels, masts)
        row, mast = int(pairs.row[pair]), int(pairs.mast[pair])
        reasons: list[str] = []
        if levels[pair] == REVIEW:
            reasons = _reasons(mast, under, bool(networks_matter[pair]), bool(doubt[pair]))
            reasons += [softened[row]] if row in softened else []
            reasons += ["SPC-OWN-STANDING"] if mast in aside.get(row, _NONE).standing else []
            reasons += ["SPC-REPLACED-OTHERS"] if mast in aside.get(row, _NONE).doubted else []
            reasons += ["SPC-REPLACED-NOT-NAMED"] if pair in demoted else []
        elif levels[pair] == NEAR and masts.in_question[mast]:
            reasons = ["SPC-SAME-MAST-EITHER"]
        found[row] = Decided(
            level=int(levels[pair]),
            mast=mast,
            distance_m=float(pairs.distance_m[pair]),
            accuracy_m=float(pairs.accuracy_m[pair]),
            doubt=bool(doubt[pair]),
            reasons=tuple(reasons),
        )
    return found


_NONE = SetAside()


def _levels(pairs: Pairs, networks_matter: Bools, under: Circumstances) -> tuple[Levels, Bools]:
    masts, limit_m = under.masts, under.limit_m
    distance: Floats = pairs.distance_m
    doubt = np.abs(distance - limit_m) < pairs.accuracy_m
    near = distance < limit_m
    soft = masts.approved_only[pairs.mast] | masts.may_be_small[pairs.mast] | networks_matter
    asked = masts.in_question[pairs.mast]
    soft |= asked & ~_near_either_way(pairs, asked & near & ~doubt & ~soft, under)
    if under.softened:
        soft |= np.isin(pairs.row, np.fromiter(under.softened, dtype=np.int64))
    doubted = {
        row: item.doubted | item.standing
        for row, item in under.aside.items()
        if item.doubted or item.standing
    }
    if doubted:
        soft |= among(pairs, doubted, len(masts))
    levels = np.where(doubt, REVIEW, np.where(near, np.where(soft, REVIEW, NEAR), FAR)).astype(np.int8)
    small = masts.small[pairs.mast]
    if small.any():
        hit = REVIEW if under.urban or not under.small_exempt else IGNORED
        levels[small] = np.where(levels[small] > FAR, hit, IGNORED)
    levels[(levels == REVIEW) & doubt & (masts.accuracy_m[pairs.mast] >= limit_m)] = COARSE
    levels[networks_matter & (levels == FAR)] = IGNORED
    return levels, doubt


def _near_either_way(pairs: Pairs, asked: Bools, under: Circumstances) -> Bools:
    """Return which of the ``asked`` pairs break the limit whatever the answer to *same mast?* will be.

    Kept apart, the mast stands where it is, too near. As one mast it stands at its own place or at the
    other's: where each other record in question surely stands too near as well, no answer saves the row.
    """
    found = np.zeros(len(pairs), dtype=bool)
    for pair in np.flatnonzero(asked).tolist():
        others = under.masts.twins.get(int(pairs.mast[pair]), ())
        found[pair] = bool(others) and all(_surely_near(int(pairs.row[pair]), mast, under) for mast in others)
    return found


def _surely_near(row: int, mast: int, under: Circumstances) -> bool:
    masts, proposals = under.masts, under.proposals
    aside = under.aside.get(row, _NONE)
    if aside.unnamed or mast in aside.masts | aside.doubted | aside.standing:
        return False
    if masts.approved_only[mast] or masts.small[mast] or masts.may_be_small[mast]:
        return False
    at, there = slice(row, row + 1), slice(mast, mast + 1)
    metres = float(distances_m(proposals.lon[at], proposals.lat[at], masts.lon[there], masts.lat[there])[0])
    accuracy = float(np.hypot(proposals.accuracy_m[row], masts.accuracy_m[mast]))
    return metres < under.limit_m and under.limit_m - metres >= accuracy


def among(pairs: Pairs, masts_of: Mapping[int, frozenset[int]], count: int) -> Bools:
    """Return which pairs name a mast of ``masts_of`` (by proposal); ``count`` is the number of all masts."""
    keys = [row * count + mast for row, masts in masts_of.items() for mast in masts]
    return np.asarray(np.isin(pairs.row * count + pairs.mast, np.array(keys, dtype=np.int64)))


def _may_be_taken_down(pairs: Pairs, levels: Levels, masts: Masts, aside: Mapping[int, SetAside]) -> set[int]:
    """Let the nearest mast of a proposal that takes down an unnamed one be that one; the others stay.

    Returns the pairs whose level was lowered from a fail to a review.
    """
    unnamed = [row for row, item in aside.items() if item.unnamed]
    if not unnamed:
        return set()
    nearest: dict[int, tuple[float, str, int]] = {}
    failing = np.isin(pairs.row, np.array(unnamed, dtype=np.int64)) & (levels == NEAR)
    for pair in np.flatnonzero(failing).tolist():
        row = int(pairs.row[pair])
        own = (float(pairs.distance_m[pair]), str(masts.codes[pairs.mast[pair]]), pair)
        nearest[row] = min(own, nearest.get(row, own))
    lowered = {pair for _, _, pair in nearest.values()}
    levels[list(lowered)] = REVIEW
    return lowered


def _first_by_code(order: Ints, start: int, pairs: Pairs, levels: Levels, masts: Masts) -> int:
    best = int(order[start])
    place = start + 1
    while place < len(order):
        other = int(order[place])
        if (
            pairs.row[other] != pairs.row[best]
            or levels[other] != levels[best]
            or pairs.distance_m[other] != pairs.distance_m[best]
        ):
            break
        if masts.codes[pairs.mast[other]] < masts.codes[pairs.mast[best]]:
            best = other
        place += 1
    return best


def _reasons(mast: int, under: Circumstances, networks_matter: bool, doubt: bool) -> list[str]:
    masts = under.masts
    reasons = ["SPC-MEASURE-AGAIN"] if doubt else []
    if masts.small[mast]:
        reasons.append("SPC-SMALL-NEIGHBOUR" if under.small_exempt else "SPC-SMALL-SAME-NEIGHBOUR")
    if masts.may_be_small[mast]:
        reasons.append("SPC-NEIGHBOUR-BY-CLASS")
    if masts.approved_only[mast]:
        reasons.append("SPC-NOT-BUILT")
    if masts.in_question[mast]:
        reasons.append("SPC-SAME-MAST")
    if networks_matter:
        reasons.append("SPC-NETWORKS-NOT-KNOWN")
    return reasons
