"""Owners of infrastructure that are no operators, by any of the names under which lists write them."""

from collections import Counter
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.operator_names import plain
from registry.store.office.operators import load_owners
from registry.store.tables import metadata, structures

_BEARING = ("organisation", "recipient", "owner")
"""Columns of records that hold an owner's name."""


class OwnerNames:
    """The names of the owners that the office entered; a whole name tells, never its beginning."""

    def __init__(self, connection: Connection) -> None:
        self._names: dict[str, str] = {}
        for name, row in load_owners(connection).items():
            if not row["operator"]:
                self._names |= {plain(one): name for one in (name, *(row["aliases"] or ()))}

    def named(self, text: str) -> str:
        """Return the name of the owner that a text writes, "" for nobody who was entered."""
        return self._names.get(plain(text), "") if self._names else ""

    def written(self, mast: dict[str, Any]) -> dict[str, Any]:
        """Return a mast's row with its owner as the register writes it: an entered one by its name."""
        name = self.named(str(mast.get("owner") or ""))
        return {**mast, "owner": name} if name else mast


def owners_written(connection: Connection) -> Counter[str]:
    """Return how many structures bear each text as their owner, in any state."""
    column = structures.c.owner
    query = sa.select(column, sa.func.count()).where(column != "").group_by(column)
    return Counter({str(text): int(count) for text, count in connection.execute(query)})


def structures_of(connection: Connection, texts: list[str]) -> list[str]:
    """Return the ids of the structures whose owner is written as one of the texts."""
    query = sa.select(structures.c.id).where(structures.c.owner.in_(texts)).order_by(structures.c.id)
    return [str(identity) for identity in connection.scalars(query)]


def addressed_to(connection: Connection, table: sa.Table, names: Collection[str], own: str) -> list[str]:
    """Return the keys of a table's records whose organisation is written as one of the names (see ``plain``)
    and not as its ``own``."""
    query = sa.select(table.c.id, table.c.organisation).where(table.c.organisation.not_in(["", own]))
    return sorted(str(key) for key, text in connection.execute(query) if plain(text) in names)


def named_outside(connection: Connection, name: str, tables: Collection[sa.Table]) -> bool:
    """Return whether any record bears an owner's name, those of ``tables`` set aside."""
    columns = [
        column
        for table in metadata.sorted_tables
        if table not in tables
        for column in table.c
        if column.name in _BEARING
    ]
    return any(connection.scalar(sa.select(one).where(one == name).limit(1)) for one in columns)
