"""What obligations have to say of a carrier's day: those overdue or due soon."""

import contextlib
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.duties import Duty, DutyState
from registry.model.people import Role
from registry.services.obligations.compliance import compliance_run, kept_run
from registry.services.obligations.handed_reports import returned_of
from registry.services.obligations.obligations import duties_of, title
from registry.services.office.calendar import today
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.frame.people import own_code

_PRESSING = (DutyState.OVERDUE, DutyState.SOON)
_OF_OTHERS = frozenset({"sharing", "defect"})
"""Pages whose packages tell of the day's work themselves: what stands there is not said twice."""


def before_day() -> None:
    """Make the first run of a server where none was made yet: without it nothing owed would be counted."""
    if kept_run(registry()) is None and (current_person().is_staff or own_code(current_person())):
        with contextlib.suppress(RefusalError):  # its own page says what is refused
            compliance_run(registry())


def due() -> Sequence[Item]:
    """Return the carrier's obligations that press, and those whose report came back, by the run made last."""
    own, run = own_code(current_person()), kept_run(registry())
    if not own or run is None:
        return []
    returned = returned_of(registry(), own)
    return [
        Item(
            title(duty, language()),
            url_for("obligations.show", key=duty.key),
            _note(duty, returned=duty.key in returned),
            late=duty.state is DutyState.OVERDUE or duty.due_on <= today(),
        )
        for duty in duties_of(registry(), today(), organisation=own, run=run)
        if (duty.state in _PRESSING or (duty.open and duty.key in returned))
        and duty.link[0] not in _OF_OTHERS
    ]


def _note(duty: Duty, *, returned: bool) -> str:
    """Return until when something is owed, and that the office sent the last report for it back."""
    until = _("hạn hôm nay") if duty.due_on == today() else f"{_('hạn')} {duty.due_on:%d/%m/%Y}"
    back = _("báo cáo bị trả lại")
    return f"{back} · {until}" if returned else str(until)


DAY = (DayWork(30, (Role.CARRIER,), _l("Nghĩa vụ đến hạn"), "obligations.listed", due),)
