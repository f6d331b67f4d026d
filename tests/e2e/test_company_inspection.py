"""An inspection of a company in a real browser, from the proposal to the seal, by three persons."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.services.office.calendar import today
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.web.company_inspections.office import made
from tests.web.people import PASSWORD
from web.app import create_app

pytestmark = pytest.mark.e2e

NAME = "Kiểm tra việc chấp hành pháp luật của VNPT về xây dựng BTS"
FACT = "Cột BGG00046 xây dựng khi chưa thông báo khởi công"
PDF = b"%PDF-1.4\n% minutes"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with served(create_app(made(tmp_path / "sổ"))) as address:
        yield address


def signed_in(visit: Visit, server: str, name: str, path: str) -> Page:
    """Sign in and go to a page; the console may tell of the refusals that the walk is about."""
    refused = ("Failed to load resource: the server responded with a status of 4",)
    page = visit(f"{server}/sign-in?next={path}", DESK, refused)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".account-name")).to_have_text(name)
    return page


def sound(page: Page) -> None:
    """Axe finds nothing serious and nothing leaves the width, on the desk and on a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert serious(page) == []
        assert sideways(page) <= 0


def press(page: Page, button: str, stands: str) -> None:
    """Press the button of a step and wait for the state that it leads to."""
    page.locator("#next").get_by_role("button", name=button, exact=True).click()
    expect(page.locator("h1 .state")).to_have_text(stands)


def part(page: Page, name: str, heading: str) -> None:
    """Open a part of the inspection by its tab."""
    page.locator(".inspection-tabs").get_by_role("link", name=name).click()
    expect(page.locator("main h2").first).to_contain_text(heading)


def test_three_persons_take_an_inspection_from_the_proposal_to_the_seal(visit: Visit, server: str) -> None:
    day = f"{today():%d/%m/%Y}"
    officer = signed_in(visit, server, "appraiser", "/company-inspections")
    expect(officer.locator("main")).to_contain_text("Chưa có cuộc kiểm tra nào")

    # the officer proposes it, with a team and a sample drawn by risk
    officer.get_by_role("link", name="Đề xuất cuộc kiểm tra").click()
    expect(officer.locator("h1")).to_have_text("Đề xuất cuộc kiểm tra")
    sound(officer)
    officer.select_option("#company", "VNPT")
    officer.fill("#name", NAME)
    officer.get_by_label("Giấy phép xây dựng, thông báo khởi công").check()
    officer.get_by_label("Cột ăng ten, trạm BTS").check()
    officer.fill("#reason", "Nhiều cột chưa có giấy tờ")
    officer.fill("#facts_from", "01/01/2026")
    officer.fill("#facts_to", "30/06/2026")
    officer.fill("#basis", "Luật Viễn thông\nKế hoạch 12/KH-SKHCN")
    officer.fill("#member-1", "Nguyễn Văn Đoàn")
    officer.select_option("#stated-1", "yes")
    officer.get_by_role("button", name="Lưu đề xuất").click()
    expect(officer.locator("h1")).to_contain_text(NAME)
    address = officer.url
    sound(officer)
    part(officer, "Mẫu kiểm tra", "Mẫu kiểm tra")
    officer.fill("#most", "2")
    officer.get_by_role("button", name="Xem đề xuất").click()
    expect(officer.get_by_role("checkbox")).to_have_count(2)
    officer.get_by_role("button", name="Đưa mục đã đánh dấu vào mẫu").click()
    expect(officer.locator("table.queue tbody tr")).to_have_count(2)
    officer.wait_for_selector("body[data-ready]")
    sound(officer)
    part(officer, "Báo cáo, giải trình", "Báo cáo doanh nghiệp phải nộp")
    officer.fill("#title", "Danh sách cột với giấy tờ")
    officer.get_by_role("button", name="Thêm báo cáo").click()
    expect(officer.locator(".lines.card").first).to_contain_text("Danh sách cột với giấy tờ")
    officer.goto(address)
    press(officer, "Trình đề xuất", "Chờ quyết định")
    expect(officer.locator("#next")).to_contain_text("lãnh đạo")

    # the leader decides; without the delegation it is refused and what was typed stays
    leader = signed_in(visit, server, "leader", "/company-inspections")
    leader.get_by_role("link", name="KT-").click()
    expect(leader.locator("h1")).to_contain_text(NAME)
    leader.fill("#number", "5/QĐ-SKHCN")
    leader.select_option("#delegation", "authorised")
    leader.fill("#delegation_number", "9/QĐ-UBND")
    leader.fill("#delegation_on", "01/02/2027")  # after the decision
    leader.fill("#span_from", day)
    leader.fill("#span_to", day)
    leader.get_by_role("button", name="Ban hành quyết định kiểm tra").click()
    expect(leader.locator("#refusal")).to_contain_text("COMPANY-INSPECTION-DELEGATION")
    expect(leader.locator("#number")).to_have_value("5/QĐ-SKHCN")
    sound(leader)
    leader.fill("#delegation_on", "01/02/2026")
    press(leader, "Ban hành quyết định kiểm tra", "Đã có quyết định")

    # the company sees nothing until it is told
    company = signed_in(visit, server, "vnpt", "/company-inspections/own")
    expect(company.locator("main")).to_contain_text("Chưa có cuộc kiểm tra nào")
    officer.goto(address)
    officer.fill("#plan_number", "1/KH-SKHCN")
    officer.fill("#number", "2/TB-SKHCN")
    press(officer, "Ghi đã gửi kế hoạch và thông báo", "Đã gửi thông báo")
    officer.fill("#number", "3/SKHCN-BCVT")
    press(officer, "Ghi đã yêu cầu báo cáo", "Đã yêu cầu báo cáo")
    press(officer, "Công bố quyết định, bắt đầu kiểm tra", "Đang kiểm tra tại chỗ")
    sound(officer)
    officer.locator("#next").get_by_role("button", name="Lập đợt đi kiểm tra các cột của mẫu").click()
    expect(officer.get_by_role("link", name="Giao cột cho người đi")).to_be_visible()
    officer.goto(address)
    expect(officer.locator("#next").get_by_role("link", name="Giao cột cho người đi")).to_be_visible()

    # the company hands its report in; the office takes it
    company.goto(f"{server}/company-inspections/own")
    company.get_by_role("link", name="KT-").click()
    expect(company.locator("h1")).to_contain_text(NAME)
    sound(company)
    with company.expect_download() as form:
        company.get_by_role("link", name="Tải mẫu (.xlsx)").click()
    assert form.value.suggested_filename.endswith(".xlsx")
    company.set_input_files("#file-1", str(form.value.path()))
    company.get_by_role("button", name="Nộp báo cáo").click()
    expect(company.locator(".said")).to_contain_text("Đã nộp báo cáo")
    part(officer, "Báo cáo, giải trình", "Báo cáo doanh nghiệp phải nộp")
    officer.get_by_role("button", name="Nhận báo cáo").click()
    expect(officer.locator(".said")).to_contain_text("Đã nhận báo cáo")
    sound(officer)

    # a place with minutes, a fact, an explanation
    part(officer, "Mẫu kiểm tra", "Mẫu kiểm tra")
    officer.fill("#place-name", "Trụ sở VNPT")
    officer.fill("#seen", "Không xuất trình được thông báo khởi công")
    officer.set_input_files("#files", {"name": "bb.pdf", "mimeType": "application/pdf", "buffer": PDF})
    officer.get_by_role("button", name="Ghi nơi kiểm tra").click()
    expect(officer.locator(".said")).to_contain_text("Đã ghi nơi kiểm tra")
    part(officer, "Kết luận, kiến nghị", "Dự thảo kết luận")
    officer.get_by_role("link", name="Thêm mục tự ghi").click()
    expect(officer.locator("main h2").first).to_have_text("Mục mới")
    officer.select_option("#matter", "permit")
    officer.fill("#fact", FACT)
    officer.fill("#facts_on", "01/03/2026")
    officer.select_option("#rule", "PRM-01")
    officer.locator(".evidence-picks label", has_text="bb.pdf").get_by_role("checkbox").check()
    sound(officer)
    officer.get_by_role("button", name="Lưu mục kết luận").click()
    expect(officer.locator(".conclusion-item")).to_contain_text(FACT)
    officer.goto(address)
    officer.fill("#number", "4/SKHCN-BCVT")
    officer.fill("#explain_by", day)
    officer.get_by_role("button", name="Ghi đã yêu cầu giải trình").click()
    expect(officer.locator(".said")).to_contain_text("Đã ghi việc yêu cầu giải trình")
    company.reload()
    expect(company.locator("main")).to_contain_text(FACT)
    company.fill("#text-1", "Đã gửi thông báo qua bưu điện, kèm phiếu gửi")
    company.set_input_files(
        "#explain-files-1", {"name": "phieu.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    company.get_by_role("button", name="Gửi giải trình").click()
    expect(company.locator(".said")).to_contain_text("Đã gửi giải trình")
    sound(company)
    officer.goto(address)
    press(officer, "Kết thúc phần giải trình", "Đã giải trình")

    # a violation needs evidence and a person's verdict; the penalty stays inside
    part(officer, "Kết luận, kiến nghị", "Dự thảo kết luận")
    officer.get_by_role("link", name="Sửa, kết luận mục này").click()
    expect(officer.locator("main h2").first).to_have_text("Mục 1")
    officer.locator(".evidence-picks input:checked").uncheck()
    officer.get_by_label("Có vi phạm").check()
    officer.get_by_role("button", name="Lưu mục kết luận").click()
    expect(officer.locator("#refusal")).to_contain_text("COMPANY-INSPECTION-NO-EVIDENCE")
    officer.locator(".evidence-picks label", has_text="bb.pdf").get_by_role("checkbox").check()
    officer.get_by_role("button", name="Lưu mục kết luận").click()
    expect(officer.locator(".conclusion-item")).to_contain_text("Có vi phạm")
    officer.locator("summary", has_text="Thêm kiến nghị").click()
    officer.fill("#what", "Gửi hồ sơ thông báo khởi công của cột BGG00046")
    officer.get_by_role("button", name="Thêm kiến nghị").click()
    expect(officer.locator(".lines.card")).to_contain_text("Gửi hồ sơ thông báo khởi công")
    sound(officer)
    part(officer, "Đề xuất xử phạt", "Đề xuất xử phạt")
    officer.fill("#acted_on", "01/08/2026")
    officer.get_by_role("button", name="Ghi đề xuất xử phạt").click()
    expect(officer.locator(".internal")).to_contain_text("theo mục 1")
    sound(officer)
    officer.goto(address)
    officer.fill("#summary", "Doanh nghiệp hợp tác; còn một vi phạm.")
    press(officer, "Trình dự thảo kết luận", "Chờ ký kết luận")

    # the leader concludes, the company answers, the office follows, the leader seals
    leader.goto(address)
    leader.fill("#number", "7/KL-SKHCN")
    press(leader, "Ban hành kết luận kiểm tra", "Đã kết luận kiểm tra")
    company.reload()
    expect(company.locator("#recommended")).to_contain_text("7/KL-SKHCN")
    expect(company.locator("body")).not_to_contain_text("xử phạt")
    company.fill("#answer-1", "Đã gửi hồ sơ")
    company.get_by_role("button", name="Trả lời kiến nghị").click()
    expect(company.locator(".said")).to_contain_text("Đã gửi trả lời kiến nghị")
    sound(company)
    part(officer, "Kết luận, kiến nghị", "Kết luận 7/KL-SKHCN")
    officer.fill("#why-1", "Đã nhận hồ sơ thông báo")
    officer.get_by_role("button", name="Ghi kết quả", exact=True).click()
    expect(officer.locator(".lines.card")).to_contain_text("Đã thực hiện")
    officer.goto(address)
    press(officer, "Kết thúc theo dõi kiến nghị", "Đã theo dõi xong kiến nghị")
    leader.reload()
    press(leader, "Niêm phong hồ sơ", "Đã niêm phong")
    expect(leader.locator("#next")).to_contain_text("Gói hồ sơ, SHA-256")
    with leader.expect_download() as package:
        leader.get_by_role("link", name="Tải gói hồ sơ (.zip)").click()
    assert package.value.suggested_filename.endswith(".zip")
    sound(leader)
    company.reload()
    expect(company.locator("h1 .state")).to_have_text("Đã niêm phong")
