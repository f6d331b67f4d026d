"""Figures of the operation: what a monitor draws of jobs, notices, the ledger and the field."""

import datetime as dt
from dataclasses import dataclass

from registry.model.jobs import Ended, Queue
from registry.model.vietnam_time import read_clock
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.copies import count_of
from registry.store.office import deliveries, jobs

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OperationFigures:
    """What stands in the register now; jobs that ended and deliveries that failed are of the last 24 hours.

    ``head_age_s`` is None while the ledger is empty, ``oldest_s`` while no job waits.
    """

    entries: int
    head_age_s: float | None
    queue: Queue
    oldest_s: float | None
    ended: tuple[Ended, ...]
    outbox: deliveries.Standing
    items: int
    photos: int


def operation_figures(registry: Registry) -> OperationFigures:
    """Return the figures of now."""
    now = read_clock()
    yesterday = ledger.stamp(now - _DAY)
    with registry.database.read() as connection:
        head = ledger.head(connection)
        waits = jobs.queue(connection)
        return OperationFigures(
            head.seq,
            (now - dt.datetime.fromisoformat(head.at)).total_seconds() if head.at else None,
            waits,
            None if waits.oldest is None else (now - waits.oldest).total_seconds(),
            tuple(jobs.ended_since(connection, yesterday)),
            deliveries.standing(connection, yesterday, ledger.stamp(now)),
            count_of(connection, "field_items"),
            count_of(connection, "field_photos"),
        )
