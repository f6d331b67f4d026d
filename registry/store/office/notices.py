"""Notices as rows: those of somebody, and those that a way out of the house has not taken up yet."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.notices import Notice, Recipient
from registry.store.office.tables import deliveries, notices
from registry.store.reading import rows_of
from registry.store.records import record_of


def notices_of(
    connection: Connection,
    *,
    organisation: str = "",
    roles: Collection[str] = (),
    account: str = "",
    unopened: bool = False,
    most: int | None = None,
) -> list[Notice]:
    """Return the notices to an organisation, to any of the roles or to an account, the newest first."""
    table = notices
    to = []
    if organisation:
        to.append(table.c.organisation == organisation)
    if roles:
        to.append(table.c.role.in_(sorted(roles)))
    if account:
        to.append(table.c.account == account)
    if not to:
        return []
    query = sa.select(table).where(sa.or_(*to)).order_by(table.c.at.desc(), table.c.id)
    if unopened:
        query = query.where(table.c.opened_at == "")
    return [record_of(Notice, row) for row in rows_of(connection, query.limit(most))]


def notices_about(connection: Connection, subject: str, record: str) -> list[Notice]:
    """Return the notices that lead to one document: its kind and its id."""
    query = sa.select(notices).where(notices.c.subject == subject, notices.c.record == record)
    return [record_of(Notice, row) for row in rows_of(connection, query)]


def notices_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Notice]:
    """Return the notices with these ids."""
    query = sa.select(notices).where(notices.c.id.in_(list(ids)))
    return {row["id"]: record_of(Notice, row) for row in rows_of(connection, query)}


def notices_not_queued(
    connection: Connection, channel: str, recipient: Recipient, since: str
) -> list[Notice]:
    """Return a recipient's notices from a moment on for which a channel has no delivery, oldest first."""
    queued = sa.select(deliveries.c.id).where(
        deliveries.c.channel == channel, deliveries.c.notice == notices.c.id
    )
    query = sa.select(notices).where(
        notices.c.at >= since,
        *(notices.c[name] == value for name, value in recipient._asdict().items()),
        ~queued.exists(),
    )
    return [record_of(Notice, row) for row in rows_of(connection, query.order_by(notices.c.at, notices.c.id))]
