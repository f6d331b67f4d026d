"""What the field has to say of an inspector's day: the masts that are the person's own to visit."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.field.defects import UNREMEDIED_DEFECTS
from registry.model.people import Role
from registry.services.field.campaign_targets import TO_VISIT, targets_of
from registry.services.field.campaigns import list_campaigns
from registry.services.field.defects import list_defects
from registry.services.field.positions.targets import still_to_see
from registry.services.field.vocabulary import told_name
from registry.services.office.calendar import now, today
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.packages import DayWork, Item


def masts() -> Sequence[Item]:
    """Return the masts that were given to the person and not visited yet, the first due first."""
    person = current_person()
    found = []
    for campaign in list_campaigns(registry(), person=person, state="open"):
        for one in targets_of(registry(), campaign.id, person=person, assignee=person.name):
            if one.state != "open" or one.progress not in TO_VISIT:
                continue
            due = one.due_on or campaign.period_to
            item = Item(
                f"{one.mast.code} · {campaign.name}",
                url_for("campaigns.show", campaign=campaign.id),
                str(_("hạn %(day)s", day=f"{due:%d/%m/%Y}")) if due else "",
                late=one.late or due == today(),
            )
            found.append((due is None, due, item))
    return [item for _none, _due, item in sorted(found, key=lambda line: (line[0], line[1] or 0))]


def own_defects() -> Sequence[Item]:
    """Return the carrier's own defects that it has not said to be remedied, the earliest deadline first."""
    return [
        Item(
            f"{one.mast.code} · {told_name(one, language())}",
            url_for("defects.show", identity=one.id),
            str(_("hạn %(day)s", day=f"{one.deadline:%d/%m/%Y}")) if one.deadline else "",
            late=one.overdue(today(), now()),
        )
        for one in list_defects(registry(), person=current_person(), states=sorted(UNREMEDIED_DEFECTS))
    ]


def positions() -> Sequence[Item]:
    """Return the proposed positions that the person, or nobody by name, is sent to and has not seen yet."""
    day = today()
    return [
        Item(
            one.code,
            url_for("field_app.page"),
            str(_("hạn %(day)s", day=f"{one.due_on:%d/%m/%Y}")) if one.due_on else "",
            late=one.late or one.due_on == day,
        )
        for one in still_to_see(registry(), person=current_person(), day=day)
    ]


DAY = (
    DayWork(20, (Role.INSPECTOR,), _l("Cột phải đi kiểm tra"), "campaigns.listed", masts,
            none=_l("Không còn cột nào được giao mà chưa kiểm tra."), more=_l("Xem từng đợt kiểm tra")),
    DayWork(21, (Role.INSPECTOR,), _l("Vị trí đề nghị phải đi xem"), "field_app.page", positions,
            more=_l("Mở trên điện thoại: Đi xem vị trí đề nghị")),
    DayWork(31, (Role.CARRIER,), _l("Tồn tại phải khắc phục"), "defects.own", own_defects),
)  # fmt: skip
