"""Areas without grid power as they stand; writing goes through the ledger."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.outages.power_areas import PowerArea
from registry.store.outages.tables import power_areas
from registry.store.records import record_of, row_of


def load_areas(connection: Connection) -> list[PowerArea]:
    """Return every area, withdrawn ones too, the latest to lose its power first."""
    query = sa.select(power_areas).order_by(power_areas.c.since.desc(), power_areas.c.id)
    return [record_of(PowerArea, dict(row)) for row in connection.execute(query).mappings()]


def get_area(connection: Connection, area: str) -> PowerArea:
    """Return an area by its id (``OUTAGE-UNKNOWN``)."""
    query = sa.select(power_areas).where(power_areas.c.id == area)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise RefusalError("OUTAGE-UNKNOWN")
    return record_of(PowerArea, dict(row))


def area_row(area: PowerArea) -> dict[str, Any]:
    """Return the row of an area."""
    return row_of(power_areas, area)
