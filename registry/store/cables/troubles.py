"""Troubles of outside cable as records, and the areas whose lines are to be laid underground."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.cables import CableTrouble, TroubleKind, TroubleState, UndergroundArea, UndergroundState
from registry.store.cables.tables import cable_troubles, underground_areas


def trouble_of(row: Any) -> CableTrouble:
    """Return the trouble of a row (a mapping); moments keep the offset they were written with."""

    def moment(text: str) -> dt.datetime | None:
        return dt.datetime.fromisoformat(text) if text else None

    detected = moment(row["detected_at"]) or dt.datetime.fromisoformat(row["at"])
    return CableTrouble(
        id=row["id"], kind=TroubleKind(row["kind"]), owner=row["owner"], lon=row["lon"], lat=row["lat"],
        detected_at=detected, occurred_at=moment(row["occurred_at"]), state=TroubleState(row["state"]),
        node=row["node"], segment=row["segment"], source=row["source"], source_ref=row["source_ref"],
        note=row["note"], remedy=row["remedy"], fixed_at=moment(row["fixed_at"]),
        alternative=row["alternative"], plan_received_on=row["plan_received_on"],
        photos=tuple(row["photos"] or ()), who=row["who"], version=row["version"],
    )  # fmt: skip


def load_troubles(connection: Connection, *, open_only: bool = False) -> list[CableTrouble]:
    """Return the troubles, the newest detected first."""
    t = cable_troubles
    query = sa.select(t).order_by(t.c.detected_at.desc(), t.c.id)
    if open_only:
        query = query.where(t.c.state == TroubleState.OPEN.value)
    return [trouble_of(row) for row in connection.execute(query).mappings()]


def area_of(row: Any) -> UndergroundArea:
    """Return the undergrounding area of a row (a mapping)."""
    return UndergroundArea(
        id=row["id"], name=row["name"], decision=row["decision"], due_on=row["due_on"],
        geometry=row["geometry"], state=UndergroundState(row["state"]), note=row["note"],
        version=row["version"],
    )  # fmt: skip


def load_areas(connection: Connection, *, planned_only: bool = False) -> list[UndergroundArea]:
    """Return the areas to be laid underground, the earliest date first."""
    t = underground_areas
    query = sa.select(t).order_by(t.c.due_on.is_(None), t.c.due_on, t.c.name, t.c.id)
    if planned_only:
        query = query.where(t.c.state == UndergroundState.PLANNED.value)
    return [area_of(row) for row in connection.execute(query).mappings()]
