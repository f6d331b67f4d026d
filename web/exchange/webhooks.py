"""Addresses of other programs that hear of events: allowed by the administrator, tried, paused, removed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.messages import render
from registry.model.notices import Delivery, DeliveryState
from registry.model.people import Role
from registry.model.vietnam_time import in_vietnam, written
from registry.model.webhooks import EventType, Subscription, SubscriptionState
from registry.services.office.events import event_deliveries, webhooks
from registry.services.office.organisations import organisations
from registry.services.office.record_words import said
from registry.services.office.sending.channels import channels
from web.frame import refusals
from web.frame.forms import int_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who

blueprint = Blueprint("webhooks", __name__, url_prefix="/office/webhooks")

SHOWN = 50
"""How many deliveries, the newest, the page of an address shows."""
STATES: dict[SubscriptionState, Any] = {
    SubscriptionState.ACTIVE: _l("đang nhận"),
    SubscriptionState.PAUSED: _l("tạm dừng"),
    SubscriptionState.GONE: _l("tự dừng: địa chỉ trả lời không còn nhận (410)"),
}
DELIVERIES: dict[DeliveryState, Any] = {
    DeliveryState.QUEUED: _l("chờ gửi"),
    DeliveryState.SENDING: _l("đang gửi"),
    DeliveryState.SENT: _l("đã nhận"),
    DeliveryState.FAILED: _l("không gửi được"),
    DeliveryState.CANCELLED: _l("đã dừng"),
}


@blueprint.get("")
@guarded(Role.ADMINISTRATOR)
def listed() -> str:
    """Show the addresses that hear of events, and the form for another one."""
    return _list()


@blueprint.post("")
@guarded(Role.ADMINISTRATOR)
def allow() -> Any:
    """Let an address hear of events, and show its key this once."""
    form = request.form
    made, key = webhooks.allow(
        registry(), name=form.get("name", ""), url=form.get("url", ""), events=form.getlist("event"),
        organisation=form.get("organisation", ""), who=who(),
    )  # fmt: skip
    return _one(made.id, key=key), 201


@blueprint.get("/<identity>")
@guarded(Role.ADMINISTRATOR)
def show(identity: str) -> str:
    """Show an address with what went to it."""
    return _one(identity)


@blueprint.post("/<identity>")
@guarded(Role.ADMINISTRATOR)
def change(identity: str) -> Any:
    """Change where an address is and what it hears."""
    form = request.form
    webhooks.change(
        registry(), identity, name=form.get("name", ""), url=form.get("url", ""),
        events=form.getlist("event"), organisation=form.get("organisation", ""),
        seen=int_of(form.get("version", "")), who=who(),
    )  # fmt: skip
    flash(_("Đã lưu."))
    return _back(identity)


@blueprint.post("/<identity>/key")
@guarded(Role.ADMINISTRATOR)
def renew(identity: str) -> Any:
    """Give an address another key, and show it this once."""
    key = webhooks.renew_key(registry(), identity, seen=_seen(), who=who())
    return _one(identity, key=key)


@blueprint.post("/<identity>/ping")
@guarded(Role.ADMINISTRATOR)
def ping(identity: str) -> Any:
    """Send an address a trial, and say what it answered."""
    answer = event_deliveries.ping(registry(), identity)
    flash(_("Đã gửi thử. Máy chủ trả lời: %(said)s", said=answer))
    return _back(identity)


@blueprint.post("/<identity>/pause")
@guarded(Role.ADMINISTRATOR)
def pause(identity: str) -> Any:
    """Let an address hear of nothing for now."""
    webhooks.pause(registry(), identity, seen=_seen(), who=who())
    flash(_("Đã tạm dừng. Sự kiện từ nay đến lúc mở lại không được gửi."))
    return _back(identity)


@blueprint.post("/<identity>/resume")
@guarded(Role.ADMINISTRATOR)
def resume(identity: str) -> Any:
    """Let an address hear of events again."""
    webhooks.resume(registry(), identity, seen=_seen(), who=who())
    flash(_("Đã mở lại. Lượt gửi còn chờ được gửi tiếp."))
    return _back(identity)


@blueprint.post("/<identity>/remove")
@guarded(Role.ADMINISTRATOR)
def remove(identity: str) -> Any:
    """Take an address away."""
    webhooks.remove(registry(), identity, seen=_seen(), who=who())
    flash(_("Đã gỡ địa chỉ; sổ cái còn giữ việc đã cho phép."))
    return redirect(url_for("webhooks.listed"), 303)


@blueprint.post("/<identity>/<delivery>/again")
@guarded(Role.ADMINISTRATOR)
def again(identity: str, delivery: str) -> Any:
    """Have an event that was not taken tried again now."""
    event_deliveries.try_now(registry(), delivery)
    flash(_("Đã xếp lượt gửi lại."))
    return _back(identity)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page where the deed was tried, with what was typed."""
    identity = (request.view_args or {}).get("identity", "")
    if not identity or error.code == "WEBHOOK-UNKNOWN":
        return _list(error)
    return _one(identity, error)


def _list(refusal: RefusalError | None = None) -> str:
    found = [(one, _summary(one)) for one in webhooks.subscriptions(registry())]
    return render_template(
        "exchange/webhooks.html", found=found, refusal=refusals.said(refusal), base=channels(registry()).base,
        form=request.form if refusal else None, **_words(),
    )  # fmt: skip


def _one(identity: str, refusal: RefusalError | None = None, *, key: str = "") -> str:
    found = webhooks.subscription(registry(), identity)
    return render_template(
        "exchange/webhook.html", one=found, refusal=refusals.said(refusal), key=key, why=_why,
        sent=event_deliveries.newest(registry(), identity, SHOWN), deliveries=DELIVERIES,
        form=request.form if refusal and request.endpoint == "webhooks.change" else None,
        over=DeliveryState.SENT, under_way=DeliveryState.SENDING, active=SubscriptionState.ACTIVE, **_words(),
    )  # fmt: skip


def _words() -> dict[str, Any]:
    names = [(item.code, item.name) for item in organisations(registry())]
    return {
        "events": _events(),
        "states": STATES,
        "organisations": names,
        "names": dict(names),
        "moment": _moment,
    }


def _events() -> dict[str, str]:
    """Return what each event is called, as the ledger's pages call it."""
    words = {event: said("webhooks", event.value) for event in EventType}
    found = {event.value: word.en if language() == "en" else word.vi for event, word in words.items()}
    return {code: text[:1].upper() + text[1:] for code, text in found.items()}


def _summary(one: Subscription) -> dict[str, Any]:
    """Return what the list says of an address's last deliveries: how many wait or failed, the last taken."""
    sent = event_deliveries.newest(registry(), one.id, SHOWN)
    count = {state: sum(item.state is state for item in sent) for state in DeliveryState}
    taken = max((item.tried_at for item in sent if item.state is DeliveryState.SENT), default="")
    return {
        "waits": count[DeliveryState.QUEUED] + count[DeliveryState.SENDING],
        "failed": count[DeliveryState.FAILED],
        "taken": taken,
    }


def _why(item: Delivery) -> str:
    params = dict.fromkeys(("said", "host", "url"), item.said)
    return render(item.error, params, language()) if item.error else item.said


def _back(identity: str) -> Any:
    return redirect(url_for("webhooks.show", identity=identity), 303)


def _seen() -> int:
    return int_of(request.form.get("version", ""))


def _moment(at: str) -> str:
    return written(in_vietnam(at)) if at else ""
