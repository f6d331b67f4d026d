"""By when the office answers a dossier: its own stated working days, for want of a text that gives any."""

import datetime as dt
from dataclasses import dataclass

from registry.model.designs.desk import UNDER_WAY, DeskDossier, DossierFile
from registry.model.working_days import WorkingDays
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.time_limits import UNSET, limits_on, number_of_limit
from registry.services.office.working_days import working_days

LIMIT = "design"
"""``LIM-DESIGN`` of ``data/limits``."""


@dataclass(frozen=True, slots=True)
class DesignClock:
    """Working days used since the version in hand came in; ``days`` None: the office has set none.

    ``left`` are the working days that are left, below 0 as soon as its last day is over, if by a weekend;
    None without a limit.
    """

    days: int | None
    source: str
    due_on: dt.date | None
    used: int
    left: int | None
    running: bool

    @property
    def late(self) -> bool:
        """Whether an answer that is still owed is late."""
        return self.running and self.left is not None and self.left < 0


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What clocks are read by: the limit in force, the calendar, the day."""

    days: int | None
    source: str
    calendar: WorkingDays
    day: dt.date

    def of(self, dossier: DeskDossier, file: DossierFile | None) -> DesignClock:
        """Return the clock of a dossier whose version in hand is ``file``."""
        start = dossier.received_on
        if file is not None and file.received_on is not None:
            start = max(start, file.received_on)
        running = dossier.state in UNDER_WAY
        end = self.day if running else (dossier.issued_on or self.day)
        used = self.calendar.between(start, max(start, end))
        due = None if self.days is None else self.calendar.after(start, self.days)
        left = None if self.days is None else self.days - used
        if left is not None and due is not None and end > due:
            left = min(left, -1)
        return DesignClock(self.days, self.source, due, used, left, running)


def clock_face(registry: Registry) -> ClockFace:
    """Return what clocks are read by today."""
    day = today()
    days, source = number_of_limit(limits_on(registry, day), LIMIT, "days")
    return ClockFace(days, source if days is not None else UNSET, working_days(registry), day)
