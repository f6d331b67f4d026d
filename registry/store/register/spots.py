"""Spots that outsiders asked about, in a small file of its own that all processes of a server share.

No part of the register: not ledgered. It outlives a restart, so that nobody begins a day anew by one.
"""

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from registry.store.shared_file import SharedFile

FILE = "asked-spots.sqlite"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS answered (asker TEXT, place TEXT, lon REAL, lat REAL, day TEXT,"
    " PRIMARY KEY (asker, place))",
    "CREATE TABLE IF NOT EXISTS about (asker TEXT, mast TEXT, lon REAL, lat REAL, answers INTEGER,"
    " PRIMARY KEY (asker, mast))",
    "CREATE TABLE IF NOT EXISTS days (asker TEXT, day TEXT, spent INTEGER, gone INTEGER, places INTEGER,"
    " source TEXT, PRIMARY KEY (asker, day))",
    "CREATE TABLE IF NOT EXISTS held_back (asker TEXT, place TEXT, day TEXT, PRIMARY KEY (asker, place))",
)
_IN_BOX = "lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"

Box = tuple[float, float, float, float]
Mast = tuple[float, float, int]
"""Where a mast stands, and how many answers were about it."""


class DayStand(NamedTuple):
    """An asker's day: what it has cost, whether the budget is gone, how many new places were asked."""

    spent: int = 0
    gone: bool = False
    places: int = 0


class GoneDay(NamedTuple):
    """A day on which an asker's budget was gone: its new places, and the list they came in last."""

    asker: str
    day: dt.date
    places: int
    source: str


class SpotBook:
    """What each asker was answered, about which mast how often: within one transaction.

    Places are EPSG:4326 degrees; a ``box`` is (west, east, south, north).
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def forget_before(self, day: dt.date) -> None:
        """Forget the places that were answered before a day."""
        for table in ("answered", "held_back"):
            self._connection.execute(f"DELETE FROM {table} WHERE day < ?", (day.isoformat(),))  # noqa: S608 - ours

    def gone_since(self, day: dt.date) -> list[GoneDay]:
        """Return the days from ``day`` on which a budget was gone, the latest first."""
        rows = self._connection.execute(
            "SELECT asker, day, places, source FROM days WHERE gone AND day >= ? ORDER BY day DESC, asker",
            (day.isoformat(),),
        )
        return [
            GoneDay(asker, dt.date.fromisoformat(on), places, source) for asker, on, places, source in rows
        ]

    def day_of(self, asker: str, day: dt.date) -> DayStand:
        """Return how an asker's day stands."""
        query = "SELECT spent, gone, places FROM days WHERE asker = ? AND day = ?"
        found = self._connection.execute(query, (asker, day.isoformat())).fetchone()
        return DayStand() if found is None else DayStand(int(found[0]), bool(found[1]), int(found[2]))

    def keep_day(self, asker: str, day: dt.date, stand: DayStand, source: str) -> None:
        """Keep how an asker's day stands."""
        row = (asker, day.isoformat(), stand.spent, int(stand.gone), stand.places, source)
        self._connection.execute("INSERT OR REPLACE INTO days VALUES (?, ?, ?, ?, ?, ?)", row)

    def answered(self, asker: str, place: str) -> bool:
        """Whether an asker was answered about a place."""
        query = "SELECT 1 FROM answered WHERE asker = ? AND place = ?"
        return self._connection.execute(query, (asker, place)).fetchone() is not None

    def hold_back(self, asker: str, place: str, day: dt.date) -> bool:
        """Keep that a place was not answered on a day; whether it is the first time on that day."""
        row = (asker, place, day.isoformat())
        if self._connection.execute(
            "SELECT 1 FROM held_back WHERE asker = ? AND place = ? AND day = ?", row
        ).fetchone():
            return False
        self._connection.execute("INSERT OR REPLACE INTO held_back VALUES (?, ?, ?)", row)
        return True

    def answered_in(self, asker: str, box: Box) -> list[tuple[float, float]]:
        """Return the places in a box about which an asker was answered."""
        query = f"SELECT lon, lat FROM answered WHERE asker = ? AND {_IN_BOX}"  # noqa: S608 - ours
        return list(self._connection.execute(query, (asker, *box)))

    def masts_in(self, asker: str, box: Box) -> list[tuple[str, float, float, int]]:
        """Return the masts in a box that answers to an asker were about: code, lon, lat, how many."""
        query = f"SELECT mast, lon, lat, answers FROM about WHERE asker = ? AND {_IN_BOX}"  # noqa: S608 - ours
        return list(self._connection.execute(query, (asker, *box)))

    def answers_about(self, asker: str, mast: str) -> int:
        """Return how many answers to an asker were about a mast."""
        query = "SELECT answers FROM about WHERE asker = ? AND mast = ?"
        found = self._connection.execute(query, (asker, mast)).fetchone()
        return 0 if found is None else int(found[0])

    def keep_answer(
        self, asker: str, place: str, at: tuple[float, float], day: dt.date, about: Mapping[str, Mast]
    ) -> None:
        """Keep that an asker was answered about a place, and the masts (code) that the answer was about."""
        self._connection.execute(
            "INSERT OR REPLACE INTO answered VALUES (?, ?, ?, ?, ?)", (asker, place, *at, day.isoformat())
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO about VALUES (?, ?, ?, ?, ?)",
            [(asker, code, *mast) for code, mast in about.items()],
        )


class AskedSpots:
    """The file: what each asker was answered, and what each day has cost.

    Refused with the codes of ``registry.store.failures`` where it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._file = SharedFile(path, _TABLES)

    @contextlib.contextmanager
    def open(self) -> Iterator[SpotBook]:
        """Open a transaction that no other process writes in between; undone where it does not end well."""
        with self._file.writing() as connection:
            yield SpotBook(connection)
