"""The context of one day, kept in step with the register as it is loaded."""

from dataclasses import replace

import numpy as np

from registry.checks.context import Masts
from registry.checks.masts_in_step import follow_trees
from registry.checks.on_day.contexts import (
    DayContext,
    counted,
    mast_columns,
    places_of,
    plans_on,
    small_limit_m,
    twins_of,
    with_small,
    zone_set,
)
from registry.model.areas import Layer
from registry.model.row_steps import Bools, RowStep
from registry.services.register.loaded_register import LoadedRegister, News


def context_after(loaded: LoadedRegister, day: DayContext, news: News) -> DayContext:
    """Return a day's context after ``loaded`` came up to what is new; parts that stand are shared by both."""
    before, counts = day
    masts = before.masts
    if news.masts is not None:
        fresh = counted(loaded.masts, news.masts.fresh, before.as_of)
        counts = news.masts.column(day.counts, fresh)
        small_m = small_limit_m(before.own_law, before.province, before.as_of)
        step = news.masts.among(day.counts, counts)
        masts = _masts_after(loaded, before.masts, step, counts, small_m)
    zones = before.zones
    if news.layers:
        changed = {layer: zone_set(loaded, layer, before.as_of, before.units.ground) for layer in news.layers}
        sets = {layer: changed.get(layer, zones.get(layer)) for layer in Layer}
        zones = {layer: found for layer, found in sets.items() if found is not None}
    if loaded.own_law != before.own_law:
        masts = with_small(masts, small_limit_m(loaded.own_law, before.province, before.as_of))
    context = replace(
        before,
        masts=masts,
        zones=zones,
        lists=loaded.lists,
        plans=plans_on(loaded, before.as_of, before.metric_epsg) if news.plans else before.plans,
        office_numbers=loaded.office_numbers,
        own_law=loaded.own_law,
        illustrative=loaded.illustrative,
        days_worked=loaded.calendar,
    )
    return DayContext(context, counts)


def _masts_after(
    loaded: LoadedRegister, before: Masts, step: RowStep, counts: Bools, small_m: float
) -> Masts:
    rows, place = np.flatnonzero(counts), places_of(counts)
    columns = {
        name: step.column(getattr(before, name), found)
        for name, found in mast_columns(loaded, rows[step.fresh], small_m).items()
    }
    columns["in_question"] = loaded.masts.in_question[rows]  # a question changes no mast
    masts = Masts(**columns, twins=twins_of(loaded.masts, place), aliases=loaded.masts.aliases.moved(place))
    follow_trees(before, masts, step)
    return masts
