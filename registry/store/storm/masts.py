"""What a storm asks of the masts beyond what checks know: design winds, robustness, communes as written."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.portions import portions
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


class MastFacts(NamedTuple):
    """What a letter needs of a structure beside its rank: where it stands, its form, whether it is robust.

    ``lon``/``lat`` are EPSG:4326 degrees; ``form`` "" and ``robust`` None where nobody says.
    """

    lon: float
    lat: float
    form: str
    robust: bool | None


def load_facts(connection: Connection, ids: Sequence[str]) -> dict[str, MastFacts]:
    """Return the facts of structures by id; one that the register does not hold is left out."""
    query = sa.select(
        structures.c.id, sites.c.lon, sites.c.lat, structures.c.form, structures.c.robust
    ).join_from(structures, sites, structures.c.site_id == sites.c.id)
    return {
        key: MastFacts(lon, lat, form or "", robust)
        for part in portions(ids)
        for key, lon, lat, form, robust in connection.execute(query.where(structures.c.id.in_(part)))
    }


def load_written_communes(connection: Connection) -> dict[str, str]:
    """Return the commune as the list wrote it, by site id, where it wrote one."""
    query = sa.select(sites.c.id, sites.c.commune_as_written).where(sites.c.commune_as_written != "")
    rows: Any = connection.execute(query)
    return dict(rows.all())
