"""Sharing requests (đề nghị dùng chung): listed, one by its id, and one by its letter."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.requests.desk_records import SharingRequest
from registry.store.reading import first_of, narrowed, rows_of
from registry.store.requests.requests import sharing_of
from registry.store.requests.tables import sharing_requests


def list_sharing(connection: Connection, *, request: str = "", mast: str = "") -> list[SharingRequest]:
    """Return sharing requests, the oldest letter first; of one request, or about one mast."""
    query = sa.select(sharing_requests).order_by(sharing_requests.c.sent_on, sharing_requests.c.id)
    query = narrowed(query, sharing_requests, request=request, mast=mast)
    return [sharing_of(row) for row in rows_of(connection, query)]


def get_sharing(connection: Connection, sharing: str) -> SharingRequest:
    """Return a sharing request by its id; ``SHARING-UNKNOWN`` where there is none."""
    row = first_of(connection, sa.select(sharing_requests).where(sharing_requests.c.id == sharing))
    if row is None:
        raise RefusalError("SHARING-UNKNOWN")
    return sharing_of(row)


def sharing_by_letter(
    connection: Connection, *, asker: str, owner: str, mast: str, letter_number: str
) -> SharingRequest | None:
    """Return the sharing request that a letter with its number made about a mast; None where none is.

    A letter without a number is never one that is known.
    """
    if not letter_number:
        return None
    query = narrowed(sa.select(sharing_requests), sharing_requests, letter_number=letter_number).where(
        sharing_requests.c.asker == asker,
        sharing_requests.c.owner == owner,
        sharing_requests.c.mast == mast,
    )
    row = first_of(connection, query)
    return None if row is None else sharing_of(row)
