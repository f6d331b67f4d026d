"""What phones sent and could not be taken: kept whole, shown with its reason, put right by an officer.

What is taken after all keeps the phone's own content and its SHA-256; what the officer put right stands
beside it.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from registry.errors import RefusalError
from registry.model.field.inspections import Receipt, ReceiptState, SetAside
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.field.arrivals import Arrivals
from registry.services.field.deeds import check_officer, check_reader, field_deed, needed
from registry.services.field.items import CORRECTABLE, sent_of
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.store.field import views
from registry.store.field.tables import set_aside_items
from registry.store.field.views import rows_by
from registry.store.records import record_of

OPEN, TAKEN, DROPPED = "open", "taken", "dropped"
UNKNOWN = "FIELD-ASIDE-UNKNOWN"


def list_set_aside(registry: Registry, *, person: Person, state: str = OPEN) -> list[SetAside]:
    """Return what was set aside, the oldest first; ``state`` "": all. For the office only."""
    check_reader(person)
    with registry.database.read() as connection:
        return [_aside(row) for row in views.list_set_aside(connection, state=state)]


def fellows_of(registry: Registry, aside: str, *, person: Person) -> list[SetAside]:
    """Return what else is open of the same visit for the same reason, the oldest first."""
    every = list_set_aside(registry, person=person)
    one = next((item for item in every if item.id == aside), None)
    visit = _visit_of(one) if one else ""
    if one is None or not visit:
        return []
    return [item for item in every if item.id != aside and item.code == one.code and _visit_of(item) == visit]


def by_visit(items: Sequence[SetAside]) -> list[tuple[SetAside, int]]:
    """Return what was set aside of one visit for one reason as its first item, with how many there are."""
    groups: dict[tuple[str, str], list[SetAside]] = {}
    for item in items:
        groups.setdefault((_visit_of(item) or item.id, item.code), []).append(item)
    return [(group[0], len(group)) for group in groups.values()]


def _visit_of(item: SetAside) -> str:
    """Return the visit that an item names, "" where its content names none."""
    try:
        sent = json.loads(item.content)
    except ValueError:
        return ""
    said = sent.get("inspection", "") if isinstance(sent, dict) else ""
    return said if isinstance(said, str) else ""


@one_moment()
def take_set_aside(
    registry: Registry, aside: str, *, corrections: Mapping[str, Any], reason: str, person: Person, seen: int
) -> Receipt:
    """Take it after all with some fields put right (``structure``, ``campaign``, ``entry`` ...).

    The item keeps the id, the person and the content that the phone gave it. ``FIELD-ASIDE-STILL`` where it
    still cannot be taken, with the reason; then nothing changes.
    """
    check_officer(person)
    told = needed(reason)
    unknown = set(corrections) - set(CORRECTABLE)
    if unknown:
        raise RefusalError("REQUEST-VALUE", value=", ".join(sorted(unknown))[:60])
    offered = {"state": TAKEN, "reason": told}
    with field_deed(registry, "field-aside", person, aside=aside) as made:
        row = made.standing(set_aside_items, aside, unknown=UNKNOWN, seen=seen, offered=offered)
        if row["state"] == TAKEN:
            raise RefusalError("FIELD-ASIDE-STILL", reason=row["state"])
        sent = sent_of(json.loads(row["content"]))
        if row["code"] == "FIELD-SAME-ID":  # the first keeps the id; this one gets one that is always its own
            sent = replace(sent, id=str(uuid.UUID(row["id"])))
        arrivals = Arrivals(
            registry,
            made.connection,
            [sent],
            person=person,
            device=row.get("device", ""),
            at=now(),
            rescued=True,
            corrections=corrections,
            retaking=True,
        )
        receipt = arrivals.take(sent, row.get("person", ""))
        if receipt.state is ReceiptState.ASIDE:
            raise RefusalError("FIELD-ASIDE-STILL", reason=receipt.code, told=dict(receipt.params))
        made.add(arrivals.changes())
        made.amend(set_aside_items, row["id"], decided_by=made.who, decided_at=made.at, **offered)
    return receipt


@one_moment()
def drop_set_aside(registry: Registry, aside: str, *, reason: str, person: Person, seen: int) -> SetAside:
    """Record that it is not taken, with the reason; it stays kept."""
    check_officer(person)
    told = needed(reason)
    offered = {"state": DROPPED, "reason": told}
    with field_deed(registry, "field-aside", person, aside=aside) as made:
        row = made.standing(set_aside_items, aside, unknown=UNKNOWN, seen=seen, offered=offered)
        if row["state"] != OPEN:
            raise RefusalError("FIELD-ASIDE-STILL", reason=row["state"])
        made.amend(set_aside_items, row["id"], decided_by=made.who, decided_at=made.at, **offered)
    with registry.database.read() as connection:
        return _aside(rows_by(connection, set_aside_items, [row["id"]])[row["id"]])


def _aside(row: dict[str, Any]) -> SetAside:
    return record_of(SetAside, row)
