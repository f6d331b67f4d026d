"""The time of Vietnam (UTC+7 all the year), in which days are counted and moments written for people.

The one place that reads the machine's clock. A deed takes its moment once: what it checks, writes and stamps
must be of one day, also where midnight passes in the middle of it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

VIETNAM = dt.timezone(dt.timedelta(hours=7))

_taken: ContextVar[Callable[[], dt.datetime] | None] = ContextVar("moment of the deed", default=None)


def read_clock() -> dt.datetime:
    """Read the machine's clock, whatever deed is under way."""
    return dt.datetime.now(VIETNAM)


def now() -> dt.datetime:
    """Return the present moment with Vietnam's offset; within a deed, the moment that it began."""
    taken = _taken.get()
    return read_clock() if taken is None else taken()


def in_vietnam(at: str) -> dt.datetime:
    """Return a moment as the ledger writes it (ISO 8601 with its offset) on Vietnam's clock."""
    return dt.datetime.fromisoformat(at).astimezone(VIETNAM)


def today() -> dt.date:
    """Return the present day in Vietnam, wherever the server's clock thinks it is; within a deed, its day."""
    return now().date()


@contextmanager
def one_moment() -> Iterator[dt.datetime]:
    """Hold the clock for one deed; a deed within another is of the other's moment. Also a decorator."""
    taken = _taken.get()
    if taken is not None:
        yield taken()
        return
    moment = read_clock()
    token = _taken.set(lambda: moment)
    try:
        yield moment
    finally:
        _taken.reset(token)


@contextmanager
def one_day(day: dt.date | None = None) -> Iterator[dt.date]:
    """Hold the day, for a row of deeds that belong together: the clock goes on, but not past its midnight.

    ``day`` (default the present one) is that of a row of deeds which was begun earlier and is finished now.
    """
    held = day or today()
    before = _taken.get() or read_clock
    last = dt.datetime.combine(held, dt.time.max, VIETNAM)
    token = _taken.set(lambda: min(before(), last))
    try:
        yield held
    finally:
        _taken.reset(token)


def day_of(at: str) -> dt.date:
    """Return Vietnam's day of a moment in ISO 8601; one without an offset was written by Vietnam's clock."""
    found = dt.datetime.fromisoformat(at)
    return (found if found.tzinfo is None else found.astimezone(VIETNAM)).date()


def written(at: dt.datetime) -> str:
    """Write an aware moment as people read it in Vietnam: "13:00 07/09/2024"."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
