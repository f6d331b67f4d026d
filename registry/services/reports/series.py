"""How many masts stood on some days, by operator, and what came and went between them.

A report's own day is counted with everything that is known of each mast; of the days before only the masts
themselves are, and what stood on several of them is read once.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.collector import paused_collector
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.reports.subjects import Basis, Row, basis_of, first_day, masts_on, networks_on
from registry.store import ledger, past_states
from registry.store import tables as t
from registry.store.database import Connection
from registry.store.reading import every_row
from registry.store.tables import Table

_COLUMNS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (t.sites, ("id", "merged_into")),
    (t.structures, ("id", "site_id", "state", "built_on", "dismantled_on")),
    (t.stations, ("structure_id", "operator")),
)


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """The masts of one day, by operator; ``basis`` says how sure.

    Against the point before: ``gained`` and ``lost`` masts, and ``unaged`` ones that are here only because a
    rebuilt day leaves out masts of unknown age. All three are 0 for the first point.
    """

    day: dt.date
    basis: Basis
    by_operator: Mapping[str, int]
    total: int
    undated: int
    gained: int = 0
    lost: int = 0
    unaged: int = 0


def series(registry: Registry, days: Sequence[dt.date]) -> list[SeriesPoint]:
    """Return the masts on each of some days, by operator; a shared mast counts for each of its networks.

    Kept until the register changes.
    """
    with registry.database.read() as connection:
        version = ledger.head(connection)
    key = (version, today(), tuple(days))
    with registry.lock:
        known: tuple[Any, list[SeriesPoint]] | None = registry.cache.get("report-series")
    if known is not None and known[0] == key:
        return known[1]
    with registry.database.read() as connection:
        found = _series(connection, days)
    with registry.lock:
        registry.cache["report-series"] = (key, found)
    return found


def half_years(day: dt.date, count: int) -> list[dt.date]:
    """Return the last days of the ``count`` half-years that ended before ``day``, the oldest first, and
    it.
    """
    found = [day]
    year = day.year
    while len(found) <= count:
        found += [end for end in (dt.date(year, 12, 31), dt.date(year, 6, 30)) if end < day]
        year -= 1
    return sorted(found)[-count - 1 :]


@paused_collector()
def _series(connection: Connection, days: Sequence[dt.date]) -> list[SeriesPoint]:
    began = first_day(connection)
    bases = {day: basis_of(day, began) for day in days}
    past = [day for day in days if bases[day] is Basis.LEDGER]
    names = [table.name for table, _columns in _COLUMNS]
    states = dict(zip(past, past_states.states_on(connection, past, tables=names), strict=True))
    present = None if len(past) == len(bases) else [every_row(connection, *one) for one in _COLUMNS]
    found: list[SeriesPoint] = []
    before: set[str] = set()
    for day in days:
        if day in states:
            rows: Sequence[Sequence[Row]] = [[*states[day].get(name, {}).values()] for name in names]
        else:
            assert present is not None
            rows = present
        sites, structures, stations = rows
        standing, undated = masts_on(sites, structures, day, rebuilt=bases[day] is Basis.REBUILT)
        carried = networks_on(stations)
        by_operator = Counter(code for row, _site in standing for code in carried.get(row["id"], ()))
        here = {row["id"] for row, _site in standing}
        gained = lost = unaged = 0
        if found:
            come = [row for row, _site in standing if row["id"] not in before]
            if found[-1].basis is Basis.REBUILT and bases[day] is not Basis.REBUILT:
                unaged = sum(row["built_on"] is None for row in come)
            gained, lost = len(come) - unaged, len(before - here)
        before = here
        found.append(
            SeriesPoint(day, bases[day], dict(by_operator), len(standing), undated, gained, lost, unaged)
        )
    return found
