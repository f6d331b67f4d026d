"""What a phone takes along: the masts of an area with their sheets, checklists, settings, a map to draw.

Plain JSON values. Whoever inspects gets the masts that are given to him and those that nobody has yet; at an
open desk without accounts everybody gets all.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from registry.errors import RefusalError
from registry.model.field.defects import STANDING_DEFECTS, DefectState, past_deadline
from registry.model.field.inspections import Campaign, CampaignKind, CampaignTarget
from registry.model.numbers import rounded
from registry.model.people import Person
from registry.model.vietnam_time import VIETNAM
from registry.safety import checklists
from registry.services.field.campaign_targets import inspectors, targets_for
from registry.services.field.campaigns import campaign_for, list_campaigns
from registry.services.field.checklists.held import held_sheets
from registry.services.field.deeds import check_officer
from registry.services.field.defects import PROGRESS
from registry.services.field.items import items_of, moment_of
from registry.services.field.packs.cuts import road_cuts
from registry.services.field.packs.ground import pack_map
from registry.services.field.packs.offline_map import area_map
from registry.services.field.reported import reported, told
from registry.services.field.risk_scores import RiskTable, risk_table
from registry.services.field.settings import settings_of
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.field.tables import defect_steps, defects, inspections
from registry.store.field.views import Row, items_of_inspections, rows_where
from registry.store.office.operators import is_demo, load_operators, load_settings

MOST_MASTS = 2_000
LAST_VISITS = 3
SHEETS = "sheets"
"""What stands in the place of a campaign's id for the sheets that a phone takes along whatever it visits."""
Box = tuple[float, float, float, float]
_FORMS: Mapping[str, tuple[str, str]] = {
    "guyed": ("Dây co", "Guyed"),
    "lattice": ("Tự đứng", "Self-supporting"),
    "monopole": ("Đơn thân", "Monopole"),
    "roof_pole": ("Cột trên mái", "Roof pole"),
    "disguised": ("Ngụy trang", "Disguised"),
}
_STATES: Mapping[str, tuple[str, str]] = {
    "in_service": ("Đang hoạt động", "In service"),
    "under_construction": ("Đang xây dựng", "Under construction"),
    "approved": ("Đã duyệt", "Approved"),
    "suspended": ("Tạm ngừng", "Suspended"),
    "dismantled": ("Đã tháo dỡ", "Dismantled"),
}


def packs_of(registry: Registry, *, person: Person) -> dict[str, Any]:
    """Return the campaigns and assignments of who is signed in, ready for JSON; closed ones are left out."""
    check_officer(person)
    day, alone = today(), not inspectors(registry)
    found = []
    for campaign in list_campaigns(registry, person=person, state="open"):
        if campaign.kind is CampaignKind.SELF:  # nobody visits: the carriers' own list
            continue
        with registry.database.read() as connection:
            targets = _own(targets_for(connection, campaign, person=person, day=day), person, alone)
        if targets:
            named = sum(item.assignee == person.name for item in targets)
            found.append({**_campaign(campaign, targets), "assigned": named})
    return {"user": person.name, "campaigns": found}


def pack(registry: Registry, campaign: str, *, person: Person, box: Box | None = None) -> dict[str, Any]:
    """Return a campaign's masts (in ``box``: west, south, east, north), checklists, settings and map.

    ``FIELD-PACK-LARGE`` beyond 2,000 masts: a box or assignments make it smaller.
    """
    check_officer(person)
    day, alone = today(), not inspectors(registry)
    risk = risk_table(registry, day=day)
    with registry.database.read() as connection:
        held = campaign_for(connection, campaign, person)
        every = targets_for(connection, held, person=person, day=day)
        targets = _own(every, person, alone)
        if box is not None:
            targets = [item for item in targets if _inside(item, box)]
        if len(targets) > MOST_MASTS:
            raise RefusalError("FIELD-PACK-LARGE", count=len(targets), limit=MOST_MASTS)
        ids = [item.mast.structure for item in targets]
        standing = _defects(connection, ids, day)
        visits = _visits(connection, ids)
        reports = reported(connection, {item.id: item.mast.structure for item in targets})
        settings = settings_of(load_settings(connection))
        operators = [{"code": item.code, "name": item.name} for item in load_operators(connection)]
        illustrative = is_demo(connection)
        known = held_sheets(connection)
        vocabulary = _vocabulary(connection)
    sheets = sheets_of(held, known, day)
    ground = pack_map(registry, targets)
    surroundings = area_map(registry, [(item.mast.lon, item.mast.lat) for item in targets], set(ids), person)
    return {
        "campaign": _campaign(held, targets),
        "masts": [
            {
                **_mast(item, risk, standing, visits),
                "telephone": settings.telephones.get(item.mast.organisation, ""),
                "reports": [told(registry, one) for one in reports.get(item.id, ())],
            }
            for item in targets
        ],
        "checklists": [checklists.as_json(item) for item in sheets],
        "settings": {
            "accuracy_gate_m": settings.accuracy_gate_m,
            "fixes": settings.fixes,
            "photo_longest_px": settings.photo_longest_px,
        },
        "operators": operators,
        "forms": {code: _words(*item) for code, item in _FORMS.items()},
        "risk_parts": [
            {"code": part.code, "vi": part.vi, "en": part.en, "weight": part.weight, "basis": part.basis}
            for part in risk.scores.parts
        ],
        "vocabulary": vocabulary,
        "map": {**surroundings, "others": _with_colleagues(surroundings["others"], every)},
        "roads": ground.roads,
        "road_cuts": road_cuts(registry),
        "background": ground.background,
        "illustrative": illustrative,
        "day": day.isoformat(),
    }


def sheets_pack(registry: Registry, *, person: Person) -> dict[str, Any]:
    """Return every sheet of a mast that may be recorded with today, with the words of defects.

    Whatever a campaign brings: a mast that nobody listed, or one of a short round, may be measured too.
    """
    check_officer(person)
    with registry.database.read() as connection:
        known = held_sheets(connection).all_current(today())
        vocabulary = _vocabulary(connection)
    return {
        "checklists": [checklists.as_json(replace(one, retired_on=None)) for one in known if one.of_mast],
        "vocabulary": vocabulary,
    }


def _vocabulary(connection: Connection) -> dict[str, Any]:
    words = checklists.vocabulary()
    return {
        "materials": {code: _words(*item) for code, item in words.materials.items()},
        "components": {code: _words(*item) for code, item in words.components.items()},
        "defects": {
            code: {name: value for name, value in asdict(item).items() if name not in ("acts", "rule")}
            for code, item in words.defects.items()
        },
        "parts": dict(words.parts),
        "organisations": [[item.code, item.name] for item in load_operators(connection)],
    }


def sheets_of(campaign: Campaign, known: checklists.Sheets, day: dt.date) -> list[checklists.Checklist]:
    """Return the checklists of a campaign; one that may not be recorded with any more gives way to the next.

    They are all to be recorded with, so the day from which one is not is left at the office: a phone that is
    told one does not offer it.
    """
    wanted = [(code, known.get(code, version)) for code, version in campaign.checklists]
    usable = [
        sheet if sheet is not None and sheet.usable_on(day) else known.current(code, day)
        for code, sheet in wanted
    ]
    found = [sheet for sheet in usable if sheet is not None] or [
        sheet for sheet in known.all_current(day) if sheet.of_mast
    ]
    return [replace(sheet, retired_on=None) for sheet in found]


def _own(targets: Sequence[CampaignTarget], person: Person, alone: bool) -> list[CampaignTarget]:
    return [
        item
        for item in targets
        if item.progress != "left_out" and (alone or item.assignee in ("", person.name))
    ]


def _with_colleagues(
    others: Sequence[dict[str, Any]], targets: Sequence[CampaignTarget]
) -> list[dict[str, Any]]:
    """Return the masts round a pack's own; one that the campaign gave to somebody else says to whom.

    Who takes it over in the field does so for the campaign.
    """
    given = {item.mast.structure: item.assignee for item in targets if item.progress != "left_out"}
    return [
        {**one, "colleague": given[one["structure"]]} if given.get(one["structure"]) else one
        for one in others
    ]


def _inside(item: CampaignTarget, box: Box) -> bool:
    west, south, east, north = box
    return west <= item.mast.lon <= east and south <= item.mast.lat <= north


def _campaign(campaign: Campaign, targets: Sequence[CampaignTarget]) -> dict[str, Any]:
    due = [item.due_on for item in targets if item.due_on is not None and item.progress != "visited"]
    return {
        "id": campaign.id,
        "kind": campaign.kind.value,
        "name": campaign.name,
        "period_from": _day(campaign.period_from),
        "period_to": _day(campaign.period_to),
        "due": _day(min(due, default=None)),
        "decision": campaign.decision,
        "note": campaign.note,
        "masts": len(targets),
        "cable_does": checklists.does_for(checklists.CABLE, [code for code, _ in campaign.checklists]),
        "visited": sum(item.progress == "visited" for item in targets),
        "late": sum(item.late for item in targets),
    }


def _mast(
    item: CampaignTarget,
    risk: RiskTable,
    standing: Mapping[str, list[dict[str, Any]]],
    visits: Mapping[str, tuple[list[dict[str, Any]], dict[str, Any]]],
) -> dict[str, Any]:
    mast = item.mast
    last, readings = visits.get(mast.structure, ([], {}))
    parts = risk.parts(mast.structure)
    total = risk.score(mast.structure)
    return {
        **{
            name: getattr(mast, name)
            for name in (
                "structure", "site_number", "code", "lon", "lat", "accuracy_m", "commune", "address",
                "organisation", "form", "support", "mast_class", "mast_height_m", "top_agl_m",
            )
        },
        "operators": list(mast.operators),
        "state": _words(*_STATES.get(mast.state, (mast.state, mast.state))),
        "assigned": bool(item.assignee),
        "due_on": _day(item.due_on),
        "place": item.place,
        "progress": item.progress,
        "late": item.late,
        "visited_on": _day(item.visited_on),
        "reason": item.reason,
        "score": None if total is None else rounded(total, 1),
        "risk": [
            {"code": code, "points": rounded(points, 1), "weight": weight}
            for code, points, weight in parts
            if points is not None
        ],
        "missing": [code for code, points, _ in parts if points is None],
        "defects": standing.get(mast.structure, []),
        "last": last,
        "readings": readings,
    }  # fmt: skip


def _defects(connection: Connection, ids: Sequence[str], day: dt.date) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    words, at = checklists.vocabulary().defects, now()
    rows = rows_where(connection, defects, "structure", ids, order="deadline")
    steps = rows_where(connection, defect_steps, "defect", [row["id"] for row in rows], order="at")
    told_done = [step for step in steps if step["kind"] == "answer" and step["result"] != PROGRESS]
    answers = {step["defect"]: step for step in told_done}
    for row in rows:
        if row["state"] not in STANDING_DEFECTS:
            continue
        word, told = words.get(row["defect"]), answers.get(row["id"])
        waits = row["state"] != DefectState.ANSWERED
        found[row["structure"]].append(
            {
                "id": row["id"],
                "entry": row["entry"],
                "defect": row["defect"],
                "words": _words(word.vi, word.en) if word else _words(row["defect"], row["defect"]),
                "component": row["component"],
                "severity": row["severity"],
                "note": row["note"],
                "state": row["state"],
                "found_on": _day(row["found_on"]),
                "deadline": _day(row["deadline"]),
                "deadline_at": row["deadline_at"],
                "answered_on": _day(told["on_day"]) if told and not waits else None,
                "answer": told["words"] if told and not waits else "",
                "late": waits and past_deadline(row["deadline"], row["deadline_at"], day, at),
            }
        )
    return found


def _visits(
    connection: Connection, ids: Sequence[str]
) -> dict[str, tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Return the last visits of each mast, and what the newest reading of each entry was."""
    by_mast: dict[str, list[Row]] = defaultdict(list)
    for row in rows_where(connection, inspections, "structure", ids):
        if row["finished_at"]:
            by_mast[row["structure"]].append(row)
    for rows in by_mast.values():
        rows.sort(key=lambda row: str(row["finished_at"]), reverse=True)
    sheets = held_sheets(connection)
    newest = {row["id"]: row for rows in by_mast.values() for row in rows[:LAST_VISITS]}
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    for item in items_of(items_of_inspections(connection, newest)):
        if item.kind == "reading" and not item.replaced_by and item.value not in (None, ""):
            told[item.inspection][item.entry] = {
                "value": item.value, "raw": item.raw, "unit": item.unit, "note": item.note
            }  # fmt: skip
    found = {}
    for structure, rows in by_mast.items():
        last = []
        readings: dict[str, Any] = {}
        for row in rows[:LAST_VISITS]:
            moment = moment_of(row["finished_at"])
            on = "" if moment is None else moment.astimezone(VIETNAM).date().isoformat()
            sheet = sheets.get(row["checklist"], row["checklist_version"])
            words = _words(sheet.title_vi, sheet.title_en) if sheet else ""
            last.append({"id": row["id"], "day": on, "person": row["person"], "words": words})
            for entry, reading in told[row["id"]].items():
                readings.setdefault(entry, {**reading, "day": on})
        found[structure] = (last, readings)
    return found


def _words(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
