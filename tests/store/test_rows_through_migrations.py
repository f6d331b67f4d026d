"""A register of the first release with a row in every table goes through all migrations, on both backends.

What each revision makes is taken from itself and taken away again, so that a later revision is held too.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from registry.store import ledger_guards
from registry.store.database import FIRST_SCHEMA, Database
from registry.store.migrations import runner
from registry.store.tables import metadata


class Made:
    """What the revisions after the first release make: tables, columns and indexes, in their order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.tables: list[str] = []
        self.columns: list[tuple[str, str]] = []
        self.indexes: list[tuple[str, str]] = []
        with patch.context() as inside:
            for name in ("create_table", "add_column", "create_index"):
                inside.setattr(op, name, getattr(self, name))
            for script in ScriptDirectory.from_config(runner.configuration()).walk_revisions():
                script.module.upgrade()

    def create_table(self, name: str, *_columns: Any, **_own: Any) -> None:
        self.tables.append(name)

    def add_column(self, table: str, column: Any) -> None:
        self.columns.append((table, column.name))

    def create_index(self, name: str, table: str, *_columns: Any, **_own: Any) -> None:
        self.indexes.append((name, table))


def filled(table: sa.Table) -> Iterator[tuple[str, Any]]:
    """Values of a row for the columns that must have one; a reference is to the one row of its table."""
    for column in table.columns:
        if column.foreign_keys:
            yield column.name, "1"
        elif column.primary_key or not (column.nullable or column.server_default is not None):
            yield column.name, _value(column)


def _value(column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Integer | sa.BigInteger):
        return 1
    if isinstance(kind, sa.Float | sa.Double):
        return 1.5
    if isinstance(kind, sa.Date):
        return dt.date(2026, 11, 28)
    if isinstance(kind, sa.DateTime):
        return dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
    return "1"


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")  # PostGIS's type is not SQLAlchemy's
def test_every_row_of_the_first_release_comes_through(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Made(monkeypatch)
    later = set(made.columns)
    first = [table for table in metadata.sorted_tables if table.name not in made.tables]
    assert len(first) > 40
    assert {table for table, _column in later} & {table.name for table in first}
    kept: dict[str, Any] = {}
    with database.write() as connection:
        for table in first:
            row = {name: value for name, value in filled(table) if (table.name, name) not in later}
            connection.execute(sa.insert(table).values(**row))
        for table in first:
            (row,) = connection.execute(sa.select(table)).mappings()
            kept[table.name] = {key: row[key] for key in row if (table.name, key) not in later}
    with database.write() as connection:
        _turned_back(connection, made)
    with database.write() as connection:
        runner.upgrade(connection)
    with database.read() as connection:
        for table in first:
            (row,) = connection.execute(sa.select(table)).mappings()
            assert {key: row[key] for key in kept[table.name]} == kept[table.name], table.name
        assert ledger_guards.guards_stand(connection)
        context = MigrationContext.configure(
            connection, opts={"include_object": _ours, "compare_server_default": False}
        )
        found = compare_metadata(context, metadata)
    kinds = [item[0] if isinstance(item, tuple) else item[0][0] for item in found]
    assert [kind for kind in kinds if kind != "modify_type"] == []


def _turned_back(connection: sa.Connection, made: Made) -> None:
    """Take away what came after the first release."""
    cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in made.tables:
        connection.exec_driver_sql(f"DROP TABLE {name}{cascade}")
    for name, table in made.indexes:
        if table not in made.tables:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    for table, column in made.columns:
        if table not in made.tables:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute(sa.text("UPDATE alembic_version SET version_num = :first"), {"first": FIRST_SCHEMA})


def _ours(_: object, name: str | None, *_rest: object) -> bool:
    return "_rtree" not in (name or "") and name != "spatial_ref_sys"
