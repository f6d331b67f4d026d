"""The after-action report of a storm: drafted by the register, completed by an officer, made final."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.storm.after_action import SECTIONS, AfterAction, AfterActionState, Section
from registry.services.office.calendar import now, today
from registry.services.storm.after_action.report import (
    letter_of,
    make_final,
    open_again,
    state_texts,
    the_report,
)
from registry.services.storm.vocabulary import moment, storm_name
from web.frame import refusals
from web.frame.downloads import download
from web.frame.forms import version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.storm.frame import READ, WRITE, blueprint, may_write, outages_of, storm_of
from web.storm.restoration_chart import restoration_chart

__all__ = ["blueprint"]


@blueprint.get("/<storm>/after-action")
@guarded(*READ)
def report(storm: str) -> str:
    """Show the report: a draft by the register as it stands, or as it was made final."""
    return _page(storm)


@blueprint.get("/<storm>/after-action.docx")
@guarded(*READ)
def report_document(storm: str) -> Response:
    """Send the report as .docx: the final one as it was kept, a draft marked as such."""
    file, shown = storm_of(storm), the_report(registry(), storm, language())
    if shown.report.state is AfterActionState.FINAL:
        content = letter_of(registry(), shown.report)
    else:
        from registry.services.storm.after_action.document import document

        content = document(registry(), shown.report, shown.sections, shown.at, language())
    return download(
        content, f"bao-cao-sau-bao-{file.storm.year}-{file.storm.number or 0}-{today():%Y%m%d}.docx"
    )


@blueprint.post("/<storm>/after-action")
@guarded(*WRITE)
def report_texts(storm: str) -> Any:
    """Keep the officer's words."""
    texts = {code: request.form.get(f"text-{code}", "") for code in SECTIONS}
    state_texts(registry(), storm, texts, seen=version_of(), who=who())
    flash(_("Đã lưu lời của cơ quan."))
    return redirect(url_for("storms.report", storm=storm), 303)


@blueprint.post("/<storm>/after-action/final")
@guarded(*WRITE)
def report_final(storm: str) -> Any:
    """Make the report final under its number: figures and document are frozen."""
    from registry.services.storm.after_action.document import document

    at = now()

    def letter(made: AfterAction, sections: tuple[Section, ...]) -> bytes:
        return document(registry(), made, sections, at)

    made = make_final(
        registry(), storm, number=request.form.get("number", ""), letter=letter, seen=version_of(), who=who()
    )
    flash(_("Đã chốt báo cáo số %(number)s.", number=made.number))
    return redirect(url_for("storms.report", storm=storm), 303)


@blueprint.post("/<storm>/after-action/open")
@guarded(*WRITE)
def report_open(storm: str) -> Any:
    """Open a final report again, with the reason."""
    open_again(registry(), storm, reason=request.form.get("reason", ""), seen=version_of(), who=who())
    flash(_("Đã mở lại báo cáo: số liệu lại theo sổ hiện nay."))
    return redirect(url_for("storms.report", storm=storm), 303)


def refused_report(error: RefusalError, storm: str) -> str:
    """Say a refusal on the page of the report, with what was typed."""
    return _page(storm, error)


def _page(storm: str, refusal: RefusalError | None = None) -> str:
    file, shown = storm_of(storm), the_report(registry(), storm, language())
    typed = {code: request.form.get(f"text-{code}") for code in SECTIONS}
    return render_template(
        "storm/after_action.html",
        file=file,
        name=storm_name(file.storm, language()),
        outages=outages_of(storm),
        report=shown.report,
        sections=shown.sections,
        texts={code: typed[code] or shown.report.texts.get(code, "") for code in SECTIONS},
        at=shown.at,
        final=shown.report.state is AfterActionState.FINAL,
        charts={item.code: restoration_chart(item.curves) for item in shown.sections if item.curves},
        may_write=may_write(),
        moment=moment,
        refusal=refusals.said(refusal),
        number=request.form.get("number", ""),
    )
