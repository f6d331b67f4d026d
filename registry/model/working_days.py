"""The calendar of an office: which days it works, with public holidays and the days that the year swaps."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from registry.errors import RefusalError

OFF, WORKED, CLEARED = "rest", "work", "none"
KINDS = (OFF, WORKED, CLEARED)
"""How a day may be entered: as off, as worked, or not at all."""
_YEARS = range(1990, 2100)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or that month's last where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _days_off(year: int) -> frozenset[dt.date]:
    """Return the weekdays and weekends of a year on which no one works."""
    import holidays

    known = holidays.country_holidays("VN", years=[year])
    first = dt.date(year, 1, 1)
    days = (first + dt.timedelta(days=n) for n in range(366))
    return frozenset(day for day in days if day.year == year and not known.is_working_day(day))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of the office: ``work`` and ``rest`` are its own entries and override the package's."""

    work: frozenset[dt.date] = frozenset()
    rest: frozenset[dt.date] = frozenset()

    def is_working(self, day: dt.date) -> bool:
        """Whether the office works on the day."""
        if day in self.work:
            return True
        return day not in self.rest and day not in _days_off(day.year)

    def entered(self, day: dt.date) -> str:
        """Return how the office has entered a day (one of ``KINDS``)."""
        return WORKED if day in self.work else OFF if day in self.rest else CLEARED

    def with_day(self, day: dt.date, kind: str) -> "WorkingDays":
        """Return the calendar with one day entered as off (``rest``), as worked (``work``), or not at all."""
        if kind not in KINDS:
            raise RefusalError("REQUEST-VALUE", value=kind[:40])
        if day.year not in _YEARS:
            raise RefusalError("WORKING-DAYS-YEAR", day=day)
        own = frozenset({day})
        return WorkingDays(
            work=(self.work | own) if kind == WORKED else self.work - own,
            rest=(self.rest | own) if kind == OFF else self.rest - own,
        )

    def after(self, start: dt.date, count: int, paused: Iterable[tuple[dt.date, dt.date]] = ()) -> dt.date:
        """Return the day on which ``count`` working days after ``start`` are full (``start`` not counted).

        Days in ``paused`` (pairs: after the first day, up to and with the second) do not count.
        """
        breaks = list(paused)
        day, left = start, count
        while left > 0:
            day += dt.timedelta(days=1)
            if self._counts(day, breaks):
                left -= 1
        return day

    def between(self, start: dt.date, end: dt.date, paused: Iterable[tuple[dt.date, dt.date]] = ()) -> int:
        """Return how many working days lie after ``start`` up to and with ``end``; 0 where it is earlier."""
        breaks = list(paused)
        span = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self._counts(day, breaks) for day in span)

    def left(self, day: dt.date, due: dt.date) -> int:
        """Return how many working days are left on ``day``; less than 0 where it is over, if by a weekend."""
        if day > due:
            return min(-self.between(due, day), -1)
        return self.between(day, due)

    def _counts(self, day: dt.date, paused: list[tuple[dt.date, dt.date]]) -> bool:
        return self.is_working(day) and not any(first < day <= last for first, last in paused)
