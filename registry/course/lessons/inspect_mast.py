"""Exercise: a mast is inspected with the phone, what is bad becomes a defect, and a letter tells its carrier.

What stands at the mast is told in the exercise's text; which of it is a defect, the product's own judgement
of
the sheet's answers says.
"""

import datetime as dt
from collections.abc import Sequence

from registry.course.lesson import COACH, Lesson, Look, Made, Start, Told, missing, right, wrong
from registry.errors import RefusalError
from registry.model.field.defects import Defect
from registry.model.field.inspections import CampaignKind
from registry.model.people import Person, Role
from registry.model.sites import MastForm, SiteState
from registry.services.field.campaign_targets import assign, inspectors, targets_of
from registry.services.field.campaigns import (
    CLOSED,
    CampaignPlan,
    amend_campaign,
    get_campaign,
    make_campaign,
)
from registry.services.field.defects import list_defects, withdraw_defect
from registry.services.field.inspections import InspectionView, get_inspection, list_inspections
from registry.services.field.selection import Selection
from registry.services.field.visit_defects import untold
from registry.services.office.registry import Registry
from registry.store.course.tries import tries_of
from registry.store.register.sites import load_masts

OFFICER = Person(COACH, frozenset({Role.APPRAISER}))
DAYS = 14
STANDS = {"lean": "clear", "earthing": "14.2"}
"""What the exercise says of the mast, by the entries of the quick sheet of the office."""
_STRIDE = 89
_CLEARED = "Bài tập: không phải tồn tại thật"


def _make(start: Start) -> Made:
    code, structure = _mast(start)
    plan = CampaignPlan(
        CampaignKind.SEASON, start.note, start.day, start.day + dt.timedelta(days=DAYS),
        selection=Selection(structures=(structure,)), note=start.note,
    )  # fmt: skip
    made = make_campaign(start.registry, plan, person=OFFICER)
    targets = [one.id for one in targets_of(start.registry, made.id, person=OFFICER)]
    known = inspectors(start.registry)
    if not known or start.learner in known:
        assign(start.registry, made.id, targets, person=OFFICER, assignee=start.learner)
    return Made(
        {
            "campaign": made.id,
            "name": start.note,
            "code": code,
            "structure": structure,
            "letter": start.letter,
        }
    )


def _mast(start: Start) -> tuple[str, str]:
    """Return the code and id of a guyed mast without a standing defect that no other try has."""
    with start.registry.database.read() as connection:
        masts = load_masts(connection)
        used = {one.material.get("structure") for one in tries_of(connection, exercise="kiem-tra")}
    used |= {one.mast.structure for one in list_defects(start.registry, person=OFFICER)}
    rows = [
        row
        for row in range(len(masts))
        if masts.states[row] == SiteState.IN_SERVICE and masts.forms[row] == MastForm.GUYED
        and masts.structure_ids[row] not in used
    ]  # fmt: skip
    if not rows:
        raise RefusalError("COURSE-NO-POSITION")
    row = rows[int(start.tag, 16) * _STRIDE % len(rows)]
    return str(masts.codes[row]), str(masts.structure_ids[row])


def _check(look: Look) -> list[Told]:
    view = _visit(look)
    if view is None:
        code, name = look.material["code"], look.material["name"]
        return [
            missing(step, "COURSE-NO-VISIT", code=code, name=name)
            for step in ("visited", "seen", "told", "letter")
        ]
    return [
        right("visited", "COURSE-VISITED", code=look.material["code"]),
        _seen(view),
        _told(view),
        _letter(view.defects),
    ]


def _visit(look: Look) -> InspectionView | None:
    """Return the learner's finished visit of the campaign; the newest, where there are several."""
    for row in list_inspections(look.registry, person=OFFICER, campaign=look.material["campaign"]):
        if row.inspection.person == look.learner and row.inspection.finished_at:
            return get_inspection(look.registry, row.inspection.id, person=OFFICER)
    return None


def _seen(view: InspectionView) -> Told:
    said = {
        item.entry: str(item.value) for item in view.items if not item.replaced_by and item.value is not None
    }
    words = {one.entry: one.words_vi for one in view.readings}
    for entry, stands in STANDS.items():
        if entry not in said:
            return missing("seen", "COURSE-NOT-SEEN", entry=words.get(entry, entry))
        if said[entry].replace(",", ".").rstrip("0").rstrip(".") != stands:
            return wrong("seen", "COURSE-SEEN-WRONG", entry=words.get(entry, entry), said=said[entry])
    return right("seen", "COURSE-SEEN")


def _told(view: InspectionView) -> Told:
    left = untold(view)
    if left:
        return missing("told", "COURSE-UNTOLD", entries=", ".join(one.words_vi for one in left.values()))
    if not view.defects:
        return missing("told", "COURSE-NO-DEFECT")
    return right("told", "COURSE-TOLD", count=len(view.defects))


def _letter(defects: Sequence[Defect]) -> Told:
    waiting = [one for one in defects if one.standing and not one.letter_number]
    if not defects or waiting:
        return missing("letter", "COURSE-DEFECT-LETTER", count=len(waiting))
    return right("letter", "COURSE-DEFECT-TOLD", number=defects[0].letter_number)


def _clear(look: Look) -> None:
    found = get_campaign(look.registry, look.material["campaign"], person=OFFICER)
    _withdraw(look.registry, found.id)
    if found.state != CLOSED:
        amend_campaign(look.registry, found.id, person=OFFICER, seen=found.version, state=CLOSED)


def _withdraw(registry: Registry, campaign: str) -> None:
    for one in list_defects(registry, person=OFFICER, campaign=campaign):
        if one.standing:
            withdraw_defect(registry, one.id, reason=_CLEARED, person=OFFICER, seen=one.version)


LESSON = Lesson(_make, _check, _clear)
