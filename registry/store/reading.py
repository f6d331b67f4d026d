"""Rows as plain dicts, and queries narrowed by what is asked; for the packages of the store."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store.portions import portions
from registry.store.tables import key_of

Row = dict[str, Any]


def rows_of(connection: Connection, query: sa.Select[Any]) -> list[Row]:
    """Return what a query finds, in its order, as plain dicts by column."""
    return [dict(row) for row in connection.execute(query).mappings()]


def each_of(connection: Connection, query: sa.Select[Any]) -> Iterator[Row]:
    """Yield what a query finds, row after row: for more of them than a list should hold."""
    for row in connection.execute(query).mappings():
        yield dict(row)


def every_row(connection: Connection, table: Table, columns: Collection[str] = ()) -> list[Row]:
    """Return every row of a table in no order; some ``columns`` of it, none named: all."""
    query = sa.select(*(table.c[name] for name in columns)) if columns else sa.select(table)
    return rows_of(connection, query)


def first_of(connection: Connection, query: sa.Select[Any]) -> Row | None:
    """Return the first row that a query finds; None where it finds none."""
    row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def count_of(connection: Connection, query: sa.Select[Any]) -> int:
    """Return the number that a query comes to; 0 where it comes to none (the largest of no rows)."""
    return int(connection.execute(query).scalar() or 0)


def keys_held(connection: Connection, table: Table, keys: Sequence[str]) -> set[str]:
    """Return which of these keys a table holds."""
    key = table.c[key_of(table)]
    found: set[str] = set()
    for part in portions(keys):
        found.update(connection.execute(sa.select(key).where(key.in_(part))).scalars())
    return found


def keys_where(connection: Connection, table: Table, condition: sa.ColumnElement[bool]) -> list[str]:
    """Return the keys of the rows that a condition picks, in their order."""
    key = table.c[key_of(table)]
    return list(connection.execute(sa.select(key).where(condition).order_by(key)).scalars())


def narrowed(query: sa.Select[Any], table: Table, **wanted: Any) -> sa.Select[Any]:
    """Return a query for rows whose columns are as ``wanted``; "" and None ask nothing of a column."""
    for column, value in wanted.items():
        if value is not None and value != "":
            query = query.where(table.c[column] == value)
    return query


def kept_to(query: sa.Select[Any], table: Table, bound_to: str | None) -> sa.Select[Any]:
    """Return a query for the rows of one organisation (column ``organisation``); None: everybody's.

    Whoever is bound to "" gets none: a row without an organisation is nobody's own.
    """
    if bound_to is None:
        return query
    return query.where(table.c.organisation == bound_to, table.c.organisation != "")
