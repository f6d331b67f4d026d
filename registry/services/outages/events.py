"""Outage events (sự kiện): opened with a reporting cycle, changed, closed, and shown to the public or not."""

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from registry.errors import RefusalError
from registry.model.outages.outages import EventKind, OutageEvent, OutageLine
from registry.model.vietnam_time import one_moment, written
from registry.services.office.calendar import now as present_moment
from registry.services.office.deeds import KIND, Deed, deed
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.office.operators import load_operators
from registry.store.outages import outages as store
from registry.store.outages.tables import outage_events
from registry.storm.outage_cycles import new_cycle_from
from registry.storm.outage_fold import Ordered, effective
from registry.typed_text import within

HOURS = (1, 2, 3, 6, 12, 24)
"""The cycles that the office may set."""

LONGEST_NAME = 120
UNKNOWN = "OUTAGE-UNKNOWN"


@one_moment()
def open_event(
    registry: Registry,
    *,
    name: str,
    kind: EventKind,
    started_at: dt.datetime,
    first_due: dt.datetime,
    hours: int,
    operators: Sequence[str] = (),
    storm: str = "",
    note: str = "",
    who: str,
) -> OutageEvent:
    """Open an event; ``operators`` () means those whose lists are awaited.

    Refused without a name (``OUTAGE-NAME``), for a cycle that is none of ``HOURS`` (``OUTAGE-HOURS``), a
    start to come (``OUTAGE-START``), a first report before it (``OUTAGE-FIRST-DUE``), an unknown operator,
    and where somebody has opened an event of that name and start (``OUTAGE-OPENED``).
    """
    _check_name(name)
    _check_hours(hours)
    now = present_moment()
    if started_at > now + dt.timedelta(minutes=1):
        raise RefusalError("OUTAGE-START", at=written(started_at))
    if first_due < started_at:
        raise RefusalError("OUTAGE-FIRST-DUE", due=written(first_due), start=written(started_at))
    identity = new_id()
    with outage_deed(registry, "event", who, identity) as made:
        for known in store.load_events(made.connection):
            same = (known.name, known.kind, known.started_at) == (" ".join(name.split()), kind, started_at)
            if same and known.closed_at is None:
                raise RefusalError("OUTAGE-OPENED", name=known.name, by=known.who)
        event = OutageEvent(
            id=identity,
            name=" ".join(name.split()),
            kind=kind,
            started_at=started_at,
            first_due=first_due,
            hours=hours,
            operators=_operators(made.connection, operators),
            storm=within(storm, 80),
            note=note.strip(),
            who=who,
            at=made.at,
        )
        made.create(outage_events, store.event_row(event))
    return event_of(registry, identity)


@one_moment()
def change_event(
    registry: Registry,
    event: str,
    *,
    seen: int,
    who: str,
    hours: int | None = None,
    operators: Sequence[str] | None = None,
    name: str | None = None,
    note: str | None = None,
    public: bool | None = None,
    reminds: bool | None = None,
) -> OutageEvent:
    """Change what an event says; a new cycle holds as ``new_cycle_from`` says, past deadlines stay.

    ``reminds``: carriers that owe a report are reminded by the program itself.
    """
    with outage_deed(registry, "event", who, event) as made:
        found = store.get_event(made.connection, event)
        values: dict[str, Any] = {}
        if name is not None:
            _check_name(name)
            values["name"] = " ".join(name.split())
        if note is not None:
            values["note"] = note.strip()
        if operators is not None:
            values["operators"] = list(_operators(made.connection, operators))
        if public is not None:
            values["public"] = public
        if reminds is not None:
            values["reminds"] = reminds
        if hours is not None:
            _check_hours(hours)
            since = new_cycle_from(found, hours, present_moment())
            changes = [item for item in found.changes if item[0] < since]
            values["changes"] = [[store.written(at), each] for at, each in [*changes, (since, hours)]]
        made.amend(outage_events, event, seen, UNKNOWN, **values)
    return event_of(registry, event)


@one_moment()
def close_event(registry: Registry, event: str, *, seen: int, who: str) -> OutageEvent:
    """Close an event: no report is awaited any more; what came late is still taken in."""
    with outage_deed(registry, "event", who, event) as made:
        made.amend(outage_events, event, seen, UNKNOWN, closed_at=store.written(present_moment()))
    return event_of(registry, event)


@one_moment()
def open_again(registry: Registry, event: str, *, seen: int, who: str) -> OutageEvent:
    """Open a closed event again."""
    with outage_deed(registry, "event", who, event) as made:
        made.amend(outage_events, event, seen, UNKNOWN, closed_at="")
    return event_of(registry, event)


def events(registry: Registry, *, operator: str | None = None) -> list[OutageEvent]:
    """Return the events, the newest first; for a carrier (its code) only those that await its reports."""
    with registry.database.read() as connection:
        found = store.load_events(connection)
    return [event for event in found if operator is None or operator in event.operators]


def event_of(registry: Registry, event: str) -> OutageEvent:
    """Return an event (``OUTAGE-UNKNOWN``)."""
    with registry.database.read() as connection:
        return store.get_event(connection, event)


def lines_of(registry: Registry, event: str) -> list[OutageLine]:
    """Return all lines of an event, corrected ones too; kept until one is added."""
    return _kept(registry, event)[0]


def ordered_lines(registry: Registry, event: str) -> Ordered:
    """Return the lines of an event that count, in the order of what they state; kept until one is added."""
    return _kept(registry, event)[1]


def _kept(registry: Registry, event: str) -> tuple[list[OutageLine], Ordered]:
    key = ("outage-lines", event)
    with registry.database.read() as connection:
        count = store.count_lines(connection, event)
        held = registry.cache.get(key)
        if held is not None and held[0] == count:
            kept: tuple[list[OutageLine], Ordered] = held[1]
            return kept
        lines = store.load_lines(connection, event)
    found = (lines, effective(lines))
    registry.cache[key] = (len(lines), found)
    return found


def outage_deed(
    registry: Registry, kind: str, who: str, record: str = "", **more: str
) -> AbstractContextManager[Deed]:
    """Open a deed of this part, about a record; ``more`` is said of it in the journal."""
    return deed(registry, f"{KIND}outage-{kind}", who, options={"record": record, **more})


def _operators(connection: Connection, codes: Sequence[str]) -> tuple[str, ...]:
    known = load_operators(connection)
    if not codes:
        return tuple(item.code for item in known if item.awaited)
    wrong = [code for code in codes if code not in {item.code for item in known}]
    if wrong:
        raise RefusalError(
            "OPERATOR-UNKNOWN", operator=wrong[0][:40], known=", ".join(item.code for item in known)
        )
    return tuple(item.code for item in known if item.code in codes)


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        raise RefusalError("OUTAGE-NAME", longest=LONGEST_NAME)


def _check_hours(hours: int) -> None:
    if hours not in HOURS:
        raise RefusalError("OUTAGE-HOURS", hours=hours, known=", ".join(map(str, HOURS)))
