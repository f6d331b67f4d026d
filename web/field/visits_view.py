"""What the pages of visits show of a visit: its readings, its clock, its points on the map."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from registry.messages import Language, render
from registry.model.inspections import Item, Judged, Reading
from registry.safety import checklists
from registry.services.field import inspections
from registry.services.field.vocabulary import limit_words, value_words
from web.field.visits_frame import clock_words, item_moment, judged_sign, moment, typed_day
from web.frame.moments import phone_moment


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


def _basis(reading: Reading, sheet: checklists.Checklist | None, lang: Language) -> str:
    entry = None if sheet is None else sheet.entry(reading.item.entry)
    limit = None if entry is None else entry.limit
    return reading.judgement.basis if lang == "vi" or limit is None else limit.basis_en


def _reason(code: str, lang: Language) -> str:
    return "" if code in {"", "READING-NO-LIMIT"} else render(code, {}, lang)


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
