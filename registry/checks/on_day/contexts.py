"""The context of one day, chosen from what is known of all days: of a register, or of a lake's partition."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import numpy as np
import shapely

from registry.checks.context import Context, Coverage, Masts, Plans, ZoneSet
from registry.checks.days_worked import DaysWorked
from registry.checks.on_day.units import UnitsOfAllDays, units_on
from registry.geo.crs import to_metric
from registry.law import OwnLaw
from registry.model.areas import Layer, LayerCoverage, OperatorList, Zone
from registry.model.mast_rows import Floats, MastRows
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.row_steps import GONE, Bools, Ints
from registry.model.sites import Operator
from registry.model.standing_days import counted_on
from registry.model.terrain import Terrain

SMALL_M = 3.0  # "cột ăng ten nhỏ": at most 3 m (QĐ 72/2025 Điều 15(5))
_SPACING = "SPC-01"


class MastsOfAllDays(Protocol):
    """Masts of all days; ``mast_xy`` are metres of their positions."""

    masts: MastRows
    mast_xy: tuple[Floats, Floats]


class KnownOfAllDays(MastsOfAllDays, Protocol):
    """What a context is chosen from: everything that is known of a province, of whatever day.

    ``zone_shapes`` and ``coverage_shapes`` are metric shapes
    (None: no outline), in the order of ``zones`` and ``coverages``; ``lists`` holds the newest complete list
    of each operator.
    """

    operators: tuple[Operator, ...]
    zones: list[Zone]
    zone_shapes: Any
    coverages: list[LayerCoverage]
    coverage_shapes: Any
    units: UnitsOfAllDays
    lists: dict[str, OperatorList]
    versions: list[PlanVersion]
    positions: list[PlannedPosition]
    office_numbers: dict[str, float]
    own_law: OwnLaw
    illustrative: bool
    calendar: DaysWorked
    terrain: Terrain | None
    mask_secret: bytes


class DayContext(NamedTuple):
    """A day's context, and which rows of the loaded masts count on it."""

    context: Context
    counts: Bools


def context_on(known: KnownOfAllDays, as_of: dt.date, province: str, epsg: int) -> DayContext:
    """Return the context of a day and province."""
    territory = units_on(known.units, as_of, province)
    counts = counted(known.masts, slice(None), as_of)
    context = Context(
        as_of=as_of,
        province=province,
        metric_epsg=epsg,
        operators=known.operators,
        masts=_masts(known, counts, small_limit_m(known.own_law, province, as_of)),
        zones={
            layer: found
            for layer in Layer
            if (found := zone_set(known, layer, as_of, territory.units.ground)) is not None
        },
        lists=known.lists,
        units=territory.units,
        plans=plans_on(known, as_of, epsg),
        office_numbers=known.office_numbers,
        own_law=known.own_law,
        illustrative=known.illustrative,
        territories=territory.territories,
        days_worked=known.calendar,
        terrain=known.terrain,
        mask_secret=known.mask_secret,
    )
    return DayContext(context, counts)


def counted(rows: MastRows, chosen: Ints | slice, as_of: dt.date) -> Bools:
    """Return which of the chosen masts stand, or are to stand, on the day."""
    return counted_on(rows.states[chosen], rows.built_on[chosen], rows.dismantled_on[chosen], as_of)


def small_limit_m(own: OwnLaw, province: str, as_of: dt.date) -> float:
    """Return up to which height a mast is a small one: as the province's own text says, else ``SMALL_M``."""
    for rule in own.rules:
        if rule.code == _SPACING and not rule.gap and rule.in_force(province, as_of):
            return rule.threshold("small_mast_m").value or 0.0
    return SMALL_M


def with_small(masts: Masts, limit_m: float) -> Masts:
    """Return the masts of a day where ``limit_m`` says which are small; the same object if none differs."""
    if masts.mast_height_m is None:
        return masts
    small = is_small(masts.mast_height_m, limit_m)
    return masts if np.array_equal(small, masts.small) else replace(masts, small=small)


def is_small(heights: Floats, limit_m: float) -> Bools:
    """Return which heights (metres, nan: not stated) are those of small masts."""
    return np.asarray((heights > 0) & (heights <= limit_m), dtype=bool)


def mast_columns(known: MastsOfAllDays, rows: Ints, small_m: float) -> dict[str, Any]:
    """Return the columns of ``Masts`` that each tell of one mast, of some rows."""
    masts, (x, y) = known.masts, known.mast_xy
    heights = masts.mast_height_m[rows]
    return {
        "codes": masts.codes[rows],
        "lon": masts.lon[rows],
        "lat": masts.lat[rows],
        "x": x[rows],
        "y": y[rows],
        "accuracy_m": masts.accuracy_m[rows],
        "networks": masts.networks[rows],
        "approved_only": np.asarray(masts.states[rows] == "approved", dtype=bool),
        "small": is_small(heights, small_m),
        "in_question": masts.in_question[rows],
        "top_agl_m": masts.top_agl_m[rows],
        "mast_classes": masts.mast_classes[rows],
        "owners": masts.owners[rows],
        "mast_height_m": heights,
        "designed_operators": masts.designed_operators[rows],
        "load_used_pct": masts.load_used_pct[rows],
        "robust": masts.robust[rows],
    }


def _masts(known: KnownOfAllDays, counts: Bools, small_m: float) -> Masts:
    place = places_of(counts)
    return Masts(
        **mast_columns(known, np.flatnonzero(counts), small_m),
        twins=twins_of(known.masts, place),
        aliases=known.masts.aliases.moved(place),
    )


def places_of(counts: Bools) -> Ints:
    """Return by row its number among those that count, GONE where it does not."""
    return np.where(counts, np.cumsum(counts) - 1, GONE)


def twins_of(rows: MastRows, place: Ints) -> dict[int, tuple[int, ...]]:
    """Return, by row on the day, the masts that each may be the same as, where all of them count then."""
    found = {}
    for row, others in rows.asked_with.items():
        there = tuple(int(place[other]) for other in others)
        if place[row] >= 0 and there and min(there) >= 0:
            found[int(place[row])] = there
    return found


def zone_set(known: KnownOfAllDays, layer: Layer, as_of: dt.date, ground: Any) -> ZoneSet | None:
    """Return the zones of a layer on the day, None where nothing was said of it."""
    chosen = [row for row, zone in enumerate(known.zones) if zone.layer is layer and _valid(zone, as_of)]
    covered = [row for row, item in enumerate(known.coverages) if item.layer is layer and _valid(item, as_of)]
    if not chosen and not covered:
        return None
    everywhere = any(known.coverages[row].geometry is None for row in covered)
    area = None
    if covered and not everywhere:
        area = shapely.union_all(known.coverage_shapes[covered])
        shapely.prepare(area)
    return ZoneSet(
        zones=tuple(known.zones[row] for row in chosen),
        geometries=known.zone_shapes[chosen],
        coverage=Coverage(everywhere, area, ground),
    )


def _valid(item: Zone | LayerCoverage | PlanVersion, as_of: dt.date) -> bool:
    return item.valid_from <= as_of and (item.valid_to is None or as_of <= item.valid_to)


def plans_on(known: KnownOfAllDays, as_of: dt.date, epsg: int) -> Plans:
    """Return the plans of a day."""
    versions = {item.operator: item for item in known.versions if _valid(item, as_of)}
    in_force = {item.id for item in versions.values()}
    positions = tuple(item for item in known.positions if item.plan_version in in_force)
    return plans_of(versions, positions, frozenset(item.operator for item in known.versions), epsg)


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


def to_metric_shapes(shapes: list[Any], epsg: int) -> Any:
    """Transform shapely geometries of EPSG:4326 (None stays None) to metres, all coordinates at once."""
    return shapely.transform(
        np.array(shapes, dtype=object),
        lambda degrees: np.column_stack(to_metric(degrees[:, 0], degrees[:, 1], epsg)),
    )
