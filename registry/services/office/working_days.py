"""Working days (ngày làm việc): Vietnam's public holidays, and the days that the year swaps.

The ``holidays`` package knows the holidays and many swapped days. What it does not know, or has otherwise,
the office enters as the setting ``working_days``: ``{"work": [days worked], "rest": [days off]}``, ISO text.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.services.office.settings import set_otherwise, write_settings
from registry.store.office.operators import load_settings

SETTING = "working_days"
OFF, WORKED, CLEARED = "rest", "work", "none"
KINDS = (OFF, WORKED, CLEARED)
"""How a day may be entered: as off, as worked, or not at all."""
_YEARS = range(1990, 2100)


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


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A day of a year's calendar: a public holiday (``work`` False) or a weekend that is worked instead."""

    day: dt.date
    name: str
    work: bool


def known_days(year: int, lang: Language = "vi") -> list[KnownDay]:
    """Return the holidays and the worked weekends of a year as the ``holidays`` package knows them."""
    import holidays

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


@one_moment()
def enter_day(registry: Registry, day: dt.date, kind: str, *, seen: str, who: str) -> WorkingDays:
    """Enter one day; the days that others entered meanwhile stay.

    ``seen`` is how the day was entered on the editor's page; refused where somebody has entered that day
    otherwise since (``CHANGED-MEANWHILE``).
    """
    with registry.database.write() as connection:
        standing = calendar_of(load_settings(connection))
        made = standing.with_day(day, kind)
        if standing.entered(day) != seen:
            stands, wanted = ({"day": day, "state": kind} for kind in (standing.entered(day), kind))
            raise set_otherwise(connection, SETTING, stands, wanted)
        value = {kind: sorted(day.isoformat() for day in getattr(made, kind)) for kind in (WORKED, OFF)}
        write_settings(connection, {SETTING: value}, about=SETTING, who=who)
    return made
