"""Conclusions of a meeting (kết luận giao ban): what is to be done, by whom, until when."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ConclusionState(StrEnum):
    """Where a conclusion stands; late follows from its day."""

    OPEN = "open"  # đang theo dõi
    DONE = "done"  # đã xong
    DROPPED = "dropped"  # thôi theo dõi, with the reason


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One line of what a meeting concluded. ``met_on`` is the meeting's day, ``ordinal`` its place there.

    ``outcome`` is what came of it, or why it is followed no more.
    """

    id: str
    version: int
    met_on: dt.date
    ordinal: int
    task: str
    officer: str = ""
    due_on: dt.date | None = None
    state: ConclusionState = ConclusionState.OPEN
    done_on: dt.date | None = None
    outcome: str = ""
    who: str = ""
    at: str = ""

    def late(self, day: dt.date) -> bool:
        """Whether it is open and its day is over."""
        return self.state is ConclusionState.OPEN and self.due_on is not None and self.due_on < day
