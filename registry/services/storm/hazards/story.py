"""What happened to a warning: recorded, corrected from what, withdrawn, counted again; when and by whom."""

import datetime as dt
from dataclasses import dataclass

from registry.model.storm.hazards import Hazard, HazardState
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.store.histories import entries_of
from registry.store.images import decode
from registry.store.records import record_of
from registry.store.storm.hazard_tables import hazards


@dataclass(frozen=True, slots=True)
class Step:
    """One deed: "recorded", "corrected", "withdrawn" or "restored", with its reason; ``before`` is what a
    corrected warning said until then."""

    at: dt.datetime
    who: str
    deed: str
    reason: str = ""
    before: Hazard | None = None


def story_of(registry: Registry, hazard: str) -> list[Step]:
    """Return what happened to a warning, the newest first."""
    with registry.database.read() as connection:
        entries = entries_of(connection, {hazards.name: [hazard]})
    found = []
    for entry in entries:
        if entry.change.after is None:
            continue
        after = record_of(Hazard, decode(hazards, entry.change.after))
        before = (
            None if entry.change.before is None else record_of(Hazard, decode(hazards, entry.change.before))
        )
        at = in_vietnam(entry.at)
        if before is None:
            found.append(Step(at, entry.who, "recorded"))
        elif after.state is HazardState.WITHDRAWN:
            found.append(Step(at, entry.who, "withdrawn", after.reason))
        elif before.state is HazardState.WITHDRAWN:
            found.append(Step(at, entry.who, "restored"))
        else:
            found.append(Step(at, entry.who, "corrected", after.reason, before))
    return found[::-1]
