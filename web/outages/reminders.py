"""Reminders of an event: who owes a report, how it is reached, what is said, and what was said already."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.notices import Channel
from registry.model.outages.outage_reminders import ReminderWay
from registry.model.people import INSIDE
from registry.services.office.calendar import now as present_moment
from registry.services.office.sending.channels import channels
from registry.services.outages.events import change_event
from registry.services.outages.reminders import ITSELF_AFTER, owed_reports, remind, reminders_of
from web.frame import parameters, refusals
from web.frame.forms import one_of, version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import operator_names, who
from web.frame.wording import outage_words as words
from web.outages.frame import DUTY, blueprint, page, seen_event


@blueprint.get("/<event>/reminders")
@guarded(*INSIDE)
def reminders(event: str) -> str:
    """Show who owes the report of the last cycle, and the reminders of the event."""
    parameters.known_only(request.args, ())
    return _page(event)


@blueprint.post("/<event>/reminders")
@guarded(*DUTY)
def reminder_add(event: str) -> Any:
    """Remind by a notice, note a call or a message, or have the program remind by itself."""
    seen_event(event)
    deed, form = request.form.get("deed", ""), request.form
    if deed in ("itself", "not_itself"):
        change_event(registry(), event, seen=version_of(), who=who(), reminds=deed == "itself")
        flash(
            _("Máy sẽ tự nhắc doanh nghiệp quá hạn. Tắt được bất cứ lúc nào.") if deed == "itself"
            else _("Máy không tự nhắc nữa.")
        )  # fmt: skip
        return redirect(url_for("outages.reminders", event=event), 303)
    if deed != "remind":
        raise RefusalError("REQUEST-VALUE", value=deed[:40])
    way = one_of(ReminderWay, form.get("way", ""))
    chosen = form.getlist("operator")
    if not chosen:
        raise RefusalError("OUTAGE-NOT-ASKED")
    made = remind(registry(), event, chosen, way, who=who(), note=form.get("note", ""))
    flash(_("Đã ghi %(count)s lần nhắc: %(way)s.", count=len(made), way=words.REMINDER_WAYS[way.value]))
    return redirect(url_for("outages.reminders", event=event), 303)


def refusal_pages() -> dict[str, Callable[[RefusalError], str]]:
    """Return the page on which a refused reminder is said."""
    asked = request.view_args or {}
    return {"outages.reminder_add": lambda why: _page(asked["event"], why)}


def _page(event: str, refusal: RefusalError | None = None) -> str:
    found, set_ = seen_event(event), channels(registry())
    return page(
        "outages/reminders.html", event=found, refusal=refusals.said(refusal), names=operator_names(),
        owed=owed_reports(registry(), event, lang=language()), said=reminders_of(registry(), event),
        mail_open=bool(set_.since(Channel.MAIL)), gateway_open=bool(set_.since(Channel.WEBHOOK)),
        short_of=lambda at: words.short(dt.datetime.fromisoformat(at)),
        at=present_moment(), minutes=int(ITSELF_AFTER.total_seconds()) // 60, ways=words.REMINDER_WAYS,
    )  # fmt: skip
