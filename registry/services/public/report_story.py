"""When the office answered a report and opened it again, by the ledger: an answer that was given before a
report was opened again is not its answer of now, however somebody was sent since.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from registry.model.field.field_reports import FieldReport, ReportState
from registry.model.ledger import LedgerEntry
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
    return stories_of(registry, [found])[found.id]


def stories_of(registry: Registry, found: Collection[FieldReport]) -> dict[str, Story]:
    """Return the stories of some reports by their ids; see ``story_of``."""
    with registry.database.read() as connection:
        entries = entries_of(connection, {citizen_reports.name: {one.joined_to or one.id for one in found}})
    past: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        past[entry.change.record].append(entry)
    return {one.id: _story(one, past[one.joined_to or one.id]) for one in found}


def _story(found: FieldReport, entries: Iterable[LedgerEntry]) -> Story:
    answered = reopened = None
    for entry in entries:
        before = entry.change.before or {}
        after = before | (entry.change.after or {})
        was, now = (side.get("state") == ReportState.CLOSED.value for side in (before, after))
        closes = now and not was  # that is an answer in the same words, too
        if after.get("reply") and (closes or after["reply"] != before.get("reply")):
            answered = in_vietnam(entry.at)
        if was and not now:
            reopened = in_vietnam(entry.at)
    return Story(answered if found.reply else None, reopened)
