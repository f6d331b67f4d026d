"""What other working days would change: the days by which open requests and sharing requests are due."""

import datetime as dt
from dataclasses import dataclass

from registry.model.working_days import WorkingDays
from registry.services.office.calendar import today as present_day
from registry.services.office.registry import Registry
from registry.services.requests.queue import overview
from registry.services.requests.reading import with_reply_limit
from registry.services.requests.sharing import sharing_of


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A day that moves: of a request (``number``), or of a sharing request (``mast``)."""

    id: str
    number: str
    mast: str
    before: dt.date
    after: dt.date


def moved_days(registry: Registry, calendar: WorkingDays, today: dt.date | None = None) -> list[MovedDay]:
    """Return the open requests and the unanswered sharing requests whose due day another calendar moves."""
    day = today or present_day()
    found = []
    pairs = zip(overview(registry, day), overview(registry, day, calendar=calendar), strict=True)
    for now, then in pairs:
        before, after = now.clock.due_on, then.clock.due_on
        if now.request.open and before is not None and after is not None and before != after:
            found.append(MovedDay(now.request.id, now.request.number, "", before, after))
    for item in sharing_of(registry, today=day):
        moved = with_reply_limit(registry, item, calendar, day)
        if item.answer or item.due_on is None or moved.due_on is None or item.due_on == moved.due_on:
            continue
        found.append(MovedDay(item.id, "", item.mast, item.due_on, moved.due_on))
    return sorted(found, key=lambda one: (one.before, one.number, one.mast))
