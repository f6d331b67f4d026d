"""Rows that a letter agreed and that are no position of their own in the register, each with its reason."""

from dataclasses import dataclass

from registry.model.requests.desk import RequestState
from registry.model.requests.proposals import ProposalKind
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.decisions import AGREED
from registry.services.requests.issuing import ENTERS, STANDS_NEW
from registry.services.requests.opened import FileRow, RequestFile

SAME, SHARE, UPGRADE, UNPLACED, GONE = "same", "share", "upgrade", "unplaced", "gone"


@dataclass(frozen=True, slots=True)
class NoPosition:
    """An agreed row without a position of its own; ``first``: the row of whose position it is part."""

    row: FileRow
    reason: str
    first: FileRow | None = None


@dataclass(frozen=True, slots=True)
class AgreedRows:
    """How many rows an issued letter agreed, how many positions they made, and the rows that made none."""

    agreed: int
    positions: int
    without: tuple[NoPosition, ...]
    sheet: str = ""  # the list's first: a row of another one is named with its own


def agreed_rows(registry: Registry, file: RequestFile) -> AgreedRows | None:
    """Return what became of the agreed rows; None where nothing was issued or such a request makes none."""
    if file.request.state is not RequestState.ISSUED or file.request.kind not in ENTERS:
        return None
    agreed = [row for row in file.rows if row.decision is not None and row.decision.decision in AGREED]
    made = {item.row for item in approvals_of(registry, request=file.request.id)}
    first = {_named(row): row for row in reversed(agreed) if row.index in made}
    without = tuple(
        NoPosition(row, _reason(row, same=_named(row) in first), first.get(_named(row)))
        for row in agreed
        if row.index not in made
    )
    return AgreedRows(len(agreed), len(made), without, file.rows[0].proposal.sheet if file.rows else "")


def _named(row: FileRow) -> tuple[str, str]:
    return row.proposal.operator, row.proposal.site_code or f":{row.index}"


def _reason(row: FileRow, *, same: bool) -> str:
    proposal = row.proposal
    if proposal.kind not in STANDS_NEW:
        return SHARE if proposal.kind is ProposalKind.SHARE else UPGRADE
    if not proposal.position.known:
        return UNPLACED
    return SAME if same else GONE
