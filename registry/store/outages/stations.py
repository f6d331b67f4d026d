"""Stations with their sites, and the codes by which operators report them."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.sites import SiteState
from registry.store.register.states_now import state_now
from registry.store.tables import site_aliases, sites, stations, structures

_NOT_YET = (SiteState.APPROVED, SiteState.UNDER_CONSTRUCTION)
_NOT_THERE = (SiteState.DISMANTLED, *_NOT_YET)


class StationThere(NamedTuple):
    """A station of an operator at a site (``lon``, ``lat``: EPSG:4326 degrees) and what its mast says."""

    site: str
    number: int
    code: str
    lon: float
    lat: float
    commune_code: str
    operator: str
    state: str


class SiteCode(NamedTuple):
    """A code that an operator gives a site, or gave it formerly."""

    operator: str
    code: str
    site: str
    former: bool


def load_stations(connection: Connection) -> list[StationThere]:
    """Return every station whose mast is there, by number of its site and operator.

    A mast that is dismantled, only approved or still being built carries none; sites that were merged into
    another are left out.
    """
    query = (
        sa.select(
            sites.c.id, sites.c.fid, sites.c.code, sites.c.lon, sites.c.lat, sites.c.commune_code,
            stations.c.operator, state_now(),
        )
        .join(structures, structures.c.site_id == sites.c.id)
        .join(stations, stations.c.structure_id == structures.c.id)
        .where(sites.c.merged_into.is_(None), state_now().not_in(_NOT_THERE))
        .order_by(sites.c.fid, stations.c.operator)
    )  # fmt: skip
    return [StationThere(*row) for row in connection.execute(query)]


def load_taken_down(connection: Connection) -> list[SiteCode]:
    """Return the codes of the stations whose mast is dismantled, by operator and site."""
    return _codes_of(connection, (SiteState.DISMANTLED,))


def load_not_yet(connection: Connection) -> list[SiteCode]:
    """Return the codes of the stations whose mast is only approved or still being built."""
    return _codes_of(connection, _NOT_YET)


def _codes_of(connection: Connection, states: tuple[SiteState, ...]) -> list[SiteCode]:
    query = (
        sa.select(stations.c.operator, sites.c.code, sites.c.id, sa.true())
        .join(structures, structures.c.site_id == sites.c.id)
        .join(stations, stations.c.structure_id == structures.c.id)
        .where(sites.c.merged_into.is_(None), state_now().in_(states))
        .order_by(sites.c.fid, stations.c.operator)
    )
    return [SiteCode(*row) for row in connection.execute(query)]


def load_codes(connection: Connection) -> list[SiteCode]:
    """Return every code that an operator gives a site, present ones before former, then by code."""
    query = sa.select(
        site_aliases.c.operator, site_aliases.c.code, site_aliases.c.site_id, site_aliases.c.former
    ).order_by(site_aliases.c.former, site_aliases.c.code)
    return [SiteCode(*row) for row in connection.execute(query)]


class StationPower(NamedTuple):
    """What the register says of the power of a mast's stations; None and "" where it says nothing."""

    battery_hours: float | None = None
    generator: bool | None = None
    feeder: str = ""


def load_power(connection: Connection) -> dict[tuple[str, str], StationPower]:
    """Return what the register says of stations' power, by operator and site; what is empty is left out.

    Of several standing masts of a site the shortest battery counts, a generator only where each has one.
    """
    known = (structures.c.battery_hours, structures.c.generator, structures.c.power_feeder)
    query = (
        sa.select(stations.c.operator, structures.c.site_id, *known)
        .join(structures, stations.c.structure_id == structures.c.id)
        .where(
            state_now().not_in(_NOT_THERE),
            structures.c.battery_hours.is_not(None)
            | structures.c.generator.is_not(None)
            | (structures.c.power_feeder != ""),
        )
        .order_by(structures.c.site_id, stations.c.operator)
    )
    found: dict[tuple[str, str], StationPower] = {}
    for operator, site, *said in connection.execute(query):
        key, one = (operator, site), StationPower(*said)
        before = found.get(key)
        found[key] = one if before is None else _both(before, one)
    return found


def _both(one: StationPower, other: StationPower) -> StationPower:
    hours = [item.battery_hours for item in (one, other) if item.battery_hours is not None]
    return StationPower(
        min(hours, default=None),
        None if one.generator is not other.generator else one.generator,
        one.feeder or other.feeder,
    )
