"""Plans of operators: versions and their planned positions."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.plans import PlannedPosition, PlanVersion
from registry.store.changes import stable_id
from registry.store.reading import Row, each_of
from registry.store.tables import plan_versions, planned_positions

_FIELDS = tuple(field.name for field in dataclasses.fields(PlannedPosition))


def load_versions(connection: Connection, *, as_of: dt.date | None = None) -> list[PlanVersion]:
    """Return plan versions by operator and first day: those in force on a day, or all."""
    query = sa.select(plan_versions).order_by(
        plan_versions.c.operator, plan_versions.c.valid_from, plan_versions.c.id
    )
    if as_of is not None:
        query = query.where(plan_versions.c.valid_from <= as_of).where(
            sa.or_(plan_versions.c.valid_to.is_(None), plan_versions.c.valid_to >= as_of)
        )
    return [
        PlanVersion(row.id, row.operator, row.decision, row.valid_from, row.valid_to)
        for row in connection.execute(query)
    ]


def load_positions(connection: Connection, versions: Iterable[str] | None = None) -> list[PlannedPosition]:
    """Return planned positions of some versions (ids), or of all, in the order of version, code and id."""
    query = sa.select(*(planned_positions.c[name] for name in _FIELDS)).order_by(
        planned_positions.c.plan_version, planned_positions.c.code, planned_positions.c.id
    )
    if versions is not None:
        query = query.where(planned_positions.c.plan_version.in_(list(versions)))
    return [PlannedPosition(*row) for row in connection.execute(query)]


def each_position(connection: Connection) -> Iterator[Row]:
    """Yield every planned position with the ``decision``, ``valid_from`` and ``valid_to`` of its version, by
    operator, first day and code."""
    versions, positions = plan_versions, planned_positions
    query = (
        sa.select(positions, versions.c.decision, versions.c.valid_from, versions.c.valid_to)
        .join_from(positions, versions, versions.c.id == positions.c.plan_version)
        .order_by(versions.c.operator, versions.c.valid_from, positions.c.code)
    )
    return each_of(connection, query)


def version_id(operator: str, decision: str, valid_from: dt.date) -> str:
    """Return the id of a plan version: one operator, decision and first day."""
    return stable_id("plan", operator, decision, valid_from.isoformat())


def version_row(version: PlanVersion) -> dict[str, Any]:
    """Return the row of a plan version."""
    return dataclasses.asdict(version)


def position_row(position: PlannedPosition) -> dict[str, Any]:
    """Return the row of a planned position."""
    return dataclasses.asdict(position)
