"""What of the register a list of masts is compared with: every site, alias, mast and station, in short."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.reading import Row, rows_of
from registry.store.tables import site_aliases, sites, stations, structures


class SitePlace(NamedTuple):
    """A site, merged into another (its id) or not, with its position in EPSG:4326 degrees."""

    id: str
    code: str
    lon: float
    lat: float
    merged_into: str | None
    accuracy_m: float
    position_reading: str


class MastState(NamedTuple):
    """A structure on a site; ``owner`` is "" where none is known, ``built_on`` the day where it is known."""

    id: str
    site: str
    state: str
    owner: str
    built_on: dt.date | None
    robust: bool


def site_places(connection: Connection) -> dict[str, SitePlace]:
    """Return every site by its id."""
    query = sa.select(*(sites.c[name] for name in SitePlace._fields))
    return {row.id: row for row in (SitePlace(*row) for row in connection.execute(query))}


def aliases(connection: Connection) -> list[Row]:
    """Return every operator's code for a site, the former ones first."""
    return rows_of(connection, sa.select(site_aliases).order_by(site_aliases.c.former.desc()))


def mast_states(connection: Connection) -> list[MastState]:
    """Return every structure in no order."""
    query = sa.select(
        structures.c.id, structures.c.site_id, structures.c.state, structures.c.owner,
        structures.c.built_on, structures.c.built_year_only, structures.c.robust,
    )  # fmt: skip
    return [
        MastState(mast, site, state, owner or "", None if year_only else built_on, bool(robust))
        for mast, site, state, owner, built_on, year_only, robust in connection.execute(query)
    ]


def station_ids(connection: Connection) -> dict[tuple[str, str], dict[str, str]]:
    """Return (structure, operator) -> technology -> id of the station."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    query = sa.select(stations.c.structure_id, stations.c.operator, stations.c.technology, stations.c.id)
    for mast, operator, technology, key in connection.execute(query):
        found.setdefault((mast, operator), {})[technology] = key
    return found
