"""What a carrier states of a mast in its self-inspection, in words: for its preview and the campaign."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from registry.columns import column
from registry.messages import Language
from registry.services.field.self_inspection_list import READINGS
from registry.services.field.vocabulary import plain

RESULTS: dict[str, Any] = {
    "good": _l("Đạt"),
    "to_remedy": _l("Cần khắc phục"),
    "bad": _l("Không đạt"),
}
_COLUMN_OF = {entry: name for name, entry in READINGS.items()}


def self_row(code: str, row: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    """Return one line of a list of self-inspections as the pages show it; days may be written or days."""
    return {
        "code": code,
        "on": _day(row.get("inspected_on")),
        "inspector": row.get("inspector") or "",
        "instrument": row.get("instrument") or "",
        "calibrated": _day(row.get("calibrated_on")),
        "readings": [_reading(entry, value, lang) for entry, value in (row.get("readings") or {}).items()],
        "result": RESULTS.get(row.get("result") or "", row.get("result") or ""),
        "defects": row.get("defects") or "",
        "remedied": _day(row.get("remedied_on")),
        "note": row.get("note") or "",
    }


def _reading(entry: str, value: Any, lang: Language) -> tuple[str, str]:
    """Return the words and the value with its unit of one reading, as the template of the list names it."""
    stated = column(_COLUMN_OF[entry]) if entry in _COLUMN_OF else None
    words = entry if stated is None else (stated.label_vi if lang == "vi" else stated.label_en)
    try:
        said = plain(float(value), lang)
    except (TypeError, ValueError):
        said = str(value)
    return words, f"{said} {'' if stated is None else stated.unit}".strip()


def _day(value: Any) -> dt.date | None:
    """Return a day of a row, which the preview holds as it is written in the ledger."""
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None
