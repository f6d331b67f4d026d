"""Field work of the illustrative office beyond its campaigns: citizens' reports, self-inspections, reviews.

The campaigns, visits and defects themselves are those of ``demo_field``.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np

from registry.demo.pictures import dice_of, mast_picture
from registry.demo.places import NOTE, parameters
from registry.demo.self_inspection import own_codes, self_inspections, write_self_inspections
from registry.demo.work_requests import SIGN, office_day
from registry.errors import WrongCallError
from registry.model.field.field_reports import (
    CitizenReportKind,
    CloseReason,
    Contact,
    FieldReport,
    PlaceSource,
)
from registry.model.field.inspections import Campaign, CampaignKind, CampaignTarget
from registry.model.people import Person, Role
from registry.model.vietnam_time import now
from registry.services.field.campaign_targets import add_targets, assign, targets_of
from registry.services.field.campaigns import CampaignPlan, list_campaigns, make_campaign
from registry.services.field.data_requests import request_data
from registry.services.field.defects import list_defects, mark_letter
from registry.services.field.inspections import list_inspections, review
from registry.services.field.self_inspection import import_self_inspection
from registry.services.office.registry import Registry
from registry.services.public import cases, citizen_reports, closing, joining, report_promises, returns
from registry.services.public.cases import SentCase

_DEGREE_M = 111_200.0  # a degree of latitude


def add_field_work(registry: Registry, folder: Path, day: dt.date) -> None:
    """Add what came from the field by ``day`` and what the office did about it; files go into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    rules = parameters("work")["field"]
    officer = Person(parameters("work")["officer"], frozenset({Role.APPRAISER}))
    for row in list_inspections(registry, person=officer)[::-1][: rules["looked_at"]]:
        found = row.inspection
        review(registry, found.id, note=rules["review"], person=officer, seen=found.version)
    _told(registry, rules, officer)
    due_on = day + dt.timedelta(days=rules["data_in_days"])
    request_data(registry, rules["data_of"], due_on=due_on, person=officer)
    _self_inspection(registry, folder, officer, day)
    _reports(registry, folder, officer)
    _cases(registry, officer, day)


def _told(registry: Registry, rules: dict[str, Any], officer: Person) -> None:
    """Tell one carrier of its defects in the days after they were found, while they can still be remedied."""
    found = list_defects(registry, person=officer, states=("open", "answered"))
    whose = [item for item in found if item.organisation == found[0].organisation]
    if not whose:
        return
    last = max(item.found_on for item in whose) + dt.timedelta(days=rules["told_within"])
    on_day = office_day(registry, last, 0)
    in_time = [item.id for item in whose if item.deadline is None or on_day < item.deadline]
    mark_letter(registry, in_time, number=f"{rules['told_number']}/{SIGN}", on_day=on_day, person=officer)


def _self_inspection(registry: Registry, folder: Path, officer: Person, day: dt.date) -> None:
    """Take a carrier's list of self-inspections in and draw some of its masts to be checked."""
    rules = parameters("work")["self_inspection"]
    carrier = Person(rules["operator"].lower(), frozenset({Role.CARRIER}), organisation=rules["operator"])
    path = folder / f"tu-kiem-tra-{rules['operator'].lower()}.xlsx"
    write_self_inspections(
        path, self_inspections(own_codes(registry, rules["operator"], rules["masts"]), day)
    )
    import_self_inspection(
        registry, path, organisation=rules["operator"], person=carrier, title=rules["title"], yes=True,
        period=(day - dt.timedelta(days=60), day),
    )  # fmt: skip
    parent = next(item for item in list_campaigns(registry, person=officer) if item.kind is CampaignKind.SELF)
    last = day + dt.timedelta(days=rules["spot_days"])
    plan = CampaignPlan(
        CampaignKind.SPOT_CHECK, rules["spot_name"], day, last, legal_basis=rules["spot_basis"],
        sample=rules["spot_checks"], seed=rules["operator"], parent=parent.id, due_on=last, note=NOTE,
    )  # fmt: skip
    made = make_campaign(registry, plan, person=officer)
    targets = [target.id for target in targets_of(registry, made.id, person=officer)]
    assign(registry, made.id, targets, person=officer, assignee=parameters("field")["inspector"])


def _reports(registry: Registry, folder: Path, officer: Person) -> None:
    campaign = _under_way(registry, officer)
    targets = targets_of(registry, campaign.id, person=officer)
    report_promises.state_promises(registry, **parameters("work")["report_promises"], who=officer.name)
    for rules in parameters("work")["report"]:
        target = targets[min(rules["mast"], len(targets) - 1)]
        found = _taken(registry, folder, rules, target)
        if "visit" in rules:
            mast = target.mast.structure
            add_targets(registry, campaign.id, [mast], person=officer, reason=f"Phản ánh {found.number}")
            citizen_reports.sent_to_visit(
                registry, found.id, target.id, structure=mast, who=officer.name, seen=found.version,
                reply=rules["reply"],
            )  # fmt: skip
        elif "closed" in rules:
            closing.close(
                registry, found.id, reason=CloseReason(rules["closed"]), reply=rules["reply"],
                who=officer.name, seen=found.version,
            )  # fmt: skip


def _cases(registry: Registry, officer: Person, day: dt.date) -> None:
    """Take reports of the province's system, join a double, and give the first workbook back."""
    targets = targets_of(registry, _under_way(registry, officer).id, person=officer)
    made: dict[str, FieldReport] = {}
    for rules in parameters("work")["case"]:
        target = targets[min(rules["mast"], len(targets) - 1)]
        sent = SentCase(
            rules["number"], kind=CitizenReportKind(rules["kind"]), words=rules["words"],
            position=_beside(target, rules),
            received_at=now() - dt.timedelta(days=rules["received_days_ago"]),
            due_on=day + dt.timedelta(days=rules["due_in_days"]), answer_there=rules.get("answered", ""),
        )  # fmt: skip
        found, _ = cases.take_case(registry, sent, who=officer.name)
        made[rules["number"]] = found
        if "joined" in rules:
            lead = made[rules["joined"]]
            joining.join(
                registry, lead.id, {lead.id: lead.version, found.id: found.version}, who=officer.name
            )
    returns.give_back(registry, seen=0, who=officer.name)


def _under_way(registry: Registry, officer: Person) -> Campaign:
    for campaign in list_campaigns(registry, person=officer, state="open"):
        if campaign.kind is CampaignKind.SEASON:
            return campaign
    raise WrongCallError("no illustrative campaign is under way")


def _taken(registry: Registry, folder: Path, rules: dict[str, Any], target: CampaignTarget) -> FieldReport:
    """Take a citizen's report some metres from a mast."""
    photos = []
    if rules.get("photo"):
        path = folder / f"phan-anh-{rules['kind']}.jpg"
        path.write_bytes(mast_picture(rules["words"]))
        photos.append((path, path.name))
    return citizen_reports.take_report(
        registry, kind=CitizenReportKind(rules["kind"]), words=rules["words"], source=PlaceSource.MAP,
        position=_beside(target, rules), photos=photos,
        contact=Contact(rules.get("name", ""), rules.get("phone", "")),
    )  # fmt: skip


def _beside(target: CampaignTarget, rules: dict[str, Any]) -> tuple[float, float]:
    """Return a position (EPSG:4326) some metres from a mast."""
    angle = float(dice_of("report", rules["words"]).uniform(0, 2 * np.pi))
    lat = target.mast.lat + rules["off_m"] * np.cos(angle) / _DEGREE_M
    lon = target.mast.lon + rules["off_m"] * np.sin(angle) / (_DEGREE_M * np.cos(np.radians(lat)))
    return round(float(lon), 6), round(float(lat), 6)
