"""What went, goes or did not go out of the house: its list, stopped or tried again from there."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.notices import Channel, DeliveryState
from registry.model.people import Role
from registry.model.vietnam_time import in_vietnam, written
from registry.services.office.notices import sentence
from registry.services.office.record_words import said
from registry.services.office.sending import outbox as sent
from registry.services.office.sending.channels import recipient_of
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.wording.words import ROLES

blueprint = Blueprint("outbox", __name__, url_prefix="/office/outbox")

_READ = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER)
STATES: dict[DeliveryState, Any] = {
    DeliveryState.QUEUED: _l("chờ gửi"),
    DeliveryState.SENDING: _l("đang gửi"),
    DeliveryState.SENT: _l("đã gửi"),
    DeliveryState.FAILED: _l("không gửi được"),
    DeliveryState.CANCELLED: _l("đã dừng"),
}
CHANNELS: dict[Channel, Any] = {
    Channel.MAIL: _l("Thư điện tử"),
    Channel.WEBHOOK: _l("SMS, Zalo"),
    Channel.EVENTS: _l("Sự kiện cho hệ thống khác"),
}
_LEFT = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING})
_SHOWN = ("all", "left", "failed")


@blueprint.get("")
@guarded(*_READ)
def listed() -> str | Response:
    """Show what went, goes or did not go out of the house; or send it as a workbook."""
    parameters.known_only(request.args, (*NAMES, "show"))
    return _list()


@blueprint.post("/<delivery>/cancel")
@guarded(*_READ)
def cancel(delivery: str) -> Any:
    """Stop a delivery that is not over."""
    sent.cancel(registry(), delivery)
    flash(_("Đã dừng lượt gửi; thông báo vẫn nằm trong hộp của người nhận."))
    return redirect(url_for("outbox.listed"), 303)


@blueprint.post("/<delivery>/again")
@guarded(*_READ)
def again(delivery: str) -> Any:
    """Have a delivery that failed or was stopped tried again."""
    sent.send_again(registry(), delivery)
    flash(_("Đã xếp lượt gửi lại."))
    return redirect(url_for("outbox.listed"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the list why a delivery is not stopped or tried again."""
    page = _list(error)
    return page if isinstance(page, str) else ""


def _list(refusal: RefusalError | None = None) -> str | Response:
    chosen = request.args.get("show", "") if request.args.get("show") in _SHOWN else "all"
    every = sent.outbox(registry())
    groups = {
        "all": every,
        "left": [line for line in every if line.delivery.state in _LEFT],
        "failed": [line for line in every if line.delivery.state is DeliveryState.FAILED],
    }
    found = listing(groups[chosen], _columns(), kept=("show",), endpoint="outbox.listed", searched=True)
    if wants_book() and refusal is None:
        return found.book(_("Đã gửi ra ngoài"))
    words = {"all": _("Tất cả"), "left": _("Chưa gửi xong"), "failed": _("Không gửi được")}
    return render_template(
        "frame/outbox.html",
        refusal=refusals.said(refusal),
        listed=found,
        items=found.items,
        chosen=chosen,
        lists=[(name, words[name], len(lines)) for name, lines in groups.items()],
        states=STATES,
        channels=CHANNELS,
        left=_LEFT,
        over=DeliveryState.SENT,
        lang=language(),
        name_of=_name_of,
        moment=_moment,
        said=_told,
        total=len(every),
    )


def _told(line: sent.OutboxLine) -> str:
    """Return what a delivery is about: the notice's sentence, or the event."""
    if line.notice:
        return sentence(line.notice, language())
    event = line.delivery.event
    if not event:
        return ""
    words = said("webhooks", str(event.get("type", "")))
    return (
        f"{words.en if language() == 'en' else words.vi} {event.get('subject', {}).get('number', '')}".strip()
    )


def _name_of(line: sent.OutboxLine) -> str:
    if line.delivery.channel is Channel.EVENTS:
        return line.recipient
    recipient = recipient_of(line.delivery.recipient)
    return str(ROLES[Role(recipient.role)]) if recipient.role else line.recipient


def _moment(at: str) -> str:
    return written(in_vietnam(at)) if at else ""


def _columns() -> list[Column]:
    return [
        Column("at", _("Lúc"), lambda line: in_vietnam(line.delivery.created_at)),
        Column("to", _("Nơi nhận"), _name_of),
        Column("state", _("Trạng thái"), lambda line: str(STATES[line.delivery.state])),
        Column("tries", _("Số lần thử"), lambda line: line.delivery.tries, number=True, heading=False),
        Column("why", _("Máy chủ trả lời"), lambda line: line.why(language()) or line.delivery.said),
        Column("channel", _("Kênh"), lambda line: str(CHANNELS[line.delivery.channel]), heading=False),
        Column("address", _("Địa chỉ"), lambda line: line.delivery.address, heading=False),
        Column(
            "notice", _("Thông báo"), _told, heading=False,
        ),
    ]  # fmt: skip
