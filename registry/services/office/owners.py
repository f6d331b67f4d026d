"""Owners of masts who are no operators (chủ sở hữu hạ tầng), entered by the administrator.

An owner is known by its name, as an operator is by its code: masts, defects, accounts and letters bear it,
and once any of these but a mast does it does not change. Lists may write other names of the same owner (its
short name, its branch); masts that bear one of them are written under its name, when it is entered and
whenever a list comes. Only a whole name tells: what an owner sees follows from it, and no owner may see what
bears a name that nobody entered.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.operator_names import plain
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import KIND, Deed, deed
from registry.services.office.letters.legal_names import legal_names
from registry.services.office.registry import Registry
from registry.store import changes, ledger
from registry.store.database import Connection
from registry.store.office.operators import load_operators, load_owners, load_settings
from registry.store.office.owners import (
    OwnerNames,
    addressed_to,
    named_outside,
    owners_written,
    structures_of,
)
from registry.store.tables import duty_tables, field_tables, owners, structures
from registry.typed_text import line_within

KINDS = ("tower_company", "building")
"""A tower company gets letters of storms about its masts; of a building's, the networks on them do."""
LONGEST = 120
MOST_NAMES = 20
_ADDRESSED = (
    field_tables.defects, field_tables.campaign_targets, field_tables.data_requests, duty_tables.duty_letters,
)  # fmt: skip
"""Records that bear whom a mast's matters were asked of, by the name that its mast bore on that day."""
SHOWN = 40
"""How many names that nobody entered the page offers, those of most masts first."""


@dataclass(frozen=True, slots=True)
class KnownOwner:
    """An owner as the administrator's page shows it; ``masts`` are the structures that bear its name."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    masts: int
    version: int


@dataclass(frozen=True, slots=True)
class Owners:
    """The owners that were entered, and the names on masts that are nobody's, with how many bear each."""

    known: tuple[KnownOwner, ...]
    strangers: tuple[tuple[str, int], ...]
    more_strangers: int


def owners_page(registry: Registry) -> Owners:
    """Return the owners that are no operators, by name, and the names that nobody entered."""
    with registry.database.read() as connection:
        written, rows = owners_written(connection), load_owners(connection)
        names, operators = OwnerNames(connection), _operators(connection)
    bearing: Counter[str] = Counter()
    strangers: Counter[str] = Counter()
    for text, count in written.items():
        name = names.named(text)
        if name:
            bearing[name] += count
        elif not _of_operator(plain(text), operators):
            strangers[text] += count
    known = tuple(
        KnownOwner(
            str(row["id"]), name, row["kind"], tuple(row["aliases"] or ()), bearing[name], int(row["version"])
        )
        for name, row in rows.items()
        if not row["operator"]
    )
    shown = sorted(strangers.items(), key=lambda item: (-item[1], item[0]))
    return Owners(known, tuple(shown[:SHOWN]), max(0, len(shown) - SHOWN))


@one_moment()
def enter_owner(registry: Registry, name: str, kind: str, aliases: Iterable[str] = (), *, who: str) -> int:
    """Enter an owner, and write its masts under its name; returns how many bear it now.

    Refused for no name (``OWNER-NAME-LACKING``), a kind that is none of ``KINDS`` (``OWNER-KIND``), a name
    that an operator or another owner bears (``OWNER-NAME-TAKEN``), or more than ``MOST_NAMES``
    (``OWNER-NAMES-MANY``).
    """
    called, others = _typed(name, aliases)
    with deed(registry, f"{KIND}owners", who, options={"owner": called}) as made:
        _check(made.connection, called, kind, others, own="")
        made.create(owners, _row(called, kind, others))
        return _write_masts(made, called, others)


@one_moment()
def change_owner(
    registry: Registry,
    owner: str,
    kind: str,
    aliases: Iterable[str],
    *,
    name: str | None = None,
    seen: int | None,
    who: str,
) -> int:
    """Change what an owner (by its id) is, its other names, and the name itself where it was typed wrongly.

    Refused like ``enter_owner``. A mast that was written under its name keeps it where another name is taken
    away. Another ``name`` takes the masts with it, and the one before stays among the other names; refused
    (``OWNER-NAME-BORNE``) once an account, a letter or anything else but a mast bears the one before.
    ``OWNER-UNKNOWN`` for an owner that there is not.
    """
    with deed(registry, f"{KIND}owners", who, options={"owner": owner[:LONGEST]}) as made:
        offered = {"kind": kind, "aliases": list(aliases)}
        row = made.standing(owners, owner, unknown="OWNER-UNKNOWN", seen=seen, offered=offered)
        before = str(row["name"])
        called, others = _typed(before if name is None else name, offered["aliases"])
        if called != before:
            called, others = _typed(called, [*others, before])
            if _borne(made.connection, before):
                raise RefusalError("OWNER-NAME-BORNE", name=before)
        _check(made.connection, called, kind, others, own=before)
        if called != before:
            made.remove(owners, owner)
            made.create(owners, _row(called, kind, others))
        elif (kind, list(others)) != (row["kind"], row["aliases"]):
            made.amend(owners, owner, kind=kind, aliases=list(others))
        return _write_masts(made, called, others)


def _row(name: str, kind: str, others: tuple[str, ...]) -> dict[str, Any]:
    return {"id": name, "name": name, "kind": kind, "aliases": list(others), "operator": ""}


def _borne(connection: Connection, name: str) -> bool:
    """Whether anything bears an owner's name that goes on bearing it: all but its masts and what they owe."""
    written = name in legal_names(load_settings(connection))
    return written or named_outside(connection, name, (structures, *_ADDRESSED))


def _typed(name: str, aliases: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return a name and the other ones as they are kept, none of them twice."""
    called = line_within(unicodedata.normalize("NFC", name), LONGEST)
    if not called:
        raise RefusalError("OWNER-NAME-LACKING")
    found = {plain(called): called}
    for alias in aliases:
        text = line_within(unicodedata.normalize("NFC", alias), LONGEST)
        if text:
            found.setdefault(plain(text), text)
    others = tuple(list(found.values())[1:])
    if len(others) > MOST_NAMES:
        raise RefusalError("OWNER-NAMES-MANY", count=len(others), most=MOST_NAMES)
    return called, others


def _check(connection: Connection, name: str, kind: str, others: tuple[str, ...], *, own: str) -> None:
    if kind not in KINDS:
        raise RefusalError("OWNER-KIND")
    names, operators = OwnerNames(connection), _operators(connection)
    for text in (name, *others):
        holder = operators.get(plain(text)) or names.named(text)
        if holder and holder != own:
            raise RefusalError("OWNER-NAME-TAKEN", name=text, holder=holder)


def _operators(connection: Connection) -> dict[str, str]:
    """Return the operators by every name that lists write for them, as names are compared."""
    rows = load_operators(connection)
    found = {plain(text): one.name for one in rows for text in (one.code, one.name, *one.old_names)}
    owned = load_owners(connection).items()
    return found | {
        plain(text): name
        for name, row in owned
        if row["operator"]
        for text in (name, *(row["aliases"] or ()))
    }


def _of_operator(text: str, operators: dict[str, str]) -> bool:
    """Whether an owner's text names an operator, or its branch ("Viettel Bắc Ninh")."""
    return text in operators or any(len(one) > 3 and text.startswith(f"{one} ") for one in operators)


def _write_masts(made: Deed, name: str, others: tuple[str, ...]) -> int:
    """Write the masts that bear one of an owner's names, and what was asked of it by such a name, under its
    own; returns how many masts bear it now."""
    asked = {plain(text) for text in (name, *others)}
    written = owners_written(made.connection)
    texts = [text for text in written if plain(text) in asked]
    ids = structures_of(made.connection, [text for text in texts if text != name])
    rows: dict[str, Any] = ledger.rows_by_key(made.connection, structures, ids)
    made.add(changes.amend(structures, row, owner=name) for row in rows.values())
    for table in _ADDRESSED:
        keys = addressed_to(made.connection, table, asked, name)
        found = ledger.rows_by_key(made.connection, table, keys)
        made.add(changes.amend(table, row, organisation=name) for row in found.values())
    return sum(written[text] for text in texts)
