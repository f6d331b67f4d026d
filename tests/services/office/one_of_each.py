"""One record of each kind that services change by the version seen, written straight into a small office."""

import datetime as dt
from dataclasses import replace
from typing import Any

import shapely
from sqlalchemy import Boolean, Date, Double, Integer

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.safety.checklists import catalogue
from registry.safety.item_json import canonical
from registry.safety.sheets.written import written
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.requests.lists import decision_id
from registry.store.changes import stable_id
from registry.store.geometry import Geometry
from registry.store.storm.storms import track_json
from registry.store.tables import LEDGERED, Json, Table, key_of

DAY = dt.date(2026, 11, 2)
NOW = "2026-11-02T01:00:00+00:00"
_LINE = shapely.LineString([(106.20, 21.30), (106.201, 21.30), (106.202, 21.30)])
_AREA = shapely.box(106.20, 21.30, 106.21, 21.31)
ROW = stable_id("row", "request", "1", "0")
DECISION = decision_id("request", 1, 0)
EDIT = stable_id("letter-edit", "request", "reply", "closing")
MARK, CHANGE = stable_id("duty", "nghĩa vụ"), stable_id("list_change", "VTL:thay đổi")
TRACK = track_json(
    StormTrack(
        name="YAGI", year=2026, number=3, averaging_s=600,
        points=(TrackPoint(at=dt.datetime.fromisoformat(NOW), lon=108.0, lat=20.0, wind_ms=30.0),),
    )
)  # fmt: skip

OFFICE_SHEET = canonical(written(catalogue()["office", 2]))
CABLE_SHEET = canonical(written(replace(catalogue()["cable", 1], version=101)))

OWN: dict[str, list[dict[str, Any]]] = {
    "requests": [{"id": "request", "kind": "position", "state": "appraising", "organisation": "VTL",
                  "list_version": 1, "list_rows": 1, "number": "1/2026", "officer": "lan"}],
    "request_rows": [{"id": ROW, "request": "request", "row": 0, "list_version": 1}],
    "row_notes": [
        {"id": "note", "request": "request", "row": 0, "kind": "note"},
        {"id": "ask", "request": "request", "row": 0, "kind": "extension", "text": "lũ",
         "details": {"approval": "approval", "months": 1}},
    ],
    "row_decisions": [{"id": DECISION, "request": "request", "row": 0, "decision": "refuse"}],
    "consultations": [{"id": "asked", "request": "request", "kind": "letter", "body": "Sở X", "rows": []}],
    "row_conditions": [{"id": "condition", "request": "request", "row": 0, "text": "sơn cột",
                        "state": "open"}],
    "letter_edits": [{"id": EDIT, "request": "request", "kind": "reply", "sentence": "closing",
                      "base": "Trân trọng.", "text": "Trân trọng!"}],
    "position_targets": [{"id": "position", "request": "request", "list_version": 1, "row": 0, "lon": 106.2,
                          "lat": 21.3, "accuracy_m": 10.0, "state": "open"}],
    "supplement_items": [{"id": "item", "request": "request", "row": -1, "reason": "bản đồ"}],
    "approvals": [{"id": "approval", "request": "request", "row": 0, "state": "approved", "code": "V1",
                   "operator": "VTL"}],
    "sharing_requests": [{"id": "sharing", "letter_number": "8/VT", "asker": "VTL", "owner": "VNPT"}],
    "owners": [{"id": "Hạ tầng Sông Cầu", "name": "Hạ tầng Sông Cầu", "kind": "tower_company"}],
    "storms": [{"id": "storm", "name": "YAGI", "state": "open", "bulletin": "bulletin", "year": 2026}],
    "storm_bulletins": [
        {"id": "bulletin", "storm": "storm", "ordinal": 1, "track": TRACK, "file_name": "tin-1.txt"}
    ],
    "storm_orders": [
        {"id": "order", "storm": "storm", "bulletin": "bulletin", "kind": "carrier", "state": "draft",
         "at": NOW},
        {"id": "sent", "storm": "storm", "bulletin": "bulletin", "kind": "carrier", "state": "sent",
         "sent_on": DAY, "sent_at": NOW, "at": NOW},
    ],
    "hazards": [
        {"id": name, "kind": "flood", "source": "Đài", "level": {"river": "thuong"}, "state": state,
         "from_at": NOW, "to_at": "2026-11-03T01:00:00.000000Z"}
        for name, state in (("hazard", "standing"), ("withdrawn hazard", "withdrawn"))
    ],
    "hazard_letters": [
        {"id": "hazard letter", "hazard": "hazard", "warnings": {"hazard": 1}, "recipient": "VTL",
         "recipient_name": "Viettel", "state": "draft", "masts": 2, "on_ground": 0, "at": NOW},
        {"id": "sent hazard letter", "hazard": "hazard", "warnings": {"hazard": 1}, "recipient": "VTL",
         "recipient_name": "Viettel", "state": "sent", "masts": 2, "on_ground": 0, "number": "9/M",
         "sent_on": DAY, "sent_at": NOW, "at": NOW},
    ],
    "hazard_grounds": [{"id": "ground", "kind": "low", "name": "Bãi", "geometry": _AREA}],
    "road_cuts": [{"id": "road", "name": "ĐT 293", "from_at": NOW}],
    "observed_winds": [
        {"id": "wind", "storm": "storm", "place": "Lục Ngạn", "lon": 106.57, "lat": 21.37, "height_m": 10.0,
         "surroundings": "in_land", "observed_at": NOW, "span": "strongest", "gust_ms": 30.0,
         "averaging_s": 120, "source": "station"},
    ],
    "factor_weights": [
        {"id": "weight", "list": "may_fall", "name": "guyed", "value": 1.2, "from_day": dt.date(2026, 11, 1),
         "reason": "theo bão số 3", "at": NOW},
    ],
    "wind_corrections": [
        {"id": "correction", "storm": "storm", "land": 0.8, "sea": 1.0, "winds": ["wind"], "places": 1,
         "at": NOW},
    ],
    "critical_places": [
        {"id": "critical", "kind": "committee", "name": "UBND xã", "lon": 106.2, "lat": 21.3},
        {"id": "closed critical", "kind": "police", "name": "Công an xã", "lon": 106.2, "lat": 21.3,
         "closed_on": dt.date(2026, 11, 1), "closed_why": "chuyển đi"},
    ],
    "populations": [
        {"id": "people", "commune_code": "07210", "as_of": dt.date(2025, 12, 31), "inhabitants": 21_500},
    ],
    "exchange_papers": [{"id": "paper", "name": "cv.pdf", "sha256": "ab" * 32, "state": "waits"}],
    "webhooks": [{"id": "webhook", "name": "Hệ thống", "url": "https://example.vn/", "organisation": "VTL",
                  "events": ["request.filed"], "state": "active"}],
    "company_inspections": [
        {"id": "company inspection", "code": "KT-2026-01", "company": "VTL", "stage": "drafted", "at": NOW},
        {"id": "followed inspection", "code": "KT-2026-02", "company": "VTL", "stage": "followed", "at": NOW},
    ],
    "programme_tasks": [
        {"id": name, "year": 2026, "ordinal": at, "content": "kiểm tra cột", "officer": "lan", "state": state,
         "months": [4, 5], "at": NOW}
        for at, (name, state) in enumerate((("task", "planned"), ("done task", "done")), 1)
    ],
    "briefing_conclusions": [
        {"id": "conclusion", "met_on": "2026-10-05", "ordinal": 1, "task": "soạn báo cáo", "officer": "lan",
         "state": "open", "at": NOW}
    ],
    **{
        f"company_inspection_{part}": [{"id": part, "company_inspection": "company inspection", **own}]
        for part, own in {
            "reports": {"form": "masts", "title": "Danh sách", "state": "handed_in"},
            "explanations": {"asked": "cột nghiêng"},
            "items": {"number": 1, "matter": "emf", "fact": "hết hạn"},
            "recommendations": {"what": "sơn cột", "state": "answered"},
            "penalties": {"act": "emf_expired", "note": "x"},
            "papers": {"kind": "plan", "number": "1/KH", "file": {"sha256": "ab" * 32, "name": "a.docx"}},
        }.items()
    },
    "regulations": [
        {"id": name, "province": "24", "number": 1, "state": state, "drafted_by": "lan", "at": NOW,
         "proposed_by": "lan" if state != "draft" else "",
         "content": {"head": {"name": f"QĐ {day}/2027/QĐ-UBND", "valid_from": "2099-01-01"}}}
        for day, (name, state) in enumerate(
            (("draft rule", "draft"), ("proposed rule", "proposed"), ("published rule", "published")), 1
        )
    ],
    "design_dossiers": [
        {"id": name, "code": code, "applicant": "Công ty Mẫu", "applicant_kind": "developer",
         "area_name": "Khu Mẫu", "kinds": ["urban"], "stage": "plan_500", "state": state, "contact": "A",
         "answer": "complete" if state == "submitted" else "", "received_on": dt.date(2026, 11, 1)}
        for name, code, state in (
            ("design", "TK-2026-001", "received"), ("design with leader", "TK-2026-002", "submitted"),
            ("design answered", "TK-2026-003", "answered"),
        )
    ],
    "design_files": [
        {"id": "design file", "dossier": "design", "number": 1, "purpose": "design", "name": "a.dxf"},
    ],
    "design_opinions": [
        {"id": "design remark", "dossier": "design", "number": 1, "kind": "note", "text": "x"},
    ],
    "design_conditions": [
        {"id": "design proposed", "dossier": "design", "ordinal": 1, "text": "x", "state": "proposed"},
        {"id": "design open", "dossier": "design answered", "ordinal": 1, "text": "x", "state": "open"},
    ],
    "own_checklists": [
        {"id": "draft sheet", "sheet": "office", "number": 101, "content": OFFICE_SHEET, "state": "draft",
         "drafted_by": "lan", "at": NOW},
        {"id": "published sheet", "sheet": "cable", "number": 101, "content": CABLE_SHEET,
         "state": "published", "drafted_by": "lan", "at": NOW},
    ],
    "doubt_answers": [{"id": "doubt", "code": "DOUBT-HASTE", "word": "asked", "reason": "gọi"}],
    "after_action_reports": [
        {"id": stable_id("after-action", "storm"), "storm": "storm", "state": "draft", "ledger_seq": 0},
    ],
    "now_links": [{"id": "link", "given_to": "ban chỉ huy", "digest": "0" * 64, "until": NOW}],
    "outage_events": [{"id": "event", "name": "Lũ", "kind": "flood", "hours": 6, "started_at": NOW,
                       "first_due": NOW, "operators": ["VTL"], "changes": []}],
    "outage_incidents": [
        {"id": name, "event": "event", "operator": "VTL", "kind": "mast", "site": "s", "detected_at": NOW}
        for name in ("incident", "double")
    ],
    "outage_reports": [{"id": "report", "event": "event", "operator": "VTL", "kind": "stations",
                        "source": "form", "state": "draft", "due": NOW, "as_of": NOW, "received_at": NOW}],
    "outage_mail": [{"id": "mail", "name": "bc.xlsx", "sha256": "0" * 64, "received_at": NOW,
                     "state": "waits", "code": "OUTAGE-MAIL-SENDER", "params": {"sender": "a@b.vn"}}],
    "power_areas": [{"id": "power", "name": "Lộ 471", "feeder": "471", "since": NOW, "source": "notice",
                     "source_note": "TB 1"}],
    "cable_routes": [{"id": "route", "code": "T1", "owner": "VTL"}],
    "cable_segments": [{"id": "segment", "route": "route", "code": "D1", "owner": "VTL", "mount": "aerial",
                        "state": "in_service", "geometry": _LINE}],
    "cable_nodes": [{"id": "node", "code": "N1", "kind": "chamber", "owner": "VTL", "state": "in_service"}],
    "cable_troubles": [{"id": "trouble", "kind": "low_cable", "state": "open", "detected_at": NOW}],
    "underground_areas": [{"id": "area", "name": "Phố cũ", "state": "planned", "geometry": _AREA}],
    "citizen_reports": [
        {"id": "told", "kind": "leaning", "state": "new", "source": "words", "ordinal": 1, "photos": []},
        {"id": "closed", "kind": "leaning", "state": "closed", "source": "words", "ordinal": 2, "photos": [],
         "token": "t2"},
        {"id": "other", "kind": "leaning", "state": "new", "source": "words", "ordinal": 3, "photos": [],
         "token": "t3"},
        {"id": "joined", "kind": "leaning", "state": "new", "source": "words", "ordinal": 4, "photos": [],
         "token": "t4", "joined_to": "other"},
    ],
    "duty_marks": [{"id": MARK, "duty": "nghĩa vụ", "state": "extended", "until": DAY}],
    "mast_lists": [
        {"id": state, "operator": "VTL", "kind": "quarterly", "list_date": DAY, "state": state,
         "name": "ds.xlsx", "sha256": "0" * 64, "size_bytes": 1, "columns": {}, "counts": {}, "at": NOW}
        for state in ("draft", "sent", "asked")
    ],
    "duty_reports": [{"id": "handed", "duty": "nghĩa vụ", "state": "handed_in", "name": "bc.pdf"}],
    "duty_letters": [
        {"id": "letter", "kind": "reminder", "organisation": "VTL", "items": {}},
        {"id": "letter sent", "kind": "reminder", "organisation": "VTL", "items": {}, "sent_on": DAY},
    ],
    "change_answers": [{"id": CHANGE, "change": "VTL:thay đổi", "operator": "VTL", "state": "open"}],
    "sites": [{"id": "site", "code": "BGG00001"}],
    "structures": [{"id": "mast", "site_id": "site"}],
    "campaigns": [{"id": "campaign", "name": "Đợt 1", "kind": "season", "state": "open", "files": []}],
    "campaign_targets": [{"id": "target", "campaign": "campaign", "structure": "mast", "state": "open"}],
    "inspections": [{"id": "inspection", "structure": "mast", "files": []}],
    "defects": [
        {"id": "defect", "structure": "mast", "state": "open", "severity": "minor", "organisation": "VTL"},
        {"id": "mended", "structure": "mast", "state": "closed", "severity": "minor", "organisation": "VTL"},
    ],
    "position_proposals": [
        {"id": "proposal", "structure": "mast", "site": "site", "inspection": "inspection", "state": "open"}
    ],
    "set_aside_items": [{"id": "aside", "state": "open", "content": "{}"}],
    "plan_drafts": [{"id": "draft", "name": "Quy hoạch", "state": "draft"}],
    "draft_zones": [{"id": "zone", "draft": "draft", "layer": "planning", "name": "Khu A",
                     "geometry": _AREA}],
    "zone_scans": [{"id": "scan", "draft": "draft", "name": "a.png", "pins": []}],
}  # fmt: skip


def fill(registry: Registry) -> None:
    """Write the records, by nobody in particular."""
    with deed(registry, "desk-world", "ai đó") as made:
        for name, rows in OWN.items():
            for row in rows:
                made.create(LEDGERED[name], {**_least(LEDGERED[name]), **row})


def touch(registry: Registry, table: str, key: str, who: str, turn: int) -> None:
    """Let somebody change a record, so that its version and a text of it are others."""
    known = LEDGERED[table]
    text = next(
        name for name in ("note", "ack_note", "review_note", "who", "description", "legal_basis", "letter",
                          "place", "article", "source", "address", "team", "territory", "reason", "kind")
        if name in known.c
    )  # fmt: skip
    with deed(registry, "desk-world", who) as made:
        made.amend(known, key, **{text: f"{who} {turn}"})


def version_of(registry: Registry, table: str, key: str) -> int:
    """Return the version of a record."""
    with deed(registry, "desk-world", "ai đó") as made:
        return int(made.standing(LEDGERED[table], key)["version"])


def _least(table: Table) -> dict[str, Any]:
    """Return a value for each column that a row must have."""
    found: dict[str, Any] = {}
    for column in table.c:
        needed = not column.nullable and column.server_default is None and column.name != key_of(table)
        if column.name in table.info["derived"] or column.name in ("version", "id") or not needed:
            continue
        values: tuple[tuple[type, Any], ...] = (
            (Geometry, _AREA), (Json, []), (Boolean, False), (Date, DAY), (Double, 21.3), (Integer, 1),
        )  # fmt: skip
        kind = column.type
        found[column.name] = next((value for known, value in values if isinstance(kind, known)), "x")
    return found
