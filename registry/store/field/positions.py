"""Proposed positions to be looked at and the items recorded there, as rows: by id, request, person, visit."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store import images
from registry.store.field.position_tables import position_items, position_targets
from registry.store.field.views import as_item, rows_where
from registry.store.reading import Row, keys_held, narrowed, rows_of

__all__ = ["items_at", "items_in", "kept_item", "known_targets", "list_targets"]


def list_targets(connection: Connection, *, request: str = "", state: str = "") -> list[Row]:
    """Return the targets of a request (or all) in a state (or any), what is due first before."""
    query = sa.select(position_targets).order_by(
        position_targets.c.due_on.is_(None), position_targets.c.due_on, position_targets.c.code,
        position_targets.c.id,
    )  # fmt: skip
    return rows_of(connection, narrowed(query, position_targets, request=request, state=state))


def known_targets(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return which of these are targets, open or not: what was recorded is taken whatever came of it."""
    return keys_held(connection, position_targets, list(dict.fromkeys(images.clean(one) for one in ids)))


def items_at(connection: Connection, targets: Iterable[str]) -> list[Row]:
    """Return the items of targets, as rows of items of inspections are."""
    return [as_item(row) for row in rows_where(connection, position_items, "target", targets)]


def items_in(connection: Connection, visits: Iterable[str]) -> list[Row]:
    """Return the items of visits, as rows of items of inspections are."""
    return [as_item(row) for row in rows_where(connection, position_items, "inspection", visits)]


def kept_item(row: Mapping[str, Any]) -> Row:
    """Return an item as its table keeps it, from the row of one of an inspection."""
    return {**{name: value for name, value in row.items() if name != "structure"}, "target": row["structure"]}
