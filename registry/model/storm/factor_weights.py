"""Weights of the factors by which a storm's masts are listed, and what the office decided instead."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class RiskList(StrEnum):
    """The two lists of a storm: different work, by different people."""

    MAY_FALL = "may_fall"  # có thể đổ: guard the mast, move people out
    HURTS_DARK = "hurts_dark"  # mất liên lạc đau nhất: generators, fuel, crews


@dataclass(frozen=True, slots=True)
class DecidedWeight:
    """A weight that an officer decided: it holds for storms that begin on ``from_day`` or later.

    ``proposed`` is what the storms on record proposed when it was decided, None where they proposed nothing.
    """

    id: str
    version: int
    list: RiskList
    name: str
    value: float
    from_day: dt.date
    reason: str
    who: str
    at: str
    proposed: float | None = None
