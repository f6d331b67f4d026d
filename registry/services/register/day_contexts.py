"""The context of one day: chosen from the register as it is loaded, and kept in step with it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.context import Context, Coverage, Masts, Plans, ZoneSet
from registry.checks.masts_in_step import follow_trees
from registry.geo.crs import to_metric
from registry.model.areas import Layer, LayerCoverage, Zone
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.row_steps import GONE, Bools, Ints, RowStep
from registry.model.standing_days import counted_on
from registry.services.register.loaded_register import LoadedRegister, News
from registry.services.register.units_on_day import units_on
from registry.store.register.sites import MastRows

SMALL_M = 3.0  # "cột ăng ten nhỏ": at most 3 m (QĐ 72/2025 Điều 15(5))


class DayContext(NamedTuple):
    """A day's context, and which rows of the loaded masts count on it."""

    context: Context
    counts: Bools


def context_on(loaded: LoadedRegister, as_of: dt.date, province: str, epsg: int) -> DayContext:
    """Return the context of a day and province."""
    territory = units_on(loaded.units, as_of, province)
    counts = _counted(loaded.masts, slice(None), as_of)
    context = Context(
        as_of=as_of,
        province=province,
        metric_epsg=epsg,
        operators=loaded.operators,
        masts=_masts(loaded, counts),
        zones={
            layer: found
            for layer in Layer
            if (found := _zone_set(loaded, layer, as_of, territory.units.ground)) is not None
        },
        lists=loaded.lists,
        units=territory.units,
        plans=_plans(loaded, as_of, epsg),
        office_numbers=loaded.office_numbers,
        illustrative=loaded.illustrative,
        territories=territory.territories,
        days_worked=loaded.calendar,
        terrain=loaded.terrain,
        mask_secret=loaded.mask_secret,
    )
    return DayContext(context, counts)


def context_after(loaded: LoadedRegister, day: DayContext, news: News) -> DayContext:
    """Return a day's context after ``loaded`` came up to what is new; parts that stand are shared by both."""
    before, counts = day
    masts = before.masts
    if news.masts is not None:
        fresh = _counted(loaded.masts, news.masts.fresh, before.as_of)
        counts = news.masts.column(day.counts, fresh)
        masts = _masts_after(loaded, before.masts, news.masts.among(day.counts, counts), counts)
    zones = before.zones
    if news.layers:
        changed = {
            layer: _zone_set(loaded, layer, before.as_of, before.units.ground) for layer in news.layers
        }
        sets = {layer: changed.get(layer, zones.get(layer)) for layer in Layer}
        zones = {layer: found for layer, found in sets.items() if found is not None}
    context = replace(
        before,
        masts=masts,
        zones=zones,
        lists=loaded.lists,
        plans=_plans(loaded, before.as_of, before.metric_epsg) if news.plans else before.plans,
        office_numbers=loaded.office_numbers,
        illustrative=loaded.illustrative,
        days_worked=loaded.calendar,
    )
    return DayContext(context, counts)


def _counted(rows: MastRows, chosen: Ints | slice, as_of: dt.date) -> Bools:
    """Return which of the chosen masts stand, or are to stand, on the day."""
    return counted_on(rows.states[chosen], rows.built_on[chosen], rows.dismantled_on[chosen], as_of)


def _columns(loaded: LoadedRegister, rows: Ints) -> dict[str, Any]:
    """Return the columns of ``Masts`` that each tell of one mast, of some rows."""
    masts, (x, y) = loaded.masts, loaded.mast_xy
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
        "small": (heights > 0) & (heights <= SMALL_M),
        "in_question": masts.in_question[rows],
        "top_agl_m": masts.top_agl_m[rows],
        "mast_classes": masts.mast_classes[rows],
        "owners": masts.owners[rows],
        "mast_height_m": heights,
        "designed_operators": masts.designed_operators[rows],
        "load_used_pct": masts.load_used_pct[rows],
        "robust": masts.robust[rows],
    }


def _masts(loaded: LoadedRegister, counts: Bools) -> Masts:
    place = _places(counts)
    return Masts(
        **_columns(loaded, np.flatnonzero(counts)),
        twins=_twins(loaded.masts, place),
        aliases=loaded.masts.aliases.moved(place),
    )


def _masts_after(loaded: LoadedRegister, before: Masts, step: RowStep, counts: Bools) -> Masts:
    rows, place = np.flatnonzero(counts), _places(counts)
    columns = {
        name: step.column(getattr(before, name), found)
        for name, found in _columns(loaded, rows[step.fresh]).items()
    }
    columns["in_question"] = loaded.masts.in_question[rows]  # a question changes no mast
    masts = Masts(**columns, twins=_twins(loaded.masts, place), aliases=loaded.masts.aliases.moved(place))
    follow_trees(before, masts, step)
    return masts


def _places(counts: Bools) -> Ints:
    """Return by row its number among those that count, GONE where it does not."""
    return np.where(counts, np.cumsum(counts) - 1, GONE)


def _twins(rows: MastRows, place: Ints) -> dict[int, tuple[int, ...]]:
    """Return, by row on the day, the masts that each may be the same as, where all of them count then."""
    found = {}
    for row, others in rows.asked_with.items():
        there = tuple(int(place[other]) for other in others)
        if place[row] >= 0 and there and min(there) >= 0:
            found[int(place[row])] = there
    return found


def _zone_set(loaded: LoadedRegister, layer: Layer, as_of: dt.date, ground: Any) -> ZoneSet | None:
    """Return the zones of a layer on the day, None where nothing was said of it."""
    chosen = [row for row, zone in enumerate(loaded.zones) if zone.layer is layer and _valid(zone, as_of)]
    covered = [
        row for row, item in enumerate(loaded.coverages) if item.layer is layer and _valid(item, as_of)
    ]
    if not chosen and not covered:
        return None
    everywhere = any(loaded.coverages[row].geometry is None for row in covered)
    area = None
    if covered and not everywhere:
        area = shapely.union_all(loaded.coverage_shapes[covered])
        shapely.prepare(area)
    return ZoneSet(
        zones=tuple(loaded.zones[row] for row in chosen),
        geometries=loaded.zone_shapes[chosen],
        coverage=Coverage(everywhere, area, ground),
    )


def _valid(item: Zone | LayerCoverage | PlanVersion, as_of: dt.date) -> bool:
    return item.valid_from <= as_of and (item.valid_to is None or as_of <= item.valid_to)


def _plans(loaded: LoadedRegister, as_of: dt.date, epsg: int) -> Plans:
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
