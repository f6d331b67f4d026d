"""Copies of the whole register: into one SQLite file from either backend, and back."""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from registry.errors import RefusalError
from registry.store import ledger_guards, structure
from registry.store.database import Database
from registry.store.failures import refusal_of_sqlite
from registry.store.tables import metadata

_CHUNK = 5000


def snapshot(database: Database, path: Path) -> None:
    """Write the register as it stands at one moment into a new SQLite file, while others go on writing."""
    database.check()
    if database.path is not None:
        copy_file(database.path, path)
        return
    copy = Database(f"sqlite:///{path}")
    copy.upgrade()
    with contextlib.closing(copy), database.read() as source, copy.write() as target:
        _copy_rows(source, target)
    _fold_log(path)


def load(snapshot_path: Path, database: Database) -> None:
    """Replace what ``database`` (PostgreSQL) holds by a snapshot, in one transaction."""
    copy = Database(f"sqlite:///{snapshot_path}")
    database.upgrade()
    with contextlib.closing(copy), copy.read() as source, database.write() as target:
        ledger_guards.drop_guards(target)
        for table in reversed(metadata.sorted_tables):
            target.execute(table.delete())
        _copy_rows(source, target)
        for table in metadata.sorted_tables:
            if "fid" in table.c:
                target.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'fid'), "  # noqa: S608 - our own names
                    f"coalesce(max(fid), 0) + 1, false) FROM {table.name}"
                )
        ledger_guards.make_guards(target)  # the spatial indexes stood all the while


def sound_file(path: Path) -> bool:
    """Whether SQLite finds the file whole (``PRAGMA quick_check``)."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def row_counts(path: Path, tables: Sequence[str]) -> dict[str, int]:
    """Return how many rows each of some tables has in a SQLite file."""
    copy = Database(f"sqlite:///{path}")
    with contextlib.closing(copy), copy.read() as connection:
        return {name: count_of(connection, name) for name in tables}


def count_of(connection: sa.Connection, name: str) -> int:
    """Return how many rows a table has."""
    count = sa.select(sa.func.count()).select_from(metadata.tables[name])
    return int(connection.execute(count).scalar_one())


def foreign(path: Path) -> bool:
    """Whether a SQLite file has triggers or views that this program does not make."""
    with contextlib.closing(Database(f"sqlite:///{path}")) as copy, copy.raw() as connection:
        return bool(structure.foreign_triggers(connection))


def remake(path: Path) -> None:
    """Make a snapshot's spatial indexes and guards anew, whatever they were."""
    from registry.store.migrations.runner import make_triggers  # noqa: PLC0415 - Alembic is dear to import

    copy = Database(f"sqlite:///{path}")
    with contextlib.closing(copy), copy.write() as connection:
        make_triggers(connection)
    _fold_log(path)


def arm(path: Path) -> None:
    """Give a snapshot the write-ahead log that a register in use has."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def settle(path: Path, wait_s: float = 2.0) -> None:
    """Bring a SQLite register to rest before its file is moved; ``STORE-LOCKED`` while someone writes to it.

    A file that cannot be opened is left as it is: it may be the reason for restoring.
    """
    try:
        with contextlib.closing(
            sqlite3.connect(
                f"file:{quote(str(path))}?mode=rw", uri=True, timeout=wait_s, isolation_level=None
            )
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        refusal = refusal_of_sqlite(error, str(path))
        if refusal is not None and refusal.code == "STORE-LOCKED":
            raise refusal from error


def copy_file(source: Path, target: Path) -> None:
    """Copy a SQLite file of whatever version as it stands at one moment."""
    try:
        with (
            contextlib.closing(sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True)) as one,
            contextlib.closing(sqlite3.connect(target)) as other,
        ):
            one.backup(other)
    except sqlite3.Error as error:
        raise refusal_of_sqlite(error, str(target)) or RefusalError(
            "STORE-DAMAGED", database=str(source)
        ) from error
    _fold_log(target)


def _fold_log(path: Path) -> None:
    """Leave one file: no write-ahead log beside it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    for table in metadata.sorted_tables:
        found = source.execution_options(yield_per=_CHUNK).execute(sa.select(table)).mappings()
        for part in found.partitions():
            target.execute(table.insert(), [dict(row) for row in part])
