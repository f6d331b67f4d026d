"""Tasks of the year's programme (chương trình công tác năm)."""

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MONTHS = tuple(range(1, 13))


class TaskState(StrEnum):
    """What is stated of a task; late is no state: it follows from its months and the day."""

    PLANNED = "planned"  # chưa bắt đầu
    UNDER_WAY = "under_way"  # đang thực hiện
    DONE = "done"  # đã xong
    DROPPED = "dropped"  # không thực hiện, with the reason


class Standing(StrEnum):
    """Where a task stands on a day."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    LATE = "late"  # its last month is over and it is neither done nor dropped
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a year. ``ordinal`` is its place, ``number`` as the table writes it ("I.2").

    ``months`` are those in which it is done (1 to 12); ``months_text`` is how the table says it ("Quý I",
    "Thường xuyên"), kept as written. ``officer`` leads, ``beside`` does it with them. ``unplanned``: added in
    the course of the year, with its ``reason``. ``link_kind`` and ``link`` name what of the register shows
    how far it is ("campaign", its id). ``evidence`` is the letter, report or decision that it ended with,
    ``done_on`` the day.
    """

    id: str
    version: int
    year: int
    ordinal: int
    number: str
    content: str
    section: str = ""
    room: str = ""
    officer: str = ""
    beside: str = ""
    months: tuple[int, ...] = ()
    months_text: str = ""
    product: str = ""
    source: str = ""
    note: str = ""
    state: TaskState = TaskState.PLANNED
    done_on: dt.date | None = None
    evidence: str = ""
    reason: str = ""
    unplanned: bool = False
    link_kind: str = ""
    link: str = ""
    who: str = ""
    at: str = ""

    @property
    def first_day(self) -> dt.date | None:
        """Return the first day of its first month; None where the months are not known."""
        return dt.date(self.year, min(self.months), 1) if self.months else None

    @property
    def last_day(self) -> dt.date | None:
        """Return the last day of its last month; None where the months are not known."""
        if not self.months:
            return None
        month = max(self.months)
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def open(self) -> bool:
        """Whether it still has to be done."""
        return self.state in (TaskState.PLANNED, TaskState.UNDER_WAY)

    def standing(self, day: dt.date) -> Standing:
        """Return where it stands on a day."""
        last = self.last_day
        if self.open and last is not None and last < day:
            return Standing.LATE
        return Standing(self.state.value)

    def in_month(self, year: int, month: int) -> bool:
        """Whether it is to be worked at in a month."""
        return self.year == year and month in self.months


@dataclass(frozen=True, slots=True)
class Progress:
    """What the register shows of a task: so many ``done`` of ``whole`` (None: not known), in words."""

    words: str
    done: int
    whole: int | None = None
