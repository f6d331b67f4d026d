"""Changes made from rows: what is new, what differs, what stays; the base of every preview.

A row is a dict of columns by name. A column that a row does not give keeps the value that stands, because a
list says nothing about what it has no column for; None given is a value that is taken away.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table

from registry.errors import WrongCallError
from registry.model.ledger import Change, Origin
from registry.store import images, ledger
from registry.store.tables import key_of

_NAMESPACE = uuid.UUID("6f0b6a52-53c5-5d5e-9d0c-6f3e8b1f2a24")


def stable_id(*parts: str) -> str:
    """Return the id (32 hex digits) that always belongs to these parts, so that preview and commit agree."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts)).hex


def new_id() -> str:
    """Return an id that belongs to nothing yet."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows against what stands: changes to record, and how many rows change nothing."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changes(self) -> list[Change]:
        """All changes, new records first."""
        return [*self.new, *self.changed]


def difference(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    origins: Mapping[str, Origin] | None = None,
) -> Difference:
    """Compare rows (each with the table's key) with the table. Two rows of one key are a wrong call.

    ``origins`` are where the rows were read, by key.
    """
    key, read = key_of(table), origins or {}
    by_key = {}
    for row in rows:
        if row[key] in by_key:
            raise WrongCallError(f"{table.name} {row[key]} is given twice")
        by_key[row[key]] = row
    standing = ledger.rows_by_key(connection, table, list(by_key))
    new: list[Change] = []
    changed: list[Change] = []
    unchanged = 0
    for record, row in by_key.items():
        before = standing.get(record)
        if before is None:
            new.append(Change(table.name, record, None, dict(row), read.get(record)))
            continue
        after = images.encode(table, {**before, **row})
        if images.same_content(before, after):
            unchanged += 1
        else:
            changed.append(Change(table.name, record, before, after, read.get(record)))
    return Difference(new, changed, unchanged)


def create(table: Table, row: Mapping[str, Any]) -> Change:
    """Return the change that makes a record; refused at ``record`` where it stands already."""
    return Change(table.name, row[key_of(table)], None, dict(row))


def amend(table: Table, standing: Mapping[str, Any], **columns: Any) -> Change:
    """Return the change that sets some columns of a row (an image from ``ledger.rows_by_key``)."""
    return Change(table.name, standing[key_of(table)], dict(standing), {**standing, **columns})


def remove(table: Table, standing: Mapping[str, Any]) -> Change:
    """Return the change that takes a row away; only for what was never a fact (a withdrawn question)."""
    return Change(table.name, standing[key_of(table)], dict(standing), None)
