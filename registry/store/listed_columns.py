"""The columns of sites, structures and stations that the dictionary of columns makes.

A table declares what the register finds out by itself; what lists say of a mast stands in
``data/codes/columns.toml`` alone.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from registry.columns import CellType, Column, Level, stored_columns
from registry.store.table_parts import TEXT, Json, text

_TYPES: dict[CellType, sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]]] = {
    CellType.METRES: sa.Double,
    CellType.NUMBER: sa.Double,
    CellType.INTEGER: sa.Integer,
    CellType.DATE: sa.Date,
    CellType.YESNO: sa.Boolean,
    CellType.CHOICE: TEXT,
    CellType.CHOICES: Json,
}


def listed_columns(level: Level, *, declared: Collection[str] = ()) -> list[sa.Column[Any]]:
    """Return the columns of a level's table that lists fill, but those that it declares itself."""
    return [_made(item) for item in stored_columns(level) if item.stored not in declared]


def _made(item: Column) -> sa.Column[Any]:
    kind = _TYPES.get(item.type)
    return text(item.stored) if kind is None else sa.Column(item.stored, kind)
