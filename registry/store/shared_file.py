"""A small file of SQLite beside the register that all processes of a server share.

What lies in one is no part of the register: not ledgered, not backed up. Whatever the disk says of it is a
refusal (``registry.store.failures``), as of the register itself.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from registry.errors import RefusalError
from registry.store.failures import refusal_of_disk, refusal_of_sqlite

_WAIT_S = 5.0


class SharedFile:
    """The file at ``path`` with the tables that ``statements`` make where they are not there.

    Once it is used, one connection stays open beside those that come and go: with it SQLite's index of the
    log stays, for which a full disk has no room, so that what the file holds can still be read then.
    """

    def __init__(self, path: Path, statements: Sequence[str]) -> None:
        self.path = path
        self._held: sqlite3.Connection | None = None
        try:
            path.touch(mode=0o600)
        except OSError as error:
            refusal = refusal_of_disk(error, str(path))
            raise refusal or RefusalError("STORE-CANNOT-OPEN", database=str(path)) from error
        with self._opened() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            for statement in statements:
                connection.execute(statement)

    @contextlib.contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection on which each statement stands by itself."""
        with self._opened() as connection:
            self._hold()
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection in a transaction that no other process writes in between.

        Undone where it does not end well.
        """
        with self.connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(self._connect()) as connection:
                yield connection
        except sqlite3.Error as error:
            refusal = refusal_of_sqlite(error, str(self.path))
            raise refusal or RefusalError("STORE-DAMAGED", database=str(self.path)) from error

    def _hold(self) -> None:
        """Open the connection that stays; not as the file is made, before a server's processes part."""
        if self._held is None:
            held = self._connect()
            held.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            self._held = held

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
