"""From a row to a sharing request in one step: which mast is meant, whose it is, and who asks for it.

Outside the office a mast of another's has no code: its page names it by a handle that only this register can
read, and only where the row's own answers speak of that mast (``registry.services.appraise.alternatives``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.appraisal import common_gaps
from registry.checks.host_masts import hosts_of
from registry.checks.proposals import Proposals
from registry.errors import RefusalError
from registry.model.people import Person
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.appraise.alternatives import alternatives_seen
from registry.services.appraise.appraise_list import Appraisal, appraise_again
from registry.services.office.registry import Registry
from registry.services.register.mask_secret import handle
from registry.services.requests.asked_hosts import HOST_M, concerning, with_sharing
from registry.services.requests.sharing import sharing_of
from registry.services.requests.sharing_list import owner_of
from registry.store.office.operators import organisation_names

OF_ROW = "row"
"""The handle of the mast that a row says it shares, whichever that is."""
_OWN = "SHR-03-OWN"


@dataclass(frozen=True, slots=True)
class SharingDraft:
    """A sharing request as a row proposes it: ``mast`` is a code, ``owner`` whom one asks (a code).

    ``hidden``: the mast's code is not the asker's to read before its owner agrees.
    """

    mast: str
    owner: str
    row: Proposal
    hidden: bool


def sharing_draft(
    registry: Registry, person: Person, appraisal: Appraisal, row: int, named: str
) -> SharingDraft:
    """Return the draft for a row (its index) about the mast that a handle names.

    ``SHARING-HOST`` where the row's answers speak of no such mast, ``SHARING-OWNER`` where the register does
    not know whom one asks, ``SHARING-OWN`` where the row's own operator is the mast's owner.
    """
    if not 0 <= row < len(appraisal.rows):
        raise RefusalError("APPRAISAL-ROW-NOT-FOUND", row=row + 1, rows=len(appraisal.rows))
    proposal = appraisal.rows[row].proposal
    of_row = named == OF_ROW
    mast = (
        row_hosts(appraisal, [row]).get(row, "") if of_row else _near(registry, person, appraisal, row, named)
    )
    if not mast:
        raise RefusalError("SHARING-HOST", row=row + 1)
    owner = owner_of(registry, mast)
    if not owner:
        raise RefusalError("SHARING-OWNER", row=row + 1)
    if owner == proposal.operator:
        raise RefusalError("SHARING-OWN", mast=mast)
    masts = appraisal.context.masts
    bit = appraisal.context.operator_index(person.organisation)
    known = bit >= 0 and bool(int(masts.networks[masts.aliases[mast]]) >> bit & 1)
    return SharingDraft(mast, owner, proposal, hidden=not (person.sees_all or known))


def own_hosts(appraisal: Appraisal) -> list[int]:
    """Return the rows (indices) that share a mast of their own operator's: nobody else is asked for it."""
    return [
        at
        for at, row in enumerate(appraisal.rows)
        if row.proposal.kind is ProposalKind.SHARE
        and any(
            _OWN in (found.code, *(code for code, _params in found.notes))
            for found in row.findings
            if found.rule == "SHR-03"
        )
    ]


def row_hosts(appraisal: Appraisal, rows: Sequence[int]) -> dict[int, str]:
    """Return by row (of these indices) the code of the mast that it shares, where the register has one."""
    context = appraisal.context
    shared = [at for at in rows if appraisal.rows[at].proposal.kind is ProposalKind.SHARE]
    if not shared:
        return {}
    laid = Proposals.of([appraisal.rows[at].proposal for at in shared], context)
    found = hosts_of(laid, context, HOST_M)
    return {
        at: str(context.masts.codes[found[index].mast])
        for index, at in enumerate(shared)
        if index in found and found[index].mast >= 0
    }


def _near(registry: Registry, person: Person, appraisal: Appraisal, row: int, named: str) -> str:
    found = alternatives_seen(registry, person, appraisal, row)
    return next((host.code for host in found.hosts if handle(found.secret, host.code) == named), "")


def with_asked(registry: Registry, appraisal: Appraisal) -> Appraisal:
    """Return a list that is no request yet, judged with what its operators asked of owners by now."""
    proposals = [row.proposal for row in appraisal.rows]
    asked = concerning(proposals, appraisal.context, others=sharing_of(registry))
    if not asked:
        return appraisal
    with registry.database.read() as connection:
        names = organisation_names(connection)
    rows = appraise_again(with_sharing(proposals, asked, names), appraisal.rows, appraisal.context)
    return replace(appraisal, rows=rows, gaps=common_gaps([row.findings for row in rows]))
