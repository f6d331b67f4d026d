"""Deadlines that are near: told to whom they bind, once for each day, and anew where the day was moved."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from registry.model.field.field_reports import CloseReason
from registry.model.notices import Notice, NoticeKind
from registry.model.people import Role
from registry.model.requests.desk import RequestKind, RequestState
from registry.services.obligations.near_deadlines import tell_near
from registry.services.obligations.obligations import duties_of
from registry.services.office.calendar import today
from registry.services.office.notices import sentence
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.public import cases, closing
from registry.services.public.cases import SentCase
from registry.services.requests.consulted.consulted_body import enter_names
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import receive_request
from registry.store import batches, ledger
from registry.store.office.notices import notices_of
from tests.services.requests import desk
from tests.store.rows import created

DAY = dt.timedelta(days=1)


def told(registry: Registry, kind: NoticeKind, **to: object) -> list[Notice]:
    with registry.database.read() as connection:
        found = notices_of(connection, **to)  # type: ignore[arg-type]
    return [item for item in found if item.kind is kind]


def test_a_request_is_told_to_the_appraisers_before_its_day_and_only_once(
    office: Registry,
) -> None:
    request = receive_request(
        office, None, kind=RequestKind.SHARING, organisation="VTL", officer="lan", who="lan"
    )
    due = load_request(office, request.id).clock.due_on
    assert due is not None
    tell_near(office, due - 15 * DAY)
    assert told(office, NoticeKind.NEAR_REQUEST, roles={"appraiser"}) == []
    for _ in range(2):
        tell_near(office, due)
    (notice,) = told(office, NoticeKind.NEAR_REQUEST, roles={"appraiser"})
    assert sentence(notice) == f"Hồ sơ {request.number} đến hạn trả lời ngày {due:%d/%m/%Y}"
    assert tell_near(office, due) == 0


def test_a_body_is_told_before_its_day_and_the_office_after_it(office: Registry, tmp_path: Path) -> None:
    add_account(
        office, "so.x", [Role.CONSULTED], territory="urban_area", password="mot-mat-khau-du-dai",
        must_change=False, who="quản trị",
    )  # fmt: skip
    enter_names(office, "so.x", ["Sở X"], who="quản trị")
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    by = today() + 5 * DAY
    asked = consult(
        office, request.id, body="Sở X", question="?", letter_number="9/SKHCN", sent_on=today(),
        answer_by=by, who="lan",
    )  # fmt: skip
    for day, near, late in ((by - 3 * DAY, 0, 0), (by, 1, 0), (by + DAY, 1, 1), (by + 2 * DAY, 1, 1)):
        tell_near(office, day)
        assert len(told(office, NoticeKind.NEAR_ANSWER, account="so.x")) == near
        assert len(told(office, NoticeKind.LATE_ANSWER, roles={"appraiser"})) == late
    record_answer(
        office, request.id, asked.id, outcome="agree", answer="", answered_on=today(), who="lan",
        seen=asked.version,
    )  # fmt: skip
    assert tell_near(office, by + 2 * DAY) == 0


def test_a_report_of_the_provinces_system_is_told_once_for_each_day_that_it_is_due(office: Registry) -> None:
    due = today() + 3 * DAY
    sent = SentCase("PA-118", words="Cột nghiêng", due_on=due)
    made, _ = cases.take_case(office, sent, who="tỉnh")
    tell_near(office, due - 2 * DAY)
    assert told(office, NoticeKind.NEAR_CASE, roles={"appraiser"}) == []
    for _ in range(2):
        tell_near(office, due - DAY)
    (notice,) = told(office, NoticeKind.NEAR_CASE, roles={"appraiser"})
    assert "PA-118" in sentence(notice)
    assert (notice.subject, notice.record) == ("citizen_report", made.id)
    made, _ = cases.take_case(office, replace(sent, due_on=due + 9 * DAY), who="tỉnh")
    tell_near(office, due + 9 * DAY)
    assert len(told(office, NoticeKind.NEAR_CASE, roles={"appraiser"})) == 2
    closing.close(office, made.id, reason=CloseReason.EMPTY, reply="", who="lan", seen=made.version)
    other, _ = cases.take_case(office, SentCase("PA-119", words="x", due_on=due), who="tỉnh")
    closing.close(office, other.id, reason=CloseReason.EMPTY, reply="", who="lan", seen=other.version)
    tell_near(office, due)
    assert len(told(office, NoticeKind.NEAR_CASE, roles={"appraiser"})) == 2, "what is closed is due no more"


@pytest.mark.parametrize("ahead", [0, 20])
def test_obligations_of_one_day_are_one_notice_of_their_organisation(office: Registry, ahead: int) -> None:
    day = today() + ahead * DAY
    tell_near(office, day)
    due = Counter(duty.organisation for duty in duties_of(office, day) if duty.open and duty.due_on == day)
    for owner in ("VTL", "VNPT", "VMS"):
        found = told(office, NoticeKind.NEAR_DUTY, organisation=owner)
        days = [item.params["day"] for item in found]
        assert bool(due[owner]) <= (day.isoformat() in days)
        assert all(str(day) <= on for on in days)
        assert len({(item.params["day"], item.params["title_vi"]) for item in found}) == len(found)
    assert tell_near(office, day) == 0


def test_what_is_told_of_several_names_none_of_them_for_each_is_met_by_itself(office: Registry) -> None:
    by = today() + 3 * DAY
    rows = [
        {"id": one, "structure": "mast-BGG00045", "organisation": "VNPT", "found_on": today(),
         "deadline": by, "state": "open"}
        for one in ("d1", "d2")
    ]  # fmt: skip
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="desk-defects", who="lan")
        changes = [change for row in rows for change in created("defects", row)]
        ledger.record(connection, changes, who="lan", batch=batch.id)
    tell_near(office, today())
    near = [one for one in told(office, NoticeKind.NEAR_DUTY, organisation="VNPT") if one.told["day"] == by]
    (notice,) = near
    assert sentence(notice) == f"Đến hạn ngày {by:%d/%m/%Y}: Khắc phục các tồn tại (lúc báo có 2)"
    assert "BGG" not in sentence(notice, "en")
