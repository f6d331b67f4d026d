"""Conditions (điều kiện) of an agreement: what the carrier has to do, by which step, what became of it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Before(StrEnum):
    """The step before which a condition has to be met."""

    COMMENCEMENT = "commencement"  # thông báo khởi công
    WORKS = "works"  # thi công, lắp đặt, where nothing new is built
    OPERATION = "operation"  # đưa vào hoạt động


class ConditionState(StrEnum):
    """Where a condition stands: kept or struck until the letter is issued, then followed until it is met."""

    KEPT = "kept"  # giữ
    STRUCK = "struck"  # bỏ, with its reason: no condition of the agreement
    OPEN = "open"  # chưa đáp ứng, from the issue on
    ANSWERED = "answered"  # doanh nghiệp đã nộp, the office has to look at it
    RETURNED = "returned"  # chưa đạt, with what is lacking: the carrier's turn again
    MET = "met"  # đã đáp ứng, by which paper
    WAIVED = "waived"  # miễn, by the leader, with the reason

    @property
    def binds(self) -> bool:
        """Whether it is a condition of the agreement, met or not."""
        return self is not ConditionState.STRUCK

    @property
    def owed(self) -> bool:
        """Whether the letter is out and the carrier has to act."""
        return self in (ConditionState.OPEN, ConditionState.RETURNED)

    @property
    def unmet(self) -> bool:
        """Whether the letter is out and it is not settled, whoever's turn it is."""
        return self.owed or self is ConditionState.ANSWERED


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of one row (its index in list ``list_version``), in the words of the letter.

    ``proposed`` is what the findings proposed ("": the officer's own), ``finding`` by which finding, ``body``
    who decides. ``due_on`` is a day of its own; without one it is due with the position's. ``reason`` is why
    it was struck or waived, ``word`` what the office said of the paper, ``paper`` which one proves it;
    ``files`` are SHA-256 of the request's attachments. ``version`` 0: a text of a decision from before
    conditions were records.
    """

    id: str
    request: str
    row: int
    text: str
    list_version: int = 1
    ordinal: int = 0
    proposed: str = ""
    finding: str = ""
    body: str = ""
    step: Before = Before.COMMENCEMENT
    due_on: dt.date | None = None
    state: ConditionState = ConditionState.KEPT
    reason: str = ""
    who: str = ""
    at: str = ""
    answer: str = ""
    files: tuple[str, ...] = ()
    answered_by: str = ""
    answered_at: str = ""
    paper: str = ""
    word: str = ""
    settled_on: dt.date | None = None
    settled_by: str = ""
    settled_at: str = ""
    version: int = 0

    @property
    def own(self) -> bool:
        """Whether the officer wrote it himself, and no finding proposed it."""
        return not self.proposed

    @property
    def edited(self) -> bool:
        """Whether it says something else than what was proposed."""
        return bool(self.proposed) and self.text != self.proposed
