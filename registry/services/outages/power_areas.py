"""Areas without grid power as they are written: added, changed, ended, taken back; both values stay."""

import datetime as dt
from dataclasses import replace
from typing import Any

from registry.errors import RefusalError
from registry.model.ledger import LedgerEntry
from registry.model.outages.power_areas import PowerArea
from registry.model.vietnam_time import one_moment, written
from registry.services.office.calendar import now as present_moment
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.outages.events import UNKNOWN, outage_deed
from registry.services.register.chosen_areas import area_there
from registry.services.register.context import context_for
from registry.store.changes import new_id
from registry.store.histories import entries_of
from registry.store.outages import power_areas as store
from registry.store.outages.tables import power_areas
from registry.typed_text import line_within, within

_LATER = dt.timedelta(minutes=2)


@one_moment()
def add_area(registry: Registry, area: PowerArea, *, who: str) -> PowerArea:
    """Record an area without grid power (its id is given here).

    Refused without a name (``POWER-AREA-NAME``), without a place or feeder (``POWER-AREA-PLACE``), without
    who says it (``POWER-AREA-SOURCE``), for moments to come (``OUTAGE-MOMENT``), an end before the beginning
    (``OUTAGE-ORDER``), and an area that cannot be read (``AREA-…``).
    """
    identity = new_id()
    with outage_deed(registry, "power-area", who, identity) as made:
        found = _clean(registry, replace(area, id=identity, who=made.who, at=made.at))
        made.create(power_areas, store.area_row(found))
    return area_of(registry, identity)


@one_moment()
def change_area(
    registry: Registry, area: str, values: dict[str, Any], *, seen: int, reason: str, who: str
) -> PowerArea:
    """Change what an area says (its fields by name), end it, or take it back (``withdrawn``).

    Refused as ``add_area``; without a reason (``OUTAGE-REASON``) where more is changed than that it ended.
    """
    with outage_deed(registry, "power-area", who, area) as made:
        before = store.get_area(made.connection, area)
        after = _clean(registry, replace(before, **values, reason=line_within(reason, 300), who=made.who))
        changed = {name for name in values if getattr(after, name) != getattr(before, name)}
        ends = changed == {"ended_at"} and before.ended_at is None
        if changed and not ends and not reason.strip():
            raise RefusalError("OUTAGE-REASON")
        made.amend(power_areas, area, seen, UNKNOWN, **store.area_row(after))
    return area_of(registry, area)


def area_of(registry: Registry, area: str) -> PowerArea:
    """Return an area (``OUTAGE-UNKNOWN``)."""
    with registry.database.read() as connection:
        return store.get_area(connection, area)


def area_history(registry: Registry, area: str) -> list[LedgerEntry]:
    """Return what happened to an area, the oldest first."""
    with registry.database.read() as connection:
        return list(entries_of(connection, {power_areas.name: [area]}))


def _clean(registry: Registry, area: PowerArea) -> PowerArea:
    found = replace(
        area,
        name=line_within(area.name, 120),
        feeder=line_within(area.feeder, 300),
        source_note=line_within(area.source_note, 200),
        note=within(area.note, 500),
    )
    if not found.name:
        raise RefusalError("POWER-AREA-NAME")
    if not found.area and not found.feeders:
        raise RefusalError("POWER-AREA-PLACE")
    if not found.source_note:
        raise RefusalError("POWER-AREA-SOURCE")
    latest = present_moment() + _LATER
    for at in (found.since, found.ended_at):
        if at is not None and at > latest:
            raise RefusalError("OUTAGE-MOMENT", at=written(at))
    if found.ended_at is not None and found.ended_at < found.since:
        raise RefusalError("OUTAGE-ORDER", start=written(found.since), end=written(found.ended_at))
    area_there(registry, context_for(registry, today()), found.area)  # refused where it cannot be read
    return found
