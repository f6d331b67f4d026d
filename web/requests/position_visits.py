"""Rows that an inspector looks at: who is sent, what came back, and what the officer settles by it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import number
from registry.model.findings import Outcome
from registry.model.people import INSIDE
from registry.model.requests.desk import NoteKind
from registry.model.requests.position_visits import PositionTarget, PositionVisit
from registry.model.vietnam_time import VIETNAM
from registry.services.appraise.finding_texts import sentence
from registry.services.field.campaign_targets import inspectors
from registry.services.field.items import moment_of
from registry.services.field.positions.targets import OPEN, Visited
from registry.services.field.positions.visits import answers_of
from registry.services.requests.opened import RequestFile
from registry.services.requests.position_visits import (
    LONGEST,
    ask_visits,
    evidence_of,
    may_be_visited,
    moved,
    settle_by_visit,
    settled_by_looking,
    visits_of,
    withdraw_visit,
)
from web.frame import refusals
from web.frame.forms import day_of, int_of, one_of, version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS, who
from web.frame.wording.words import OUTCOMES as WORDS
from web.requests.frame import OPEN_TO_OFFICER, blueprint, file_of, may_judge
from web.requests.matters import row_named
from web.requests.words import OUTCOMES, STATES

DEEDS = ("requests.ask_visits", "requests.withdraw_visit", "requests.settle_by_visit")
"""Deeds of this page, whose refusals it says."""


@blueprint.get("/<address>/visits")
@guarded(*sorted(INSIDE))
def position_visits(address: str) -> str:
    """Show who was sent to which rows and what came back; an officer sends, calls back, and settles."""
    return visits_page(file_of(address))


@blueprint.post("/<address>/visits", endpoint="ask_visits")
@guarded(*OFFICERS)
def ask(address: str) -> ResponseReturnValue:
    """Send an inspector to the chosen rows."""
    found, form = file_of(address).request, request.form
    count = ask_visits(
        registry(), found.id, [int_of(one) for one in form.getlist("row")], who=who(),
        assignee=form.get("assignee", ""), due_on=day_of("due_on"), note=form.get("note", ""),
    )  # fmt: skip
    flash(_("Đã giao %(count)s vị trí; điện thoại của kiểm tra viên nhận khi có mạng.", count=count))
    return _back(address)


@blueprint.post("/<address>/visits/<target>/withdraw", endpoint="withdraw_visit")
@guarded(*OFFICERS)
def withdraw(address: str, target: str) -> ResponseReturnValue:
    """Call the inspector back from a row."""
    found = file_of(address).request
    reason = request.form.get("reason", "")
    withdraw_visit(registry(), found.id, target, reason=reason, who=who(), seen=version_of())
    flash(_("Đã rút việc đi xem; phần đã ghi tại chỗ vẫn giữ. Cần thì giao lại ở dưới."))
    return _back(address)


@blueprint.post("/<address>/visits/<visit>/settle", endpoint="settle_by_visit")
@guarded(*OFFICERS)
def settle(address: str, visit: str) -> ResponseReturnValue:
    """Answer what a rule left open of a row by what a visit found."""
    found, form = file_of(address).request, request.form
    settle_by_visit(
        registry(), found.id, int_of(form.get("row")), form.get("rule", ""),
        one_of(Outcome, form.get("outcome")), visit=visit, text=form.get("text", ""), who=who(),
    )  # fmt: skip
    flash(_("Đã ghi kết luận của bạn, lượt xem là căn cứ; rút lại được ở ghi chú của dòng."))
    return _back(address)


def visits_page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    """Return the page of the visits of a request's positions, with what was refused a moment ago."""
    found, given = file.request, visits_of(registry(), file)
    judges = may_judge()
    allowed = may_be_visited(registry(), file) if judges else frozenset()
    going = {row for row, items in given.items() if any(_going(one) for one, _ in items)}
    asked = request.args.get("rows", "")
    ticked = {int(text) for text in asked.split(",") if text.isdecimal()}
    ticked |= {int_of(one) for one in request.form.getlist("row") if one}
    return render_template(
        "requests/visits/show.html",
        request_=found,
        states=STATES,
        refusal=refusals.said(refusal),
        rows=[
            {
                "row": row_named(file, file.rows[row]),
                "url": f"{url_for('requests.show', address=found.id)}#row={row + 1}",
                "index": row,
                "open": [(one.rule, sentence(one, language())) for one in settled_by_looking(file.rows[row])],
                "targets": [_target_view(file, row, item) for item in items],
            }
            for row, items in sorted(given.items())
        ],
        offers=[
            {
                "index": row.index,
                "name": row_named(file, row),
                "open": len(settled_by_looking(row)),
                "ticked": row.index in ticked,
            }
            for row in file.rows
            if row.index in allowed - going
        ],
        judges=judges,
        settles=judges and found.state in OPEN_TO_OFFICER,
        outcomes={code: WORDS[code][0] for code in OUTCOMES},
        inspectors=inspectors(registry()),
        typed=request.form,
        longest=LONGEST,
    )


def visits_beside(file: RequestFile, row: int) -> list[dict[str, Any]]:
    """Return the visits of a row as notes that stand beside it and are changed on their own page only."""
    page = url_for("requests.position_visits", address=file.request.id) + f"#row-{row}"
    found = []
    for target, visits in visits_of(registry(), file).get(row, []):
        for visit in visits:
            said = (
                evidence_of(target, visit, language())
                if visit.finished_at
                else _("Đang ở vị trí, chưa kết thúc lượt.")
            )
            found.append(_note(said, visit.person, _at(visit.finished_at or visit.started_at), page))
        if _going(target) and not visits:
            found.append(_note(going_words([target]), target.who, _at(target.at), page))
    return found


def visits_noticed(file: RequestFile) -> dict[str, Any] | None:
    """Return what a request says of visits under way and come back, None where nobody was sent."""
    given = visits_of(registry(), file)
    if not given:
        return None
    going = [one for items in given.values() for one, _ in items if _going(one)]
    back = sorted(row for row, items in given.items() if any(one.progress == "visited" for one, _ in items))
    return {
        "going": going_words(going) if going else "",
        "back": [(row_named(file, file.rows[row]), row) for row in back],
    }


def going_words(going: Sequence[PositionTarget]) -> str:
    """Return who is on his way to how many positions, and by when."""
    by: dict[tuple[str, Any], int] = {}
    for one in going:
        by[one.assignee, one.due_on] = by.get((one.assignee, one.due_on), 0) + 1
    parts = []
    for (name, due), count in by.items():
        said = name or _("kiểm tra viên bất kỳ")
        until = _(", hạn %(day)s", day=f"{due:%d/%m/%Y}") if due else ""
        parts.append(_("%(name)s đang được giao xem %(count)s vị trí", name=said, count=count) + until)
    return "; ".join(parts)


def _going(one: PositionTarget) -> bool:
    return one.state == OPEN and one.progress != "visited"


def _target_view(file: RequestFile, row: int, item: Visited) -> dict[str, Any]:
    target, visits = item
    return {
        "target": target,
        "going": _going(target),
        "asked": [said[language()] for said in target.look_at],
        "visits": [_visit_view(file, row, visit) for visit in visits],
    }


def _visit_view(file: RequestFile, row: int, visit: PositionVisit) -> dict[str, Any]:
    lang = language()
    return {
        "id": visit.id,
        "person": visit.person,
        "finished": bool(visit.finished_at),
        "at": _at(visit.finished_at or visit.started_at),
        "place": f"{visit.lat:.6f}, {visit.lon:.6f}" if visit.lat is not None else "",
        "accuracy": number(visit.accuracy_m or 0.0, 0, lang),
        "away": "" if visit.away_m is None else number(visit.away_m, 0, lang),
        "within": visit.away_m is not None and visit.away_m <= (visit.accuracy_m or 0.0),
        "rough": visit.rough,
        "moved": list(_moved_view(file, row, visit)),
        "answers": answers_of(visit, lang),
        "photos": [name for name in visit.photos if name not in visit.missing],
        "missing": len(visit.missing),
    }


def _moved_view(file: RequestFile, row: int, visit: PositionVisit) -> Iterator[Mapping[str, Any]]:
    lang = language()
    for one in moved(file, row, visit):
        yield {
            "rule": one.rule,
            "related": one.related,
            "proposed": number(one.proposed_m, 0, lang),
            "measured": number(one.measured_m, 0, lang),
            "limit": "" if one.limit_m is None else number(one.limit_m, 0, lang),
            "within": one.within,
            "turns": one.before is not one.after,
        }


def _note(text: str, by: str, at: str, page: str) -> dict[str, Any]:
    return {
        "id": "", "kind": NoteKind.VISIT.value, "text": text, "rule": "", "outcome": "", "evidence": "",
        "who": by, "at": at, "version": 0, "withdrawn": False, "whole": False, "files": [], "fields": [],
        "urban": None,         "page": page,
    }  # fmt: skip


def _at(moment_: str) -> str:
    found = moment_of(moment_)
    return "" if found is None else f"{found.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _back(address: str) -> ResponseReturnValue:
    return redirect(url_for("requests.position_visits", address=address), 303)
