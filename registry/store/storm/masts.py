"""What a storm asks of the masts beyond what checks know: design winds, robustness, communes as written."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.storm.storms import Strength
from registry.store.portions import portions
from registry.store.tables import LEDGERED, sites, structures

JUDGED_BY = frozenset(
    {"sites", "structures", "stations", "operators", "admin_units", "same_mast", "meta", "settings"}
)
"""Tables whose changes change what a storm meets; the ledger's other tables leave it as it is."""
NOT_MET = frozenset(LEDGERED) - JUDGED_BY
_ALL_FROM = 20_000


def load_strengths(connection: Connection) -> dict[str, Strength]:
    """Return the strengths of the structures that state any, by structure id."""
    query = sa.select(structures.c.id, structures.c.design_wind_ms, structures.c.robust).where(
        structures.c.design_wind_ms.is_not(None) | structures.c.robust.is_not(None)
    )
    rows: Any = connection.execute(query)
    return {key: Strength(wind, robust) for key, wind, robust in rows}


class StationPower(NamedTuple):
    """What lists state of the power at a structure and of what hangs on it; None and "" where nobody says."""

    hub: bool | None
    generator: bool | None
    battery_hours: float | None
    feeder: str
    flood_prone: bool | None


def load_power(connection: Connection) -> dict[str, StationPower]:
    """Return the power of the structures that state any of it, by structure id."""
    stated = structures.c
    query = sa.select(
        stated.id, stated.transmission_hub, stated.generator, stated.battery_hours, stated.power_feeder,
        stated.flood_prone,
    ).where(
        sa.or_(
            stated.transmission_hub.is_not(None), stated.generator.is_not(None),
            stated.battery_hours.is_not(None), sa.func.coalesce(stated.power_feeder, "") != "",
            stated.flood_prone.is_not(None),
        )
    )  # fmt: skip
    return {key: StationPower(*rest) for key, *rest in connection.execute(query)}


class LetterFacts(NamedTuple):
    """What a letter needs of a structure beside its rank: where it stands, its form, whether it is robust.

    ``lon``/``lat`` are EPSG:4326 degrees; ``form`` "" and ``robust`` None where nobody says.
    """

    lon: float
    lat: float
    form: str
    robust: bool | None


def load_facts(connection: Connection, ids: Sequence[str]) -> dict[str, LetterFacts]:
    """Return the facts of structures by id; one that the register does not hold is left out.

    Where many are asked for all are read at once: half of a country's masts are a hundred questions.
    """
    query = sa.select(
        structures.c.id, sites.c.lon, sites.c.lat, structures.c.form, structures.c.robust
    ).join_from(structures, sites, structures.c.site_id == sites.c.id)
    asked = (
        [query]
        if len(ids) > _ALL_FROM
        else [query.where(structures.c.id.in_(part)) for part in portions(ids)]
    )
    wanted = frozenset(ids)
    return {
        key: LetterFacts(lon, lat, form or "", robust)
        for one in asked
        for key, lon, lat, form, robust in connection.execute(one).all()
        if key in wanted
    }


def load_written_communes(connection: Connection) -> dict[str, str]:
    """Return the commune as the list wrote it, by site id, where it wrote one."""
    query = sa.select(sites.c.id, sites.c.commune_as_written).where(sites.c.commune_as_written != "")
    rows: Any = connection.execute(query)
    return dict(rows.all())
