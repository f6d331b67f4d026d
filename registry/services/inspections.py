"""Visits as the office reads them: who recorded what under which mast, judged, with photos. Staff only."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.model.defects import Defect, PositionProposal
from registry.model.inspections import FieldPhoto, Inspection, Item, MastLabel, Reading
from registry.model.people import Person
from registry.services.registry import Registry


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A visit on the board: counts of what was recorded, and whether the office has looked at it."""

    inspection: Inspection
    mast: MastLabel
    items: int
    photos: int
    photos_missing: int
    beyond: int
    defects: int
    clock_off_s: float | None


@dataclass(frozen=True, slots=True)
class InspectionView:
    """A visit whole. ``readings``: one for each entry that was answered, by the item that counts."""

    inspection: Inspection
    mast: MastLabel
    items: Sequence[Item]
    readings: Sequence[Reading]
    photos: Mapping[str, FieldPhoto | None]
    defects: Sequence[Defect]
    proposals: Sequence[PositionProposal]


def list_inspections(
    registry: Registry,
    *,
    person: Person,
    campaign: str = "",
    structure: str = "",
    since: dt.date | None = None,
    reviewed: bool | None = None,
    most: int = 500,
) -> list[InspectionRow]:
    """Return visits, the newest first."""
    raise NotImplementedError


def get_inspection(registry: Registry, inspection: str, *, person: Person) -> InspectionView:
    """Return one visit; ``INSPECTION-UNKNOWN`` where there is none."""
    raise NotImplementedError


def review(registry: Registry, inspection: str, *, note: str, person: Person, seen: int) -> Inspection:
    """Record that the office has looked at a visit."""
    raise NotImplementedError


def add_inspection_file(
    registry: Registry, inspection: str, path: Path, *, name: str, kind: str, person: Person
) -> Inspection:
    """Keep a file of a visit (``minutes``, ``signed``)."""
    raise NotImplementedError
