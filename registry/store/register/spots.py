"""Spots that outsiders asked about, in a small file of its own that all processes of a server share.

No part of the register: not ledgered. It outlives a restart, so that nobody begins a day anew by one.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

FILE = "asked-spots.sqlite"
_WAIT_S = 5.0
_TABLES = (
    "CREATE TABLE IF NOT EXISTS answered (asker TEXT, place TEXT, lon REAL, lat REAL, day TEXT,"
    " PRIMARY KEY (asker, place))",
    "CREATE TABLE IF NOT EXISTS about (asker TEXT, mast TEXT, lon REAL, lat REAL, answers INTEGER,"
    " PRIMARY KEY (asker, mast))",
    "CREATE TABLE IF NOT EXISTS days (asker TEXT, day TEXT, spent INTEGER, gone INTEGER, places INTEGER,"
    " source TEXT, PRIMARY KEY (asker, day))",
)


class AskedSpots:
    """What each asker was answered, about which mast how often, and what each day has cost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch(mode=0o600)
        with contextlib.closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            for table in _TABLES:
                connection.execute(table)

    @contextlib.contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that no other process writes in between; undone where it does not end well."""
        with contextlib.closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
