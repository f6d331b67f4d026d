"""What became of an operator's masts from one list to the next."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """How a mast differs from the list before."""

    NEW = "new"  # mới
    MOVED = "moved"  # di chuyển
    CHANGED = "changed"  # thay đổi
    VANISHED = "vanished"  # không còn trong danh sách; stays in the register


class Explained(StrEnum):
    """Whether a change is understood."""

    ITSELF = "itself"  # by what the register knows
    ANSWERED = "answered"  # by an officer, from the carrier's answer
    ASKED = "asked"  # a letter asks
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ListChange:
    """One mast that a list changes. ``fields`` are (column, before, after) as images write them.

    ``reason`` is a message code with ``params``, or the officer's words where it was answered.
    """

    key: str
    kind: ChangeKind
    operator: str
    site: str
    code: str
    explained: Explained
    batch: str
    list_date: dt.date | None = None
    metres: float | None = None
    fields: tuple[tuple[str, object, object], ...] = ()
    reason: str = ""
    params: tuple[tuple[str, object], ...] = ()
    answer: str = ""
    letter: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ListPeriod:
    """An operator's lists of a quarter: days of the lists, whether there is one before to compare with."""

    operator: str
    lists: tuple[dt.date, ...]
    complete: bool
    compared: bool
    changes: tuple[ListChange, ...]
