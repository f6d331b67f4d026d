"""Attempts counted for limits, in a small file of their own that all processes of a server share.

They are no part of the register: not ledgered, not backed up, and gone once their time is over.
"""

import time
from pathlib import Path

from registry.store.shared_file import SharedFile

FILE = "attempts.sqlite"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS attempts (key TEXT, at REAL, until REAL)",
    "CREATE INDEX IF NOT EXISTS ix_attempts_key_at ON attempts (key, at)",
)


class Attempts:
    """Moments of attempts by key, in ``path``; several processes may write at once.

    Refused with the codes of ``registry.store.failures`` where the file cannot be read or written: what
    cannot be counted is not let through.
    """

    def __init__(self, path: Path) -> None:
        self._file = SharedFile(path, _TABLES)

    def add(self, key: str, most: int, span_s: float, amount: int = 1) -> bool:
        """Note an attempt and return True, or return False where ``most`` within the span are reached."""
        now = time.time()
        with self._file.writing() as connection:
            connection.execute("DELETE FROM attempts WHERE until < ?", (now,))
            query = "SELECT COUNT(*) FROM attempts WHERE key = ? AND at >= ?"
            (count,) = connection.execute(query, (key, now - span_s)).fetchone()
            if count + amount > most:
                return False
            rows = [(key, now, now + span_s)] * amount
            connection.executemany("INSERT INTO attempts VALUES (?, ?, ?)", rows)
            return True

    def within(self, key: str, span_s: float) -> tuple[float, int]:
        """Return when the first attempt within the span was (now where there is none), and how many."""
        now = time.time()
        with self._file.writing() as connection:
            query = "SELECT MIN(at), COUNT(*) FROM attempts WHERE key = ? AND at >= ?"
            first, count = connection.execute(query, (key, now - span_s)).fetchone()
        return (now if first is None else float(first)), int(count)

    def clear(self, key: str = "") -> None:
        """Forget the attempts of a key, or all."""
        with self._file.writing() as connection:
            if key:
                connection.execute("DELETE FROM attempts WHERE key = ?", (key,))
            else:
                connection.execute("DELETE FROM attempts")
