"""Lists of masts that carriers hand in (danh sách cột doanh nghiệp nộp): what was sent, what came of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.model.issues import Issue


class MastListKind(StrEnum):
    """What a list is handed in as."""

    FIRST = "first"  # all masts, for the first time
    QUARTERLY = "quarterly"  # all masts, as they stand in the quarter
    CORRECTIONS = "corrections"  # some masts: what has to be put right, or is new

    @property
    def complete(self) -> bool:
        """Whether it claims to hold all masts of its operator, so that what it leaves out is asked about."""
        return self is not MastListKind.CORRECTIONS


class MastListState(StrEnum):
    """Where a list stands."""

    DRAFT = "draft"  # the carrier still works at it; the office sees nothing of it
    SENT = "sent"  # the office looks at it
    ASKED = "asked"  # the office asks something before it goes on
    RETURNED = "returned"  # back with its carrier, with a reason and marked cells
    ACCEPTED = "accepted"  # all of its rows are in the register
    PARTLY = (
        "partly"  # without rows that the office left, that could not be read or written, or are another's
    )
    WITHDRAWN = "withdrawn"


WITH_THE_CARRIER = frozenset({MastListState.DRAFT, MastListState.RETURNED})
"""States in which its carrier changes a list."""
WITH_THE_OFFICE = frozenset({MastListState.SENT, MastListState.ASKED})
"""States in which the office decides on a list."""
TAKEN = frozenset({MastListState.ACCEPTED, MastListState.PARTLY})


@dataclass(frozen=True, slots=True)
class MastList:
    """One list. ``message`` is the office's last word to its carrier (why it comes back, what it asks).

    ``reply`` is what the carrier answered to that very word. ``by_office``: the office entered it for its
    carrier. ``columns`` is what is said of columns, by their keys. ``batch`` and ``outcome_sha256`` (the
    file of what became of each row) are those of its acceptance; ``counts`` what it came to.
    """

    id: str
    version: int
    operator: str
    kind: MastListKind
    list_date: dt.date
    state: MastListState
    name: str
    sha256: str
    size_bytes: int
    who: str
    at: dt.datetime
    by_office: bool = False
    columns: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    message: str = ""
    reply: str = ""
    sent_by: str = ""
    sent_at: dt.datetime | None = None
    looked_by: str = ""
    looked_at: dt.datetime | None = None
    batch: str = ""
    outcome_sha256: str = ""
    counts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MastListRow:
    """What people said of one row: repaired cells, the office's reason to leave it, its word to the carrier.

    ``repairs`` are by the column's letter: its header, what the cell said (``was``), what it says now
    (``text``), and who said so. ``reason`` "" is a row that is not left.
    """

    id: str
    version: int
    list: str
    sheet: str
    row: int
    code: str
    repairs: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    mark: str = ""
    who: str = ""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"  # kept out, for what was not understood or is wrong
    ANOTHERS = "anothers"  # of another operator, which hands it in itself
    LEFT = "left"  # the office did not take it


MOVED = "moved_m"
"""Beside the columns that change: how far the mast moves by them, in metres."""
KEPT = "kept_technologies"
"""Beside them: what the register has of its operator there and the list leaves out; it stays."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One field of a mast that changes: a column of its tables, ``MOVED`` or ``KEPT``; None: not stated.

    ``of``: the technology of a station that joins stations of its operator on the mast. What the list says of
    the mast is new of that one alone, whatever the others have already.
    """

    table: str
    field: str
    before: Any
    after: Any
    of: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """*Same mast?*: the other mast (its code and operators), how far away, and why it is asked."""

    code: str
    operators: tuple[str, ...]
    distance_m: float
    reason: str


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list against the register.

    ``shared``: another operator leads the mast, so the row only says that its own is there. ``cells`` are
    (letter, text) of what the row holds. ``mast`` is the site that it is taken to name ("": none).
    """

    sheet: str
    row: int
    code: str
    fate: Fate
    shared: bool = False
    changes: tuple[RowChange, ...] = ()
    issues: tuple[Issue, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    mast: str = ""
