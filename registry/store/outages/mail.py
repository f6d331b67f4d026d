"""Files of the mailbox folder as they stand; writing goes through the ledger."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.outages.outage_mail import MailFile, MailState
from registry.store.outages.tables import outage_mail
from registry.store.records import record_of, row_of


def load_mail(
    connection: Connection, most: int | None = None, *, states: Collection[MailState] = ()
) -> list[MailFile]:
    """Return the files that came (in one of some states), the newest first, at most so many."""
    query = sa.select(outage_mail).order_by(outage_mail.c.received_at.desc(), outage_mail.c.id).limit(most)
    if states:
        query = query.where(outage_mail.c.state.in_(states))
    return [record_of(MailFile, dict(row)) for row in connection.execute(query).mappings()]


def count_mail(connection: Connection, states: Collection[MailState]) -> int:
    """Return how many files are in one of some states."""
    query = sa.select(sa.func.count()).select_from(outage_mail).where(outage_mail.c.state.in_(states))
    return int(connection.execute(query).scalar_one())


def get_mail(connection: Connection, identity: str) -> MailFile:
    """Return a file by its id (``OUTAGE-UNKNOWN``)."""
    row = connection.execute(sa.select(outage_mail).where(outage_mail.c.id == identity)).mappings().first()
    if row is None:
        raise RefusalError("OUTAGE-UNKNOWN")
    return record_of(MailFile, dict(row))


def mail_row(mail: MailFile) -> dict[str, Any]:
    """Return the row of a file."""
    return row_of(outage_mail, mail)
