"""Zones in a real browser: drawn over a pinned scan, typed, read from a list, tried as a draft, published."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from tests.e2e.map.test_map import SMALL
from web.app import create_app

pytestmark = pytest.mark.e2e

# pixel of the scan, and where it belongs
PINS = (
    ((100, 100), "21,4000; 106,1000"),
    ((1100, 100), "21,4000; 106,3500"),
    ((1100, 800), "21,2400; 106,3500"),
    ((100, 800), "21,2405; 106,1000"),
)


@pytest.fixture
def own_server(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[str]:
    """A server over an illustrative register that this test may change."""
    with served(create_app(copy_demo(tmp_path / "home"))) as address:
        yield address


def scan(folder: Path) -> Path:
    path = folder / "quy hoạch.png"
    sheet = Image.new("RGB", (1200, 900), "#fffbe8")
    ImageDraw.Draw(sheet).rectangle((300, 250, 900, 650), outline="#aa0000", width=8)
    sheet.save(path)
    return path


def ready(page: Page) -> None:
    page.wait_for_selector('body[data-ready="1"]')


def click_map(page: Page, right: float, down: float) -> None:
    box = page.locator(".board-map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)


def test_a_polygon_over_a_pinned_scan_becomes_a_draft_and_is_published(
    visit: Visit, own_server: str, tmp_path: Path
) -> None:
    page = visit(f"{own_server}/zones")
    assert serious(page) == []
    page.get_by_role("link", name="Dự thảo quy hoạch").click()
    page.get_by_label("Tên bản dự thảo").fill("Quy hoạch 2026-2030")
    page.get_by_label("Quyết định").fill("QĐ 12/2026/QĐ-UBND")
    page.get_by_label("Hiệu lực từ").fill("2026-12-01")
    page.get_by_role("button", name="Lập bản dự thảo").click()
    ready(page)
    assert serious(page) == []
    page.get_by_role("link", name="Vẽ trên bản đồ").click()
    ready(page)
    # one draws by what one knows: communes with their names, roads, masts, zones in force
    page.evaluate("void window.btsDesk.map.setZoom(12, { animate: false })")
    expect(page.locator(".commune-name").first).to_be_attached()
    page.locator(".leaflet-control-layers").hover()
    for layer in ("Ranh giới và tên xã, phường", "Vùng quy hoạch cột ăng ten", "Đường bộ", "Cột, trạm"):
        expect(page.get_by_label(layer)).to_be_checked()
    assert serious(page) == []
    page.locator("#scan-step summary").click()
    page.set_input_files("#scan", scan(tmp_path))
    page.get_by_role("button", name="Tải bản quét lên").click()
    page.wait_for_url("**scan=**")
    ready(page)
    for number, ((x, y), at) in enumerate(PINS, 1):
        page.locator("#pin-x").fill(str(x))
        page.locator("#pin-y").fill(str(y))
        page.locator("#pin-at").fill(at)
        page.get_by_role("button", name="Thêm cặp điểm").click()
        expect(page.locator("#pins li")).to_have_count(number)
        if number == 3:
            expect(page.locator("#scan-error")).to_contain_text("Ba điểm luôn khớp đúng")
    expect(page.locator("#scan-error")).to_contain_text("Sai số vị trí của bản quét")
    expect(page.locator("#pins li").first).to_contain_text("lệch")
    assert serious(page) == []

    # the same by mouse: a point of the scan, then its place on the map
    picture = page.locator("#scan-image")
    size = picture.bounding_box()
    assert size is not None
    picture.click(position={"x": size["width"] * 0.5, "y": size["height"] * 0.5})
    expect(page.locator("#pin-x")).to_have_value(re.compile("^(59.|60.)$"))
    expect(page.locator("#scan-hint")).to_contain_text("bấm đúng điểm đó trên bản đồ")
    click_map(page, 0.5, 0.5)
    expect(page.locator("#pins li")).to_have_count(5)
    page.get_by_role("button", name="Bỏ điểm 5").click()
    expect(page.locator("#pins li")).to_have_count(4)

    # the picture lies where its transform says: its pinned pixel and the mark on the map meet
    off = page.evaluate(
        """() => {
            const { map } = window.btsDesk;
            const image = document.querySelector(".scan-sheet-on-map");
            const shown = image.getBoundingClientRect();
            const box = map.getContainer().getBoundingClientRect();
            const one = map.latLngToContainerPoint([21.4, 106.1]);
            const [x, y] = [box.left + one.x, box.top + one.y];
            const [u, v] = [shown.left + (100 / 1200) * shown.width, shown.top + (100 / 900) * shown.height];
            return Math.hypot(u - x, v - y);
        }"""
    )
    assert off < 4

    page.evaluate("void window.btsDesk.map.fitBounds([[21.24, 106.1], [21.4, 106.35]], { animate: false })")
    for right, down in ((0.3, 0.3), (0.6, 0.3), (0.6, 0.6)):
        click_map(page, right, down)
    expect(page.locator("#measure")).to_contain_text("3 đỉnh")
    click_map(page, 0.8, 0.8)
    page.get_by_role("button", name="Hoàn tác đỉnh").click()
    expect(page.locator("#measure")).to_contain_text("3 đỉnh")
    page.get_by_role("button", name="Đỉnh 3").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#measure")).to_contain_text("2 đỉnh")
    page.keyboard.press("Control+z")
    expect(page.locator("#measure")).to_contain_text("3 đỉnh")
    page.get_by_label("Tên vùng").fill("Khu trung tâm")
    page.get_by_label("Quyết định có nêu loại cột").check()
    page.get_by_label("A1a", exact=True).check()
    page.get_by_role("button", name="Lưu vùng vào bản dự thảo").click()
    page.wait_for_url("**/zones/drafts/*")
    ready(page)
    expect(page.locator("tr[data-zone]")).to_contain_text("vẽ theo bản quét")

    look = page.get_by_role("link", name="Xem tác động trước khi công bố")
    said = "one => { one.onclick = () => false; one.click(); return one.textContent }"
    assert look.evaluate(said) == "Đang xét mọi cột và dòng đã quyết định…"  # it takes seconds, and says so
    page.reload()
    look.click()
    ready(page)
    expect(page.locator(".lead")).to_contain_text("1.639 cột hiện có")
    expect(page.locator("tbody tr").first).to_contain_text("PLN-02")
    assert serious(page) == []
    page.get_by_role("button", name="Đề nghị công bố 1 vùng").click()
    ready(page)
    expect(page.get_by_role("status").first).to_contain_text("Đã trình lãnh đạo")
    page.get_by_label("Lý do một người vừa đề nghị vừa công bố").fill("Đơn vị có một cán bộ")
    assert serious(page) == []
    page.get_by_role("button", name="Công bố 1 vùng", exact=True).click()
    ready(page)
    expect(page.get_by_role("status").first).to_contain_text("Đã công bố")
    page.goto(f"{own_server}/zones?q=khu+trung+tam&state=all")
    expect(page.locator("tbody tr")).to_contain_text("vẽ theo bản quét")
    page.wait_for_load_state("networkidle")


def test_by_keyboard_alone_a_zone_is_typed_as_coordinates(visit: Visit, own_server: str) -> None:
    page = visit(f"{own_server}/zones/drafts", expected=("Failed to load resource",))  # what it refuses
    page.get_by_label("Tên bản dự thảo").fill("Gõ tọa độ")
    page.keyboard.press("Enter")
    ready(page)
    page.get_by_role("link", name="Vẽ trên bản đồ").press("Enter")
    ready(page)
    page.get_by_text("Nhập hình bằng tọa độ").press("Enter")
    page.locator("#points").fill("21,26; 106,18\n21,26; 106,22\n21,29; 106,22")
    page.get_by_role("button", name="Đưa lên bản đồ").press("Enter")
    expect(page.locator("#measure")).to_contain_text("3 đỉnh")
    page.get_by_label("Tên vùng").fill("Khu gõ tay")
    page.get_by_role("button", name="Lưu vùng vào bản dự thảo").press("Enter")
    expect(page.locator("#refusal")).to_contain_text("Phải ghi ranh giới có thể lệch bao nhiêu mét")
    page.get_by_label("Ranh giới vẽ có thể lệch (m)").fill("25")
    page.get_by_role("button", name="Lưu vùng vào bản dự thảo").press("Enter")
    page.wait_for_url("**/zones/drafts/*")
    ready(page)
    expect(page.locator("tr[data-zone]")).to_contain_text("±25 m")


def test_a_list_of_sentences_is_looked_at_on_the_map(visit: Visit, own_server: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("STT", "Phạm vi", "Loại cột cho phép"), (1, "xã Kép", "A1a"), (2, "đường Không Có", "A1a")):
        sheet.append(row)
    book.save(tmp_path / "l.xlsx")
    page = visit(f"{own_server}/zones/file")
    assert serious(page) == []
    page.set_input_files("#list", tmp_path / "l.xlsx")
    page.get_by_label("Lớp").select_option("planning")
    page.get_by_label("Quyết định").fill("QĐ 12/2026")
    page.get_by_label("Hiệu lực từ").fill("2026-12-01")
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    ready(page)
    expect(page.locator(".issues")).to_contain_text("đường Không Có")
    assert serious(page) == []
    page.get_by_role("button", name="xã Kép").click()
    expect(page.locator("tr.chosen")).to_contain_text("xã Kép")
    page.get_by_role("button", name="Đưa 1 vùng vào bản dự thảo").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã đưa 1 vùng vào bản dự thảo")
    page.wait_for_load_state("networkidle")


def test_on_a_phone_everything_fits_and_is_large_enough_for_a_thumb(visit: Visit, own_server: str) -> None:
    page = visit(f"{own_server}/zones/drafts", PHONE)
    page.get_by_label("Tên bản dự thảo").fill("Trên điện thoại")
    page.get_by_role("button", name="Lập bản dự thảo").click()
    ready(page)
    draft = page.url
    for address in (f"{own_server}/zones", f"{own_server}/zones/file", f"{own_server}/zones/drafts", draft,
                    f"{draft}/draw", f"{draft}/what-if"):  # fmt: skip
        page.goto(address)
        page.wait_for_selector('body[data-ready="1"], body.page:not(:has(.folium-map))')
        assert sideways(page) <= 0, address
        assert page.evaluate(SMALL) == [], address
        assert serious(page) == [], address
    page.goto(f"{own_server}/zones")
    page.locator("a.name").first.click()
    ready(page)
    assert sideways(page) <= 0
    assert page.evaluate(SMALL) == []
    assert serious(page) == []
