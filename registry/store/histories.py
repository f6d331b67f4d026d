"""What happened to records: the ledger's entries about them, oldest first."""

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.ledger import Change, LedgerEntry
from registry.model.requests.desk_records import HistoryEntry
from registry.store import ledger
from registry.store.earlier import ledgers as earlier
from registry.store.portions import portions
from registry.store.tables import ledger as entries


def entries_of(connection: Connection, records: Mapping[str, Iterable[str]]) -> list[LedgerEntry]:
    """Return the entries of these records (by table), oldest first: of earlier registers, then ours."""
    found: list[LedgerEntry] = []
    for table, keys in records.items():
        wanted = sorted(set(keys))
        for part in portions(wanted):
            query = sa.select(entries).where(entries.c.table_name == table, entries.c.record.in_(part))
            found += [ledger.entry_of(row) for row in connection.execute(query)]
    return [*earlier.entries_of(connection, records), *sorted(found, key=lambda entry: entry.seq)]


def history_of(connection: Connection, records: Mapping[str, Iterable[str]]) -> list[HistoryEntry]:
    """Return what happened to these records (by table), oldest first, as pages tell it."""
    return [
        HistoryEntry(
            entry.seq, entry.at, entry.who, entry.batch, entry.change.table, entry.change.record,
            entry.change.before, entry.change.after,
        )
        for entry in entries_of(connection, records)
    ]  # fmt: skip


def changes_since(
    connection: Connection, since: ledger.Head, tables: Collection[str], most: int
) -> list[Change] | None:
    """Return what changed in some tables after an entry, in order.

    None where there are more than ``most`` changes, or the ledger is another one (a register that was
    restored): what was made as of ``since`` is then made anew.
    """
    if since.seq and not ledger.holds(connection, since):
        return None
    query = (
        sa.select(entries)
        .where(entries.c.seq > since.seq, entries.c.table_name.in_(sorted(tables)))
        .order_by(entries.c.seq)
        .limit(most + 1)
    )
    rows = connection.execute(query).fetchall()
    return None if len(rows) > most else [ledger.entry_of(row).change for row in rows]
