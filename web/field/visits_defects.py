"""An officer makes a defect of an answer that tells of a fault, on the page of its visit."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.messages import Language, say
from registry.safety import checklists
from registry.services.field.inspections import InspectionView
from registry.services.field.visit_defects import make_defect, untold
from web.field.visits_frame import blueprint
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.office import registry
from web.frame.wording import board_words


@blueprint.post("/<inspection>/defects")
@guarded(*WORKERS)
def make(inspection: str) -> Any:
    """Make a defect of the answer that is named, of the kind and severity that the officer chose."""
    form = request.form
    made = make_defect(
        registry(), inspection, form.get("entry", ""), form.get("defect", ""), form.get("severity", ""),
        person=current_person(),
    )  # fmt: skip
    flash(_("Đã ghi thành tồn tại: %(code)s.", code=made.mast.code))
    return redirect(url_for("visits.show", inspection=inspection), 303)


def offers(view: InspectionView, sheet: checklists.Checklist | None, lang: Language) -> dict[str, Any]:
    """Return what the page offers for answers without a defect: by entry, its likely kind; all kinds; grades.

    The likely kind, with the vocabulary's severity, is the one that the sheet names for the entry and that is
    called as the answer ("loose": earthing_loose), else the sheet's first.
    """
    known = checklists.vocabulary()
    likely: dict[str, tuple[str, str]] = {}
    for code, reading in untold(view).items():
        entry = None if sheet is None else sheet.entry(code)
        offered = entry.defects if entry is not None else ()
        said = [kind for kind in offered if kind.endswith(f"_{reading.item.value}")]
        kind = next(iter([*said, *offered]), "")
        likely[code] = (kind, known.defects[kind].severity if kind in known.defects else "")
    return {
        "likely": likely,
        "kinds": [(code, say(word, lang)) for code, word in known.defects.items()],
        "severities": [(code, pair[0]) for code, pair in board_words.SEVERITIES.items() if code],
    }
