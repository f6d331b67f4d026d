"""Tries of the course as records, the newest first; what a person entered in the ledger after an entry."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.course import CourseTry
from registry.model.ledger import LedgerEntry
from registry.store import ledger
from registry.store.course.tables import course_tries
from registry.store.images import clean
from registry.store.reading import first_of, narrowed, rows_of
from registry.store.records import record_of
from registry.store.tables import ledger as entries


def tries_of(connection: Connection, *, learner: str = "", exercise: str = "") -> list[CourseTry]:
    """Return the tries of a learner at an exercise ("": of all), the newest first."""
    t = course_tries
    query = narrowed(sa.select(t), t, learner=learner, exercise=exercise)
    query = query.order_by(t.c.began_at.desc(), t.c.ordinal.desc(), t.c.id)
    return [record_of(CourseTry, row) for row in rows_of(connection, query)]


def get_try(connection: Connection, identity: str) -> CourseTry:
    """Return a try by its id; ``COURSE-UNKNOWN`` where there is none."""
    row = first_of(connection, sa.select(course_tries).where(course_tries.c.id == clean(identity)))
    if row is None:
        raise RefusalError("COURSE-UNKNOWN", id=clean(identity)[:40])
    return record_of(CourseTry, row)


def entered_by(connection: Connection, who: str, after: int, tables: Collection[str]) -> list[LedgerEntry]:
    """Return what a person entered into some tables after the ledger's entry ``after``, oldest first."""
    query = (
        sa.select(entries)
        .where(entries.c.seq > after, entries.c.who == who, entries.c.table_name.in_(sorted(tables)))
        .order_by(entries.c.seq)
    )
    return [ledger.entry_of(row) for row in connection.execute(query)]
