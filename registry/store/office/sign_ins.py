"""Who is signed in, and which codes were used: a small file that all processes of a server share.

What a browser keeps says who it is; whether it still may is said here, so that signing out ends a session
wherever its cookie was copied to. No part of the register: not ledgered, not backed up. Keys are kept as
their SHA-256: whoever reads the file cannot sign in with it.
"""

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from registry.errors import RefusalError
from registry.store.failures import refusal_of_sqlite

FILE = "sign_ins.sqlite"
CODE_KEPT_S = 3600
"""How long a used code is remembered: far longer than any clock lets it be valid."""
_WAIT_S = 5.0
_TABLES = (
    "CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, account TEXT NOT NULL, until REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS codes (app TEXT PRIMARY KEY, counter INTEGER NOT NULL, until REAL NOT NULL)",
)


class SignIns:
    """The sessions that stand and the codes that were used, in ``path``.

    Refused with the codes of ``registry.store.failures`` where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch(mode=0o600)
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            for table in _TABLES:
                connection.execute(table)

    def begin(self, session: str, account: str, lasts_s: float) -> None:
        """Let a session of an account stand, for so many seconds at most."""
        now = time.time()
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE until < ?", (now,))
            row = (_hidden(session), account, now + lasts_s)
            connection.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", row)

    def stands(self, session: str, account: str) -> bool:
        """Whether a session of an account was begun and has not ended."""
        query = "SELECT 1 FROM sessions WHERE key = ? AND account = ? AND until >= ?"
        with self._connected() as connection:
            return connection.execute(query, (_hidden(session), account, time.time())).fetchone() is not None

    def end(self, session: str) -> None:
        """End a session, wherever its cookie is."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE key = ?", (_hidden(session),))

    def end_others(self, account: str, session: str) -> None:
        """End every session of an account but this one."""
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE account = ? AND key <> ?", (account, _hidden(session))
            )

    def use_code(self, app: bytes, counter: int) -> bool:
        """Note the code of an authenticator app's moment; False where it, or a later one, was used already.

        ``app`` is the app's key, ``counter`` the number of the moment (RFC 6238). Of two who send one code
        at once only the first is let in.
        """
        now, key = time.time(), hashlib.sha256(app).hexdigest()
        with self._writing() as connection:
            connection.execute("DELETE FROM codes WHERE until < ?", (now,))
            used = connection.execute("SELECT counter FROM codes WHERE app = ?", (key,)).fetchone()
            if used is not None and counter <= used[0]:
                return False
            row = (key, counter, now + CODE_KEPT_S)
            connection.execute("INSERT OR REPLACE INTO codes VALUES (?, ?, ?)", row)
            return True

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that no other process writes in between."""
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(
                sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
            ) as connection:
                yield connection
        except sqlite3.Error as error:
            refusal = refusal_of_sqlite(error, str(self.path))
            raise refusal or RefusalError("STORE-DAMAGED", database=str(self.path)) from error


def _hidden(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
