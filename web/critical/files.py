"""A list of critical places from a file: looked at, then written as one batch that can be taken back."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.services.critical.import_places import import_places
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.preview import ImportOutcome
from registry.typed_text import within
from web.critical.frame import WRITE, blueprint
from web.frame import refusals
from web.frame.downloads import list_template
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded
from web.frame.wording.issues import preview

EXTENSIONS = (".xlsx", ".xls", ".ods", ".csv")


@blueprint.get("/template.xlsx")
@guarded(*WRITE)
def template() -> Response:
    """Send the template workbook of a list of critical places."""
    return list_template(ListKind.CRITICAL_PLACES, "mau-noi-trong-yeu.xlsx")


@blueprint.get("/file")
@guarded(*WRITE)
def file_start() -> str:
    """Show where a list of critical places is handed in."""
    return _start_page({})


@blueprint.post("/file")
@guarded(*WRITE)
def file_upload() -> Any:
    """Keep the file and go to its preview; a file that cannot be read is refused on this page."""
    source = request.form.get("source", "").strip()
    try:
        with uploaded("list") as (path, name):
            _import(path, name, source)
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _start_page(request.form, why))
    return redirect(url_for("critical.file_preview", sha256=held.sha256, name=name, source=source), 303)


@blueprint.get("/file/<sha256>")
@guarded(*WRITE)
def file_preview(sha256: str) -> str:
    """Show what a kept list would bring, place by place, before anything is written."""
    name, source = request.args.get("name", ""), request.args.get("source", "")
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, source)
    return render_template(
        "critical/preview.html", name=name, sha256=sha256, source=source,
        **preview(outcome, "critical_places"),
    )  # fmt: skip


@blueprint.post("/file/<sha256>")
@guarded(*WRITE)
def file_commit(sha256: str) -> Any:
    """Write a kept list as one batch."""
    name = request.form.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, request.form.get("source", ""), yes=True)
    if outcome.batch is None:
        flash(_("Dữ liệu này đã có trong sổ; không có gì thay đổi."))
    else:
        flash(
            _("Đã ghi %(new)s nơi mới, %(changed)s nơi thay đổi (lô %(batch)s, rút lại được).",
              new=outcome.counts["new"], changed=outcome.counts["changed"], batch=outcome.batch)
        )  # fmt: skip
    return redirect(url_for("critical.listed"), 303)


def _import(path: Any, name: str, source: str, *, yes: bool = False) -> ImportOutcome:
    if not name.lower().endswith(EXTENSIONS):
        raise RefusalError("CRITICAL-FILE-KIND", name=name[:80], known=", ".join(EXTENSIONS))
    return import_places(registry(), path, name=name, source=within(source, 300), yes=yes, who=who())


def _start_page(form: Any, refusal: RefusalError | None = None) -> str:
    return render_template(
        "critical/file.html", form=form, extensions=EXTENSIONS, refusal=refusals.said(refusal)
    )
