"""The context that checks look at: built from the register once per data version and day, then shared."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Context, Coverage, Masts, Plans, ZoneSet
from registry.columns import fold
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.law import read_office_numbers
from registry.model.areas import AdminLevel, Layer, LayerCoverage, Zone
from registry.model.plans import PlannedPosition, PlanVersion
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.working_days import calendar_of
from registry.services.register.mask_secret import mask_secret
from registry.services.register.open_proposals import OpenRows
from registry.services.register.units_on_day import UnitsOfAllDays, units_on
from registry.store import ledger
from registry.store.database import Connection
from registry.store.office import operators
from registry.store.register import lists, plans, sites, units
from registry.store.register.sites import MastRows
from registry.store.requests.requests import NOT_JUDGED_BY, desk_version
from registry.store.zones import zones

KEPT_DAYS = 8
SMALL_M = 3.0  # "cột ăng ten nhỏ": at most 3 m (QĐ 72/2025 Điều 15(5))


class _Loaded:
    """Everything of one data version, positions and shapes already metric; days are chosen from it.

    The version is the ledger's head with its hash: a restored register may have as many entries as this one.
    It moves on without a new reading where the desk alone wrote; then only the open proposals are read anew.
    """

    def __init__(self, connection: Connection, version: ledger.Head, epsg: int, home: Path) -> None:
        self.version = version
        self.open = OpenRows(connection)
        self.operators = operators.load_operators(connection)
        self.illustrative = operators.is_demo(connection)
        self.calendar = calendar_of(operators.load_settings(connection))
        self.office_numbers = {
            **read_office_numbers(home / "office.toml"),
            **{
                key: float(value)
                for key, value in operators.load_settings(connection).items()
                if "." in key and isinstance(value, int | float) and not isinstance(value, bool)
            },
        }
        self.masts: MastRows = sites.load_masts(connection)
        self.mast_xy = to_metric(self.masts.lon, self.masts.lat, epsg)
        self.zones: list[Zone] = zones.load_zones(connection)
        self.zone_shapes = to_metric_shapes([zone.geometry for zone in self.zones], epsg)
        self.coverages: list[LayerCoverage] = zones.load_coverages(connection)
        self.coverage_shapes = to_metric_shapes([item.geometry for item in self.coverages], epsg)
        self.units = UnitsOfAllDays(units.load_units(connection), epsg)
        self.lists = lists.latest_complete(connection)
        self.versions: list[PlanVersion] = plans.load_versions(connection)
        self.positions: list[PlannedPosition] = plans.load_positions(connection)
        self.mask_secret = mask_secret(home)
        self.days: OrderedDict[tuple[dt.date, str], Context] = OrderedDict()
        self.with_open: OrderedDict[tuple[dt.date, str, str], Context] = OrderedDict()
        self.formerly_open: OrderedDict[tuple[dt.date, str, str], Context] = OrderedDict()

    def check_province(self, code: str) -> None:
        """Refuse the code of a province that no unit bears."""
        held = {unit.code for unit in self.units.units if unit.level is AdminLevel.PROVINCE}
        if held and code not in held:
            raise RefusalError("PROVINCE-NOT-HELD", province=code[:40], held=", ".join(sorted(held)))


def context_for(
    registry: Registry, as_of: dt.date, province: str | None = None, *, leave_out: str = ""
) -> Context:
    """Return what is known on the day ``as_of``; the same object until the register changes.

    ``province`` (GSO code of today, by default the settings') decides the territory; before its first day
    that is what it came from. ``leave_out`` is the request (id) whose own rows are judged: the rows of every
    other open request count as open proposals. Safe to call from many threads: one builds, others wait.
    Refused for a province that the register has no unit of (``PROVINCE-NOT-HELD``).
    """
    with registry.database.read() as connection:
        version = ledger.head(connection)
    code = province or registry.settings.province
    with registry.lock:
        loaded: _Loaded | None = registry.cache.get("context")
        if loaded is not None and loaded.version != version:
            loaded = _brought_up(registry, loaded)
        if loaded is None:
            with registry.database.read() as connection:
                loaded = _Loaded(
                    connection,
                    ledger.head(connection),
                    registry.settings.metric_epsg,
                    registry.settings.home,
                )
            registry.cache["context"] = loaded
        loaded.check_province(code)
        key = (as_of, code)
        if key in loaded.days:
            loaded.days.move_to_end(key)
        else:
            loaded.days[key] = _context(loaded, as_of, code, registry.settings.metric_epsg)
            while len(loaded.days) > KEPT_DAYS:
                loaded.days.popitem(last=False)
        return _with_open(loaded, key, leave_out)


def mast_rows(registry: Registry, as_of: dt.date) -> tuple[ledger.Head, MastRows]:
    """Return every structure of the register as contexts are built from it, and the head it was read at."""
    with registry.lock:
        context_for(registry, as_of)
        loaded: _Loaded = registry.cache["context"]
        return loaded.version, loaded.masts


def _brought_up(registry: Registry, loaded: _Loaded) -> _Loaded | None:
    """Return what is loaded where nothing but the desk wrote since, its open rows read anew; else None."""
    with registry.database.read() as connection:
        if ledger.touched(connection, loaded.version, but=NOT_JUDGED_BY):
            return None
        if loaded.open.version != desk_version(connection):
            loaded.open = OpenRows(connection)
            loaded.formerly_open, loaded.with_open = loaded.with_open, OrderedDict()
        loaded.version = ledger.head(connection)
    return loaded


def _with_open(loaded: _Loaded, key: tuple[dt.date, str], leave_out: str) -> Context:
    """Return the day's context with the open proposals of all requests but one."""
    base = loaded.days[key]
    if not len(loaded.open):
        return base
    wanted = (*key, leave_out if leave_out in loaded.open.requests else "")
    if wanted not in loaded.with_open:
        found = loaded.open.proposals(base, leave_out)
        former = loaded.formerly_open.get(wanted)
        if former is not None and former.open_proposals.same(found):
            loaded.with_open[wanted] = former  # what was judged in it stands: a request's own rows changed
        else:
            loaded.with_open[wanted] = replace(base, open_proposals=found) if len(found) else base
        while len(loaded.with_open) > KEPT_DAYS:
            loaded.with_open.popitem(last=False)
    loaded.with_open.move_to_end(wanted)
    return loaded.with_open[wanted]


def check_operator(operator: str, context: Context) -> None:
    """Refuse an operator's code that the register does not know; "" names none."""
    if operator and context.operator_index(operator) < 0:
        known = ", ".join(item.code for item in context.operators)
        raise RefusalError("OPERATOR-UNKNOWN", operator=operator, known=known)


def operator_named(registry: Registry, text: str) -> str:
    """Return the code of an operator by its code, name or old name; "" names none.

    Refused where the register knows none or several (``OPERATOR-UNKNOWN``).
    """
    if not text:
        return ""
    known = context_for(registry, today()).operators
    wanted = fold(text)
    found = {item.code for item in known if wanted in map(fold, (item.code, item.name, *item.old_names))}
    if len(found) != 1:
        named = ", ".join(f"{item.code} ({item.name})" for item in known)
        raise RefusalError("OPERATOR-UNKNOWN", operator=text[:60], known=named)
    return found.pop()


def to_metric_shapes(shapes: list[Any], epsg: int) -> Any:
    """Transform shapely geometries of EPSG:4326 (None stays None) to metres, all coordinates at once."""
    return shapely.transform(
        np.array(shapes, dtype=object),
        lambda degrees: np.column_stack(to_metric(degrees[:, 0], degrees[:, 1], epsg)),
    )


def _context(loaded: _Loaded, as_of: dt.date, province: str, epsg: int) -> Context:
    territory = units_on(loaded.units, as_of, province)
    return Context(
        as_of=as_of,
        province=province,
        metric_epsg=epsg,
        operators=loaded.operators,
        masts=_masts(loaded, as_of),
        zones=_zones(loaded, as_of, territory.units.ground),
        lists=loaded.lists,
        units=territory.units,
        plans=_plans(loaded, as_of, epsg),
        office_numbers=loaded.office_numbers,
        illustrative=loaded.illustrative,
        territories=territory.territories,
        days_worked=loaded.calendar,
        mask_secret=loaded.mask_secret,
    )


def _masts(loaded: _Loaded, as_of: dt.date) -> Masts:
    """Choose the masts that stand, or are to stand, on the day.

    A mast that is dismantled on a later day still stood; one without the day of its dismantling does not
    count. What is built later does not count, but what is approved does, whatever day it is planned for.
    """
    rows = loaded.masts
    day = np.datetime64(as_of, "D")
    approved = rows.states == "approved"
    gone = (rows.dismantled_on <= day) | ((rows.states == "dismantled") & np.isnat(rows.dismantled_on))
    later = (rows.built_on > day) & ~approved
    chosen = np.flatnonzero(~gone & ~later)
    place = np.full(len(rows), -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    heights = rows.mast_height_m[chosen]
    x, y = loaded.mast_xy
    return Masts(
        codes=rows.codes[chosen],
        lon=rows.lon[chosen],
        lat=rows.lat[chosen],
        x=x[chosen],
        y=y[chosen],
        accuracy_m=rows.accuracy_m[chosen],
        networks=rows.networks[chosen],
        approved_only=approved[chosen],
        small=(heights > 0) & (heights <= SMALL_M),
        in_question=rows.in_question[chosen],
        top_agl_m=rows.top_agl_m[chosen],
        mast_classes=rows.mast_classes[chosen],
        owners=rows.owners[chosen],
        mast_height_m=heights,
        designed_operators=rows.designed_operators[chosen],
        load_used_pct=rows.load_used_pct[chosen],
        robust=rows.robust[chosen],
        twins=_twins(rows, place),
        aliases={code: at for code, row in rows.aliases.items() if (at := int(place[row])) >= 0},
    )


def _twins(rows: MastRows, place: npt.NDArray[np.int64]) -> dict[int, tuple[int, ...]]:
    """Return, by row on the day, the masts that each may be the same as, where all of them count then."""
    found = {}
    for row, others in rows.asked_with.items():
        there = tuple(int(place[other]) for other in others)
        if place[row] >= 0 and there and min(there) >= 0:
            found[int(place[row])] = there
    return found


def _zones(loaded: _Loaded, as_of: dt.date, ground: Any) -> dict[Layer, ZoneSet]:
    found: dict[Layer, ZoneSet] = {}
    for layer in Layer:
        chosen = [row for row, zone in enumerate(loaded.zones) if zone.layer is layer and _valid(zone, as_of)]
        covered = [
            row for row, item in enumerate(loaded.coverages) if item.layer is layer and _valid(item, as_of)
        ]
        if not chosen and not covered:
            continue
        everywhere = any(loaded.coverages[row].geometry is None for row in covered)
        area = None
        if covered and not everywhere:
            area = shapely.union_all(loaded.coverage_shapes[covered])
            shapely.prepare(area)
        found[layer] = ZoneSet(
            zones=tuple(loaded.zones[row] for row in chosen),
            geometries=loaded.zone_shapes[chosen],
            coverage=Coverage(everywhere, area, ground),
        )
    return found


def _valid(item: Zone | LayerCoverage | PlanVersion, as_of: dt.date) -> bool:
    return item.valid_from <= as_of and (item.valid_to is None or as_of <= item.valid_to)


def _plans(loaded: _Loaded, as_of: dt.date, epsg: int) -> Plans:
    versions = {item.operator: item for item in loaded.versions if _valid(item, as_of)}
    in_force = {item.id for item in versions.values()}
    positions = tuple(item for item in loaded.positions if item.plan_version in in_force)
    return plans_of(versions, positions, frozenset(item.operator for item in loaded.versions), epsg)


def plans_of(
    versions: Mapping[str, PlanVersion],
    positions: tuple[PlannedPosition, ...],
    announced: frozenset[str],
    epsg: int,
) -> Plans:
    """Return plans as the checks look at them: versions by operator, their positions in the metric plane."""
    nan = float("nan")
    lon = np.array([nan if item.lon is None else item.lon for item in positions], dtype=float)
    lat = np.array([nan if item.lat is None else item.lat for item in positions], dtype=float)
    x, y = np.full(len(positions), nan), np.full(len(positions), nan)
    known = np.isfinite(lon) & np.isfinite(lat)
    if known.any():
        x[known], y[known] = to_metric(lon[known], lat[known], epsg)
    by_code: dict[tuple[str, str], int] = {}
    for row, item in enumerate(positions):
        if item.code:
            by_code.setdefault((item.operator, item.code), row)
    return Plans(
        versions=versions,
        announced=announced,
        positions=positions,
        x=x,
        y=y,
        by_code=by_code,
    )
