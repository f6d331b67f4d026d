"""Briefings kept as they were presented: sealed with their moment."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.briefing.briefings import Group
from registry.services.briefing import copies as service
from registry.services.briefing.documents import briefing_document
from registry.services.office.calendar import in_vietnam
from web.briefing import addresses
from web.briefing.frame import GROUPS, LEADERS, READERS, briefings
from web.briefing.weekly import asked, file_name, page, title
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry


@briefings.post("/keep")
@guarded(*LEADERS)
def keep() -> Any:
    """Keep the briefing as it is told now."""
    try:
        made = service.keep(registry(), asked(), request.form.get("title", ""), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, page)
    flash(_("Đã chốt bản giao ban."))
    return redirect(url_for("briefings.kept", identity=made), 303)


@briefings.get("/kept/<identity>")
@guarded(*READERS)
def kept(identity: str) -> str:
    """Show a briefing as it was presented."""
    parameters.known_only(request.args, ())
    copy, found = service.kept_copy(registry(), identity, person=current_person())
    return render_template(
        "briefing/kept.html",
        copy=copy,
        found=found,
        span=found.span,
        title=title(found),
        groups=GROUPS,
        parts_shown=[part for part in found.parts if not part.quiet],
        quiet=[part.title for part in found.parts if part.quiet],
        counts={group.value: found.count(group) for group in Group},
        of_line=addresses.of_line,
        of_number=addresses.of_number,
        later_words={number.code: number.words for part in found.parts for number in part.numbers},
        moment=in_vietnam,
    )


@briefings.get("/kept/<identity>/briefing.docx")
@guarded(*READERS)
def kept_document(identity: str) -> Response:
    """Send a briefing as it was presented, as .docx."""
    parameters.known_only(request.args, ())
    copy, found = service.kept_copy(registry(), identity, person=current_person())
    made = briefing_document(registry(), found, None, language(), kept_at=copy.at)
    return download(made, f"{file_name(found)}-da-chot.docx")
