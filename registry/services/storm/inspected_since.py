"""Masts that somebody went to after a storm's strongest gust there: they are not to inspect again for it."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from registry.services.field.items import moment_of
from registry.services.office.registry import Registry
from registry.store.field.visits import ended_since
from registry.storm.exposure import StormExposure


class SeenSince(NamedTuple):
    """A visit of a mast that was finished after the gust: when, and of which campaign ("" of none)."""

    at: dt.datetime
    visit: str
    campaign: str
    name: str


def inspected_since(registry: Registry, exposure: StormExposure, rows: Iterable[int]) -> dict[int, SeenSince]:
    """Return, by row, the first visit after a mast's own strongest gust; one before it says nothing of it."""
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
    found = {}
    for row, peak in peaks.items():
        later = [one for one in by.get(str(exposure.masts.structure_ids[row]), ()) if one.at > peak]
        if later:
            found[row] = min(later)
    return found
