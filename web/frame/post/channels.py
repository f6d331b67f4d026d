"""The ways out of the house and everybody's addresses, which the administrator sets and tries out."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.notices import NOTICE_CHANNELS, Channel, Recipient
from registry.model.people import Role
from registry.model.vietnam_time import in_vietnam, written
from registry.services.office.sending import channels as service
from registry.services.office.sending.outbox import try_out
from web.frame import refusals
from web.frame.forms import int_of
from web.frame.guard import guarded
from web.frame.office import present_number, registry, since_of
from web.frame.people import who
from web.frame.wording.words import ROLES

blueprint = Blueprint("channels", __name__, url_prefix="/office/channels")

SECURITIES: dict[str, Any] = {
    "starttls": _l("STARTTLS (cổng 587)"),
    "tls": _l("TLS (cổng 465)"),
    "none": _l("không mã hóa (chỉ trong mạng nội bộ)"),
}


@blueprint.get("")
@guarded(Role.ADMINISTRATOR)
def show() -> str:
    """Show the ways out and everybody's addresses."""
    return _page()


@blueprint.post("/mail")
@guarded(Role.ADMINISTRATOR)
def save_mail() -> Any:
    """Set the mail server."""
    form = request.form
    server = service.MailServer(
        form.get("host", ""), int_of(form.get("port", "")), form.get("security", ""), form.get("user", ""),
        form.get("sender", ""),
    )  # fmt: skip
    service.set_mail(
        registry(), server, on="on" in form, base=form.get("base", ""), password=form.get("secret") or None,
        who=who(), since=since_of(form),
    )  # fmt: skip
    flash(_("Đã lưu."))
    return redirect(url_for("channels.show"), 303)


@blueprint.post("/webhook")
@guarded(Role.ADMINISTRATOR)
def save_webhook() -> Any:
    """Set the gateway and the hosts that may be asked."""
    form = request.form
    gateway = service.Gateway(
        form.get("url", ""), tuple(form.get("hosts", "").split()), tuple(form.get("inside", "").split())
    )
    service.set_gateway(
        registry(), gateway, on="on" in form, base=form.get("base", ""), key=form.get("secret") or None,
        who=who(), since=since_of(form),
    )  # fmt: skip
    flash(_("Đã lưu."))
    return redirect(url_for("channels.show") + "#webhook", 303)


@blueprint.post("/addresses")
@guarded(Role.ADMINISTRATOR)
def save_addresses() -> Any:
    """Set where a recipient is told, and send a trial there where that is asked for."""
    form = request.form
    recipient = service.recipient_of(form.get("recipient", ""))
    given = service.Addresses(form.get("mail", ""), form.get("webhook", ""), form.get("number", ""))
    service.set_addresses(registry(), recipient, given, who=who(), since=since_of(form))
    trial = form.get("trial", "")
    if trial in NOTICE_CHANNELS:
        said = try_out(registry(), Channel(trial), recipient)
        flash(_("Đã gửi thử. Máy chủ trả lời: %(said)s", said=said))
    else:
        flash(_("Đã lưu."))
    return redirect(url_for("channels.show") + "#addresses", 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal beside the form where the deed was tried, with what was typed."""
    return _page(error)


def _page(refusal: RefusalError | None = None) -> str:
    standing = service.channels(registry())
    return render_template(
        "frame/channels.html",
        refusal=refusals.said(refusal),
        form=request.form if refusal else {},
        tried=(request.endpoint or "").rpartition(".")[2] if refusal else "",
        base=standing.base,
        mail=standing.mail,
        gateway=standing.gateway,
        has_password=service.has_secret(registry(), Channel.MAIL),
        has_key=service.has_secret(registry(), Channel.WEBHOOK),
        securities=SECURITIES,
        recipients=[
            (one.key, _kind(one), name or str(ROLES[Role(one.role)]), standing.addresses.get(one))
            for one, name in service.recipients(registry())
        ],
        since=present_number(),
        moment=_moment,
    )


def _kind(recipient: Recipient) -> str:
    if recipient.organisation:
        return str(_("Doanh nghiệp, đơn vị"))
    return str(_("Tài khoản") if recipient.account else _("Vai trò của cơ quan"))


def _moment(at: str) -> str:
    return written(in_vietnam(at)) if at else ""
