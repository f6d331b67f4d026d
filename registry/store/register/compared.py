"""What of the register a list of masts is compared with: every site, alias, mast and station, in short."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.geo.distances import geodesic_m
from registry.store.reading import Row, rows_of
from registry.store.register.states_now import state_now
from registry.store.tables import site_aliases, sites, stations, structures

ONE_POINT_M = 1.0
"""Nearer than this two positions are one that was written otherwise: five decimals of a degree, hundredths of
a second or whole metres of VN-2000 round it so far, unless the list states that it is more exact."""
_PLANE_M = 0.01  # what a way through another plane may lose
_NEAR_DEG = 2e-5


class SitePlace(NamedTuple):
    """A site, merged into another (its id) or not, with its position in EPSG:4326 degrees."""

    id: str
    code: str
    lon: float
    lat: float
    merged_into: str | None
    accuracy_m: float
    position_reading: str
    position_confidence: str
    commune_as_written: str | None
    commune_code: str | None

    def stands_at(self, lon: float, lat: float, stated_m: float | None = None) -> bool:
        """Whether a point, stated with an accuracy, is this very place that was written otherwise."""
        apart = abs(self.lon - lon) + abs(self.lat - lat)
        if not 0 < apart < _NEAR_DEG:
            return apart == 0
        within = ONE_POINT_M if stated_m is None else min(max(stated_m, _PLANE_M), ONE_POINT_M)
        return float(geodesic_m(self.lon, self.lat, lon, lat)) <= within

    def as_exact_as(self, accuracy_m: float, stated_m: float | None) -> bool:
        """Whether the same point, read with an accuracy, tells no more than the register has.

        So it is where no other accuracy is stated with it, but of a repair that was only proposed.
        """
        if stated_m not in (None, self.accuracy_m):
            return False
        return self.position_confidence != "proposed" or self.accuracy_m <= accuracy_m


class MastState(NamedTuple):
    """A structure on a site; ``owner`` is "" where none is known, ``built_on`` the day where it is known.

    ``ended`` is the day on which it was dismantled, None where it is not known.
    """

    id: str
    site: str
    state: str
    owner: str
    built_on: dt.date | None
    robust: bool
    ended: dt.date | None


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
        structures.c.id, structures.c.site_id, state_now(), structures.c.owner,
        structures.c.built_on, structures.c.built_year_only, structures.c.robust, structures.c.dismantled_on,
    )  # fmt: skip
    return [
        MastState(mast, site, state, owner or "", None if year_only else built_on, bool(robust), gone)
        for mast, site, state, owner, built_on, year_only, robust, gone in connection.execute(query)
    ]


def station_ids(connection: Connection) -> dict[tuple[str, str], dict[str, str]]:
    """Return (structure, operator) -> technology -> id of the station."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    query = sa.select(stations.c.structure_id, stations.c.operator, stations.c.technology, stations.c.id)
    for mast, operator, technology, key in connection.execute(query):
        found.setdefault((mast, operator), {})[technology] = key
    return found
