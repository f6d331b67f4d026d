"""From when to when each mast of the map stood, as far as its own days say: what stood on a day.

The days are those of the world (built, on air, dismantled), not of the register: a mast that was entered last
year and built in 2012 stood in 2012. What the register itself said on a day, the ledger tells.
"""

import datetime as dt
import gzip
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.people import Person
from registry.model.sites import SiteState
from registry.services.office.registry import Registry
from registry.services.register.disclosed_masts import own_rows
from registry.services.register.map_masts import STATES, MapMasts, map_masts
from registry.store import ledger
from registry.store.register import site_views

MAGIC = b"BTSD"
FORMAT = 1
EPOCH = dt.date(1900, 1, 1)
UNKNOWN, NEVER = 0, 65535
"""Numbers of days besides those that count from ``EPOCH`` (whose own number is 1)."""
_HEADER = struct.Struct("<4sIIIdd")  # magic, format, rows, 0, sum of the sites' numbers, 0: 32 bytes
_NOT_YET = frozenset({SiteState.APPROVED.value, SiteState.UNDER_CONSTRUCTION.value})


@dataclass(frozen=True)
class MastDays:
    """Numbers of days of n structures, row by row as ``MapMasts`` has them.

    Before ``earliest`` a mast stood for sure not (``UNKNOWN``: nobody says), from ``sure`` on it stood
    (``UNKNOWN``: nobody says when it was built; ``NEVER``, both: it does not stand yet), and on ``ended``
    it stood no more (``NEVER``: it stands; ``UNKNOWN``: dismantled, nobody says when). ``sites`` are the
    numbers of the sites, by which the browser knows that its rows are these.
    """

    version: str
    sites: npt.NDArray[np.uint32]
    earliest: npt.NDArray[np.uint16]
    sure: npt.NDArray[np.uint16]
    ended: npt.NDArray[np.uint16]

    def only(self, rows: npt.NDArray[np.int64]) -> "MastDays":
        """Return these rows alone."""
        return replace(
            self, sites=self.sites[rows], earliest=self.earliest[rows], sure=self.sure[rows],
            ended=self.ended[rows],
        )  # fmt: skip

    @cached_property
    def binary(self) -> bytes:
        """The rows for the browser: header, then columns earliest, sure, ended (uint16, little-endian)."""
        total = float(int(self.sites.sum(dtype=np.uint64)) % 2**32)
        header = _HEADER.pack(MAGIC, FORMAT, len(self.sites), 0, total, 0.0)
        return header + b"".join(
            one.astype("<u2").tobytes() for one in (self.earliest, self.sure, self.ended)
        )

    @cached_property
    def zipped(self) -> bytes:
        """``binary``, compressed with gzip; the same bytes for the same data."""
        return gzip.compress(self.binary, compresslevel=6, mtime=0)

    @property
    def first(self) -> dt.date | None:
        """The first day of which anything is known; None where nothing is."""
        known = np.concatenate([self.earliest, self.sure])
        known = known[(known != UNKNOWN) & (known != NEVER)]
        return EPOCH + dt.timedelta(days=int(known.min()) - 1) if len(known) else None

    def standing(self, day: dt.date) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Return which masts stood on a day for sure, and which may have stood."""
        number = number_of(day)
        not_yet = number < self.earliest
        gone = (self.ended != UNKNOWN) & (number >= self.ended)
        sure = (self.sure != UNKNOWN) & (number >= self.sure) & (self.ended != UNKNOWN)
        there = ~not_yet & ~gone
        return there & sure, there & ~sure


def number_of(day: dt.date) -> int:
    """Return the number of a day; days before ``EPOCH`` are its own, those past the numbers the last."""
    return min(max((day - EPOCH).days + 1, 1), NEVER - 1)


def days_for(registry: Registry, person: Person) -> MastDays:
    """Return the days of the masts that a person may see on a map, in the order of ``masts_for``."""
    days, masts = _of_all(registry)
    return days if person.sees_all else days.only(own_rows(masts, person))


def stood(
    registry: Registry, person: Person, masts: MapMasts, rows: npt.NDArray[np.int64], *, day: dt.date,
    states: int | None,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """Return those of ``rows`` that stood, or may have stood, on a day, in the states of a mask (None: all).

    What was dismantled later counts as in service then; any other state is today's.
    """
    days = days_for(registry, person)
    rows = rows[rows < len(days.sites)]  # of the same data, but where the register changes meanwhile
    sure, maybe = days.standing(day)
    rows = rows[(sure | maybe)[rows]]
    if states is None:
        return rows
    gone = STATES.index(SiteState.DISMANTLED.value)
    then = np.where(masts.state == gone, STATES.index(SiteState.IN_SERVICE.value), masts.state)
    asked: npt.NDArray[np.int64] = rows[(1 << then[rows].astype(np.int64) & states) != 0]
    return asked


def _of_all(registry: Registry) -> tuple[MastDays, MapMasts]:
    """Return the days of every mast, kept as long as the data stands, with the masts of the same data."""
    while True:
        masts = map_masts(registry)
        held: MastDays | None = registry.cache.get("mast-days")
        if held is not None and held.version == masts.head:
            return held, masts
        with registry.database.read() as connection:
            version = ledger.head(connection).hash[:16]
            rows = site_views.standing_days(connection)
        made = build_days(version, rows)
        with registry.lock:
            registry.cache["mast-days"] = made
        if made.version == masts.head:
            return made, masts


def build_days(version: str, rows: Sequence[Any]) -> MastDays:
    """Lay rows of ``site_views.standing_days`` out as arrays."""
    found = np.array([_numbers(row) for row in rows], dtype=np.uint16).reshape(-1, 3)
    return MastDays(
        version=version,
        sites=np.array([row.fid for row in rows], dtype=np.uint32),
        earliest=found[:, 0],
        sure=found[:, 1],
        ended=found[:, 2],
    )


def _numbers(row: Any) -> tuple[int, int, int]:
    if row.state in _NOT_YET:
        return NEVER, NEVER, NEVER
    built = row.built_on
    if built is None:
        # on air it stood at the latest; before that day nobody knows
        earliest, sure = UNKNOWN, UNKNOWN if row.on_air_on is None else number_of(row.on_air_on)
    elif row.built_year_only:
        earliest, sure = number_of(dt.date(built.year, 1, 1)), number_of(dt.date(built.year, 12, 31))
    else:
        earliest = sure = number_of(built)
    if row.dismantled_on is not None:
        return earliest, sure, number_of(row.dismantled_on)
    return earliest, sure, UNKNOWN if row.state == SiteState.DISMANTLED.value else NEVER
