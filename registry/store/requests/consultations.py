"""Consultations of bodies: those that were sent, and one by its id."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.requests.desk_records import Consultation
from registry.store.reading import first_of, rows_of
from registry.store.requests.requests import consultation_of
from registry.store.requests.tables import consultations


def sent_consultations(connection: Connection) -> list[Consultation]:
    """Return the consultations that were sent, of every request, by the day of sending."""
    query = sa.select(consultations).where(consultations.c.sent_on.is_not(None))
    query = query.order_by(consultations.c.sent_on, consultations.c.id)
    return [consultation_of(row) for row in rows_of(connection, query)]


def find_consultation(connection: Connection, consultation: str) -> Consultation | None:
    """Return a consultation by its id; None where there is none."""
    row = first_of(connection, sa.select(consultations).where(consultations.c.id == consultation))
    return None if row is None else consultation_of(row)
