"""Addresses that hear of events, as rows; and up to which entry of the ledger events were queued."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.ledger import LedgerEntry
from registry.model.webhooks import Subscription
from registry.store import ledger
from registry.store.ledger import Head
from registry.store.office.tables import webhook_position, webhooks
from registry.store.reading import first_of, rows_of
from registry.store.records import record_of
from registry.store.tables import ledger as entries

_NAME = "webhooks"


def subscriptions(connection: Connection) -> list[Subscription]:
    """Return the addresses, by name."""
    query = sa.select(webhooks).order_by(webhooks.c.name, webhooks.c.id)
    return [record_of(Subscription, row) for row in rows_of(connection, query)]


def subscription(connection: Connection, identity: str) -> Subscription:
    """Return an address by its id (``WEBHOOK-UNKNOWN``)."""
    row = first_of(connection, sa.select(webhooks).where(webhooks.c.id == identity))
    if row is None:
        raise RefusalError("WEBHOOK-UNKNOWN")
    return record_of(Subscription, row)


def position(connection: Connection) -> Head:
    """Return the entry up to which events were queued.

    Where it is no entry of this ledger (a backup was brought back), that is the newest one: what the other
    history held is not told a second time.
    """
    row = first_of(connection, sa.select(webhook_position).where(webhook_position.c.name == _NAME))
    if row is None:
        return Head(0, ledger.GENESIS, "")
    found = Head(int(row["seq"]), str(row["hash"]), "")
    return found if ledger.holds(connection, found) else ledger.head(connection)


def set_position(connection: Connection, head: Head) -> None:
    """Say up to which entry events were queued."""
    connection.execute(webhook_position.delete().where(webhook_position.c.name == _NAME))
    connection.execute(webhook_position.insert(), [{"name": _NAME, "seq": head.seq, "hash": head.hash}])


def entries_after(connection: Connection, seq: int, tables: Collection[str], most: int) -> list[LedgerEntry]:
    """Return the first entries after a number that are about some tables."""
    query = sa.select(entries).where(entries.c.seq > seq, entries.c.table_name.in_(sorted(tables)))
    return [ledger.entry_of(row) for row in connection.execute(query.order_by(entries.c.seq).limit(most))]
