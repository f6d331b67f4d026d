"""Rows of the field's tables by what they belong to; plain reads, many keys at once."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store import images
from registry.store.field.position_tables import position_items
from registry.store.field.tables import field_items, inspections, set_aside_items
from registry.store.portions import portions
from registry.store.reading import Row, keys_held, narrowed, rows_of
from registry.store.register.states_now import not_gone
from registry.store.tables import key_of, sites, structures

__all__ = [
    "Row",
    "as_item",
    "aside_by_item",
    "aside_rows",
    "inspections_of",
    "item_rows",
    "items_of_inspections",
    "known_structures",
    "list_set_aside",
    "rows_by",
    "rows_where",
    "structures_by_code",
]


def rows_where(
    connection: Connection, table: Table, column: str, values: Iterable[str], *, order: str = ""
) -> list[Row]:
    """Return the rows whose ``column`` is one of ``values``, by ``order`` (default the table's key)."""
    wanted = list(dict.fromkeys(images.clean(value) for value in values))
    found: list[Row] = []
    for part in portions(wanted):
        query = sa.select(table).where(table.c[column].in_(part))
        query = query.order_by(table.c[order or key_of(table)])
        found += rows_of(connection, query)
    return found


def rows_by(connection: Connection, table: Table, values: Iterable[str]) -> dict[str, Row]:
    """Return key -> row."""
    key = key_of(table)
    return {row[key]: row for row in rows_where(connection, table, key, values)}


def item_rows(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """Return id -> row of the items that stand, of structures and of proposed positions alike."""
    at_positions = rows_by(connection, position_items, ids)
    return rows_by(connection, field_items, ids) | {key: as_item(row) for key, row in at_positions.items()}


def as_item(row: Row) -> Row:
    """Return an item recorded at a proposed position as rows of items of structures are."""
    return {**{name: value for name, value in row.items() if name != "target"}, "structure": row["target"]}


def structures_by_code(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Return code -> the id of the only structure of the site with that code that stands."""
    found: dict[str, list[str]] = {}
    for part in portions(list(dict.fromkeys(images.clean(code) for code in codes))):
        query = (
            sa.select(sites.c.code, structures.c.id)
            .join(structures, structures.c.site_id == sites.c.id)
            .where(sites.c.code.in_(part), sites.c.merged_into.is_(None), not_gone())
        )
        for code, identity in connection.execute(query):
            found.setdefault(code, []).append(identity)
    return {code: ids[0] for code, ids in found.items() if len(ids) == 1}


def aside_rows(connection: Connection, keys: Sequence[str]) -> dict[str, Row]:
    """Return key -> row of what was set aside."""
    return rows_by(connection, set_aside_items, keys)


def aside_by_item(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """Return claimed id -> the first row that was set aside under it."""
    found: dict[str, Row] = {}
    for row in rows_where(connection, set_aside_items, "item", ids, order="received_at"):
        found.setdefault(row["item"], row)
    return found


def list_set_aside(connection: Connection, *, state: str = "") -> list[Row]:
    """Return what was set aside, of one state or all, what came first before."""
    query = sa.select(set_aside_items).order_by(set_aside_items.c.received_at, set_aside_items.c.id)
    return rows_of(connection, narrowed(query, set_aside_items, state=state))


def items_of_inspections(connection: Connection, ids: Iterable[str]) -> list[Row]:
    """Return the items of inspections."""
    return rows_where(connection, field_items, "inspection", ids)


def inspections_of(connection: Connection, ids: Iterable[str]) -> dict[str, Row]:
    """Return id -> row of inspections."""
    return rows_by(connection, inspections, ids)


def known_structures(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return which of these structures the register holds."""
    return keys_held(connection, structures, list(dict.fromkeys(images.clean(value) for value in ids)))
