"""The list of field reports: a group of them, or what a search finds, on a page or as a workbook."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from registry.model.field.field_reports import DANGEROUS, FieldReport, ReportState
from registry.services.office.calendar import in_vietnam, today
from registry.services.public import citizen_reports as reports
from registry.services.public import plates, report_promises, report_visits
from registry.services.public.nearby import nearest
from web.frame import parameters
from web.frame.listing import NAMES, Column, listing, matching, wants_book
from web.frame.office import present_number, registry
from web.frame.wording import board_words as words
from web.frame.wording.report_places import where_said
from web.public.deadlines import due_of, first_day, in_order, is_broken, is_late


def page() -> str | Response:
    """Return the reports of a state, the dangerous ones that wait first; or their workbook.

    A search counts what it finds in every group, so that nobody takes a report of another one for missing.
    """
    parameters.known_only(request.args, ("state", "system", "danger", *NAMES))
    system, danger = request.args.get("system", ""), bool(request.args.get("danger"))
    known = reports.reports(registry())
    every = [one for one in known if _of(one, system) and (not danger or one.kind in DANGEROUS)]
    asked_for = {one.id for one in every}
    below = reports.below(known)
    hidden = {one.id for ones in below.values() for one in ones}
    heads = [  # a line stands for itself and what is below it
        one
        for one in known
        if one.id not in hidden and asked_for & {one.id, *(under.id for under in below.get(one.id, ()))}
    ]
    due = {one.id: due_of(one, below.get(one.id, ())) for one in known}
    stated = report_promises.promises(registry())
    owed = report_visits.owed(registry(), known)
    owed |= {line: at for line, (_whose, at) in report_visits.owed_by_line(owed, below).items()}
    heads = in_order(heads, due, owed)
    first = {one.id: first_day(due[one.id], owed.get(one.id)) for one in known}
    masts = report_visits.masts_of(registry(), known)
    columns = _columns(first, masts, {one.id: one.number for one in known})
    asked = bool(request.args.get("q", "").strip())
    counted = matching(every if asked else heads, columns)
    counts = {state.value: sum(one.state is state for one in counted) for state in ReportState}
    chosen = request.args.get("state", "")
    if chosen not in counts:
        chosen = next((state for state, count in counts.items() if count), ReportState.NEW.value)
    book = wants_book()  # the workbook holds them all, each by itself, and a search finds each
    shown = matching(every, columns) if book else counted
    found = listing(
        [one for one in shown if one.state.value == chosen],
        columns,
        kept=("state", "system", "danger"),
        searched=True,
    )
    if book:
        return found.book(_("Phản ánh hiện trường"))
    return render_template(
        "public/citizen_reports/list.html",
        lists=[(state, words.REPORT_STATES[state][0], count) for state, count in counts.items()],
        chosen=chosen,
        total=len(known),
        below=below,
        due=due,
        late=is_late,
        system=system,
        danger=danger,
        owed=owed,
        came=report_visits.came(registry(), [one for one in known if one.open]),
        broken=is_broken,
        promises=stated,
        since=present_number(),
        items=[_line(one, code_of(masts[one.id])) for one in found.items],
        listed=found,
        kinds=words.REPORT_KINDS,
        dangerous={one.id for one in known if one.open and reports.is_dangerous(one, below.get(one.id, ()))},
        sources=words.REPORT_SOURCES,
    )


def _of(found: FieldReport, system: str) -> bool:
    """Whether a report is of those that the list was asked for: of the province's system, the register's
    own."""
    return not system or bool(found.case_number) is (system == "province")


def _columns(
    first: Mapping[str, dt.date | None], masts: Mapping[str, str], numbers: Mapping[str, str]
) -> list[Column]:
    return [
        Column("number", _("Số"), lambda one: one.number),
        Column("case", _("Mã phản ánh"), lambda one: one.case_number, heading=False),
        Column("due", _("Hạn"), lambda one: first[one.id], heading=False, sorts=True),
        Column("system", _("Hệ thống gửi"), lambda one: one.system, heading=False),
        Column("kind", _("Sự việc"), lambda one: words.REPORT_KINDS[one.kind.value]),
        Column("place", _("Nơi"), where_said),
        Column("mast", _("Cột"), lambda one: code_of(masts[one.id])),
        Column("at", _("Lúc"), lambda one: in_vietnam(one.at), heading=False, sorts=True),
        Column("words", _("Nội dung"), lambda one: one.words, heading=False),
        Column("source", _("Nguồn"), lambda one: words.REPORT_SOURCES[one.source.value], heading=False),
        Column("lead", _("Đã ghép vào"), lambda one: numbers.get(one.joined_to), heading=False),
        Column("state", _("Trạng thái"), lambda one: words.REPORT_STATES[one.state.value][0], heading=False),
    ]


def _line(found: FieldReport, code: str) -> dict[str, Any]:
    near = nearest(registry(), found, 1)
    return {
        "report": found,
        "at": in_vietnam(found.at),
        "age": today() - in_vietnam(found.at).date(),
        "place": where_said(found),
        "near": near[0] if near else None,
        "code": code,
    }


def code_of(structure: str) -> str:
    """Return the code of a report's mast, "" where none is known."""
    site = plates.site_of(registry(), structure) if structure else None
    return str(site["code"]) if site else ""
