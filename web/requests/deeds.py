"""What one does to a request from its page: decide rows, note, move it on, issue it."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import number
from registry.model.findings import Outcome
from registry.model.requests.desk import NoteKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.gates.besides import points_beside
from registry.services.requests.kept_corrections import corrected_cells
from registry.services.requests.notes import add_note as write_note
from registry.services.requests.notes import check_by_hand, take_over, withdraw_note
from registry.services.requests.on_behalf import behalves, check_file_stated, state_behalf
from registry.services.requests.opened import load_request
from registry.services.requests.queue import next_for_leader
from registry.services.requests.requests import (
    assign,
    attach,
    change_facts,
    change_state,
    choose_day,
    replace_list,
)
from registry.services.requests.requests import issue as issue_request
from registry.services.requests.settling import LONGEST, answer_matters
from registry.services.requests.states import check_submit, hand_in
from registry.typed_text import within
from web.frame.forms import day_of, int_of, one_of, version_of
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS, officers, who
from web.frame.uploads import kept_aside, uploaded
from web.requests.conditions import offered_in
from web.requests.conflict import json_versions
from web.requests.frame import begin, check_own, file_of, may_issue
from web.requests.gate import typed_reasons
from web.requests.refusals import blueprint
from web.requests.view import decision_view, one_row
from web.requests.words import LISTS, OUTCOMES

__all__ = ["blueprint"]

_OWN = tuple(Outcome(code) for code in OUTCOMES)


@blueprint.post("/<address>/rows/<int:row>/decision")
@guarded(*OFFICERS)
def decide(address: str, row: int) -> ResponseReturnValue:
    """Decide one row; where somebody came first, answer with both versions and write nothing."""
    asked = request.get_json(silent=True) or {}
    found = file_of(address).request
    reason = str(asked.get("reason", ""))
    conditions = offered_in(asked)
    try:
        decided = decide_row(
            registry(),
            found.id,
            row,
            one_of(RowDecision, asked.get("decision")),
            who=who(),
            seen=int_of(asked.get("seen", 0)),
            reason=reason,
            conditions=conditions,
        )
    except RefusalError as error:
        if error.code != "CHANGED-MEANWHILE":
            raise
        return jsonify(json_versions(error)), 409
    begin(found.id)
    file = load_request(registry(), found.id)
    return jsonify(decision=decision_view(decided), **one_row(file, row, current_person(), language()))


@blueprint.post("/<address>/decide-all")
@guarded(*OFFICERS)
def decide_all(address: str) -> ResponseReturnValue:
    """Decide every row that is not decided as recommended."""
    found = file_of(address).request
    before = len(load_request(registry(), found.id).undecided)
    decide_as_recommended(registry(), found.id, who=who())
    begin(found.id)
    left = len(load_request(registry(), found.id).undecided)
    flash(_("Đã quyết định %(count)s dòng theo đề xuất, còn %(left)s dòng.", count=before - left, left=left))
    return _back(address)


@blueprint.post("/<address>/rows/<int:row>/notes")
@guarded(*OFFICERS)
def add_note(address: str, row: int) -> ResponseReturnValue:
    """Add a note, a photo, a check by hand or a finding of one's own to a row."""
    found = file_of(address).request
    form = request.form
    kind = one_of(NoteKind, form.get("kind"))
    files = []
    for file in request.files.getlist("file"):
        if file.filename:
            with kept_aside(file) as (path, name):
                files.append(attach(registry(), found.id, path, name=name, kind="photo", who=who()))
    text, rule = form.get("text", ""), form.get("rule", "")
    if kind is NoteKind.MANUAL_CHECK:
        at = -1 if form.get("whole") else row
        check_by_hand(
            registry(), found.id, at, rule, _outcome(), text=text, evidence=form.get("evidence", ""),
            who=who(), files=files,
        )  # fmt: skip
    elif kind is NoteKind.TAKEOVER:
        take_over(registry(), found.id, row, rule, _outcome(), reason=text, who=who(), files=files)
    else:
        write_note(registry(), found.id, row, kind, text, who=who(), files=files)
    return jsonify(**one_row(load_request(registry(), found.id), row, current_person(), language()))


@blueprint.post("/<address>/notes/<note>/withdraw")
@guarded(*OFFICERS)
def withdraw(address: str, note: str) -> ResponseReturnValue:
    """Take a note back; it stays to be read."""
    found = file_of(address).request
    asked = request.get_json(silent=True) or {}
    row = int_of(asked.get("row", 0))
    withdraw_note(registry(), found.id, note, who=who(), seen=int_of(asked.get("seen", 0)))
    file = load_request(registry(), found.id)
    if not 0 <= row < len(file.rows):
        raise RefusalError("REQUEST-ROW", number=found.number, rows=len(file.rows), row=row + 1)
    return jsonify(**one_row(file, row, current_person(), language()))


@blueprint.post("/<address>/state")
@guarded(*OFFICERS)
def move(address: str) -> ResponseReturnValue:
    """Move a request on; submitting it from the appraisal makes the draft on the way."""
    file = file_of(address)
    found, wanted = file.request, one_of(RequestState, request.form.get("state"))
    version, reason = version_of(), request.form.get("reason", "")
    given, sheet = typed_reasons(), request.form.get("sheet")
    if wanted is RequestState.SUBMITTED and found.state in (RequestState.APPRAISING, RequestState.CONSULTING):
        check_submit(file, given, sheet, points_beside(registry(), file))
        version = change_state(registry(), found.id, RequestState.DRAFT, who=who(), version=version).version
    change_state(
        registry(), found.id, wanted, who=who(), version=version, reason=reason, reasons=given, sheet=sheet
    )
    if wanted is RequestState.SUBMITTED:
        flash(_("Đã trình lãnh đạo. Cần sửa thêm thì đề nghị lãnh đạo trả lại."))
    elif found.state is RequestState.SUBMITTED and wanted is RequestState.DRAFT and may_issue():
        flash(f"{_('Đã trả lại để sửa.')} {_left_for_leader(found.id)}")
    elif found.state is RequestState.SUPPLEMENT and wanted is RequestState.APPRAISING:
        flash(_("Đã nhận bổ sung; thời hạn đếm tiếp từ hôm nay."))
    return _back(address)


@blueprint.post("/<address>/answered")
@guarded(*OFFICERS)
def answer(address: str) -> ResponseReturnValue:
    """Answer what the request's letter or list leaves open, with a reason."""
    found = file_of(address).request
    answer_matters(registry(), found.id, request.form.get("reason", ""), who=who())
    return _back(address)


@blueprint.post("/<address>/officer")
@guarded(*OFFICERS)
def give(address: str) -> ResponseReturnValue:
    """Give the request to an officer."""
    found, officer = file_of(address).request, request.form.get("officer", "").strip()
    if officer not in officers():
        raise RefusalError("REQUEST-VALUE", value=officer[:40])
    assign(registry(), found.id, officer, who=who(), version=version_of())
    to = request.form.get("to", "")  # the list of the queue on which it was given
    return redirect(url_for("requests.start", show=to), 303) if to in LISTS else _back(address)


@blueprint.post("/<address>/day")
@guarded(*OFFICERS)
def judge_on(address: str) -> ResponseReturnValue:
    """Choose the day whose law counts, citing the transitional provision for the day of filing."""
    found, form = file_of(address).request, request.form
    choose_day(
        registry(), found.id, form.get("judged_on", ""), transition=form.get("transition", ""), who=who(),
        version=version_of(),
    )  # fmt: skip
    return _back(address)


@blueprint.post("/<address>/facts")
@guarded(*OFFICERS)
def facts(address: str) -> ResponseReturnValue:
    """Correct the number and day of the carrier's letter, and the note on the file."""
    found, form = file_of(address).request, request.form
    change_facts(
        registry(), found.id, letter_number=form.get("letter_number", ""), letter_date=day_of("letter_date"),
        note=form.get("note", ""), who=who(), version=version_of(),
    )  # fmt: skip
    return _back(address)


@blueprint.post("/<address>/issue")
@guarded("leader")
def issue(address: str) -> ResponseReturnValue:
    """Record the letter's number, day and signed PDF."""
    found = file_of(address).request
    with uploaded("signed") as (path, name):
        issue_request(
            registry(),
            found.id,
            number=request.form.get("number", ""),
            date=day_of("date") or today(),
            signed_pdf=path,
            signed_name=name,
            who=who(),
            version=version_of(),
            reason=within(request.form.get("reason"), LONGEST),
            reasons=typed_reasons(),
            sheet=request.form.get("sheet"),
        )
    flash(f"{_('Đã ghi nhận ban hành.')} {_left_for_leader(found.id)}")
    return _back(address)


@blueprint.post("/<address>/list")
@guarded(*SENDERS)
def supplement(address: str) -> ResponseReturnValue:
    """Take a corrected list in. An officer's goes on at once; a carrier looks, then hands in."""
    check_own(address)
    file = file_of(address)
    found = file.request
    if not current_person().sees_all and found.state is not RequestState.SUPPLEMENT:
        raise RefusalError("REQUEST-SUBMITTED", number=found.number)
    with uploaded("list") as (path, name):
        made = replace_list(registry(), found.id, path, name=name, who=who(), version=version_of())
    if given := corrected_cells(file):
        held = number(corrected_cells(file_of(address)), 0, language())
        flash(
            _(
                "%(held)s trong %(given)s ô đã sửa trên trang được giữ lại; ô mà tệp mới ghi khác, dòng mà "
                "tệp mới không còn thì theo tệp mới.",
                held=held,
                given=number(given, 0, language()),
            )
        )
    if made.state is not RequestState.SUPPLEMENT:
        return _back(address)
    if current_person().sees_all:
        change_state(registry(), found.id, RequestState.APPRAISING, who=who(), version=made.version)
        flash(_("Đã nhận danh sách đã sửa; thời hạn đếm tiếp từ hôm nay."))
    else:
        flash(_("Đã nhận danh sách mới, chưa gửi lại hồ sơ: xem cách đọc, rồi bấm “Đã sửa xong, gửi lại”."))
    return _back(address)


@blueprint.post("/<address>/supplemented")
@guarded(*SENDERS)
def supplemented(address: str) -> ResponseReturnValue:
    """Hand in a request again whose rows were corrected in the page; its clock runs on."""
    check_own(address)
    file = file_of(address)
    found = file.request
    if not current_person().sees_all:
        check_file_stated(file)
    hand_in(
        registry(), found.id, who=who(), version=version_of(), reasons=typed_reasons(),
        sheet=request.form.get("sheet"),
    )  # fmt: skip
    flash(_("Đã gửi lại hồ sơ; thời hạn đếm tiếp từ hôm nay."))
    return _back(address)


@blueprint.post("/<address>/behalf")
@guarded(*SENDERS)
def behalf(address: str) -> ResponseReturnValue:
    """State for which other operator rows are filed, and by which paper."""
    file, operator = file_of(address), request.form.get("operator", "")
    if operator not in {one.operator for one in behalves(file)}:
        raise RefusalError("REQUEST-VALUE", value=operator[:40])
    state_behalf(registry(), file.request.id, operator, request.form.get("paper", ""), who=who())
    return _back(address)


def _left_for_leader(request_id: str) -> str:
    """Say how many requests still wait for the leader."""
    _item, count = next_for_leader(registry(), request_id)
    if not count:
        return str(_("Không còn hồ sơ nào chờ ban hành."))
    return str(_("Còn %(count)s hồ sơ chờ ban hành.", count=count))


def _outcome() -> Outcome:
    outcome: Outcome = one_of(Outcome, request.form.get("outcome"))
    if outcome not in _OWN:
        raise RefusalError("REQUEST-VALUE", value=outcome.value)
    return outcome


def _back(address: str) -> ResponseReturnValue:
    return redirect(url_for("requests.show", address=address), 303)
