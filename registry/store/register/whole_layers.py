"""Masts and stations of the whole register, as exports write them: row after row, for there may be many."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.reading import Row, each_of
from registry.store.register.states_now import state_now, state_of
from registry.store.tables import sites, stations, structures


class PlacedMast(NamedTuple):
    """The row of a structure, and that of the site it stands on."""

    site: Row
    structure: Row


def each_mast(connection: Connection) -> Iterator[PlacedMast]:
    """Yield every structure as it is today with its site by its code and its own id; none of merged sites."""
    of_site, of_structure = sites.c.keys(), structures.c.keys()
    query = (
        sa.select(sites, structures)
        .join_from(structures, sites, sites.c.id == structures.c.site_id)
        .where(sites.c.merged_into.is_(None))
        .order_by(sites.c.code, structures.c.id)
    )
    for row in connection.execute(query):
        mast = dict(zip(of_structure, row[len(of_site) :], strict=True))
        mast["state"] = state_of(mast)
        yield PlacedMast(dict(zip(of_site, row[: len(of_site)], strict=True)), mast)


class MastLook(NamedTuple):
    """What tells a structure and its site apart, and what can be seen of them."""

    site: str
    code: str
    commune_code: str | None
    structure: str
    mast_class: str | None
    old_class: str | None
    support: str | None
    state: str


def mast_looks(connection: Connection) -> Iterator[MastLook]:
    """Yield a few columns of every structure of ``each_mast``, in no order."""
    query = (
        sa.select(
            *(sites.c[name] for name in ("id", "code", "commune_code")),
            *(structures.c[name] for name in ("id", "mast_class", "old_class", "support")),
            state_now(),
        )
        .join_from(structures, sites, sites.c.id == structures.c.site_id)
        .where(sites.c.merged_into.is_(None))
    )
    return map(MastLook._make, connection.execute(query).all())


def networks_by_mast(connection: Connection) -> dict[str, list[str]]:
    """Return structure -> the operators with a station on it, in the order of their codes."""
    found: dict[str, list[str]] = {}
    query = sa.select(stations.c.structure_id, stations.c.operator).distinct()
    for structure, operator in connection.execute(query.order_by(*query.selected_columns)).all():
        found.setdefault(structure, []).append(operator)
    return found


def stations_by_mast(connection: Connection) -> dict[str, dict[str, list[Row]]]:
    """Return structure -> operator -> its stations there; operators in the order of their codes."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in each_of(
        connection, sa.select(stations).order_by(stations.c.structure_id, stations.c.operator)
    ):
        found.setdefault(row["structure_id"], {}).setdefault(row["operator"], []).append(row)
    return found


def each_station(connection: Connection) -> Iterator[Row]:
    """Yield every station with the ``code``, ``lon`` and ``lat`` (EPSG:4326 degrees) of its site, by code,
    operator and technology; not those of merged sites."""
    query = (
        sa.select(sites.c.code, sites.c.lon, sites.c.lat, stations)
        .join_from(stations, structures, structures.c.id == stations.c.structure_id)
        .join(sites, sites.c.id == structures.c.site_id)
        .where(sites.c.merged_into.is_(None))
        .order_by(sites.c.code, stations.c.operator, stations.c.technology)
    )
    return each_of(connection, query)
