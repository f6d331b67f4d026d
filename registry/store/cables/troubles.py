"""Troubles of outside cable as records, and the areas whose lines are to be laid underground."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.cables import CableTrouble, TroubleState, UndergroundArea, UndergroundState
from registry.store.cables.tables import cable_troubles, underground_areas
from registry.store.reading import first_of
from registry.store.records import record_of


def trouble_of(row: Any) -> CableTrouble:
    """Return the trouble of a row (a mapping); moments keep the offset they were written with."""
    return record_of(CableTrouble, {**row, "detected_at": row["detected_at"] or row["at"]})


def load_troubles(connection: Connection, *, open_only: bool = False) -> list[CableTrouble]:
    """Return the troubles, the newest detected first."""
    t = cable_troubles
    query = sa.select(t).order_by(t.c.detected_at.desc(), t.c.id)
    if open_only:
        query = query.where(t.c.state == TroubleState.OPEN.value)
    return [trouble_of(row) for row in connection.execute(query).mappings()]


def get_trouble(connection: Connection, trouble: str) -> CableTrouble:
    """Return a trouble by its id; ``CABLE-TROUBLE-UNKNOWN`` where there is none."""
    row = first_of(connection, sa.select(cable_troubles).where(cable_troubles.c.id == trouble))
    if row is None:
        raise RefusalError("CABLE-TROUBLE-UNKNOWN")
    return trouble_of(row)


def trouble_from(connection: Connection, source: str, ref: str) -> str | None:
    """Return the id of the trouble that was made of a source's record; None where none was."""
    t = cable_troubles
    query = sa.select(t.c.id).where(t.c.source == source, t.c.source_ref == ref)
    found: str | None = connection.execute(query).scalar()
    return found


def sources_of(connection: Connection) -> set[tuple[str, str]]:
    """Return (source, its record) of every trouble, of whatever state: what is followed already."""
    query = sa.select(cable_troubles.c.source, cable_troubles.c.source_ref)
    return {(source, ref) for source, ref in connection.execute(query)}


def get_area(connection: Connection, area: str) -> UndergroundArea:
    """Return an area to be laid underground by its id; ``UNDERGROUND-UNKNOWN`` where there is none."""
    row = first_of(connection, sa.select(underground_areas).where(underground_areas.c.id == area))
    if row is None:
        raise RefusalError("UNDERGROUND-UNKNOWN")
    return area_of(row)


def area_of(row: Any) -> UndergroundArea:
    """Return the undergrounding area of a row (a mapping)."""
    return record_of(UndergroundArea, row)


def load_areas(connection: Connection, *, planned_only: bool = False) -> list[UndergroundArea]:
    """Return the areas to be laid underground, the earliest date first."""
    t = underground_areas
    query = sa.select(t).order_by(t.c.due_on.is_(None), t.c.due_on, t.c.name, t.c.id)
    if planned_only:
        query = query.where(t.c.state == UndergroundState.PLANNED.value)
    return [area_of(row) for row in connection.execute(query).mappings()]
