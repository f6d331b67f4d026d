"""Masts that stand (not only agreed to, not taken down): those at a spot, and those of a site or a code."""

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.register.states_now import stands_now
from registry.store.tables import site_aliases, sites, stations, structures

_DEGREE_M = 110_500.0  # of latitude, a little less than anywhere in Vietnam: a box is never too small


@dataclass(frozen=True, slots=True)
class MastThere:
    """A mast that stands; ``networks`` are the operators with a station on it or a code for its site."""

    structure: str
    site: str
    code: str
    owner: str
    lon: float
    lat: float
    networks: frozenset[str]


def masts_there(
    connection: Connection, lon: float, lat: float, reach_m: float, *, also: Collection[str] = ()
) -> list[MastThere]:
    """Return the masts that stand in a box of ``reach_m`` about a spot (EPSG:4326), or on sites ``also``."""
    up = reach_m / _DEGREE_M
    wide = up / max(math.cos(math.radians(lat)), 0.01)
    box = sa.and_(sites.c.lon.between(lon - wide, lon + wide), sites.c.lat.between(lat - up, lat + up))
    return _masts(connection, sa.or_(box, sites.c.id.in_(sorted(also))))


def masts_of_sites(connection: Connection, chosen: Collection[str]) -> list[MastThere]:
    """Return the masts that stand on sites, by their ids."""
    return _masts(connection, sites.c.id.in_(sorted(chosen))) if chosen else []


def built_days(connection: Connection, chosen: Collection[str]) -> dict[str, dt.date]:
    """Return on which day structures were built, by their ids, where the day is known."""
    query = sa.select(structures.c.id, structures.c.built_on).where(
        structures.c.id.in_(sorted(chosen)),
        structures.c.built_on.is_not(None),
        sa.not_(sa.func.coalesce(structures.c.built_year_only, sa.false())),
    )
    return {row.id: row.built_on for row in connection.execute(query)} if chosen else {}


def _masts(connection: Connection, where: sa.ColumnElement[bool]) -> list[MastThere]:
    query = (
        sa.select(structures.c.id, sites.c.id, sites.c.code, structures.c.owner, sites.c.lon, sites.c.lat)
        .join_from(structures, sites, structures.c.site_id == sites.c.id)
        .where(stands_now(), sites.c.merged_into.is_(None), where)
        .order_by(sites.c.code, structures.c.id)
    )
    found = [tuple(row) for row in connection.execute(query)]
    return [
        MastThere(mast, site, code, owner or "", at, on, _networks(connection, mast, site))
        for mast, site, code, owner, at, on in found
    ]


def sites_named(connection: Connection, operator: str, code: str) -> frozenset[str]:
    """Return the sites that an operator's code names, now or formerly, or that are shown under the code."""
    if not code:
        return frozenset()
    own = sa.select(site_aliases.c.site_id).where(
        site_aliases.c.operator == operator, site_aliases.c.code == code
    )
    shown = sa.select(sites.c.id).where(sites.c.code == code)
    return frozenset(connection.execute(sa.union(own, shown)).scalars())


def _networks(connection: Connection, mast: str, site: str) -> frozenset[str]:
    carried = sa.select(stations.c.operator).where(stations.c.structure_id == mast)
    named = sa.select(site_aliases.c.operator).where(site_aliases.c.site_id == site)
    return frozenset(connection.execute(sa.union(carried, named)).scalars()) - {""}
