"""What stands where, read for people: rows for the map, and everything about one site."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from registry.store.register.sites import plain_rows
from registry.store.register.states_now import state_now, state_of
from registry.store.tables import operators, same_mast, site_aliases, sites, stations, structures


def operator_codes(connection: sa.Connection) -> tuple[str, ...]:
    """Return the operators' codes in their fixed order: the index is the bit in a mask of networks."""
    query = sa.select(operators.c.code).order_by(operators.c.ordinal)
    return tuple(connection.execute(query).scalars())


def standing(connection: sa.Connection, day: dt.date | None = None) -> Sequence[Any]:
    """Return one row per structure, by the site's number: key, site, place, class, state, heights, owner.

    The ``state`` is that of a day (default today); after it stands the one that is recorded.

    Sites that were merged into another are left out; a site without a structure is not on the map.
    """
    query = (
        sa.select(
            structures.c.id,
            sites.c.fid,
            sites.c.code,
            sites.c.lon,
            sites.c.lat,
            sites.c.commune_code,
            sites.c.commune_as_written,
            structures.c.mast_class,
            structures.c.old_class,
            state_now(day),
            structures.c.state.label("recorded"),
            structures.c.mast_height_m,
            structures.c.top_agl_m,
            structures.c.owner,
        )
        .join(structures, structures.c.site_id == sites.c.id)
        .where(sites.c.merged_into.is_(None))
        .order_by(sites.c.fid, structures.c.id)
    )
    return plain_rows(connection, query)


def standing_days(connection: sa.Connection) -> Sequence[Any]:
    """Return the days of every row of ``standing``, in its order: number of the site, state, built (or its
    year only), first on air by any network, dismantled.
    """
    first = (
        sa.select(stations.c.structure_id, sa.func.min(stations.c.on_air_on).label("on_air_on"))
        .group_by(stations.c.structure_id)
        .subquery()
    )
    query = (
        sa.select(
            sites.c.fid,
            structures.c.state,
            structures.c.built_on,
            structures.c.built_year_only,
            structures.c.dismantled_on,
            first.c.on_air_on,
        )
        .join(structures, structures.c.site_id == sites.c.id)
        .outerjoin(first, first.c.structure_id == structures.c.id)
        .where(sites.c.merged_into.is_(None))
        .order_by(sites.c.fid, structures.c.id)
    )
    return connection.execute(query).all()


def accuracies(connection: sa.Connection) -> dict[str, float]:
    """Return structure -> how far its site's position may be off, in metres."""
    query = sa.select(structures.c.id, sites.c.accuracy_m).join(sites, sites.c.id == structures.c.site_id)
    return {structure: float(metres) for structure, metres in connection.execute(query)}


def carried(connection: sa.Connection) -> Sequence[Any]:
    """Return (structure, operator) for every operator that has a station on a structure."""
    return plain_rows(connection, sa.select(stations.c.structure_id, stations.c.operator).distinct())


def alias_codes(connection: sa.Connection) -> Sequence[Any]:
    """Return (site number, code, operator, former) of every alias."""
    query = sa.select(sites.c.fid, site_aliases.c.code, site_aliases.c.operator, site_aliases.c.former).join(
        sites, sites.c.id == site_aliases.c.site_id
    )
    return plain_rows(connection, query)


def site_by_number(connection: sa.Connection, fid: int) -> dict[str, Any] | None:
    """Return a site with its structures, their stations and its aliases as plain dicts; None where none is.

    A site that was merged into another answers with the one it was merged into.
    """
    row = connection.execute(sa.select(sites).where(sites.c.fid == fid)).mappings().first()
    if row is not None and row["merged_into"]:
        merged = sa.select(sites).where(sites.c.id == row["merged_into"])
        row = connection.execute(merged).mappings().first()
    return None if row is None else _with_parts(connection, dict(row))


def site_by_code(connection: sa.Connection, code: str) -> dict[str, Any] | None:
    """Return the site with this code, present or as an alias, in the form of ``site_by_number``."""
    fid = connection.execute(sa.select(sites.c.fid).where(sites.c.code == code)).scalar()
    if fid is None:
        by_alias = (
            sa.select(sites.c.fid)
            .join(site_aliases, site_aliases.c.site_id == sites.c.id)
            .where(site_aliases.c.code == code)
            .order_by(site_aliases.c.former)
        )
        fid = connection.execute(by_alias).scalar()
    return None if fid is None else site_by_number(connection, int(fid))


def site_by_id(connection: sa.Connection, identity: str) -> dict[str, Any] | None:
    """Return a site in the form of ``site_by_number`` as it stands itself, merged into another or not."""
    row = connection.execute(sa.select(sites).where(sites.c.id == identity)).mappings().first()
    return None if row is None else _with_parts(connection, dict(row))


def _with_parts(connection: sa.Connection, site: dict[str, Any]) -> dict[str, Any]:
    own = structures.c.site_id == site["id"]
    of_site = sa.select(structures).where(own).order_by(structures.c.id)
    found = [dict(row) for row in connection.execute(of_site).mappings()]
    on_site = (
        sa.select(stations)
        .join(structures, structures.c.id == stations.c.structure_id)
        .where(own)
        .order_by(stations.c.operator, stations.c.technology)
    )
    carried_here = [dict(row) for row in connection.execute(on_site).mappings()]
    for structure in found:
        structure["state"] = state_of(structure)
        structure["stations"] = [s for s in carried_here if s["structure_id"] == structure["id"]]
    aliases = (
        sa.select(site_aliases)
        .where(site_aliases.c.site_id == site["id"])
        .order_by(site_aliases.c.operator, site_aliases.c.code)
    )
    site["structures"] = found
    site["aliases"] = [dict(row) for row in connection.execute(aliases).mappings()]
    site["questions"] = _open_questions(connection, site["id"])
    return site


def _open_questions(connection: sa.Connection, site_id: str) -> list[dict[str, Any]]:
    """Return (question, code, distance_m) of the sites that may be the same mast as this one."""
    found: list[dict[str, Any]] = []
    for own, other in ((same_mast.c.site_a, same_mast.c.site_b), (same_mast.c.site_b, same_mast.c.site_a)):
        query = (
            sa.select(same_mast.c.id.label("question"), sites.c.code, same_mast.c.distance_m)
            .join(sites, sites.c.id == other)
            .where(own == site_id, same_mast.c.state == "open")
            .order_by(sites.c.code)
        )
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found
