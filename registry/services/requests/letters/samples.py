"""Values for a trial of a template: every name that a letter may use, about positions that do not exist."""

from functools import partial
from typing import Any

import numpy as np

from registry.documents.kinds import Kind
from registry.geo.crs import to_metric
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words, say
from registry.model.findings import Outcome, Verdict
from registry.model.requests.desk import RequestKind, RowDecision
from registry.services.office.letters.letterhead import dated
from registry.services.requests.letters.annex_maps import grid_name
from registry.services.requests.letters.vocabulary import DECISIONS, KINDS, OUTCOMES, VERDICTS

_TRIAL = Words("BẢN THỬ MẪU", "TRIAL OF A TEMPLATE")
_TEXT = Words("Nội dung thử", "Text of the trial")
TRIALS = tuple(_TEXT)
"""With what a made-up sentence begins, in every language."""
_TOLD = ("plane", "asked", "amended", "kind", "beside", "owner", "todo", "remedy", "supplement")
_PLACE = Words("Phường Mẫu", "Sample Ward")
COMPANY: tuple[Kind, ...] = (
    "company_proposal", "company_decision", "company_plan", "company_notice", "company_reports",
    "company_announcing", "company_explanation", "company_conclusion", "company_follow_up",
    "company_penalty",
)  # fmt: skip
"""The papers of a company's inspection."""


def sample_values(
    kind: Kind, head: dict[str, str], epsg: int, lang: Language, at: tuple[float, float] = (106.2, 21.3)
) -> dict[str, Any]:
    """Return what a template of a kind may name, filled with made-up values (``head``: the letterhead).

    ``at``: the position (longitude, latitude) of each.
    """

    said = partial(say, lang=lang)
    rows = [_row(number, choice, said, (at, epsg), lang) for number, choice in enumerate(RowDecision)]
    common = {
        "letterhead": head,
        "number": f"       {head['symbol']}",
        "dated": dated(None, lang),
        "marks": said(_TRIAL),
        "subject": said(KINDS[RequestKind.POSITION]),
        "recipient": said(Words("Doanh nghiệp Mẫu", "Sample Operator")),
        "received": said(_TEXT) + ".",
        "copies": [said(_TEXT) + ";"],
        "crs": grid_name(epsg, lang),
        "answer_by": dated(None, lang),
        "rows": rows,
    }
    own: dict[Kind, dict[str, Any]] = {
        "reply": {**_reply(rows, said, epsg, lang), **_replied(rows, said, epsg, lang)},
        "note": {**_reply(rows, said, epsg, lang), **_note(rows, said)},
        "supplement": {
            "rows": [{**row, "asked_for": said(_TEXT)} for row in rows],
            "papers": [{"name": said(_TEXT), "reason": said(_TEXT)}], "others": [said(_TEXT)],
            "numbers": {"rows": 1, "papers": 2, "others": 3},
        },
        "consultation": _asked(rows, said),
        "minutes": {
            "request_number": "0/0000/HS-VT", "organisation": common["recipient"], "held_on": "01/01/2000",
            "place": said(_PLACE), "chair": said(_TEXT), "secretary": said(_TEXT),
            "attended": [{"body": said(_TEXT), "people": said(_TEXT)}],
            "opinions": [{"body": said(_TEXT), "labels": "1 (M1)", "opinion": said(_TEXT)}],
            "conclusions": [{**row, "conclusion": said(_TEXT)} for row in rows],
        },
        "storm_order": _storm(said), "storm_power": _storm(said), "storm_stand_down": _storm(said),
        "hazard_order": _hazard(said),
        "reminder": _duties(said), "compliance": _duties(said), "changes": _duties(said),
        "defects": _field(said), "inspection": _field(said), "report": _report(said),
        "commune": _commune(said),
        "design": _design(said, epsg, lang),
        "situation": _situation(said), "after_action": _after_action(said),
        "briefing": _briefing(said), "programme": _programme(said),
        **dict.fromkeys(COMPANY, _company(said)),
        "withdrawal": {**_approvals(said, at, lang), "reason": said(_TEXT)},
        "sharing": _sharing(said, at, lang), "sharing_note": _sharing(said, at, lang),
        "revocation": _approvals(said, at, lang),
        "extension": {**_approvals(said, at, lang), "granted": True, "reason": said(_TEXT)},
    }  # fmt: skip
    return {**common, **own[kind]}


def _design(said: Any, epsg: int, lang: Language) -> dict[str, Any]:
    text = said(_TEXT)
    names = ("agreed", "changes", "unjudged", "conditions", "notes")
    row = dict.fromkeys(("title", "said", "measured", "basis", "opinion"), text)
    return {
        **{name: [text] for name in names},
        "numbers": {name: at for at, name in enumerate(names, 1)},
        "grounds": [text + ";"], "letter": text, "stage": text, "area": said(_PLACE), "place": said(_PLACE),
        "drawing": "mau.dxf", "answer": "conditions", "follow": True, "found": [{**row, "row": 1}],
        "map": "", "crs": grid_name(epsg, lang),
    }  # fmt: skip


def _asked(rows: list[dict[str, Any]], said: Any) -> dict[str, Any]:
    group = {
        "at": 1, "label": "1. ", "about": said(_TEXT), "question": said(_TEXT), "ground": said(_TEXT),
        "numbers": "1-4", "count": len(rows), "rows": [{**row, "concerned": said(_TEXT)} for row in rows],
        "concerned": True, "map": "",
    }  # fmt: skip
    second = {**group, "at": 2, "label": "2. ", "concerned": False}
    return {
        "groups": [group, second], "grounds": [said(_TEXT)], "question": said(_TEXT),
        "law_days": said(_TEXT), "set_day": True,
    }  # fmt: skip


def _row(
    at: int, choice: RowDecision, said: Any, place: tuple[tuple[float, float], int], lang: Language
) -> dict[str, Any]:
    (lon, lat), epsg = place
    dms = format_dms_pair(lon, lat, lang)
    (easting,), (northing,) = to_metric(np.array([lon]), np.array([lat]), epsg)
    return {
        "row": at + 1, "code": f"M{at + 1}", "label": f"{at + 1} (M{at + 1})", "where": said(_PLACE),
        "position": dms, "wgs84": dms, "vn2000": format_vn2000(float(easting), float(northing), lang, 2),
        "mast": "A2b, 42,0 m", "chosen": choice, "decision": said(DECISIONS[choice]),
        "decision_reason": said(_TEXT), "verdict": said(VERDICTS[Verdict.AGREE]), "conditions": [said(_TEXT)],
        "to_check": [said(_TEXT)], "reasons": said(_TEXT), "map": "", "notes": [said(_TEXT)],
        "deciding": said(_TEXT), "plain": at == 0,
        "parts": [{"label": said(_TEXT), "texts": [said(_TEXT)]}],
        **dict.fromkeys(_TOLD, said(_TEXT)),
        "findings": [
            {"rule": "SPC-01", "outcome": said(OUTCOMES[Outcome.PASS]), "sentence": said(_TEXT), "basis": "–"}
        ],
    }  # fmt: skip


def _reply(rows: list[dict[str, Any]], said: Any, epsg: int, lang: Language) -> dict[str, Any]:  # fmt: skip
    agreed = [row for row in rows if row["chosen"] in (RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS)]
    bound = [{"text": said(_TEXT), "label": "2 (M2)"}]
    return {
        "agreed": agreed,
        "refused": [row for row in rows if row["chosen"] is RowDecision.REFUSE],
        "supplement": [row for row in rows if row["chosen"] is RowDecision.SUPPLEMENT],
        "next_stages": [said(_TEXT)],
        "numbers": {"agreed": 1, "refused": 2, "supplement": 3, "next_stages": 4},
        "documents": said(_TEXT),
        "total": len(rows),
        "conditioned": "2",
        "conditional": bound,
        "to_check": bound,
        "remarks": [],
        "officer": said(_TEXT),
        "as_of": "01/01/2000",
        "law_digest": "0" * 12,
        "annex": {"of": "0/0000/HS-VT", "crs": grid_name(epsg, lang), "rows": rows},
    }


def _note(rows: list[dict[str, Any]], said: Any) -> dict[str, Any]:
    counted = {verdict.value: 1 for verdict in Verdict}
    chosen = {f"chosen_{choice}": 1 for choice in (*RowDecision, "undecided")}
    texts = ("differing", "set_aside", "lacking", "bodies")
    return {
        "kinds": [{"kind": said(_TEXT), "total": len(rows), **counted, **chosen}],
        **{name: [said(_TEXT)] for name in texts},
        "exceptions": rows[1:],
        "papers": said(_TEXT),
        "plain": 1,
        "common_only": 1,
        "classed_m": 30,
    }


def _replied(rows: list[dict[str, Any]], said: Any, epsg: int, lang: Language) -> dict[str, Any]:
    text = said(_TEXT)
    layouts = (("agreed", False), ("agreed", True), ("refused", True), ("supplement", True))
    common = [{"label": "a", "text": text}]
    entry = {"code": "M1", "at": text}
    pair = {"title": text, "map": ""}
    return {
        "opening": text + ".", "grounds": [text + ";"], "closing": text + "./.",
        "body": [{"key": "agreed", "text": text, "bold": bold} for bold in (True, False)],
        "annexes": [
            {
                "part": "new", "layout": layout, "beside": beside, "number": "Phụ lục I", "title": text,
                "rows": rows, "common": common,
            }
            for layout, beside in layouts
        ],
        "annex_of": "0/0000/HS-VT", "crs": grid_name(epsg, lang), "index": [dict.fromkeys("abcd", entry)],
        "index_title": text, "maps_number": "Phụ lục II", "maps_title": text,
        "map_pairs": [{"left": pair, "right": pair}],
    }  # fmt: skip


def _approvals(said: Any, at: tuple[float, float], lang: Language) -> dict[str, Any]:
    row = {
        "row": 1, "code": "M1", "position": format_dms_pair(*at, lang), "approved": said(_TEXT),
        "coordinates": format_dms_pair(*at, lang),
        "build_by": "01/01/2000",
    }  # fmt: skip
    return {
        "grounds": [said(_TEXT) + ";"],
        "approvals": [row],
        "today": "01/01/2000",
        "law": said(_TEXT),
        "ground": said(_TEXT),
    }


def _sharing(said: Any, at: tuple[float, float], lang: Language) -> dict[str, Any]:
    return {
        **dict.fromkeys(("mast", "wanted", "term", "asker", "owner", "office"), said(_TEXT)),
        "place": format_dms_pair(*at, lang), "survey": True, "days": "07", "due": "01/01/2000", "late": True,
        "grounds": [said(_TEXT) + ";"], "sent_on": "01/01/2000", "received_on": "",
        "letter_number": "1/M", "today": "01/01/2000",
    }  # fmt: skip


def _storm(said: Any) -> dict[str, Any]:
    row = {
        "row": 1, "code": "M1", "commune": said(_PLACE), "masts": 1, "band": said(_TEXT), "gust": said(_TEXT),
        "onset": "00:00 01/01/2000", "by": "00:00 01/01/2000", "todo": said(_TEXT), "why": said(_TEXT),
        "all_by": "00:00 01/01/2000", "what": said(_TEXT), "when": said(_TEXT),
        "next": "00:00 01/01/2000", "danger": said(_TEXT),
    }  # fmt: skip
    sections = [
        {"title": f"{letter}. {said(_TEXT)}", "deeds": [said(_TEXT)], "rows": [row], "dangers": letter == "A",
         "timed": letter == "B"}
        for letter in "ABC"
    ]  # fmt: skip
    return {
        "sections": sections, "general": [said(_TEXT)], "dangers": 1, "communes_timed": True,
        "duty_phone": "0000.000.000", **_clocks(said),
        "storm": said(_TEXT), "bulletin": said(_TEXT), "disaster": 3, "above": 17, "total": 2, "places": 1,
        "gust": said(_TEXT),
        "onset": "00:00 01/01/2000", "error": "30", "wide": "50", "corrected": said(_TEXT),
        "communes": [row], "urgent": [row], "deeds": [row],
        "powered": [row],
        "again": [row, row], "unborne": 1, "endangered": True, "carrier": True, "timed": True,
        "gusts": True, "calm": False,
        "share": "70", "ground": said(_TEXT),
        "ended": "00:00 01/01/2000", "unfinished": said(_TEXT),
    }  # fmt: skip


def _hazard(said: Any) -> dict[str, Any]:
    row = {
        "row": 1, "code": "M1", "commune": said(_PLACE), "stand": said(_TEXT), "danger": said(_TEXT),
    }  # fmt: skip
    return {
        "bulletin": said(_TEXT), "disaster": 2, "said": said(_TEXT), "begins": "00:00 01/01/2000",
        "ends": "00:00 02/01/2000", "begun": True, "where": said(_TEXT), "total": 2, "places": 1,
        "replaces": "",
        "asks_ground": True, "ground": 1, "ground_known": True,
        "ground_kinds": said(_TEXT), "dangers": 1, "general": [said(_TEXT)],
        "safety": said(_TEXT), "masts": [row], "unplaced": said(_TEXT), "duty_phone": "0000.000.000",
        **_clocks(said),
    }  # fmt: skip


def _clocks(said: Any) -> dict[str, Any]:
    kinds = ("mast", "pole", "cable", "equipment")
    return {"clock_ground": said(_TEXT), "clock_hours": dict.fromkeys(kinds, 9)}


def _duties(said: Any) -> dict[str, Any]:
    line = {
        "row": 1, "what": said(_TEXT), "basis": said(_TEXT), "due": "01/01/2000", "state": said(_TEXT),
        "amount": 2,
    }  # fmt: skip
    return {
        "grounds": [said(_TEXT) + ";"],
        "today": "01/01/2000", "lines": [line], "remedy": [line], "explain": [line], "complete": [line],
        "numbers": {"remedy": 1, "explain": 2, "complete": 3}, "unverified": True, "works": 1, "stations": 2,
        "period": "01/01/2000 - 31/03/2000",
    }  # fmt: skip


def _field(said: Any) -> dict[str, Any]:
    row = {
        "row": 1, "code": "M1", "where": said(_PLACE), "what": said(_TEXT), "severity": said(_TEXT),
        "deadline": "01/01/2000",
    }  # fmt: skip
    signed = {"name": said(_TEXT), "post": said(_TEXT), "drawn": "", "refused": said(_TEXT)}
    reading = {"entry": said(_TEXT), "value": "1", "limit": "2", "judged": said(_TEXT)}
    return {
        "campaign": said(_TEXT), "first": "01/01/2000", "last": "31/03/2000", "total": 2, "mast_count": 1,
        "cable": False, "elsewhere": False,
        "urgent": 1, "defects": [row], "more": True, "basis": said(_TEXT), "grounds": said(_TEXT),
        "office_days": True, "timed": True, "late": True, "reported": True,
        "pictures": [{"code": "M1", "images": [], "captions": said(_TEXT)}], "about": said(_TEXT),
        "held_on": "01/01/2000", "place": said(_PLACE), "team": [said(_TEXT)], "organisation": said(_TEXT),
        "representative": "…", "unverified": True, "conclusions": [said(_TEXT)], "opinion": said(_TEXT),
        "delegation": said(_TEXT), "refusals": said(_TEXT),
        "team_signs": [signed], "unit_signs": [signed],
    } | {
        "masts": [
            {
                "row": 1, "code": "M1", "facts": said(_TEXT), "measured": said(_TEXT),
                "when": "01/01/2000", "readings": [reading], "photos": 1,
                "pictures": {"images": [], "captions": said(_TEXT)}, "signed": [said(_TEXT)],
            }
        ]
    }  # fmt: skip


def _situation(said: Any) -> dict[str, Any]:
    text = said(_TEXT)
    return {
        **dict.fromkeys(("event", "started", "as_of", "causes", "due", "missing", "unclear"), text),
        **dict.fromkeys(("affected", "down", "restored", "generators"), "1"),
        "certain": 2,
        "perhaps": 1,
        "heard": 1,
        "known": True,
        "awaited": 1,
        "share": "50%",
        "carriers": [dict.fromkeys(("carrier", "affected", "down", "restored", "generators", "last"), text)],
        "communes": [dict.fromkeys(("commune", "down", "service"), text)],
        **_clocks(said),
        "cut_off": "1",
        "cut_places": [dict.fromkeys(("place", "commune", "masts"), text)],
        "roaming": [dict.fromkeys(("commune", "without", "live"), text)],
        "incidents": [dict.fromkeys(("incident", "carrier", "happened", "found", "term"), text)],
        "damage": [dict.fromkeys(("indicator", "damage", "count"), text)],
    }


def _after_action(said: Any) -> dict[str, Any]:
    text = said(_TEXT)
    grid = {
        "title": text, "first": text, "rest": [text, text], "note": f"{text}.",
        "rows": [{"first": text, "rest": ["1", "2"]}],
    }  # fmt: skip
    section = {"title": text, "said": [f"{text}."], "text": [f"{text}."], "tables": [grid]}
    return {"storm": text, "as_of": "00:00 01/01/2000", "ledger": "1", "sections": [section]}


def _report(said: Any) -> dict[str, Any]:
    numbers = ("masts", "stations", "shared", "communes", "robust_communes", "visits", "defects")
    table = {
        "title": said(_TEXT), "first": said(_TEXT), "rest": [said(_TEXT)] * 3,
        "rows": [{"first": said(_PLACE), "rest": ["1", "2", "3"]}],
    }  # fmt: skip
    return {
        **dict.fromkeys(numbers, "1"), "shared_share": "50,0%", "ground": said(_TEXT), "day": "31/12/2000",
        "first": "01/01/2000", "before": said(_TEXT), "before_day": "30/06/2000", "tables": [table],
        "notes": [said(_TEXT)],
    }  # fmt: skip


def _commune(said: Any) -> dict[str, Any]:
    row = {"left": said(_TEXT), "first": "1", "right": said(_TEXT), "second": "2"}
    return {
        "name": said(_PLACE), "day": "31/12/2000", "reasons": [said(_TEXT)], "present": said(_TEXT),
        "missing": said(_TEXT), "rows": [row], "notes": [said(_TEXT)],
    }  # fmt: skip


def _briefing(said: Any) -> dict[str, Any]:
    text = said(_TEXT)
    told = ("room", "done", "open", "late", "coming", "task", "who", "due", "outcome")
    row = {"row": 1, **dict.fromkeys(told, text)}
    counts = dict.fromkeys(("done_count", "open_count", "late_count", "coming_count"), "1")
    return {
        **counts, "month": False, "period": text, "basis": text, "next_day": "01/01/2000", "quiet": text,
        "conclusions": [row], "rooms": [row], "late": [row], "coming": [row], "notes": [f"{text}."],
    }  # fmt: skip


def _programme(said: Any) -> dict[str, Any]:
    text = said(_TEXT)
    told = ("number", "content", "who", "months", "product", "standing")
    return {
        "year": "2000", "day": "01/01/2000", "total": "1", "sums": text,
        "tasks": [dict.fromkeys(told, text)], "notes": [f"{text}."],
    }  # fmt: skip


def _company(said: Any) -> dict[str, Any]:
    text = said(_TEXT)
    grid = {
        "title": "", "first": text, "rest": [text, text], "note": f"{text}.",
        "rows": [{"first": "1", "rest": ["2", "3"]}],
    }  # fmt: skip
    return {
        "about": text, "grounds": [f"{text};"], "opening": f"{text}:", "closing": f"{text}./.",
        "sections": [{"title": text, "said": [f"{text}."], "tables": [grid]}],
        "signers": [{"title": text, "name": text}, {"title": text, "name": text}],
    }  # fmt: skip
