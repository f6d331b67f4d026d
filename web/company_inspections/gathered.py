"""The file of the company: what the register holds of it, counted, with links; drafts of items from it."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.gathered import FileLine
from registry.services.company_inspections import conclusions
from registry.services.company_inspections.file.gathering import file_of
from web.company_inspections import words
from web.company_inspections.frame import OFFICERS, READERS, blueprint, done, parts_found, shown
from web.frame import guard, parameters
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry


@blueprint.get("/<identity>/file")
@guarded(*READERS)
def gathered(identity: str) -> str | Response:
    """Show the file of the company: the lines of a source, or of all; or send them as a workbook."""
    parameters.known_only(request.args, ("source", *NAMES))
    return page(identity)


@blueprint.post("/<identity>/file")
@guarded(*OFFICERS)
def draft_items(identity: str) -> Any:
    """Draft items of the conclusion from the lines that were ticked; a person gives the verdict."""
    keys = request.form.getlist("key")

    def work() -> None:
        if not keys:
            raise RefusalError("CAMPAIGN-NONE-TICKED")
        conclusions.draft_from_file(registry(), identity, keys, person=current_person())

    return done(
        identity,
        work,
        _("Đã đưa vào dự thảo kết luận; người kiểm tra kết luận từng mục."),
        page,
        "conclusion",
    )


def page(identity: str, refusal: RefusalError | None = None) -> str | Response:
    """Render the file, with a refusal where a deed on it was refused."""
    parts = parts_found(identity)
    file = file_of(registry(), identity, person=current_person())
    source = request.args.get("source", "")
    lines = [one for one in file.lines if not source or one.source == source]
    found = listing(lines, _columns(), kept=("source",), endpoint="company_inspections.gathered")
    if wants_book():
        return found.book(_("Hồ sơ kiểm tra"))
    return shown(
        "company_inspections/gathered.html", "gathered", parts, refusal,
        listed=found,
        counts=file.counts,
        total=len(file.lines),
        source=source,
        held={one.source for one in parts.items if one.source},
        may_draft=parts.inspection.stage in conclusions.DRAFTED_IN,
        text=text_of,
        address=address_of,
    )  # fmt: skip


def address_of(line: FileLine) -> str:
    """Return the address of the page where a line is, "" where there is none or the person may not see it."""
    kind, identity = line.link
    endpoint, name = _PAGES.get(kind, ("", ""))
    if kind == "mast":
        return f"/#mast={line.code}"
    if not endpoint or not identity or not guard.may_use(current_app, endpoint):
        return ""
    values: dict[str, Any] = {name: identity}
    return url_for(endpoint, **values)


_PAGES = {
    "compliance": ("compliance.rows", "question"),
    "visit": ("visits.show", "inspection"),
    "defect": ("defects.show", "identity"),
    "request": ("requests.show", "address"),
    "cable": ("cables.route", "route"),
    "trouble": ("cables.trouble", "trouble"),
    "report": ("field_reports_desk.show", "identity"),
    "duty": ("obligations.show", "key"),
    "mast_list": ("mast_lists.show", "identity"),
}


def text_of(line: FileLine) -> str:
    """Return what a line says, in the reader's language."""
    return line.text_vi if language() == "vi" else line.text_en


def _columns() -> list[Column]:
    return [
        Column("text", _("Nội dung"), text_of),
        Column("on", _("Ngày"), lambda one: one.on),
        Column("article", _("Căn cứ"), lambda one: ", ".join(filter(None, (one.document, one.article)))),
        Column("source", _("Nguồn"), lambda one: str(words.SOURCES[one.source])),
        Column("code", _("Mã cột, tuyến"), lambda one: one.code, heading=False, sorts=True),
        Column("matter", _("Nội dung kiểm tra"), lambda one: str(words.MATTERS[one.matter]), heading=False),
    ]
