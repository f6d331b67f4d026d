"""Inspections of the illustrative province: facts of masts, a past season with defects, one that is under
way.

Everything is entered through the services that an office and its phones use; ``data/demo/field.toml`` holds
the parameters. Ids are made from them, so that a demo is the same for a given day.
"""

import datetime as dt
import hashlib
import uuid
from io import BytesIO
from typing import Any

import numpy as np

from registry.demo.pictures import dice_of, mast_picture
from registry.demo.places import NOTE, parameters
from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.field.defects import Defect
from registry.model.field.inspections import Campaign, CampaignKind, CampaignTarget, ItemKind
from registry.model.people import Person, Role
from registry.model.vietnam_time import VIETNAM
from registry.services.field.campaign_targets import assign, targets_of
from registry.services.field.campaigns import CampaignPlan, amend_campaign, list_campaigns, make_campaign
from registry.services.field.defects import answer_defect, list_defects, reinspect_defect
from registry.services.field.selection import Selection
from registry.services.field.sends import take_items, take_photo
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.store.changes import create
from registry.store.field.tables import mast_safety
from registry.store.reading import every_row
from registry.store.register.sites import load_masts

WHO = "bts init --demo"
_OFFICER = Person("thamdinh", frozenset({Role.APPRAISER}))
_NAMESPACE = uuid.UUID("8a1f3f0e-1d8a-5f52-9f0e-6b7b1c2d3e4f")
_HOUR = dt.timedelta(hours=1)
_SAME_PICTURE = (6, 9)  # one picture stands for two masts: the board points it out


def add_demo_field(registry: Registry, day: dt.date) -> None:
    """Add facts, two campaigns, visits and defects as they stand on ``day``; nothing where they stand."""
    rules = parameters("field")
    inspector = Person(rules["inspector"], frozenset({Role.INSPECTOR}))
    if list_campaigns(registry, person=_OFFICER):  # a demo whose making was cut short
        return
    _facts(registry, rules, day)
    past = _past(registry, rules["past"], day)
    for at, target in enumerate(targets_of(registry, past.id, person=_OFFICER)[: rules["past"]["visited"]]):
        on = (past.period_from or day) + dt.timedelta(days=2 + 2 * at)
        fault = rules["defect"][at] if at < len(rules["defect"]) else None
        record_visit(registry, past, target, inspector, on=on, at=at, fault=fault)
    _ends(registry, rules, day)
    amend_campaign(registry, past.id, person=_OFFICER, seen=past.version, state="closed")
    present = _present(registry, rules["present"], day)
    for at, target in enumerate(
        targets_of(registry, present.id, person=_OFFICER)[: rules["present"]["visited"]]
    ):
        on = (present.period_from or day) + dt.timedelta(days=1 + at)
        record_visit(registry, present, target, inspector, on=on, at=at + 100)


def _facts(registry: Registry, rules: dict[str, Any], day: dt.date) -> None:
    shares = rules["facts"]
    with registry.database.write() as connection:
        masts = load_masts(connection)
        held = {row["structure"] for row in every_row(connection, mast_safety, ["structure"])}
        changes = []
        for row in range(len(masts)):
            structure = str(masts.structure_ids[row])
            if masts.states[row] not in ("in_service", "suspended") or structure in held:
                continue
            facts = _facts_of(shares, str(masts.codes[row]), str(masts.supports[row]), day)
            if facts:
                on = (day - dt.timedelta(days=30)).isoformat()
                sources = {name: {"from": NOTE, "on": on} for name in facts}
                changes.append(
                    create(mast_safety, {"structure": structure, **facts, "sources": sources, "who": WHO})
                )
        write(connection, changes, "demo", WHO, file_name=NOTE, summary={"masts": len(changes)})


def _facts_of(shares: dict[str, Any], code: str, support: str, day: dt.date) -> dict[str, Any]:
    dice = dice_of("facts", code)
    facts: dict[str, Any] = {}
    if dice.random() < shares["structural_inspection"]:
        facts["inspected_on"] = day - dt.timedelta(days=int(dice.integers(*shares["inspected_days"])))
        facts["inspected_by"] = shares["inspectors"][int(dice.integers(len(shares["inspectors"])))]
        facts["inspection_result"] = "conditions" if dice.random() < 0.12 else "passed"
    if dice.random() < shares["antennas"]:
        facts["designed_antennas"] = int(dice.choice([6, 8, 9, 12]))
        facts["antennas"] = int(np.clip(dice.normal(0.75, 0.25) * facts["designed_antennas"], 1, 16))
    if dice.random() < shares["houses"]:
        facts["houses_in_fall"] = bool(dice.random() < 0.35)
    if support == "roof" and dice.random() < shares["building"]:
        facts["building_disused"] = bool(dice.random() < 0.06)
    return facts


def _past(registry: Registry, rules: dict[str, Any], day: dt.date) -> Campaign:
    first, last = rules["months"]
    year = day.year if (day.month, day.day) > (last + 1, 1) else day.year - 1
    begins = dt.date(year, first, 1)
    ends = dt.date(year, last + 1, 1) - dt.timedelta(days=1)
    return _campaign(registry, rules, begins, ends)


def _present(registry: Registry, rules: dict[str, Any], day: dt.date) -> Campaign:
    begins = day - dt.timedelta(days=rules["begun_days_ago"])
    return _campaign(registry, rules, begins, begins + dt.timedelta(days=rules["days"]))


def _campaign(registry: Registry, rules: dict[str, Any], begins: dt.date, ends: dt.date) -> Campaign:
    west, south, east, north = rules["box"]
    ring = ((west, south), (east, south), (east, north), (west, north))
    area = area_text(ChosenArea((AreaPart(PartKind.POLYGON, ring),)))
    plan = CampaignPlan(
        CampaignKind.SEASON,
        f"{rules['name']} {begins.year}",
        begins,
        ends,
        legal_basis=rules["legal_basis"],
        selection=Selection(area=area, most=rules["masts"]),
        note=NOTE,
    )
    made = make_campaign(registry, plan, person=_OFFICER)
    targets = [target.id for target in targets_of(registry, made.id, person=_OFFICER)]
    assign(registry, made.id, targets, person=_OFFICER, assignee=parameters("field")["inspector"])
    return made


def record_visit(
    registry: Registry,
    campaign: Campaign,
    target: CampaignTarget,
    inspector: Person,
    *,
    on: dt.date,
    at: int,
    fault: dict[str, Any] | None = None,
) -> None:
    """Record one visit as a phone sends it: start, answers, photos, a position, perhaps a defect, the end."""
    dice = dice_of("visit", target.mast.code, str(at))
    moment = dt.datetime.combine(on, dt.time(8), VIETNAM) + float(dice.uniform(0, 7)) * _HOUR
    visit = str(uuid.uuid5(_NAMESPACE, f"visit {campaign.name} {target.mast.code}"))
    answers = _answers(target, fault, dice)
    shown = campaign.name if at in _SAME_PICTURE else target.mast.code
    photos = [_photo(registry, shown, inspector)] if at % 3 == 0 else []
    drift_m = 45.0 if at == 4 else float(dice.normal(0, 3))
    lat = target.mast.lat + drift_m / 111_000
    place = {
        "lon": f"{target.mast.lon:.7f}",
        "lat": f"{lat:.7f}",
        "accuracy_m": f"{dice.uniform(3, 9):.1f}",
        "fixes": 5,
        "at": moment.isoformat(),
    }
    told: list[dict[str, Any]] = [
        {"kind": ItemKind.START},
        {"kind": ItemKind.POSITION, "entry": "position", "position": place},
        {"kind": ItemKind.PHOTO, "entry": "overview", "photos": photos, "position": place},
    ]
    for entry, value in answers.items():
        if value is not None:
            raw = str(value).replace(".", ",") if entry == "earthing" else ""
            unit = "Ω" if entry == "earthing" else ""
            told.append({"kind": ItemKind.READING, "entry": entry, "value": value, "raw": raw, "unit": unit})
    if fault is not None:
        told.append(
            {"kind": ItemKind.DEFECT, "photos": photos, **{n: v for n, v in fault.items() if n != "end"}}
        )
    told.append({"kind": ItemKind.FINISH, "note": NOTE})
    items = [
        _item(target, visit, seq, moment + seq * dt.timedelta(seconds=40), own)
        for seq, own in enumerate(told)
        if own["kind"] is not ItemKind.PHOTO or photos
    ]
    take_items(registry, items, person=inspector, device="demo", by=inspector.name)


def _answers(
    target: CampaignTarget, fault: dict[str, Any] | None, dice: np.random.Generator
) -> dict[str, Any]:
    """Return what is answered to the sheet's questions; a fault is among the answers."""
    found = fault["defect"] if fault else ""
    return {
        "papers": "missing" if found == "certificate_not_posted" else "posted",
        "signs_fence": str(dice.choice(["good", "good", "partly"])),
        "lean": "clear" if found == "leaning" else "straight",
        "guys_anchors": str(dice.choice(["good", "good", "slack"])) if target.mast.form == "guyed" else None,
        "rust": "heavy" if found == "rust_heavy" else str(dice.choice(["none", "light"])),
        "foundation": "good",
        "earthing_lead": "good",
        "earthing": f"{dice.uniform(10.5, 16) if found == 'earthing_high' else dice.uniform(1.8, 9):.1f}",
        "backup": "none" if found == "no_backup" else str(dice.choice(["both", "battery"])),
        "flood": True,
        "houses": bool(dice.random() < 0.3),
        "trees_lines": bool(dice.random() < 0.2),
    }


def _item(
    target: CampaignTarget, visit: str, seq: int, moment: dt.datetime, own: dict[str, Any]
) -> dict[str, Any]:
    blank: dict[str, Any] = {
        "entry": "",
        "value": None,
        "raw": "",
        "unit": "",
        "instrument": "",
        "calibrated_on": "",
        "component": "",
        "defect": "",
        "severity": "",
        "note": "",
        "photos": [],
        "position": None,
        "replaces": "",
    }
    if own.get("entry") == "earthing":
        blank |= {"instrument": "Kyoritsu 4105A", "calibrated_on": f"{moment.year}-01-15"}
    return {
        **blank,
        **own,
        "kind": str(own["kind"]),
        "id": str(uuid.uuid5(_NAMESPACE, f"{visit} {seq}")),
        "inspection": visit,
        "campaign": target.campaign,
        "structure": target.mast.structure,
        "checklist": "office",
        "checklist_version": 1,
        "recorded_at": moment.isoformat(timespec="seconds"),
        "seq": seq,
    }


def _photo(registry: Registry, shown: str, inspector: Person) -> str:
    """Keep a picture of a mast as a phone sends it, and return its SHA-256."""
    body = mast_picture(shown)
    name = hashlib.sha256(body).hexdigest()
    take_photo(registry, name, BytesIO(body), person=inspector, device="demo", media_type="image/jpeg")
    return name


def _ends(registry: Registry, rules: dict[str, Any], day: dt.date) -> None:
    """Lead the defects of the past season to where each is to stand."""
    ends = {fault["defect"]: fault["end"] for fault in rules["defect"]}
    for defect in list_defects(registry, person=_OFFICER):
        end = ends.get(defect.defect, "open")
        if end == "open":
            continue
        owner = Person("minhhoa", frozenset({Role.CARRIER}), organisation=defect.organisation)
        teller = owner if defect.organisation else _OFFICER
        told = answer_defect(
            registry, defect.id, words=f"Đã khắc phục ({NOTE.lower()})", person=teller, seen=defect.version
        )
        if end in ("closed", "not_remedied"):
            _again(registry, told, remedied=end == "closed", day=day)


def _again(registry: Registry, defect: Defect, *, remedied: bool, day: dt.date) -> None:
    words = "Đã khắc phục xong" if remedied else "Cột vẫn nghiêng, mới chằng tạm"
    reinspect_defect(
        registry,
        defect.id,
        remedied=remedied,
        on_day=max(defect.found_on, day - dt.timedelta(days=20)),
        words=f"{words} ({NOTE.lower()})",
        person=_OFFICER,
        seen=defect.version,
        new_deadline=None if remedied else day + dt.timedelta(days=10),
    )
