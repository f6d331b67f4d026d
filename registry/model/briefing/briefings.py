"""A briefing (giao ban): what was done in a week or month, what is open, late and coming, by room.

A number is nothing but the lines behind it; each line leads to its document (``kind``, ``record``: what a
notice leads to as well) and says who does it.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a number counts."""

    DONE = "done"  # in the span
    OPEN = "open"  # on the span's last day, or today
    LATE = "late"  # open, and its day is over
    COMING = "coming"  # due in the next span


class SpanKind(StrEnum):
    """How long a briefing reaches."""

    WEEK = "week"  # Monday to Sunday
    MONTH = "month"


class Basis(StrEnum):
    """Where the numbers of a briefing come from."""

    PRESENT = "present"  # the register as it stands
    LEDGER = "ledger"  # the register as it stood at the end of the span's last day
    DATES = "dates"  # there was no register yet: what it says today of those days, done things only


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a briefing, both counted; ``day`` is the one as of which it tells what is open and late."""

    kind: SpanKind
    first: dt.date
    last: dt.date
    day: dt.date

    def holds(self, day: dt.date | None) -> bool:
        """Whether something of a day lies in the span, up to the day as of which it is told."""
        return day is not None and self.first <= day <= self.last

    @property
    def next(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of the span that follows."""
        first = self.last + dt.timedelta(days=1)
        return first, _last(self.kind, first)

    @property
    def before(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of the span before."""
        last = self.first - dt.timedelta(days=1)
        return (last.replace(day=1) if self.kind is SpanKind.MONTH else last - dt.timedelta(days=6)), last

    def coming(self, day: dt.date | None) -> bool:
        """Whether something due on a day comes next: on ``day`` or later, up to the next span's last day."""
        return day is not None and self.day <= day <= self.next[1]


def span_of(kind: SpanKind, day: dt.date, today: dt.date) -> Span:
    """Return the week or month of a day as it is told on ``today``."""
    first = day.replace(day=1) if kind is SpanKind.MONTH else day - dt.timedelta(days=day.weekday())
    last = _last(kind, first)
    return Span(kind, first, last, min(last, today))


def _last(kind: SpanKind, first: dt.date) -> dt.date:
    if kind is SpanKind.WEEK:
        return first + dt.timedelta(days=6)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a number counts: ``key`` names it from one briefing to the next.

    ``who`` is the officer who does it, "" where nobody was given it; ``owner`` the name of the organisation
    that has to act instead of the office, "" where it is the office's turn. ``on`` is the day of what was
    done, or by which it is due. ``kind`` and ``record`` lead to its document.
    """

    key: str
    words: str
    who: str = ""
    owner: str = ""
    on: dt.date | None = None
    note: str = ""
    kind: str = ""
    record: str = ""

    def late_days(self, day: dt.date) -> int | None:
        """Return by how many days it is late on a day; None where it has no day."""
        return None if self.on is None else (day - self.on).days


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a briefing with the lines behind it; ``kind`` leads to the room's own list."""

    code: str
    group: Group
    words: str
    lines: tuple[Line, ...] = ()
    kind: str = ""

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """What one room says in a briefing."""

    code: str
    title: str
    numbers: tuple[Number, ...] = ()

    def of(self, group: Group) -> tuple[Number, ...]:
        """Return its numbers of a group."""
        return tuple(one for one in self.numbers if one.group == group)

    @property
    def quiet(self) -> bool:
        """Whether nothing is told: every number is 0."""
        return not any(self.numbers)


@dataclass(frozen=True, slots=True)
class Later:
    """What was entered after the span's end and changes what was done in it: by number's code."""

    code: str
    added: tuple[Line, ...] = ()
    gone: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing. ``before`` are the numbers of the span before, by code; ``later`` what was entered since.

    ``at`` is the moment at which it was made (ISO, UTC). ``before_basis`` says where the numbers of the span
    before come from.
    """

    span: Span
    basis: Basis
    parts: tuple[Part, ...]
    before: dict[str, int]
    before_basis: Basis
    later: tuple[Later, ...] = ()
    at: str = ""

    def count(self, group: Group) -> int:
        """Return how many things of a group there are in all rooms."""
        return sum(len(number) for part in self.parts for number in part.of(group))


@dataclass(frozen=True, slots=True)
class FrozenBriefing:
    """A briefing as it was presented: ``content`` is kept whole.

    ``seal`` is the SHA-256 of its canonical JSON,
    ``head`` is the ledger's number (``seq``) as of which it was made.
    """

    id: str
    version: int
    kind: SpanKind
    first: dt.date
    last: dt.date
    title: str
    content: dict[str, object]
    seal: str
    head: int
    who: str
    at: str
