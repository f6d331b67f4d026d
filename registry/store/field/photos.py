"""Photos from phones as rows: those that nobody has looked at yet."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.field.tables import field_photos
from registry.store.reading import Row, count_of, rows_of

_UNSEEN = field_photos.c.looked_at.is_(False)


def count_unseen(connection: Connection) -> int:
    """Return how many photos nobody has looked at."""
    return count_of(connection, sa.select(sa.func.count()).where(_UNSEEN))


def unseen_photos(connection: Connection, most: int) -> list[Row]:
    """Return the photos that nobody has looked at, at most so many, those that came first before."""
    query = sa.select(field_photos).where(_UNSEEN).order_by(field_photos.c.received_at, field_photos.c.sha256)
    return rows_of(connection, query.limit(most))
