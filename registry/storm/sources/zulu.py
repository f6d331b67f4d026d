"""Moments of foreign texts that name day, hour and minute in UTC ("061800Z"), but neither month nor year.

The month is taken from a full date elsewhere in the text, else asked; each further moment is the one nearest
to the moment before it: "010000Z" after "301800Z" is of the next month.
"""

import calendar
import datetime as dt

from registry.storm.asking import Asking


class Month:
    """The month of a text's first moment; ``known`` is a date that the text itself states in full."""

    def __init__(
        self, asking: Asking, known: dt.date | None, now: dt.datetime | None, first_day: int
    ) -> None:
        suggested = _month_before(now, first_day) if now else None
        self._first = known.replace(day=1) if known else asking.month(suggested)
        self._known = known
        self._last: dt.datetime | None = None

    @property
    def asked(self) -> bool:
        """Whether the month is still to be said."""
        return self._first is None

    def moment(self, day: int, hour: int, minute: int) -> dt.datetime | None:
        """Return the moment of a day, hour and minute; None where that month has no such moment."""
        if self._first is None or not (1 <= day <= 31 and hour <= 23 and minute <= 59):
            return None
        near = self._last or (dt.datetime.combine(self._known, dt.time(12), dt.UTC) if self._known else None)
        months = (self._first,) if near is None else (_before(self._first), self._first, _next(self._first))
        found = [at for month in months if (at := _on(month, day, hour, minute)) is not None]
        if not found:
            return None
        nearest = found[0] if near is None else min(found, key=lambda at: abs(at - near))
        self._first, self._last = nearest.date().replace(day=1), nearest
        return nearest


def _on(month: dt.date, day: int, hour: int, minute: int) -> dt.datetime | None:
    if day > calendar.monthrange(month.year, month.month)[1]:
        return None
    return dt.datetime(month.year, month.month, day, hour, minute, tzinfo=dt.UTC)


def _next(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=5)).replace(day=1)


def _before(month: dt.date) -> dt.date:
    return (month - dt.timedelta(days=1)).replace(day=1)


def _month_before(now: dt.datetime, day: int) -> dt.date:
    """Return the last month of which such a day had come by ``now``."""
    today = now.astimezone(dt.UTC).date()
    month = today.replace(day=1)
    return month if day <= today.day else _before(month)
