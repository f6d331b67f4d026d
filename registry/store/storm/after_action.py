"""After-action reports of storms, as rows."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.storm.after_action import AfterAction
from registry.store.records import record_of
from registry.store.storm.tables import after_action_reports as table


def report_of(connection: Connection, storm: str) -> AfterAction | None:
    """Return the report of a storm; None where nobody has said anything for it."""
    row = connection.execute(sa.select(table).where(table.c.storm == storm)).mappings().first()
    return None if row is None else record_of(AfterAction, row)
