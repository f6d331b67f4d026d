"""What a carrier states of a mast in its self-inspection, in words: for its preview and the campaign."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
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
STRUCTURAL: dict[str, Any] = {
    "passed": _l("an toàn"),
    "conditions": _l("an toàn có điều kiện"),
    "failed": _l("không an toàn"),
}
_FACTS = {
    "inspected_on": "si_structural_on",
    "inspected_by": "si_structural_by",
    "inspection_result": "si_structural_result",
    "antennas": "si_antennas",
    "designed_antennas": "si_designed_antennas",
    "houses_in_fall": "si_houses",
    "building_disused": "si_building_used",
}
"""What is stated of a mast's safety -> column of the list."""
_COLUMN_OF = {entry: name for name, entry in READINGS.items()}


def self_row(
    code: str, row: Mapping[str, Any], lang: Language, facts: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return one line of a list of self-inspections as the pages show it; days may be written or days.

    ``facts``: what it states of the mast's safety, which stands in the register and not in the line.
    """
    said = facts or {}
    return {
        "facts": [
            _fact(name, said[name], lang)
            for name in _FACTS
            if said.get(name) is not None and said[name] != ""
        ],
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


def _fact(name: str, value: Any, lang: Language) -> tuple[str, str]:
    """Return the words of the list for something stated of a mast's safety, and its value."""
    stated = column(_FACTS[name])
    words = stated.label_vi if lang == "vi" else stated.label_en
    if name in ("building_disused", "houses_in_fall"):
        yes = bool(value) is not (name == "building_disused")  # the list asks whether it is in use
        return words, str(_("có") if yes else _("không"))
    if name == "inspected_on":
        day = _day(value)
        return words, f"{day:%d/%m/%Y}" if day else ""
    return words, str(STRUCTURAL.get(value, value) if name == "inspection_result" else value)


def _day(value: Any) -> dt.date | None:
    """Return a day of a row, which the preview holds as it is written in the ledger."""
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None
