"""The states of a request: which follows which, what each asks for, and when it may not be edited."""

import datetime as dt
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import NEXT_STATES, RequestKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.requests import (
    assign,
    change_state,
    issue,
    load_request,
    receive_request,
)
from tests.services.requests import desk
from tests.services.requests.desk import pdf, received, to


def test_every_pair_of_states_is_allowed_or_refused_as_the_table_says(
    office: Registry, tmp_path: Path
) -> None:
    ways: dict[RequestState, list[RequestState]] = {
        RequestState.RECEIVED: [],
        RequestState.SUPPLEMENT: [RequestState.SUPPLEMENT],
        RequestState.APPRAISING: [RequestState.APPRAISING],
        RequestState.CONSULTING: [RequestState.APPRAISING, RequestState.CONSULTING],
        RequestState.DRAFT: [RequestState.APPRAISING, RequestState.DRAFT],
        RequestState.SUBMITTED: [RequestState.APPRAISING, RequestState.DRAFT, RequestState.SUBMITTED],
        RequestState.WITHDRAWN: [RequestState.WITHDRAWN],
    }
    for state, way in ways.items():
        for wanted in RequestState:
            request = receive_request(
                office,
                None,
                kind=RequestKind.POSITION,
                organisation="VTL",
                officer="lan",
                who="lan",
            )
            request = to(office, request, *way, reason="lý do")
            if wanted in NEXT_STATES[state] and wanted is not RequestState.ISSUED:
                assert to(office, request, wanted, reason="lý do").state is wanted
                continue
            with pytest.raises(RefusalError, match="REQUEST-"):
                to(office, request, wanted, reason="lý do")
    assert desk.sound(office)


def test_supplementing_withdrawing_and_handing_back_need_a_reason(office: Registry) -> None:
    request = receive_request(
        office, None, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan"
    )
    for state in (RequestState.SUPPLEMENT, RequestState.WITHDRAWN):
        with pytest.raises(RefusalError, match="REQUEST-REASON"):
            to(office, request, state)
    request = to(office, request, RequestState.APPRAISING, RequestState.DRAFT, RequestState.SUBMITTED)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        to(office, request, RequestState.DRAFT)
    assert to(office, request, RequestState.DRAFT, reason="sửa khoản 2").state is RequestState.DRAFT


def test_nothing_is_submitted_or_issued_while_a_row_is_undecided(office: Registry, tmp_path: Path) -> None:
    request = to(office, received(office, tmp_path), RequestState.APPRAISING, RequestState.DRAFT)
    with pytest.raises(RefusalError) as refused:
        to(office, request, RequestState.SUBMITTED)
    assert refused.value.code == "REQUEST-UNDECIDED"
    assert refused.value.params == {"count": 5, "rows": "2, 3, 4, 5, 6"}  # as in the file


def test_issuing_needs_a_number_a_day_and_a_pdf(office: Registry, tmp_path: Path) -> None:
    request = to(office, received(office, tmp_path), RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(office, request.id, who="lan")
    request = to(office, request, RequestState.SUBMITTED)
    text = tmp_path / "thư.txt"
    text.write_text("không phải PDF", encoding="utf-8")
    for own, code in (
        ({"number": " "}, "REQUEST-NUMBER"),
        ({"signed_pdf": text}, "REQUEST-NOT-PDF"),
        ({"date": today() + dt.timedelta(days=1)}, "REQUEST-DAY"),
        ({"version": request.version - 1}, "CHANGED-MEANWHILE"),
    ):
        given = {
            "number": "1/SKHCN", "date": today(), "signed_pdf": pdf(tmp_path), "signed_name": "ký.pdf",
            "who": "giám đốc", "version": request.version, "reasons": {"signature": "ký giấy"}, **own,
        }  # fmt: skip
        with pytest.raises(RefusalError, match=code):
            issue(office, request.id, **given)  # type: ignore[arg-type] # the cases differ in what they give
    assert load_request(office, request.id).request.state is RequestState.SUBMITTED


def test_a_closed_request_and_one_with_the_leader_are_not_edited(office: Registry, tmp_path: Path) -> None:
    request = to(office, received(office, tmp_path), RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(office, request.id, who="lan")
    request = to(office, request, RequestState.SUBMITTED)
    with pytest.raises(RefusalError, match="REQUEST-SUBMITTED"):
        decide_row(office, request.id, 0, RowDecision.REFUSE, who="lan", seen=None, reason="x")
    request = to(office, request, RequestState.WITHDRAWN, reason="doanh nghiệp rút")
    with pytest.raises(RefusalError, match="REQUEST-CLOSED"):
        decide_row(office, request.id, 0, RowDecision.REFUSE, who="lan", seen=None, reason="x")
    with pytest.raises(RefusalError, match="REQUEST-CLOSED"):
        assign(office, request.id, "minh", who="lan", version=request.version)


def test_a_state_cannot_be_entered_before_the_last_one_or_in_the_future(office: Registry) -> None:
    yesterday = today() - dt.timedelta(days=1)
    request = receive_request(
        office,
        None,
        kind=RequestKind.POSITION,
        organisation="VTL",
        officer="lan",
        received_on=yesterday,
        who="lan",
    )
    for day in (yesterday - dt.timedelta(days=1), today() + dt.timedelta(days=1)):
        with pytest.raises(RefusalError, match="REQUEST-DAY"):
            change_state(
                office, request.id, RequestState.APPRAISING, who="lan", version=request.version, on_day=day
            )
