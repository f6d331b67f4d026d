"""Standing masts as plates name them: with what stands on the plate, and who is on the mast."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.people import Person
from registry.store.portions import PORTION
from registry.store.reading import rows_of
from registry.store.register.states_now import stands_now
from registry.store.tables import site_aliases, sites, stations, structures

_ON_SITE = structures.c.site_id == sites.c.id


@dataclass(frozen=True, slots=True)
class AskedMasts:
    """Standing masts that somebody asks for; "", None and an empty ``codes`` ask for all.

    ``chosen``: ids of structures. ``codes``: codes of sites, present or as aliases, in any case.
    ``organisation``: an operator on the mast, or its owner. Whoever does not see all gets those that its
    organisation is on or owns, and those of its commune. ``written``: by organisation the texts by which
    masts name it as their owner, besides its own. ``owned``: an organisation whose own masts alone are asked
    for: those that name it as their owner, and those of no named owner that it is on.
    """

    person: Person
    chosen: Collection[str] | None = None
    codes: Collection[str] = ()
    organisation: str = ""
    commune: str = ""
    written: Mapping[str, Collection[str]] = field(default_factory=dict)
    owned: str = ""


@dataclass(frozen=True, slots=True)
class PlateMast:
    """A standing mast; place in EPSG:4326 degrees, heights in metres, ``networks`` codes of operators."""

    structure: str
    site: int
    code: str
    lon: float
    lat: float
    address: str
    commune_code: str
    mast_class: str | None
    form: str | None
    support: str | None
    mast_height_m: float | None
    owner: str
    built_on: dt.date | None
    networks: frozenset[str]


def structure_ids(connection: Connection) -> list[str]:
    """Return the id of every structure, in no order."""
    return list(connection.execute(sa.select(structures.c.id)).scalars())


def site_number(connection: Connection, structure: str) -> int | None:
    """Return the number of the site that a structure stands on, None where there is no such structure."""
    query = sa.select(sites.c.fid).join(structures, _ON_SITE).where(structures.c.id == structure)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def count_masts(connection: Connection, asked: AskedMasts) -> int:
    """Return how many masts ``masts_of`` would return, without reading them."""
    query = sa.select(sa.func.count()).select_from(structures).join(sites, _ON_SITE).where(*_narrowed(asked))
    return int(connection.execute(query).scalar_one())


def masts_of(
    connection: Connection, asked: AskedMasts, window: tuple[int, int] | None = None
) -> list[PlateMast]:
    """Return the masts asked for by code.

    ``window``: (how many of them to leave out, how many to return, at most 500), so that a page of 200,000
    reads a page.
    """
    conditions = _narrowed(asked)
    if window is not None:
        conditions = [_in_window(connection, conditions, *window)]
    carried = _carried(connection, conditions)
    query = (
        sa.select(
            structures.c.id.label("structure"), sites.c.fid.label("site"), sites.c.code, sites.c.lon,
            sites.c.lat, sites.c.address, sites.c.commune_code, structures.c.mast_class, structures.c.form,
            structures.c.support, structures.c.mast_height_m, structures.c.owner, structures.c.built_on,
        )
        .join(structures, _ON_SITE)
        .where(*conditions)
        .order_by(sites.c.code, structures.c.id)
    )  # fmt: skip
    return [
        PlateMast(**row, networks=frozenset(carried.get(row["structure"], ())))
        for row in rows_of(connection, query)
        if asked.chosen is None or row["structure"] in asked.chosen
    ]


def _in_window(
    connection: Connection, conditions: Sequence[sa.ColumnElement[bool]], left_out: int, most: int
) -> sa.ColumnElement[bool]:
    """Return the condition that picks the masts of a window in the order of codes."""
    part = (
        sa.select(structures.c.id)
        .join(sites, _ON_SITE)
        .where(*conditions)
        .order_by(sites.c.code, structures.c.id)
        .offset(left_out)
        .limit(min(most, PORTION))
    )
    return structures.c.id.in_(list(connection.execute(part).scalars()))


def _carried(connection: Connection, conditions: Sequence[sa.ColumnElement[bool]]) -> dict[str, set[str]]:
    """Return the operators (codes) with a station on each mast, by the structure's id."""
    carried: dict[str, set[str]] = {}
    pairs = (
        sa.select(stations.c.structure_id, stations.c.operator)
        .join(structures, structures.c.id == stations.c.structure_id)
        .join(sites, _ON_SITE)
        .where(*conditions)
        .distinct()
    )
    for structure, operator in connection.execute(pairs):
        carried.setdefault(structure, set()).add(operator)
    return carried


def _narrowed(asked: AskedMasts) -> list[sa.ColumnElement[bool]]:
    """Return the conditions on structures joined to their sites; more ``chosen`` than a statement takes are
    left to be picked out of all."""
    wanted = {code.strip().upper() for code in asked.codes if code.strip()}
    found: list[Any] = [
        sites.c.merged_into.is_(None),
        stands_now(),
    ]
    if wanted:
        aliased = sa.select(site_aliases.c.site_id).where(sa.func.upper(site_aliases.c.code).in_(wanted))
        found.append(sa.or_(sa.func.upper(sites.c.code).in_(wanted), sites.c.id.in_(aliased)))
    if asked.commune:
        found.append(sites.c.commune_code == asked.commune)
    if asked.chosen is not None and len(asked.chosen) <= PORTION:
        found.append(structures.c.id.in_(list(asked.chosen)))
    if asked.organisation:
        found.append(_of(asked.organisation, asked))
    if asked.owned:
        nameless = sa.and_(structures.c.owner == "", structures.c.id.in_(_carried_by(asked.owned)))
        found.append(sa.or_(structures.c.owner.in_(_owners(asked.owned, asked)), nameless))
    person = asked.person
    if not person.sees_all:
        own = [_of(person.organisation, asked)] if person.organisation else []
        if person.territory:
            own.append(sites.c.commune_code == person.territory)
        found.append(sa.or_(*own) if own else sa.false())
    return found


def _of(organisation: str, asked: AskedMasts) -> sa.ColumnElement[bool]:
    """Return the condition that an organisation owns a structure or has a station on it."""
    owners = _owners(organisation, asked)
    return sa.or_(structures.c.owner.in_(owners), structures.c.id.in_(_carried_by(organisation)))


def _owners(organisation: str, asked: AskedMasts) -> list[str]:
    return [organisation, *asked.written.get(organisation, ())]


def _carried_by(organisation: str) -> sa.Select[Any]:
    return sa.select(stations.c.structure_id).where(stations.c.operator == organisation)
