"""What a meeting concluded: typed on the briefing's page, put right, done, followed no more."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.briefing import conclusions as service
from registry.services.office.calendar import today
from web.briefing.frame import LEADERS, READERS, briefings
from web.briefing.weekly import page
from web.frame import refusals
from web.frame.forms import day_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry


@briefings.post("/conclusions")
@guarded(*LEADERS)
def conclude() -> Any:
    """Keep a line of what the meeting concluded."""
    form = request.form
    try:
        service.conclude(
            registry(),
            form.get("task", ""),
            met_on=day_of("met_on") or today(),
            officer=form.get("officer", ""),
            due_on=day_of("due_on"),
            person=current_person(),
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, page)
    flash(_("Đã ghi kết luận."))
    return _back()


@briefings.post("/conclusions/<identity>")
@guarded(*LEADERS)
def amend(identity: str) -> Any:
    """Put a line right, give it to another officer or another day."""
    form = request.form
    try:
        service.amend_conclusion(
            registry(),
            identity,
            task=form.get("task", ""),
            officer=form.get("officer", ""),
            due_on=day_of("due_on"),
            seen=version_of(),
            person=current_person(),
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, page)
    flash(_("Đã lưu."))
    return _back()


@briefings.post("/conclusions/<identity>/finish")
@guarded(*READERS)
def finish(identity: str) -> Any:
    """Say that a line is done; for whoever it was given to, or a leader."""
    try:
        service.finish_conclusion(
            registry(),
            identity,
            outcome=request.form.get("outcome", ""),
            done_on=day_of("done_on"),
            seen=version_of(),
            person=current_person(),
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, page)
    flash(_("Đã ghi kết quả."))
    return _back()


@briefings.post("/conclusions/<identity>/drop")
@guarded(*LEADERS)
def drop(identity: str) -> Any:
    """Follow a line no more, for a reason."""
    try:
        service.drop_conclusion(
            registry(),
            identity,
            reason=request.form.get("outcome", ""),
            seen=version_of(),
            person=current_person(),
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, page)
    flash(_("Đã thôi theo dõi."))
    return _back()


@briefings.post("/conclusions/<identity>/again")
@guarded(*LEADERS)
def again(identity: str) -> Any:
    """Follow a line again."""
    try:
        service.follow_again(registry(), identity, seen=version_of(), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, page)
    return _back()


def _back() -> Any:
    kind, day = request.form.get("kind", ""), request.form.get("day", "")
    return redirect(url_for("briefings.show", kind=kind or None, day=day or None) + "#conclusions", 303)
