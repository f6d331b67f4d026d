"""Plates (biển nhận diện cột): what hangs on a mast, and which plates a person may print.

QĐ 72/2025/QĐ-UBND Điều 5(4) makes marks of identification, warning and management compulsory on shared
works; it names no layout, so the plate carries the facts that the register has under these three heads.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.model.people import Person
from registry.services.office.registry import Registry
from registry.services.public.plate_settings import board_with
from registry.services.public.plate_tokens import plate_key, structure_of, token_of
from registry.services.register.disclosure import is_own
from registry.store.database import Connection
from registry.store.office.operators import load_operators, load_owners, load_settings
from registry.store.office.organisations import Organisations
from registry.store.office.owners import owners_written
from registry.store.public.plates import AskedMasts, PlateMast, count_masts, masts_of, site_number
from registry.store.register import site_views
from registry.store.register.units import commune_names

MOST = 120  # plates in one sheet to print: a ream is not printed by mistake


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
        number = site_number(connection, structure)
        return None if number is None else site_views.site_by_number(connection, number)


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
    owned: str = "",
    window: tuple[int, int] | None = None,
) -> list[Plate]:
    """Return the plates of standing masts by code, as far as the person may print them.

    ``chosen``: ids of structures, None for all; ``codes``: codes of sites, present or as aliases;
    ``organisation``: an operator on the mast, or its owner. Whoever is bound to an organisation or a commune
    gets its own masts and those that it shares alone; ``owned``: of an organisation those that it owns, which
    are those whose plates are its to hang. ``window``: (how many of them to leave out, how many to return) in
    the order of codes, so that a page of 200,000 reads a page.
    """
    key = plate_key(registry)
    with registry.database.read() as connection:
        owners = _Owners(connection)
        asked = AskedMasts(person, chosen, tuple(codes), organisation, commune, owners.written, owned)
        masts = masts_of(connection, asked, window)
        board = board_with(load_settings(connection))
        order = [operator.code for operator in load_operators(connection)]
        communes = commune_names(connection)
    found = []
    for mast in masts:
        owner = owners.of(mast.owner)
        named = {"owner": owner, "shared_with": mast.networks, "commune_code": mast.commune_code}
        if not person.sees_all and not is_own(named, person):  # as the store narrowed already
            continue
        operators = sorted(mast.networks, key=lambda code: (code != owner, order.index(code)))
        # without a telephone of its owner's, the first operator's
        phone = next(filter(None, map(board.phones.get, (owner, *operators[:1]))), "")
        found.append(_plate(mast, operators, key, phone, communes))
    return found


class _Owners:
    """Whose masts are by what is written there as their owner: "Viettel Bắc Giang" is Viettel's.

    As letters and defects know it, so that a plate is printed by whom the mast's letters go to.
    """

    def __init__(self, connection: Connection) -> None:
        self._known = Organisations(connection)
        self.written: dict[str, list[str]] = {}
        for text in owners_written(connection):
            self.written.setdefault(self.of(text), []).append(text)

    def of(self, text: str) -> str:
        return self._known.of(text, (), "")


def _plate(
    mast: PlateMast, operators: list[str], key: bytes, phone: str, communes: Mapping[str, str]
) -> Plate:
    return Plate(
        structure=mast.structure,
        site=mast.site,
        token=token_of(key, mast.structure),
        code=mast.code,
        lon=mast.lon,
        lat=mast.lat,
        commune=communes.get(mast.commune_code, ""),
        address=mast.address,
        owner=mast.owner,
        operators=tuple(operators),
        mast_class=mast.mast_class or "",
        form=mast.form or "",
        support=mast.support or "",
        height_m=mast.mast_height_m,
        built=mast.built_on.year if mast.built_on else None,
        phone=phone,
    )


def count_plates(
    registry: Registry,
    person: Person,
    *,
    codes: Iterable[str] = (),
    organisation: str = "",
    commune: str = "",
    owned: str = "",
) -> int:
    """Return how many plates ``plates_of`` would return, without reading them."""
    with registry.database.read() as connection:
        written = _Owners(connection).written
        asked = AskedMasts(person, None, tuple(codes), organisation, commune, written, owned)
        return count_masts(connection, asked)


def organisation_names(registry: Registry) -> dict[str, str]:
    """Return the names of operators by code and of owners by name, as plates write them."""
    with registry.database.read() as connection:
        owners = {name: name for name in load_owners(connection)}
        return owners | {operator.code: operator.name for operator in load_operators(connection)}
