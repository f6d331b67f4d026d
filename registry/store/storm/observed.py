"""Winds observed in a storm and the corrections of its wind field, as rows."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.storm.observed_winds import ObservedWind, WindCorrection
from registry.store.records import record_of
from registry.store.storm.tables import observed_winds, wind_corrections


def winds_of(connection: Connection, storm: str) -> tuple[ObservedWind, ...]:
    """Return what was observed in a storm, struck out or not, by moment and place."""
    query = (
        sa.select(observed_winds)
        .where(observed_winds.c.storm == storm)
        .order_by(observed_winds.c.observed_at, observed_winds.c.place, observed_winds.c.id)
    )
    return tuple(record_of(ObservedWind, row) for row in connection.execute(query).mappings())


def corrections_of(connection: Connection, storm: str) -> tuple[WindCorrection, ...]:
    """Return every correction of a storm's field, the first one first."""
    query = (
        sa.select(wind_corrections)
        .where(wind_corrections.c.storm == storm)
        .order_by(wind_corrections.c.at, wind_corrections.c.id)
    )
    return tuple(record_of(WindCorrection, row) for row in connection.execute(query).mappings())
