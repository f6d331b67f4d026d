"""What inspections of companies say of somebody's day: steps near or late, decisions, what is owed."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.messages import say
from registry.model.people import Role
from registry.services.company_inspections.held import InspectionLine
from registry.services.company_inspections.near_steps import Owed, due_steps, owed_by, waiting_for
from registry.services.office.calendar import today
from web.company_inspections import words
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.packages import DayWork, Item


def steps() -> Sequence[Item]:
    """Return the inspections whose next step is near or late, or whose reports are late."""
    found = []
    for one in due_steps(registry()):
        what = words.awaited(one.inspection) or words.STANDS[one.inspection.stage]
        reports = _("%(n)s báo cáo trễ hạn", n=one.reports_late) if one.reports_late else ""
        note = " · ".join(filter(None, (_until(one), str(reports))))
        found.append(_item(one, what, note, late=one.late or bool(one.reports_late)))
    return found


def decisions() -> Sequence[Item]:
    """Return the inspections that wait for a leader: to be decided, concluded or sealed."""
    return [
        _item(one, words.STANDS[one.inspection.stage], _until(one), late=one.late)
        for one in waiting_for(registry(), current_person())
    ]


def owed() -> Sequence[Item]:
    """Return what the person's company owes its inspections."""
    day = today()
    return [
        Item(
            f"{one.code}: {say(one.title, language())}",
            url_for("company_inspections.own_show", identity=one.inspection),
            _owed_note(one),
            late=one.late(day) or one.due_on == day,
        )
        for one in owed_by(registry(), person=current_person())
    ]


def _item(one: InspectionLine, what: object, note: str, *, late: bool) -> Item:
    address = url_for("company_inspections.show", identity=one.inspection.id)
    return Item(f"{one.inspection.code} · {one.company_name}: {what}", address, note, late=late)


def _owed_note(one: Owed) -> str:
    until = str(_("hạn %(day)s", day=f"{one.due_on:%d/%m/%Y}")) if one.due_on else ""
    back = str(_("bị trả lại để làm lại")) if one.returned else ""
    return " · ".join(filter(None, (back, until)))


def _until(one: InspectionLine) -> str:
    if one.due is None or one.due.due_on is None:
        return ""
    return str(_("hạn %(day)s", day=f"{one.due.due_on:%d/%m/%Y}"))


DAY = (
    DayWork(
        24, (Role.APPRAISER, Role.INSPECTOR), _l("Bước của cuộc kiểm tra doanh nghiệp"),
        "company_inspections.listed", steps,
    ),
    DayWork(
        25, (Role.LEADER,), _l("Cuộc kiểm tra doanh nghiệp chờ quyết định"), "company_inspections.listed",
        decisions,
    ),
    DayWork(
        32, (Role.CARRIER,), _l("Việc phải làm cho cuộc kiểm tra"), "company_inspections.own", owed,
    ),
)  # fmt: skip
