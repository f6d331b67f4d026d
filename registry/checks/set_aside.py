"""Masts set aside: those that a proposal is itself, or says that it takes down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from registry.checks.context import Context
from registry.checks.proposals import Proposals
from registry.model.requests import Proposal, ProposalKind

TAKES_DOWN = (ProposalKind.REPLACE, ProposalKind.RELOCATE)


@dataclass(frozen=True, slots=True)
class SetAside:
    """What does not count against one proposal.

    ``masts``: rows of masts that are the proposal itself (same code, approved but not built) or that it takes
    down. ``standing``: masts of the same code that stand although a new one is proposed; a person looks
    whether the row is that mast or another one under its code. ``doubted``: masts named as taken down that
    carry other operators' networks only, so that it is not the proposer's to take down. ``unnamed``: a mast
    is taken down, but which is not stated, or its code is not in the register; then one mast, the nearest,
    may be it.
    """

    masts: frozenset[int] = frozenset()
    doubted: frozenset[int] = frozenset()
    unnamed: bool = False
    standing: frozenset[int] = frozenset()


def set_aside(proposals: Proposals, networks: list[int], context: Context) -> dict[int, SetAside]:
    """Return what is set aside, by index of the proposal; rows without any are absent.

    ``networks`` are the proposals' masks (0: not known).
    """
    found: dict[int, SetAside] = {}
    for index, (row, mask) in enumerate(zip(proposals.rows, networks, strict=True)):
        if row.site_code or row.plan_code or row.kind in TAKES_DOWN:
            item = _of(row, mask, context)
            if item is not None:
                found[index] = item
    return found


def _of(row: Proposal, mask: int, context: Context) -> SetAside | None:
    aliases, carried = context.masts.aliases, context.masts.networks
    own: set[int] = set()
    for code in (row.site_code, row.plan_code):
        mast = aliases.get(code) if code else None
        # Operators number their sites apart, so one code can name two places: another operator's mast
        # of the same code is a neighbour.
        if mast is not None and (not mask or not carried[mast] or carried[mast] & mask):
            own.add(mast)
    if row.kind not in TAKES_DOWN:
        standing = frozenset(mast for mast in own if not context.masts.approved_only[mast])
        return SetAside(frozenset(own) - standing, standing=standing) if own else None
    named = _codes(row.replaces, aliases)
    masts = {aliases[code] for code in named if code in aliases}
    doubted = {mast for mast in masts if mask and carried[mast] and not carried[mast] & mask}
    built = any(not context.masts.approved_only[mast] for mast in own)
    return SetAside(
        masts=frozenset(own | (masts - doubted)),
        doubted=frozenset(doubted),
        unnamed=any(code not in aliases for code in named) if named else not built,
    )


def _codes(text: str, known: Mapping[str, int]) -> list[str]:
    """Split "BGG00045, BGG00046"; a text that is a known code as a whole stays one code."""
    whole = text.strip()
    if not whole or whole in known:
        return [whole] if whole else []
    return [part for part in re.split(r"[\s,;+]+", whole) if part]
