"""Obligations (nghĩa vụ): who owes what by when, and the letters that remind, ask and are followed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class DutyState(StrEnum):
    """Where an obligation stands on a day."""

    OVERDUE = "overdue"
    SOON = "soon"  # due within the days that the office looks ahead
    UNVERIFIED = "unverified"  # its day is over, by a number that nobody has read in the text itself
    LATER = "later"
    DONE = "done"


class LetterKind(StrEnum):
    """What a letter that is followed is about; also the kind of its template."""

    REMINDER = "reminder"  # đôn đốc
    COMPLIANCE = "compliance"  # rà soát công trình
    CHANGES = "changes"  # đối chiếu danh sách


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAFT = "draft"
    SENT = "sent"
    LATE = "late"  # sent, and the day to answer by is over
    ANSWERED = "answered"
    DISCARDED = "discarded"


class ReportState(StrEnum):
    """What became of a report that was handed in."""

    HANDED_IN = "handed_in"  # nobody of the office has looked at it
    TAKEN = "taken"
    RETURNED = "returned"  # with the reason: what is owed is owed again


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation of an organisation ("" the office's own), derived from the rules and the register.

    ``key`` stays the same from day to day ("DUT-PLAN:VTL:2027"). ``items`` counts what is behind it (works,
    stations). ``source`` is document and article; ``day_stated`` is False where no text names the day.
    ``done_by`` says what was received (``received`` says it to a reader), ``done_on`` when. ``link`` is
    (kind, id) of the page where it is done.
    """

    key: str
    code: str
    organisation: str
    due_on: dt.date
    state: DutyState
    source: str = ""
    verified: bool = True
    day_stated: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)
    items: int = 0
    done_on: dt.date | None = None
    done_by: str = ""
    done_by_en: str = ""
    extended_from: dt.date | None = None
    note: str = ""
    version: int = 0
    link: tuple[str, str] = ("", "")

    def received(self, lang: str) -> str:
        """Return what was received, in the reader's language; a document's number is the same in each."""
        return (self.done_by_en if lang == "en" else "") or self.done_by

    @property
    def open(self) -> bool:
        """Whether it still has to be done."""
        return self.state is not DutyState.DONE

    def days_left(self, day: dt.date) -> int:
        """Return the days to the last day in time; negative where it is over."""
        return (self.due_on - day).days


@dataclass(frozen=True, slots=True)
class DutyReport:
    """A report that was handed in for an obligation: a file with what its sender said of it."""

    id: str
    version: int
    duty: str
    organisation: str
    number: str
    note: str
    name: str
    sha256: str
    size_bytes: int
    who: str
    at: dt.datetime
    state: ReportState
    reason: str = ""
    looked_by: str = ""
    looked_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DutyLetter:
    """A letter to an organisation that is followed until it is answered.

    ``lines`` are what it asks, as they stood when it was drafted: see
    ``registry.services.obligations.followed_letters``.
    ``book`` is the SHA-256 of the workbook that goes with it, ``paper`` of the letter as it went out: ""
    for a draft, and for what was sent before letters were kept.
    """

    id: str
    version: int
    kind: LetterKind
    organisation: str
    drafted_on: dt.date
    state: LetterState
    lines: tuple[Mapping[str, Any], ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    book: str = ""
    paper: str = ""
    answer_by: dt.date | None = None
    number: str = ""
    sent_on: dt.date | None = None
    answered_on: dt.date | None = None
    answer_number: str = ""
    answer: str = ""
    who: str = ""
