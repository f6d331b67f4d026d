"""Critical places as records, the open ones first."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.critical_places import CriticalPlace
from registry.store.critical.tables import critical_places
from registry.store.images import clean
from registry.store.reading import first_of, rows_of
from registry.store.records import record_of


def load_places(connection: Connection, *, closed: bool = False) -> list[CriticalPlace]:
    """Return the places by kind and name; with the ``closed`` ones, those last."""
    t = critical_places
    query = sa.select(t).order_by(t.c.closed_on.is_not(None), t.c.kind, t.c.name, t.c.id)
    if not closed:
        query = query.where(t.c.closed_on.is_(None))
    return [record_of(CriticalPlace, row) for row in rows_of(connection, query)]


def get_place(connection: Connection, place: str) -> CriticalPlace:
    """Return a place by its id; ``CRITICAL-UNKNOWN`` where there is none."""
    row = first_of(connection, sa.select(critical_places).where(critical_places.c.id == clean(place)))
    if row is None:
        raise RefusalError("CRITICAL-UNKNOWN", id=clean(place)[:40])
    return record_of(CriticalPlace, row)
