"""Proposed positions that somebody is sent to, and how far each has come.

Progress is read from the visits themselves, as that of a campaign's masts is.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from registry.model.people import Person
from registry.model.requests.position_visits import PositionTarget, PositionVisit
from registry.model.vietnam_time import VIETNAM
from registry.services.field.campaign_targets import inspectors
from registry.services.field.items import moment_of
from registry.services.field.positions.visits import visits_at
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.field.positions import list_targets
from registry.store.records import record_of

Visited = tuple[PositionTarget, tuple[PositionVisit, ...]]
"""A target with what came back from it, the earliest visit first."""
OPEN, WITHDRAWN = "open", "withdrawn"


def targets_of(registry: Registry, connection: Connection, request: str, *, day: dt.date) -> list[Visited]:
    """Return the targets of a request, withdrawn ones too, what is due first before."""
    rows = list_targets(connection, request=request)
    visits = visits_at(registry, connection, rows)
    return [_with(record_of(PositionTarget, row), visits.get(row["id"], ()), day) for row in rows]


def targets_for(registry: Registry, connection: Connection, *, person: Person, day: dt.date) -> list[Visited]:
    """Return the open targets that are given to a person and those that nobody has; at an open desk all."""
    alone = not inspectors(registry)
    rows = [
        row for row in list_targets(connection, state=OPEN) if alone or row["assignee"] in ("", person.name)
    ]
    visits = visits_at(registry, connection, rows)
    return [_with(record_of(PositionTarget, row), visits.get(row["id"], ()), day) for row in rows]


def still_to_see(registry: Registry, *, person: Person, day: dt.date) -> list[PositionTarget]:
    """Return the positions given to a person, or to nobody, to which nobody has been yet, first due first."""
    with registry.database.read() as connection:
        found = targets_for(registry, connection, person=person, day=day)
    return [target for target, _ in found if target.progress != "visited"]


def seen_of(registry: Registry, day: dt.date) -> list[PositionTarget]:
    """Return the open targets from which a whole visit came back, of all requests."""
    with registry.database.read() as connection:
        rows = list_targets(connection, state=OPEN)
        visits = visits_at(registry, connection, rows)
    made = [_with(record_of(PositionTarget, row), visits.get(row["id"], ()), day)[0] for row in rows]
    return [target for target in made if target.progress == "visited"]


def _with(target: PositionTarget, visits: Sequence[PositionVisit], day: dt.date) -> Visited:
    ends = [moment for one in visits if (moment := moment_of(one.finished_at)) is not None]
    visited = max(ends).astimezone(VIETNAM).date() if ends else None
    progress = "visited" if visited else "begun" if visits else "open"
    late = target.due_on is not None and target.due_on < day and visited is None
    return replace(target, progress=progress, late=late, visited_on=visited), tuple(visits)
