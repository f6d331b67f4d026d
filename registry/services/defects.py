"""Defects (tồn tại): deadline by rule, the organisation's answer, re-inspection, overdue.

A carrier sees and answers its own only: every function takes the person and holds to it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.model.defects import Defect, DefectStep
from registry.model.people import Person
from registry.safety.penalties import Penalty
from registry.services.registry import Registry


@dataclass(frozen=True, slots=True)
class NewDefect:
    """A defect that an officer enters; one that a phone recorded is made when its item comes in."""

    structure: str
    defect: str
    severity: str
    found_on: dt.date
    component: str = ""
    entry: str = ""
    note: str = ""
    photos: Sequence[str] = ()
    campaign: str = ""
    inspection: str = ""


def list_defects(
    registry: Registry,
    *,
    person: Person,
    campaign: str = "",
    structure: str = "",
    organisation: str = "",
    states: Sequence[str] = (),
    overdue: bool = False,
    day: dt.date | None = None,
) -> list[Defect]:
    """Return the defects that a person may see, the earliest deadline first."""
    raise NotImplementedError


def get_defect(registry: Registry, defect: str, *, person: Person) -> tuple[Defect, list[DefectStep]]:
    """Return one defect with its steps; ``DEFECT-UNKNOWN`` where the person may see none such."""
    raise NotImplementedError


def enter_defect(registry: Registry, new: NewDefect, *, person: Person) -> Defect:
    """Enter a defect at the desk."""
    raise NotImplementedError


def answer_defect(
    registry: Registry,
    defect: str,
    *,
    words: str,
    photos: Sequence[tuple[Path, str]] = (),
    remedied_on: dt.date | None = None,
    person: Person,
    seen: int,
) -> Defect:
    """Record what the organisation says it has done (photos as path and name); by itself or by an officer."""
    raise NotImplementedError


def reinspect_defect(
    registry: Registry,
    defect: str,
    *,
    remedied: bool,
    on_day: dt.date,
    words: str,
    inspection: str = "",
    photos: Sequence[tuple[Path, str]] = (),
    new_deadline: dt.date | None = None,
    person: Person,
    seen: int,
) -> Defect:
    """Record a re-inspection: remedied closes the defect, else it waits again, until ``new_deadline``."""
    raise NotImplementedError


def close_defect(registry: Registry, defect: str, *, reason: str, person: Person, seen: int) -> Defect:
    """Close a defect without a re-inspection, for a reason that is kept."""
    raise NotImplementedError


def withdraw_defect(registry: Registry, defect: str, *, reason: str, person: Person, seen: int) -> Defect:
    """Record that it was no defect."""
    raise NotImplementedError


def set_severity(
    registry: Registry, defect: str, *, severity: str, reason: str, person: Person, seen: int
) -> Defect:
    """State another severity; the deadline follows from it."""
    raise NotImplementedError


def set_deadline(
    registry: Registry, defect: str, *, deadline: dt.date, reason: str, person: Person, seen: int
) -> Defect:
    """State another deadline, with the reason."""
    raise NotImplementedError


def mark_letter(
    registry: Registry, defects: Sequence[str], *, number: str, on_day: dt.date, person: Person
) -> int:
    """Record the letter that told the organisation of these defects; returns how many."""
    raise NotImplementedError


def penalties_of(registry: Registry, defect: str, *, person: Person) -> list[Penalty]:
    """Return the penalties that might apply, as information for the office; refused to anyone else."""
    raise NotImplementedError
