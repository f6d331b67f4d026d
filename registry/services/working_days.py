"""Working days (ngày làm việc): Vietnam's public holidays, and the days that the year swaps.

The ``holidays`` package knows the holidays and many swapped days. What it does not know, or has otherwise,
the office enters as the setting ``working_days``: ``{"work": [days worked], "rest": [days off]}``, ISO text.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import holidays

from registry.errors import RefusalError
from registry.messages import Language
from registry.services.registry import Registry
from registry.store import batches, ledger
from registry.store.operators import load_settings, setting_change

SETTING = "working_days"
_YEARS = range(1990, 2100)


@cache
def _days_off(year: int) -> frozenset[dt.date]:
    """Return the weekdays and weekends of a year on which no one works."""
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

    def _counts(self, day: dt.date, paused: list[tuple[dt.date, dt.date]]) -> bool:
        return self.is_working(day) and not any(first < day <= last for first, last in paused)


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A day of a year's calendar: a public holiday (``work`` False) or a weekend that is worked instead."""

    day: dt.date
    name: str
    work: bool


def known_days(year: int, lang: Language = "vi") -> list[KnownDay]:
    """Return the holidays and the worked weekends of a year as the ``holidays`` package knows them."""
    known = holidays.country_holidays("VN", years=[year], language="vi" if lang == "vi" else "en_US")
    found = [KnownDay(day, name, False) for day, name in known.items() if day.year == year]
    found += [KnownDay(day, "", True) for day in known.weekend_workdays if day.year == year]
    return sorted(found, key=lambda item: item.day)


def working_days(registry: Registry) -> WorkingDays:
    """Return the office's calendar with the swapped days that it has entered."""
    with registry.database.read() as connection:
        return calendar_of(load_settings(connection))


def calendar_of(settings: dict[str, Any]) -> WorkingDays:
    """Return the calendar that the register's settings describe."""
    entered = settings.get(SETTING) or {}
    return WorkingDays(*(frozenset(map(dt.date.fromisoformat, entered.get(k, []))) for k in ("work", "rest")))


def set_swapped_days(
    registry: Registry, *, work: Iterable[dt.date], rest: Iterable[dt.date], who: str
) -> WorkingDays:
    """Put the office's swapped days in the place of those entered before.

    Refused where a day is said to be both (``WORKING-DAYS-BOTH``) or lies outside 1990 to 2099.
    """
    worked, off = sorted(set(work)), sorted(set(rest))
    both = set(worked) & set(off)
    if both:
        raise RefusalError("WORKING-DAYS-BOTH", day=min(both))
    for day in (*worked, *off):
        if day.year not in _YEARS:
            raise RefusalError("WORKING-DAYS-YEAR", day=day)
    value = {"work": [day.isoformat() for day in worked], "rest": [day.isoformat() for day in off]}
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="desk-settings", who=who, options={"setting": SETTING})
        ledger.record(connection, [setting_change(connection, SETTING, value)], who=who, batch=batch.id)
    return WorkingDays(frozenset(worked), frozenset(off))
