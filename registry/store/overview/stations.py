"""Stations and cable lines as columns: what the overview counts at once."""

from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.cables.tables import cable_routes, cable_segments
from registry.store.tables import stations


def stations_on(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (structure, operator, technology) of every station."""
    query = sa.select(stations.c.structure_id, stations.c.operator, stations.c.technology)
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


class CableLines(NamedTuple):
    """n segments in place (in service or suspended): route, owner, how laid, metres, WKB (EPSG:4326)."""

    route: Any
    owner: Any
    mount: Any
    length_m: Any
    wkb: Any


def lines_in_place(connection: Connection) -> CableLines:
    """Return every segment that is in place, by its number."""
    t = cable_segments
    kind = sa.Text if connection.dialect.name == "postgresql" else sa.LargeBinary
    query = (
        sa.select(t.c.route, t.c.owner, t.c.mount, t.c.length_m, sa.type_coerce(t.c.geometry, kind))
        .where(t.c.state.in_(("in_service", "suspended")))
        .order_by(t.c.fid)
    )
    rows = connection.execute(query).fetchall()
    route, owner, mount = (np.array([row[at] for row in rows], dtype=object) for at in (0, 1, 2))
    metres = np.array([row[3] for row in rows], dtype=float)
    return CableLines(route, owner, mount, metres, np.array([row[4] for row in rows], dtype=object))


def route_names(connection: Connection) -> dict[str, tuple[str, str, str]]:
    """Return (code, name, owner) of every route, by its id."""
    t = cable_routes
    query = sa.select(t.c.id, t.c.code, t.c.name, t.c.owner)
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}
