"""A register that was made before a column was written into the dictionary, and the column that it gets.

The column is empty, so no row, image or hash of the ledger changes. ``Database.upgrade`` adds it, as it does
every change of the tables; until then the register is refused as an older one.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateColumn

from registry.columns import Level, stored_columns
from registry.store.tables import sites, stations, structures

_TABLES = {Level.SITE: sites, Level.STRUCTURE: structures, Level.STATION: stations}


def lacking(connection: sa.Connection) -> list[sa.Column[Any]]:
    """Return the columns of masts that the dictionary has and this register not yet."""
    found: list[sa.Column[Any]] = []
    inspector = sa.inspect(connection)
    for level, table in _TABLES.items():
        there = {item["name"] for item in inspector.get_columns(table.name)}
        found += [table.c[item.stored] for item in stored_columns(level) if item.stored not in there]
    return found


def add_lacking(connection: sa.Connection) -> None:
    """Add those columns, empty."""
    for column in lacking(connection):
        made = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {made}")
