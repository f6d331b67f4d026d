"""Figures of population: which hold on a day, and all of them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.populations import Population
from registry.store.overview.tables import populations
from registry.store.reading import rows_of
from registry.store.records import record_of


def load_populations(connection: Connection) -> list[Population]:
    """Return every figure, by commune and then by day."""
    query = sa.select(populations).order_by(populations.c.commune_code, populations.c.as_of)
    return [record_of(Population, row) for row in rows_of(connection, query)]


def populations_on(connection: Connection, day: dt.date) -> dict[str, Population]:
    """Return the figure that holds on a day, by the commune's code: the newest not of a later day."""
    return {one.commune_code: one for one in load_populations(connection) if one.as_of <= day}
