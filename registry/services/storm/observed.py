"""Winds that were observed in a storm: typed or imported, amended, struck out with the reason.

Each deed is a batch of the ledger. One that was struck out stays readable and counts no more; it can be
taken back in.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.storm.observed_winds import ObservedWind, WindSource, WindSpan
from registry.model.vietnam_time import now, one_moment, written
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Actor, Deed, deed
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.ledger import stamp
from registry.store.storm import observed as store
from registry.store.storm.storms import get_storm
from registry.store.storm.tables import observed_winds as table
from registry.storm.ahead import SLACK
from registry.storm.exposures import CLASSES, IN_LAND
from registry.storm.scales import HIGHEST, middle_of
from registry.storm.units import AVERAGING
from registry.typed_text import line_within, within

MOST = 2_000
"""Of one storm: stations every hour for days are below it."""
FASTEST_MS = 120.0
LEAST_HEIGHT_M, MOST_HEIGHT_M = 1.5, 300.0
_LON, _LAT = (95.0, 130.0), (0.0, 35.0)
_LONGEST_PLACE, _LONGEST = 80, 500


@dataclass(frozen=True, slots=True)
class NewWind:
    """A wind as it is told: see ``ObservedWind``. A level without a speed is taken for its middle."""

    place: str
    lon: float
    lat: float
    observed_at: dt.datetime
    source: WindSource
    told_by: str = ""
    mean_ms: float | None = None
    mean_level: int | None = None
    gust_ms: float | None = None
    gust_level: int | None = None
    averaging_s: int = 120
    height_m: float = 10.0
    surroundings: str = IN_LAND
    span: WindSpan = WindSpan.STRONGEST
    structure: str = ""


def observed_winds(registry: Registry, storm: str, *, struck: bool = False) -> tuple[ObservedWind, ...]:
    """Return what was observed in a storm by moment and place; with ``struck`` also what was struck out."""
    with registry.database.read() as connection:
        found = store.winds_of(connection, storm)
    return found if struck else tuple(item for item in found if item.counts)


@one_moment()
def record_winds(registry: Registry, storm: str, winds: Sequence[NewWind], *, who: Actor) -> int:
    """Record observed winds as one batch and return how many were new; the same ones again change nothing.

    Refused as a whole for one that cannot be (``WIND-PLACE``, ``WIND-NOTHING``, ``WIND-SPEED``,
    ``WIND-BELOW-MEAN``, ``WIND-LEVEL``, ``WIND-HEIGHT``, ``WIND-AVERAGING``, ``WIND-AHEAD``), for an unknown
    storm (``STORM-UNKNOWN``), and for more than ``MOST`` of one storm (``WIND-MANY``).
    """
    rows = [row_of(item) for item in winds]
    with deed(registry, f"{DESK}storm-winds", who, options={"storm": storm}) as made:
        get_storm(made.connection, storm)
        known = store.winds_of(made.connection, storm)
        held = {_same(item) for item in known if item.counts}
        for row in rows:
            if (key := _same(row)) in held:
                continue
            held.add(key)
            made.create(table, {**row, "id": new_id(), "storm": storm, "who": made.who, "at": made.at})
        if len(known) + len(made.changes) > MOST:
            raise RefusalError("WIND-MANY", most=MOST)
        return len(made.changes)


@one_moment()
def amend_wind(
    registry: Registry, storm: str, wind: str, told: NewWind, *, seen: int, who: Actor
) -> ObservedWind:
    """Put an observed wind right; the ledger keeps what stood. Refused as ``record_winds`` refuses, for one
    that the storm does not have (``WIND-UNKNOWN``), and where it was changed meanwhile."""
    row = row_of(told)
    with deed(registry, f"{DESK}storm-wind-amended", who, options={"storm": storm}) as made:
        _standing(made, storm, wind, seen, row)
        made.amend(table, wind, seen, "WIND-UNKNOWN", **row, who=made.who, at=made.at)
    return get_wind(registry, storm, wind)


@one_moment()
def strike_wind(
    registry: Registry, storm: str, wind: str, *, reason: str, seen: int, who: Actor
) -> ObservedWind:
    """Strike out an observed wind with the reason (``WIND-STRIKE-REASON``); it then counts no more.

    One that is struck out already is refused (``WIND-STRUCK``): the first reason stands.
    """
    if not reason.strip():
        raise RefusalError("WIND-STRIKE-REASON")
    with deed(registry, f"{DESK}storm-wind-struck", who, options={"storm": storm}) as made:
        said = {"struck_at": made.at, "struck_by": made.who, "struck_reason": within(reason, _LONGEST)}
        if _standing(made, storm, wind, seen, said).get("struck_at"):
            raise RefusalError("WIND-STRUCK")
        made.amend(table, wind, seen, "WIND-UNKNOWN", **said)
    return get_wind(registry, storm, wind)


@one_moment()
def restore_wind(registry: Registry, storm: str, wind: str, *, seen: int, who: Actor) -> ObservedWind:
    """Let an observed wind that was struck out count again."""
    with deed(registry, f"{DESK}storm-wind-restored", who, options={"storm": storm}) as made:
        said = {"struck_at": "", "struck_by": "", "struck_reason": ""}
        _standing(made, storm, wind, seen, said)
        made.amend(table, wind, seen, "WIND-UNKNOWN", **said)
    return get_wind(registry, storm, wind)


def get_wind(registry: Registry, storm: str, wind: str) -> ObservedWind:
    """Return one observed wind of a storm, struck out or not; ``WIND-UNKNOWN`` where there is none."""
    for item in observed_winds(registry, storm, struck=True):
        if item.id == wind:
            return item
    raise RefusalError("WIND-UNKNOWN")


def row_of(wind: NewWind) -> dict[str, Any]:
    """Return a wind as columns, refused where it cannot be: see ``record_winds``."""
    if not (math.isfinite(wind.lon) and math.isfinite(wind.lat)):
        raise RefusalError("WIND-PLACE")
    if not (_LON[0] <= wind.lon <= _LON[1] and _LAT[0] <= wind.lat <= _LAT[1]):
        raise RefusalError("WIND-PLACE")
    place = line_within(wind.place, _LONGEST_PLACE)
    if not place:
        raise RefusalError("WIND-PLACE")
    if wind.surroundings not in CLASSES:
        raise RefusalError("WIND-SURROUNDINGS", value=wind.surroundings[:40], known=", ".join(CLASSES))
    if not LEAST_HEIGHT_M <= wind.height_m <= MOST_HEIGHT_M:
        raise RefusalError("WIND-HEIGHT", least=LEAST_HEIGHT_M, most=MOST_HEIGHT_M)
    if str(wind.averaging_s) not in AVERAGING:
        raise RefusalError("WIND-AVERAGING", value=wind.averaging_s)
    if wind.observed_at > now() + SLACK:
        raise RefusalError("WIND-AHEAD", at=written(wind.observed_at))
    mean, mean_level = _speed(wind.mean_ms, wind.mean_level)
    gust, gust_level = _speed(wind.gust_ms, wind.gust_level)
    if mean is None and gust is None:
        raise RefusalError("WIND-NOTHING")
    if mean is not None and gust is not None and gust < mean:
        raise RefusalError("WIND-BELOW-MEAN", mean=mean, gust=gust)
    return {
        "place": place,
        "structure": wind.structure,
        "lon": wind.lon,
        "lat": wind.lat,
        "surroundings": wind.surroundings,
        "height_m": wind.height_m,
        "observed_at": stamp(wind.observed_at),
        "span": wind.span.value,
        "mean_ms": mean,
        "mean_level": mean_level,
        "averaging_s": wind.averaging_s,
        "gust_ms": gust,
        "gust_level": gust_level,
        "source": wind.source.value,
        "told_by": line_within(wind.told_by, _LONGEST),
    }


def _speed(stated: float | None, level: int | None) -> tuple[float | None, int | None]:
    """Return a speed and, where a level was all that was told, the level."""
    if level is not None and not 0 <= level <= HIGHEST:
        raise RefusalError("WIND-LEVEL", level=level, highest=HIGHEST)
    if stated is None:
        return (None, None) if level is None else (middle_of(level), level)
    if not (math.isfinite(stated) and 0 <= stated <= FASTEST_MS):
        raise RefusalError("WIND-SPEED", most=FASTEST_MS)
    return stated, None


def _same(wind: ObservedWind | dict[str, Any]) -> tuple[Any, ...]:
    """Return what makes two tellings one: the same place, moment and speeds."""
    names = ("place", "observed_at", "span", "mean_ms", "gust_ms", "height_m", "averaging_s")
    row = wind if isinstance(wind, dict) else {name: getattr(wind, name) for name in names}
    return tuple(str(row[name]) for name in names)


def _standing(made: Deed, storm: str, wind: str, seen: int, offered: dict[str, Any]) -> dict[str, Any]:
    row = made.standing(table, wind, unknown="WIND-UNKNOWN", seen=seen, offered=offered)
    if row["storm"] != storm:
        raise RefusalError("WIND-UNKNOWN")
    return row
