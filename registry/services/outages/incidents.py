"""Incidents (sự cố): a broken mast, pole, cable or equipment, with the clock of QĐ 72/2025 Điều 10.

A report's line that gives a collapse as its cause makes the incident of that mast at once: its six hours run
whether or not anybody fills in another form.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from registry.errors import RefusalError
from registry.law import Law
from registry.model.ledger import Change, LedgerEntry
from registry.model.outages.outages import (
    Cause,
    Damage,
    Incident,
    IncidentKind,
    LineState,
    OutageEvent,
    OutageLine,
    OutageReport,
)
from registry.model.vietnam_time import VIETNAM, one_moment, written
from registry.services.office.calendar import now as present_moment
from registry.services.office.registry import Registry
from registry.services.office.time_limits import limits_on
from registry.services.outages.events import UNKNOWN, outage_deed
from registry.services.outages.incident_joins import (
    JOINED,
    as_one,
    completed,
    is_same,
    kept_by,
    of_one_mast,
    same_as,
)
from registry.store import ledger
from registry.store.changes import amend, create, new_id, stable_id
from registry.store.database import Connection
from registry.store.histories import entries_of
from registry.store.outages import outages as store
from registry.store.outages.tables import outage_incidents
from registry.storm.outage_deadlines import IncidentClock, clock_of, known_since
from registry.storm.outage_fold import Picture
from registry.typed_text import line_within

MOST_PIECES = 10_000


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident with its clock at a moment; ``others`` are further carriers that report the same mast.

    ``joined`` is the id of the incident that a withdrawn one was joined into.
    """

    incident: Incident
    clock: IncidentClock
    others: tuple[str, ...] = ()
    joined: str = ""


def incidents(
    registry: Registry,
    event: str,
    *,
    operator: str = "",
    now: dt.datetime | None = None,
    picture: Picture | None = None,
) -> list[IncidentLine]:
    """Return the incidents of an event (of one carrier), overdue ones first, then by what is left.

    With ``picture`` (what stands now) also the stations that are off the air because equipment broke:
    their 24 hours run without a record of their own; such an incident has no id, but its ``line``.
    """
    with registry.database.read() as connection:
        found = store.load_incidents(connection, event)
        joined = {
            item.id: kept_by(connection, item)[0]
            for item in found
            if item.withdrawn and item.reason == JOINED
        }
    if picture is not None:
        found = [*found, *_broken(event, picture, found)]
    moment = now or present_moment()
    own = [item for item in found if operator in ("", item.operator)]
    laws: dict[dt.date, Law] = {}
    lines = []
    for item in own:
        day = _day(item, moment)
        if day not in laws:
            laws[day] = limits_on(registry, day)
        clock = clock_of(item, laws[day], moment)
        lines.append(IncidentLine(item, clock, joined=joined.get(item.id, "")))
    return sorted(lines, key=urgency)


def incident_of(registry: Registry, incident: str, *, now: dt.datetime | None = None) -> IncidentLine:
    """Return an incident with its clock (``OUTAGE-UNKNOWN``)."""
    with registry.database.read() as connection:
        found = store.get_incident(connection, incident)
    return IncidentLine(found, _clock(registry, found, now or present_moment()))


@one_moment()
def add_incident(registry: Registry, incident: Incident, *, who: str) -> Incident:
    """Record an incident (its id is given here); refused as ``change_incident``.

    ``OUTAGE-INCIDENT-KNOWN`` where the mast has one already: that one is brought up to date instead.
    """
    identity = new_id()
    with outage_deed(registry, "incident", who, identity) as deed:
        made = replace(incident, id=identity, who=deed.who, at=deed.at)
        event = store.get_event(deed.connection, made.event)
        if made.operator not in event.operators:
            raise RefusalError("OUTAGE-NOT-ASKED")
        _check(made)
        _refuse_known(deed.connection, made, event)
        deed.create(outage_incidents, store.incident_row(made))
    return incident_of(registry, identity).incident


@one_moment()
def change_incident(
    registry: Registry, incident: str, values: dict[str, Any], *, seen: int, reason: str, who: str
) -> Incident:
    """Change what an incident says (its fields by name); both values stay in its history.

    Needs a reason where a moment that was known is changed (``OUTAGE-REASON``). Refused for moments to come
    (``OUTAGE-MOMENT``), an end before the beginning (``OUTAGE-ORDER``), no place (``OUTAGE-PLACE``).
    """
    with outage_deed(registry, "incident", who, incident) as deed:
        before = store.get_incident(deed.connection, incident)
        after = replace(before, **values, reason=line_within(reason, 300), who=deed.who)
        row = store.incident_row(after)
        changed = {name: row[name] for name in (*values, "reason") if name in row}
        deed.standing(outage_incidents, incident, unknown=UNKNOWN, seen=seen, offered=changed)
        _check(after)
        if (after.kind, after.site) != (before.kind, before.site):
            _refuse_known(deed.connection, after, store.get_event(deed.connection, after.event))
        moments = ("occurred_at", "detected_at", "resolved_at")
        moved = any(getattr(before, name) not in (None, getattr(after, name)) for name in moments)
        moved = moved or before.withdrawn is not after.withdrawn
        if moved and not reason.strip():
            raise RefusalError("OUTAGE-REASON")
        deed.amend(outage_incidents, incident, **row)
    return incident_of(registry, incident).incident


def incident_history(registry: Registry, incident: str) -> list[LedgerEntry]:
    """Return what happened to an incident, the oldest first."""
    with registry.database.read() as connection:
        return list(entries_of(connection, {outage_incidents.name: [incident]}))


def incidents_of_lines(
    connection: Connection,
    report: OutageReport,
    lines: Iterable[OutageLine],
    who: str,
    *,
    corrects: OutageLine | None = None,
) -> list[Change]:
    """Return the changes that make an incident of every mast that lines name as fallen, once for a mast.

    Where the one line ``corrects`` another, moments that the incident has as the other said them follow it.
    """
    found: dict[str, Change] = {}
    recorded = store.load_incidents(connection, report.event)
    for line in lines:
        if line.state is not LineState.DOWN or line.cause is not Cause.COLLAPSE or not line.site:
            continue
        incident = _incident_of(report.event, line, notified_at=report.received_at, who=who)
        identity = incident.id
        standing = ledger.rows_by_key(connection, outage_incidents, [identity]).get(identity)
        known = next((item for item in recorded if is_same(item, incident)), None)
        back = standing is not None and bool(standing.get("withdrawn"))
        if known is None and standing is not None and back and standing.get("reason") == JOINED:
            own = next(item for item in recorded if item.id == identity)
            into = kept_by(connection, own)[0]
            known = next((item for item in recorded if item.id == into and not item.withdrawn), None)
        if known is not None:  # it stands already: what is not known of it yet is completed
            followed = known if corrects is None else _following(known, corrects, line)
            after, _differing = completed(followed, incident)
            if after != known:
                held = ledger.rows_by_key(connection, outage_incidents, [known.id])[known.id]
                row = store.incident_row(replace(after, who=who))
                found[known.id] = amend(outage_incidents, held, **row)
            continue
        row = store.incident_row(incident)
        if standing is None:
            found[identity] = create(outage_incidents, row)
        elif back:  # it was taken back, and is reported once more
            found[identity] = amend(outage_incidents, standing, **row)
        else:  # it was over, and the mast has fallen once more
            again = _again(incident)
            found[again] = create(outage_incidents, {**row, "id": again})
    return list(found.values())


def _following(known: Incident, old: OutageLine, made: OutageLine) -> Incident:
    """Return an incident with the corrected moments in the place of those that it has from the old line."""
    if (known.operator, known.site) != (old.operator, old.site):
        return known
    moved = {
        name: getattr(made, name)
        for name in ("occurred_at", "detected_at")
        if getattr(old, name) is not None and getattr(known, name) == getattr(old, name)
    }
    return replace(known, **moved)


def _incident_of(event: str, line: OutageLine, **known: Any) -> Incident:
    """Return the incident that a line of a fallen mast makes, under the id of its first in an event."""
    return Incident(
        id=stable_id("outage-incident", event, line.operator, line.site),
        event=event,
        operator=line.operator,
        kind=IncidentKind.MAST,
        commune=line.commune,
        site=line.site,
        code=line.code,
        occurred_at=line.occurred_at,
        detected_at=line.detected_at,
        line=line.id,
        at=ledger.present(),
        **known,
    )


def _again(incident: Incident) -> str:
    """Return the id of a mast's further incident in an event, by the line that made it."""
    return stable_id("outage-incident", incident.event, incident.operator, incident.site, incident.line)


def withdrawn_by(
    connection: Connection, event: str, old: OutageLine, made: OutageLine, who: str
) -> list[Change]:
    """Return the change that takes a mast's incident back where its line is corrected to say otherwise."""
    if old.cause is not Cause.COLLAPSE or not old.site:
        return []
    still = made.state is not LineState.VOID and made.cause is Cause.COLLAPSE and made.site == old.site
    given = _incident_of(event, old)
    of_it = [item for item in store.load_incidents(connection, event) if item.id in (given.id, _again(item))]
    meant = next((item for item in of_it if is_same(item, given)), None)
    if still or meant is None:
        return []
    standing = ledger.rows_by_key(connection, outage_incidents, [meant.id])[meant.id]
    return [amend(outage_incidents, standing, withdrawn=True, reason=made.reason, who=who)]


def happened(lines: Iterable[IncidentLine]) -> list[IncidentLine]:
    """Return what happened, a fallen mast once: the most urgent clock, all that is known, every carrier."""
    every = sorted(lines, key=lambda line: line.clock.standing == "no_start")  # a clock that runs leads
    clocks = {line.incident: line.clock for line in every}
    found = []
    for group in of_one_mast([line.incident for line in every]):
        ids = {item.id for item in group}
        also = [line.incident.operator for line in every if line.joined and line.joined in ids]
        names = [*(item.operator for item in group), *also]
        others = dict.fromkeys(name for name in names if name != group[0].operator)
        found.append(IncidentLine(as_one(group), clocks[group[0]], tuple(others)))
    return sorted(found, key=urgency)


def damage_table(lines: Iterable[IncidentLine]) -> Counter[tuple[IncidentKind, Damage | None]]:
    """Return how many masts, poles, cables and pieces of equipment are damaged, by class (TTLT 43/2015).

    Masts are counted, not reports of them.
    """
    found: Counter[tuple[IncidentKind, Damage | None]] = Counter()
    for line in happened(lines):
        if line.incident.id:
            found[line.incident.kind, line.incident.damage] += line.incident.quantity
    return found


def _broken(event: str, picture: Picture, recorded: Iterable[Incident]) -> list[Incident]:
    """Return the equipment faults that lines state and nobody has recorded as incidents.

    A fault that was over before what a line states is another one; one that was withdrawn was none.
    """
    known: dict[tuple[str, str], list[Incident]] = {}
    for item in recorded:
        if item.kind is IncidentKind.EQUIPMENT:
            known.setdefault((item.operator, item.site), []).append(item)
    found = []
    for (operator, site), state in sorted(picture.stations.items()):
        if not state.down or state.line.cause is not Cause.EQUIPMENT:
            continue
        made = Incident(
            id="",
            event=event,
            operator=operator,
            kind=IncidentKind.EQUIPMENT,
            commune=state.line.commune,
            site=site,
            code=state.line.code,
            occurred_at=state.line.occurred_at,
            detected_at=state.line.detected_at,
            line=state.line.id,
        )
        began = made.occurred_at or made.detected_at or state.line.as_of
        over = (item.withdrawn or item.resolved_at is None or item.resolved_at >= began
                for item in known.get((operator, site), ()))  # fmt: skip
        if not any(over):
            found.append(made)
    return found


def _refuse_known(connection: Connection, incident: Incident, event: OutageEvent) -> None:
    known = same_as(connection, incident, event)
    if known is not None:
        raise RefusalError("OUTAGE-INCIDENT-KNOWN", code=known.code, incident=known.id, event=known.event)


def _clock(registry: Registry, incident: Incident, now: dt.datetime) -> IncidentClock:
    return clock_of(incident, limits_on(registry, _day(incident, now)), now)


def _day(incident: Incident, now: dt.datetime) -> dt.date:
    """Return the day whose law holds: of the earliest moment known, else the present one."""
    return (known_since(incident) or now).astimezone(VIETNAM).date()


def urgency(line: IncidentLine) -> tuple[int, float]:
    """Return what sorts incidents: overdue ones first, then by what is left."""
    order = ("overdue", "no_start", "running", "no_limit", "late", "met", "withdrawn")
    seconds = line.clock.by.total_seconds()
    return order.index(line.clock.standing.value), -seconds if line.clock.standing == "overdue" else seconds


def _check(incident: Incident) -> None:
    latest = present_moment() + dt.timedelta(minutes=2)
    known = {
        name: getattr(incident, name) for name in ("occurred_at", "detected_at", "notified_at", "resolved_at")
    }
    for at in known.values():
        if at is not None and at > latest:
            raise RefusalError("OUTAGE-MOMENT", at=written(at))
    start, end = known["occurred_at"] or known["detected_at"], known["resolved_at"]
    if start is not None and end is not None and end < start:
        raise RefusalError("OUTAGE-ORDER", start=written(start), end=written(end))
    if known["occurred_at"] and known["detected_at"] and known["detected_at"] < known["occurred_at"]:
        raise RefusalError(
            "OUTAGE-ORDER", start=written(known["occurred_at"]), end=written(known["detected_at"])
        )
    if not incident.site and not incident.commune and not incident.place.strip():
        raise RefusalError("OUTAGE-PLACE")
    if not 1 <= incident.quantity <= MOST_PIECES:
        raise RefusalError("OUTAGE-QUANTITY", most=MOST_PIECES)
