"""Every record of a register that stands, as images; and rows of no ledger that go over as they are."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.store import ledger
from registry.store.earlier.mapping import with_own_keys
from registry.store.images import Image
from registry.store.tables import key_of


def images_of(connection: Connection, table: Table) -> dict[str, Image]:
    """Return every row of a ledgered table as its image, by key, in the order of the keys."""
    found = ledger.rows_by_key(connection, table, keys_of(connection, table))
    return {key: found[key] for key in sorted(found)}


def keys_of(connection: Connection, table: Table) -> list[str]:
    """Return the keys of all rows of a table, in their order."""
    key = table.c[key_of(table)]
    return list(connection.execute(sa.select(key).order_by(key)).scalars())


def copy_plain(connection: Connection, source: Connection, table: Table, renamed: Mapping[str, str]) -> int:
    """Copy the rows of a table that no ledger holds, under the keys that are theirs here; return how many."""
    rows = [with_own_keys(dict(row), renamed) for row in source.execute(sa.select(table)).mappings()]
    if rows:
        connection.execute(table.insert(), rows)
    return len(rows)
