"""The inspections of the office as lists and pages ask for them: one with all its parts, and its next day."""

import datetime as dt
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import (
    ConclusionItem,
    PenaltyProposal,
    Recommendation,
)
from registry.model.company_inspections.inspection import CompanyInspection, Paper, StepTaken
from registry.model.company_inspections.on_the_spot import (
    Explanation,
    Place,
    ReportState,
    RequestedReport,
    SampleItem,
)
from registry.model.company_inspections.steps import REPORTS_TAKEN_IN, Due
from registry.model.people import Person
from registry.services.company_inspections.clocks import Clocks
from registry.services.company_inspections.deeds import check_reader, may_see_penalties
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.company_inspections import inspections as store
from registry.store.database import Connection
from registry.store.office.operators import organisation_names

_OWED = (ReportState.ASKED, ReportState.RETURNED)


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """An inspection in the list: the company's name, when its next step is due, and whether that is over."""

    inspection: CompanyInspection
    company_name: str
    due: Due | None
    late: bool
    reports_late: int


@dataclass(frozen=True, slots=True)
class InspectionParts:
    """An inspection with everything that belongs to it. ``penalties`` are empty for who may not see them."""

    inspection: CompanyInspection
    company_name: str
    steps: tuple[StepTaken, ...]
    sample: tuple[SampleItem, ...]
    reports: tuple[RequestedReport, ...]
    places: tuple[Place, ...]
    explanations: tuple[Explanation, ...]
    items: tuple[ConclusionItem, ...]
    recommendations: tuple[Recommendation, ...]
    penalties: tuple[PenaltyProposal, ...]
    papers: tuple[Paper, ...]
    due: Due | None = None


def list_inspections(
    registry: Registry, *, person: Person, day: dt.date | None = None
) -> list[InspectionLine]:
    """Return every inspection for the office, those whose step is late first, then the newest."""
    check_reader(person)
    return lines_of(registry, day or today())


def lines_of(registry: Registry, day: dt.date) -> list[InspectionLine]:
    """Return every inspection as a line of the list, for whoever may see all."""
    clocks = Clocks(registry, day)
    with registry.database.read() as connection:
        found = store.load_inspections(connection)
        names = organisation_names(connection)
        steps, reports = store.steps_of(connection), store.reports_of(connection)
        recommended = store.recommendations_of(connection)
    lines = []
    for one in found:
        own = [report for report in reports if report.company_inspection == one.id]
        due = clocks.next_due(
            one,
            [step for step in steps if step.company_inspection == one.id],
            own,
            [
                item.due_on
                for item in recommended
                if item.company_inspection == one.id and not item.settled_already
            ],
        )
        late = due is not None and due.late(day)
        awaited = own if one.stage in REPORTS_TAKEN_IN else ()
        waiting = sum(report.late(day) and report.state in _OWED for report in awaited)
        lines.append(InspectionLine(one, names.get(one.company, one.company), due, late, waiting))
    return sorted(lines, key=lambda line: not line.late)


def inspection_parts(registry: Registry, identity: str, *, person: Person) -> InspectionParts:
    """Return one inspection with its parts, for the office (``COMPANY-INSPECTION-UNKNOWN``)."""
    check_reader(person)
    clocks = Clocks(registry)
    with registry.database.read() as connection:
        return parts_of(connection, identity, clocks, penalties=may_see_penalties(person))


def parts_of(
    connection: Connection, identity: str, clocks: Clocks | None = None, *, penalties: bool = False
) -> InspectionParts:
    """Return one inspection with its parts inside a transaction."""
    one = store.get_inspection(connection, identity)
    steps, reports = store.steps_of(connection, identity), store.reports_of(connection, identity)
    recommended = store.recommendations_of(connection, identity)
    open_days = [item.due_on for item in recommended if not item.settled_already]
    return InspectionParts(
        inspection=one,
        company_name=organisation_names(connection).get(one.company, one.company),
        steps=tuple(steps),
        sample=tuple(store.samples_of(connection, identity)),
        reports=tuple(reports),
        places=tuple(store.places_of(connection, identity)),
        explanations=tuple(store.explanations_of(connection, identity)),
        items=tuple(store.items_of(connection, identity)),
        recommendations=tuple(recommended),
        penalties=tuple(store.penalties_of(connection, identity)) if penalties else (),
        papers=tuple(store.papers_of(connection, identity)),
        due=None if clocks is None else clocks.next_due(one, steps, reports, open_days),
    )


def company_code(registry: Registry, person: Person) -> str:
    """Return the code under which a carrier's inspections stand; refused for who is of no company."""
    with registry.database.read() as connection:
        names = organisation_names(connection)
    for code, name in names.items():
        if person.organisation and person.organisation in (code, name):
            return code
    raise RefusalError("COMPANY-INSPECTION-NOT-ALLOWED")
