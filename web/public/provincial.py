"""Reports of the province's system: its workbook looked at and taken, and answers given back in one."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.model.vietnam_time import in_vietnam
from registry.services.office.attachments import file_copy, keep_file
from registry.services.public import cases, returns
from registry.services.public.cases import Outcome
from registry.services.public.import_cases import CaseFile, import_cases
from web.frame import parameters, refusals
from web.frame.downloads import list_template
from web.frame.forms import int_of
from web.frame.guard import WORKERS, guarded
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded
from web.frame.wording.issues import SHOWN, issue_view

blueprint = Blueprint("provincial_reports", __name__, url_prefix="/field-reports/province")

EXTENSIONS = (".xlsx", ".xls", ".ods", ".csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OUTCOMES = (Outcome.NEW.value, Outcome.CHANGED.value, Outcome.SAME.value, "")


@blueprint.get("")
@guarded(*WORKERS)
def start() -> str:
    """Show how reports come in and go back, where the workbook is handed in, and what waits to go back."""
    parameters.known_only(request.args, ())
    return _page()


@blueprint.get("/template.xlsx")
@guarded(*WORKERS)
def template() -> Response:
    """Send the template workbook of such reports."""
    return list_template(ListKind.CITIZEN_REPORTS, "mau-phan-anh.xlsx")


@blueprint.post("")
@guarded(*WORKERS)
def upload() -> Any:
    """Keep the workbook and go to its preview; one that cannot be read is refused on this page."""
    with uploaded("list") as (path, name):
        _read(path, name)
        held = keep_file(registry(), path, name)
    return redirect(url_for("provincial_reports.preview", sha256=held.sha256, name=name), 303)


@blueprint.get("/file/<sha256>")
@guarded(*WORKERS)
def preview(sha256: str) -> str:
    """Show what a workbook would bring, row by row and with its doubles, before anything is written."""
    parameters.known_only(request.args, ("name",))
    name = request.args.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        found = _read(path, name)
    return render_template(
        "public/provincial/preview.html",
        name=name,
        sha256=sha256,
        found=found,
        rows=found.rows[:SHOWN],
        more_rows=max(0, len(found.rows) - SHOWN),
        counts={one: found.count(Outcome(one) if one else None) for one in OUTCOMES},
        doubles=sum(bool(row.doubles or row.rows) for row in found.rows),
        issues=[issue_view(one) for one in found.issues[:SHOWN]],
        more_issues=max(0, len(found.issues) - SHOWN),
    )


@blueprint.post("/file/<sha256>")
@guarded(*WORKERS)
def take(sha256: str) -> Any:
    """Take what a workbook says."""
    name = request.form.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        found = _read(path, name, yes=True)
    if not found.batch:
        flash(_("Tệp này không có gì mới so với sổ; chưa ghi gì."))
    else:
        flash(
            _("Đã nhận %(new)s phản ánh mới, cập nhật %(changed)s phản ánh.",
              new=found.count(Outcome.NEW), changed=found.count(Outcome.CHANGED))
        )  # fmt: skip
    return redirect(url_for("field_reports_desk.listed", system="province"), 303)


@blueprint.post("/returns")
@guarded(*WORKERS)
def give_back() -> Any:
    """Make the next workbook that goes back."""
    made = returns.give_back(registry(), seen=int_of(request.form.get("seen", "")), who=who())
    flash(_("Đã lập bảng trả lần %(n)s: %(count)s phản ánh. Tải về rồi gửi cho hệ thống của tỉnh.",
            n=made.ordinal, count=made.cases))  # fmt: skip
    return redirect(url_for("provincial_reports.start") + "#returns", 303)


@blueprint.get("/returns/<identity>.xlsx")
@guarded(*WORKERS)
def returned(identity: str) -> Response:
    """Send a workbook as it was made."""
    path, name = returns.file_of(registry(), identity)
    return send_file(path, mimetype=XLSX, as_attachment=True, download_name=name)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page where reports come in and go back."""
    return _page(error) if request.method == "POST" else None


def _read(path: Any, name: str, *, yes: bool = False) -> CaseFile:
    if not name.lower().endswith(EXTENSIONS):
        raise RefusalError("REPORT-CASE-FILE", name=name[:80])
    return import_cases(registry(), path, name=name, who=who(), yes=yes)


def _page(refusal: RefusalError | None = None) -> str:
    return render_template(
        "public/provincial/start.html",
        refusal=refusals.said(refusal),
        extensions=EXTENSIONS,
        waiting=returns.waiting(registry()),
        returns=[(one, in_vietnam(one.at)) for one in returns.returns(registry())],
        system=cases.SYSTEM,
    )
