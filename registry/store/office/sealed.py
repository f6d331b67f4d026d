"""The tables outside the ledger, whose content the office lays a seal over; not what only passes (jobs)."""

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store.tables import canonical_json, key_of, metadata

SEALED: tuple[Table, ...] = tuple(
    table
    for table in metadata.sorted_tables
    if table.info.get("ledgered", True) is False and not table.info.get("passing", False)
)
"""The tables outside the ledger, but those of passing states (how far a delivery is)."""


def holds_rows(connection: Connection, table: Table) -> bool:
    """Whether a table has any row."""
    return connection.execute(sa.select(table).limit(1)).first() is not None


def content_of(connection: Connection, table: Table) -> str:
    """Return the whole of a table as canonical JSON: its name, and its rows by their key."""
    rows = connection.execute(sa.select(table).order_by(table.c[key_of(table)])).mappings()
    return canonical_json([table.name, [dict(row) for row in rows]])
