"""What citizens' reports have to say of an officer's day: those that are due in the province's system, and
those to whose reporters the office promised to come."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.field.field_reports import FieldReport
from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.public.cases import due_cases
from registry.services.public.citizen_reports import below, reports
from registry.services.public.report_visits import owed, owed_by_line
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.frame.wording import board_words as words
from web.public.deadlines import is_broken

SOON = dt.timedelta(days=2)
"""How long before its day a report is on the page of the day."""


def due() -> Sequence[Item]:
    """Return the reports that are due within two days or late, the first due first; joined ones by their
    lead."""
    day = today()
    found: dict[str, FieldReport] = {}
    for one in due_cases(registry()):
        if one.due_on is not None and one.due_on <= day + SOON:
            found.setdefault(one.joined_to or one.id, one)
    return [
        Item(
            f"{one.case_number or one.number}: {words.REPORT_KINDS[one.kind.value]}",
            url_for("field_reports_desk.show", identity=lead),
            f"{_('hạn')} {one.due_on:%d/%m/%Y}",
            late=one.due_on is not None and one.due_on <= day,
        )
        for lead, one in found.items()
    ]


def promised() -> Sequence[Item]:
    """Return the reports whose receipts name a moment within two days, or one that is over, and where nobody
    came yet, the first moment first; those below another one by that, as the list has them."""
    day, known = today(), reports(registry())
    every = {one.id: one for one in known}
    lines = owed_by_line(owed(registry(), known), below(known))
    return [
        Item(
            f"{one.number}: {words.REPORT_KINDS[one.kind.value]}",
            url_for("field_reports_desk.show", identity=lead),
            _("quá hẹn %(hour)s ngày %(day)s", hour=f"{until:%H:%M}", day=f"{until:%d/%m/%Y}")
            if is_broken(until)
            else _("trước %(hour)s ngày %(day)s", hour=f"{until:%H:%M}", day=f"{until:%d/%m/%Y}"),
            late=until.date() <= day,
        )
        for lead, (identity, until) in lines.items()
        if until.date() <= day + SOON
        for one in (every[identity],)
    ]


DAY = (
    DayWork(23, (Role.APPRAISER,), _l("Phản ánh của tỉnh đến hạn"), "field_reports_desk.listed", due),
    DayWork(
        19,
        (Role.INSPECTOR, Role.APPRAISER),
        _l("Đã hẹn người phản ánh có người kiểm tra"),
        "field_reports_desk.listed",
        promised,
    ),
)
