"""Altered (đã thay đổi): what an amendment's row was agreed as, and what became of an agreed row since.

A letter stays as it was issued; whoever reads it later reads beside each row that a later letter took its
place, or that the office took the agreement back.
"""

from collections.abc import Collection, Sequence
from typing import Any

from registry.geo.distances import geodesic_m
from registry.geo.formats import format_dms_pair
from registry.messages import Words, number
from registry.model.requests.desk import Request, RequestKind
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.model.site_codes import plain_code
from registry.model.vietnam_time import day_of
from registry.services.office.registry import Registry
from registry.services.requests.agreed.agreed_rows import agreed_as
from registry.services.requests.agreed.noticed import stated_otherwise
from registry.store.database import Connection
from registry.store.histories import history_of
from registry.store.requests.agreements import list_approvals
from registry.store.requests.requests import get_request
from registry.store.requests.tables import approvals

AMENDS, AMENDS_REVOKED = "MATTER-AMENDS", "MATTER-AMENDS-REVOKED"
BEFORE = frozenset({AMENDS, AMENDS_REVOKED})
SINCE_REPLACED, SINCE_REVOKED = "MATTER-SINCE-REPLACED", "MATTER-SINCE-REVOKED"
SINCE = frozenset({SINCE_REPLACED, SINCE_REVOKED})
_MOVED_M = 0.5
"""Metres: what two ways of writing one place differ by is no move."""
_SAME = Words(
    "vị trí, loại cột, chiều cao ghi như đã thống nhất", "place, class and heights are as agreed to"
)

ByRow = dict[int, tuple[Matter, ...]]


def altered(registry: Registry, request: Request, proposals: Sequence[Proposal]) -> ByRow:
    """Return by row what it was agreed as before (``BEFORE``), then what became of it since.

    An amendment's row is about the position of its operator under its code, as the issue closes it.
    """
    with registry.database.read() as connection:
        since = _since(connection, request)
    before = _before(registry, request, proposals)
    return {row: (*before.get(row, ()), *since.get(row, ())) for row in sorted({*before, *since})}


def amends_of(told: Sequence[Matter]) -> Matter | None:
    """Return what an amendment's row was agreed as before; None of other rows."""
    return next((one for one in told if one.code in BEFORE), None)


def amended_by(connection: Connection, request: Request) -> dict[tuple[str, str], Approval]:
    """Return by operator and code (as codes are compared) the agreed positions that an amendment is about.

    Those that the request it names agreed to, or what another amendment put in their place before it.
    """
    found = {}
    for first in list_approvals(connection, request=request.amends):
        held, seen = first, {first.id}
        while held.state is ApprovalState.REPLACED and held.reason != request.number:
            later, position = _successor(connection, held)
            after = request.issued_on and later.issued_on and later.issued_on > request.issued_on
            if position is None or position.id in seen or after:
                break
            held = position
            seen.add(held.id)
        found[named_of(first)] = held
    return found


def named_of(position: Approval | Proposal) -> tuple[str, str]:
    """Return by what a row's agreed position is found: its operator, and its code as codes are compared."""
    code = position.code if isinstance(position, Approval) else position.site_code
    return position.operator, plain_code(code)


def _successor(connection: Connection, replaced: Approval) -> tuple[Request, Approval | None]:
    """Return the amendment that took the place of an agreed position, and what it agreed to."""
    later = get_request(connection, replaced.reason)
    held = list_approvals(connection, request=later.id)
    return later, next((one for one in held if named_of(one) == named_of(replaced)), None)


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
            later, position = _successor(connection, one)
            params = {"decision": later.issued_number, "day": later.issued_on, "request": later.number}
            code, about = SINCE_REPLACED, position.id if position else one.id
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
        earlier = amended_by(connection, request)
        numbers = {one.request: get_request(connection, one.request).number for one in earlier.values()}
        ended = [one.id for one in earlier.values() if one.state is ApprovalState.REVOKED]
        gone = {key: day_of(moment) for key, moment in revoked_on(connection, ended).items()}
    held: dict[str, list[str]] = {}
    for one in earlier.values():
        held.setdefault(one.request, []).append(one.id)
    agreed = agreed_as(registry, held)
    found: ByRow = {}
    for row, proposal in enumerate(proposals):
        before = earlier.get(named_of(proposal))
        if before is None or before.id not in agreed:
            continue
        params: dict[str, Any] = {
            "code": before.code, "decision": before.decision, "day": before.approved_on,
            "request": numbers[before.request],
        }  # fmt: skip
        code, revoked = AMENDS, gone.get(before.id)
        if revoked is not None and not (request.issued_on and revoked > request.issued_on):
            code = AMENDS_REVOKED  # nothing is amended: the row asks for it anew
            params["revoked"] = revoked
        else:
            otherwise = (*_moved(proposal, before), *stated_otherwise(proposal, agreed[before.id]))
            said = otherwise or (_SAME,)
            params["same"] = not otherwise
            params["facts"] = Words("; ".join(text.vi for text in said), "; ".join(text.en for text in said))
        holders = (request.organisation, before.operator)
        found[row] = (Matter(code, before.id, Weight.SAYS, row, params, holders=holders),)
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
