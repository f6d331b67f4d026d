"""Answers to programs as rows: what was answered under a key, so that the same asked again writes nothing.

Not ledgered: every function writes the table itself, within the transaction of its ``connection``.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from registry.store import ledger
from registry.store.office.tables import api_answers
from registry.store.reading import first_of

KEPT_FOR = dt.timedelta(hours=48)
"""How long an answer is kept."""


def claim(connection: Connection, key: str, body: str) -> dict[str, Any] | None:
    """Take a key for what is asked now; None where it was free, else the row that holds it."""
    at = ledger.present()
    before = ledger.stamp(dt.datetime.fromisoformat(at) - KEPT_FOR)
    connection.execute(api_answers.delete().where(api_answers.c.asked_at < before))
    row = {"id": key, "body": body, "asked_at": at, "status": 0, "answer": None}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    taken = insert(api_answers).values(row).on_conflict_do_nothing().returning(api_answers.c.id)
    if connection.execute(taken).first() is not None:
        return None
    return first_of(connection, sa.select(api_answers).where(api_answers.c.id == key))


def keep(connection: Connection, key: str, status: int, answer: dict[str, Any]) -> None:
    """Keep what was answered under a key."""
    connection.execute(
        api_answers.update().where(api_answers.c.id == key).values(status=status, answer=answer)
    )


def let_go(connection: Connection, key: str) -> None:
    """Free a key under which nothing was done."""
    connection.execute(api_answers.delete().where(api_answers.c.id == key))
