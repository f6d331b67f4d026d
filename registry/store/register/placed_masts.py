"""Masts as other rooms name them: structures with the place of their site, who is on them, whose code."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.sites import SiteState
from registry.store.portions import portions
from registry.store.reading import Row, rows_of
from registry.store.register.states_now import state_now, state_of
from registry.store.tables import site_aliases, sites, stations, structures

_OF_PLACE = ("code", "lon", "lat", "accuracy_m", "commune_code", "address")


def placed_masts(connection: Connection, ids: Sequence[str]) -> list[Row]:
    """Return structures with the place of their site, or of the site that theirs was merged into.

    Beside a structure's own columns: ``site``, ``fid`` (its number), code, lon and lat (EPSG:4326 degrees),
    accuracy_m, commune_code and address.
    """
    place, kept = sites.alias("place"), sites.alias("kept")
    query = (
        sa.select(
            structures,
            sa.func.coalesce(kept.c.id, place.c.id).label("site"),
            sa.func.coalesce(kept.c.fid, place.c.fid).label("fid"),
            *(sa.func.coalesce(kept.c[name], place.c[name]).label(name) for name in _OF_PLACE),
        )
        .join(place, place.c.id == structures.c.site_id)
        .outerjoin(kept, kept.c.id == place.c.merged_into)
    )
    return [
        {**row, "state": state_of(row)}
        for part in portions(ids)
        for row in rows_of(connection, query.where(structures.c.id.in_(part)))
    ]


def carried_by(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Return structure -> operators (codes) with a station on it."""
    found: dict[str, list[str]] = {}
    query = sa.select(stations.c.structure_id, stations.c.operator).distinct()
    for part in portions(ids):
        for structure, operator in connection.execute(query.where(stations.c.structure_id.in_(part))):
            found.setdefault(structure, []).append(operator)
    return found


def code_givers(
    connection: Connection, sites_wanted: Sequence[str] | None = None
) -> dict[tuple[str, str], str]:
    """Return (site, code) -> the operator that gave the code; a present one before a former, then by name.

    Of some sites (ids), or of all.
    """
    query = (
        sa.select(site_aliases.c.site_id, site_aliases.c.code, site_aliases.c.operator)
        .where(site_aliases.c.operator != "")
        .order_by(site_aliases.c.former.desc(), site_aliases.c.operator.desc())
    )
    parts = (
        [query]
        if sites_wanted is None
        else [query.where(site_aliases.c.site_id.in_(part)) for part in portions(sites_wanted)]
    )
    return {  # the last one stays
        (site, code): operator for part in parts for site, code, operator in connection.execute(part).all()
    }


def own_codes(connection: Connection, operator: str) -> dict[str, str]:
    """Return site -> the present code that an operator itself gives it."""
    query = sa.select(site_aliases.c.site_id, site_aliases.c.code).where(
        site_aliases.c.operator == operator, site_aliases.c.former.is_(False)
    )
    return {row.site_id: row.code for row in connection.execute(query)}


def structures_by_site(connection: Connection) -> dict[str, str]:
    """Return site -> the structure that stands on it (a dismantled one where no other does)."""
    query = sa.select(structures.c.site_id, structures.c.id, state_now())
    ordered = sorted(connection.execute(query), key=lambda row: (row.state != SiteState.DISMANTLED, row.id))
    return {row.site_id: row.id for row in ordered}
