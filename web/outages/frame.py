"""What the outage pages share: whose reports one sees, who enters for others, and how a form is read."""

import datetime as dt
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.outages.outages import OutageEvent
from registry.model.people import INSIDE, Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.outages.events import event_of
from registry.services.outages.moments import read_moment
from registry.services.outages.statement_list import ListedLine
from web.frame.guard import current_person
from web.frame.listing import Column
from web.frame.office import registry
from web.frame.people import own_code
from web.frame.wording import outage_words as words

blueprint = Blueprint("outages", __name__, url_prefix="/outages")

DUTY = (Role.DUTY_OFFICER, Role.LEADER, Role.ADMINISTRATOR)
"""Who opens events and enters what carriers report by phone."""

REPORTERS = (*DUTY, Role.CARRIER)
READ = (*sorted(INSIDE), Role.CARRIER)


_FAR = dt.timedelta(days=3650)


def page(template: str, **values: Any) -> str:
    """Render a page with the words of this part."""
    return render_template(
        template,
        words=words,
        moment=words.moment,
        short=words.short,
        field=words.field,
        span=words.span,
        may_enter=current_person().is_one_of(*DUTY),
        own=own_operator(),
        **values,
    )


def own_operator() -> str | None:
    """Return the code of the carrier who asks, None for the office."""
    return own_code(current_person())


def seen_event(event: str) -> OutageEvent:
    """Return an event that the person may see; any other one is not there (``OUTAGE-UNKNOWN``)."""
    found, own = event_of(registry(), event), own_operator()
    if own is not None and own not in found.operators:
        raise RefusalError("OUTAGE-UNKNOWN")
    return found


def check_own(operator: str) -> None:
    """Refuse what is another carrier's just as what does not exist."""
    own = own_operator()
    if own is not None and own != operator:
        raise RefusalError("OUTAGE-UNKNOWN")


def operator_asked(event: OutageEvent) -> str:
    """Return whose report it is: the carrier's own whatever the form says, or the one the officer chose."""
    own = own_operator()
    chosen = own if own is not None else request.values.get("operator", "")
    if chosen not in event.operators:
        raise RefusalError("OUTAGE-NOT-ASKED")
    return chosen


def moment_of(text: str | None) -> dt.datetime | None:
    """Return the moment of a field, None where it is empty (``OUTAGE-MOMENT-NOT-READ``)."""
    text = (text or "").strip()
    if not text:
        return None
    read = read_moment(text, now() + _FAR)
    if read.at is None:
        raise RefusalError("OUTAGE-MOMENT-NOT-READ", value=text[:40])
    return read.at


def needed_moment(name: str) -> dt.datetime:
    """Return the moment of a field that must be filled."""
    found = moment_of(request.form.get(name))
    if found is None:
        raise RefusalError("OUTAGE-MOMENT-NOT-READ", value="")
    return found


def cycle_of(text: str) -> dt.datetime:
    """Return the due moment that a page named (``OUTAGE-CYCLE``)."""
    try:
        found = dt.datetime.fromisoformat(text)  # as a link of a page says it
    except ValueError as error:
        raise RefusalError("OUTAGE-CYCLE") from error
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def whole(text: str | None) -> int | None:
    """Return a whole number of a field, None where it is empty (``OUTAGE-NUMBER``)."""
    text = (text or "").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 6:
        raise RefusalError("OUTAGE-NUMBER", value=text[:40])
    return int(text)


def event_columns(known: dict[str, str]) -> list[Column]:
    """Return the columns of the list of events; a carrier reads its own name only."""
    asked = (own,) if (own := own_operator()) is not None else ()
    return [
        Column("name", _("Sự kiện"), lambda one: one.name),
        Column("from", _("Bắt đầu"), lambda one: one.started_at.astimezone(VIETNAM)),
        Column("hours", _("Kỳ báo cáo"), lambda one: one.hours),
        Column(
            "carriers", _("Doanh nghiệp"),
            lambda one: ", ".join(known.get(code, code) for code in asked or one.operators),
        ),
        Column("state", _("Trạng thái"), lambda one: _("Đang mở") if one.open else _("Đã đóng")),
        Column("kind", _("Loại"), lambda one: words.KINDS[one.kind.value], heading=False),
    ]  # fmt: skip


def line_columns(known: dict[str, str]) -> list[Column]:
    """Return the columns of the statements behind a number."""

    def place(row: ListedLine) -> str:
        return row.commune if row.counted else row.station.code if row.station else row.line.code

    def state(row: ListedLine) -> Any:
        if row.counted:
            return _(
                "số lượng: %(down)s mất, %(restored)s đã khôi phục",
                down=row.line.down,
                restored=row.line.restored if row.line.restored is not None else _("chưa rõ"),
            )
        return words.STATES["down" if row.down and not row.by_count else "restored"]

    return [
        Column("place", _("Trạm hoặc xã, phường"), place),
        Column("operator", _("Doanh nghiệp"), lambda row: known.get(row.line.operator, row.line.operator)),
        Column("state", _("Tình trạng"), state),
        Column(
            "cause",
            _("Nguyên nhân"),
            lambda row: words.CAUSES[row.line.cause.value] if row.line.cause else "",
        ),
        Column("at", _("Mất / khôi phục lúc"), lambda row: _vietnam(row.line.occurred_at)),
        Column("as_of", _("Theo báo cáo"), lambda row: _vietnam(row.line.as_of)),
        Column("commune", _("Xã, phường"), lambda row: row.commune, heading=False, sorts=True),
        Column("restored", _("Khôi phục lúc"), lambda row: _vietnam(row.line.restored_at), heading=False),
        Column("note", _("Ghi chú"), lambda row: row.line.note, heading=False),
    ]


def _vietnam(at: dt.datetime | None) -> dt.datetime | None:
    return None if at is None else at.astimezone(VIETNAM)
