"""What the inspected company sees of its own inspection, and nothing more.

The notice, the reports that are asked for, what it is asked to explain, and once they are issued the
conclusion and its recommendations; never a draft, the team's file, or a penalty proposal.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import Recommendation
from registry.model.company_inspections.inspection import (
    INTERNAL,
    CompanyInspection,
    Matter,
    Paper,
    PaperKind,
    Scope,
    TeamMember,
)
from registry.model.company_inspections.on_the_spot import Explanation, RequestedReport
from registry.model.company_inspections.steps import KNOWN_TO_COMPANY, Stage
from registry.model.people import Person
from registry.services.company_inspections.held import company_code
from registry.services.office.attachments import file_path
from registry.services.office.registry import Registry
from registry.store.company_inspections import inspections as store
from registry.store.database import Connection

SHOWN = frozenset(PaperKind) - INTERNAL - {PaperKind.PLAN}
"""The papers that go to the company; the plan names the sample beforehand and stays inside."""
_CONCLUDED = frozenset({Stage.CONCLUDED, Stage.FOLLOWED, Stage.SEALED})
_REPORTS = KNOWN_TO_COMPANY - {Stage.ANNOUNCED}


@dataclass(frozen=True, slots=True)
class CompanyView:
    """An inspection as its company sees it. ``stage`` shows a conclusion under way as explained."""

    id: str
    code: str
    name: str
    stage: Stage
    matters: tuple[Matter, ...]
    scope: tuple[Scope, ...]
    facts_from: dt.date | None
    facts_to: dt.date | None
    decision_number: str
    decided_on: dt.date | None
    span_from: dt.date | None
    span_to: dt.date | None
    place: str
    team: tuple[TeamMember, ...]
    explain_by: dt.date | None
    conclusion_number: str
    concluded_on: dt.date | None
    reports: tuple[RequestedReport, ...]
    explanations: tuple[Explanation, ...]
    recommendations: tuple[Recommendation, ...]
    papers: tuple[Paper, ...]


def own_inspections(registry: Registry, *, person: Person) -> list[CompanyView]:
    """Return the inspections of the person's company that it was told of, the newest first."""
    own = company_code(registry, person)
    with registry.database.read() as connection:
        found = [one for one in store.load_inspections(connection, own) if _known(connection, one)]
        return [_view(connection, one) for one in found]


def own_inspection(registry: Registry, inspection: str, *, person: Person) -> CompanyView:
    """Return one (``COMPANY-INSPECTION-UNKNOWN`` for another company's or one that it was not told of)."""
    own = company_code(registry, person)
    with registry.database.read() as connection:
        found = store.get_inspection(connection, inspection)
        if found.company != own or not _known(connection, found):
            raise RefusalError("COMPANY-INSPECTION-UNKNOWN", id=inspection[:40])
        return _view(connection, found)


def own_paper(registry: Registry, inspection: str, paper: str, *, person: Person) -> tuple[Path, str]:
    """Return the file of a paper that went to the company, the signed copy first, and its name."""
    view = own_inspection(registry, inspection, person=person)
    for one in view.papers:
        kept = one.signed or one.file
        if one.id == paper and kept is not None:
            return file_path(registry, kept.sha256, kept.name), kept.name
    raise RefusalError("COMPANY-INSPECTION-PART", id=paper[:40])


def own_file(registry: Registry, inspection: str, sha256: str, *, person: Person) -> tuple[Path, str]:
    """Return a file that the company itself handed in, with its name."""
    view = own_inspection(registry, inspection, person=person)
    kept = [one.file for one in view.reports if one.file is not None]
    kept += [file for given in view.explanations for file in given.files]
    kept += [file for answer in view.recommendations for file in answer.files]
    for held in kept:
        if held.sha256 == sha256:
            return file_path(registry, held.sha256, held.name), held.name
    raise RefusalError("COMPANY-INSPECTION-PART", id=sha256[:40])


def _known(connection: Connection, found: CompanyInspection) -> bool:
    """Whether the company was told: from the notice on, also where it was stopped after it."""
    if found.stage is Stage.STOPPED:
        return any(one.stage is Stage.ANNOUNCED for one in store.steps_of(connection, found.id))
    return found.stage in KNOWN_TO_COMPANY


def _view(connection: Connection, one: CompanyInspection) -> CompanyView:
    steps = {step.stage for step in store.steps_of(connection, one.id)}
    concluded = not steps.isdisjoint(_CONCLUDED)
    asked = not steps.isdisjoint(_REPORTS)
    recommended = store.recommendations_of(connection, one.id) if concluded else []
    return CompanyView(
        id=one.id,
        code=one.code,
        name=one.name,
        stage=Stage.EXPLAINED if one.stage is Stage.SUBMITTED else one.stage,
        matters=one.matters,
        scope=one.scope,
        facts_from=one.facts_from,
        facts_to=one.facts_to,
        decision_number=one.decision_number,
        decided_on=one.decided_on,
        span_from=one.span_from,
        span_to=one.span_to,
        place=one.place,
        team=tuple(TeamMember(member.post, member.name, member.office) for member in one.serving),
        explain_by=one.explain_by,
        conclusion_number=one.conclusion_number if concluded else "",
        concluded_on=one.concluded_on if concluded else None,
        reports=tuple(store.reports_of(connection, one.id)) if asked else (),
        explanations=tuple(store.explanations_of(connection, one.id)),
        recommendations=tuple(item for item in recommended if not item.to),
        papers=tuple(item for item in store.papers_of(connection, one.id) if item.kind in SHOWN),
    )
