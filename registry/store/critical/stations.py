"""The stations that are to be on the air, with the mast that carries each."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.sites import SiteState
from registry.store.register.states_now import state_now
from registry.store.tables import sites, stations, structures


class StationOnMast(NamedTuple):
    """A network on a mast; ``site`` and ``code`` of the place where it stands (EPSG:4326 degrees)."""

    structure: str
    site: str
    fid: int
    code: str
    operator: str
    lon: float
    lat: float


def load_on_masts(connection: Connection, day: dt.date) -> list[StationOnMast]:
    """Return every network on every mast that is in service on ``day``, each once."""
    query = (
        sa.select(
            structures.c.id, sites.c.id, sites.c.fid, sites.c.code, stations.c.operator,
            sites.c.lon, sites.c.lat,
        )
        .join_from(structures, sites, structures.c.site_id == sites.c.id)
        .join(stations, stations.c.structure_id == structures.c.id)
        .where(
            sites.c.merged_into.is_(None),
            state_now(day) == SiteState.IN_SERVICE.value,
            stations.c.operator != "",
        )
        .distinct()
        .order_by(sites.c.code, structures.c.id, stations.c.operator)
    )  # fmt: skip
    return [StationOnMast(*row) for row in connection.execute(query)]
