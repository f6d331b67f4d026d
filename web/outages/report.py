"""A carrier's reports: the form for a phone, the workbook with its preview, what waits, corrections.

The duty officer uses the same pages for what comes by phone or message, with its source.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from registry.columns import fold
from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.alphabet import in_alphabet
from registry.model.outages.outages import (
    BY_OFFICER,
    OutageEvent,
    OutageLine,
    OutageReport,
    ReportState,
)
from registry.services.office.attachments import file_path
from registry.services.office.calendar import now
from registry.services.outages.board import board_of, next_cycle
from registry.services.outages.board_view import Board, CarrierRow
from registry.services.outages.carrier_reports import (
    answer_rest,
    discard_draft,
    draft_content,
    draft_report,
    report_of,
    reports_of,
    send_draft,
    send_report,
    send_unchanged,
)
from registry.services.outages.events import lines_of
from registry.services.outages.statement_list import listed_lines
from registry.services.outages.statements import Problem, doubted_counts, left_open, waiting_of
from registry.services.outages.stations import StationBook, station_book
from registry.services.outages.template import outage_template
from registry.storm.outage_cycles import answers_a_cycle, due_moments
from registry.storm.outage_deadlines import Standing
from web.frame import parameters, refusals
from web.frame.downloads import UNOPENED, download
from web.frame.forms import version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import operator_names, who
from web.frame.uploads import uploaded
from web.frame.wording import outage_words as words
from web.outages import typed
from web.outages.frame import (
    DUTY,
    READ,
    REPORTERS,
    blueprint,
    check_own,
    operator_asked,
    own_operator,
    page,
    seen_event,
)

ROWS, COUNTS = 3, 2
"""Empty rows of the form: stations, communes; a script adds more."""

_SHOWN_LINES = 1000


@blueprint.get("/<event>/report")
@guarded(*REPORTERS)
def report(event: str) -> str:
    """Show the form of a carrier's report, what it has reported, and what is off the air by that."""
    parameters.known_only(request.args, ("operator", "sent"))
    return _form_page(event)


@blueprint.post("/<event>/report")
@guarded(*REPORTERS)
def send(event: str) -> Any:
    """Take a typed report in, or "không thay đổi"."""
    found = seen_event(event)
    heading = typed.heading(found)
    if request.form.get("kind") == "unchanged":
        if typed.is_typed():
            raise RefusalError("OUTAGE-UNCHANGED-TYPED")
        send_unchanged(registry(), heading)
        return _to_form(found, heading.operator, "sent")
    statements = typed.statements(heading.operator)
    doubts = doubted_counts(statements, station_book(registry()), heading.operator, heading.as_of)
    if not set(doubts) <= set(request.form.getlist("meant")):
        g.outage_doubts = doubts
        raise RefusalError("OUTAGE-COUNT-ASKED", count=len(doubts))
    made = send_report(registry(), heading, statements)
    told = left_open(statements, station_book(registry()), heading.operator, heading.as_of, found.started_at)
    if made.rest or told:
        _say_sent(made)
        _say_left_open(told)
        return redirect(url_for("outages.show_report", event=found.id, report=made.id), 303)
    return _to_form(found, heading.operator, "sent")


@blueprint.post("/<event>/upload")
@guarded(*REPORTERS)
def upload(event: str) -> Any:
    """Take a workbook in as a draft and show what was understood of it."""
    found = seen_event(event)
    heading = typed.heading(found, workbook=True)
    with uploaded("file") as (path, name):
        made = draft_report(registry(), heading, path, name=name)
    return redirect(url_for("outages.show_report", event=found.id, report=made.id), 303)


@blueprint.get("/<event>/template.xlsx")
@guarded(*REPORTERS)
def template(event: str) -> Response:
    """Send the workbook with the carrier's own stations in it, to be filled in."""
    found = seen_event(event)
    operator = operator_asked(found)
    with TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder, "template.xlsx")
        outage_template(registry(), operator, path)
        return download(path.read_bytes(), f"mau-bao-cao-{operator}.xlsx")


@blueprint.get("/<event>/reports/<report>")
@guarded(*READ)
def show_report(event: str, report: str) -> str:
    """Show a report: a draft with what was understood of it, or what was sent and what still waits."""
    parameters.known_only(request.args, ())
    return _report_page(event, report)


@blueprint.get("/<event>/reports/<report>/file")
@guarded(*READ)
def report_file(event: str, report: str) -> Response:
    """Send the workbook of a report as it came."""
    found = _report(event, report)
    content = file_path(registry(), found.file_sha256, found.file_name).read_bytes()
    return download(content, found.file_name, UNOPENED)


@blueprint.post("/<event>/reports/<report>")
@guarded(*REPORTERS)
def settle(event: str, report: str) -> Any:
    """Send a draft, put it aside, or say what waiting rows mean."""
    found, seen = _report(event, report), version_of()
    deed = request.form.get("deed", "")
    if deed == "discard":
        discard_draft(registry(), found.id, seen=seen, who=who())
        return _to_form(seen_event(event), found.operator)
    if deed == "send":
        made = send_draft(registry(), found.id, seen=seen, who=who(), answers=typed.answers())
        if not made.rest:
            return _to_form(seen_event(event), found.operator, "sent")
        _say_sent(made)
    elif deed == "answer":
        drop = [key.removeprefix("drop-") for key in request.form if key.startswith("drop-")]
        left = answer_rest(
            registry(), found.id, seen=seen, who=who(), answers=typed.answers(), drop=drop
        ).rest
        flash(
            _("Đã ghi; còn %(count)s dòng chưa rõ.", count=len(left))
            if left
            else _("Đã ghi: mọi dòng đã rõ.")
        )
    else:
        raise RefusalError("REQUEST-VALUE", value=deed[:40])
    return redirect(url_for("outages.show_report", event=event, report=report), 303)


def refusal_pages() -> dict[str, Callable[[RefusalError], str]]:
    """Return the pages on which a refused deed of this file is said."""
    asked = request.view_args or {}
    event = asked.get("event", "")
    return {
        "outages.send": lambda why: _form_page(event, why),
        "outages.upload": lambda why: _form_page(event, why),
        "outages.settle": lambda why: _report_page(event, asked["report"], why),
    }


def _unstarted(board: Board, operator: str) -> list[str]:
    """Return of a carrier's incidents without the hour from which their time counts where each is."""
    return [
        line.incident.code or line.incident.place or words.INCIDENTS[line.incident.kind.value]
        for line in board.happened
        if line.incident.operator == operator and line.clock.standing is Standing.NO_START
    ]


def _form_page(event: str, refusal: RefusalError | None = None) -> str:
    found, own = seen_event(event), own_operator()
    asked = request.values.get("operator", "")
    operator = own if own is not None else asked if asked in found.operators else ""
    board = board_of(registry(), found.id) if operator else None
    lines = listed_lines(board, operator=operator) if board else []
    moment = now()
    dues = list(due_moments(found, moment)[-5:]) if operator else []
    filled = request.form if request.method == "POST" else {}
    own_reports = reports_of(registry(), found.id, operator=operator) if operator else []
    return page(
        "outages/report.html",
        event=found,
        operator=operator,
        names=operator_names(),
        refusal=refusals.said(refusal),
        filled=filled,
        back=request.form.getlist("back"),
        rows=range(max([ROWS, *(number + 1 for number in typed.numbers("code-"))])),
        counts=range(max([COUNTS, *(number + 1 for number in typed.numbers("commune-"))])),
        dues=dues[::-1],
        reported={one.due for one in own_reports if answers_a_cycle(one)},
        due=(due := next_cycle(registry(), found, operator) if operator else None),
        done=next((one for one in own_reports[::-1] if one.due == due and answers_a_cycle(one)), None),
        at=moment,
        row=next((item for item in board.carriers if item.operator == operator), None) if board else None,
        down=[item for item in lines if item.down and not item.counted],
        unstarted=_unstarted(board, operator) if board else [],
        listed=lines[:_SHOWN_LINES],
        reports=own_reports[::-1],
        firsts=board.firsts if board else frozenset(),
        stations=board.book.of_operator.get(operator, []) if board else [],
        communes=_communes_of(operator) if operator else [],
        sources=BY_OFFICER,
        sent=bool(request.args.get("sent")),
        still=_still(board, own_reports) if own is None and board else [],
        due_text=filled.get("due", ""),
        doubts={
            key: (render(item.code, item.params, language()), remedy(item.code, item.params, language()))
            for key, item in g.get("outage_doubts", {}).items()
        },
        meant=request.form.getlist("meant"),
    )


def _still(board: Board, told: list[OutageReport]) -> list[CarrierRow]:
    """Return the carriers that have not reported for the cycle of the last report here: whom to ask next."""
    if not told:
        return []
    due = max(item.due for item in told)
    return [row for row in board.carriers if row.last is None or row.last.due < due]


def _communes_of(operator: str) -> list[tuple[str, str]]:
    """Return (code, name) of every commune, those where the carrier has stations first."""
    book = station_book(registry())
    own = {code for (who_, code), count in book.expected.items() if who_ == operator and count}
    return sorted(book.communes.items(), key=lambda item: (item[0] not in own, in_alphabet(item[1])))


def _report(event: str, report: str) -> OutageReport:
    """Return a report of an event that the person may see."""
    seen_event(event)
    found = report_of(registry(), report)
    if found.event != event or found.state is ReportState.DISCARDED:
        raise RefusalError("OUTAGE-UNKNOWN")
    check_own(found.operator)
    return found


def _report_page(event: str, report: str, refusal: RefusalError | None = None) -> str:
    found, lang = _report(event, report), language()
    book = station_book(registry())
    issues: list[dict[str, Any]] = []
    silent = 0
    if found.state is ReportState.DRAFT:
        content = draft_content(registry(), found)
        lines, waiting, silent = content.lines, content.waiting, content.silent
        for item in content.issues:
            params = {"value": item.value, **item.params}
            issues.append({
                "where": item, "severity": item.severity.value, "message": render(item.code, params, lang),
                "remedy": remedy(item.code, params, lang),
            })  # fmt: skip
    else:
        every = lines_of(registry(), event)
        corrected = {item.corrects for item in every if item.corrects}
        lines = [item for item in every if item.report == found.id and item.id not in corrected]
        waiting = [waiting_of(item) for item in found.rest]
    waits = [
        {
            "item": item,
            "message": render(item.problem.code, item.problem.params, lang),
            "remedy": remedy(item.problem.code, item.problem.params, lang),
        }
        for item in waiting
    ]
    own = own_operator()
    return page(
        "outages/show_report.html",
        event=seen_event(event),
        report=found,
        refusal=refusals.said(refusal),
        filled=request.form if request.method == "POST" else {},
        firsts=board_of(registry(), event).firsts,
        lines=sorted(lines, key=lambda line: _place(line, book))[:_SHOWN_LINES],
        total=len(lines),
        waits=waits,
        issues=issues,
        silent=silent,
        names=operator_names(),
        book=book,
        communes=_communes_of(found.operator),
        stations=book.of_operator.get(found.operator, []),
        may_settle=own is not None or current_person().is_one_of(*DUTY),
    )


def _place(line: OutageLine, book: StationBook) -> tuple[bool, str, str]:
    """Return a line's place in a report: counts by their communes, then stations by their codes."""
    if not line.site:
        return False, fold(book.communes.get(line.commune, line.commune)), line.id
    station = book.sites.get((line.operator, line.site))
    return True, station.code if station else line.code, line.id


def _say_sent(report: OutageReport) -> None:
    """Say that a report has come, though rows of it still wait."""
    flash(_("Đã gửi báo cáo lúc %(at)s.", at=words.moment(report.received_at)))


def _say_left_open(told: list[tuple[str, Problem]]) -> None:
    """Say of each station what does not count as it was typed, and what to do."""
    lang = language()
    for code, problem in told:
        said = render(problem.code, problem.params, lang), remedy(problem.code, problem.params, lang)
        flash(f"{code}: {'. '.join(text for text in said if text)}", "warn")


def _to_form(event: OutageEvent, operator: str, said: str = "") -> Any:
    asked = None if own_operator() is not None else operator
    sent = "1" if said else None
    return redirect(url_for("outages.report", event=event.id, operator=asked, sent=sent), 303)
