"""Who is signed in, which phones stay so, which codes were used: a small file that all processes share.

What a browser keeps says who it is; whether it still may is said here, so that signing out ends a session
wherever its cookie was copied to. No part of the register: not ledgered, not backed up. Keys are kept as
their SHA-256: whoever reads the file cannot sign in with it.
"""

import hashlib
import time
from pathlib import Path
from typing import NamedTuple

from registry.store.shared_file import SharedFile

FILE = "sign_ins.sqlite"
CODE_KEPT_S = 3600
"""How long a used code is remembered: far longer than any clock lets it be valid."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, account TEXT NOT NULL, until REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS seen_sessions (key TEXT PRIMARY KEY, began REAL NOT NULL, seen REAL NOT NULL,"
    " browser TEXT NOT NULL, address TEXT NOT NULL, way TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS phones (phone TEXT PRIMARY KEY, account TEXT NOT NULL, bound TEXT NOT NULL,"
    " key TEXT NOT NULL, before TEXT NOT NULL, until REAL NOT NULL, seen REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, seen REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS codes (app TEXT PRIMARY KEY, counter INTEGER NOT NULL, until REAL NOT NULL)",
)


class OpenSession(NamedTuple):
    """A session that stands: whose, since when, when it was last in use (seconds of the epoch), from where.

    ``id`` names it and opens nothing; ``way`` is how it was begun ("password", "phone", "oidc:…").
    """

    id: str
    account: str
    began: float
    seen: float
    browser: str
    address: str
    way: str


class SignIns:
    """The sessions that stand and the codes that were used, in ``path``.

    Refused with the codes of ``registry.store.failures`` where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._file = SharedFile(path, _TABLES)

    def begin(
        self, session: str, account: str, lasts_s: float, shown: tuple[str, str, str] = ("", "", "")
    ) -> None:
        """Let a session of an account stand, for so many seconds at most.

        ``shown`` is what is shown of it: kind of browser, address in the network, how it was begun.
        """
        now = time.time()
        with self._file.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE until < ?", (now,))
            row = (_hidden(session), account, now + lasts_s)
            connection.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)", row)
            connection.execute("DELETE FROM seen_sessions WHERE key NOT IN (SELECT key FROM sessions)")
            seen = (row[0], now, now, *shown)
            connection.execute("INSERT OR REPLACE INTO seen_sessions VALUES (?, ?, ?, ?, ?, ?)", seen)

    def note_seen(self, session: str, address: str) -> None:
        """Note that a session is in use, and from where."""
        with self._file.writing() as connection:
            query = "UPDATE seen_sessions SET seen = ?, address = ? WHERE key = ?"
            connection.execute(query, (time.time(), address, _hidden(session)))

    def open_sessions(self, account: str = "", idle_s: float = float("inf")) -> list[OpenSession]:
        """Return the sessions that stand, of an account or of all, those last in use first.

        ``idle_s`` is after which rest a session has ended by itself.
        """
        query = (
            "SELECT substr(sessions.key, 1, 32), account, began, seen, browser, address, way FROM sessions"
            " JOIN seen_sessions USING (key) WHERE until >= ? AND seen >= ? AND (? = '' OR account = ?)"
            " ORDER BY seen DESC, sessions.key"
        )
        now = time.time()
        with self._file.connected() as connection:
            rows = connection.execute(query, (now, now - idle_s, account, account)).fetchall()
        return [OpenSession(*row) for row in rows]

    def end_open(self, identity: str, account: str = "") -> str:
        """End the session that is named so, of an account or of any; return whose it was, "" for none."""
        with self._file.writing() as connection:
            query = (
                "SELECT key, account FROM sessions WHERE substr(key, 1, 32) = ? AND (? = '' OR account = ?)"
            )
            row = connection.execute(query, (identity, account, account)).fetchone()
            if row is None:
                return ""
            connection.execute("DELETE FROM sessions WHERE key = ?", (row[0],))
            return str(row[1])

    @staticmethod
    def name_of(session: str) -> str:
        """Return by what a session is named where it is shown."""
        return _hidden(session)[:32]

    def stands(self, session: str, account: str) -> bool:
        """Whether a session of an account was begun and has not ended."""
        query = "SELECT 1 FROM sessions WHERE key = ? AND account = ? AND until >= ?"
        with self._file.connected() as connection:
            return connection.execute(query, (_hidden(session), account, time.time())).fetchone() is not None

    def end(self, session: str) -> None:
        """End a session, wherever its cookie is."""
        with self._file.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE key = ?", (_hidden(session),))

    def end_others(self, account: str, session: str) -> None:
        """End every session of an account but this one, and let no phone of it open another."""
        with self._file.writing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE account = ? AND key <> ?", (account, _hidden(session))
            )
            connection.execute("DELETE FROM phones WHERE account = ?", (account,))

    def keep_key(self, phone: str, account: str, bound: str, key: str, lasts_s: float) -> None:
        """Let a phone open sessions of an account with a key, for so many seconds.

        ``bound`` is what the key ends with: the account's session key, which changes with its password.
        """
        now = time.time()
        row = (phone, account, _hidden(bound), _hidden(key), "", now + lasts_s, now)
        with self._file.writing() as connection:
            connection.execute("DELETE FROM phones WHERE until < ?", (now,))
            connection.execute("INSERT OR REPLACE INTO phones VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def change_key(self, phone: str, bound: str, key: str, fresh: str) -> bool:
        """Take a phone's key and put a fresh one in its place; False where it opens nothing.

        The key before stays good until the fresh one is used, for an answer that never arrived. Any other
        than these two was copied from a phone, or the phone's own was used elsewhere: both are let go.
        """
        now, given = time.time(), _hidden(key)
        with self._file.writing() as connection:
            query = "SELECT bound, key, before, until FROM phones WHERE phone = ?"
            row = connection.execute(query, (phone,)).fetchone()
            if row is None or row[3] < now:
                return False
            if row[0] != _hidden(bound) or given not in {row[1], row[2]}:
                connection.execute("DELETE FROM phones WHERE phone = ?", (phone,))
                return False
            new = (_hidden(fresh), given, now, phone)
            connection.execute("UPDATE phones SET key = ?, before = ?, seen = ? WHERE phone = ?", new)
            return True

    def phone_stands(self, phone: str, account: str) -> bool:
        """Whether a phone may still open sessions of an account."""
        query = "SELECT 1 FROM phones WHERE phone = ? AND account = ? AND until >= ?"
        with self._file.connected() as connection:
            return connection.execute(query, (phone, account, time.time())).fetchone() is not None

    def drop_phone(self, phone: str) -> None:
        """Let a phone open nothing any more."""
        with self._file.writing() as connection:
            connection.execute("DELETE FROM phones WHERE phone = ?", (phone,))

    def phones_seen(self) -> dict[str, float]:
        """Return the phones that may open sessions, each with when it last did (seconds of the epoch)."""
        with self._file.connected() as connection:
            query = "SELECT phone, seen FROM phones WHERE until >= ?"
            return dict(connection.execute(query, (time.time(),)).fetchall())

    def note_token(self, token: str) -> None:
        """Note that an access token is in use."""
        with self._file.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO tokens VALUES (?, ?)", (token, time.time()))

    def tokens_seen(self) -> dict[str, float]:
        """Return when each access token was last used (seconds of the epoch)."""
        with self._file.connected() as connection:
            return dict(connection.execute("SELECT token, seen FROM tokens").fetchall())

    def use_code(self, app: bytes, counter: int) -> bool:
        """Note the code of an authenticator app's moment; False where it, or a later one, was used already.

        ``app`` is the app's key, ``counter`` the number of the moment (RFC 6238). Of two who send one code
        at once only the first is let in.
        """
        now, key = time.time(), hashlib.sha256(app).hexdigest()
        with self._file.writing() as connection:
            connection.execute("DELETE FROM codes WHERE until < ?", (now,))
            used = connection.execute("SELECT counter FROM codes WHERE app = ?", (key,)).fetchone()
            if used is not None and counter <= used[0]:
                return False
            row = (key, counter, now + CODE_KEPT_S)
            connection.execute("INSERT OR REPLACE INTO codes VALUES (?, ?, ?)", row)
            return True


def _hidden(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
