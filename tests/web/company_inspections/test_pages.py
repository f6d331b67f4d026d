"""An inspection of a company on its pages: drawn up, kept as typed, its steps, team and clock said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from registry.model.company_inspections.conclusions import Evidence, EvidenceKind
from registry.services.company_inspections.visits import make_visits
from registry.services.field.campaigns import CLOSED, amend_campaign, get_campaign
from registry.services.office.deeds import deed
from registry.store.company_inspections.tables import company_inspections
from tests.pages import Pages
from tests.web.company_inspections.office import APPRAISER, made, typed
from tests.web.company_inspections.office import begun as on_the_spot
from tests.web.people import registry_of, running, visitor
from web.company_inspections.items import key_of

HOSTILE = "</textarea><img src=x onerror=alert(1)>{{ 7*7 }}"


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(made(tmp_path_factory.mktemp("company") / "home")) as app:
        yield app


@pytest.fixture
def appraiser(office: Flask) -> Pages:
    return visitor(office, "appraiser")


def begun(pages: Pages, **other: Any) -> str:
    """Draw an inspection up and return the address of its page."""
    return str(pages.post("/company-inspections/new", typed(**other), 303).headers["Location"])


def said(pages: Pages, path: str) -> str:
    """Return the words of a page."""
    return " ".join(" ".join(pages.page(path).text).split())


def test_what_is_typed_stands_on_the_page_with_what_comes_next(appraiser: Pages) -> None:
    assert "Chưa có cuộc kiểm tra nào" in said(appraiser, "/company-inspections")
    page = said(appraiser, begun(appraiser))
    assert "Kiểm tra việc chấp hành pháp luật về xây dựng BTS" in page
    assert "chưa ghi văn bản phân cấp, ủy quyền" in page
    assert "Nguyễn Văn Đoàn" in page
    listed = said(appraiser, "/company-inspections")
    assert "Nguyễn Văn Đoàn" in listed
    assert "Đang soạn đề xuất" in listed


def test_what_a_proposal_lacks_is_named_and_may_be_kept_all_the_same(appraiser: Pages) -> None:
    page = said(appraiser, begun(appraiser, matters=[], basis="", facts_to=""))
    for word in ("Nội dung kiểm tra", "Ngày cuối thời kỳ được kiểm tra", "Căn cứ"):
        assert f"○ {word}" in page
    assert "○ Trưởng đoàn" not in page


def test_a_refused_form_keeps_what_was_typed(appraiser: Pages) -> None:
    answer = appraiser.post("/company-inspections/new", typed(company="XYZ", reason=HOSTILE), 400)
    text = answer.get_data(as_text=True)
    assert "COMPANY-INSPECTION-COMPANY" in text
    assert "onerror=alert(1)&gt;" in text
    assert "Trần Thị Viên" in text


def test_an_item_s_form_that_leaves_fields_out_is_refused_on_its_own_page(
    appraiser: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"{begun(appraiser)}/items/new"
    with caplog.at_level("ERROR"):
        text = appraiser.post(path, {"fact": HOSTILE}, 400).get_data(as_text=True)
    assert "REQUEST-VALUE" in text
    assert "onerror=alert(1)&gt;" in text
    assert not caplog.records


def test_what_was_ticked_and_is_offered_no_more_is_not_left_out_in_silence(appraiser: Pages) -> None:
    address = begun(appraiser)
    sent = {"by": "risk", "most": "8", "record": ["mast-KHONG-CON"]}
    refused = appraiser.post(f"{address}/sample", sent, 400).get_data(as_text=True)
    assert "COMPANY-INSPECTION-OFFER" in refused
    assert "1 mục đã đánh dấu không còn trong danh sách" in refused
    item = {"matter": "other", "fact": "Cột nghiêng", "evidence": ["finding:khong-con:0"]}
    refused = appraiser.post(f"{address}/items/new", item, 400).get_data(as_text=True)
    assert "COMPANY-INSPECTION-OFFER" in refused
    assert "Cột nghiêng" in refused, "what was typed stays"


def test_two_who_change_one_proposal_are_told(office: Flask, appraiser: Pages) -> None:
    address = begun(appraiser)
    visitor(office, "leader").post(f"{address}/plan", typed(version="1", reason="Bản của lãnh đạo"), 303)
    answer = appraiser.post(f"{address}/plan", typed(version="1", reason="Bản của chuyên viên"), 409)
    text = answer.get_data(as_text=True)
    assert "Bản của lãnh đạo" in text
    assert "Bản của chuyên viên" in text


def test_somebody_of_the_team_states_that_there_is_no_conflict(appraiser: Pages) -> None:
    address = begun(appraiser, stated=["yes", "", ""])
    assert "chưa khai xung đột lợi ích" in said(appraiser, address)
    told = {"version": "1", "member": "Trần Thị Viên", "conflict": ""}
    appraiser.post(f"{address}/team/conflict", told, 303)
    assert "chưa khai xung đột lợi ích" not in said(appraiser, address)


def test_a_conflict_that_was_stated_is_not_taken_back_by_sending_the_form_as_it_is(
    appraiser: Pages,
) -> None:
    address = begun(appraiser, stated=["yes", "yes", ""], conflict=["", "Em trai làm ở doanh nghiệp", ""])
    fields = [one for one in appraiser.page(address).all("input") if one.get("name") == "conflict"]
    assert [one.get("value", "") for one in fields] == ["Em trai làm ở doanh nghiệp"]


def test_who_left_the_team_is_shown_with_his_day_and_reason(office: Flask, appraiser: Pages) -> None:
    address = begun(appraiser)
    identity = address.rsplit("/", 1)[-1]
    with deed(registry_of(office), "desk-world", "lan") as made:
        row = made.standing(company_inspections, identity)
        team = [{**one, "until": "2026-11-20", "reason": HOSTILE} for one in row["team"][-1:]]
        made.amend(company_inspections, identity, team=[*row["team"][:-1], *team])
    page = said(appraiser, address)
    assert "thôi từ 20/11/2026" in page
    assert HOSTILE in page


def test_a_viewer_reads_and_a_duty_officer_does_not_draw_one_up(office: Flask, appraiser: Pages) -> None:
    address = begun(appraiser)
    assert "Sửa đề xuất" in said(appraiser, address)
    assert "Sửa đề xuất" not in said(visitor(office, "viewer"), address)
    assert visitor(office, "duty_officer").client.get("/company-inspections/new").status_code == 403


def test_two_findings_of_one_mast_are_two_pieces_of_evidence() -> None:
    held = [
        Evidence(EvidenceKind.FINDING, "m1", f"BGG00001: {said}") for said in ("chưa kiểm định", "quá hạn")
    ]
    assert len({key_of(one) for one in held}) == 2
    visit = Evidence(EvidenceKind.VISIT, "v1", "BGG00001: kiểm tra ngày 01/11/2026, 2 mục vượt")
    assert key_of(visit) == key_of(replace(visit, label="BGG00001: kiểm tra ngày 01/11/2026, 0 mục vượt"))


def test_nobody_is_sent_to_a_campaign_that_has_ended(office: Flask, appraiser: Pages) -> None:
    registry = registry_of(office)
    identity = on_the_spot(registry)
    campaign = make_visits(registry, identity, person=APPRAISER)
    address = f"/company-inspections/{identity}"
    assert "Người kiểm tra gặp các cột của mẫu trên điện thoại." in said(appraiser, address)
    held = get_campaign(registry, campaign, person=APPRAISER)
    amend_campaign(registry, campaign, seen=held.version, person=APPRAISER, state=CLOSED)
    after = said(appraiser, address)
    assert "Đợt đi kiểm tra các cột của mẫu đã kết thúc; còn 2 cột chưa kiểm tra." in after
    assert "Giao cột cho người đi" not in after
