"""A table of the office read into the programme: looked at line by line, then taken as one batch."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.services.briefing.programme.months import months_words
from registry.services.briefing.programme.preview import preview_programme, take_programme
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.calendar import today
from registry.services.office.preview import Kind
from registry.services.office.record_words import column_word, value_words
from web.briefing.frame import LEADERS, programme
from web.briefing.programme import asked_year
from web.frame import parameters, refusals
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.uploads import uploaded
from web.frame.wording.issues import issue_view

_ORDER = ("error", "warning", "info")


@programme.get("/file")
@guarded(*LEADERS)
def file_start() -> str:
    """Show where a table is handed in."""
    parameters.known_only(request.args, ("year",))
    return _start_page()


@programme.post("/file")
@guarded(*LEADERS)
def file_upload() -> Any:
    """Keep the file and go to its preview; one that cannot be read is refused here."""
    year = asked_year()
    try:
        with uploaded("table") as (path, name):
            preview_programme(registry(), path, name, year, person=current_person())
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, _start_page)
    return redirect(url_for("programme.file_preview", sha256=held.sha256, name=name, year=year), 303)


@programme.get("/file/<sha256>")
@guarded(*LEADERS)
def file_preview(sha256: str) -> str:
    """Show what a kept table would bring, line by line, before anything is written."""
    parameters.known_only(request.args, ("name", "year"))
    name, year = request.args.get("name", ""), asked_year()
    with file_copy(registry(), sha256, name) as path:
        found = preview_programme(registry(), path, name, year, person=current_person())
    return render_template(
        "briefing/programme/preview.html",
        found=found,
        name=name,
        sha256=sha256,
        kinds=Kind,
        issues=sorted(map(issue_view, found.issues), key=lambda item: _ORDER.index(item["severity"])),
        months_words=lambda one: months_words(one, language()),
        column_word=lambda column: say(column_word("programme_tasks", column), language()),
        value_word=lambda column, value: say(value_words("programme_tasks", column, value), language()),
    )


@programme.post("/file/<sha256>")
@guarded(*LEADERS)
def file_commit(sha256: str) -> Any:
    """Take a kept table as one batch."""
    name, year = request.form.get("name", ""), asked_year()
    with file_copy(registry(), sha256, name) as path:
        batch = take_programme(registry(), path, name, year, person=current_person())
    flash(
        _("Đã nhập chương trình (lô %(batch)s, rút lại được).", batch=batch)
        if batch
        else _("Chương trình đã có đúng như tệp; không có gì thay đổi.")
    )
    return redirect(url_for("programme.listed", year=year), 303)


def _start_page(refusal: RefusalError | None = None) -> str:
    return render_template(
        "briefing/programme/file.html",
        year=asked_year() if refusal is None else request.form.get("year", today().year),
        refusal=refusals.said(refusal),
    )
