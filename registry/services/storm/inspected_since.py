"""Masts that somebody went to after a storm's strongest gust there: they are not to inspect again for it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from registry.model.field.inspections import Item
from registry.services.field.checklists.absent import Absence, absence_of
from registry.services.field.items import items_of, moment_of
from registry.services.office.registry import Registry
from registry.store.field.views import items_of_inspections
from registry.store.field.visits import ended_since
from registry.storm.exposure import StormExposure


class SeenSince(NamedTuple):
    """A visit of a mast that was finished after the gust: when, and of which campaign ("" of none)."""

    at: dt.datetime
    visit: str
    campaign: str
    name: str


def inspected_since(registry: Registry, exposure: StormExposure, rows: Iterable[int]) -> dict[int, SeenSince]:
    """Return, by row, the first visit after a mast's own strongest gust; one before it says nothing of it,
    nor does one in which nobody got to the mast."""
    peaks = {row: peak for row in rows if (peak := exposure.at(row).peak_at) is not None}
    if not peaks:
        return {}
    first = min(peaks.values()) - dt.timedelta(days=1)  # phones write their own offset: a day is left between
    with registry.database.read() as connection:
        ended = ended_since(connection, first.date().isoformat())
    by: dict[str, list[SeenSince]] = {}
    for structure, visit, finished, campaign, name in ended:
        if (at := moment_of(finished)) is not None:
            by.setdefault(structure, []).append(SeenSince(at, visit, campaign, name))
    later = {
        row: sorted(one for one in by.get(str(exposure.masts.structure_ids[row]), ()) if one.at > peak)
        for row, peak in peaks.items()
    }
    missed = _not_reached(registry, {one.visit for visits in later.values() for one in visits})
    found = {row: [one for one in visits if one.visit not in missed] for row, visits in later.items()}
    return {row: visits[0] for row, visits in found.items() if visits}


def _not_reached(registry: Registry, visits: Collection[str]) -> set[str]:
    """Return the visits in which nobody got to the mast: after a storm they say nothing of it."""
    of: dict[str, list[Item]] = defaultdict(list)
    with registry.database.read() as connection:
        for item in items_of(items_of_inspections(connection, visits)):
            of[item.inspection].append(item)
    told = {visit: absence_of(items) for visit, items in of.items()}
    return {visit for visit, said in told.items() if said is not None and said[0] is Absence.UNREACHABLE}
