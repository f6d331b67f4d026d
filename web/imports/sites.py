"""A list of standing masts from a file, brought in by the office: looked at, then written as one batch.

A carrier hands its own list in elsewhere; this is for a list that came to the office by another way.
"""

import datetime as dt
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.calendar import today
from registry.services.office.preview import ImportOutcome
from registry.services.register.import_sites import import_sites
from web.frame import parameters, refusals
from web.frame.downloads import list_template
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import operator_names, who
from web.frame.uploads import uploaded
from web.frame.wording.issues import preview
from web.imports.frame import WRITERS, terms_of

blueprint = Blueprint("site_lists", __name__, url_prefix="/site-lists")

TERMS = ("operator", "complete", "list_date")
EXTENSIONS = (".xlsx", ".xls", ".ods", ".csv")


@blueprint.get("/file")
@guarded(*WRITERS)
def file_start() -> str:
    """Show where a list of standing masts is handed in."""
    return _start_page({"operator": request.args.get("operator", "")})


@blueprint.post("/file")
@guarded(*WRITERS)
def file_upload() -> Any:
    """Keep the file and go to its preview; a file that cannot be read is refused on this page."""
    form = {name: request.form.get(name, "").strip() for name in TERMS}
    try:
        given = terms_of(request.form, TERMS)
        with uploaded("list") as (path, name):
            _import(path, name, given)
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _start_page(form, why))
    kept: dict[str, Any] = {key: value for key, value in form.items() if value}
    return redirect(url_for("site_lists.file_preview", sha256=held.sha256, name=name, **kept), 303)


@blueprint.get("/file/<sha256>")
@guarded(*WRITERS)
def file_preview(sha256: str) -> str:
    """Show what a kept list would change, mast by mast, before anything is written."""
    name = request.args.get("name", "")
    terms = terms_of(request.args, TERMS)
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, terms)
    names = operator_names()
    return render_template(
        "imports/site_preview.html",
        name=name,
        sha256=sha256,
        terms=terms,
        day=_day(terms),
        operators=[names.get(code, code) for code in outcome.operators],
        **preview(outcome, "sites"),
    )


@blueprint.post("/file/<sha256>")
@guarded(*WRITERS)
def file_commit(sha256: str) -> Any:
    """Write a kept list as one batch."""
    name = request.form.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, terms_of(request.form, TERMS), yes=True)
    if outcome.batch is None:
        flash(_("Dữ liệu này đã có trong sổ; không có gì thay đổi."))
        return redirect(url_for("batches.listed"), 303)
    flash(
        _("Đã ghi %(new)s cột mới, %(changed)s cột thay đổi (lô %(batch)s).",
          new=outcome.counts["new"], changed=outcome.counts["changed"], batch=outcome.batch)
    )  # fmt: skip
    return redirect(url_for("batches.show", batch=outcome.batch), 303)


@blueprint.get("/template.xlsx")
@guarded(*WRITERS)
def template() -> Response:
    """Send the template workbook of a list of masts."""
    return list_template(ListKind.SITES, "mau-danh-sach-cot.xlsx")


def _import(path: Any, name: str, terms: dict[str, str], *, yes: bool = False) -> ImportOutcome:
    if not name.lower().endswith(EXTENSIONS):
        raise RefusalError("SITE-FILE-KIND", name=name, known=", ".join(EXTENSIONS))
    return import_sites(
        registry(), path, operator=terms["operator"], complete=bool(terms["complete"]),
        list_date=_day(terms), yes=yes, who=who(), name=name,
    )  # fmt: skip


def _day(terms: dict[str, str]) -> dt.date:
    return parameters.written_day(terms["list_date"]) or today()


def _start_page(form: dict[str, str], refusal: RefusalError | None = None) -> str:
    return render_template(
        "imports/site_file.html",
        form=form,
        operators=operator_names(),
        extensions=EXTENSIONS,
        today=today(),
        refusal=refusals.said(refusal),
    )
