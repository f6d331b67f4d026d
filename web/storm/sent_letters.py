"""Letters of a storm recorded as sent: one, or several at once of one day; put right, and taken back."""

import datetime as dt
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.storm.storm_records import OrderState
from registry.services.office.calendar import today
from registry.services.storm.orders import correct_sent, list_orders, record_sent
from registry.services.storm.taken_back import take_back_heard, take_back_sent
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import who
from web.storm.frame import WRITE, blueprint, order_of, storm_of

__all__ = ["blueprint"]


@blueprint.post("/<storm>/letters/sent")
@guarded(*WRITE)
def all_sent(storm: str) -> Any:
    """Record every letter that the form gives a number as sent on its day; the others stay drafts."""
    state = storm_of(storm).storm.state
    form, day = request.form, day_of("sent_on") or today()
    drafts = [one.id for one in list_orders(registry(), storm) if one.waits(state)]
    asked = [
        (order, form[f"number-{order}"], int_of(form.get(f"version-{order}", "")))
        for order in (name.removeprefix("number-") for name in form if name.startswith("number-"))
        if form[f"number-{order}"].strip()
    ]
    if not asked:
        raise RefusalError("STORM-ORDER-NUMBER")
    numbers = []
    try:
        for order, number, seen in asked:
            numbers.append(send(order, number, day, seen=seen))
    finally:  # what was recorded before one was refused stays recorded, and is said
        if numbers:
            flash(
                _(
                    "Đã ghi gửi %(count)s văn bản ngày %(day)s: số %(numbers)s.",
                    count=len(numbers), day=f"{day:%d/%m/%Y}", numbers=", ".join(numbers),
                )
            )  # fmt: skip
    left = [order for order in drafts if order not in {one for one, _number, _seen in asked}]
    return redirect(
        url_for("storms.letters", storm=storm, _anchor=f"o-{left[0]}" if left else "letters"), 303
    )


@blueprint.post("/letters/<order>/sent")
@guarded(*WRITE)
def sent(order: str) -> Any:
    """Record that the office sent the letter, with its number and day."""
    order_of(order)
    number, day = request.form.get("number", ""), day_of("sent_on") or today()
    said = send(order, number, day, seen=version_of())
    flash(_("Đã ghi gửi: số %(number)s ngày %(day)s.", number=said, day=f"{day:%d/%m/%Y}"))
    return redirect(url_for("storms.letter", order=order), 303)


@blueprint.post("/letters/<order>/sent-corrected")
@guarded(*WRITE)
def sent_corrected(order: str) -> Any:
    """Put right the number or the day of a letter that was recorded as sent."""
    from registry.services.storm.letters import papers_to_send  # fills documents: loaded when asked for

    found = order_of(order)
    number = " ".join(request.form.get("number", "").split())
    if not number:
        raise RefusalError("STORM-ORDER-NUMBER")
    day = day_of("sent_on") or found.sent_on or today()
    paper, book = papers_to_send(registry(), order, number, day, state=OrderState.SENT)
    correct_sent(
        registry(), order, number=number, sent_on=day, letter=paper, book=book, seen=version_of(), who=who()
    )
    flash(_("Đã sửa: số %(number)s ngày %(day)s.", number=number, day=f"{day:%d/%m/%Y}"))
    return redirect(url_for("storms.letter", order=order), 303)


def send(order: str, number: str, day: dt.date, *, seen: int) -> str:
    """Record that a letter was sent, with its files as they are; return its number as it is kept."""
    from registry.services.storm.letters import papers_to_send  # fills documents: loaded when asked for

    said = " ".join(number.split())
    if not said:
        raise RefusalError("STORM-ORDER-NUMBER")
    paper, book = papers_to_send(registry(), order, said, day)
    record_sent(registry(), order, number=said, sent_on=day, letter=paper, book=book, seen=seen, who=who())
    return said


@blueprint.post("/letters/<order>/sent-taken-back")
@guarded(*WRITE)
def sent_taken_back(order: str) -> Any:
    """Take back that a letter was sent: it was recorded by mistake, and nobody has answered it."""
    number = order_of(order).number
    take_back_sent(registry(), order, reason=request.form.get("reason", ""), seen=version_of(), who=who())
    flash(_("Đã rút ghi gửi số %(number)s: văn bản chưa gửi.", number=number))
    return redirect(url_for("storms.letter", order=order), 303)


@blueprint.post("/letters/<order>/heard-taken-back")
@guarded(*WRITE)
def heard_taken_back(order: str) -> Any:
    """Take back an acknowledgement that was written down by mistake."""
    order_of(order)
    take_back_heard(registry(), order, reason=request.form.get("reason", ""), seen=version_of(), who=who())
    flash(_("Đã rút ghi xác nhận: nơi nhận trở lại chưa xác nhận."))
    return redirect(url_for("storms.letter", order=order), 303)
