"""What records are called: by their own code, number or name, else by that of what they belong to."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store.portions import portions
from registry.store.tables import LEDGERED, admin_units, key_of

OWN = ("code", "number", "name")
"""The columns by which people know a record, the first that it has."""
_UNBOUND = {
    "site": "sites",
    "site_a": "sites",
    "site_b": "sites",
    "merged_into": "sites",
    "site_id": "sites",
    "structure": "structures",
    "mast": "sites",
    "request": "requests",
    "amends": "requests",
    "storm": "storms",
    "campaign": "campaigns",
    "defect": "defects",
    "inspection": "inspections",
    "node": "cable_nodes",
    "segment": "cable_segments",
    "operator": "operators",
    "organisation": "operators",
    "owner": "operators",
    "asker": "operators",
}
"""Columns that name a record without a foreign key: it may be gone, or never have been there."""
_DEEPEST = 4

Names = dict[tuple[str, str], str]
"""(table, record) -> what it is called; a record without a name of its own or above it is left out."""


@cache
def reference_of(table: str, column: str) -> str:
    """Return the table whose record a column names; "" for a column that names none."""
    found = LEDGERED[table].c.get(column) if table in LEDGERED else None
    if found is None:
        return ""
    for key in found.foreign_keys:
        return str(key.column.table.name)
    if column in ("commune_code", "communes", "parent", "territory") and table != "campaigns":
        return admin_units.name
    return _UNBOUND.get(column, "")


@cache
def column_order(table: str) -> dict[str, int]:
    """Return the place of every column in its table, which is the order in which a record is told."""
    return {name: at for at, name in enumerate(LEDGERED[table].c.keys())} if table in LEDGERED else {}


def names_of(connection: Connection, wanted: Mapping[str, Collection[str]]) -> Names:
    """Return what the standing records of ``wanted`` (table -> keys) are called; communes go by code."""
    found: Names = {}
    _find(connection, {table: set(keys) for table, keys in wanted.items()}, found, _DEEPEST)
    return found


def _find(connection: Connection, wanted: Mapping[str, set[str]], found: Names, deep: int) -> None:
    above: dict[tuple[str, str], tuple[str, str]] = {}
    for name, keys in wanted.items():
        table = LEDGERED.get(name)
        new = sorted(key for key in keys if key and (name, key) not in found)
        if table is None or not new:
            continue
        for key, own, parents in _rows(connection, table, new):
            if own:
                found[name, key] = own
            elif parents:
                above[name, key] = parents[0]
    if not above or not deep:
        return
    higher: dict[str, set[str]] = {}
    for parent, key in above.values():
        higher.setdefault(parent, set()).add(key)
    _find(connection, higher, found, deep - 1)
    found.update({record: found[parent] for record, parent in above.items() if parent in found})


def _rows(
    connection: Connection, table: Table, keys: list[str]
) -> Iterable[tuple[str, str, list[tuple[str, str]]]]:
    """Yield of each record its key, its own name ("" for none), and what it belongs to, the nearest first."""
    key = table.c.code if table is admin_units else table.c[key_of(table)]
    own = [table.c[name] for name in _own(table)]
    not_above = {"operators", admin_units.name, table.name}
    parents = [
        (column, target)
        for column in table.c
        if not own and (target := reference_of(table.name, column.name)) and target not in not_above
    ]
    for part in portions(keys):
        query = sa.select(key, *own, *(column for column, _ in parents)).where(key.in_(part))
        for row in connection.execute(query):
            named = next((str(value) for value in row[1 : 1 + len(own)] if value), "")
            held = [
                (target, str(value))
                for (_, target), value in zip(parents, row[1 + len(own) :], strict=True)
                if value
            ]
            yield str(row[0]), named, held


def _own(table: Table) -> list[str]:
    if table is admin_units or table.name == "operators":
        return ["name"]
    return [name for name in OWN if name in table.c]
