"""An inspection of one carrier by the illustrative office, in progress: half of its sample is visited.

Every step goes through the service that a page's button goes through. Its papers bear the days of the past
weeks; what the carrier handed in is of the day of the making.
"""

import datetime as dt
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.demo.field import record_visit
from registry.demo.lists import save_workbook
from registry.demo.places import NOTE, parameters
from registry.model.company_inspections.inspection import Delegation, Matter, Post, Scope, TeamMember
from registry.model.company_inspections.on_the_spot import ReportForm, SampleKind
from registry.model.people import Person, Role
from registry.services.company_inspections import conclusions, drafting, reports, samples, steps, visits
from registry.services.company_inspections.file.gathering import file_of
from registry.services.company_inspections.held import inspection_parts
from registry.services.company_inspections.samples import Offered
from registry.services.company_inspections.steps import Decided
from registry.services.field.campaign_targets import assign, targets_of
from registry.services.field.campaigns import get_campaign
from registry.services.office.registry import Registry
from registry.services.office.time_limits import set_office_number

_FIRST_VISIT = 900  # no two visits of the demo are alike


def add_company_inspection(registry: Registry, folder: Path, day: dt.date) -> None:
    """Add the inspection as it stands on ``day``; what the carrier handed in goes into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    work = parameters("work")
    rules = work["company_inspection"]
    officer = Person(work["officer"], frozenset({Role.APPRAISER}))
    leader = Person(work["leader"], frozenset({Role.LEADER}))
    for clock, days in rules["days"].items():
        set_office_number(registry, f"LIM-COMPANY-INSPECTION.{clock}_days", days, who=work["clerk"])
    inspection = drafting.draw_up(
        registry, _plan(rules, day), person=officer, on=day - dt.timedelta(days=rules["proposed"])
    )
    _choose(registry, inspection, rules, officer)
    for one in rules["report"]:
        reports.add_report(
            registry, inspection, ReportForm(one["form"]), title=one["title"],
            due_on=day - dt.timedelta(days=one["due"]), person=officer,
        )  # fmt: skip
    _begin(registry, inspection, rules, day, officer=officer, leader=leader)
    _visited(registry, inspection, rules, day, officer)
    _handed_in(registry, inspection, rules, folder, Person(work["carrier"], frozenset({Role.CARRIER}), "VTL"))
    conclusions.draft_from_file(
        registry, inspection, _against(registry, inspection, rules["items"], officer), person=officer
    )


def _against(registry: Registry, inspection: str, most: int, officer: Person) -> list[str]:
    """Return lines of the file that speak against the carrier, one for each mast of the sample at most."""
    sample = {one.code for one in inspection_parts(registry, inspection, person=officer).sample}
    found: dict[str, str] = {}
    for line in file_of(registry, inspection, person=officer).lines:
        if line.drafts and line.code in sample:
            found.setdefault(line.code, line.key)
    return list(found.values())[:most]


def _plan(rules: dict[str, Any], day: dt.date) -> drafting.InspectionPlan:
    return drafting.InspectionPlan(
        company=rules["company"],
        name=rules["name"],
        matters=tuple(Matter(one) for one in rules["matters"]),
        scope=(Scope.MASTS, Scope.CABLE),
        reason=rules["reason"],
        facts_from=dt.date(day.year - 1, 1, 1),
        facts_to=day - dt.timedelta(days=rules["proposed"]),
        basis=tuple(rules["basis"]),
        place=rules["place"],
        team=tuple(
            TeamMember(Post(one["post"]), one["name"], one["office"], one["account"], stated=True)
            for one in rules["team"]
        ),
    )


def _choose(registry: Registry, inspection: str, rules: dict[str, Any], officer: Person) -> None:
    """Choose masts by law, by risk and at random, and the longest cable lines."""
    law = samples.by_law(registry, inspection, person=officer)[: rules["law"]]
    risk = samples.by_risk(registry, inspection, rules["risk"], person=officer)
    drawn = samples.at_random(
        registry, inspection, rules["random"], rules["seed"], kind=SampleKind.MAST, person=officer
    )
    masts: list[Offered] = list({one.record: one for one in (*drawn, *risk, *law)}.values())
    samples.add_to_sample(registry, inspection, masts, person=officer)
    cable = samples.cable_lines(registry, inspection, person=officer)[: rules["cable"]]
    samples.add_to_sample(registry, inspection, cable, reason=rules["cable_reason"], person=officer)


def _begin(
    registry: Registry,
    inspection: str,
    rules: dict[str, Any],
    day: dt.date,
    *,
    officer: Person,
    leader: Person,
) -> None:
    """Take the steps from the proposal to the first day on the spot."""

    def ago(name: str) -> dt.date:
        return day - dt.timedelta(days=rules[name])

    def seen() -> int:
        return inspection_parts(registry, inspection, person=officer).inspection.version

    steps.propose(registry, inspection, on=ago("proposed"), seen=seen(), person=officer)
    decided = Decided(
        rules["decision"], ago("decided"), Delegation.AUTHORISED, rules["delegation_number"],
        ago("delegated"), ago("begun"), ago("begun") + dt.timedelta(days=rules["lasts"]),
    )  # fmt: skip
    steps.decide(registry, inspection, decided, seen=seen(), person=leader)
    steps.announce(
        registry, inspection, plan_number=rules["plan"], notice_number=rules["notice"], on=ago("announced"),
        seen=seen(), person=officer,
    )  # fmt: skip
    steps.request_reports(
        registry, inspection, number=rules["letter"], on=ago("asked"), seen=seen(), person=officer
    )
    steps.begin(registry, inspection, on=ago("begun"), seen=seen(), person=officer)


def _visited(
    registry: Registry, inspection: str, rules: dict[str, Any], day: dt.date, officer: Person
) -> None:
    """Give the sample's masts to the inspector, who visits half of them; write a place down."""
    campaign = get_campaign(
        registry, visits.make_visits(registry, inspection, person=officer), person=officer
    )
    targets = targets_of(registry, campaign.id, person=officer)
    inspector = Person(parameters("field")["inspector"], frozenset({Role.INSPECTOR}))
    assign(registry, campaign.id, [one.id for one in targets], person=officer, assignee=inspector.name)
    begun = day - dt.timedelta(days=rules["begun"])
    for at, target in enumerate(targets[: rules["visited"]]):
        on = begun + dt.timedelta(days=at % rules["begun"])
        record_visit(registry, campaign, target, inspector, on=on, at=_FIRST_VISIT + at)
    cable = next(
        one
        for one in inspection_parts(registry, inspection, person=officer).sample
        if one.kind is SampleKind.CABLE
    )
    visits.add_place(
        registry, inspection, SampleKind.CABLE, record=cable.record, name=f"Tuyến cáp {cable.code}",
        held_on=begun + dt.timedelta(days=1), found=rules["cable_found"], present=NOTE, person=officer,
    )  # fmt: skip


def _handed_in(
    registry: Registry, inspection: str, rules: dict[str, Any], folder: Path, carrier: Person
) -> None:
    """Hand one report in, as the carrier; the other stays owed."""
    for one in inspection_parts(registry, inspection, person=_READER).reports:
        note = next((item.get("handed", "") for item in rules["report"] if item["title"] == one.title), "")
        if not note:
            continue
        path = folder / f"bao-cao-{one.form.value}.xlsx"
        book = Workbook()
        sheet: Any = book.active
        sheet.append([one.title, NOTE])
        save_workbook(book, path)
        reports.hand_in_report(
            registry, inspection, one.id, path, name=path.name, note=note, seen=one.version, person=carrier
        )


_READER = Person("", frozenset({Role.LEADER}))
