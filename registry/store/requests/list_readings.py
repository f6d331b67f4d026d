"""Readings of the lists that senders handed in, as they were kept with their requests."""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.requests.tables import request_lists, requests


class ListReading(NamedTuple):
    """How a list was read (JSON of ``proposal_json``), with its request's id and number."""

    reading: Any
    number: str
    request: str


def newest_readings(
    connection: Connection, organisation: str, *, most: int, first: str = ""
) -> list[ListReading]:
    """Return the readings of a sender's lists, at most ``most``: those of the request ``first`` go before
    all others, then the newest first."""
    query = (
        sa.select(request_lists.c.reading, requests.c.number, requests.c.id)
        .join(requests, requests.c.id == request_lists.c.request)
        .where(requests.c.organisation == organisation)
        .order_by((requests.c.id == first).desc(), request_lists.c.at.desc(), request_lists.c.ordinal.desc())
        .limit(most)
    )
    return [ListReading(*row) for row in connection.execute(query)]
