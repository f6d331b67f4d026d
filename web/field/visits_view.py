"""What the pages of visits show of a visit: its readings, its clock, its points on the map."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.messages import Language, remedy, render
from registry.model.field.inspections import Flag, Item, Judged, Reading
from registry.safety import checklists
from registry.safety.sheets.keys import split
from registry.services.field import inspections
from registry.services.field.checklists.tables import RowTable, beyond_words, folded
from registry.services.field.vocabulary import limit_words, value_words
from web.field.visits_frame import clock_words, item_moment, judged_sign, moment, typed_day
from web.frame.wording.moments import phone_moment

_WORST = (Judged.BEYOND, Judged.NOT_JUDGED, Judged.WITHIN)
_HOW = {"before": _l("ghi “như lần trước”"), "good": _l("ghi “tất cả tốt”")}


def row_view(row: inspections.InspectionRow, known: dict[str, str]) -> dict[str, Any]:
    """Return what the board shows of a visit; ``known`` are the names of campaigns."""
    one = row.inspection
    return {
        "row": row,
        "at": phone_moment(one.finished_at or one.started_at),
        "received": moment(one.received_at),
        "campaign": known.get(one.campaign, ""),
        "clock": clock_words(row.clock_off_s),
        "finished": bool(one.finished_at),
    }


def reading_view(reading: Reading, sheet: checklists.Checklist | None, lang: Language) -> dict[str, Any]:
    """Return what the page shows of a reading: its value, the limit, and what the one means for the other."""
    item, judgement = reading.item, reading.judgement
    return {
        "entry": reading.entry,
        "row": split(reading.entry)[1],
        "computed": reading.computed,
        "how": _HOW.get(item.how, ""),
        "words": reading.words_vi if lang == "vi" else reading.words_en,
        "value": value_words(reading, sheet, lang),
        "limit": limit_words(judgement, lang),
        "basis": _basis(reading, sheet, lang),
        "judged": judged_sign(judgement),
        "typed": item.raw if judgement.value is not None else "",
        "quiet": judgement.judged is Judged.NOT_JUDGED,
        "reason": _reason(judgement.reason, lang),
        "item": item,
        "calibrated": typed_day(item.calibrated_on),
        "at": item_moment(item),
    }


def rows_view(table: RowTable, sheet: checklists.Checklist | None, lang: Language) -> dict[str, Any]:
    """Return what the page shows of an entry that was answered row by row: a small table, its worst row."""
    cells = [(one, reading_view(one, sheet, lang)) for one in table.readings]
    by_key = {one.entry: view for one, view in cells}
    newest = max(cells, key=lambda pair: pair[0].item.seq)[1]
    worst = min(cells, key=lambda pair: _WORST.index(pair[0].judgement.judged))[1]
    return {
        "words": table.words_vi if lang == "vi" else table.words_en,
        "lines": [
            (line, {name: by_key[one.entry] for name, one in held.items()}) for line, held in table.lines
        ],
        "columns": table.columns,
        "notes": [f"{view['row']}: {one.item.note}" for one, view in cells if one.item.note],
        "limits": list(
            dict.fromkeys((view["limit"], view["basis"]) for _one, view in cells if view["limit"])
        ),
        "limit": any(view["limit"] for _one, view in cells),
        "beyond": beyond_words(table, lang),
        "worst": worst,
        "last": newest,
    }


def readings_view(
    readings: Sequence[Reading], sheet: checklists.Checklist | None, lang: Language
) -> list[dict[str, Any]]:
    """Return what the page shows of readings, those of one entry in rows as one table."""
    return [
        rows_view(one, sheet, lang) if isinstance(one, RowTable) else reading_view(one, sheet, lang)
        for one in folded(readings)
    ]


def _basis(reading: Reading, sheet: checklists.Checklist | None, lang: Language) -> str:
    entry = None if sheet is None else sheet.entry(reading.item.entry)
    limit = None if entry is None else entry.limit
    return reading.judgement.basis if lang == "vi" or limit is None else limit.basis_en


def _reason(code: str, lang: Language) -> str:
    return "" if code in {"", "READING-NO-LIMIT"} else render(code, {}, lang)


def flag_view(flag: Flag, lang: Language) -> dict[str, Any]:
    """Return what a page shows of something that stands out, and of what an officer said of it."""
    return {
        "flag": flag,
        "why": render(flag.code, dict(flag.params), lang),
        "advice": remedy(flag.code, dict(flag.params), lang),
        "at": moment(flag.at),
    }


def clock_view(items: Any) -> str:
    """Say how far the phone's clock was off where that is more than a little, else ""."""
    offs = [item.clock_off_s for item in items if item.clock_off_s is not None]
    return clock_words(max(offs, key=abs, default=None))


def points_of(view: inspections.InspectionView) -> list[dict[str, Any]]:
    """Return the points of the map: the mast as registered and as measured, and where photos were taken."""
    points: list[dict[str, Any]] = [
        {"at": [view.mast.lat, view.mast.lon], "label": _("trong sổ: %(code)s", code=view.mast.code),
         "group": "to_build"}
    ]  # fmt: skip
    item: Item
    for item in view.items:
        place = item.position
        if item.kind.value == "position" and place is not None and place.usable and not item.replaced_by:
            label = _("đo được")
            if place.accuracy_m is not None:
                label = _("đo được ± %(metres)s m", metres=f"{place.accuracy_m:.0f}")
            points.append({"at": [place.lat, place.lon], "label": label, "group": "over"})
    for sha, found in view.photos.items():
        if found is not None and found.lat is not None and found.lon is not None:
            points.append(
                {
                    "at": [found.lat, found.lon],
                    "label": _("ảnh"),
                    "group": "soon",
                    "url": url_for("visits.photo", sha256=sha),
                }
            )
    return points[:200]
