"""The office's morning in a real browser: reminders to four carriers, a compliance run with its letters."""

import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from web.app import create_app

pytestmark = pytest.mark.e2e

SIZES = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]


@pytest.fixture
def server(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[str]:
    """A demo registry of one's own on an empty morning: no letter was ever drafted."""
    with served(create_app(copy_demo(tmp_path / "sổ"))) as address:
        yield address


def sound(page: Page) -> None:
    """Nothing on the page is out of reach: axe finds nothing serious, and nothing leaves the width."""
    page.wait_for_selector("body.page")
    assert serious(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize("size", SIZES)
def test_reminders_to_four_carriers_in_under_two_minutes(
    visit: Visit, server: str, size: dict[str, int]
) -> None:
    start = time.monotonic()
    page = visit(f"{server}/obligations", size=size)
    expect(page.locator(".remind")).to_contain_text("4 doanh nghiệp")
    page.get_by_role("button", name="Soạn công văn đôn đốc").click()
    expect(page.locator(".told")).to_contain_text("Đã soạn 4 công văn")
    expect(page.locator("table.queue tbody tr")).to_have_count(4)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tất cả dự thảo").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert sum(name.endswith(".docx") for name in names) == 4
    assert sum(name.endswith(".xlsx") for name in names) == 4
    assert time.monotonic() - start < 120
    sound(page)
    page.get_by_role("link", name="Viettel").click()
    page.fill("#number", "15/SKHCN-VT")
    page.get_by_role("button", name="Ghi đã gửi").click()
    expect(page.locator("h1")).to_contain_text("Đã gửi, chờ trả lời")
    sound(page)
    page.fill("#answer_number", "22/VTL")
    page.get_by_role("button", name="Ghi trả lời").click()
    expect(page.locator("h1")).to_contain_text("Đã trả lời")
    page.goto(f"{server}/obligations")
    expect(page.locator("a.sub", has_text="15/SKHCN-VT").first).to_be_visible()
    sound(page)
    page.locator("a.duty", has_text="hết hạn").first.click()
    expect(page.locator("main")).to_contain_text("Công trình")
    sound(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_compliance_run_with_a_letter_for_each_carrier_in_under_three_minutes(
    visit: Visit, server: str, size: dict[str, int]
) -> None:
    start = time.monotonic()
    page = visit(f"{server}/compliance", size=size)
    number = page.locator(".tile.violation .count").inner_text()
    page.locator(".tile.violation .count").click()
    expect(page.locator(".request-facts").first).to_contain_text(f"{number} kết quả")
    sound(page)
    page.go_back()
    page.get_by_role("button", name="Soạn công văn cho các doanh nghiệp").click()
    expect(page.locator(".told")).to_contain_text("Đã soạn 5 công văn")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tất cả dự thảo").click()
    assert len(zipfile.ZipFile(download.value.path()).namelist()) == 10
    assert time.monotonic() - start < 180
    sound(page)
    page.goto(f"{server}/compliance")
    sound(page)
    page.goto(f"{server}/compliance/rows?group=violation&question=emf")
    page.locator("table.queue a.request-number").first.click()
    expect(page.locator("main")).to_contain_text("Thời hiệu xử phạt")
    sound(page)
    page.goto(f"{server}/list-changes")
    sound(page)
