"""Corrections of a storm's wind field from observed winds: offered by the model's bias, decided by an
officer.

One is in force at a time; a further one takes its place, and it can be taken back. Whatever is worked out
from the storm's track then carries it (``StormFile.correction``). Nothing is corrected without a decision.
"""

import datetime as dt
import math
from collections.abc import Sequence

from registry.errors import RefusalError
from registry.model.storm.observed_winds import WindCorrection
from registry.model.storm.storms import FieldCorrection
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Actor, changed, deed
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.storm import observed as store
from registry.store.storm.storms import get_storm
from registry.store.storm.tables import wind_corrections as table
from registry.storm.constants import model
from registry.typed_text import within

_LONGEST = 500


def corrections_of(registry: Registry, storm: str) -> tuple[WindCorrection, ...]:
    """Return every correction of a storm's field, the first one first."""
    with registry.database.read() as connection:
        return store.corrections_of(connection, storm)


def correction_in_force(connection: Connection, storm: str) -> FieldCorrection | None:
    """Return the correction that a storm's tracks carry, None where none is in force."""
    found = _in_force(connection, storm)
    if found is None:
        return None
    return FieldCorrection(found.land, found.sea, found.places, dt.datetime.fromisoformat(found.at))


@one_moment()
def decide_correction(
    registry: Registry,
    storm: str,
    *,
    land: float,
    sea: float,
    winds: Sequence[str],
    reason: str,
    replaces: str,
    seen: int,
    who: Actor,
) -> WindCorrection:
    """Correct a storm's wind field from observations (ids) that count, in place of the correction that is in
    force: its id and the version ``seen`` on the page, "" and 0 for none (``CHANGED-MEANWHILE``).

    Refused without observations (``WIND-CORRECTION-NONE``), with one that the storm does not have or that was
    struck out (``WIND-UNKNOWN``), with a factor out of reason (``WIND-FACTOR``), and without a reason
    (``WIND-CORRECTION-REASON``).
    """
    bounds = model("correction")
    for factor in (land, sea):
        if not (math.isfinite(factor) and bounds["least"] <= factor <= bounds["most"]):
            raise RefusalError("WIND-FACTOR", least=bounds["least"], most=bounds["most"])
    if not reason.strip():
        raise RefusalError("WIND-CORRECTION-REASON")
    if not winds:
        raise RefusalError("WIND-CORRECTION-NONE")
    with deed(registry, f"{DESK}storm-wind-correction", who, options={"storm": storm}) as made:
        get_storm(made.connection, storm)
        known = {item.id: item for item in store.winds_of(made.connection, storm) if item.counts}
        if not set(winds) <= known.keys():
            raise RefusalError("WIND-UNKNOWN")
        row = {
            "id": new_id(),
            "storm": storm,
            "land": land,
            "sea": sea,
            "winds": sorted(set(winds)),
            "places": len({known[wind].place for wind in winds}),
            "reason": within(reason, _LONGEST),
            "who": made.who,
            "at": made.at,
        }
        before = _in_force(made.connection, storm)
        if (before.id if before else "", before.version if before else 0) != (replaces, seen):
            standing = before.id if before else replaces
            held = made.standing(table, standing, unknown="WIND-CORRECTION-ENDED")
            raise changed(made.connection, table, standing, held, row)
        if before:
            made.amend(table, before.id, ended_at=made.at, ended_by=made.who, ended_reason=row["reason"])
        made.create(table, row)
    return corrections_of(registry, storm)[-1]


@one_moment()
def end_correction(
    registry: Registry, storm: str, correction: str, *, reason: str, seen: int, who: Actor
) -> None:
    """Take a correction back: winds are the model's own again. Refused without a reason
    (``WIND-CORRECTION-REASON``), and for one that is not in force any more (``WIND-CORRECTION-ENDED``)."""
    if not reason.strip():
        raise RefusalError("WIND-CORRECTION-REASON")
    with deed(registry, f"{DESK}storm-wind-correction-ended", who, options={"storm": storm}) as made:
        said = {"ended_reason": within(reason, _LONGEST)}
        row = made.standing(table, correction, unknown="WIND-CORRECTION-ENDED", seen=seen, offered=said)
        if row["storm"] != storm or row.get("ended_at"):
            raise RefusalError("WIND-CORRECTION-ENDED")
        made.amend(table, correction, seen, ended_at=made.at, ended_by=made.who, **said)


def _in_force(connection: Connection, storm: str) -> WindCorrection | None:
    return next((item for item in store.corrections_of(connection, storm) if item.in_force), None)
