"""A report at the desk and on its receipt: a place elsewhere, no mast to send somebody to, what a closing
says."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from registry.model.field.field_reports import FieldReport
from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.field.campaign_targets import leave_out, targets_of
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.office.calendar import today
from registry.services.public.citizen_reports import report, reports
from registry.services.public.report_promises import state_promises
from registry.settings import Settings
from tests.pages import Page
from tests.web.people import registry_of, running, with_people
from tests.web.public.test_citizen_reports import plate_of, send, told, visitor

HANOI = {"lat": "20.95", "lon": "105.6", "source": "gps"}
NO_WORDS_OF_PLACE = {"place": "", "commune": ""}


@pytest.fixture
def app(demo_settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path / "home")) as app:
        yield app


def only(app: Flask) -> FieldReport:
    (found,) = reports(registry_of(app))
    return found


def test_a_place_in_another_province_is_asked_again_and_sent_again_without_it(app: Flask) -> None:
    pages = visitor(app)
    html = send(pages, 400, accuracy="20", **HANOI, **NO_WORDS_OF_PLACE).get_data(as_text=True)
    assert "REPORT-ELSEWHERE" in html
    held = {v["name"]: v.get("value", "") for v in Page(html).all("input") if v.get("type") == "hidden"}
    asked_again = [held[name] for name in ("lon", "lat", "accuracy", "source")]
    assert asked_again == [""] * 4, "the same place would be refused again"
    assert reports(registry_of(app)) == []
    assert "REPORT-OUTSIDE" in send(pages, 400, lat="48", lon="2", source="map").get_data(as_text=True)
    send(pages, place="thôn Chợ")
    assert only(app).lon is None


def test_a_phone_that_hardly_knows_where_it_is_is_believed_and_its_place_called_elsewhere(app: Flask) -> None:
    pages = visitor(app)
    receipt = send(pages, accuracy="90000", **HANOI, **NO_WORDS_OF_PLACE).headers["Location"]
    assert "vị trí ở ngoài địa bàn của cơ quan" in told(pages, receipt)
    desk = told(visitor(app, "inspector"), f"/field-reports/{only(app).id}")
    assert "vị trí ở ngoài địa bàn của cơ quan" in desk
    assert "Có thể là cột chưa khai báo" not in desk


def test_a_place_within_the_province_is_called_by_its_commune_alone(app: Flask) -> None:
    pages = visitor(app)
    where = {"lat": "21.2734", "lon": "106.1946", "source": "map"}
    receipt = send(pages, **where, **NO_WORDS_OF_PLACE).headers["Location"]
    assert "Phường Bắc Giang" in told(pages, receipt)
    assert "ngoài địa bàn" not in told(pages, receipt)


def test_words_of_a_place_and_its_position_are_told_apart(app: Flask) -> None:
    pages, desk = visitor(app), visitor(app, "inspector")
    where = {"lat": "21.2734", "lon": "106.1946", "source": "gps", "accuracy": "2500"}
    receipt = send(pages, place="Thôn Chợ, xã Kép", commune="Xã Kép", **where).headers["Location"]
    apart = "Thôn Chợ, xã Kép; vị trí gửi kèm ở Phường Bắc Giang"
    first = f"/field-reports/{only(app).id}"
    send(pages, lat="21.2745", lon="106.1947", source="map", **NO_WORDS_OF_PLACE)
    for said in (told(pages, receipt), told(desk, first), told(desk, "/field-reports")):
        assert apart in said
    alone = next(one.id for one in reports(registry_of(app)) if not one.place)
    assert "Phường Bắc Giang" in told(desk, f"/field-reports/together?one={alone}")
    number = report(registry_of(app), alone).number
    for address, between in (("/now", " "), ("/shift", " · ")):
        assert f"{number}{between}Phường Bắc Giang" in told(visitor(app, "appraiser"), address)
    content = desk.get("/field-reports?file=xlsx").get_data()
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values
    assert {row[head.index("Nơi")] for row in rows} == {apart, "Phường Bắc Giang"}


def test_without_a_mast_the_page_says_how_somebody_is_sent(app: Flask) -> None:
    send(visitor(app), kind="low_cable")
    said = told(visitor(app, "inspector"), f"/field-reports/{only(app).id}")
    assert "Gắn phản ánh với một cột ở trên thì giao được" in said


def test_a_closing_says_an_answer_only_where_there_is_one(app: Flask) -> None:
    pages, desk = visitor(app), visitor(app, "inspector")
    receipt = send(pages, kind="other").headers["Location"]
    assert "Sự cố vẫn còn" not in told(pages, receipt)
    page = f"/field-reports/{only(app).id}"
    desk.post(f"{page}/close", {"version": "1", "reason": "empty", "reply": ""})
    assert "không kèm câu trả lời; người phản ánh đọc được lý do đóng" in told(desk, page)
    assert f"Sự cố vẫn còn, hay có gì nói thêm? Gửi một phản ánh nữa, ghi “{only(app).number}”" in told(
        pages, receipt
    )
    desk.post(f"{page}/reopen", {"version": "2"})
    desk.post(f"{page}/close", {"version": "3", "reason": "elsewhere", "reply": "Đã chuyển điện lực."})
    assert "người phản ánh đọc được câu trả lời" in told(desk, page)


def test_who_goes_reads_no_promise_of_a_report_that_was_closed(app: Flask) -> None:
    registry, desk, day = registry_of(app), visitor(app, "inspector"), today()
    plan = CampaignPlan(CampaignKind.SEASON, "Mưa bão", day, day + dt.timedelta(days=90), sample=1, seed="x")
    made = make_campaign(registry, plan, person=Person(name="leader", roles=frozenset({Role.LEADER})))
    state_promises(registry, who_comes="Thanh tra", danger_hours="4", other_days="", who="lan")
    send(visitor(app), mast=plate_of(app), place="")
    found = only(app)
    page = f"/field-reports/{found.id}"

    def why() -> str:
        masts = targets_of(registry, made.id, person=OPEN_DESK)
        return next(one.reason for one in masts if one.mast.structure == found.structure)

    given = {"version": "1", "campaign": made.id, "structure": found.structure}
    desk.post(f"{page}/visit", given | {"assignee": "inspector", "due_on": f"{day:%d/%m/%Y}"})
    assert f"Người đi: inspector, hạn {day:%d/%m/%Y}" in told(desk, page)
    assert f"{found.number}: Cột nghiêng, đã hẹn đến trước" in why()
    desk.post(f"{page}/close", {"version": "2", "reason": "mended", "reply": "Đã chỉnh."})
    assert found.number not in why()
    assert "Cột vẫn trong đợt kiểm tra, chưa ai đến" in told(desk, page)
    desk.post(f"{page}/reopen", {"version": "3"})
    assert found.number in why()
    reopened = desk.get(page).get_data(as_text=True)
    assert "Cột đang chờ kiểm tra trong đợt “Mưa bão” · Người đi: inspector" in told(desk, page)
    assert f'<option value="{made.id}" selected>' in reopened  # not given to a second campaign unseen
    desk.post(f"{page}/visit", given | {"version": "4", "assignee": "inspector"})
    assert "không còn ai được giao" not in told(desk, page)
    target = next(
        one
        for one in targets_of(registry, made.id, person=OPEN_DESK)
        if one.mast.structure == found.structure
    )
    leave_out(registry, target.id, reason="nhầm", person=OPEN_DESK, seen=target.version)
    assert "không còn ai được giao đến cột này" in told(desk, page)
    assert 'name="campaign"' in desk.get(page).get_data(as_text=True)  # somebody is sent again
    desk.post(f"{page}/visit", given | {"version": "5", "assignee": "inspector"})
    assert "không còn ai được giao" not in told(desk, page)


def test_who_names_a_receipt_is_not_asked_for_the_place_again(app: Flask) -> None:
    street = visitor(app)
    send(street)
    number = reports(registry_of(app))[0].number
    more = {"kind": "other", "place": "", "commune": ""}
    said = street.page(send(street, words=f"{number} tôi gửi nhầm, xin rút", **more).headers["Location"])
    assert f"nơi của phản ánh {number}" in " ".join(said.text)
    assert "gần chợ Kép" not in " ".join(said.text), "whoever names a number learns nothing of its place"
    send(street, words=f"Vẫn còn như {number}", **more | {"place": "sau nhà văn hóa"})
    send(street, 400, words="PA-2020-0999 tôi gửi nhầm", **more)
    send(street, 400, words="PA 2026 99999999999999999999 tôi gửi nhầm", **more)
    send(street, 400, words="tôi gửi nhầm", **more)


def test_a_report_of_a_cable_is_followed_from_its_page_and_back(app: Flask) -> None:
    send(visitor(app), kind="low_cable", words="Cáp võng")
    desk, path = visitor(app, "appraiser"), f"/field-reports/{only(app).id}"
    assert "Theo dõi thời hạn" in desk.page(path).text
    made = desk.post("/cables/troubles/follow", {"source": "field_report", "ref": only(app).id}, 303)
    trouble = made.headers["Location"]
    assert trouble in [one["href"] for one in desk.page(path).all("a")]
    assert path in [one["href"] for one in desk.page(trouble).all("a")]
