"""By when something is due of a citizen's report: in the system it came from, or as its receipt says."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence

from registry.model.field.field_reports import DANGEROUS, FieldReport
from registry.model.field.inspections import CampaignTarget
from registry.model.vietnam_time import VIETNAM
from registry.services.field.campaign_targets import TO_VISIT
from registry.services.office.calendar import now, today

_NEVER = dt.datetime.max.replace(tzinfo=VIETNAM)


def due_of(found: FieldReport, below: Sequence[FieldReport]) -> dt.date | None:
    """Return the first day by which a report, or one that stands below it, is due in another system."""
    days = [one.due_on for one in (found, *below) if one.due_on is not None and one.open]
    return min(days, default=found.due_on)


def is_late(due: dt.date | None) -> bool:
    """Whether a day by which something was due is over."""
    return due is not None and due < today()


def is_broken(owed: dt.datetime | None) -> bool:
    """Whether a moment is over by which the receipt said that somebody will have come."""
    return owed is not None and owed < now()


def first_day(due: dt.date | None, owed: dt.datetime | None) -> dt.date | None:
    """Return the first day by which something is due of a report: there, or as its receipt says."""
    return min((day for day in (due, owed and owed.date()) if day is not None), default=None)


def waits_for(target: CampaignTarget | None, mast: str, campaigns: Container[str]) -> bool:
    """Whether somebody has still to go to a report's mast: its target stands, in an open campaign (ids)."""
    return (
        target is not None
        and target.mast.structure == mast
        and target.state == "open"
        and target.progress in TO_VISIT
        and target.campaign in campaigns
    )


def in_order(
    heads: Iterable[FieldReport],
    due: Mapping[str, dt.date | None],
    owed: Mapping[str, dt.datetime],
) -> list[FieldReport]:
    """Return reports as they are to be dealt with: late ones, those with a day, dangers, the first day."""

    def place(one: FieldReport) -> tuple[bool, bool, bool, dt.date, dt.datetime]:
        if not one.open:
            return (False, False, False, dt.date.max, _NEVER)
        promised = owed.get(one.id)
        day = first_day(due[one.id], promised)
        late = is_late(due[one.id]) or is_broken(promised)
        return (not late, day is None, one.kind not in DANGEROUS, day or dt.date.max, promised or _NEVER)

    return sorted(heads, key=place)
