"""Penalties that a defect might come to: information for the office, by the day on which it was last found.

A defect lasts until it is remedied: it is judged by the decree in force when it is found (NĐ 174/2026 Điều
115(2)), so a re-inspection that finds it again counts, not the first day alone.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from registry.model.field.defects import Defect, DefectStep
from registry.model.people import Person
from registry.safety.penalties import Penalty, acts_of, catalogue, penalties_for
from registry.services.field.deeds import check_reader
from registry.services.field.defects import get_defect
from registry.services.field.inspections import SAME
from registry.services.office.calendar import today
from registry.services.office.registry import Registry


@dataclass(frozen=True, slots=True)
class Possible:
    """What might apply to a defect last found on ``seen_on``: nothing where no decree of that day was read.

    ``since``: the first day of a later decree that knows what it may stand for, None where none does.
    """

    penalties: tuple[Penalty, ...]
    seen_on: dt.date
    since: dt.date | None = None


def possible_of(registry: Registry, defect: str, *, person: Person) -> Possible:
    """Return the penalties that might apply, as information for the office; refused to anyone else."""
    check_reader(person)
    found, steps = get_defect(registry, defect, person=person)
    seen_on, acts = last_seen(found, steps), set(acts_of(found.defect))
    named = tuple(penalties_for(acts, seen_on, today()))
    later = [one.valid_from for one in catalogue() if one.act in acts and one.valid_from is not None]
    since = min((day for day in later if day > seen_on), default=None)
    return Possible(named, seen_on, None if named else since)


def last_seen(defect: Defect, steps: Sequence[DefectStep]) -> dt.date:
    """Return the last day on which the office found a defect: first, by a re-inspection, by another visit."""
    days = [
        step.on_day
        for step in steps
        if step.on_day is not None
        and (step.kind == SAME or (step.kind == "reinspection" and step.result == "not_remedied"))
    ]
    return max([defect.found_on, *days])
