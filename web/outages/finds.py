"""What outages let be found: events, a carrier those that await its reports."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.vietnam_time import VIETNAM
from registry.services.office.found.index import Thing
from registry.services.outages.events import events
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.office import registry
from web.outages.frame import own_operator


def address_of(event: str) -> str:
    """Return where an event is read: for the office the board, for a carrier its report."""
    return url_for("outages.board" if current_person().sees_all else "outages.report", event=event)


def outages() -> list[Thing]:
    """Return the events by name."""
    return [
        Thing(
            one.name,
            address_of(one.id),
            f"{one.started_at.astimezone(VIETNAM):%d/%m/%Y} · "
            f"{_('đã kết thúc') if one.closed_at else _('đang diễn ra')}",
            one.note if current_person().sees_all else "",
        )
        for one in events(registry(), operator=own_operator())
    ]


FINDS = (Finds("outage", "outages.listed", outages, tables=("outage_events", "operators")),)
OPENS = (
    Opens("outages.listed", words=_l("mất liên lạc, mất sóng, trạm ngừng hoạt động, mất điện, báo cáo")),
    Opens("outages.mailbox", _l("Thư báo cáo mất liên lạc"), _l("hộp thư, thư điện tử")),
    Opens("outages.power_areas", _l("Khu vực mất điện"), _l("điện lực, máy nổ, ắc quy")),
    Opens("outages.new", _l("Mở sự kiện mất liên lạc"), _l("mất sóng, trạm ngừng"), deed=True),
)
