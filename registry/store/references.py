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
        own = set(gone.get(table.name, ()))
        for reference in table.foreign_keys:
            for part in portions(sorted(gone.get(reference.column.table.name, ()))):
                for row in rows_of(connection, sa.select(table).where(reference.parent.in_(part))):
                    if row[key_of(table)] not in own:
                        yield Referring(table, row[key_of(table)], row)
