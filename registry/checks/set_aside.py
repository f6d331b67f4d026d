"""Masts set aside: those that a proposal is itself, or says that it takes down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Bools, Context, Ints
from registry.checks.networks import networks_of
from registry.checks.proposals import Proposals
from registry.model.requests.proposals import ProposalKind

TAKES_DOWN = (ProposalKind.REPLACE, ProposalKind.RELOCATE)


@dataclass(frozen=True, slots=True)
class Named:
    """k pairs of a proposal and a mast that it names; a pair may stand twice."""

    row: Ints
    mast: Ints

    def __len__(self) -> int:
        return len(self.row)

    def hold(self, row: Ints, mast: Ints, count: int) -> Bools:
        """Return which pairs of a row and a mast are among these; ``count`` is the number of all masts."""
        if not len(self.row):
            return np.zeros(len(row), dtype=bool)
        keys, asked = np.sort(self.row * count + self.mast), row * count + mast
        place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        return np.asarray(keys[place] == asked, dtype=bool)


@dataclass(frozen=True, slots=True)
class SetAside:
    """What does not count against the proposals.

    ``masts``: masts that are the proposal itself (same code, approved but not built) or that it takes
    down. ``standing``: masts of the same code that stand although a new one is proposed; a person looks
    whether the row is that mast or another one under its code. ``doubted``: masts named as taken down that
    carry other operators' networks only, so that it is not the proposer's to take down. ``unnamed``: the rows
    (n) that take a mast down, but which is not stated, or its code is not in the register; then one mast, the
    nearest, may be it. ``replaced``: of ``masts``, those that stand and that a replacement, not a move, takes
    down: what stood there is not new to the masts around.
    """

    masts: Named
    doubted: Named
    standing: Named
    unnamed: Bools
    replaced: Named


_NONE = np.empty(0, dtype=np.int64)
NOTHING_NAMED = Named(_NONE, _NONE)


def set_aside(proposals: Proposals, context: Context) -> SetAside:
    """Return what is set aside; worked out once per list of proposals."""
    if proposals.aside is None:
        proposals.aside = _set_aside(proposals, networks_of(proposals, context), context)
    found: SetAside = proposals.aside
    return found


def _set_aside(proposals: Proposals, networks: Ints, context: Context) -> SetAside:
    masts, size = context.masts, len(proposals)
    takes_down = proposals.of_kind(*TAKES_DOWN)
    own = _joined([_own(proposals, name, networks, context) for name in ("site_code", "plan_code")])
    if not takes_down.any():
        if not len(own):
            own = NOTHING_NAMED
        approved = masts.approved_only[own.mast]
        return SetAside(
            _part(own, approved),
            NOTHING_NAMED,
            _part(own, ~approved),
            np.zeros(size, dtype=bool),
            NOTHING_NAMED,
        )
    approved = masts.approved_only[own.mast]
    replaced, unnamed = _replaced(proposals, np.flatnonzero(takes_down), own.row[~approved], masts.aliases)
    carried, asked = masts.networks[replaced.mast], networks[replaced.row]
    others = (asked != 0) & (carried != 0) & ((carried & asked) == 0)
    taken = takes_down[own.row]
    put_aside = _joined([_part(own, approved | taken), _part(replaced, ~others)])
    in_place = proposals.of_kind(ProposalKind.REPLACE)[put_aside.row] & ~masts.approved_only[put_aside.mast]
    return SetAside(
        masts=put_aside,
        doubted=_part(replaced, others),
        standing=_part(own, ~approved & ~taken),
        unnamed=unnamed,
        replaced=_part(put_aside, in_place),
    )


def _own(proposals: Proposals, name: str, networks: Ints, context: Context) -> Named:
    """Return the masts that bear the code of a row's and a network of its, or none that is known.

    Operators number their sites apart, so one code can name two places: another operator's mast of the same
    code is a neighbour.
    """
    known, codes = context.masts.aliases, proposals.told(name)
    if not any(codes):
        return NOTHING_NAMED
    mast = np.array([known.get(code, -1) if code else -1 for code in codes], dtype=np.int64)
    row = np.flatnonzero(mast >= 0)
    carried, asked = context.masts.networks[mast[row]], networks[row]
    row = row[(asked == 0) | (carried == 0) | ((carried & asked) != 0)]
    return Named(row, mast[row])


def _replaced(proposals: Proposals, rows: Ints, built: Ints, known: Mapping[str, int]) -> tuple[Named, Bools]:
    """Return the masts that ``rows`` name as taken down, and which rows leave open what is.

    ``built``: rows whose own mast stands: without another name, it is the one.
    """
    texts = proposals.told("replaces")
    own = set(built.tolist())
    unnamed = np.zeros(len(proposals), dtype=bool)
    found: list[tuple[int, int]] = []
    for row in rows.tolist():
        named = _codes(texts[row], known)
        masts = [known[code] for code in named if code in known]
        found += [(row, mast) for mast in masts]
        unnamed[row] = len(masts) < len(named) if named else row not in own
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Named(pairs[:, 0], pairs[:, 1]), unnamed


def _codes(text: str, known: Mapping[str, int]) -> list[str]:
    """Split "BGG00045, BGG00046"; a text that is a known code as a whole stays one code."""
    whole = text.strip()
    if not whole or whole in known:
        return [whole] if whole else []
    return [part for part in re.split(r"[\s,;+]+", whole) if part]


def _joined(parts: list[Named]) -> Named:
    some = [part for part in parts if len(part)]
    if len(some) < 2:
        return some[0] if some else NOTHING_NAMED
    return Named(np.concatenate([part.row for part in some]), np.concatenate([part.mast for part in some]))


def _part(named: Named, chosen: Bools) -> Named:
    return Named(named.row[chosen], named.mast[chosen])
