"""The table of population: what holds, and a table from a file, looked at and written as one batch."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.model.areas import full_name
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.preview import ImportOutcome
from registry.services.overview.import_population import Given, import_population, known_populations
from registry.typed_text import within
from web.frame import parameters, refusals
from web.frame.downloads import list_template
from web.frame.guard import guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry
from web.frame.people import who
from web.frame.uploads import uploaded
from web.frame.wording.issues import preview
from web.overview.frame import READ, WRITE, blueprint, found, shared

EXTENSIONS = (".xlsx", ".xls", ".ods", ".csv")
_TOLD = ("name", "source", "document", "licence", "as_of")


@blueprint.get("/population")
@guarded(*READ)
def population() -> str | Response:
    """List the figures of population, the newest of each commune first; or as a workbook."""
    parameters.known_only(request.args, ("year", *NAMES))
    year = request.args.get("year", "")
    units = {unit.code: full_name(unit) for unit in context().units.communes}
    every = sorted(known_populations(registry()), key=lambda one: (one.as_of, one.commune_code), reverse=True)
    columns = [
        Column("commune", _("Xã, phường"), lambda one: units.get(one.commune_code, one.commune_code)),
        Column("as_of", _("Ngày của số liệu"), lambda one: one.as_of),
        Column("people", _("Số dân"), lambda one: one.inhabitants, number=True),
        Column("households", _("Số hộ"), lambda one: one.households, number=True),
        Column("source", _("Nguồn"), lambda one: one.source),
        Column("document", _("Số văn bản"), lambda one: one.document),
        Column("licence", _("Giấy phép sử dụng"), lambda one: one.licence, heading=False),
        Column("former", _("Cộng từ xã cũ"), lambda one: one.note, heading=False),
    ]
    chosen = [one for one in every if not year or str(one.as_of.year) == year]
    list_of = listing(chosen, columns, filters=("year",))
    if wants_book():
        return list_of.book(_("Số dân theo xã, phường"))
    shown = found()
    held = {one.commune_code for one in every}
    return render_template(
        "overview/population.html",
        listed=list_of,
        figures=list_of.items,
        there=bool(every),
        year=year,
        years=sorted({str(one.as_of.year) for one in every}, reverse=True),
        units=units,
        holding={one.id for one in shown.people.values()},
        lacking=sorted(name for code, name in units.items() if code not in held),
        **shared(shown),
    )


@blueprint.get("/population/template.xlsx")
@guarded(*WRITE)
def population_template() -> Response:
    """Send the template workbook of a table of population."""
    return list_template(ListKind.POPULATIONS, "mau-bang-dan-so.xlsx")


@blueprint.get("/population/file")
@guarded(*WRITE)
def population_start() -> str:
    """Show where a table of population is handed in."""
    return _start_page({})


@blueprint.post("/population/file")
@guarded(*WRITE)
def population_upload() -> Any:
    """Keep the file and go to its preview; a file that cannot be read is refused on this page."""
    try:
        given = _given(request.form)
        with uploaded("list") as (path, name):
            _import(path, name, given)
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _start_page(request.form, why))
    told: dict[str, Any] = {field: request.form.get(field, "") for field in _TOLD if field != "name"}
    return redirect(url_for("overview.population_preview", sha256=held.sha256, name=name, **told), 303)


@blueprint.get("/population/file/<sha256>")
@guarded(*WRITE)
def population_preview(sha256: str) -> str:
    """Show what a kept table would bring, commune by commune, before anything is written."""
    parameters.known_only(request.args, _TOLD)
    name = request.args.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, _given(request.args))
    told = {field: request.args.get(field, "") for field in _TOLD}
    return render_template(
        "overview/preview.html", name=name, sha256=sha256, told=told, **preview(outcome, "populations")
    )


@blueprint.post("/population/file/<sha256>")
@guarded(*WRITE)
def population_commit(sha256: str) -> Any:
    """Write a kept table as one batch."""
    name = request.form.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, _given(request.form), yes=True)
    if outcome.batch is None:
        flash(_("Dữ liệu này đã có trong sổ; không có gì thay đổi."))
    else:
        flash(
            _("Đã ghi số dân: %(new)s số mới, %(changed)s số thay đổi (lô %(batch)s, rút lại được).",
              new=outcome.counts["new"], changed=outcome.counts["changed"], batch=outcome.batch)
        )  # fmt: skip
    return redirect(url_for("overview.population"), 303)


def _given(form: Any) -> Given:
    return Given(
        as_of=parameters.written_day(form.get("as_of", "")),
        source=within(form.get("source", ""), 300),
        document=within(form.get("document", ""), 300),
        licence=within(form.get("licence", ""), 300),
    )


def _import(path: Any, name: str, given: Given, *, yes: bool = False) -> ImportOutcome:
    if not name.lower().endswith(EXTENSIONS):
        raise RefusalError("POPULATION-FILE-KIND", name=name[:80], known=", ".join(EXTENSIONS))
    return import_population(registry(), path, given=given, name=name, yes=yes, who=who())


def _start_page(form: Any, refusal: RefusalError | None = None) -> str:
    return render_template(
        "overview/file.html", form=form, extensions=EXTENSIONS, refusal=refusals.said(refusal)
    )
