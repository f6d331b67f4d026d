"""Accounts: made, bound, disabled and given a new first password by the office; each change in the ledger.

A first password is random, shown once, and must be changed at the first sign-in. There is no mail server to
rely on: a forgotten password is reset by an administrator. Every reset and every disabling ends the sessions
of that account.
"""

import re
import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import argon2

from registry.errors import RefusalError
from registry.model.areas import LAYERS, Layer
from registry.model.people import INSIDE, Role
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import Deed, changed, check_since, deed
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.office.settings import write_settings
from registry.store import ledger
from registry.store.database import Connection
from registry.store.office import accounts as store
from registry.store.office.accounts import SERVICE, Account
from registry.store.office.operators import load_operators, load_owners, load_settings
from registry.store.office.tables import accounts, api_tokens
from registry.store.office.tokens import tokens_of
from registry.store.register.units import commune_names

TWO_FACTOR_STAFF = "two_factor_staff"
"""The office's setting that makes the authenticator app compulsory for its staff."""

_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,39}$")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
PASSWORD_COST = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}
"""What hashing a password costs: passes, KiB of memory, lanes (RFC 9106, the second recommended choice)."""


def _hashed(password: str) -> str:
    hasher = argon2.PasswordHasher(
        time_cost=PASSWORD_COST["time_cost"], memory_cost=PASSWORD_COST["memory_cost"],
        parallelism=PASSWORD_COST["parallelism"],
    )  # fmt: skip
    return hasher.hash(password)


def has_accounts(registry: Registry) -> bool:
    """Whether anybody can sign in; while nobody can, the desk is open and on loopback only."""
    return registry.kept("any-account", store.any_account)


def has_administrator(registry: Registry) -> bool:
    """Whether an administrator can sign in, which lets the server listen beyond loopback."""
    return any(account.active and Role.ADMINISTRATOR in account.roles for account in list_accounts(registry))


def list_accounts(registry: Registry) -> list[Account]:
    """Return every account by name, without secrets."""
    with registry.database.read() as connection:
        return store.list_accounts(connection)


def find_account(registry: Registry, **where: str) -> Account | None:
    """Return the account with ``name=``, ``id=`` or ``session_key=``; None where there is none."""
    with registry.database.read() as connection:
        return store.account_by(connection, **where)


@one_moment()
def add_account(
    registry: Registry,
    name: str,
    roles: Iterable[Role | str],
    *,
    organisation: str = "",
    territory: str = "",
    who: str,
    password: str = "",
    must_change: bool = True,
    service: bool = False,
) -> str:
    """Make an account and return its first password, which is kept nowhere.

    A ``service`` is a program's: nobody is told its password ("" is returned), so that it asks by tokens
    alone; it is never an administrator's (``ACCOUNT-SERVICE-ROLE``).

    Refused for a name that cannot be used or is taken, a carrier without an organisation that the register
    knows, a consulted body without a territory (a layer, or a commune of today), and either of them beside
    another role.
    """
    name = name.strip().lower()
    if not _NAME.match(name):
        raise RefusalError("ACCOUNT-NAME", name=name)
    chosen = frozenset(_role(role) for role in roles)
    if not chosen:
        raise RefusalError("ACCOUNT-NO-ROLE", known=", ".join(Role))
    if chosen & {Role.CARRIER, Role.CONSULTED} and len(chosen) > 1:
        raise RefusalError("ACCOUNT-ROLES-MIXED", roles=", ".join(sorted(chosen)))
    if service and Role.ADMINISTRATOR in chosen:
        raise RefusalError("ACCOUNT-SERVICE-ROLE")
    first = password or (secrets.token_urlsafe(32) if service else new_password())
    with _deed(registry, who) as made:
        connection = made.connection
        if store.account_by(connection, name=name) is not None:
            raise RefusalError("ACCOUNT-EXISTS", name=name)
        organisation = _organisation(connection, chosen, organisation.strip())
        if territory.strip() and Role.CONSULTED not in chosen:
            raise RefusalError("ACCOUNT-BOUND", value=territory.strip())
        if Role.CONSULTED in chosen and not territory.strip():
            raise RefusalError("ACCOUNT-NO-TERRITORY")
        territory = _territory(connection, territory.strip())
        identity = secrets.token_hex(8)
        row = {
            "id": identity,
            "name": name,
            "roles": sorted(chosen),
            "organisation": organisation,
            "territory": territory,
            "active": True,
            "two_factor": False,
            "password_set": _stamped("office"),
            "kind": SERVICE if service else "",
        }
        made.create(accounts, row)
        made.write()
        store.write_secrets(
            connection,
            identity,
            password=_hashed(first),
            session_key=secrets.token_hex(32),
            must_change=must_change and not service,
        )
    return "" if service else first


def shut() -> dict[str, Any]:
    """Return the secrets of an account that came from another register: a password that nobody knows."""
    return {
        "password": _hashed(secrets.token_urlsafe(32)),
        "session_key": secrets.token_hex(32),
        "must_change": True,
    }


def _territory(connection: Connection, territory: str) -> str:
    """Return a territory as accounts keep it: a layer or a commune's code, also where their name is given.

    Refused where it is none, or the name of several: the account would never see anything.
    """
    known = commune_names(connection)
    if not territory or territory in known or territory in set(Layer):
        return territory
    layers = {said.casefold(): layer for layer, facts in LAYERS.items() for said in facts.label.values()}
    if territory.casefold() in layers:
        return layers[territory.casefold()].value
    asked = {f"{kind} {territory}".strip().casefold() for kind in ("", "Xã", "Phường", "Đặc khu")}
    named = [code for code, name in known.items() if name.casefold() in asked]
    if len(named) != 1:
        raise RefusalError("ACCOUNT-TERRITORY", value=territory[:40])
    return named[0]


@one_moment()
def set_active(registry: Registry, name: str, *, active: bool, who: str, since: int | None = None) -> None:
    """Disable an account, which ends its sessions and tokens, or enable it again.

    Refused for the last administrator.

    ``since`` is the ledger's number when the list of accounts was looked at; refused where somebody changed
    the account after it (``CHANGED-MEANWHILE``).
    """
    with _deed(registry, who) as made:
        account = _named(made.connection, name, since, active=active)
        if not active:
            _check_another_administrator(made.connection, account)
        made.amend(accounts, account.id, active=active)
        if not active:
            _end_tokens(made, account.id)
            store.write_secrets(made.connection, account.id, session_key=secrets.token_hex(32))


@one_moment()
def change_roles(
    registry: Registry, name: str, roles: Iterable[Role | str], *, who: str, since: int | None = None
) -> None:
    """Give an account of the office's own people other roles, which hold from the next page on.

    Refused without any role, for an outside body's account or role, which is bound to what it may see
    (``ACCOUNT-ROLES-MIXED``), and where no administrator would be left. ``since`` as of ``set_active``.
    """
    chosen = frozenset(_role(role) for role in roles)
    if not chosen:
        raise RefusalError("ACCOUNT-NO-ROLE", known=", ".join(sorted(INSIDE)))
    with _deed(registry, who) as made:
        account = _named(made.connection, name, since, roles=sorted(chosen))
        if not chosen | account.roles <= INSIDE:
            raise RefusalError("ACCOUNT-ROLES-MIXED", roles=", ".join(sorted(chosen | account.roles)))
        if account.kind == SERVICE and Role.ADMINISTRATOR in chosen:
            raise RefusalError("ACCOUNT-SERVICE-ROLE")
        if Role.ADMINISTRATOR not in chosen:
            _check_another_administrator(made.connection, account)
        if chosen != account.roles:
            made.amend(accounts, account.id, roles=sorted(chosen))


def _check_another_administrator(connection: Connection, account: Account) -> None:
    if not (account.active and Role.ADMINISTRATOR in account.roles):
        return
    every = store.list_accounts(connection)
    if not any(one.active and Role.ADMINISTRATOR in one.roles and one.id != account.id for one in every):
        raise RefusalError("ACCOUNT-LAST-ADMINISTRATOR", name=account.name)


@one_moment()
def reset_password(registry: Registry, name: str, *, who: str, since: int | None = None) -> str:
    """Give an account a new first password and return it; its sessions, tokens and app's key end.

    Refused for a service, which has none (``ACCOUNT-SERVICE``).

    ``since`` as of ``set_active``: of two who reset at once one is told, so that no password is handed out
    which another has ended already.
    """
    first = new_password()
    with _deed(registry, who) as made:
        given = {"two_factor": False, "password_set": _stamped("office")}
        account = _named(made.connection, name, since, **given)
        if account.kind == SERVICE:
            raise RefusalError("ACCOUNT-SERVICE", name=account.name)
        made.amend(accounts, account.id, **given)
        _end_tokens(made, account.id)
        store.write_secrets(
            made.connection,
            account.id,
            password=_hashed(first),
            session_key=secrets.token_hex(32),
            must_change=True,
            second_method="",
            second_secret="",
        )
    return first


@one_moment()
def keep_secrets(registry: Registry, account: Account, *, seen: str) -> None:
    """Write what signing in changed: the password and the app's key. What the ledger may know goes there.

    ``seen`` is the session's key with which the account was read: where the office has reset or disabled the
    account since, that holds and nothing is written (``CHANGED-MEANWHILE``).
    """
    with _deed(registry, account.name) as made:
        stands = store.account_by(made.connection, id=account.id)
        if stands is None:
            return
        own: dict[str, Any] = {}
        if bool(account.second_secret and account.second_method) != stands.two_factor:
            own["two_factor"] = not stands.two_factor
        if stands.must_change and not account.must_change:
            own["password_set"] = _stamped("owner")
        if stands.session_key != seen:
            row = made.standing(accounts, account.id)
            raise changed(made.connection, accounts, account.id, row, own or {"password_set": ""})
        if own:
            made.amend(accounts, account.id, **own)
        store.write_secrets(
            made.connection,
            account.id,
            password=account.password,
            session_key=account.session_key,
            must_change=account.must_change,
            second_method=account.second_method,
            second_secret=account.second_secret,
        )


def two_factor_compulsory(registry: Registry) -> bool:
    """Whether the office makes the authenticator app compulsory for its staff."""
    with registry.database.read() as connection:
        return load_settings(connection).get(TWO_FACTOR_STAFF) is True


@one_moment()
def set_two_factor_compulsory(registry: Registry, *, compulsory: bool, who: str) -> None:
    """Set whether staff must use an authenticator app; whoever is signed in is asked for it at once."""
    with registry.database.write() as connection:
        values = {TWO_FACTOR_STAFF: compulsory or None}
        write_settings(connection, values, about=TWO_FACTOR_STAFF, who=who)


def new_password() -> str:
    """Return a random password of four groups (79 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _end_tokens(made: Deed, account: str) -> None:
    for token in tokens_of(made.connection, account):
        if token.stopped_at is None:
            made.amend(api_tokens, token.id, stopped_at=made.at, stopped_by=made.who)


def _role(role: Role | str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        raise RefusalError("ACCOUNT-ROLE", role=str(role), known=", ".join(Role)) from error


def _organisation(connection: Any, roles: frozenset[Role], organisation: str) -> str:
    if Role.CARRIER not in roles:
        if organisation:  # the role stands as it was: no outside body comes in as the office
            raise RefusalError("ACCOUNT-BOUND", value=organisation)
        return ""
    known = _organisations(connection)
    found = known.get(organisation.casefold())
    if found is None:
        names = ", ".join(
            sorted({*load_owners(connection), *(one.name for one in load_operators(connection))})
        )
        if not organisation.strip():
            raise RefusalError("ACCOUNT-ORGANISATION-LACKING", known=names)
        raise RefusalError("ACCOUNT-ORGANISATION", organisation=organisation, known=names)
    return found


def _organisations(connection: Any) -> dict[str, str]:
    known = {name.casefold(): name for name in load_owners(connection)}
    for operator in load_operators(connection):
        for name in (operator.code, operator.name, *operator.old_names):
            known[name.casefold()] = operator.code
    return known


def _named(connection: Any, name: str, since: int | None = None, **offered: Any) -> Account:
    found = store.account_by(connection, name=name.strip().lower())
    if found is None:
        raise RefusalError("ACCOUNT-UNKNOWN", name=name)
    check_since(connection, accounts, {found.id: offered}, since)
    return found


def _deed(registry: Registry, who: str) -> AbstractContextManager[Deed]:
    return deed(registry, "accounts", who, opened=partial(secrets_seal.writing, registry))


def _stamped(by: str) -> str:
    return f"{ledger.present()} {by}"
