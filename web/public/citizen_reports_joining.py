"""Reports of one trouble: joined by an officer on the page of one of them, and taken out again."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.public import joining
from registry.services.public.citizen_reports import report
from web.frame import refusals, undo
from web.frame.forms import int_of, version_of
from web.frame.guard import WORKERS, guarded
from web.frame.office import registry
from web.frame.people import who
from web.public import citizen_reports_desk as desk

blueprint = Blueprint("field_reports_joining", __name__, url_prefix="/field-reports")


@blueprint.post("/<identity>/join")
@guarded(*WORKERS)
def join(identity: str) -> Any:
    """Join the chosen reports (``one``) with this one; ``lead`` is the one that leads, each with its
    version."""
    form = request.form
    chosen = {one: int_of(form.get(f"version-{one}", "")) for one in (identity, *form.getlist("one"))}
    lead = form.get("lead", "") or identity
    chosen.setdefault(lead, int_of(form.get(f"version-{lead}", "")))
    made = joining.join(registry(), lead, chosen, who=who())
    said = _("Đã ghép %(n)s phản ánh vào %(number)s: một câu trả lời, mỗi phản ánh giữ mã riêng.",
             n=len(chosen) - 1, number=made.number)  # fmt: skip
    if not made.open:
        said += " " + _(
            "Phản ánh đứng đầu đã đóng nên chúng đóng theo, với câu trả lời đó: sự cố còn thì mở lại."
        )
    joined = [one for one in chosen if one != lead]
    if len(joined) == 1:  # of many, each is taken out by itself on the page of the one that leads
        version = report(registry(), joined[0]).version
        undo.offer_way_back(
            said, url_for("field_reports_joining.take_out", identity=joined[0]), version=version
        )
    else:
        flash(said)
    return redirect(url_for("field_reports_desk.show", identity=made.id), 303)


@blueprint.post("/<identity>/take-out")
@guarded(*WORKERS)
def take_out(identity: str) -> Any:
    """Take a report out of those that it was joined to."""
    joining.take_out(registry(), identity, who=who(), seen=version_of())
    flash(_("Đã tách ra; phản ánh đứng lại như trước khi ghép."))
    return redirect(url_for("field_reports_desk.show", identity=identity), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page of the report."""
    return desk.page((request.view_args or {}).get("identity", ""), error)
