"""The masts that an operator names, and its stations on them."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.reading import Row, rows_of
from registry.store.tables import site_aliases, stations, structures


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


def stations_of(connection: Connection, operator: str) -> dict[tuple[str, str], Row]:
    """Return (structure, technology) -> row of an operator's station."""
    query = sa.select(stations).where(stations.c.operator == operator)
    return {(row["structure_id"], row["technology"]): row for row in rows_of(connection, query)}
