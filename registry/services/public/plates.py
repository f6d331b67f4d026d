"""Plates (biển nhận diện cột): what hangs on a mast, and which plates a person may print.

QĐ 72/2025/QĐ-UBND Điều 5(4) makes marks of identification, warning and management compulsory on shared
works; it names no layout, so the plate carries the facts that the register has under these three heads.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from registry.model.people import Person
from registry.services.office.registry import Registry
from registry.services.public.plate_settings import Board, board_with
from registry.services.public.plate_tokens import plate_key, structure_of, token_of
from registry.services.register.disclosure import is_own
from registry.store.office.operators import load_operators, load_owners, load_settings
from registry.store.register import site_views
from registry.store.register.units import commune_names
from registry.store.tables import site_aliases, sites, stations, structures

MOST = 120  # plates in one sheet to print: a ream is not printed by mistake
_MOST_NAMED = 500  # ids in one question to the database; more are picked out of all
_ON_SITE = structures.c.site_id == sites.c.id


@dataclass(frozen=True, slots=True)
class Plate:
    """What is written on the plate of one structure. ``operators`` are codes, the owner's first."""

    structure: str
    site: int
    token: str
    code: str
    lon: float
    lat: float
    commune: str
    address: str
    owner: str
    operators: tuple[str, ...]
    mast_class: str
    form: str
    support: str
    height_m: float | None
    built: int | None
    phone: str = ""


def site_of(registry: Registry, structure: str) -> dict[str, Any] | None:
    """Return the sheet of the site (form of ``site_views``) that a structure stands on; None where gone.

    Of a site that was merged into another, that other one's.
    """
    with registry.database.read() as connection:
        query = sa.select(sites.c.fid).join(structures, _ON_SITE).where(structures.c.id == structure)
        number = connection.execute(query).scalar()
        return None if number is None else site_views.site_by_number(connection, int(number))


def structure_named(registry: Registry, person: Person, text: str) -> str:
    """Return the structure that somebody types: a plate's token, or a code of its site; "" where neither."""
    found = structure_of(registry, text)
    if found:
        return found
    plates = plates_of(registry, person, codes=[text])
    return plates[0].structure if plates else ""


def plates_of(
    registry: Registry,
    person: Person,
    *,
    chosen: Collection[str] | None = None,
    codes: Iterable[str] = (),
    organisation: str = "",
    commune: str = "",
    window: tuple[int, int] | None = None,
) -> list[Plate]:
    """Return the plates of standing masts by code, as far as the person may print them.

    ``chosen``: ids of structures, None for all; ``codes``: codes of sites, present or as aliases;
    ``organisation``: an operator on the mast, or its owner. Whoever is bound to an organisation or a commune
    gets its own masts alone. ``window``: (how many of them to leave out, how many to return) in the order of
    codes, so that a page of 200,000 reads a page.
    """
    key = plate_key(registry)
    conditions = _conditions(person, chosen=chosen, codes=codes, organisation=organisation, commune=commune)
    found = []
    with registry.database.read() as connection:
        if window is not None:
            conditions = [_in_window(connection, conditions, *window)]
        carried = _carried(connection, conditions)
        board = board_with(load_settings(connection))
        order = [operator.code for operator in load_operators(connection)]
        communes = commune_names(connection)
        for row in _masts(connection, conditions):
            networks = carried.get(row.id, set())
            named = {"owner": row.owner, "shared_with": networks, "commune_code": row.commune_code}
            if not person.sees_all and not is_own(named, person):
                continue
            if chosen is not None and row.id not in chosen:
                continue
            operators = sorted(networks, key=lambda code: (code != row.owner, order.index(code)))
            found.append(_plate(row, operators, key, board, communes))
    return found


def _in_window(connection: sa.Connection, conditions: Sequence[Any], left_out: int, most: int) -> Any:
    """Return the condition that picks the masts of a window in the order of codes."""
    part = (
        sa.select(structures.c.id)
        .join(sites, _ON_SITE)
        .where(*conditions)
        .order_by(sites.c.code, structures.c.id)
        .offset(left_out)
        .limit(min(most, _MOST_NAMED))
    )
    return structures.c.id.in_(list(connection.execute(part).scalars()))


def _carried(connection: sa.Connection, conditions: Sequence[Any]) -> dict[str, set[str]]:
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


def _masts(connection: sa.Connection, conditions: Sequence[Any]) -> Iterable[Any]:
    query = (
        sa.select(
            structures.c.id, sites.c.fid, sites.c.code, sites.c.lon, sites.c.lat, sites.c.address,
            sites.c.commune_code, structures.c.mast_class, structures.c.form, structures.c.support,
            structures.c.mast_height_m, structures.c.owner, structures.c.built_on,
        )
        .join(structures, _ON_SITE)
        .where(*conditions)
        .order_by(sites.c.code, structures.c.id)
    )  # fmt: skip
    return connection.execute(query)


def _plate(row: Any, operators: list[str], key: bytes, board: Board, communes: Mapping[str, str]) -> Plate:
    """Return the plate of one row of ``_masts``; without a telephone of its owner's, the first operator's."""
    first = operators[0] if operators else ""
    return Plate(
        structure=row.id,
        site=row.fid,
        token=token_of(key, row.id),
        code=row.code,
        lon=row.lon,
        lat=row.lat,
        commune=communes.get(row.commune_code, ""),
        address=row.address,
        owner=row.owner,
        operators=tuple(operators),
        mast_class=row.mast_class or "",
        form=row.form or "",
        support=row.support or "",
        height_m=row.mast_height_m,
        built=row.built_on.year if row.built_on else None,
        phone=board.phones.get(row.owner) or board.phones.get(first, ""),
    )


def count_plates(
    registry: Registry,
    person: Person,
    *,
    codes: Iterable[str] = (),
    organisation: str = "",
    commune: str = "",
) -> int:
    """Return how many plates ``plates_of`` would return, without reading them."""
    conditions = _conditions(person, chosen=None, codes=codes, organisation=organisation, commune=commune)
    query = sa.select(sa.func.count()).select_from(structures).join(sites, _ON_SITE).where(*conditions)
    with registry.database.read() as connection:
        return int(connection.execute(query).scalar_one())


def _conditions(
    person: Person, *, chosen: Collection[str] | None, codes: Iterable[str], organisation: str, commune: str
) -> list[Any]:
    """Return the conditions of ``plates_of`` on structures joined to their sites."""
    wanted = {code.strip().upper() for code in codes if code.strip()}
    found: list[Any] = [
        sites.c.merged_into.is_(None),
        structures.c.state.not_in(("dismantled", "approved")),
    ]
    if wanted:
        aliased = sa.select(site_aliases.c.site_id).where(sa.func.upper(site_aliases.c.code).in_(wanted))
        found.append(sa.or_(sa.func.upper(sites.c.code).in_(wanted), sites.c.id.in_(aliased)))
    if commune:
        found.append(sites.c.commune_code == commune)
    if chosen is not None and len(chosen) <= _MOST_NAMED:
        found.append(structures.c.id.in_(list(chosen)))
    if organisation:
        found.append(_of(organisation))
    if not person.sees_all:  # as ``is_own`` says; asked again of each row
        own = [_of(person.organisation)] if person.organisation else []
        if person.territory:
            own.append(sites.c.commune_code == person.territory)
        found.append(sa.or_(*own) if own else sa.false())
    return found


def _of(organisation: str) -> Any:
    """Return the condition that an organisation owns a structure or has a station on it."""
    carried = sa.select(stations.c.structure_id).where(stations.c.operator == organisation)
    return sa.or_(structures.c.owner == organisation, structures.c.id.in_(carried))


def organisation_names(registry: Registry) -> dict[str, str]:
    """Return the names of operators by code and of owners by name, as plates write them."""
    with registry.database.read() as connection:
        owners = {name: name for name in load_owners(connection)}
        return owners | {operator.code: operator.name for operator in load_operators(connection)}
