"""The briefing of a week or month: one page for the meeting, details unfold; and its document."""

import datetime as dt
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.briefing.briefings import Basis, Briefing, Group, SpanKind
from registry.model.briefing.conclusions import Conclusion, ConclusionState
from registry.services.briefing.briefings import briefing, default_day
from registry.services.briefing.conclusions import conclusions
from registry.services.briefing.copies import copies
from registry.services.briefing.deeds import leads
from registry.services.briefing.documents import briefing_document
from registry.services.office.calendar import in_vietnam, today
from web.briefing import addresses
from web.briefing.frame import GROUPS, READERS, briefings, may_lead, staff_names
from web.frame import packages, parameters, refusals
from web.frame.downloads import download
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import locked_note

__all__ = ["asked", "page"]

_ASKED = ("kind", "day")


@briefings.get("")
@guarded(*READERS)
def show() -> str:
    """Show the briefing of a week or a month."""
    parameters.known_only(request.args, _ASKED)
    return page()


@briefings.get("/briefing.docx")
@guarded(*READERS)
def document() -> Response:
    """Send the briefing as .docx in the office's form."""
    parameters.known_only(request.args, _ASKED)
    found = asked()
    lines = conclusions(registry(), person=current_person())
    return download(briefing_document(registry(), found, lines, language()), f"{file_name(found)}.docx")


def file_name(found: Briefing) -> str:
    """Return the name of a briefing's files."""
    month = found.span.kind is SpanKind.MONTH
    return f"giao-ban-{found.span.first:%Y-%m}" if month else f"giao-ban-{found.span.first:%Y%m%d}"


def asked() -> Briefing:
    """Return the briefing that the address or a form asks for."""
    values = request.args if request.method == "GET" else request.form
    kind = _kind(values.get("kind", "week"))
    day = parameters.day(values, "day") or default_day(registry(), kind)
    return briefing(registry(), packages.brief_parts(), kind, day, person=current_person(), lang=language())


def page(refusal: RefusalError | None = None) -> str:
    """Return the page of a briefing, with a refusal of what was tried there."""
    found = asked()
    span = found.span
    every = conclusions(registry(), person=current_person())
    return render_template(
        "briefing/show.html",
        found=found,
        span=span,
        title=title(found),
        groups=GROUPS,
        parts_shown=[part for part in found.parts if part.code != "conclusions" and not part.quiet],
        quiet=[part.title for part in found.parts if part.quiet and part.code != "conclusions"],
        counts={group.value: found.count(group) for group in Group},
        of_line=addresses.of_line,
        of_number=addresses.of_number,
        before=_address(span.kind, span.before[1]),
        after=_address(span.kind, span.next[0]) if span.next[0] <= today() else "",
        this=_address(span.kind, today()),
        other=_address(SpanKind.WEEK if span.kind is SpanKind.MONTH else SpanKind.MONTH, span.day),
        files={"kind": span.kind.value, "day": span.first.isoformat()},
        basis=found.basis,
        bases=Basis,
        followed=followed(every, found),
        leads=lambda one: leads(current_person(), one.officer),
        copies=[one for one in copies(registry(), person=current_person()) if one.first == span.first],
        may_lead=may_lead(),
        staff=staff_names(),
        locked_note=locked_note,
        today=today(),
        moment=in_vietnam,
        later_words={number.code: number.words for part in found.parts for number in part.numbers},
        form=request.form if refusal else {},
        refusal=refusals.said(refusal),
    )


def title(found: Briefing) -> str:
    """Return what a briefing is called."""
    span = found.span
    if span.kind is SpanKind.MONTH:
        return str(_("Giao ban tháng %(month)s/%(year)s", month=span.first.month, year=span.first.year))
    return str(
        _("Giao ban tuần %(first)s - %(last)s", first=f"{span.first:%d/%m}", last=f"{span.last:%d/%m/%Y}")
    )


def followed(every: list[Conclusion], found: Briefing) -> list[Conclusion]:
    """Return the conclusions that a briefing shows: open ones, and those that ended in its span."""
    span = found.span
    return [
        one
        for one in every
        if one.met_on <= max(span.last, span.day)
        and (one.state is ConclusionState.OPEN or span.holds(one.done_on))
    ]


def _kind(text: str) -> SpanKind:
    try:
        return SpanKind(text)
    except ValueError as error:
        raise RefusalError("REQUEST-VALUE", value=text[:40]) from error


def _address(kind: SpanKind, day: dt.date) -> Any:
    return url_for("briefings.show", kind=kind.value, day=day.isoformat())
