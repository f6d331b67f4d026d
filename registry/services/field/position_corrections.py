"""Measured positions against the registered ones: proposed by visits, decided by an officer.

Accepting moves the site in the ledger, in a batch that can be undone; refusing leaves it with the reason. See
``registry.services.field.position_arrivals`` for how fixes are averaged and gated.
"""

from typing import Any

from registry.errors import RefusalError
from registry.model.field.defects import PositionProposal
from registry.model.people import Person, Role
from registry.model.positions import Confidence
from registry.model.vietnam_time import one_moment
from registry.services.field.deeds import check_reader, field_deed, needed
from registry.services.field.responsible import labels_of
from registry.services.office.calendar import today
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.listed_masts import MEASURED
from registry.services.register.place_names import commune_at
from registry.store import ledger
from registry.store.database import Connection
from registry.store.field import proposals
from registry.store.field.tables import position_proposals
from registry.store.records import record_of
from registry.store.tables import sites

OPEN, ACCEPTED, REFUSED, OVERTAKEN = "open", "accepted", "refused", "overtaken"
UNKNOWN = "POSITION-UNKNOWN"
DECIDERS = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER)


def list_proposals(registry: Registry, *, person: Person, state: str = OPEN) -> list[PositionProposal]:
    """Return proposed corrections, the farthest first; ``state`` "": all. For the office only."""
    check_reader(person)
    with registry.database.read() as connection:
        rows = proposals.list_proposals(connection, state=state)
        labels = labels_of(connection, [row["structure"] for row in rows])
    return [_proposal(row, labels[row["structure"]]) for row in rows if row["structure"] in labels]


@one_moment()
def accept_proposal(
    registry: Registry, proposal: str, *, reason: str, person: Person, seen: int
) -> PositionProposal:
    """Move the site to the measured position, with its accuracy; undone by ``bts undo`` like an import.

    Other open proposals of the same mast were measured against the old position and end with it. Refused
    where the site was moved since the proposal was made (``POSITION-MOVED``).
    """
    _check_decider(person)
    told = needed(reason)
    context = context_for(registry, today())
    offered = {"state": ACCEPTED, "reason": told}
    # No deed of the desk: a moved mast changes what proposals are judged by, and can be taken back whole.
    with deed(registry, "position", person) as made:
        connection = made.connection
        row = made.standing(position_proposals, proposal, unknown=UNKNOWN, seen=seen, offered=offered)
        if row["state"] != OPEN:
            raise RefusalError("POSITION-DECIDED", state=row["state"])
        site = ledger.rows_by_key(connection, sites, [row["site"]])[row["site"]]
        if (site["lon"], site["lat"]) != (row["registered_lon"], row["registered_lat"]):
            raise RefusalError("POSITION-MOVED", code=site["code"])
        lon, lat = round(row["lon"], 7), round(row["lat"], 7)
        commune = commune_at(context, lon, lat)
        made.amend(
            sites,
            row["site"],
            lon=lon,
            lat=lat,
            accuracy_m=row["accuracy_m"],
            position_raw=[f"{lat:.7f}", f"{lon:.7f}"],
            position_reading=MEASURED,
            position_crs="EPSG:4326",
            position_confidence=Confidence.STATED.value,
            commune_code=commune.code if commune else site.get("commune_code", ""),  # no border: as stated
        )
        marks = {"decided_by": made.who, "decided_at": made.at, "reason": told}
        made.amend(position_proposals, row["id"], **marks, state=ACCEPTED)
        for other in _others(connection, row["structure"], row["id"]):
            made.amend(position_proposals, other["id"], **marks, state=OVERTAKEN)
        made.about |= {
            "file_name": f"{site['code']} {row['distance_m']:.0f} m",
            "options": {"proposal": row["id"], "inspection": row["inspection"]},
            "summary": {"sites": 1},
        }
    return _one(registry, row["id"], person)


@one_moment()
def refuse_proposal(
    registry: Registry, proposal: str, *, reason: str, person: Person, seen: int
) -> PositionProposal:
    """Leave the site where it is, with the reason."""
    _check_decider(person)
    told = needed(reason)
    offered = {"state": REFUSED, "reason": told}
    with field_deed(registry, "position", person, proposal=proposal) as made:
        row = made.standing(position_proposals, proposal, unknown=UNKNOWN, seen=seen, offered=offered)
        if row["state"] != OPEN:
            raise RefusalError("POSITION-DECIDED", state=row["state"])
        made.amend(position_proposals, proposal, decided_by=made.who, decided_at=made.at, **offered)
    return _one(registry, row["id"], person)


def _check_decider(person: Person) -> None:
    if not person.is_one_of(*DECIDERS):
        raise RefusalError("FIELD-NOT-ALLOWED")


def _others(connection: Connection, structure: str, own: str) -> list[dict[str, Any]]:
    waiting = proposals.list_proposals(connection, structure=structure, state=OPEN)
    keys = [row["id"] for row in waiting if row["id"] != own]
    return list(ledger.rows_by_key(connection, position_proposals, keys).values())


def _one(registry: Registry, proposal: str, person: Person) -> PositionProposal:
    return next(item for item in list_proposals(registry, person=person, state="") if item.id == proposal)


def _proposal(row: dict[str, Any], mast: Any) -> PositionProposal:
    return record_of(PositionProposal, row, mast=mast)
