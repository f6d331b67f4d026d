"""What the receipt of a report promises: who comes, until when, and whom to ask; as the office stated it.

Nothing is promised that the office did not state: without a statement the receipt says that there is none.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.field.field_reports import DANGEROUS, CitizenReportKind, FieldReport
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.services.public.plate_settings import OFFICE, board_with
from registry.store.office.operators import load_settings

WHO_COMES = "reports.who_comes"
DANGER_HOURS = "reports.danger_hours"
OTHER_DAYS = "reports.other_days"
ABOUT = "reports"
"""What the journal calls a change of these settings."""
LONGEST = 160
MOST_HOURS, MOST_DAYS = 240, 90


@dataclass(frozen=True, slots=True)
class Promises:
    """What the office stated: who comes ("": not stated), hours for danger, days for the rest (None)."""

    who_comes: str = ""
    danger_hours: int | None = None
    other_days: int | None = None
    phone: str = ""

    def until(self, found: FieldReport) -> dt.datetime | None:
        """Return until when (in Vietnam) the office said to have come for a report, None: it did not say."""
        if found.kind is CitizenReportKind.PERMIT:
            return None  # it is looked up in the files: the office said nothing of when it answers
        at = in_vietnam(found.at)
        if found.kind in DANGEROUS:
            return None if self.danger_hours is None else at + dt.timedelta(hours=self.danger_hours)
        if self.other_days is None:
            return None
        return (at + dt.timedelta(days=self.other_days)).replace(hour=17, minute=0, second=0, microsecond=0)

    def owed(self, found: FieldReport) -> dt.datetime | None:
        """Return the moment that the receipt of a report that is not closed names; None where it names none.

        Whoever reported to the province's system has no receipt of ours.
        """
        return self.until(found) if found.open and not found.case_number else None


def promises(registry: Registry) -> Promises:
    """Return what the office stated."""
    with registry.database.read() as connection:
        settings = load_settings(connection)
    return Promises(
        str(settings.get(WHO_COMES) or ""),
        _whole(settings.get(DANGER_HOURS)),
        _whole(settings.get(OTHER_DAYS)),
        board_with(settings).phones.get(OFFICE, ""),
    )


@one_moment()
def state_promises(
    registry: Registry,
    *,
    who_comes: str,
    danger_hours: str,
    other_days: str,
    who: str,
    since: int | None = None,
) -> Promises:
    """State who comes and until when; "" takes a statement away.

    Refused where the text is too long (``REPORT-LONG``) or a number is none of 1 to ``MOST_HOURS`` hours or
    1 to ``MOST_DAYS`` days (``REPORT-PROMISE``).
    """
    text = " ".join(who_comes.split())
    if len(text) > LONGEST:
        raise RefusalError("REPORT-LONG", longest=LONGEST)
    values: dict[str, Any] = {
        WHO_COMES: text or None,
        DANGER_HOURS: _typed(danger_hours, MOST_HOURS),
        OTHER_DAYS: _typed(other_days, MOST_DAYS),
    }
    with registry.database.write() as connection:
        write_settings(connection, values, about=ABOUT, who=who, since=since)
    return promises(registry)


def _typed(text: str, most: int) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= most):
        raise RefusalError("REPORT-PROMISE", value=text[:20], most=most)
    return int(text)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
