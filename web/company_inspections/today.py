"""What inspections of companies have to say of somebody's day: late steps, reports, what a company owes."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.company_inspections.steps import NEXT_CLOCK, Stage
from registry.model.people import Role
from registry.services.company_inspections.held import list_inspections
from web.company_inspections import words
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.packages import DayWork, Item

_TO_DECIDE = frozenset({Stage.PROPOSED, Stage.SUBMITTED, Stage.FOLLOWED})


def steps() -> Sequence[Item]:
    """Return the inspections whose next step has a day, the late ones late."""
    found = []
    for one in list_inspections(registry(), person=current_person()):
        clock = NEXT_CLOCK.get(one.inspection.stage)
        if clock is None or one.due is None or one.due.due_on is None:
            continue
        what = f"{one.inspection.code} · {one.company_name}: {words.CLOCKS[clock]}"
        address = url_for("company_inspections.show", identity=one.inspection.id)
        found.append(Item(what, address, f"{_('trước')} {one.due.due_on:%d/%m/%Y}", late=one.late))
    return found


def decisions() -> Sequence[Item]:
    """Return the inspections that wait for a leader: to be decided, concluded or sealed."""
    return [
        Item(
            f"{one.inspection.code} · {one.company_name}: {words.STANDS[one.inspection.stage]}",
            url_for("company_inspections.show", identity=one.inspection.id),
            f"{_('trước')} {one.due.due_on:%d/%m/%Y}" if one.due and one.due.due_on else "",
            late=one.late,
        )
        for one in list_inspections(registry(), person=current_person())
        if one.inspection.stage in _TO_DECIDE
    ]


DAY = (
    DayWork(
        24, (Role.APPRAISER, Role.INSPECTOR), _l("Bước của cuộc kiểm tra doanh nghiệp"),
        "company_inspections.listed", steps,
    ),
    DayWork(
        25, (Role.LEADER,), _l("Cuộc kiểm tra doanh nghiệp chờ quyết định"), "company_inspections.listed",
        decisions,
    ),
)  # fmt: skip
