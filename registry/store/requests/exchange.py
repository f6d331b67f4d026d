"""Papers of the exchange folder, as rows."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.requests.exchange_papers import ExchangePaper, PaperState
from registry.store.reading import first_of, rows_of
from registry.store.records import record_of
from registry.store.requests.tables import exchange_papers


def load_papers(connection: Connection, states: tuple[PaperState, ...], most: int) -> list[ExchangePaper]:
    """Return papers in some states, the newest first."""
    table = exchange_papers
    query = sa.select(table).where(table.c.state.in_([state.value for state in states]))
    query = query.order_by(table.c.at.desc(), table.c.id).limit(most)
    return [record_of(ExchangePaper, row) for row in rows_of(connection, query)]


def get_paper(connection: Connection, identity: str) -> ExchangePaper:
    """Return a paper by its id (``EXCHANGE-UNKNOWN``)."""
    row = first_of(connection, sa.select(exchange_papers).where(exchange_papers.c.id == identity))
    if row is None:
        raise RefusalError("EXCHANGE-UNKNOWN")
    return record_of(ExchangePaper, row)


def count_papers(connection: Connection, state: PaperState) -> int:
    """Return how many papers are in a state."""
    table = exchange_papers
    query = sa.select(sa.func.count()).where(table.c.state == state.value)
    return int(connection.execute(query).scalar_one())
