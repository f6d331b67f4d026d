"""Conclusions of meetings as records, and briefings as they were presented."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.briefing.briefings import FrozenBriefing
from registry.model.briefing.conclusions import Conclusion
from registry.store.briefing.tables import briefing_conclusions, briefing_copies
from registry.store.reading import first_of, rows_of
from registry.store.records import record_of


def load_conclusions(connection: Connection) -> list[Conclusion]:
    """Return every conclusion, by the day of the meeting and its place there."""
    table = briefing_conclusions
    query = sa.select(table).order_by(table.c.met_on, table.c.ordinal, table.c.id)
    return [record_of(Conclusion, row) for row in rows_of(connection, query)]


def load_copies(connection: Connection) -> list[FrozenBriefing]:
    """Return the briefings that were kept as presented, the newest first."""
    query = sa.select(briefing_copies).order_by(briefing_copies.c.at.desc(), briefing_copies.c.id)
    return [record_of(FrozenBriefing, row) for row in rows_of(connection, query)]


def get_copy(connection: Connection, identity: str) -> FrozenBriefing:
    """Return one by its id (``BRIEFING-COPY-UNKNOWN``)."""
    row = first_of(connection, sa.select(briefing_copies).where(briefing_copies.c.id == identity))
    if row is None:
        raise RefusalError("BRIEFING-COPY-UNKNOWN")
    return record_of(FrozenBriefing, row)
