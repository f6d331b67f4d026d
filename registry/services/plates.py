"""Plates (biển nhận diện cột): what hangs on a mast, and the short token that its QR code carries.

QĐ 72/2025/QĐ-UBND Điều 5(4) makes marks of identification, warning and management compulsory on shared
works; it names no layout, so the plate carries the facts that the register has under these three heads.

A token is the first ten letters of HMAC-SHA-256 over the structure's id, keyed by 32 random bytes that are
made once and kept among the office's settings: always the same for a mast, in no order, and kept by a backup,
so that a plate printed years ago still leads to its mast. Nothing is stored for a mast until somebody asks.
"""

import hmac
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import qrcode
import sqlalchemy as sa
from qrcode.constants import ERROR_CORRECT_Q

from registry.errors import RefusalError
from registry.model.people import Person
from registry.services.batches import present_user
from registry.services.disclosure import is_own
from registry.services.registry import Registry
from registry.store import batches, ledger, site_views
from registry.store.operators import load_operators, load_owners, load_settings, setting_change
from registry.store.tables import admin_units, site_aliases, sites, stations, structures

KEY = "plates.key"
ADDRESS = "plates.address"
PHONES = "plates.phones"
OFFICE = "office"
"""The office's own telephone among ``PHONES``; the others are under the codes of organisations."""

LENGTH = 10
LONGEST = 120
MOST = 120  # plates in one sheet to print: a ream is not printed by mistake
_MOST_NAMED = 500  # ids in one question to the database; more are picked out of all
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: none is read as another


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


@dataclass(frozen=True, slots=True)
class Board:
    """What the office set for its plates. ``address`` is the beginning of their links, "" where not set."""

    address: str
    phones: dict[str, str]


def token_of(key: bytes, structure: str) -> str:
    """Return the token (ten letters and digits, 50 bits) of a structure's id under a key."""
    digest = hmac.digest(key, structure.encode(), "sha256")
    value = int.from_bytes(digest[:7], "big") >> 6
    return "".join(_LETTERS[value >> 5 * place & 31] for place in reversed(range(LENGTH)))


def read_token(text: str) -> str:
    """Return a token as it was typed from a plate: spaces, dashes, capitals and look-alikes are put right."""
    plain = "".join(letter for letter in text.lower() if letter.isalnum())
    return plain.translate(str.maketrans("oil", "011"))


def shown(token: str) -> str:
    """Return a token as plates print it: "k7qm2-9xd4t" in capitals."""
    return f"{token[:5]}-{token[5:]}".upper()


def plate_key(registry: Registry) -> bytes:
    """Return the key of the tokens; made on first use, once, whoever asks first."""
    held = registry.cache.get(KEY)
    if isinstance(held, bytes):
        return held
    with registry.database.read() as connection:
        text = load_settings(connection).get(KEY)
    if not text:
        with registry.database.write() as connection:
            text = load_settings(connection).get(KEY)
            if not text:
                text = secrets.token_hex(32)
                _set(connection, {KEY: text}, present_user())
    made = bytes.fromhex(str(text))
    registry.cache[KEY] = made
    return made


def token_for(registry: Registry, structure: str) -> str:
    """Return the token of a structure."""
    return token_of(plate_key(registry), structure)


def structure_of(registry: Registry, token: str) -> str:
    """Return the id of the structure that a token belongs to, "" where it belongs to none."""
    wanted = read_token(token)
    if len(wanted) != LENGTH:
        return ""
    key = plate_key(registry)
    with registry.database.read() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(structures)).scalar_one()
        held = registry.cache.get("plate-tokens")
        if held is None or held[0] != count:
            ids = connection.execute(sa.select(structures.c.id)).scalars()
            held = (count, {token_of(key, identity): identity for identity in ids})
            registry.cache["plate-tokens"] = held
    found: str = held[1].get(wanted, "")
    return found


def site_of(registry: Registry, structure: str) -> dict[str, Any] | None:
    """Return the sheet of the site (form of ``site_views``) that a structure stands on; None where gone.

    Of a site that was merged into another, that other one's.
    """
    with registry.database.read() as connection:
        query = (
            sa.select(sites.c.fid)
            .join(structures, structures.c.site_id == sites.c.id)
            .where(structures.c.id == structure)
        )
        number = connection.execute(query).scalar()
        return None if number is None else site_views.site_by_number(connection, int(number))


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
    with registry.database.read() as connection:
        board = board_with(load_settings(connection))
        order = [operator.code for operator in load_operators(connection)]
        conditions = _conditions(
            person, chosen=chosen, codes=codes, organisation=organisation, commune=commune
        )
        on = structures.c.site_id == sites.c.id
        if window is not None:
            part = (
                sa.select(structures.c.id)
                .join(sites, on)
                .where(*conditions)
                .order_by(sites.c.code, structures.c.id)
                .offset(window[0])
                .limit(min(window[1], _MOST_NAMED))
            )
            conditions = [structures.c.id.in_(list(connection.execute(part).scalars()))]
        carried: dict[str, set[str]] = {}
        pairs = (
            sa.select(stations.c.structure_id, stations.c.operator)
            .join(structures, structures.c.id == stations.c.structure_id)
            .join(sites, on)
            .where(*conditions)
            .distinct()
        )
        for structure, operator in connection.execute(pairs):
            carried.setdefault(structure, set()).add(operator)
        communes = _communes(connection)
        query = (
            sa.select(
                structures.c.id, sites.c.fid, sites.c.code, sites.c.lon, sites.c.lat, sites.c.address,
                sites.c.commune_code, structures.c.mast_class, structures.c.form, structures.c.support,
                structures.c.mast_height_m, structures.c.owner, structures.c.built_on,
            )
            .join(structures, on)
            .where(*conditions)
            .order_by(sites.c.code, structures.c.id)
        )  # fmt: skip
        found = []
        for row in connection.execute(query):
            networks = carried.get(row.id, set())
            named = {"owner": row.owner, "shared_with": networks, "commune_code": row.commune_code}
            if not person.sees_all and not is_own(named, person):
                continue
            if chosen is not None and row.id not in chosen:
                continue
            operators = sorted(networks, key=lambda code: (code != row.owner, order.index(code)))
            first = operators[0] if operators else ""
            found.append(
                Plate(
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
            )
    return found


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
    query = (
        sa.select(sa.func.count())
        .select_from(structures)
        .join(sites, structures.c.site_id == sites.c.id)
        .where(*conditions)
    )
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


def board(registry: Registry) -> Board:
    """Return what the office set for its plates."""
    with registry.database.read() as connection:
        return board_with(load_settings(connection))


def board_with(settings: dict[str, Any]) -> Board:
    """Return what these settings say of plates."""
    phones = settings.get(PHONES)
    return Board(
        str(settings.get(ADDRESS) or ""),
        {str(code): str(text) for code, text in phones.items()} if isinstance(phones, dict) else {},
    )


def state_board(registry: Registry, *, address: str, phones: dict[str, str], who: str) -> Board:
    """Set the address at which the public reaches the register, and the telephones on plates.

    Refused where the address is no plain http(s) address without a path (``PLATE-ADDRESS``), or a telephone
    is too long (``PLATE-PHONE``).
    """
    plain = address.strip().rstrip("/")
    if plain and "//" not in plain and "." in plain:
        plain = f"https://{plain}"
    parts = urlsplit(plain)
    if plain and (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or parts.path
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
        or len(plain) > LONGEST
    ):
        raise RefusalError("PLATE-ADDRESS", value=address[:LONGEST])
    kept = {code: " ".join(text.split()) for code, text in phones.items()}
    for text in kept.values():
        if len(text) > 40:
            raise RefusalError("PLATE-PHONE", value=text[:60])
    with registry.database.write() as connection:
        _set(
            connection,
            {ADDRESS: plain or None, PHONES: {code: text for code, text in kept.items() if text} or None},
            who,
        )
    return board(registry)


def qr_path(text: str) -> tuple[str, int]:
    """Return the QR code of a text as an SVG path (one unit a module) and how many units a side has.

    Quality Q: a quarter of the code may be worn off or dirty. The quiet zone of four modules is inside.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4, mask_pattern=3)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    runs = []
    for y, line in enumerate(matrix):
        x = 0
        while x < len(line):
            if not line[x]:
                x += 1
                continue
            start = x
            while x < len(line) and line[x]:
                x += 1
            runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
    return "".join(runs), len(matrix)


def _communes(connection: sa.Connection) -> dict[str, str]:
    """Return the names of the communes in force by code, with their kind in front."""
    query = sa.select(admin_units.c.code, admin_units.c.kind, admin_units.c.name).where(
        admin_units.c.level == "commune", admin_units.c.valid_to.is_(None)
    )
    return {
        row.code: row.name if row.name.lower().startswith(row.kind.lower()) else f"{row.kind} {row.name}"
        for row in connection.execute(query)
    }


def _set(connection: sa.Connection, values: dict[str, Any], who: str) -> None:
    standing = load_settings(connection)
    changes = [
        setting_change(connection, name, value)
        for name, value in values.items()
        if standing.get(name) != value
    ]
    if changes:
        batch = batches.open_batch(
            connection, kind=f"{batches.DESK}settings", who=who, options={"setting": "plates"}
        )
        ledger.record(connection, changes, who=who, batch=batch.id)
