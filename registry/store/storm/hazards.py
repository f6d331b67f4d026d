"""Warnings of rain, flood and landslide, ground that floods or slides, and roads cut, as rows."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import Hazard, HazardGround, HazardState, RoadCut
from registry.store.ledger import stamp
from registry.store.records import record_of
from registry.store.storm.hazard_tables import hazard_grounds, hazard_letters, hazards, road_cuts


def load_hazards(connection: Connection, *, at: dt.datetime | None = None) -> list[Hazard]:
    """Return the warnings, the newest first; with ``at`` (aware) those in force at that moment."""
    query = sa.select(hazards).order_by(hazards.c.from_at.desc(), hazards.c.id)
    if at is not None:
        moment = stamp(at)
        query = query.where(
            hazards.c.state == HazardState.STANDING.value,
            hazards.c.from_at <= moment,
            hazards.c.to_at >= moment,
        )
    return [record_of(Hazard, row) for row in connection.execute(query).mappings()]


def load_grounds(connection: Connection) -> list[HazardGround]:
    """Return the ground that floods or slides, by river, alarm and name."""
    t = hazard_grounds
    query = sa.select(t).order_by(t.c.kind, t.c.river, t.c.alarm, t.c.name, t.c.id)
    return [record_of(HazardGround, row) for row in connection.execute(query).mappings()]


def load_road_cuts(connection: Connection) -> list[RoadCut]:
    """Return the roads that are or were cut, the newest first."""
    query = sa.select(road_cuts).order_by(road_cuts.c.from_at.desc(), road_cuts.c.id)
    return [record_of(RoadCut, row) for row in connection.execute(query).mappings()]


def load_letters(connection: Connection, **only: Any) -> list[HazardLetter]:
    """Return the letters of warnings, the newest first: all, or those with the columns of ``only``."""
    t = hazard_letters
    query = sa.select(t).where(*(t.c[name] == value for name, value in only.items()))
    query = query.order_by(t.c.at.desc(), t.c.recipient_name, t.c.id)
    return [record_of(HazardLetter, row) for row in connection.execute(query).mappings()]


def hazard_of(row: Any) -> Hazard:
    """Return the warning of a row (a mapping)."""
    return record_of(Hazard, row)
