"""Conditions of an issued letter: a carrier answers each with its paper, the office settles it."""

import contextlib
from collections import Counter
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.people import Role
from registry.model.requests.conditions import Condition, ConditionState
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.requests.conditions.following import (
    LONGEST,
    NAMES,
    Paper,
    answer_condition,
    meet_condition,
    reopen_condition,
    return_condition,
    same_condition,
    waive_condition,
)
from registry.services.requests.conditions.owed import ended_rows, followed
from registry.services.requests.conditions.proposals import OFFICE
from registry.services.requests.opened import FileRow, RequestFile
from registry.typed_text import within
from web.frame import refusals
from web.frame.forms import day_of, version_of
from web.frame.guard import READERS, SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, who
from web.frame.uploads import kept_aside
from web.requests.frame import blueprint, file_of
from web.requests.sharing_beside import sharing_beside
from web.requests.view import decisions_shown, moment, said_to
from web.requests.words import ENDED, STATES

READ = tuple(role for role in READERS if role != "consulted")
DEEDS = (
    "requests.answer_condition", "requests.meet_condition", "requests.return_condition",
    "requests.waive_condition", "requests.reopen_condition",
)  # fmt: skip
"""Deeds of this page, whose refusals it says."""
_FIRST = (ConditionState.RETURNED, ConditionState.OPEN, ConditionState.ANSWERED, ConditionState.KEPT)


@blueprint.get("/<address>/conditions")
@guarded(*READ)
def conditions(address: str) -> str:
    """Show the conditions of a request's positions, each with what was handed in and what it is worth."""
    return conditions_page(file_of(address))


@blueprint.post("/<address>/conditions/<item>/answer", endpoint="answer_condition")
@guarded(*SENDERS)
def answer(address: str, item: str) -> ResponseReturnValue:
    """Take the word and the papers by which a carrier meets a condition."""
    found = file_of(address).request
    with contextlib.ExitStack() as stack:
        papers = [
            Paper(*stack.enter_context(kept_aside(file)))
            for file in request.files.getlist("file")
            if file.filename
        ]
        answer_condition(
            registry(), found.id, item, request.form.get("answer", ""), papers=papers, who=who(),
            seen=version_of(), alike=bool(request.form.get("alike")),
        )  # fmt: skip
    flash(_("Đã gửi cơ quan; chưa xem thì sửa hoặc bổ sung giấy tờ được."))
    return _back(address, item)


@blueprint.post("/<address>/conditions/<item>/met", endpoint="meet_condition")
@guarded(*OFFICERS)
def meet(address: str, item: str) -> ResponseReturnValue:
    """Record that a condition is met, by which paper and when."""
    found = file_of(address).request
    meet_condition(
        registry(), found.id, item, paper=request.form.get("paper", ""), on=day_of("on") or today(),
        word=request.form.get("word", ""), who=who(), seen=version_of(),
    )  # fmt: skip
    flash(_("Đã ghi là đáp ứng; ghi nhầm thì mở lại được, có lý do."))
    return _back(address, item)


@blueprint.post("/<address>/conditions/<item>/return", endpoint="return_condition")
@guarded(*OFFICERS)
def give_back(address: str, item: str) -> ResponseReturnValue:
    """Return what was handed in, with what is lacking."""
    found = file_of(address).request
    return_condition(registry(), found.id, item, reason=_typed_reason(), who=who(), seen=version_of())
    flash(_("Đã trả lại; doanh nghiệp thấy lý do và nộp lại được."))
    return _back(address, item)


@blueprint.post("/<address>/conditions/<item>/waive", endpoint="waive_condition")
@guarded("leader")
def waive(address: str, item: str) -> ResponseReturnValue:
    """Waive a condition, with the reason."""
    found = file_of(address).request
    waive_condition(registry(), found.id, item, reason=_typed_reason(), who=who(), seen=version_of())
    flash(_("Đã miễn điều kiện; miễn nhầm thì mở lại được, có lý do."))
    return _back(address, item)


@blueprint.post("/<address>/conditions/<item>/reopen", endpoint="reopen_condition")
@guarded(*OFFICERS)
def reopen(address: str, item: str) -> ResponseReturnValue:
    """Take back that a condition is met or waived."""
    found = file_of(address).request
    reopen_condition(registry(), found.id, item, reason=_typed_reason(), who=who(), seen=version_of())
    flash(_("Đã mở lại điều kiện."))
    return _back(address, item)


def conditions_page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    """Return the page of a request's conditions, with what was refused a moment ago."""
    found, person = file.request, current_person()
    issued = found.state is RequestState.ISSUED
    due, ended = {}, {}
    if issued:
        ended = {at: ENDED[state.value] for at, state in ended_rows(registry(), found.id).items()}
        due = {one.condition.id: one.due_on for one in followed(registry(), organisation=found.organisation)}
    bound = [item for row in file.rows if row.index not in ended for item in row.conditions]
    alike = Counter(item.text for item in bound if same_condition(item, item))
    shown = [
        (
            row,
            [
                _view(file, row, item, due) | {"alike": alike[item.text] if same_condition(item, item) else 0}
                for item in _ordered(row, office=person.sees_all)
            ],
        )
        for row in file.rows
        if decisions_shown(file, person)
    ]
    items = [
        item
        for row, found_ in shown
        for item in found_
        if item["state"] != "struck" and row.index not in ended
    ]
    return render_template(
        "requests/conditions/show.html",
        file=file,
        request_=found,
        refusal=refusals.said(refusal),
        organisation=organisation_names().get(found.organisation, found.organisation),
        states=STATES,
        rows=[(row, found_) for row, found_ in shown if found_],
        settled=sum(item["state"] in ("met", "waived") for item in items),
        count=len(items),
        issued=issued,
        ended=ended,
        sharing={row.index: sharing_beside(row, person) for row, found_ in shown if found_},
        office=person.sees_all,
        may_answer=issued and person.is_one_of(*SENDERS),
        may_settle=issued and person.is_one_of(*OFFICERS),
        may_waive=issued and person.is_one_of(Role.LEADER),
        typed=request.form if refusal else {},
        typed_of=(request.view_args or {}).get("item", "") if refusal else "",
        today=today(),
    )


def _ordered(row: FileRow, *, office: bool) -> list[Condition]:
    """Return a row's conditions, those that wait first; those that were struck only for the office."""
    found = [item for item in row.conditions if office or item.state.binds]
    return sorted(found, key=lambda item: item.state not in _FIRST)


def _view(file: RequestFile, row: FileRow, item: Condition, due: dict[str, Any]) -> dict[str, Any]:
    person, lang = current_person(), language()
    said = said_to(row, file, person)
    names = {one.sha256: one.name for one in file.attachments}
    address = file.request.id
    day = due.get(item.id) or item.due_on
    return {
        "id": item.id,
        "text": said(item.text),
        "body": say(OFFICE, lang) if item.body == OFFICE.vi else item.body,
        "state": item.state.value,
        "word": say(NAMES[item.state], lang),
        "due_on": day if item.state.unmet else None,
        "late": day is not None and day < today() and item.state.owed,
        "answer": item.answer,
        "answered": [item.answered_by if person.sees_all else "", moment(item.answered_at)],
        "files": [
            (names.get(sha, sha[:12]), url_for("requests.attachment", address=address, sha256=sha))
            for sha in item.files
        ],
        "paper": item.paper,
        "said": said(item.word or item.reason),
        "settled_on": item.settled_on,
        "settled": [item.settled_by if person.sees_all else "", moment(item.settled_at)],
        "version": item.version,
        "answerable": item.state.unmet,
        "settleable": item.state.unmet,
        "returnable": item.state is ConditionState.ANSWERED,
        "reopenable": item.state in (ConditionState.MET, ConditionState.WAIVED),
    }


def _typed_reason() -> str:
    return within(request.form.get("reason"), LONGEST)


def _back(address: str, item: str) -> ResponseReturnValue:
    return redirect(url_for("requests.conditions", address=address) + f"#condition-{item}", 303)
