"""What the deeds on an inspection share: who may, the record in the version seen, the step that is taken."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import CompanyInspection, KeptFile
from registry.model.company_inspections.steps import (
    DECIDERS,
    WRITERS,
    Stage,
    Step,
    step_between,
    steps_from,
)
from registry.model.people import STAFF, Person
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND, Deed, deed, name_of
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import get_inspection
from registry.store.company_inspections.tables import company_inspections, inspection_steps
from registry.typed_text import line_within, within

UNKNOWN = "COMPANY-INSPECTION-UNKNOWN"
LONGEST = 4000
COMPANY_INSPECTION = "company_inspection"
"""The kind of document that notices of an inspection lead to."""


def may_write(person: Person) -> bool:
    """Whether a person may draw up an inspection and carry it out."""
    return person.is_one_of(*WRITERS)


def may_decide(person: Person) -> bool:
    """Whether a person may decide an inspection, sign its conclusion, stop and seal it."""
    return person.is_one_of(*DECIDERS)


def may_see_penalties(person: Person) -> bool:
    """Whether a person sees penalty proposals: the office's own people who work in the register."""
    return person.is_one_of(*STAFF)


def check_writer(person: Person) -> None:
    """Refuse whoever may not draw up an inspection (``COMPANY-INSPECTION-NOT-ALLOWED``)."""
    if not may_write(person):
        raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")


def check_decider(person: Person) -> None:
    """Refuse whoever may not decide one (``COMPANY-INSPECTION-NOT-ALLOWED``)."""
    if not may_decide(person):
        raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")


def check_reader(person: Person) -> None:
    """Refuse whoever is not of the office (``COMPANY-INSPECTION-NOT-ALLOWED``)."""
    if not person.sees_all:
        raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")


def inspection_deed(
    registry: Registry, what: str, person: Person, **options: Any
) -> AbstractContextManager[Deed]:
    """Open a deed on an inspection; ``options`` say what it is about."""
    return deed(registry, f"{KIND}company-inspection", person, options={"what": what, **options})


def standing_in(made: Deed, identity: str, *stages: Stage) -> CompanyInspection:
    """Return an inspection as it stands; ``COMPANY-INSPECTION-STAGE`` where it is in another stage."""
    found = get_inspection(made.connection, identity)
    if found.stage not in stages:
        raise RefusalError("COMPANY-INSPECTION-STAGE", code=found.code, stage=found.stage.value)
    return found


def standing_as(made: Deed, identity: str, was: int, *stages: Stage, **offered: Any) -> CompanyInspection:
    """Return an inspection in the version seen, in one of some stages."""
    made.standing(company_inspections, identity, unknown=UNKNOWN, seen=was, offered=offered)
    return standing_in(made, identity, *stages)


def allowed_steps(found: CompanyInspection, person: Person) -> tuple[Step, ...]:
    """Return the steps that a person may take next, for the page of an inspection."""
    return tuple(
        step
        for step in steps_from(found.stage)
        if person.is_one_of(*step.roles)
        and not (step.second_person and person.name and found.moved_by == person.name)
    )


def take_step(
    made: Deed,
    found: CompanyInspection,
    to: Stage,
    person: Person,
    *,
    dated: dt.date | None = None,
    note: str = "",
    **columns: Any,
) -> None:
    """Write a step and the columns that go with it.

    Refused where there is no such step (``COMPANY-INSPECTION-STAGE``), for a role that does not take it
    (``COMPANY-INSPECTION-NOT-ALLOWED``), for whoever took the step before where a second person has to
    (``COMPANY-INSPECTION-SAME-PERSON``), and for a day to come (``COMPANY-INSPECTION-DAY``).
    """
    step = step_between(found.stage, to)
    if step is None:
        raise RefusalError("COMPANY-INSPECTION-STAGE", code=found.code, stage=found.stage.value)
    if not person.is_one_of(*step.roles):
        raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")
    if step.second_person and person.name and found.moved_by == person.name:
        raise RefusalError("COMPANY-INSPECTION-SAME-PERSON", who=found.moved_by)
    on = dated or today()
    if on > today():
        raise RefusalError("COMPANY-INSPECTION-DAY", day=on)
    made.amend(
        company_inspections, found.id, stage=to.value, moved_by=name_of(person), note=note,
        who=made.who, at=made.at, **columns,
    )  # fmt: skip
    made.create(
        inspection_steps,
        {"id": new_id(), "company_inspection": found.id, "stage": to.value, "before": found.stage.value,
         "dated": on, "note": note, "who": made.who, "at": made.at},
    )  # fmt: skip


def not_before(first: dt.date | None, on: dt.date) -> None:
    """Refuse a day before another (``COMPANY-INSPECTION-DAY-EARLY``)."""
    if first is not None and on < first:
        raise RefusalError("COMPANY-INSPECTION-DAY-EARLY", day=on, first=first)


def needed(reason: str) -> str:
    """Return a reason as typed; ``COMPANY-INSPECTION-REASON`` where there is none."""
    why = within(reason, LONGEST)
    if not why:
        raise RefusalError("COMPANY-INSPECTION-REASON")
    return why


def numbered(number: str) -> str:
    """Return the number of a paper as typed; ``COMPANY-INSPECTION-NUMBER`` where there is none."""
    typed = line_within(number, 60)
    if not typed:
        raise RefusalError("COMPANY-INSPECTION-NUMBER")
    return typed


def file_json(kept: KeptFile) -> dict[str, str]:
    """Return a kept file as its column holds it."""
    return {"sha256": kept.sha256, "name": kept.name}
