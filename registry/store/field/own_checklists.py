"""The office's own versions of checklists as rows: what was published, and drafts."""

from sqlalchemy import select

from registry.store.database import Connection
from registry.store.field.checklist_tables import PUBLISHED, own_checklists
from registry.store.reading import Row, rows_of


def published_checklists(connection: Connection) -> list[Row]:
    """Return the versions that were published, those that are retired too."""
    return rows_of(connection, select(own_checklists).where(own_checklists.c.state == PUBLISHED))


def list_own_checklists(connection: Connection) -> list[Row]:
    """Return every version that the office drew up, the newest first."""
    return rows_of(connection, select(own_checklists).order_by(own_checklists.c.at.desc()))
