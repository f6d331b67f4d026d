"""A dossier of a new area from intake to the leader's desk in a real browser, on the desk and on a phone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.demo.design_drawing import PLANE, DesignFault, design_drawing
from registry.model.people import Role
from registry.services.office.calendar import today
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.requests import desk
from tests.web.people import PASSWORD, small_office

pytestmark = pytest.mark.e2e
PICTURES = os.environ.get("BTS_TESTS_PICTURES", "")
"""A folder for pictures of the pages, for whoever wants to look at them."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with (
        small_office(tmp_path / "sổ", Role.APPRAISER, Role.LEADER, Role.CARRIER) as app,
        served(app) as address,
    ):
        yield address


def signed_in(visit: Visit, server: str, name: str, path: str) -> Page:
    page = visit(f"{server}/sign-in?next={path}", DESK)
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".account-name")).to_have_text(name)
    return page


def sound(page: Page, name: str) -> None:
    """Axe finds nothing serious and nothing leaves the width, on a phone and on the desk."""
    for size, at in ((PHONE, "390"), (DESK, "1280")):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert serious(page) == []
        assert sideways(page) <= 0
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{at}.png", full_page=True)


def test_a_dossier_is_taken_in_judged_answered_and_told_to_carriers(
    visit: Visit, server: str, tmp_path: Path
) -> None:
    path = tmp_path / "mat-bang.dxf"
    faults = (DesignFault.AERIAL, DesignFault.ONE_ROUTE, DesignFault.NO_CABINETS)
    path.write_bytes(design_drawing(*desk.north(2_000), faults=faults))
    page = signed_in(visit, server, "appraiser", "/designs")
    expect(page.locator("main")).to_contain_text("Chưa có hồ sơ thiết kế nào")
    page.get_by_role("link", name="Tiếp nhận hồ sơ").click()
    expect(page.locator("h1")).to_contain_text("Tiếp nhận hồ sơ khu dân cư")
    sound(page, "form")
    page.fill("#area_name", "Khu đô thị Mẫu phía đông")
    page.fill("#applicant", "Công ty cổ phần Đầu tư Mẫu")
    page.fill("#contact", "Ông Bình, 0900 000 000")
    page.select_option("#stage", "basic_design")
    page.get_by_label("Khu đô thị").check()
    page.fill("#approved_on", "05/01/2026")
    page.fill("#received_on", f"{today():%d/%m/%Y}")
    page.select_option("#underground", "yes")
    for one in page.locator("select[name^=paper-]").all():
        one.select_option("in")
    page.set_input_files("#drawing", str(path))
    page.locator("form button.primary").click()
    expect(page.locator("#layers")).to_contain_text("chờ xác nhận")
    expect(page.locator("#plane-confirm")).to_have_value(str(PLANE))
    sound(page, "layers")
    page.get_by_role("button", name="Xác nhận các lớp và xem xét").click()
    aerial = page.locator(".design-findings li.fail", has_text="cáp treo").first
    expect(aerial).to_contain_text("2.5.2")
    page.wait_for_selector("body[data-ready]")
    aerial.get_by_role("button", name="Xem trên bản đồ").click()
    expect(aerial).to_have_class("fail chosen")
    sound(page, "findings")
    page.get_by_role("button", name="Xác nhận tất cả nội dung còn lại").click()
    expect(page.locator(".said")).to_contain_text("Đã xác nhận")
    page.get_by_role("link", name="Soạn trả lời").click()
    page.locator("summary", has_text="Thêm điều kiện").click()
    page.fill("#condition-text", "Bàn giao hồ sơ hoàn công phần cống bể")
    page.get_by_role("button", name="Thêm điều kiện").click()
    expect(page.locator("#conditions")).to_contain_text("Bàn giao hồ sơ hoàn công")
    sound(page, "answer")
    expect(page.get_by_label("Đề nghị chỉnh sửa, bổ sung")).to_be_checked()
    page.get_by_role("button", name="Trình lãnh đạo").click()
    expect(page.locator(".said")).to_contain_text("Đã trình lãnh đạo")
    page.get_by_role("link", name="Điều kiện, bàn giao").click()
    page.get_by_role("button", name="Báo các doanh nghiệp").click()
    expect(page.locator("#carriers")).to_contain_text("Đã báo các doanh nghiệp")
    sound(page, "following")

    leader = signed_in(visit, server, "leader", "/today")
    leader.get_by_role("link", name="Khu đô thị Mẫu phía đông").click()
    leader.get_by_role("link", name="Trả lời", exact=True).click()
    expect(leader.locator("main")).to_contain_text("Ban hành trả lời")
    sound(leader, "issue")
    leader.goto(f"{server}/designs")
    expect(leader.locator("table")).to_contain_text("Trình lãnh đạo")
    sound(leader, "list")

    carrier = signed_in(visit, server, "carrier", "/new-areas")
    carrier.get_by_role("link", name="Khu đô thị Mẫu phía đông").click()
    carrier.wait_for_selector("body[data-ready]")
    expect(carrier.locator("main")).to_contain_text("Ông Bình, 0900 000 000")
    expect(carrier.locator("main")).not_to_contain_text("cáp treo")
    sound(carrier, "area")
