"""Masts that letters agreed to and nobody has built yet (đã duyệt, chưa xây), and what falls with a mast."""

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.model.sites import SiteState
from registry.store.reading import keys_where
from registry.store.register.same_mast import OPEN
from registry.store.tables import same_mast, site_aliases, sites, stations, structures


class AgreedMast(NamedTuple):
    """A mast that is agreed to, with the place of its site (EPSG:4326 degrees)."""

    structure: str
    owner: str
    site: str
    code: str
    lon: float
    lat: float


def agreed_masts(connection: Connection) -> list[AgreedMast]:
    """Return the masts that are agreed to and not built, by code; not those of merged sites."""
    query = (
        sa.select(structures.c.id, structures.c.owner, sites.c.id, sites.c.code, sites.c.lon, sites.c.lat)
        .join_from(structures, sites, structures.c.site_id == sites.c.id)
        .where(structures.c.state == SiteState.APPROVED.value, sites.c.merged_into.is_(None))
        .order_by(sites.c.code, structures.c.id)
    )
    return [
        AgreedMast(mast, owner or "", *place) for mast, owner, *place in map(tuple, connection.execute(query))
    ]


def first_operator(connection: Connection, structure: str) -> str:
    """Return the operator (code) of the first station on a mast by id, "" where there is none."""
    query = sa.select(stations.c.operator).where(stations.c.structure_id == structure)
    return str(connection.execute(query.order_by(stations.c.id)).scalar() or "")


def falling_with(
    connection: Connection, masts: Collection[str], on_sites: Collection[str]
) -> dict[Table, list[str]]:
    """Return the keys of what goes where masts (ids) on some sites go, by table, children first.

    Their stations and themselves; of a site that carries nothing else its aliases, the open questions about
    it, and itself.
    """
    emptied = [
        site
        for site in dict.fromkeys(on_sites)
        if set(keys_where(connection, structures, structures.c.site_id == site)) <= set(masts)
    ]
    pairs = same_mast.c.site_a.in_(emptied) | same_mast.c.site_b.in_(emptied)
    return {
        stations: keys_where(connection, stations, stations.c.structure_id.in_(masts)),
        structures: list(masts),
        site_aliases: keys_where(connection, site_aliases, site_aliases.c.site_id.in_(emptied)),
        same_mast: keys_where(connection, same_mast, pairs & (same_mast.c.state == OPEN)),
        sites: emptied,
    }
