"""Views of the map: kept under a name, opened from another place, begun with, the link taken along."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious, sideways

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def office(copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A register of its own, whose one reader keeps views in it."""
    return copy_demo(tmp_path_factory.mktemp("khung nhìn") / "sổ")


def test_a_view_is_kept_opened_again_begun_with_and_deleted(visit: Visit, address: str) -> None:
    shown = "#at=21.30000,106.40000,13&asof=2019-12-31&hide=layer-cables,operator-VTL,state-dismantled"
    page = visit(
        f"{address}/{shown}", expected=("Failed to load resource: the server responded with a status of 409",)
    )
    expect(page.locator("#past-bar")).to_contain_text("31/12/2019")
    page.click("[data-tool=views]")
    link = page.locator("[data-views-part=link]")
    expect(link).to_have_value(re.compile("asof=2019-12-31"))
    page.fill("#view-name", "Lục Nam cuối 2019")
    page.press("#view-name", "Enter")
    card = page.locator("#tool-card")
    expect(card.get_by_role("status")).to_contain_text("Đã lưu khung nhìn “Lục Nam cuối 2019”")
    page.fill("#view-name", "lục nam CUỐI 2019")
    page.press("#view-name", "Enter")
    expect(card.get_by_role("alert")).to_contain_text("Bạn đã có khung nhìn tên")
    assert serious(page) == []
    card.get_by_text("Sửa").click()
    card.get_by_role("button", name="Mở đầu tiên").click()
    expect(card.get_by_role("status")).to_contain_text("Bản đồ sẽ mở bằng khung nhìn này")
    other = visit(address, PHONE)
    expect(other.locator("#past-bar")).to_contain_text("31/12/2019")
    expect(other).to_have_url(re.compile(",13&asof=2019-12-31"))
    other.click("#open-tools")
    other.click("[data-tool=views]")
    expect(other.locator("#tool-card .view-list")).to_contain_text("mở đầu tiên")
    assert sideways(other) == 0
    elsewhere = visit(f"{address}/#at=21.10000,106.10000,12")
    elsewhere.click("[data-tool=views]")
    elsewhere.get_by_role("link", name="Lục Nam cuối 2019").click()
    expect(elsewhere.locator("#past-bar")).to_contain_text("31/12/2019")
    expect(elsewhere.locator('[data-filter=operator][value="1"]')).not_to_be_checked()
    elsewhere.locator("#tool-card").get_by_text("Sửa").click()
    elsewhere.get_by_role("button", name="Xóa").click()
    expect(elsewhere.locator("#tool-card")).to_contain_text("Chưa có khung nhìn nào")
