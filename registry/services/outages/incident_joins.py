"""One fallen mast is one incident, whoever reports it and how often.

A report of a mast that has an incident already completes what is not known of it; what is known is never
overwritten. Two records of one mast, of one carrier or of several that share it, and records that may be of
one place, are joined by a person's word, and parted again, in the ledger; each keeps its own history.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from registry.columns import fold
from registry.errors import RefusalError
from registry.model.outages.outages import Incident, IncidentKind, OutageEvent
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.outages.events import UNKNOWN, outage_deed
from registry.store.batches import get_batch
from registry.store.database import Connection
from registry.store.histories import entries_of
from registry.store.outages import outages as store
from registry.store.outages.tables import outage_incidents

SINGLE = (IncidentKind.MAST, IncidentKind.EQUIPMENT)
"""Kinds of which a station site has one at a time; poles and cables are told by their place."""
MOMENTS = ("occurred_at", "detected_at", "notified_at", "resolved_at")
COMPLETED = (*MOMENTS, "commune", "code", "place", "resolution", "damage", "description", "line")
_OWN = frozenset({"code", "line"})
"""What a record has from its own carrier alone: another's is not completed by it."""
NEAR = dt.timedelta(hours=12)
"""How far apart two records without a common site may begin that are offered as one; a choice of this
program."""
_JOIN, _PART = "incident-join", "incident-part"
JOINED = "Gộp vào sự cố đã có của cùng cột"


def same_as(connection: Connection, given: Incident, event: OutageEvent) -> Incident | None:
    """Return the incident that stands for the same carrier, site and kind: of this event, or of one with it.

    With it are events of the same storm, and others that are open. One that was resolved before the given
    one happened is another.
    """
    if given.kind not in SINGLE or not given.site:
        return None
    others = [
        other.id
        for other in store.load_events(connection)
        if other.id != event.id
        and ((event.storm and other.storm == event.storm) or (other.open and event.open))
    ]
    for identity in (event.id, *others):
        for known in store.load_incidents(connection, identity):
            if known.id != given.id and is_same(known, given):
                return known
    return None


def is_same(known: Incident, given: Incident) -> bool:
    """Whether two records are of one carrier's one site, of one kind and of one time."""
    if known.withdrawn or given.withdrawn or known.kind is not given.kind or known.kind not in SINGLE:
        return False
    if not known.site or (known.operator, known.site) != (given.operator, given.site):
        return False
    over, began = known.resolved_at, given.occurred_at or given.detected_at
    return over is None or began is None or began <= over


def may_be_same(known: Incident, given: Incident) -> bool:
    """Whether two records that stand may be of one thing, so that a person is asked.

    They are of one mast that carriers share; or of one kind and commune, begun within ``NEAR`` of each other
    as far as that is known, where one has no site or the kind is told by its place, and code or place agree.
    """
    if known.withdrawn or given.withdrawn or known.id == given.id or known.kind is not given.kind:
        return False
    if known.kind is IncidentKind.MAST and known.site and known.site == given.site:
        return known.operator != given.operator or is_same(known, given)
    if known.site and given.site:
        return False
    one, other = (item.occurred_at or item.detected_at for item in (known, given))
    apart = one is not None and other is not None and abs(one - other) > NEAR
    alike = [
        fold(getattr(known, name)) == fold(getattr(given, name)) != "" for name in ("code", "place")
    ]  # fmt: skip
    return not apart and known.commune == given.commune and any(alike)


def completed(known: Incident, given: Incident) -> tuple[Incident, list[str]]:
    """Return an incident with what it lacks from another, and the fields in which the two differ."""
    own = frozenset() if known.operator == given.operator else _OWN
    lacking = {
        name: getattr(given, name) for name in COMPLETED if name not in own and not getattr(known, name)
    }
    differing = [
        name
        for name in (*MOMENTS, "damage", "place", "resolution", "description")
        if getattr(known, name) and getattr(given, name) and getattr(known, name) != getattr(given, name)
    ]
    return replace(known, **{name: value for name, value in lacking.items() if value}), differing


@one_moment()
def complete_incident(
    registry: Registry, incident: str, given: Incident, *, who: str
) -> tuple[Incident, list[str]]:
    """Complete an incident by a later report of the same mast; returns it and what differs and was kept.

    ``OUTAGE-JOIN`` where the report is of another carrier, site or kind.
    """
    with outage_deed(registry, "incident", who, incident) as made:
        known = store.get_incident(made.connection, incident)
        if not is_same(known, replace(given, occurred_at=None, detected_at=None)):
            raise RefusalError("OUTAGE-JOIN")
        after, differing = completed(known, given)
        if after != known:
            made.amend(outage_incidents, incident, **store.incident_row(replace(after, who=made.who)))
            made.write()
            after = store.get_incident(made.connection, incident)
    return after, differing


def doubles_of(registry: Registry, incident: Incident) -> list[Incident]:
    """Return the records of the event that are, or may be, of the same thing, the earliest first."""
    with registry.database.read() as connection:
        every = store.load_incidents(connection, incident.event)
    return [
        other for other in every
        if other.id != incident.id and (is_same(other, incident) or may_be_same(other, incident))
    ]  # fmt: skip


@one_moment()
def join_incidents(registry: Registry, keep: str, other: str, *, seen: int, who: str) -> Incident:
    """Join a second record of one mast into the first: it completes it, stays on record, counts for nothing.

    ``seen`` is the version of ``keep``. ``OUTAGE-JOIN`` where they cannot be of one mast (``may_be_same``).
    """
    with outage_deed(registry, _JOIN, who, other, into=keep) as made:
        made.standing(outage_incidents, keep, unknown=UNKNOWN, seen=seen, offered={"joined": other})
        first, second = (store.get_incident(made.connection, one) for one in (keep, other))
        one = is_same(first, second) or may_be_same(first, second)
        if first.event != second.event or first.id == second.id or not one:
            raise RefusalError("OUTAGE-JOIN")
        after, _differing = completed(first, second)
        made.amend(outage_incidents, other, withdrawn=True, reason=JOINED, who=made.who)
        if after != first:
            made.amend(outage_incidents, keep, **store.incident_row(replace(after, who=made.who)))
        made.write()
        return store.get_incident(made.connection, keep)


def joined_into(registry: Registry, incident: Incident) -> str:
    """Return the id of the incident that a withdrawn one was joined into, "" where it was not."""
    if not incident.withdrawn or incident.reason != JOINED:
        return ""
    with registry.database.read() as connection:
        return kept_by(connection, incident)[0]


@one_moment()
def part_incident(registry: Registry, incident: str, *, seen: int, who: str) -> Incident:
    """Take a join back: the record stands again, what it gave to the other goes where it is so still.

    ``OUTAGE-JOIN`` where it was not joined.
    """
    apart = {"withdrawn": False, "reason": ""}
    with outage_deed(registry, _PART, who, incident) as made:
        made.standing(outage_incidents, incident, unknown=UNKNOWN, seen=seen, offered=apart)
        second = store.get_incident(made.connection, incident)
        keep, given = (
            kept_by(made.connection, second) if second.withdrawn and second.reason == JOINED else ("", {})
        )
        if not keep:
            raise RefusalError("OUTAGE-JOIN")
        made.amend(outage_incidents, incident, **apart, who=made.who)
        row = made.standing(outage_incidents, keep, unknown=UNKNOWN)
        back = {name: before for name, (before, after) in given.items() if row[name] == after}
        if back:
            made.amend(outage_incidents, keep, **back)
        made.write()
        return store.get_incident(made.connection, incident)


def kept_by(connection: Connection, joined: Incident) -> tuple[str, dict[str, tuple[object, object]]]:
    """Return the incident that another was joined into, and what that gave it: {column: (before, after)}."""
    entries = entries_of(connection, {outage_incidents.name: [joined.id]})
    batch = next(
        (entry.batch for entry in reversed(entries) if (entry.change.after or {}).get("withdrawn")), ""
    )
    known = {item.id for item in store.load_incidents(connection, joined.event)} - {joined.id}
    into = str((get_batch(connection, batch).options or {}).get("into", "")) if batch else ""
    same = [item for item in entries_of(connection, {outage_incidents.name: known}) if item.batch == batch]
    for entry in same:
        before, after = entry.change.before or {}, entry.change.after or {}
        columns = {name for name in COMPLETED if before.get(name) != after.get(name)}
        return entry.change.record, {name: (before.get(name), after.get(name)) for name in columns}
    if into in known:
        return into, {}
    for identity in sorted(known):  # it had everything already: nothing of it was changed
        other = store.get_incident(connection, identity)
        if is_same(other, replace(joined, withdrawn=False)):
            return identity, {}
    return "", {}


def of_one_mast(found: Sequence[Incident]) -> list[list[Incident]]:
    """Return incidents that count, those of one fallen mast together, in their order.

    A mast that several carriers share is one mast, whatever each of them reports of it.
    """
    groups: dict[object, list[Incident]] = {}
    for item in found:
        if item.withdrawn:
            continue
        key: object = item.site if item.kind is IncidentKind.MAST and item.site else (item.id, item.line)
        groups.setdefault(key, []).append(item)
    return list(groups.values())


def as_one(group: Iterable[Incident]) -> Incident:
    """Return the incident of one mast from all that is recorded of it; the first leads."""
    first, *others = group
    found = first
    for other in others:
        found, _ = completed(found, other)
    return dataclasses.replace(found, quantity=max([first.quantity, *(item.quantity for item in others)]))
