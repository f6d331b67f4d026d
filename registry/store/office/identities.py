"""Identities and the list of those who wait to be matched, as the store holds them."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.sign_in.identities import Identity, Stranger
from registry.store.office.tables import identities as table
from registry.store.office.tables import strange_identities as waiting

_COLUMNS = (table.c.id, table.c.account, table.c.provider, table.c.since)


def identity(connection: Connection, key: str) -> Identity | None:
    """Return the identity under a key, None where nobody matched it."""
    row = connection.execute(sa.select(*_COLUMNS).where(table.c.id == key)).first()
    return None if row is None else Identity(*row)


def identities(connection: Connection) -> list[Identity]:
    """Return every identity, the newest first."""
    rows = connection.execute(sa.select(*_COLUMNS).order_by(table.c.since.desc(), table.c.id))
    return [Identity(*row) for row in rows]


def stranger(connection: Connection, key: str) -> Stranger | None:
    """Return who waits under a key."""
    row = connection.execute(sa.select(waiting).where(waiting.c.id == key)).mappings().first()
    return None if row is None else Stranger(**row)


def strangers(connection: Connection) -> list[Stranger]:
    """Return everybody who waits, the last who came first."""
    rows = connection.execute(sa.select(waiting).order_by(waiting.c.last_at.desc(), waiting.c.id)).mappings()
    return [Stranger(**row) for row in rows]


def note_stranger(connection: Connection, key: str, provider: str, called: tuple[str, str], at: str) -> None:
    """Note that somebody came, by subject and name; once more where he stands there already."""
    subject, name = called
    done = connection.execute(
        waiting.update()
        .where(waiting.c.id == key)
        .values(subject=subject, name=name, last_at=at, times=waiting.c.times + 1)
    )
    if done.rowcount == 0:
        row = {"id": key, "provider": provider, "subject": subject, "name": name}
        connection.execute(waiting.insert().values(**row, first_at=at, last_at=at, times=1))


def drop_stranger(connection: Connection, key: str) -> None:
    """Take somebody off the list."""
    connection.execute(waiting.delete().where(waiting.c.id == key))


def drop_strangers(connection: Connection, *, before: str, most: int) -> None:
    """Take off the list who came last before a moment, and the oldest where it is longer than ``most``."""
    connection.execute(waiting.delete().where(waiting.c.last_at < before))
    over = sa.select(waiting.c.id).order_by(waiting.c.last_at.desc(), waiting.c.id).offset(most - 1)
    keys = list(connection.execute(over).scalars())
    if keys:
        connection.execute(waiting.delete().where(waiting.c.id.in_(keys)))
