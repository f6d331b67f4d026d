"""Many rows at once, as the driver takes and gives them: images to statements, and stored rows to images.

SQLAlchemy turns a row's values one by one, which costs ten times what the database does with them. Here the
values of a column are turned together, and a statement goes to the driver with all its rows.
"""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from registry.store import images
from registry.store.images import Image
from registry.store.portions import portions
from registry.store.tables import canonical_json, key_of

PORTION = 20_000
"""Rows that are held as the driver has them at a time."""


def insert(connection: Connection, table: Table, rows: Sequence[Image]) -> None:
    """Write new rows."""
    for part in portions(rows, PORTION):
        names, values = images.bound_rows(table, part, connection.dialect.name)
        insert_values(connection, table, names, values)


def insert_values(
    connection: Connection, table: Table, names: Sequence[str], values: Sequence[tuple[Any, ...]]
) -> None:
    """Write new rows whose values stand as the driver binds them."""
    columns = ", ".join(_quoted(connection, names))
    marks = ", ".join([_mark(connection)] * len(names))
    statement = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.exec_driver_sql(statement, list(values))


def update(connection: Connection, table: Table, rows: Sequence[Image]) -> None:
    """Write all columns of rows that stand, each under its key."""
    key = key_of(table)
    for part in portions(rows, PORTION):
        names, values = images.bound_rows(table, part, connection.dialect.name)
        at = names.index(key)
        mark = _mark(connection)
        others = [name for name in names if name != key]
        columns = ", ".join(f"{name} = {mark}" for name in _quoted(connection, others))
        statement = f"UPDATE {table.name} SET {columns} WHERE {key} = {mark}"  # noqa: S608 - our own names
        bound = [(*row[:at], *row[at + 1 :], row[at]) for row in values]
        connection.exec_driver_sql(statement, bound)


def delete(connection: Connection, table: Table, keys: Sequence[str]) -> None:
    """Take rows away by their keys."""
    statement = f"DELETE FROM {table.name} WHERE {key_of(table)} = {_mark(connection)}"  # noqa: S608 - our own names
    connection.exec_driver_sql(statement, [(key,) for key in keys])


def images_by_key(connection: Connection, table: Table, keys: Sequence[str]) -> Iterator[tuple[str, Image]]:
    """Yield the rows that stand under ``keys`` with their images, in no order."""
    names = list(images.encoders(table))
    at = names.index(key_of(table))
    for part in portions(keys, PORTION):
        columns = columns_by_key(connection, table, names, part)
        if columns:
            made = images.of_columns(table, dict(zip(names, columns, strict=True)))
            yield from zip(columns[at], made, strict=True)


def columns_by_key(
    connection: Connection, table: Table, names: Sequence[str], keys: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return columns of the rows that stand under ``keys`` as the driver gives them; none where none stands.

    All keys are one parameter: a list of them would be compiled anew for each number of keys.
    """
    sqlite = connection.dialect.name == "sqlite"
    columns = ", ".join(_quoted(connection, names))
    among = "IN (SELECT value FROM json_each(?))" if sqlite else "= ANY(%s)"
    statement = f"SELECT {columns} FROM {table.name} WHERE {key_of(table)} {among}"  # noqa: S608 - our own names
    asked: Any = canonical_json(keys) if sqlite else list(keys)
    with contextlib.closing(connection.exec_driver_sql(statement, (asked,))) as result:
        cursor: Any = result.cursor
        return list(zip(*cursor.fetchall(), strict=True))


def _quoted(connection: Connection, names: Sequence[str]) -> list[str]:
    return [connection.dialect.identifier_preparer.quote(name) for name in names]


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"
