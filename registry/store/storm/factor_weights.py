"""The weights that the office decided for a storm's lists, as records."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.storm.factor_weights import DecidedWeight
from registry.store.reading import rows_of
from registry.store.records import record_of
from registry.store.storm.tables import factor_weights


def decided_weights(connection: Connection) -> tuple[DecidedWeight, ...]:
    """Return every decision, the first one first; none is ever taken away."""
    query = sa.select(factor_weights).order_by(factor_weights.c.at, factor_weights.c.id)
    return tuple(record_of(DecidedWeight, row) for row in rows_of(connection, query))
