"""Corrections of positions that visits proposed, as rows."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.field.tables import position_proposals
from registry.store.reading import Row, narrowed, rows_of


def list_proposals(connection: Connection, *, structure: str = "", state: str = "") -> list[Row]:
    """Return proposed corrections, of one structure and one state or all; the farthest (m) first."""
    query = sa.select(position_proposals).order_by(
        position_proposals.c.distance_m.desc(), position_proposals.c.id
    )
    return rows_of(connection, narrowed(query, position_proposals, structure=structure, state=state))
