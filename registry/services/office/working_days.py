"""Working days (ngày làm việc): Vietnam's public holidays, and the days that the year swaps.

The ``holidays`` package knows the holidays and many swapped days. What it does not know, or has otherwise,
the office enters as the setting ``working_days``: ``{"work": [days worked], "rest": [days off]}``, ISO text.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from registry.messages import Language
from registry.model.vietnam_time import one_moment
from registry.model.working_days import OFF, WORKED, WorkingDays
from registry.services.office.registry import Registry
from registry.services.office.settings import set_otherwise, write_settings
from registry.store.office.operators import load_settings

SETTING = "working_days"
_BESIDE_TET = dt.timedelta(days=7)  # a weekend worked instead, or more days off
_DECEMBER = 12
_MONTH_FIRST = re.compile(r"\b(\d\d)/(\d\d)/(\d{4})\b")  # as the package writes days in English


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
    names = {
        day: name if lang == "vi" else _MONTH_FIRST.sub(r"\2/\1/\3", name) for day, name in known.items()
    }
    found = [KnownDay(day, name, False) for day, name in names.items() if day.year == year]
    found += [KnownDay(day, "", True) for day in known.weekend_workdays if day.year == year]
    return sorted(found, key=lambda item: item.day)


def announced_until() -> int:
    """Return the last year for which the ``holidays`` package knows the year's announcement.

    Of later years it reckons Tết and the day beside the National Day, which the Prime Minister sets each year
    (Labour Code, article 112), and knows no swapped day. A year that swapped none counts as not announced.
    """
    from holidays.countries.vietnam import VietnamStaticHolidays

    return max(VietnamStaticHolidays.special_public_holidays)


def is_settled(calendar: WorkingDays, year: int) -> bool:
    """Whether the days off of a year are those of its notice: the package knows it, or the office entered it.

    The notice sets the days off at Tết each year, so that an entry of the office there is of the notice; one
    of its own, in another month, is not.
    """
    if year <= announced_until():
        return True
    tet = [item.day for item in known_days(year) if "Tết" in item.name and "Dương lịch" not in item.name]
    first, last = min(tet) - _BESIDE_TET, max(tet) + _BESIDE_TET
    return any(first <= day <= last for day in calendar.work | calendar.rest)


def awaited_years(calendar: WorkingDays, day: dt.date) -> list[int]:
    """Return the years whose notice somebody has to look for: this one, and in December the next.

    The Prime Minister sets the days mostly by then, and time limits that begin in December end beyond it.
    """
    years = [day.year, *([day.year + 1] if day.month == _DECEMBER else [])]
    return [year for year in years if not is_settled(calendar, year)]


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
