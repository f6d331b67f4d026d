"""The masts that an operator names, and its stations on them."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.reading import Row, rows_of
from registry.store.tables import site_aliases, sites, stations, structures


class Listed(NamedTuple):
    """A site under an operator's present code, and the day of the last list that named it."""

    site: str
    code: str
    last_listed: dt.date


def masts_named_by(connection: Connection, operator: str) -> dict[str, Row]:
    """Return code -> row of the structure that an operator's code names; not of those taken down.

    A present code goes before a former one, and of several structures of a site the first by id.
    """
    query = (
        sa.select(site_aliases.c.code.label("named"), structures)
        .join(structures, structures.c.site_id == site_aliases.c.site_id)
        .where(site_aliases.c.operator == operator, structures.c.state != "dismantled")
        .order_by(site_aliases.c.former.desc(), structures.c.id.desc())
    )
    return {row.pop("named"): row for row in rows_of(connection, query)}  # the last one stays


def listed_before(connection: Connection, operator: str, day: dt.date) -> list[Listed]:
    """Return what no list of an operator of ``day`` or later names, where a mast stands on it still."""
    query = (
        sa.select(site_aliases.c.site_id, site_aliases.c.code, site_aliases.c.last_listed)
        .join(sites, sites.c.id == site_aliases.c.site_id)
        .join(structures, structures.c.site_id == sites.c.id)
        .where(
            site_aliases.c.operator == operator,
            site_aliases.c.former.is_(False),
            sites.c.merged_into.is_(None),
            structures.c.state != "dismantled",
            site_aliases.c.last_listed < day,
        )
        .distinct()
    )
    return [Listed(*row) for row in connection.execute(query)]


def stations_of(connection: Connection, operator: str) -> dict[tuple[str, str], Row]:
    """Return (structure, technology) -> row of an operator's station."""
    query = sa.select(stations).where(stations.c.operator == operator)
    return {(row["structure_id"], row["technology"]): row for row in rows_of(connection, query)}
