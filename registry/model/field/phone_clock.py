"""A phone's clock against the server's: when something was recorded, put right by what is known of the clock.

What the phone said stays with what it sent. A clock that is off by a minute or two is left alone: the way to
the server takes as long.
"""

import datetime as dt

from registry.model.vietnam_time import VIETNAM

TOLERANCE_S = 120.0


def ahead_s(said: dt.datetime, off_s: float | None, received: dt.datetime) -> float | None:
    """Return how far the clock was off when something was recorded, as far as it is known.

    ``off_s`` is what was measured at the sending. What was recorded before it came in cannot lie after it: a
    clock that was put right in between was at least so far ahead.
    """
    off = 0.0 if off_s is None else off_s
    beyond = (said - received).total_seconds() - off
    return round(off + beyond, 1) if beyond > TOLERANCE_S else off_s


def put_right(said: dt.datetime, off_s: float | None, received: dt.datetime) -> dt.datetime:
    """Return when something was recorded by the server's clock; never after it came in.

    As it was said where that lies before all calendars: the year 1 on a clock that is ahead.
    """
    off = ahead_s(said, off_s, received)
    if off is None or abs(off) < TOLERANCE_S:
        return said
    try:
        right = said.astimezone(dt.UTC) - dt.timedelta(seconds=off)
        return min(right.astimezone(said.tzinfo), received)
    except OverflowError:
        return said


def happened_at(said: str, off_s: float | None, received: str) -> str:
    """Return when something that is kept was recorded, as ``written``; "" where that is no moment."""
    try:
        moment, came = dt.datetime.fromisoformat(said), dt.datetime.fromisoformat(received)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    return written(said, put_right(moment, off_s, came))


def written(said: str, moment: dt.datetime) -> str:
    """Return a moment as it is kept and compared as text: on Vietnam's clock, as it was said where it can."""
    own = dt.datetime.fromisoformat(said)
    if own.tzinfo is not None and own.utcoffset() == VIETNAM.utcoffset(None) and own == moment:
        return said
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
