"""The province's reports at the desk: found by number, late ones first, joined and taken out, by workbook."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, url_for
from openpyxl import Workbook, load_workbook

from registry.model.field.citizen_states import told
from registry.model.field.field_reports import CitizenReportKind, CloseReason, Contact, FieldReport
from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.public import cases, closing, joining
from registry.services.public import citizen_reports as reports
from registry.services.public.cases import SentCase
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of, sign_in, small_office

XLSX = "/field-reports/province/returns/000001.xlsx"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with small_office(tmp_path / "nhà", Role.APPRAISER, Role.INSPECTOR, Role.VIEWER) as made:
        yield made


@pytest.fixture
def officer(app: Flask) -> Pages:
    return signed(app, "appraiser")


def signed(app: Flask, name: str) -> Pages:
    pages = Pages(app)
    sign_in(pages.client, name)
    return pages


def case(app: Flask, number: str, **own: Any) -> FieldReport:
    values: dict[str, Any] = {"words": f"Cột nghiêng {number}", "kind": CitizenReportKind.LEANING, **own}
    return cases.take_case(registry_of(app), SentCase(number, **values), who="tỉnh")[0]


def text(pages: Pages, path: str) -> str:
    return " ".join(pages.page(path).text)


def book(*rows: tuple[Any, ...]) -> tuple[io.BytesIO, str]:
    made, into = Workbook(), io.BytesIO()
    for row in (
        ("Mã phản ánh", "Nội dung", "Lĩnh vực", "Địa điểm", "Hạn xử lý", "SĐT", "Kết quả xử lý"),
        *rows,
    ):
        made.worksheets[0].append(row)
    made.save(into)
    into.seek(0)
    return into, "phản ánh tháng 11.xlsx"


def test_the_late_stand_first_and_every_one_is_found_by_its_number(app: Flask, officer: Pages) -> None:
    day = today()
    case(app, "S-1", due_on=day + dt.timedelta(days=4), place="a")
    late = case(app, "S-2", due_on=day - dt.timedelta(days=1), place="b", kind=CitizenReportKind.OTHER)
    reports.take_report(registry_of(app), kind=CitizenReportKind.FALLEN, words="Cột đổ", place="c")
    said = text(officer, "/field-reports")
    assert said.index(late.number) < said.index("PA-2026-0001") if day.year == 2026 else late.number in said
    assert "quá hạn" in said
    found = text(officer, f"/field-reports?state=new&q={quote('S-1')}")
    assert "S-1" in found
    assert "S-2" not in found
    assert "S-2" not in text(officer, "/field-reports?system=own")
    own = text(officer, "/field-reports?system=province")
    assert "Cột đổ" not in own
    assert "S-2" in own
    office = registry_of(app)
    hidden = case(app, "S-3", place="b", kind=CitizenReportKind.OTHER, due_on=day)
    joining.join(office, late.id, {late.id: late.version, hidden.id: hidden.version}, who="lan")
    assert hidden.number not in text(officer, "/field-reports")
    assert hidden.number in text(officer, f"/field-reports?state=new&q={quote('S-3')}")


def test_doubles_are_joined_on_the_page_and_taken_out_again(app: Flask, officer: Pages) -> None:
    place = desk.north(40.0)
    first = case(app, "J-1", position=place, contact=Contact("Bà Ba", "0911 222 333"))
    second = case(app, "J-2", position=place, contact=Contact("Ông Tư", "0922"))
    page = f"/field-reports/{first.id}"
    assert "Có thể cùng một sự việc" in text(officer, page)
    form = {"one": [second.id], "lead": first.id, f"version-{first.id}": 1, f"version-{second.id}": 1}
    officer.post(f"{page}/join", form)
    office = registry_of(app)
    assert [one.id for one in joining.joined(office, first.id)] == [second.id]
    assert "Phản ánh đã ghép vào đây" in text(officer, page)
    other = text(officer, f"/field-reports/{second.id}")
    assert f"Đã ghép vào phản ánh {first.number}" in other
    assert "0922" in other
    assert "0911 222" not in other
    assert "Đóng phản ánh" not in other
    again = officer.post(f"{page}/join", form, 409).get_data(as_text=True)
    assert "CHANGED-MEANWHILE" in again
    standing = reports.report(office, first.id)
    answer = {"reason": "mended", "reply": "Đã chống lại cột.", "version": standing.version}
    officer.post(f"{page}/close", answer)
    for one in (first, second):
        receipt = text(Pages(app), f"/report/{one.token}")
        assert "Đã xử lý xong: đã khắc phục" in receipt
        assert "Đã chống lại cột." in receipt
        assert "0911 222" not in receipt + other
        assert (second.number if one is first else first.number) not in receipt
    version = reports.report(office, second.id).version
    officer.post(f"/field-reports/{second.id}/take-out", {"version": version})
    assert "Đã nhận, chờ cán bộ xem" in text(Pages(app), f"/report/{second.token}")
    assert "Đã chống lại cột." in text(Pages(app), f"/report/{first.token}")


def test_one_state_is_told_by_receipt_api_and_workbook_whatever_the_reason(
    app: Flask, officer: Pages
) -> None:
    office = registry_of(app)
    made = [case(app, f"W-{reason.value}", place=reason.value) for reason in CloseReason]
    for one, reason in zip(made, CloseReason, strict=True):
        reply = f"Trả lời {reason.value}"
        closing.close(office, one.id, reason=reason, reply=reply, who="lan", seen=one.version)
    officer.post("/field-reports/province/returns", {"seen": 0})
    with officer.client.get(XLSX) as answer:
        sheet = load_workbook(io.BytesIO(answer.get_data())).worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    for one in made:
        found = reports.report(office, one.id)
        said = told(found)
        line = rows[one.case_number]
        assert line[3:7] == (said.code, said.state["vi"], said.reason["vi"], said.answer)
        receipt = text(Pages(app), f"/report/{one.token}")
        assert said.line("vi") in receipt
        assert said.answer in receipt
        api = officer.client.get(f"/api/v1/citizen-reports/{one.case_number}").get_json()
        assert (api["state"], api["answer"]) == (said.code, said.answer)


def test_a_workbook_is_seen_before_it_is_taken(app: Flask, officer: Pages) -> None:
    own = reports.take_report(
        registry_of(app), kind=CitizenReportKind.LEANING, words="Nghiêng", place="Thôn Chợ, xã Kép"
    )
    sent = book(
        ("B-1", "<script>alert(1)</script> nghiêng", "cột nghiêng", "Thôn Chợ, xã Kép", "3/12/2026", "0933"),
        ("B-1", "lặp"), ("B-2", "Cáp", "Hạ tầng", "", "", "", "Phường đã sửa."),
    )  # fmt: skip
    where = officer.post("/field-reports/province", {"list": [sent]}).headers["Location"]
    seen = officer.get(where).get_data(as_text=True)
    assert "&lt;script&gt;" in seen
    assert own.number in seen
    for code in ("đã có ở dòng 2", "đã được trả lời ở nơi khác", "ghi là việc khác"):
        assert code in seen
    assert len(reports.reports(registry_of(app))) == 1
    officer.post(where.partition("?")[0], {"name": "phản ánh.xlsx"})
    assert {one.case_number for one in reports.reports(registry_of(app))} == {"", "B-1", "B-2"}
    made = cases.case(registry_of(app), "B-2").report
    assert "Phường đã sửa." in text(officer, f"/field-reports/{made.id}")
    again = officer.get(where).get_data(as_text=True)
    assert "Không có gì mới để nhận." in again


def test_what_is_no_workbook_of_reports_is_said_on_the_page(app: Flask, officer: Pages) -> None:
    for sent, code in (
        ((io.BytesIO(b"MZ\x90"), "a.exe"), "REPORT-CASE-FILE"),
        ((io.BytesIO(b"PK\x03\x04"), "a.xlsx"), "FILE-"),
    ):
        answer = officer.post("/field-reports/province", {"list": [sent]}, 400)
        assert code in answer.get_data(as_text=True)
    empty = officer.post("/field-reports/province/returns", {"seen": 0}, 400).get_data(as_text=True)
    assert "REPORT-RETURN-EMPTY" in empty
    officer.get("/field-reports/province/returns/000009.xlsx", 404)


def test_two_officers_do_not_give_the_same_back_twice(app: Flask, officer: Pages) -> None:
    case(app, "R-1")
    officer.post("/field-reports/province/returns", {"seen": 0})
    other = signed(app, "inspector")
    assert "CHANGED-MEANWHILE" in other.post("/field-reports/province/returns", {"seen": 0}, 409).get_data(
        as_text=True
    )
    signed(app, "viewer").get("/field-reports/province", 403)
    signed(app, "viewer").get(XLSX, 403)


def test_the_day_of_an_appraiser_names_what_is_due(app: Flask, officer: Pages) -> None:
    day = today()
    late = case(app, "D-1", due_on=day - dt.timedelta(days=2), place="a")
    twin = case(app, "D-2", due_on=day, place="b")
    case(app, "D-3", due_on=day + dt.timedelta(days=9), place="c")
    joining.join(registry_of(app), late.id, {late.id: 1, twin.id: 1}, who="lan")
    with app.test_request_context():
        address = url_for("start.day")
    said = text(officer, address)
    assert "Phản ánh của tỉnh đến hạn" in said
    assert "D-1" in said
    assert "D-2" not in said, "it goes with the one that leads"
    assert "D-3" not in said
