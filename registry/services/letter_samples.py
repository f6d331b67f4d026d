"""Values for a trial of a template: every name that a letter may use, about positions that do not exist."""

from typing import Any

from registry.documents.templates import Kind
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words
from registry.model.desk import RequestKind, RowDecision
from registry.model.findings import Outcome, Verdict
from registry.services.annex_maps import grid_name
from registry.services.letter_words import DECISIONS, KINDS, OUTCOMES, VERDICTS
from registry.services.letterhead import dated

_TRIAL = Words("BẢN THỬ MẪU", "TRIAL OF A TEMPLATE")
_TEXT = Words("Nội dung thử", "Text of the trial")
_PLACE = Words("Phường Mẫu", "Sample Ward")


def sample_values(kind: Kind, head: dict[str, str], epsg: int, lang: Language) -> dict[str, Any]:
    """Return what a template of a kind may name, filled with made-up values (``head``: the letterhead)."""

    def say(words: Words) -> str:
        return words.vi if lang == "vi" else words.en

    rows = [_row(at, choice, say, lang) for at, choice in enumerate(RowDecision)]
    common = {
        "letterhead": head,
        "number": f"       {head['symbol']}",
        "dated": dated(None, lang),
        "marks": say(_TRIAL),
        "subject": say(KINDS[RequestKind.POSITION]),
        "recipient": say(Words("Doanh nghiệp Mẫu", "Sample Operator")),
        "received": say(_TEXT) + ".",
        "copies": [say(_TEXT) + ";"],
        "crs": grid_name(epsg, lang),
        "answer_by": dated(None, lang),
        "rows": rows,
    }
    own: dict[Kind, dict[str, Any]] = {
        "reply": _reply(rows, say, epsg, lang),
        "note": _reply(rows, say, epsg, lang),
        "consultation": {"grounds": [say(_TEXT)], "question": say(_TEXT)},
        "minutes": {
            "request_number": "0/0000/HS-VT", "organisation": common["recipient"], "held_on": "01/01/2000",
            "place": say(_PLACE), "chair": say(_TEXT), "secretary": say(_TEXT),
            "attended": [{"body": say(_TEXT), "people": say(_TEXT)}],
            "opinions": [{"body": say(_TEXT), "labels": "1 (M1)", "opinion": say(_TEXT)}],
            "conclusions": [{**row, "conclusion": say(_TEXT)} for row in rows],
        },
        "storm_order": _storm(say), "storm_power": _storm(say), "storm_stand_down": _storm(say),
        "reminder": _duties(say), "compliance": _duties(say), "changes": _duties(say),
        "defects": _field(say), "inspection": _field(say), "report": _report(say),
        "situation": _situation(say),
        "revocation": _approvals(say, lang),
        "extension": {**_approvals(say, lang), "granted": True, "reason": say(_TEXT)},
    }  # fmt: skip
    return {**common, **own[kind]}


def _row(at: int, choice: RowDecision, say: Any, lang: Language) -> dict[str, Any]:
    dms = format_dms_pair(106.2, 21.3, lang)
    return {
        "row": at + 1, "code": f"M{at + 1}", "label": f"{at + 1} (M{at + 1})", "where": say(_PLACE),
        "position": dms, "wgs84": dms, "vn2000": format_vn2000(2356400.0, 416200.0, lang, 2),
        "mast": "A2b, 42,0 m", "chosen": choice, "decision": say(DECISIONS[choice]),
        "decision_reason": say(_TEXT), "verdict": say(VERDICTS[Verdict.AGREE]), "conditions": [say(_TEXT)],
        "to_check": [say(_TEXT)], "reasons": say(_TEXT), "map": "", "notes": [say(_TEXT)],
        "findings": [
            {"rule": "SPC-01", "outcome": say(OUTCOMES[Outcome.PASS]), "sentence": say(_TEXT), "basis": "–"}
        ],
    }  # fmt: skip


def _reply(rows: list[dict[str, Any]], say: Any, epsg: int, lang: Language) -> dict[str, Any]:  # fmt: skip
    agreed = [row for row in rows if row["chosen"] in (RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS)]
    bound = [{"text": say(_TEXT), "label": "2 (M2)"}]
    return {
        "agreed": agreed,
        "refused": [row for row in rows if row["chosen"] is RowDecision.REFUSE],
        "supplement": [row for row in rows if row["chosen"] is RowDecision.SUPPLEMENT],
        "next_stages": [say(_TEXT)],
        "numbers": {"agreed": 1, "refused": 2, "supplement": 3, "next_stages": 4},
        "documents": say(_TEXT),
        "total": len(rows),
        "conditioned": "2",
        "conditional": bound,
        "to_check": bound,
        "remarks": [],
        "officer": say(_TEXT),
        "as_of": "01/01/2000",
        "law_digest": "0" * 12,
        "annex": {"of": "0/0000/HS-VT", "crs": grid_name(epsg, lang), "rows": rows},
    }


def _approvals(say: Any, lang: Language) -> dict[str, Any]:
    row = {
        "row": 1, "code": "M1", "position": format_dms_pair(106.2, 21.3, lang), "approved": say(_TEXT),
        "build_by": "01/01/2000",
    }  # fmt: skip
    return {"approvals": [row], "today": "01/01/2000", "law": say(_TEXT), "ground": say(_TEXT)}


def _storm(say: Any) -> dict[str, Any]:
    row = {
        "row": 1, "code": "M1", "commune": say(_PLACE), "masts": 1, "band": say(_TEXT), "gust": say(_TEXT),
        "onset": "00:00 01/01/2000", "by": "00:00 01/01/2000", "todo": say(_TEXT), "why": say(_TEXT),
        "all_by": "00:00 01/01/2000", "what": say(_TEXT), "when": say(_TEXT),
    }  # fmt: skip
    return {
        "storm": say(_TEXT), "bulletin": say(_TEXT), "disaster": 3, "above": 17, "total": 2, "places": 1,
        "gust": say(_TEXT),
        "onset": "00:00 01/01/2000", "error": "30", "communes": [row], "urgent": [row], "deeds": [row],
        "powered": [row],
        "again": [row], "carrier": True, "timed": True, "share": "70", "ground": say(_TEXT),
        "ended": "00:00 01/01/2000",
    }  # fmt: skip


def _duties(say: Any) -> dict[str, Any]:
    line = {
        "row": 1, "what": say(_TEXT), "basis": say(_TEXT), "due": "01/01/2000", "state": say(_TEXT),
        "amount": 2,
    }  # fmt: skip
    return {
        "today": "01/01/2000", "lines": [line], "remedy": [line], "explain": [line], "complete": [line],
        "numbers": {"remedy": 1, "explain": 2, "complete": 3}, "unverified": True, "works": 1, "stations": 2,
        "period": "01/01/2000 - 31/03/2000",
    }  # fmt: skip


def _field(say: Any) -> dict[str, Any]:
    row = {
        "row": 1, "code": "M1", "where": say(_PLACE), "what": say(_TEXT), "severity": say(_TEXT),
        "deadline": "01/01/2000",
    }  # fmt: skip
    reading = {"entry": say(_TEXT), "value": "1", "limit": "2", "judged": say(_TEXT)}
    return {
        "campaign": say(_TEXT), "first": "01/01/2000", "last": "31/03/2000", "total": 2, "mast_count": 1,
        "cable": False,
        "urgent": 1, "defects": [row], "more": True, "basis": say(_TEXT), "about": say(_TEXT),
        "held_on": "01/01/2000", "place": say(_PLACE), "team": [say(_TEXT)], "organisation": say(_TEXT),
        "representative": "…", "unverified": True, "conclusions": [say(_TEXT)],
    } | {
        "masts": [
            {
                "row": 1, "code": "M1", "facts": say(_TEXT), "when": "01/01/2000", "readings": [reading],
                "photos": 1,
            }
        ]
    }  # fmt: skip


def _situation(say: Any) -> dict[str, Any]:
    text = say(_TEXT)
    return {
        **dict.fromkeys(("event", "started", "as_of", "causes", "due", "missing", "unclear"), text),
        **dict.fromkeys(("affected", "down", "restored", "generators"), "1"),
        "heard": 1,
        "awaited": 1,
        "share": "50%",
        "carriers": [dict.fromkeys(("carrier", "affected", "down", "restored", "generators", "last"), text)],
        "communes": [dict.fromkeys(("commune", "down", "service"), text)],
        "roaming": [dict.fromkeys(("commune", "without", "live"), text)],
        "incidents": [dict.fromkeys(("incident", "carrier", "happened", "found", "term"), text)],
        "damage": [dict.fromkeys(("indicator", "damage", "count"), text)],
    }


def _report(say: Any) -> dict[str, Any]:
    numbers = ("masts", "stations", "shared", "communes", "robust_communes", "visits", "defects")
    table = {
        "title": say(_TEXT), "first": say(_TEXT), "rest": [say(_TEXT)] * 3,
        "rows": [{"first": say(_PLACE), "rest": ["1", "2", "3"]}],
    }  # fmt: skip
    return {
        **dict.fromkeys(numbers, "1"), "shared_share": "50,0%", "ground": say(_TEXT), "day": "31/12/2000",
        "first": "01/01/2000", "before": say(_TEXT), "before_day": "30/06/2000", "tables": [table],
        "notes": [say(_TEXT)],
    }  # fmt: skip
