"""When the register was verified, by whom, and what came out."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.ledger import Verified
from registry.store.office.tables import verifications
from registry.store.reading import rows_of
from registry.store.records import record_of, row_of


def add(connection: Connection, made: Verified) -> None:
    """Keep one; nothing of the ledger changes."""
    connection.execute(verifications.insert(), [row_of(verifications, made)])


def newest(connection: Connection, most: int) -> list[Verified]:
    """Return the last ones, the newest first."""
    query = sa.select(verifications).order_by(verifications.c.at.desc(), verifications.c.id).limit(most)
    return [record_of(Verified, row) for row in rows_of(connection, query)]
