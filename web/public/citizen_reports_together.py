"""Many field reports at once: chosen in the list, closed with one answer, opened again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.field.field_reports import DANGEROUS, CloseReason
from registry.services.office.calendar import in_vietnam
from registry.services.public import citizen_reports as reports
from registry.services.public import closing, report_promises
from web.frame import parameters, refusals
from web.frame.forms import int_of, one_of
from web.frame.guard import WORKERS, guarded
from web.frame.office import registry, since_of
from web.frame.people import who
from web.frame.wording import board_words as words
from web.frame.wording.report_places import where_said

blueprint = Blueprint("field_reports_together", __name__, url_prefix="/field-reports")


@blueprint.get("/together")
@guarded(*WORKERS)
def together() -> str:
    """Show the chosen reports (``one``, once each) before they are closed with one answer."""
    parameters.known_only(request.args, ("one",))
    return _page()


@blueprint.post("/together")
@guarded(*WORKERS)
def close_together() -> Any:
    """Close the chosen reports: ``one`` are ids, each with the version seen in ``version-ID``."""
    form = request.form
    chosen = {one: int_of(form.get(f"version-{one}", "")) for one in form.getlist("one")}
    standing = [reports.report(registry(), one) for one in chosen]
    if any(one.kind in DANGEROUS for one in standing) and not form.get("dangerous"):
        raise RefusalError("REPORT-DANGEROUS-CHOSEN")
    batch = closing.close_together(
        registry(),
        chosen,
        reason=one_of(CloseReason, form.get("reason", "")),
        reply=form.get("reply", ""),
        note=form.get("note", ""),
        who=who(),
    )
    return redirect(url_for("field_reports_together.closed", batch=batch), 303)


@blueprint.get("/closed/<batch>")
@guarded(*WORKERS)
def closed(batch: str) -> str:
    """Show what was closed together, and how it is taken back."""
    parameters.known_only(request.args, ())
    found = closing.closed_by(registry(), batch)
    return render_template(
        "public/citizen_reports/closed.html",
        items=[(one, in_vietnam(one.at)) for one in found],
        kinds=words.REPORT_KINDS,
        reasons=words.CLOSE_REASONS,
    )


@blueprint.post("/reopened")
@guarded(*WORKERS)
def reopen_together() -> Any:
    """Open reports again that were closed together."""
    form = request.form
    chosen = {one: int_of(form.get(f"version-{one}", "")) for one in form.getlist("one")}
    closing.reopen_together(registry(), chosen, who=who())
    flash(_("Đã mở lại %(n)s phản ánh.", n=len(chosen)))
    return redirect(url_for("field_reports_desk.listed", state="new"), 303)


@blueprint.post("/<identity>/apart")
@guarded(*WORKERS)
def apart(identity: str) -> Any:
    """Take a report out from below another one."""
    seen = int_of(request.form.get("version", ""))
    reports.stand_alone(registry(), identity, who=who(), seen=seen)
    flash(_("Đã tách thành phản ánh riêng."))
    return redirect(url_for("field_reports_desk.show", identity=identity), 303)


@blueprint.post("/promises")
@guarded("administrator")
def promise() -> Any:
    """Set what receipts say of who comes and until when."""
    form = request.form
    report_promises.state_promises(
        registry(),
        who_comes=form.get("who_comes", ""),
        danger_hours=form.get("danger_hours", ""),
        other_days=form.get("other_days", ""),
        who=who(),
        since=since_of(form),
    )
    flash(_("Đã lưu; biên nhận của phản ánh nói theo đó."))
    return redirect(url_for("field_reports_desk.listed") + "#promises", 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of what was chosen, with what was typed."""
    return _page(error) if request.endpoint == "field_reports_together.close_together" else None


def _page(refusal: RefusalError | None = None) -> str:
    asked = request.form.getlist("one") or request.args.getlist("one")
    every = reports.reports(registry())
    below = reports.below(every)
    wanted = {id_ for one in asked for id_ in (one, *(other.id for other in below.get(one, ())))}
    found = [one for one in every if one.id in wanted and one.open and not one.joined_to]
    return render_template(
        "public/citizen_reports/together.html",
        items=[(one, in_vietnam(one.at), one.id in asked) for one in found],
        where_said=where_said,
        refusal=refusals.said(refusal),
        form=request.form,
        most=closing.MOST,
        dangerous={kind.value for kind in DANGEROUS},
        some_dangerous=any(one.kind in DANGEROUS for one in found),
        kinds=words.REPORT_KINDS,
        reasons=words.CLOSE_REASONS,
    )
