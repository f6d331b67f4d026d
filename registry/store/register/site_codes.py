"""Codes of sites: which site an operator's code names, and whether a code is another site's."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.tables import site_aliases, sites


def site_named(connection: Connection, operator: str, code: str) -> str | None:
    """Return the id of the site that an operator's present code names; None where it names none."""
    query = sa.select(site_aliases.c.site_id).where(
        site_aliases.c.operator == operator, site_aliases.c.code == code, site_aliases.c.former.is_(False)
    )
    found: str | None = connection.execute(query).scalar()
    return found


def code_taken(connection: Connection, code: str, *, but: str) -> bool:
    """Whether a site other than ``but`` (its id) is shown under a code."""
    query = sa.select(sites.c.id).where(sites.c.code == code, sites.c.id != but)
    return connection.execute(query).first() is not None
