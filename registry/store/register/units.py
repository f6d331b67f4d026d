"""Administrative units (đơn vị hành chính) with their validity, present and former."""

import functools
import hashlib
import pickle
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.areas import AdminLevel, AdminUnit, with_kind
from registry.store.records import record_of, row_of
from registry.store.tables import admin_units


def load_units(
    connection: Connection, *, level: AdminLevel | None = None, boundaries: bool = True
) -> list[AdminUnit]:
    """Return units of all days by level and id; ``boundaries`` False leaves the shapes unread."""
    columns = [
        column
        for column in admin_units.columns
        if boundaries or column.name not in ("geometry", "west", "south", "east", "north")
    ]
    query = sa.select(*columns).order_by(admin_units.c.level, admin_units.c.id)
    if level is not None:
        query = query.where(admin_units.c.level == level)
    return [
        record_of(AdminUnit, row, boundary=row["geometry"] if boundaries else None)
        for row in connection.execute(query).mappings()
    ]


def digest(connection: Connection) -> bytes:
    """Return the SHA-256 of all units as they are stored, to the byte: other rows, another digest."""
    rows = [tuple(row) for row in connection.execute(_as_stored())]
    return hashlib.sha256(pickle.dumps(rows, protocol=5)).digest()


@functools.cache
def _as_stored() -> sa.Select[Any]:
    columns: list[Any] = [sa.type_coerce(column, sa.types.NullType()) for column in admin_units.c]
    return sa.select(*columns).order_by(admin_units.c.id)


def commune_names(connection: Connection) -> dict[str, str]:
    """Return the names with their kind of the communes in force by code, without reading a boundary."""
    query = sa.select(admin_units.c.code, admin_units.c.kind, admin_units.c.name).where(
        admin_units.c.level == AdminLevel.COMMUNE, admin_units.c.valid_to.is_(None)
    )
    return {code: with_kind(kind, name) for code, kind, name in connection.execute(query)}


def unit_row(unit: AdminUnit) -> dict[str, Any]:
    """Return the row of a unit."""
    return row_of(admin_units, unit, geometry=unit.boundary)
