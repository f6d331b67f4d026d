"""Links by which the province now is read without an account, as rows."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.storm.now_links import NowLink
from registry.store.records import record_of
from registry.store.storm.tables import now_links as table


def load_links(connection: Connection) -> tuple[NowLink, ...]:
    """Return every link, the newest first."""
    rows = connection.execute(sa.select(table).order_by(table.c.at.desc(), table.c.id)).mappings()
    return tuple(record_of(NowLink, row) for row in rows)


def link_by_digest(connection: Connection, digest: str) -> NowLink | None:
    """Return the link of a code's digest; None where there is none."""
    row = connection.execute(sa.select(table).where(table.c.digest == digest)).mappings().first()
    return None if row is None else record_of(NowLink, row)
