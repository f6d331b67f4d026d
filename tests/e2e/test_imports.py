"""A plan in a real browser, as two officers bring it in: proposed, published, taken back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from registry.settings import Settings
from tests.e2e.conftest import DESK, serious, served, sideways
from tests.web.people import PASSWORD, running, with_people

pytestmark = pytest.mark.e2e


@pytest.fixture
def address(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[str]:
    with running(with_people(copy_demo(tmp_path / "demo"), tmp_path / "home")) as app, served(app) as address:
        yield address


def signed_in(browser: Browser, address: str, name: str) -> Page:
    page = browser.new_context(viewport=DESK, reduced_motion="reduce", locale="vi-VN").new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".account-name", state="attached")
    return page


def test_a_plan_is_proposed_by_one_published_by_another_and_taken_back(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (("Mã quy hoạch", "Kinh độ", "Vĩ độ"), ("KH-1", "106,300012", "21,350012")):
        sheet.append(list(row))
    made.save(tmp_path / "kế hoạch.xlsx")
    lan, leader = signed_in(browser, address, "appraiser"), signed_in(browser, address, "leader")

    lan.goto(f"{address}/batches")
    lan.get_by_role("link", name="Nhập kế hoạch").click()
    lan.set_input_files("#list", tmp_path / "kế hoạch.xlsx")
    lan.get_by_label("Doanh nghiệp").select_option("VTL")
    lan.locator("#valid-from").fill("01/11/2026")
    lan.get_by_label("Quyết định").fill("QĐ 88/2026/QĐ-UBND")
    lan.get_by_role("button", name="Đọc tệp và xem trước").click()
    expect(lan.locator(".lead").first).to_contain_text("mới 1")
    assert serious(lan) == []
    lan.get_by_label("Lời trình lãnh đạo").fill("Đã họp")
    lan.get_by_role("button", name="Đề nghị công bố").click()
    expect(lan.get_by_text("Chờ lãnh đạo công bố.")).to_be_visible()

    leader.goto(f"{address}/plans")
    leader.get_by_role("link", name="QĐ 88/2026").click()
    expect(leader.get_by_text("Đã họp")).to_be_visible()
    assert serious(leader) == []
    leader.get_by_role("button", name="Công bố phiên bản này").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã công bố phiên bản kế hoạch")
    batch = re.search(r"lô (B\d+)", leader.get_by_role("status").first.inner_text())
    assert batch is not None
    leader.goto(f"{address}/batches/{batch.group(1)}")
    leader.get_by_role("link", name="Xem trước khi rút").click()
    expect(leader.get_by_role("listitem").filter(has_text="1 vị trí quy hoạch")).to_be_visible()
    leader.get_by_label("Lý do").fill("Nhầm bản")
    leader.set_viewport_size({"width": 390, "height": 844})
    assert sideways(leader) <= 0
    leader.get_by_role("button", name="Rút cả lô").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã rút lô")
    for page in (lan, leader):
        page.context.close()
