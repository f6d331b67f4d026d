"""Records that name other records: what would lose its hold if those went."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store.portions import portions
from registry.store.reading import Row, rows_of
from registry.store.tables import LEDGERED, key_of


class Referring(NamedTuple):
    """A row that stands and names one of the records asked about."""

    table: Table
    key: str
    row: Row


def referring(connection: Connection, gone: Mapping[str, Collection[str]]) -> Iterator[Referring]:
    """Yield the rows that name a record of ``gone`` (table -> keys) and are not of it themselves.

    In the order of the tables; a row that names several of them comes as often.
    """
    for table in LEDGERED.values():
        own, key = set(gone.get(table.name, ())), table.c[key_of(table)]
        for reference in table.foreign_keys:
            for part in portions(sorted(gone.get(reference.column.table.name, ()))):
                keys = connection.execute(sa.select(key).where(reference.parent.in_(part))).scalars()
                for others in portions([one for one in keys if one not in own]):
                    for row in rows_of(connection, sa.select(table).where(key.in_(others))):
                        yield Referring(table, row[key.name], row)
