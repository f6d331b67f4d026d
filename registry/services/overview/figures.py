"""The overview of a day: every measure of every commune, and of what lies outside all of them.

What is not known is None, never 0: no table of population, no radius, no critical place entered, no cable in
the register, no review made; and of a day that is over, whatever the ledger is not asked for (only masts,
stations, ground and people are). Kept until the register changes.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from registry.checks.context import Context
from registry.collector import paused_collector
from registry.errors import RefusalError
from registry.model.areas import REFORM, AdminUnit, full_name
from registry.model.people import OPEN_DESK
from registry.model.populations import Population
from registry.services.critical.served import served
from registry.services.field.risk_scores import risk_table
from registry.services.field.waiting import overdue_defects
from registry.services.obligations.compliance import kept_run
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.overview.cable_lines import CableSums, cable_sums
from registry.services.overview.counted_masts import MastColumns, columns_on, columns_today
from registry.services.overview.ground import FarGround, areas_km2, far_ground
from registry.services.overview.matters import Matter, matters_of
from registry.services.overview.measures import by_code, measures, risk_limits
from registry.services.overview.settings import OverviewSettings, overview_settings
from registry.services.register.context import context_for
from registry.services.reports.subjects import first_day
from registry.store import ledger
from registry.store.overview.populations import populations_on

Value = float | int | None
OUTSIDE = ""
"""The code of the row of what lies in no commune."""
KEPT = 6


@dataclass(frozen=True, slots=True)
class Alone:
    """A mast that alone serves: its code and position (EPSG:4326); ``operators`` "" for the whole commune."""

    structure: str
    code: str
    lon: float
    lat: float
    operators: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """The measures of a day, by code: a value for each of ``units``, the last for what lies outside all.

    None is what is not known. ``units`` are the communes of today. ``present`` are the carriers in
    service in each row, ``missing`` those that are awaited and not there, both as codes. ``hidden`` are the
    (measure, row) that a reader may not see. ``first`` is the earliest day that can be asked for.
    """

    day: dt.date
    past: bool
    first: dt.date | None
    units: tuple[AdminUnit, ...]
    districts: tuple[str, ...]
    values: Mapping[str, tuple[Value, ...]]
    present: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, ...], ...]
    by_operator: Mapping[str, tuple[int, ...]]
    technologies: tuple[tuple[str, ...], ...]
    alone: tuple[tuple[Alone, ...], ...]
    matters: tuple[tuple[Matter, ...], ...]
    people: Mapping[str, Population]
    cables: CableSums | None
    operators: Mapping[str, str]
    awaited: tuple[str, ...]
    settings: OverviewSettings
    hidden: frozenset[tuple[str, int]] = frozenset()

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each commune's code; "" that of the outside."""
        found = {unit.code: at for at, unit in enumerate(self.units)}
        return found | {OUTSIDE: len(self.units)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The communes' names with their kind."""
        return tuple(full_name(unit) for unit in self.units)

    @property
    def empty(self) -> bool:
        """Whether the register holds no mast and no commune to speak of."""
        return not self.units or not any(self.values["masts"])

    def at(self, measure: str, row: int) -> Value:
        """Return a value; None where it is not known or not told."""
        return None if (measure, row) in self.hidden else self.values[measure][row]

    def total(self, measure: str) -> Value:
        """Return the sum over all communes and the outside, of what is known.

        None where nothing is, where a part is not told, and for a measure that does not add up.
        """
        if not by_code()[measure].sums or any(one == measure for one, _row in self.hidden):
            return None
        known = [value for value in self.values[measure] if value is not None]
        return sum(known) if known else None

    def whole(self, measure: str) -> bool:
        """Return whether a sum holds every commune; else one of them is not known, and it is the least."""
        return None not in self.values[measure][:-1]


def overview(registry: Registry, day: dt.date | None = None) -> Overview:
    """Return the overview of a day, by default today; kept until the register changes.

    Refused (``OVERVIEW-DAY``) for a day before today's communes or the register began, or to come.
    """
    present = today()
    asked = day or present
    with registry.database.read() as connection:
        began = first_day(connection)
        head = ledger.head(connection).hash
    # a deadline of hours runs out while nothing is written
    version = (head, present, id(kept_run(registry)), overdue_defects(registry, person=OPEN_DESK))
    first = None if began is None else max(began, REFORM)
    if asked > present or (asked < present and (first is None or asked < first)):
        raise RefusalError("OVERVIEW-DAY", day=asked, first=first or present, last=present)
    with registry.lock:
        held: tuple[Any, dict[dt.date, Overview]] = registry.cache.get("overview", (None, {}))
        if held[0] != version:
            held = (version, {})
            registry.cache["overview"] = held
        known = held[1].get(asked)
    if known is not None:
        return known
    made = _made(registry, asked, first, past=asked < present)
    with registry.lock:
        while len(held[1]) >= KEPT:
            held[1].pop(next(iter(held[1])))
        held[1][asked] = made
    return made


@paused_collector()
def _made(registry: Registry, day: dt.date, first: dt.date | None, *, past: bool) -> Overview:
    context = context_for(registry, today())
    settings = overview_settings(registry)
    with registry.database.read() as connection:
        masts = columns_on(connection, day, context) if past else columns_today(registry, connection, context)
        people = populations_on(connection, day)
        cables = None if past else cable_sums(registry, connection, context)
        found = _masts(masts, context, people)
        matters = None if past else matters_of(registry, connection, context, masts, day)
    n = len(context.units.communes)
    far = _far(registry, context, masts, settings.radius_m, past=past)
    found["far_km2"], found["far_share"] = _far_values(far, found["area_km2"], n)
    if cables is not None:
        found |= _cables(cables, [item.code for item in context.operators if item.awaited])
    if matters is not None:
        found |= _critical(registry, context)
        found |= _risk(registry, masts, day)
        for name, counts in matters.counts.items():
            found[name] = [None] * (n + 1) if counts is None else counts.tolist()
        parts = [found[name] for name in ("requests", "defects_late", "reports", "troubles", "breaches")]
        found["open_matters"] = [sum(value or 0 for value in row) for row in zip(*parts, strict=True)]
    for one in measures():
        found.setdefault(one.code, [None] * (n + 1))
    made = _laid_out(context, masts, found, day, first, past=past)
    open_ones = matters.by_row if matters is not None else made.matters
    return replace(made, people=people, cables=cables, settings=settings, matters=open_ones)


def _masts(masts: MastColumns, context: Context, people: Mapping[str, Population]) -> dict[str, list[Value]]:
    standing = masts.standing
    carriers = masts.carried.sum(axis=1)
    on = standing[masts.station_row]
    stations = np.bincount(masts.commune[masts.station_row[on]], minlength=masts.communes + 1)
    there = masts.by_operator() > 0
    awaited = np.array([item.awaited for item in context.operators], dtype=bool)
    alone = np.zeros(len(masts.structures), dtype=bool)
    alone[list(masts.alone())] = True
    found: dict[str, list[Value]] = {
        "masts": masts.count(standing).tolist(),
        "stations": stations.tolist(),
        "shared": masts.count(standing & (carriers >= 2)).tolist(),
        "robust": masts.count(standing & masts.robust).tolist(),
        "carriers": there.sum(axis=1).tolist(),
        "carriers_missing": [*(~there & awaited).sum(axis=1).tolist()[:-1], None],
        "alone": masts.count(alone).tolist(),
    }
    for name, state in (
        ("in_service", "in_service"), ("building", "under_construction"), ("suspended", "suspended"),
        ("planned", "approved"), ("dismantled", "dismantled"),
    ):  # fmt: skip
        found[name] = masts.count(np.asarray(masts.states == state, dtype=bool)).tolist()
    found["area_km2"] = [*(_known(value) for value in areas_km2(context).tolist()), None]
    known = [people.get(unit.code) for unit in context.units.communes]
    found["people"] = [*(None if one is None else one.inhabitants for one in known), None]
    found["shared_share"] = _ratio(found["shared"], found["masts"], 100)
    found["masts_per_km2"] = _ratio(found["masts"], found["area_km2"])
    found["people_per_mast"] = _ratio(found["people"], found["in_service"])
    pairs = [
        (lived, served_by)
        for lived, served_by in zip(found["people"], found["in_service"], strict=True)
        if lived is not None and served_by is not None
    ]
    masts_there = sum(pair[1] for pair in pairs)
    everywhere = sum(pair[0] for pair in pairs) / masts_there if masts_there else None
    found["people_ratio"] = [
        None if value is None or not everywhere else value / everywhere for value in found["people_per_mast"]
    ]
    return found


def _known(value: float) -> Value:
    return None if np.isnan(value) else value


def _ratio(above: Sequence[Value], below: Sequence[Value], times: float = 1) -> list[Value]:
    return [
        None if one is None or not other else one / other * times
        for one, other in zip(above, below, strict=True)
    ]


def _far(
    registry: Registry, context: Context, masts: MastColumns, radius_m: float | None, *, past: bool
) -> FarGround | None:
    """Return the far ground, kept for today's masts until one of them or the radius changes."""
    if radius_m is None:
        return None
    if past:
        return far_ground(context, masts, radius_m)
    key = (radius_m, masts.lon.tobytes(), masts.lat.tobytes(), masts.in_service.tobytes())
    held: tuple[Any, Any, FarGround] | None = registry.cache.get("overview-far")
    if held is not None and held[0] is context.units and held[1] == key:
        return held[2]
    made = far_ground(context, masts, radius_m)
    registry.cache["overview-far"] = (context.units, key, made)
    return made


def _far_values(far: FarGround | None, area: Sequence[Value], n: int) -> tuple[list[Value], list[Value]]:
    if far is None:
        return [None] * (n + 1), [None] * (n + 1)
    largest = [*(_known(value) for value in far.largest_km2.tolist()), None]
    every: list[Value] = [*(_known(value) for value in far.all_km2.tolist()), None]
    return largest, _ratio(every, area, 100)


def _cables(cables: CableSums, awaited: Sequence[str]) -> dict[str, list[Value]]:
    known = cables.known(awaited).tolist()
    names = {
        "cable_m": cables.metres_m, "aerial_m": cables.aerial_m, "tidy_m": cables.tidy_m,
        "unlooped_m": cables.unlooped_m,
    }  # fmt: skip
    return {
        name: [_known(value) if there else None for value, there in zip(found.tolist(), known, strict=True)]
        for name, found in names.items()
    }


def _critical(registry: Registry, context: Context) -> dict[str, list[Value]]:
    """Return the critical places by commune, those on one mast alone, those on none that is known."""
    found = served(registry)
    n = len(context.units.communes)
    rows = {unit.code: at for at, unit in enumerate(context.units.communes)}
    counts: dict[str, list[Value]] = {
        name: ([0] * (n + 1) if found.known else [None] * (n + 1))
        for name in ("critical", "critical_one", "critical_none")
    }
    for place in found.places:
        row = rows.get(place.commune_code, n)
        serving = {mast.structure for masts in found.masts_of(place.id).values() for mast in masts}
        names = ["critical"]
        names += ["critical_one"] if len(serving) == 1 else ["critical_none"] if not serving else []
        for name in names:
            counts[name][row] = (counts[name][row] or 0) + 1
    return counts


def _risk(registry: Registry, masts: MastColumns, day: dt.date) -> dict[str, list[Value]]:
    table = risk_table(registry, day=day)
    middle, high = risk_limits()
    points = np.full(len(masts.structures), np.nan)
    rows = [masts.row_of.get(str(one), -1) for one in table.structures.tolist()]
    there = np.array(rows, dtype=np.int64)
    points[there[there >= 0]] = table.total[there >= 0]
    points[~masts.standing] = np.nan
    return {
        "risk_high": masts.count(points >= high).tolist(),
        "risk_middle": masts.count((points >= middle) & (points < high)).tolist(),
        "risk_low": masts.count(points < middle).tolist(),
    }


def _laid_out(
    context: Context,
    masts: MastColumns,
    found: Mapping[str, Sequence[Value]],
    day: dt.date,
    first: dt.date | None,
    *,
    past: bool,
) -> Overview:
    """Return the figures in the order of the context's communes, the outside last."""
    of_operator = masts.by_operator()
    codes = masts.operators
    awaited = tuple(item.code for item in context.operators if item.awaited)
    present = [tuple(code for at, code in enumerate(codes) if row[at]) for row in of_operator.tolist()]
    alone: list[list[Alone]] = [[] for _ in range(masts.communes + 1)]
    for row, told in masts.alone().items():
        operators = tuple("" if operator < 0 else codes[operator] for _commune, operator in told)
        alone[int(masts.commune[row])].append(
            Alone(
                str(masts.structures[row]),
                str(masts.codes[row]),
                float(masts.lon[row]),
                float(masts.lat[row]),
                operators,
            )
        )
    return Overview(
        day=day,
        past=past,
        first=first,
        units=context.units.communes,
        districts=_districts(context),
        values={name: tuple(values) for name, values in found.items()},
        present=tuple(present),
        missing=(
            *(tuple(code for code in awaited if code not in there) for there in present[:-1]), (),
        ),
        by_operator={code: tuple(of_operator[:, at].tolist()) for at, code in enumerate(codes)},
        technologies=tuple(masts.technologies()),
        alone=tuple(tuple(sorted(one, key=lambda mast: mast.code)) for one in alone),
        matters=tuple(() for _ in alone),
        people={},
        cables=None,
        operators={item.code: item.name for item in context.operators},
        awaited=awaited,
        settings=OverviewSettings(),
    )  # fmt: skip


def _districts(context: Context) -> tuple[str, ...]:
    """Return the former districts of each commune as names, "" where they are not known."""
    units = context.units
    names = {unit.code: full_name(unit) for unit in (*units.legacy, *units.districts) if not unit.boundary}
    names |= {unit.code: full_name(unit) for unit in units.districts}
    of: dict[str, set[str]] = {}
    for old in units.legacy:
        for present in units.current_of.get(old.id, ()):
            of.setdefault(present, set()).add(names.get(old.parent, ""))
    return tuple("; ".join(sorted(filter(None, of.get(unit.id, set())))) for unit in units.communes)
