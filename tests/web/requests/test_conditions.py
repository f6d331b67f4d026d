"""Conditions on their pages: saved with a decision, answered by the carrier, settled by the office."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.model.people import Role
from registry.model.requests.conditions import Condition, ConditionState
from registry.model.requests.desk import RowDecision
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.services.requests.decisions import decide_row
from registry.services.requests.opened import load_request
from registry.services.requests.sharing import ask_to_share, record_reply
from registry.settings import Settings, read_settings
from registry.store.requests.requests import load_requests
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, visitor

PEOPLE = (
    ("lan", Role.APPRAISER, ""), ("sep", Role.LEADER, ""), ("viettel", Role.CARRIER, "VTL"),
    ("vnpt", Role.CARRIER, "VNPT"), ("xem", Role.VIEWER, ""),
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with an issued letter of one position bound by two conditions, and an open request."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    issued = desk.received(registry, tmp_path, [("V1", 2000.0, 0.0)])
    said = ["Sơn cột báo hiệu", "Lùi xa BGG00045"]
    decide_row(
        registry, issued.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, conditions=said,
        reason="đã nộp bản giấy",
    )  # fmt: skip
    desk.issued(registry, tmp_path, issued)
    desk.received(registry, tmp_path, [("V7", 7000.0, 0.0)])
    for name, role, organisation in PEOPLE:
        add_account(registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False,
                    who="t")  # fmt: skip
    registry.close()
    return settings


def open_one(app: Flask) -> str:
    with registry_of(app).database.read() as connection:
        return next(item.id for item in load_requests(connection) if item.open)


def decide(pages: Pages, address: str, status: int = 200, **asked: object) -> Any:
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    answer = pages.client.post(f"{address}/rows/0/decision", json={"seen": 0, **asked}, headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def issued_one(app: Flask) -> str:
    return approvals_of(registry_of(app))[0].request


def condition(app: Flask, text: str = "Sơn cột báo hiệu") -> Condition:
    row = load_request(registry_of(app), issued_one(app)).rows[0]
    return next(item for item in row.conditions if item.text == text)


def act(app: Flask, pages: Pages, deed: str, status: int = 303, **typed: object) -> Condition:
    standing = condition(app)
    form = {"version": str(standing.version), **typed}
    pages.post(f"/requests/{standing.request}/conditions/{standing.id}/{deed}", form, status)
    return condition(app)


def test_a_decision_is_offered_its_conditions_and_refused_without_one(app: Flask) -> None:
    pages = visitor(app, "lan")
    address, bound = f"/requests/{open_one(app)}", {"decision": "agree_with_conditions"}
    offered = pages.get(f"{address}/rows/0.json").get_json()["conditions"]
    assert offered
    for one in offered:
        assert one["text"].startswith("Trước khi ")
        assert one["of"]
        assert one["body"]
    refused = decide(pages, address, 400, **bound, reason="đủ", conditions=[])
    assert refused["error"]["code"] == "REQUEST-CONDITIONS"
    bare = decide(pages, address, 400, **bound, conditions=[{**one, "struck": True} for one in offered])
    assert bare["error"]["code"] == "REQUEST-CONDITION-STRUCK"
    kept = [*({**one, "text": one["text"] + " và gửi cơ quan"} for one in offered), {"text": "Rào chắn"}]
    said = decide(pages, address, **bound, conditions=kept)
    assert said["decision"]["conditions"] == [one["text"] for one in kept]
    assert ["Rào chắn", 1] in pages.get("/requests/conditions/used.json").get_json()["used"]


def test_the_carrier_answers_with_a_paper_and_the_office_settles_it(app: Flask) -> None:
    own, officer, leader = (visitor(app, name) for name in ("viettel", "lan", "sep"))
    address = f"/requests/{issued_one(app)}/conditions"
    for way in (f"/requests/{issued_one(app)}", f"/approvals/{approvals_of(registry_of(app))[0].id}"):
        assert address in own.get(way).get_data(as_text=True)  # reached from where one thinks of it
    paper = (io.BytesIO(b"%PDF-1.7 anh"), "ảnh.pdf")
    assert act(app, own, "answer", answer="đã sơn", file=paper).state is ConditionState.ANSWERED
    seen = officer.page(address)
    assert "Doanh nghiệp báo cáo: đã sơn" in " ".join(seen.text)
    assert "ảnh.pdf" in seen.text
    (sha,) = condition(app).files
    own.get(f"/requests/{issued_one(app)}/files/{sha}")
    assert any("điều kiện" in text for text in officer.page("/today").text)
    assert act(app, officer, "return", reason="ảnh mờ").state is ConditionState.RETURNED
    assert "ảnh mờ" in " ".join(own.page(address).text)
    assert act(app, officer, "met", 400, paper="12/CV", on="2999-01-01").state is ConditionState.RETURNED
    assert act(app, officer, "met", paper="12/CV", on="").state is ConditionState.MET
    assert act(app, officer, "reopen", reason="nhầm dòng").state is ConditionState.RETURNED
    act(app, officer, "waive", 403, reason="x")
    assert act(app, leader, "waive", reason="không còn cần").state is ConditionState.WAIVED
    assert "1/2 điều kiện đã đáp ứng hoặc được miễn" in " ".join(own.page(address).text)


def test_a_condition_of_several_positions_is_answered_for_all_of_them(app: Flask, tmp_path: Path) -> None:
    registry = registry_of(app)
    made = desk.received(registry, tmp_path, [("V8", 8000.0, 0.0), ("V9", 9000.0, 0.0)])
    for row in range(2):
        decide_row(
            registry, made.id, row, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="đủ",
            conditions=["Sơn cột báo hiệu"],
        )  # fmt: skip
    desk.issued(registry, tmp_path, made)
    own, address = visitor(app, "viettel"), f"/requests/{made.id}/conditions"
    offer = "Gửi như vậy cho cả 2 vị trí có điều kiện này"
    assert sum(offer in text for text in own.page(address).text) == 2
    assert not any("vị trí có điều kiện này" in text for text in visitor(app, "lan").page(address).text)
    rows = load_request(registry, made.id).rows
    item = next(one for one in rows[0].conditions if one.state is ConditionState.OPEN)
    form = {"version": str(item.version), "answer": "đã sơn", "alike": "1"}
    own.post(f"{address}/{item.id}/answer", form, 303)
    again = own.page(address).text
    assert sum("đã nộp, chờ cơ quan xem" in text for text in again) == 2
    assert not any("vị trí có điều kiện này" in text for text in again)


def test_conditions_of_a_position_that_was_taken_back_are_no_longer_counted(app: Flask) -> None:
    officer, carrier = visitor(app, "lan"), visitor(app, "viettel")
    address = f"/requests/{issued_one(app)}/conditions"
    assert "0/2 điều kiện" in " ".join(officer.page(address).text)
    (position,) = approvals_of(registry_of(app))
    revoke(registry_of(app), position.id, reason="QĐ 9", who="lan", seen=position.version)
    for pages in (officer, carrier):
        for way in (address, f"/approvals/{position.id}"):
            text = " ".join(pages.page(way).text)
            assert "Vị trí đã thu hồi, không còn phải đáp ứng." in text
            for word in ("/2 điều kiện", "chưa đáp ứng", "Xem xét ", "Gửi cơ quan"):
                assert word not in text


def test_each_sees_only_what_is_his_and_others_masts_are_taken_out(app: Flask) -> None:
    address = f"/requests/{issued_one(app)}/conditions"
    visitor(app, "vnpt").get(address, 404)
    text = " ".join(visitor(app, "viettel").page(address).text)
    assert "Lùi xa (mã không công bố)" in text
    assert "đã nộp bản giấy" not in text  # why a proposal was struck stays in the office
    assert "đã nộp bản giấy" in " ".join(visitor(app, "lan").page(address).text)
    act(app, visitor(app, "xem"), "answer", 403, answer="x")
    act(app, visitor(app, "viettel"), "met", 403, paper="x")


def test_the_page_speaks_english(app: Flask) -> None:
    pages = visitor(app, "viettel")
    pages.post("/language", {"lang": "en", "next": "/requests"})
    text = " ".join(pages.page(f"/requests/{issued_one(app)}/conditions").text)
    assert "0 of 2 conditions are met or waived" in text
    assert "not met yet" in text


def test_what_the_owner_of_a_mast_answered_stands_beside_the_conditions(app: Flask, tmp_path: Path) -> None:
    registry = registry_of(app)
    found = desk.received(registry, tmp_path, [("V2", 2500.0, 0.0)])
    asked = ask_to_share(
        registry, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), request=found.id, row=0,
        who="viettel",
    )  # fmt: skip
    record_reply(registry, asked.id, answer="agree", replied_on=today(), who="vnpt", seen=1)
    decide_row(
        registry, found.id, 0, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0,
        conditions=["nộp văn bản đồng ý của chủ cột"], reason="đã nộp bản giấy",
    )  # fmt: skip
    desk.issued(registry, tmp_path, found)
    for name in ("viettel", "lan"):
        page = visitor(app, name).page(f"/requests/{found.id}/conditions")
        assert any(a.get("href") == f"/sharing/{asked.id}" for a in page.all("a"))
        assert any(f"trả lời {today():%d/%m/%Y}: Đồng ý" in text for text in page.text)
