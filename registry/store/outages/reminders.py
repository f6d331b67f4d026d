"""Reminders of outage reports as they stand; writing goes through the ledger."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.outages.outage_reminders import Reminder
from registry.store.outages.tables import outage_reminders
from registry.store.records import record_of, row_of


def load_reminders(connection: Connection, event: str) -> list[Reminder]:
    """Return the reminders of an event, the newest first."""
    query = (
        sa.select(outage_reminders)
        .where(outage_reminders.c.event == event)
        .order_by(outage_reminders.c.at.desc(), outage_reminders.c.id)
    )
    return [record_of(Reminder, dict(row)) for row in connection.execute(query).mappings()]


def reminder_row(reminder: Reminder) -> dict[str, Any]:
    """Return the row of a reminder."""
    return row_of(outage_reminders, reminder)
