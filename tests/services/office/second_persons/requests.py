"""Deeds at requests and at lists of masts."""

import datetime as dt
from pathlib import Path

from registry.model.mast_lists import MastListKind
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.lists import handing_in, looking_through
from registry.services.requests import (
    decisions,
    issuing,
    notes,
    position_visits,
    requests,
    sharing,
    states,
    supplements,
)
from registry.services.requests.agreed import approvals, extensions
from registry.services.requests.conditions import following
from registry.services.requests.consulted import consultations, consulted_body, more_time, sent
from registry.services.requests.exchange import papers
from registry.services.requests.letters import edits
from tests.services.office.one_of_each import DAY, DECISION, EDIT, ROW
from tests.services.office.second_persons.second import (
    WHO,
    Second,
    asked,
    condition,
    note_deed,
    of_list,
    of_request,
    record,
)
from tests.services.requests.desk import pdf

DEEDS: dict[str, Second] = {
    "requests.exchange.papers.file_paper": record("exchange_papers", "paper", papers.file_paper, "request"),
    "requests.exchange.papers.put_aside": record("exchange_papers", "paper", papers.put_aside, "x"),
    "lists.handing_in.withdraw": of_list("draft", handing_in.withdraw),
    "lists.handing_in.answer": of_list("asked", handing_in.answer, "đã tháo"),
    "lists.handing_in.change_facts": of_list(
        "draft", handing_in.change_facts, kind=MastListKind.FIRST, list_date=DAY, note=""
    ),
    "lists.looking_through.ask": of_list("sent", looking_through.ask, "ở đâu?"),
    "lists.looking_through.return_list": of_list("sent", looking_through.return_list, "thiếu"),
    "requests.agreed.approvals.extend": record("approvals", "approval", approvals.extend, 1, ground="lũ"),
    "requests.agreed.approvals.revoke": record("approvals", "approval", approvals.revoke, reason="x"),
    "requests.agreed.approvals.report_completion": record(
        "approvals", "approval", approvals.report_completion, lon=106.2, lat=21.3, completed_on=DAY
    ),
    "requests.agreed.extensions.answer_extension": record(
        "row_notes", "ask", extensions.answer_extension, granted=False, reason="x"
    ),
    "requests.consulted.consultations.drop_draft": asked(consultations.drop_draft),
    "requests.consulted.sent.record_sent": asked(
        sent.record_sent, letter_number="5", sent_on=DAY, answer_by=None
    ),
    "requests.consulted.sent.take_back_sent": asked(sent.take_back_sent),
    "requests.consulted.more_time.ask_more_time": asked(
        more_time.ask_more_time, until=dt.date(2030, 1, 1), reason="mưa lũ"
    ),
    "requests.consulted.consulted_body.enter_names": Second(
        "settings",
        consulted_body.SETTING,
        lambda o, _: consulted_body.enter_names(o, "xa1", ["UBND xã"], seen=["tên cũ"], **WHO),
    ),
    "requests.decisions.decide_row": Second(
        "row_decisions",
        DECISION,
        lambda o, seen: decisions.decide_row(
            o, "request", 0, RowDecision.REFUSE, reason="trùng", seen=seen, **WHO
        ),
    ),
    "requests.decisions.correct_row": Second(
        "request_rows",
        ROW,
        lambda o, seen: decisions.correct_row(
            o, "request", 0, {"address": "phố mới"}, reason="x", seen=seen, **WHO
        ),
    ),
    "requests.notes.edit_note": note_deed(notes.edit_note, "lời khác"),
    "requests.notes.withdraw_note": note_deed(notes.withdraw_note),
    "requests.notes.record_answer": asked(notes.record_answer, outcome="agree", answer="x", answered_on=DAY),
    "requests.requests.replace_list": of_request(requests.replace_list, Path("ds.xlsx"), name="ds.xlsx"),
    "requests.requests.choose_day": of_request(requests.choose_day, "filing", transition="Điều 9"),
    "requests.requests.change_facts": of_request(
        requests.change_facts, letter_number="9", letter_date=DAY, note="x"
    ),
    "requests.states.change_state": of_request(states.change_state, RequestState.WITHDRAWN, reason="xin rút"),
    "requests.states.hand_in": of_request(states.hand_in),
    "requests.conditions.following.answer_condition": condition(following.answer_condition, "đã sơn"),
    "requests.conditions.following.meet_condition": condition(
        following.meet_condition, paper="12/CV", on=DAY
    ),
    "requests.conditions.following.return_condition": condition(following.return_condition, reason="mờ"),
    "requests.conditions.following.waive_condition": condition(following.waive_condition, reason="thôi"),
    "requests.conditions.following.reopen_condition": condition(following.reopen_condition, reason="nhầm"),
    "requests.letters.edits.undo_edit": Second(
        "letter_edits",
        EDIT,
        lambda o, seen: edits.undo_edit(o, "request", "closing", seen=seen, **WHO),
    ),
    "requests.supplements.answer_item": Second(
        "supplement_items",
        "item",
        lambda o, seen: supplements.answer_item(o, "request", "item", "đã gửi", seen=seen, **WHO),
    ),
    "requests.position_visits.withdraw_visit": Second(
        "position_targets",
        "position",
        lambda o, seen: position_visits.withdraw_visit(
            o, "request", "position", reason="x", seen=seen, **WHO
        ),
    ),
    "requests.supplements.drop_item": Second(
        "supplement_items",
        "item",
        lambda o, seen: supplements.drop_item(o, "request", "item", seen=seen, **WHO),
    ),
    "requests.states.assign": of_request(states.assign, "nam"),
    "requests.issuing.issue": Second(
        "requests",
        "request",
        lambda o, seen: issuing.issue(
            o,
            "request",
            number="5",
            date=DAY,
            signed_pdf=pdf(o.settings.home),
            signed_name="a.pdf",
            reasons={"signature": "ký giấy"},
            version=seen,
            **WHO,
        ),
    ),
    "requests.sharing.record_reply": record(
        "sharing_requests", "sharing", sharing.record_reply, answer="agree", replied_on=DAY
    ),
    "requests.sharing.withdraw_sharing": record(
        "sharing_requests", "sharing", sharing.withdraw_sharing, reason="tìm được chỗ khác"
    ),
    "requests.sharing.state_receipt": record(
        "sharing_requests", "sharing", sharing.state_receipt, received_on=DAY
    ),
    "requests.sharing.state_survey": record("sharing_requests", "sharing", sharing.state_survey),
}
