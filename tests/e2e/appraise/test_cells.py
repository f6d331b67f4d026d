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


def previewed(visit: Visit, server: str, path: Path) -> Page:
    """Send a list of Viettel's in as far as its preview."""
    page = visit(f"{server}/requests/new")
    page.get_by_label("Danh sách vị trí").set_input_files(path)
    page.get_by_label("Đơn vị đề nghị").select_option("VTL")
    page.get_by_role("button", name="Xem trước").click()
    page.wait_for_selector("body.preview[data-ready]", timeout=60_000)
    return page


def cell(page: Page, row: int, name: str) -> str:
    return f'tr[data-at="{row}"] td.cell-{name}'


def test_a_long_list_is_repaired_by_the_keyboard_and_comes_back_as_a_workbook(
    visit: Visit, server: str, long_list: Path
) -> None:
    page = previewed(visit, server, long_list)
    page.get_by_role("tab", name="Cột đã hiểu").click()
    expect(page.locator("#pane-columns .sure-columns")).to_contain_text("E → Loại cột")
    page.locator("#pane-columns").get_by_role("button", name="Nhận mọi đề nghị chắc chắn").click()
    expect(page.locator("#columns-read li").nth(4)).to_contain_text("→ Loại cột", timeout=60_000)
    page.wait_for_selector("body.preview[data-ready]", timeout=60_000)

    page.get_by_role("tab", name="Sửa trong bảng").click()
    page.wait_for_selector("#pane-cells[data-ready]")
    assert page.locator("#cells tbody tr[data-at]").count() < 80  # only what is in sight is drawn
    left, marked = page.locator("#tab-issues b"), page.locator("#pane-cells label b")
    before = int(left.inner_text())
    expect(marked).to_have_text("15")  # two that do not read, thirteen whose degrees may be minutes
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
    expect(marked).to_have_text("14")  # the tick, the tab and the chips follow the block at once
    expect(left).to_have_text(str(before - 1))
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


def test_a_word_in_many_rows_is_said_once_and_answered_by_one_press(
    visit: Visit, server: str, tmp_path: Path
) -> None:
    rows = [
        (f"BGG8{at:04d}", 21.2 + at * 0.0008, 106.1 + at * 0.0008, "Kép", "A2b", 42, "kiểu B7", at % 3 + 1)
        for at in range(24)
    ]
    rows[7] = (*rows[7][:5], 420, *rows[7][6:])
    path = save(tmp_path / "ds.xlsx", ("DS", [(*HEAD[:4], "Loại cột", *HEAD[5:], "Số DN dùng chung"), *rows]))
    page = previewed(visit, server, path)
    page.get_by_role("tab", name="Cột đã hiểu 1 ?").click()
    first = page.locator("#columns-read section > *").nth(1)
    expect(first).to_have_text("Cột chưa hiểu 1")  # before all that were understood
    expect(page.locator("#columns-read li").first).to_contain_text("Có thể là Số doanh nghiệp thiết kế")
    page.get_by_role("tab", name="Lưu ý khi đọc tệp").click()
    word = page.locator("#issues tr[data-code=CELL-NOT-A-CHOICE]")
    expect(word).to_have_count(1)
    expect(word.locator(".alike")).to_contain_text("24 dòng")
    expect(word.locator(".alike a")).to_have_count(12)
    word.locator("select").select_option("cột mới")
    word.get_by_role("button", name="Ghi (24 dòng)").click()
    page.wait_for_selector("body.preview[data-answered='1']")
    expect(word).to_have_count(1)
    expect(word).to_contain_text("Đã sửa thành: cột mới")
    expect(page.locator(".decided-count")).to_contain_text("đã sửa 24 ô")
    tall = page.locator("#issues tr[data-code=CELL-UNUSUAL-LIKELY]")
    expect(tall.locator("input")).to_have_value("42")
    assert serious(page) == []
    tall.get_by_role("button", name="Giữ giá trị này: 420").click()
    page.wait_for_selector("body.preview[data-answered='2']")
    expect(tall).to_contain_text("Đã sửa thành: 420")
    page.get_by_role("tab", name="Các vị trí").click()

    papers = [{"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
              for name in ("CV 15.pdf", "ảnh 1.pdf", "quét.pdf")]  # fmt: skip
    page.locator("#dossier > summary").click()
    page.locator("#papers").set_input_files(papers)  # type: ignore[arg-type, unused-ignore]
    page.get_by_role("button", name="Thêm tệp").click()
    page.wait_for_selector("body.preview[data-ready]", timeout=60_000)
    for paper, name in (("letter", "CV 15.pdf"), ("photos", "ảnh 1.pdf"), ("", "quét.pdf")):
        expect(page.locator(f".dossier-line[data-paper='{paper}']")).to_contain_text(name)
    assert serious(page) == []
    page.get_by_label("Giấy tờ: quét.pdf").select_option(label="Giấy tờ về đất hoặc hợp đồng thuê vị trí")
    expect(page.locator(".dossier-line[data-paper='land']")).to_contain_text("quét.pdf", timeout=60_000)
