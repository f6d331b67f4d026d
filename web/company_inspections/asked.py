"""What the company is asked for: reports with their forms and days, and explanations with their files."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.on_the_spot import ReportForm
from registry.model.company_inspections.steps import Stage
from registry.services.company_inspections import explanations, reports
from registry.services.office.calendar import today
from web.company_inspections.files import every_file, kept_file
from web.company_inspections.frame import OFFICERS, READERS, blueprint, done, parts_found, shown
from web.frame import parameters
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry
from web.frame.uploads import uploaded


@blueprint.get("/<identity>/reports")
@guarded(*READERS)
def asked(identity: str) -> str:
    """Show the reports that are asked for and what the company explained."""
    parameters.known_only(request.args, ())
    return page(identity)


@blueprint.post("/<identity>/reports")
@guarded(*OFFICERS)
def add_report(identity: str) -> Any:
    """Write down a report that the company will be asked for."""
    form = request.form

    def work() -> None:
        kind: ReportForm = one_of(ReportForm, form.get("form", ""))
        reports.add_report(
            registry(), identity, kind, title=form.get("title", ""), what=form.get("what", ""),
            due_on=day_of("due_on"), person=current_person(),
        )  # fmt: skip

    return done(identity, work, _("Đã ghi báo cáo sẽ yêu cầu."), page, "asked")


@blueprint.post("/<identity>/reports/<report>/out")
@guarded(*OFFICERS)
def remove_report(identity: str, report: str) -> Any:
    """Take back a report before the letter goes out."""

    def work() -> None:
        reports.remove_report(registry(), identity, report, person=current_person())

    return done(identity, work, _("Đã bỏ báo cáo này khỏi yêu cầu."), page, "asked")


@blueprint.post("/<identity>/reports/<report>/in")
@guarded(*OFFICERS)
def note_report(identity: str, report: str) -> Any:
    """Note a report that came on paper or by mail, for the company."""

    def work() -> None:
        with uploaded("file") as (path, name):
            reports.hand_in_report(
                registry(), identity, report, path, name=name, note=request.form.get("note", ""),
                seen=version_of(), person=current_person(),
            )  # fmt: skip

    return done(identity, work, _("Đã ghi báo cáo doanh nghiệp nộp."), page, "asked")


@blueprint.post("/<identity>/reports/<report>/settle")
@guarded(*OFFICERS)
def settle_report(identity: str, report: str) -> Any:
    """Take a report that was handed in, or return it with the reason."""
    form = request.form
    taken = form.get("taken") == "yes"

    def work() -> None:
        reports.settle_report(
            registry(), identity, report, taken=taken, reason=form.get("reason", ""), seen=version_of(),
            person=current_person(),
        )  # fmt: skip

    said = _("Đã nhận báo cáo.") if taken else _("Đã trả lại báo cáo; doanh nghiệp được báo lý do.")
    return done(identity, work, said, page, "asked")


@blueprint.post("/<identity>/explanations/<explanation>")
@guarded(*OFFICERS)
def note_explanation(identity: str, explanation: str) -> Any:
    """Note what the company explained on paper."""

    def work() -> None:
        with every_file("files") as files:
            explanations.explain(
                registry(), identity, explanation, text=request.form.get("text", ""), files=files,
                seen=version_of(), person=current_person(),
            )  # fmt: skip

    return done(identity, work, _("Đã ghi giải trình của doanh nghiệp."), page, "asked")


@blueprint.get("/<identity>/reports/files/<sha256>")
@guarded(*READERS)
def report_file(identity: str, sha256: str) -> Response:
    """Send a report or a file of an explanation as the company handed it in."""
    parts = parts_found(identity)
    held = [one.file for one in parts.reports]
    return kept_file([*held, *(file for one in parts.explanations for file in one.files)], sha256)


def page(identity: str, refusal: RefusalError | None = None) -> str:
    """Render reports and explanations, with a refusal where a deed on them was refused."""
    parts = parts_found(identity)
    found, day = parts.inspection, today()
    return shown(
        "company_inspections/asked.html", "asked", parts, refusal,
        late={one.id for one in parts.reports if one.late(day)},
        may_ask=found.stage in reports.ASKED_IN,
        may_take=found.stage in reports.HANDED_IN,
        may_explain=found.stage is Stage.UNDER_WAY,
    )  # fmt: skip
