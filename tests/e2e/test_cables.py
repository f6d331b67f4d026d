"""Outside cable in a real browser: imported, seen on the map, moved, and a new line beside it refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from tests.e2e.map.test_map import SMALL
from web.app import create_app

pytestmark = pytest.mark.e2e

ON_MAP = """(place) => {
    const point = window.btsDesk.map.latLngToContainerPoint(place);
    return [point.x, point.y];
}"""
LAT, LON = 21.33, 106.47  # between the roads of the illustrative province


@pytest.fixture
def own_server(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[str]:
    """A server over an illustrative register that this test may change."""
    with served(create_app(copy_demo(tmp_path / "home"))) as address:
        yield address


def cable_list(folder: Path) -> Path:
    """A line of MobiFone's over 600 m in six spans, and one row that cannot be read."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["STT", "Mã tuyến", "Mã đoạn", "Hình thức", "Điểm đầu", "Điểm cuối", "Số sợi", "Còn dư",
                  "ĐVT", "Sai số tọa độ (m)"])  # fmt: skip
    for n in range(6):
        ends = [f"{LAT:.6f}; {LON + 0.001 * (n + end):.6f}".replace(".", ",") for end in (0, 1)]
        sheet.append([n + 1, "VMS-MOI", f"VMS-MOI/{n + 1}", "treo", *ends, 48, 12, "sợi", 2])
    sheet.append(
        [7, "VMS-MOI", "VMS-MOI/7", "trên không", "21,33; 106,47", "21,34; 106,47", 48, 12, "sợi", 2]
    )
    path = folder / "cáp mới.xlsx"
    book.save(path)
    return path


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready]")


def test_a_list_is_imported_seen_edited_and_stands_in_the_way_of_a_parallel_line(
    visit: Visit, own_server: str, tmp_path: Path
) -> None:
    page = visit(
        f"{own_server}/cables", expected=("Failed to load resource",)
    )  # the conflict that is refused
    assert serious(page) == []
    page.get_by_role("link", name="Nhập tuyến từ tệp").click()
    page.set_input_files("#list", cable_list(tmp_path))
    page.locator("#owner").select_option("VMS")
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    ready(page)
    expect(page.locator(".lead")).to_contain_text("6 đoạn, 0 nút hiểu được")
    expect(page.locator(".issues")).to_contain_text("trên không")
    assert serious(page) == []
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.get_by_role("status").first).to_contain_text("6 bản ghi mới")

    # on the desk's map: a click on the line opens its sheet
    page.goto(f"{own_server}/#at={LAT},{LON + 0.003},17&hide=state-dismantled")
    page.reload()
    ready(page)
    expect(page.locator('input[data-layer="cables"]')).to_be_checked()
    page.wait_for_load_state("networkidle")
    box = page.locator("#map_desk").bounding_box()
    assert box is not None
    at = page.evaluate(
        ON_MAP,
        [LAT, LON + 0.0035],
    )
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])
    expect(page.locator("#sheet-body h2")).to_have_text("VMS-MOI/4")
    expect(page.locator("#sheet-body")).to_contain_text("còn 12/48 sợi")
    expect(page).to_have_url(re.compile("cable=segment:"))
    assert serious(page) == []
    page.reload()  # the address is enough
    expect(page.locator("#sheet-body h2")).to_have_text("VMS-MOI/4")

    # the drawing board: a corner is put into the span and moved by keyboard; a second editor is shown both
    page.locator("#sheet-body").get_by_role("link", name="Sửa").click()
    ready(page)
    assert serious(page) == []
    second = page.context.new_page()
    second.goto(page.url)
    ready(second)
    box = page.locator(".board-map").bounding_box()
    assert box is not None
    at = page.evaluate(
        ON_MAP,
        [LAT, LON + 0.0035],
    )
    page.mouse.click(box["x"] + at[0], box["y"] + at[1])
    expect(page.locator("#measure")).to_contain_text("3 đỉnh")
    page.get_by_role("button", name="Đỉnh 2").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#unsaved")).to_have_text("Có thay đổi chưa lưu.")
    page.get_by_label("Còn dư").fill("10")
    page.get_by_role("button", name="Lưu đoạn cáp").click()
    page.wait_for_url("**/cables/segment/*")
    ready(page)
    expect(page.locator(".history")).to_contain_text("hình trên bản đồ")

    second.get_by_label("Còn dư").fill("7")
    second.get_by_role("button", name="Lưu đoạn cáp").click()
    expect(second.locator("#conflict")).to_be_visible()
    expect(second.locator("#differences")).to_contain_text("710")  # mine 7, theirs 10
    assert serious(second) == []
    second.get_by_role("button", name="Lấy bản của người kia").click()
    expect(second.locator("#measure")).to_contain_text("3 đỉnh")
    second.get_by_role("button", name="Lưu đoạn cáp").click()
    second.wait_for_url("**/cables/segment/*")
    second.close()

    # divided at its inner corner, then the second part retired: it stays in the register
    page.get_by_role("link", name="Sửa trên bản đồ").click()
    ready(page)
    page.get_by_role("button", name="Đỉnh 2").focus()
    page.get_by_role("button", name="Tách tại đỉnh đang chọn").click()
    page.wait_for_url("**/cables/segment/*")
    expect(page.locator("h1")).to_contain_text("VMS-MOI/4-2")
    page.get_by_text("Ghi nhận thu hồi").first.click()
    page.get_by_label("Lý do").fill("đã hạ ngầm")
    page.locator("details.retire").get_by_role("button", name="Ghi nhận thu hồi").click()
    expect(page.locator(".facts")).to_contain_text("Đã thu hồi")

    # a new line four metres away
    page.goto(f"{own_server}/cables/check")
    ready(page)
    page.get_by_text("Nhập bằng tọa độ").click()
    north = LAT + 0.000036
    page.locator("#points").fill(f"{north:.6f}; {LON + 0.0001:.6f}\n{north:.6f}; {LON + 0.0029:.6f}")
    page.get_by_role("button", name="Đưa lên bản đồ").click()
    expect(page.locator("#measure")).to_contain_text("2 đỉnh")
    page.locator("#cable_owner").fill("VTL")
    page.get_by_label("Sai số tọa độ (m)").fill("2")
    page.get_by_label("Khả năng chịu tải của cột").select_option("no")
    page.get_by_role("button", name="Kiểm tra tuyến này").click()
    first = page.locator(".findings > li").first
    expect(first).to_contain_text("VMS-MOI")
    expect(first).to_contain_text("Không đạt")
    expect(first).to_contain_text(re.compile(r"song song 29\d m"))
    expect(first).to_contain_text("Điều 13(2), 14(2)")
    expect(page.locator(".findings")).to_contain_text("khả năng chịu tải")
    expect(page.locator(".leaflet-proof-pane canvas").first).to_be_attached()  # the evidence is drawn
    assert serious(page) == []
    first.get_by_role("button", name="Chỉ trên bản đồ").click()
    page.wait_for_load_state("networkidle")


def test_on_a_phone_everything_fits_and_is_large_enough_for_a_thumb(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/cables", PHONE)
    page.locator("a.name").first.click()
    ready(page)
    route = page.url
    page.locator("a.name").first.click()
    ready(page)
    for address in (f"{demo_server}/cables", route, page.url, f"{demo_server}/cables/file",
                    f"{demo_server}/cables/draw", f"{demo_server}/cables/check",
                    f"{demo_server}/cables/check?route={route.rsplit('/', 1)[1]}",
                    f"{demo_server}/cables/troubles", f"{demo_server}/cables/troubles/new",
                    f"{demo_server}/cables/underground", f"{demo_server}/cables/node-form"):  # fmt: skip
        page.goto(address)
        page.wait_for_selector("body[data-ready], body.page:not(:has(.folium-map))")
        assert sideways(page) <= 0, address
        assert page.evaluate(SMALL) == [], address
        assert serious(page) == [], address
