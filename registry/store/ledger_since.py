"""What the ledger says changed since an entry, so that what was read before can follow instead of being
read anew."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.ledger import LedgerEntry
from registry.store import images
from registry.store.images import Image
from registry.store.ledger import Head, entry_of, holds
from registry.store.tables import ledger

MOST_FOLLOWED = 20_000
"""So many entries are followed one by one; beyond, reading anew takes no longer."""


class RecordChange(NamedTuple):
    """One record that an entry is about, before and after it; an image is None where there was no record."""

    record: str
    before: Image | None
    after: Image | None


Changes = dict[str, list[RecordChange]]
"""What changed, by table, in the order of the ledger."""


def changes_since(connection: Connection, since: Head, *, but: Collection[str]) -> Changes | None:
    """Return what changed after an entry in tables other than ``but``; None where the ledger is another one,
    or too much changed to follow."""
    if not holds(connection, since):
        return None
    query = (
        sa.select(ledger.c.table_name, ledger.c.record, ledger.c.before, ledger.c.after)
        .where(ledger.c.seq > since.seq, ledger.c.table_name.not_in(sorted(but)))
        .order_by(ledger.c.seq)
        .limit(MOST_FOLLOWED + 1)
    )
    rows = connection.execute(query).all()
    if len(rows) > MOST_FOLLOWED:
        return None
    found: Changes = defaultdict(list)
    for table, record, before, after in rows:
        found[table].append(RecordChange(record, _image(before), _image(after)))
    return dict(found)


def tables_since(connection: Connection, since: Head) -> dict[str, int] | None:
    """Return the tables that were written after an entry, each with its last; None where the ledger is
    another one."""
    if not holds(connection, since) and since.seq:
        return None
    query = (
        sa.select(ledger.c.table_name, sa.func.max(ledger.c.seq))
        .where(ledger.c.seq > since.seq)
        .group_by(ledger.c.table_name)
    )
    return {table: int(last) for table, last in connection.execute(query)}


def records_since(connection: Connection, table: str, seq: int, most: int) -> list[tuple[str, int]]:
    """Return the records of a table that changed after an entry, each with its last, by that."""
    last = sa.func.max(ledger.c.seq)
    query = (
        sa.select(ledger.c.record, last)
        .where(ledger.c.table_name == table, ledger.c.seq > seq)
        .group_by(ledger.c.record)
        .order_by(last)
        .limit(most)
    )
    return [(str(record), int(entry)) for record, entry in connection.execute(query)]


def entries_about(connection: Connection, seq: int, *, tables: Collection[str]) -> Iterator[LedgerEntry]:
    """Yield the entries after number ``seq`` that are about some tables, in order."""
    query = (
        sa.select(ledger).where(ledger.c.seq > seq, ledger.c.table_name.in_(tables)).order_by(ledger.c.seq)
    )
    for row in connection.execute(query):
        yield entry_of(row)


def values_named(changes: Sequence[RecordChange], column: str) -> set[str]:
    """Return the texts that a column had before and after some changes."""
    images_of = [image for change in changes for image in (change.before, change.after) if image is not None]
    return {str(image[column]) for image in images_of if image.get(column) is not None}


def _image(text: str | None) -> Image | None:
    return None if text is None else images.parse(text)
