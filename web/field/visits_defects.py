"""An officer decides on answers that tell of a fault, on the page of their visit: a defect, or none."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.messages import Language, say
from registry.model.field.defects import DefectState
from registry.safety import checklists
from registry.services.field.inspections import InspectionView
from registry.services.field.visit_defects import (
    decide_none,
    decided_none,
    likely,
    make_defect,
    none_words,
    open_already,
    said_of,
    same_defects,
    state_same,
    take_back_none,
    take_back_same,
    untold,
)
from registry.services.office.calendar import today
from web.field.visits_frame import blueprint, moment, names
from web.frame.forms import version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.office import registry
from web.frame.wording import board_words
from web.frame.wording.defect_lines import line_of


@blueprint.post("/<inspection>/defects")
@guarded(*WORKERS)
def make(inspection: str) -> Any:
    """Make a defect of an answer, say that it is one that stands already, or none; or take that back."""
    form, person = request.form, current_person()
    entry, deed = form.get("entry", ""), form.get("deed", "")
    if deed == "undecided":
        take_back_none(registry(), form.get("decided", ""), person=person, seen=version_of())
        flash(_("Đã rút; câu trả lời lại chờ quyết định."))
    elif deed == "not_same":
        take_back_same(registry(), inspection, form.get("step", ""), person=person)
        flash(_("Đã rút; câu trả lời lại chờ quyết định."))
    elif deed == "same":
        answer, defect = form.get("answer", ""), form.get("defect", "")
        made = state_same(
            registry(), inspection, entry, defect, answer=answer, person=person, seen=version_of()
        )
        if made.state is DefectState.ANSWERED:
            flash(
                _("Đã ghi vào tồn tại đang mở. Đơn vị đã báo khắc phục: mở tồn tại ấy, ghi kết quả phúc tra.")
            )
        else:
            flash(_("Đã ghi vào tồn tại đang mở; không có tồn tại thứ hai."))
    elif deed == "none":
        answer, reason = form.get("answer", ""), form.get("reason", "")
        made = decide_none(registry(), inspection, entry, answer=answer, reason=reason, person=person)
        flash(_("Đã ghi: %(code)s không phải tồn tại.", code=made.mast.code))
    else:
        kind, severity = form.get("defect", ""), form.get("severity", "")
        made = make_defect(registry(), inspection, entry, kind, severity, person=person)
        flash(_("Đã ghi thành tồn tại: %(code)s.", code=made.mast.code))
        if not made.organisation:
            flash(_("Chưa rõ cáp của ai: mở tồn tại, ghi đơn vị khắc phục."))
    return redirect(url_for("visits.show", inspection=inspection), 303)


def offers(view: InspectionView, lang: Language) -> dict[str, Any]:
    """Return what the page offers for answers without a defect: by entry, its likely kind; all kinds; grades.

    And by entry what an officer decided to be none: the words, who and when, and the record.
    """
    known = checklists.vocabulary()
    waiting = untold(view)
    known_names = names()
    return {
        "likely": {code: likely(view, reading) for code, reading in waiting.items()},
        "answers": {code: said_of(view, reading) for code, reading in waiting.items()},
        "open": {
            code: line_of(one, today(), known_names)
            for code, reading in waiting.items()
            if (one := open_already(view, reading)) is not None
        },
        "same": same_defects(view),
        "decided": {
            code: (none_words(one, lang), one.who, moment(one.at), one)
            for code, one in decided_none(view).items()
        },
        "kinds": [(code, say(word, lang)) for code, word in known.defects.items()],
        "severities": [(code, pair[0]) for code, pair in board_words.SEVERITIES.items() if code],
    }
