"""What the risk of masts is read from besides the register of masts: facts, visits, defects; plain reads."""

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.field.inspections import CABLE
from registry.model.field.phone_clock import happened_at
from registry.store.field.tables import (
    defects,
    field_choices,
    field_items,
    inspections,
    mast_safety,
    self_inspections,
)
from registry.store.register.sites import columns_of
from registry.store.tables import structures


def design_winds(connection: Connection) -> dict[str, float]:
    """Return structure id -> the wind that it was designed for (m/s), of those that state it."""
    stated = structures.c.design_wind_ms.is_not(None)
    found = columns_of(connection, structures, ("id", "design_wind_ms"), stated)
    return dict(zip(found["id"], found["design_wind_ms"], strict=True))


def facts(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return structure id -> row of what was stated of its safety."""
    return {row["structure"]: dict(row) for row in connection.execute(sa.select(mast_safety)).mappings()}


def told(connection: Connection, entries: Collection[str]) -> list[tuple[str, str, Any, str]]:
    """Return (structure, entry, value, moment) of what visits recorded, the oldest first.

    Moments are put right by how far a phone's clock was off, on Vietnam's clock. What a later item replaces
    is left out, and what was recorded in a visit that was begun by mistake.
    """
    later = field_items.alias("later")
    replaced = sa.exists().where(
        later.c.replaces == field_items.c.id, later.c.inspection == field_items.c.inspection
    )
    query = sa.select(
        field_items.c.id, field_items.c.structure, field_items.c.entry, field_items.c.content,
        field_items.c.recorded_at, field_items.c.clock_off_s, field_items.c.received_at,
    ).join_from(field_items, inspections, inspections.c.id == field_items.c.inspection).where(
        inspections.c.dropped_at == "", field_items.c.kind == "reading",
        field_items.c.entry.in_(sorted(entries)), ~replaced,
    )  # fmt: skip
    found = [
        (happened_at(row.recorded_at, row.clock_off_s, row.received_at), row)
        for row in connection.execute(query)
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].id))
    return [(row.structure, row.entry, json.loads(row.content).get("value"), at) for at, row in found]


def chosen(connection: Connection, entries: Collection[str]) -> list[tuple[str, str, Any, str]]:
    """Return (structure, entry, value, moment of the choice) of what officers let count, in order."""
    query = (
        sa.select(field_choices.c.structure, field_choices.c.entry, field_items.c.content, field_choices.c.at)
        .join(field_items, field_items.c.id == field_choices.c.item)
        .where(field_choices.c.entry.in_(sorted(entries)))
        .order_by(field_choices.c.at, field_choices.c.id)
    )
    return [
        (structure, entry, json.loads(content).get("value"), at)
        for structure, entry, content, at in connection.execute(query)
    ]


def standing_defects(connection: Connection, states: Collection[str]) -> list[tuple[str, str]]:
    """Return (structure, severity) of the defects that stand."""
    query = sa.select(defects.c.structure, defects.c.severity).where(defects.c.state.in_(sorted(states)))
    return [(row[0], row[1]) for row in connection.execute(query)]


def last_visits(connection: Connection) -> dict[str, str]:
    """Return structure id -> when its last finished visit ended; the cable round a mast is not the mast."""
    query = (
        sa.select(inspections.c.structure, sa.func.max(inspections.c.finished_at))
        .where(inspections.c.finished_at != "", inspections.c.checklist != CABLE)
        .group_by(inspections.c.structure)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def last_self_inspections(connection: Connection) -> dict[str, Any]:
    """Return structure id -> day of the last self-inspection that a carrier stated."""
    query = (
        sa.select(self_inspections.c.structure, sa.func.max(self_inspections.c.inspected_on))
        .where(self_inspections.c.inspected_on.is_not(None))
        .group_by(self_inspections.c.structure)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
