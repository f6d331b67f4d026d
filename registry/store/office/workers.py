"""Workers as rows: the processes that do jobs, each with the moment at which it was there last.

Not ledgered: every function writes the table itself, within the transaction of its ``connection``.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.jobs import Worker
from registry.store import ledger
from registry.store.office.tables import workers
from registry.store.reading import rows_of
from registry.store.records import record_of, row_of

KEPT_FOR = dt.timedelta(days=7)
"""How long one that was killed is remembered: it says that somebody has to look after it."""


def announce(connection: Connection, made: Worker) -> None:
    """Add a worker, and forget those that were killed long ago."""
    forgotten = ledger.stamp(made.beat_at - KEPT_FOR)
    connection.execute(workers.delete().where(workers.c.beat_at < forgotten))
    connection.execute(workers.insert(), [row_of(workers, made)])


def beat(connection: Connection, worker: Worker) -> None:
    """Note that a worker is there now; it is added again where a restore took its row."""
    at = ledger.present()
    found = connection.execute(workers.update().where(workers.c.id == worker.id).values(beat_at=at))
    if not found.rowcount:
        connection.execute(workers.insert(), [{**row_of(workers, worker), "beat_at": at}])


def leave(connection: Connection, worker: str) -> None:
    """Remove a worker that ends as it should."""
    connection.execute(workers.delete().where(workers.c.id == worker))


def all_workers(connection: Connection) -> list[Worker]:
    """Return the workers, those of killed processes among them, the newest first."""
    query = sa.select(workers).order_by(workers.c.began_at.desc(), workers.c.id)
    return [record_of(Worker, row) for row in rows_of(connection, query)]
