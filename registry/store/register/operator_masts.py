"""The masts that an operator names, and its stations on them."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.reading import Row, rows_of
from registry.store.register.states_now import not_gone
from registry.store.tables import site_aliases, sites, stations, structures


class Listed(NamedTuple):
    """A site under an operator's present code, and the day of the last list that named it."""

    site: str
    code: str
    last_listed: dt.date


class OwnMast(NamedTuple):
    """A mast under an operator's present code: its site, and the structure that stands on it."""

    code: str
    site: Row
    structure: Row


def own_masts(connection: Connection, operator: str) -> list[OwnMast]:
    """Return the masts that an operator names, by code; not those taken down or merged into another.

    Of several structures of a site it is one that is built before one that is only agreed, the first by id.
    """
    codes = codes_of(connection, operator)
    places = {
        row["id"]: row
        for row in rows_of(connection, sa.select(sites).where(sites.c.merged_into.is_(None)))
        if row["id"] in codes
    }
    standing = sa.select(structures).where(not_gone())
    found: dict[str, Row] = {}
    for row in rows_of(connection, standing.order_by(structures.c.id)):
        before = found.get(row["site_id"])
        if row["site_id"] in places and (before is None or before["state"] == "approved" != row["state"]):
            found[row["site_id"]] = row
    masts = (OwnMast(codes[site], places[site], mast) for site, mast in found.items())
    return sorted(masts, key=lambda mast: mast.code)


def codes_of(connection: Connection, operator: str) -> dict[str, str]:
    """Return site (id) -> an operator's present code for it, the first by name where it has several."""
    named = sa.select(site_aliases.c.site_id, site_aliases.c.code).where(
        site_aliases.c.operator == operator, site_aliases.c.former.is_(False)
    )
    return {row.site_id: row.code for row in connection.execute(named.order_by(site_aliases.c.code.desc()))}


def masts_named_by(connection: Connection, operator: str) -> dict[str, Row]:
    """Return code -> row of the structure that an operator's code names; not of those taken down.

    A present code goes before a former one, and of several structures of a site the first by id.
    """
    query = (
        sa.select(site_aliases.c.code.label("named"), structures)
        .join(structures, structures.c.site_id == site_aliases.c.site_id)
        .where(site_aliases.c.operator == operator, not_gone())
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
            not_gone(),
            site_aliases.c.last_listed < day,
        )
        .distinct()
    )
    return [Listed(*row) for row in connection.execute(query)]


def stations_of(connection: Connection, operator: str) -> dict[tuple[str, str], Row]:
    """Return (structure, technology) -> row of an operator's station."""
    query = sa.select(stations).where(stations.c.operator == operator)
    return {(row["structure_id"], row["technology"]): row for row in rows_of(connection, query)}
