"""The matter of a mast that a row says is taken down, where none of that code stands.

The letter asks for the old mast to be taken down by its code. One that is gone, that was agreed to and never
built, or that no list holds cannot be: the carrier is asked what is meant, and nothing is refused for it.
"""

from collections.abc import Iterator, Sequence

from registry.checks.context import Context
from registry.checks.host_masts import codes_in
from registry.model.requests.matters import Matter
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.site_codes import plain_code

NOT_BUILT, NOT_STANDING = "MATTER-REPLACES-NOT-BUILT", "MATTER-REPLACES-NOT-STANDING"
TAKES_DOWN = frozenset({ProposalKind.REPLACE, ProposalKind.RELOCATE})
_OFFICE = ("–",)  # whether a code is in the register is told to nobody who does not hold it


def replaced_matters(
    proposals: Sequence[Proposal], asking: Sequence[int], context: Context
) -> Iterator[tuple[int, Matter]]:
    """Yield the rows that take down a mast which, by the register of the day, does not stand.

    Masts that count on the day are looked at: which of the others was taken down, and which was never listed,
    is not told apart.
    """
    masts = context.masts
    for at in asking:
        row = proposals[at]
        if row.kind not in TAKES_DOWN:
            continue
        found = {code: _mast(code, context) for code in _named(row, context)}
        not_built = [code for code, mast in found.items() if mast >= 0 and masts.approved_only[mast]]
        unknown = [code for code, mast in found.items() if mast < 0]
        for matter, codes in ((NOT_BUILT, not_built), (NOT_STANDING, unknown)):
            if codes:
                params = {"codes": ", ".join(codes)}
                yield at, Matter(matter, ",".join(codes), params=params, cell="replaces", holders=_OFFICE)


def _named(row: Proposal, context: Context) -> list[str]:
    """Return the codes that the row's cell names; a text that is a known code as a whole stays one."""
    text = row.replaces.strip()
    if not text or _mast(text, context) >= 0:
        return [text] if text else []
    return list(dict.fromkeys(codes_in(text)))


def _mast(code: str, context: Context) -> int:
    masts = context.masts
    return masts.aliases.get(code, masts.by_plain_code.get(plain_code(code), -1))
