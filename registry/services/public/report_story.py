"""When the office answered a report and opened it again, by the ledger: an answer that was given before a
report was opened again is not its answer of now, however somebody was sent since.
"""

import datetime as dt
from typing import NamedTuple

from registry.model.field.field_reports import FieldReport, ReportState
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.store.histories import entries_of
from registry.store.public.tables import citizen_reports


class Story(NamedTuple):
    """When (in Vietnam) the answer that stands was given, and when it was last opened again; None: never."""

    answered: dt.datetime | None = None
    reopened: dt.datetime | None = None

    @property
    def before_reopening(self) -> bool:
        """Whether the answer that stands was given before the report was opened again."""
        return self.answered is not None and self.reopened is not None and self.answered < self.reopened


def story_of(registry: Registry, found: FieldReport) -> Story:
    """Return the story of a report, of a joined one that of its lead."""
    with registry.database.read() as connection:
        entries = entries_of(connection, {citizen_reports.name: [found.joined_to or found.id]})
    answered = reopened = None
    closed = ReportState.CLOSED.value
    for entry in entries:
        before = entry.change.before or {}
        after = before | (entry.change.after or {})
        if after.get("reply") and after["reply"] != before.get("reply"):
            answered = in_vietnam(entry.at)
        if before.get("state") == closed and after.get("state") != closed:
            reopened = in_vietnam(entry.at)
    return Story(answered if found.reply else None, reopened)
