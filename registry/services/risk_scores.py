"""The risk of every mast from the register, part by part, with what is missing beside it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.people import Person
from registry.safety.risk import RiskScores
from registry.services.registry import Registry


@dataclass(frozen=True)
class RiskTable:
    """Risk of n structures on a day: ``structures`` their ids, ``row_of`` the row of each."""

    day: dt.date
    structures: npt.NDArray[np.object_]
    row_of: dict[str, int]
    scores: RiskScores
    masts: Any


def risk_table(registry: Registry, *, day: dt.date | None = None) -> RiskTable:
    """Return the risk of every mast that stands; 200,000 of them in seconds, then kept until data change."""
    raise NotImplementedError


def missing_of(registry: Registry, *, person: Person, organisation: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return (structure, parts that are missing) of the masts that an organisation answers for."""
    raise NotImplementedError


def request_data(
    registry: Registry, organisation: str, *, due_on: dt.date, person: Person
) -> tuple[str, bytes]:
    """Make the one request to an organisation: (file name, workbook) with a row for each mast that lacks data."""
    raise NotImplementedError
