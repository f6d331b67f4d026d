"""Penalties that might apply to what was found: information for the officer, never part of a letter."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty with its range in million VND for an organisation (an individual: half)."""

    act_vi: str
    act_en: str
    document: str
    article: str
    least_m: float | None
    most_m: float | None
    verified: bool
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    limit_on: dt.date | None = None
    limited: bool = False
