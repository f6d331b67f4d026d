"""Requests to organisations for what the risk of their masts lacks, as rows."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.field.tables import data_requests
from registry.store.reading import Row, kept_to, narrowed, rows_of


def list_data_requests(
    connection: Connection, *, organisation: str = "", state: str = "", bound_to: str | None = None
) -> list[Row]:
    """Return requests, the newest first; to one organisation, of one state; ``bound_to``: its own only."""
    query = sa.select(data_requests).order_by(data_requests.c.at.desc())
    query = narrowed(query, data_requests, organisation=organisation, state=state)
    return rows_of(connection, kept_to(query, data_requests, bound_to))
