"""A mark that differs whenever anybody committed anything: what was read under the same mark still stands.

SQLite keeps such a number for each connection (``PRAGMA data_version``): it grows when another connection, of
this process or of another, has committed since. Asking takes microseconds, where a transaction with one
question of the ledger takes a tenth of a request. PostgreSQL has none that is cheaper than the question.
"""

import contextlib
import itertools
import os
import sqlite3
import threading
from pathlib import Path
from urllib.parse import quote

Stamp = tuple[int, int, int, int, int]
"""The process, the file (device and number), which connection of the process asked, since each counts for
itself, and the number that SQLite keeps; compared as a whole."""
_CONNECTIONS = itertools.count()


class DataStamp:
    """Asks one connection of its own, which never reads or writes anything else."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._of: tuple[int, int, int] | None = None
        self._number = -1

    def present(self) -> Stamp | None:
        """Return the mark of now, None where it cannot be told: then everything is to be read."""
        try:
            status = self._path.stat()
            of = (os.getpid(), status.st_dev, status.st_ino)
            with self._lock:
                if self._connection is None or self._of != of:  # a restore put another file in its place
                    self._let_go()
                    self._connection = self._opened()
                    self._of, self._number = of, next(_CONNECTIONS)
                return (*of, self._number, int(self._connection.execute("PRAGMA data_version").fetchone()[0]))
        except (OSError, sqlite3.Error):  # whoever reads is told what is wrong
            return None

    def close(self) -> None:
        """Let go of the connection; it is opened again when asked."""
        with self._lock:
            self._let_go()

    def _opened(self) -> sqlite3.Connection:
        uri = f"file:{quote(str(self._path))}?mode=rw"
        return sqlite3.connect(uri, uri=True, timeout=1.0, isolation_level=None, check_same_thread=False)

    def _let_go(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = self._of = None
