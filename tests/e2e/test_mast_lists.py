"""A list of masts in a real browser: handed in, repaired in place, sent, a row left, taken, its fate read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.offices import mast, write_list
from web.app import create_app

pytestmark = pytest.mark.e2e

LON, LAT = 106.301234, 21.351234
ROWS = [
    mast("ZZ-1", "VTL", LON, LAT),
    mast("ZZ-2", "VTL", LON + 0.01, LAT, "A2b", "cao lắm"),
    mast("ZZ-3", "VNPT", LON + 0.02, LAT),
    mast("ZZ-4", "VTL", LON + 0.03, LAT),
]


@pytest.fixture
def server(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[str]:
    with served(create_app(copy_demo(tmp_path / "sổ"))) as address:
        yield address


def sound(page: Page) -> None:
    """Axe finds nothing serious and nothing leaves the width, on the desk and on a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert serious(page) == []
        assert sideways(page) <= 0


def test_a_list_of_masts_from_the_file_to_what_became_of_each_row(
    visit: Visit, server: str, tmp_path: Path
) -> None:
    page = visit(f"{server}/mast-lists")
    page.locator("#begin > summary").click()
    page.set_input_files("#list", str(write_list(tmp_path / "ds.xlsx", ROWS)))
    page.select_option("#operator", "VTL")
    page.select_option("#kind", "corrections")
    page.get_by_role("button", name="Xem trước").click()
    rows = page.locator("table.rows tbody tr")
    expect(rows).to_have_count(4, timeout=60_000)  # the page comes back by itself when the list was compared
    expect(page.locator("#row-3")).to_contain_text("không phải là số")
    sound(page)

    page.locator("#row-3").get_by_label("F · Chiều cao cột (m)").fill("36")
    page.locator("#row-3").get_by_role("button", name="Ghi ô đã sửa").click()
    expect(page.locator("#row-3")).to_contain_text("Đã sửa")
    expect(page.locator("#row-3")).not_to_contain_text("không phải là số", timeout=60_000)
    expect(page.locator("[data-job]")).to_have_count(0, timeout=60_000)
    page.get_by_role("button", name="Gửi cơ quan").click()
    expect(page.locator("h1")).to_contain_text("Đã gửi, chờ xem")

    page.locator("#row-5 summary", has_text="Để lại").click()
    page.locator("#row-5").get_by_label("Lý do, doanh nghiệp đọc được").fill("Chưa rõ vị trí")
    page.get_by_role("button", name="Để lại dòng này").click()
    expect(page.locator("#row-5")).to_contain_text("Chưa rõ vị trí")
    sound(page)
    page.locator("summary", has_text="Nhận danh sách").click()
    expect(page.locator(".deed-box[open]")).to_contain_text("Để lại 1 dòng")
    page.get_by_role("button", name="Nhận, ghi vào sổ").click()
    expect(page.locator("h1")).to_contain_text("Đã nhận một phần", timeout=60_000)
    expect(page.locator("#row-2")).to_contain_text("Đã ghi cột mới")
    expect(page.locator("#row-4")).to_contain_text("Của doanh nghiệp khác")
    expect(page.locator("#row-5")).to_contain_text("Cơ quan để lại")
    sound(page)
