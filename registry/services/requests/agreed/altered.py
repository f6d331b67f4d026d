"""Altered (đã thay đổi): what an amendment's row was agreed as, and what became of an agreed row since.

A letter stays as it was issued; whoever reads it later reads beside each row that a later letter took its
place, or that the office took the agreement back.
"""

from collections.abc import Collection, Sequence

from registry.geo.distances import geodesic_m
from registry.geo.formats import format_dms_pair
from registry.messages import Words, number
from registry.model.requests.desk import Request, RequestKind
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.model.vietnam_time import day_of
from registry.services.office.registry import Registry
from registry.services.requests.agreed.noticed import agreed_as, stated_otherwise
from registry.store.database import Connection
from registry.store.histories import history_of
from registry.store.requests.agreements import list_approvals
from registry.store.requests.requests import get_request
from registry.store.requests.tables import approvals

AMENDS = "MATTER-AMENDS"
SINCE_REPLACED, SINCE_REVOKED = "MATTER-SINCE-REPLACED", "MATTER-SINCE-REVOKED"
SINCE = frozenset({SINCE_REPLACED, SINCE_REVOKED})
_MOVED_M = 0.5
"""Metres: what two ways of writing one place differ by is no move."""
_SAME = Words(
    "vị trí, loại cột, chiều cao ghi như đã thống nhất", "place, class and heights are as agreed to"
)

ByRow = dict[int, tuple[Matter, ...]]


def altered(registry: Registry, request: Request, proposals: Sequence[Proposal]) -> ByRow:
    """Return by row what it was agreed as before (``AMENDS``), then what became of it since.

    An amendment's row is about the position of its operator under its code, as the issue closes it.
    """
    with registry.database.read() as connection:
        since = _since(connection, request)
    before = _before(registry, request, proposals)
    return {row: (*before.get(row, ()), *since.get(row, ())) for row in sorted({*before, *since})}


def amends_of(told: Sequence[Matter]) -> Matter | None:
    """Return what an amendment's row was agreed as before; None of other rows."""
    return next((one for one in told if one.code == AMENDS), None)


def successor(connection: Connection, replaced: Approval) -> tuple[Request, str]:
    """Return the amendment that took the place of an agreed position, and what it agreed to ("" nothing)."""
    later = get_request(connection, replaced.reason)
    named = (replaced.operator, replaced.code)
    found = (
        one.id for one in list_approvals(connection, request=later.id) if (one.operator, one.code) == named
    )
    return later, next(found, "")


def revoked_on(connection: Connection, identities: Collection[str]) -> dict[str, str]:
    """Return the moments, as the ledger writes them, at which agreed positions were taken back."""
    return {
        entry.record: entry.at
        for entry in history_of(connection, {approvals.name: identities})
        if (entry.after or {}).get("state") == ApprovalState.REVOKED
        and (entry.before or {}).get("state") != ApprovalState.REVOKED
    }


def _since(connection: Connection, request: Request) -> ByRow:
    own = list_approvals(connection, request=request.id)
    gone = revoked_on(connection, [one.id for one in own if one.state is ApprovalState.REVOKED])
    found: ByRow = {}
    for one in own:
        holders = (request.organisation, one.operator)
        if one.state is ApprovalState.REPLACED:
            later, position = successor(connection, one)
            params = {"decision": later.issued_number, "day": later.issued_on, "request": later.number}
            code, about = SINCE_REPLACED, position or one.id
        elif one.id in gone:
            params = {"day": day_of(gone[one.id]), "reason": one.reason.rstrip(" .")}
            code, about = SINCE_REVOKED, one.id
        else:
            continue
        matter = Matter(code, about, Weight.SAYS, one.row, {"code": one.code, **params}, holders=holders)
        found[one.row] = (matter,)
    return found


def _before(registry: Registry, request: Request, proposals: Sequence[Proposal]) -> ByRow:
    if request.kind is not RequestKind.AMENDMENT or not request.amends:
        return {}
    with registry.database.read() as connection:
        amended = get_request(connection, request.amends)
        earlier = {
            (one.operator, one.code): one for one in list_approvals(connection, request=request.amends)
        }
    agreed = agreed_as(registry, {request.amends: [one.id for one in earlier.values()]})
    found: ByRow = {}
    for row, proposal in enumerate(proposals):
        one = earlier.get((proposal.operator, proposal.site_code))
        if one is None or one.id not in agreed:
            continue
        otherwise = (*_moved(proposal, one), *stated_otherwise(proposal, agreed[one.id]))
        said = otherwise or (_SAME,)
        params = {
            "code": one.code,
            "decision": one.decision,
            "day": one.approved_on,
            "request": amended.number,
            "same": not otherwise,
            "facts": Words("; ".join(text.vi for text in said), "; ".join(text.en for text in said)),
        }
        holders = (amended.organisation, one.operator)
        found[row] = (Matter(AMENDS, one.id, Weight.SAYS, row, params, holders=holders),)
    return found


def _moved(proposal: Proposal, agreed: Approval) -> tuple[Words, ...]:
    """Return in words how far a row's place is from the agreed one, and where that was."""
    place = proposal.position
    if place.lon is None or place.lat is None:
        return ()
    off_m = float(geodesic_m(agreed.lon, agreed.lat, place.lon, place.lat))
    if off_m < _MOVED_M:
        return ()
    vi, en = (format_dms_pair(agreed.lon, agreed.lat, lang) for lang in ("vi", "en"))
    return (
        Words(
            f"vị trí dời {number(off_m)} m, đã thống nhất tại {vi}",
            f"position moved by {number(off_m, lang='en')} m, agreed to at {en}",
        ),
    )
