"""Accounts as the store holds them: read for signing in, written through the ledger; secrets beside it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.people import Person, Role
from registry.store.office.tables import account_secrets, accounts

SERVICE = "service"
"""The kind of an account that a program has: it cannot sign in, and asks by tokens."""
_SECRETS = frozenset(account_secrets.c.keys()) - {"account"}


@dataclass(slots=True)
class Account:
    """One account with its secrets; ``second_method`` and ``second_secret`` are "" without an app."""

    id: str
    name: str
    roles: frozenset[Role]
    organisation: str
    territory: str
    active: bool
    two_factor: bool
    password_set: str
    kind: str = ""
    password: str = ""
    session_key: str = ""
    must_change: bool = False
    second_method: str = ""
    second_secret: str = ""

    @property
    def is_service(self) -> bool:
        """Whether it is a program's, which cannot sign in."""
        return self.kind == SERVICE

    @property
    def person(self) -> Person:
        """Who signs in with it."""
        return Person(self.name, self.roles, self.organisation, self.territory, self.id)


def any_account(connection: Connection) -> bool:
    """Whether the register has accounts at all; without any its desk is open."""
    return connection.execute(sa.select(accounts.c.id).limit(1)).first() is not None


def list_accounts(connection: Connection) -> list[Account]:
    """Return every account by name, without its secrets."""
    rows = connection.execute(sa.select(accounts).order_by(accounts.c.name)).mappings()
    return [_account(row) for row in rows]


def account_by(connection: Connection, **where: str) -> Account | None:
    """Return the account with these columns (``name=``, ``id=`` or ``session_key=``), with its secrets."""
    query = sa.select(accounts, *(account_secrets.c[name] for name in sorted(_SECRETS))).join(
        account_secrets, account_secrets.c.account == accounts.c.id
    )
    for name, value in where.items():
        column = account_secrets.c[name] if name in _SECRETS else accounts.c[name]
        query = query.where(column == value)
    row = connection.execute(query).mappings().first()
    return None if row is None else _account(row)


def write_secrets(connection: Connection, account: str, **columns: Any) -> None:
    """Set secrets of an account; its row is made where it has none. Must run inside ``Database.write``."""
    table = account_secrets
    done = connection.execute(table.update().where(table.c.account == account).values(**columns))
    if done.rowcount == 0:
        connection.execute(table.insert().values(account=account, **columns))


def _account(row: sa.RowMapping) -> Account:
    held = {name: row[name] for name in Account.__dataclass_fields__ if name in row}
    held["roles"] = frozenset(Role(role) for role in row["roles"] or ())
    return Account(**held)
