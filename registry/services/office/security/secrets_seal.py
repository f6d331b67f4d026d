"""A seal over what the ledger may not hold: passwords and apps' keys, and who reported to the office.

Those tables change outside the ledger, which is kept for ever. What goes into it is a keyed digest (HMAC) of
each table at every change: it tells nothing of the rows, and whoever holds the database alone cannot make
it for rows of his own.
"""

import contextlib
import hmac
from collections.abc import Iterable, Iterator

from registry.model.vietnam_time import one_moment
from registry.services.office.batches import present_user
from registry.services.office.registry import Registry
from registry.services.office.security.installation_key import derived, known_secret, secret_of
from registry.store import ledger
from registry.store.database import Connection
from registry.store.office.operators import load_meta, meta_change
from registry.store.office.sealed import SEALED, content_of, holds_rows
from registry.store.tables import Table
from registry.store.verification import Problem

BATCH = "secrets"
"""The name under which seals stand in the ledger; of no import, and never undone."""


@contextlib.contextmanager
def writing(registry: Registry) -> Iterator[Connection]:
    """Open a transaction that may write those tables; what they then hold is sealed with it.

    A seal that was broken before stays broken: the next change of a password would else seal whatever
    somebody put into the table.
    """
    secret_of(registry.settings)  # made now, where there is none
    with registry.database.write() as connection:
        broken = {problem.params["table"] for problem in broken_seals(registry, connection)[0]}
        yield connection
        _renew(registry, connection, [table for table in SEALED if table.name not in broken], present_user())


@one_moment()
def seal_anew(registry: Registry, *, who: str) -> None:
    """State that those tables are right as they stand: after a broken seal was looked into."""
    secret_of(registry.settings)
    with registry.database.write() as connection:
        _renew(registry, connection, SEALED, who)


def broken_seals(registry: Registry, connection: Connection) -> tuple[list[Problem], list[Problem]]:
    """Return (problems, notes): tables that are not what was sealed, and seals that cannot be tried here."""
    secret, standing = known_secret(registry.settings), load_meta(connection)
    problems, notes = [], []
    for table in SEALED:
        seal = standing.get(_key(table))
        if seal is None:
            if holds_rows(connection, table):
                notes.append(Problem("SECRETS-NOT-SEALED", {"table": table.name}))
        elif secret is None or not isinstance(seal, dict) or seal.get("key") != _name_of(secret):
            notes.append(Problem("SECRETS-OTHER-KEY", {"table": table.name}))
        elif seal != _seal(connection, table, secret):
            problems.append(Problem("SECRETS-CHANGED", {"table": table.name}))
    return problems, notes


def _renew(registry: Registry, connection: Connection, tables: Iterable[Table], who: str) -> None:
    secret, standing = secret_of(registry.settings), load_meta(connection)
    changes = [
        meta_change(connection, _key(table), seal)
        for table in tables
        if (seal := _seal(connection, table, secret)) != standing.get(_key(table))
    ]
    ledger.record(connection, changes, who=who, batch=BATCH)


def _key(table: Table) -> str:
    return f"seal:{table.name}"


def _name_of(secret: str) -> str:
    """Return by what a key is known again, which does not tell it."""
    return derived(secret, "seal-name").hex()[:16]


def _seal(connection: Connection, table: Table, secret: str) -> dict[str, str]:
    content = content_of(connection, table).encode("utf-8", "surrogatepass")
    digest = hmac.new(derived(secret, "seal"), content, "sha256")
    return {"key": _name_of(secret), "digest": digest.hexdigest()}
