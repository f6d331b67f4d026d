"""What a storm asks of the masts beyond what checks know: design winds, robustness, communes as written."""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.tables import LEDGERED, sites, structures

JUDGED_BY = frozenset(
    {"sites", "structures", "stations", "operators", "admin_units", "same_mast", "meta", "settings"}
)
"""Tables whose changes change what a storm meets; the ledger's other tables leave it as it is."""
NOT_MET = frozenset(LEDGERED) - JUDGED_BY


class Strength(NamedTuple):
    """Of one structure: its design wind as stated (m/s), and whether it is robust (None: nobody says)."""

    design_wind_ms: float | None
    robust: bool | None


def load_strengths(connection: Connection) -> dict[str, Strength]:
    """Return the strengths of the structures that state any, by structure id."""
    query = sa.select(structures.c.id, structures.c.design_wind_ms, structures.c.robust).where(
        structures.c.design_wind_ms.is_not(None) | structures.c.robust.is_not(None)
    )
    rows: Any = connection.execute(query)
    return {key: Strength(wind, robust) for key, wind, robust in rows}


def load_written_communes(connection: Connection) -> dict[str, str]:
    """Return the commune as the list wrote it, by site id, where it wrote one."""
    query = sa.select(sites.c.id, sites.c.commune_as_written).where(sites.c.commune_as_written != "")
    rows: Any = connection.execute(query)
    return dict(rows.all())
