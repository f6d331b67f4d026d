"""A list whose columns are not all understood, repaired as a spreadsheet in a real browser."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.intake.books import save
from web.app import create_app

pytestmark = pytest.mark.e2e
ROWS = 400
HEAD = ("Mã trạm", "Vĩ độ", "Kinh độ", "Xã", "Hạng", "Độ cao cột AT (m)", "Hình thức")


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows along the province: one height and one kind do not read, the classes have no known header."""
    rows = [
        (f"BGG7{at:04d}", 21.2 + at * 0.0008, 106.1 + at * 0.0008, "Kép", "A2b", 42, "Xây mới")
        for at in range(ROWS)
    ]
    rows[1] = (*rows[1][:5], "cao lắm", "Xây mới")  # type: ignore[assignment]
    rows[20] = (*rows[20][:6], "như trên")
    return save(tmp_path_factory.mktemp("cells") / "ds.xlsx", ("DS", [HEAD, *rows]))


@pytest.fixture(scope="module")
def server(copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app: Flask = create_app(copy_demo(tmp_path_factory.mktemp("cells") / "home"))
    with served(app) as address:
        yield address


def cell(page: Page, row: int, name: str) -> str:
    return f'tr[data-at="{row}"] td.cell-{name}'


def test_a_long_list_is_repaired_by_the_keyboard_and_comes_back_as_a_workbook(
    visit: Visit, server: str, long_list: Path
) -> None:
    page = visit(f"{server}/requests/new")
    page.get_by_label("Danh sách vị trí").set_input_files(long_list)
    page.get_by_label("Đơn vị đề nghị").select_option("VTL")
    page.get_by_role("button", name="Xem trước").click()
    page.wait_for_selector("body.preview[data-ready]", timeout=60_000)
    page.get_by_role("tab", name="Cột đã hiểu").click()
    expect(page.locator("#pane-columns .sure-columns")).to_contain_text("E → Loại cột")
    page.locator("#pane-columns").get_by_role("button", name="Nhận mọi đề nghị chắc chắn").click()
    expect(page.locator("#columns-read li").nth(4)).to_contain_text("→ Loại cột", timeout=60_000)
    page.wait_for_selector("body.preview[data-ready]", timeout=60_000)

    page.get_by_role("tab", name="Sửa trong bảng").click()
    page.wait_for_selector("#pane-cells[data-ready]")
    assert page.locator("#cells tbody tr[data-at]").count() < 80  # only what is in sight is drawn
    expect(page.locator(cell(page, 1, "mast_height_m"))).to_have_text("⚠cao lắm")
    assert serious(page) == []
    page.locator(cell(page, 1, "mast_height_m")).click()
    expect(page.locator(".cell-said")).to_contain_text("“cao lắm” không phải là số")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.type("36,5")
    page.keyboard.press("Enter")
    expect(page.locator("#cells-said")).to_contain_text("Đã ghi 1 ô")
    expect(page.locator(cell(page, 1, "mast_height_m"))).to_have_text("✓36,5")
    expect(page.locator("#cells td.current")).to_have_text("42")  # Enter goes down
    page.keyboard.press("Control+z")
    expect(page.locator(cell(page, 1, "mast_height_m"))).to_have_text("⚠cao lắm")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#cells td.current")).to_have_text("⚠cao lắm")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "30\\r\\n31\\r\\nxx\\r\\n");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#cells-said")).to_contain_text("1 ô chưa ghi được")
    expect(page.locator(cell(page, 2, "mast_height_m"))).to_have_text("✓31")
    expect(page.locator(cell(page, 3, "mast_height_m"))).to_have_class("cell-mast_height_m refused-cell")
    page.keyboard.press("Control+End")
    expect(page.locator(f'#cells tr[data-at="{ROWS - 1}"]')).to_be_visible()
    page.get_by_label("Chỉ dòng có ô phải xem").check()
    expect(page.locator(cell(page, 20, "kind"))).to_have_text("⚠như trên")
    page.locator(cell(page, 20, "kind")).dblclick()
    page.locator("#cells select").select_option("cột mới")
    page.keyboard.press("Tab")
    expect(page.locator(cell(page, 20, "kind"))).to_have_text("✓cột mới")
    assert serious(page) == []
    with page.expect_download(timeout=60_000) as sent:
        page.get_by_role("link", name="Tải danh sách đã sửa (.xlsx)").click()
    sheet = openpyxl.load_workbook(BytesIO(Path(sent.value.path()).read_bytes()))["DS"]
    assert [sheet[place].value for place in ("F3", "F4", "F5", "G22")] == [30, 31, 42, "cột mới"]
    page.get_by_role("tab", name="Các vị trí").click()
    expect(page.locator(".decided-count")).to_contain_text("đã sửa 3 ô")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type, unused-ignore]
    page.get_by_role("tab", name="Sửa trong bảng").click()
    assert sideways(page) == 0
    page.set_viewport_size(DESK)  # type: ignore[arg-type, unused-ignore]
