"""What a phone takes along of proposed positions, in the form of a campaign's pack.

Only a phone that asks for them is told of them: one whose app is older has no sheet for what is no mast.
"""

from collections.abc import Sequence
from typing import Any

from registry.model.field.inspections import CampaignTarget, MastLabel
from registry.model.people import Person
from registry.model.requests.position_visits import PositionTarget
from registry.safety import checklists
from registry.safety.sheets.entries import POSITION
from registry.services.field.deeds import check_officer
from registry.services.field.packs.cuts import road_cuts
from registry.services.field.packs.ground import pack_map
from registry.services.field.packs.offline_map import area_map
from registry.services.field.positions.targets import targets_for
from registry.services.field.settings import settings_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.office.operators import is_demo, load_operators, load_settings

POSITIONS = "positions"
"""What stands in the place of a campaign's id."""
SHEET = "position"
"""The sheet (``data/checklists``) by which they are looked at."""


def positions_listed(registry: Registry, *, person: Person) -> list[dict[str, Any]]:
    """Return what a phone's list of packs says of the positions of a person; nothing where there are none."""
    check_officer(person)
    with registry.database.read() as connection:
        found = [one for one, _ in targets_for(registry, connection, person=person, day=today())]
    if not found:
        return []
    return [{**_campaign(found), "assigned": sum(one.assignee == person.name for one in found)}]


def positions_pack(registry: Registry, *, person: Person) -> dict[str, Any]:
    """Return the pack of a person's positions: places, sheet, settings and map, as ``pack.pack`` does."""
    check_officer(person)
    day = today()
    with registry.database.read() as connection:
        found = [one for one, _ in targets_for(registry, connection, person=person, day=day)]
        settings = settings_of(load_settings(connection))
        operators = [{"code": item.code, "name": item.name} for item in load_operators(connection)]
        illustrative = is_demo(connection)
    sheet = checklists.current(SHEET, day)
    ground = pack_map(registry, [_as_target(one) for one in found])
    return {
        "campaign": _campaign(found),
        "masts": [
            {**_place(one), "telephone": settings.telephones.get(one.organisation, "")} for one in found
        ],
        "checklists": [checklists.as_json(sheet)] if sheet else [],
        "settings": {
            "accuracy_gate_m": settings.accuracy_gate_m,
            "fixes": settings.fixes,
            "photo_longest_px": settings.photo_longest_px,
        },
        "operators": operators,
        "forms": {POSITION: {"vi": "Vị trí đề nghị", "en": "Proposed position"}},
        "risk_parts": [],
        "vocabulary": {"materials": {}, "components": {}, "defects": {}},
        "map": area_map(registry, [(one.lon, one.lat) for one in found], set(), person),
        "roads": ground.roads,
        "road_cuts": road_cuts(registry),
        "background": ground.background,
        "illustrative": illustrative,
        "day": day.isoformat(),
    }


def _campaign(found: Sequence[PositionTarget]) -> dict[str, Any]:
    due = [one.due_on for one in found if one.due_on is not None and one.progress != "visited"]
    return {
        "id": POSITIONS,
        "kind": POSITIONS,
        "name": {"vi": "Đi xem vị trí đề nghị", "en": "Proposed positions to look at"},
        "period_from": None,
        "period_to": None,
        "due": min(due).isoformat() if due else None,
        "decision": "",
        "note": "",
        "masts": len(found),
        "visited": sum(one.progress == "visited" for one in found),
        "late": sum(one.late for one in found),
    }


def _place(one: PositionTarget) -> dict[str, Any]:
    """Return a position as the phone has a mast, which it draws, orders and leads to alike."""
    asked = [{"vi": one.note, "en": one.note}] if one.note else []
    asked += [{"vi": item["vi"], "en": item["en"]} for item in one.look_at]
    return {
        "structure": one.id,
        "site_number": 0,
        "code": one.code,
        "lon": one.lon,
        "lat": one.lat,
        "accuracy_m": one.accuracy_m,
        "commune": one.commune,
        "address": one.address,
        "organisation": one.organisation,
        "operators": [],
        "form": POSITION,
        "support": "",
        "mast_class": one.mast_class,
        "mast_height_m": one.mast_height_m,
        "top_agl_m": None,
        "state": {"vi": "Đề nghị, chưa xây dựng", "en": "Proposed, nothing stands"},
        "assigned": bool(one.assignee),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "place": None,
        "progress": one.progress,
        "late": one.late,
        "visited_on": one.visited_on.isoformat() if one.visited_on else None,
        "reason": {lang: " · ".join(item[lang] for item in asked) for lang in ("vi", "en")},
        "score": None,
        "risk": [],
        "missing": [],
        "defects": [],
        "last": [],
        "readings": {},
    }


def _as_target(one: PositionTarget) -> CampaignTarget:
    """Return a position as the map of a pack wants its masts: by where they are."""
    label = MastLabel(one.id, "", 0, one.code, one.lon, one.lat, one.accuracy_m)
    return CampaignTarget(one.id, POSITIONS, label)
