"""Appraising a list in a real browser: drop it, read it, try another place, take the map away."""

import re
import time
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from registry.services.appraise.appraise_list import appraise_list
from registry.services.office.registry import open_registry
from registry.settings import Settings
from tests.e2e.conftest import DESK, PHONE, Visit, Watch, serious, sideways
from tests.e2e.map.test_map import SMALL
from tests.e2e.test_hostile import HOSTILE
from web.appraise.standalone_map import write_map

pytestmark = pytest.mark.e2e


def dropped(visit: Visit, server: str, path: Path, size: dict[str, int] | None = None) -> Page:
    """Choose a list on the start page, send it and wait for its findings."""
    page = visit(f"{server}/appraise", size)
    page.set_input_files("#list", path)
    page.get_by_role("button", name="Tải danh sách lên").click()
    page.wait_for_selector("body[data-ready]", timeout=30_000)
    return page


@pytest.fixture
def clean(demo_settings: Settings) -> Path:
    return demo_settings.home / "samples" / "danh-sach-mau-sach.xlsx"


@pytest.fixture
def messy(demo_settings: Settings) -> Path:
    return demo_settings.home / "samples" / "danh-sach-mau-lon-xon.xlsx"


COVERED = """() => {
  const labels = [...document.querySelectorAll(".map-label span")]
    .map((one) => [one.textContent, one.getBoundingClientRect()]);
  const apart = (a, b) => a.right <= b.left + 1 || a.bottom <= b.top + 1;
  return labels.flatMap(([name, a], at) => labels.slice(at + 1)
    .filter(([, b]) => !apart(a, b) && !apart(b, a)).map(([other]) => `${name} / ${other}`));
}"""
"""Pairs of the map's labels that cover one another."""


def refused(page: Page) -> None:
    """Choose the refused row and wait for its findings."""
    page.locator("#rows tr", has=page.locator(".verdict-word.refuse")).click()
    page.wait_for_selector('body[data-shown="5"] .finding')


def test_five_rows_four_to_agree_one_refused_with_its_evidence(
    visit: Visit, demo_server: str, clean: Path
) -> None:
    page = dropped(visit, demo_server, clean)
    expect(page.locator("#rows tbody tr")).to_have_count(5)
    expect(page.locator('[data-verdict="refuse"] b')).to_have_text("1")
    refused(page)
    first = page.locator(".finding").first
    expect(first).to_contain_text("Không đạt")
    expect(first).to_contain_text(re.compile(r"\d+,\d m < 250 m"))
    expect(first).to_contain_text("QĐ 72/2025/QĐ-UBND, Điều 15(5)")
    length = page.locator(".map-label.length.fail")
    expect(length).to_have_count(1)
    related, measured = length.inner_text().split(" · ")  # the line is short, so its mast is named with it
    assert related in first.inner_text()
    assert measured in first.inner_text()
    expect(page.locator("path[stroke-dasharray]").first).to_be_attached()
    expect(page).to_have_url(re.compile("#row=5$"))
    for zoom in (0, -1, -1, -1, -1):  # however near each other the pairs come to lie
        page.evaluate(
            "(by) => { const { map } = btsDesk; map.setZoom(map.getZoom() + by, { animate: false }); }", zoom
        )
        expect(page.locator(".map-label").first).to_be_attached()
        assert page.evaluate(COVERED) == []


def test_the_row_moved_away_is_no_longer_refused_and_comes_back(
    visit: Visit, demo_server: str, clean: Path
) -> None:
    page = dropped(visit, demo_server, clean)
    refused(page)
    box = page.locator(".grip-row").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 170, y - 120, steps=8)
    page.mouse.up()
    tried = page.locator(".tried")
    expect(page.locator(".trial")).to_contain_text("Đang thử ở vị trí khác")
    spacing = tried.locator("li", has_text="Khoảng cách đến cột của mạng khác")
    expect(spacing).to_contain_text("Không đạt")
    expect(spacing).to_contain_text("Đạt")
    expect(page.locator(".trial .verdict-change .verdict").last).not_to_have_text("Chưa thống nhất")
    expect(page.locator(".chosen .verdict")).to_have_text("Chưa thống nhất")  # the row's own
    page.get_by_role("button", name="Bỏ thử").click()
    expect(tried).to_have_count(0)
    expect(page.locator(".chosen .verdict")).to_have_text("Chưa thống nhất")


def test_a_place_may_be_typed_instead_of_dragged(visit: Visit, demo_server: str, clean: Path) -> None:
    page = dropped(visit, demo_server, clean)
    refused(page)
    page.fill("#move-place", "đâu đó")
    page.locator(".mover button").click()
    expect(page.locator(".mover .refused")).to_be_visible()
    page.fill("#move-place", "21,332; 105,985")
    page.locator(".mover button").click()
    expect(page.locator(".tried")).to_be_visible()
    page.fill("#move-place", "21°17'40\"B 106°06'49\"Đ")
    page.locator(".mover button").click()
    expect(page.locator(".trial strong")).to_contain_text("31.247,1 m")
    page.fill("#move-place", "2356000 408000")
    page.locator(".mover button").click()
    expect(page.locator(".trial strong")).to_contain_text("31.077,1 m")


def test_arrow_keys_walk_through_the_rows_and_back_returns(
    visit: Visit, demo_server: str, clean: Path
) -> None:
    page = dropped(visit, demo_server, clean)
    page.keyboard.press("ArrowDown")  # nobody has chosen a row yet
    page.wait_for_selector('body[data-shown="1"]')
    page.keyboard.press("ArrowDown")
    page.wait_for_selector('body[data-shown="2"]')
    expect(page.locator("#chosen-name")).to_contain_text("Dòng 10")
    assert page.evaluate("document.activeElement.closest('tr').dataset.at") == "1"
    page.locator("#rows tbody tr[data-at='2'] .verdict-cell").click()  # the mouse
    page.wait_for_selector('body[data-shown="3"]')
    page.keyboard.press("ArrowUp")
    page.wait_for_selector('body[data-shown="2"]')
    page.go_back()
    page.wait_for_selector('body[data-shown="3"]')
    page.go_back()
    page.go_back()
    page.wait_for_selector('body[data-shown="1"]')
    page.go_back()
    expect(page.locator("#findings")).to_be_hidden()


def test_an_address_opens_the_row_it_names(visit: Visit, demo_server: str, clean: Path) -> None:
    page = dropped(visit, demo_server, clean)
    again = visit(f"{page.url.split('#')[0]}#show=refuse&row=5")
    expect(again.locator("#rows tbody tr")).to_have_count(1)
    expect(again.locator("#chosen-name")).to_contain_text("Dòng 13")


def test_the_messy_sample_lists_its_issues_and_every_row_once(
    visit: Visit, demo_server: str, messy: Path
) -> None:
    page = dropped(visit, demo_server, messy)
    rows = int(page.inner_text('[data-verdict=""] b'))
    expect(page.locator("#rows tbody tr")).to_have_count(rows)
    page.get_by_role("tab", name="Lưu ý khi đọc tệp").click()
    expect(page.locator("#issues tbody tr").first).to_be_visible()
    total = int(page.inner_text('[data-severity=""] b'))
    expect(page.locator("#issues tbody tr")).to_have_count(total)
    levels = page.locator("#issues tbody .severity").all_inner_texts()
    assert levels == sorted(levels, key=["Lỗi", "Cảnh báo", "Lưu ý"].index)
    expect(page.locator("#issues .proposed", has_text="21,343932; 106,789566")).to_have_text(
        "Đề nghị: 21,343932; 106,789566"
    )
    page.locator('[data-severity="error"]').click()
    expect(page.locator("#issues tbody tr .severity.error")).to_have_count(
        int(page.inner_text('[data-severity="error"] b'))
    )
    link = page.locator("#issues tbody a").first
    row = link.inner_text()
    link.click()
    expect(page.locator("#chosen-name")).to_contain_text(row)
    expect(page.locator(".row-issues li").first).to_be_visible()


def test_a_filter_keeps_only_its_rows(visit: Visit, demo_server: str, messy: Path) -> None:
    page = dropped(visit, demo_server, messy)
    button = page.locator('[data-verdict="cannot_assess"]')
    button.click()
    expect(page.locator("#rows tbody tr")).to_have_count(int(button.locator("b").inner_text()))
    expect(page).to_have_url(re.compile("show=cannot_assess"))


def test_what_is_no_list_is_refused_on_the_same_page(visit: Visit, demo_server: str, tmp_path: Path) -> None:
    page = visit(f"{demo_server}/appraise")
    wrong = tmp_path / "anh.png"
    wrong.write_bytes(b"x")
    page.set_input_files("#list", wrong)
    expect(page.locator("#refusal")).to_contain_text("FILE-EXTENSION")
    large = tmp_path / "lon.xlsx"
    with large.open("wb") as file:
        file.truncate(33 * 1024 * 1024)
    page.set_input_files("#list", large)
    expect(page.locator("#refusal")).to_contain_text("WEB-TOO-LARGE")
    expect(page).to_have_url(re.compile("/appraise$"))


def test_the_waiting_page_leads_to_the_refusal_of_a_file_that_is_no_workbook(
    visit: Visit, demo_server: str, tmp_path: Path
) -> None:
    text = tmp_path / "ghi-chu.xlsx"
    text.write_bytes(b"xin chao")
    page = visit(f"{demo_server}/appraise", expected=("Failed to load resource",))
    page.set_input_files("#list", text)
    page.get_by_role("button", name="Tải danh sách lên").click()
    expect(page.locator("#refusal")).to_contain_text("FILE-NOT-WHAT-IT-SAYS")
    expect(page.locator("#upload")).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
def test_the_pages_pass_the_accessibility_check_and_fit(
    visit: Visit, demo_server: str, messy: Path, size: dict[str, int]
) -> None:
    start = visit(f"{demo_server}/appraise", size)
    assert serious(start) == []
    page = dropped(visit, demo_server, messy, size)
    assert serious(page) == []
    page.evaluate("document.querySelector('#rows tr[data-at=\"2\"] a').click()")
    page.wait_for_selector('body[data-shown="3"] .finding')
    assert serious(page) == []
    page.get_by_role("tab", name="Lưu ý khi đọc tệp").click()
    assert serious(page) == []
    assert sideways(page) <= 0


def test_a_thumb_finds_every_button(visit: Visit, demo_server: str, clean: Path) -> None:
    page = dropped(visit, demo_server, clean, PHONE)
    small = [html for html in page.evaluate(SMALL) if 'href="#row' not in html and 'class="skip"' not in html]
    assert small == []
    heights = page.evaluate("[...document.querySelectorAll('#rows tr[data-at]')].map((r) => r.offsetHeight)")
    assert min(heights) >= 44  # the whole row is the target
    page.locator("#map-toggle").click()
    expect(page.locator("#map-box")).to_be_hidden()


def test_two_thousand_rows_stay_quick(visit: Visit, demo_server: str, tmp_path: Path) -> None:
    path = tmp_path / "hai-nghin.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Chiều cao cột (m)"])
    for k in range(2000):
        sheet.append([f"N{k:05d}", "VTL", 105.9 + (k % 50) / 60, 21.15 + (k // 50) / 120, "A2b", 42])
    book.save(path)
    page = dropped(visit, demo_server, path)
    expect(page.locator("#rows tbody tr")).to_have_count(100)
    expect(page.locator("#pager")).to_contain_text("1–100 trên 2.000 dòng")
    page.locator("#pager button").last.click()
    expect(page.locator("#rows tbody tr").first).to_contain_text("N00100")
    page.goto(f"{page.url.split('#')[0]}#row=1999")
    page.reload()
    page.wait_for_selector('body[data-shown="1999"]')
    expect(page.locator("#rows tr.current")).to_contain_text("N01998")


def test_hostile_names_in_a_list_stay_text(visit: Visit, demo_server: str, tmp_path: Path) -> None:
    path = tmp_path / "la.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "<b>x"
    sheet.append(["Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Xã/Phường", HOSTILE["image"]])
    for index, text in enumerate(HOSTILE.values()):
        sheet.append([text, "VTL", 106.19 + index / 250, 21.27, text, text])
        sheet.append([text, text, text, text, text, text])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    page = dropped(visit, demo_server, path)
    for at in range(2 * len(HOSTILE)):
        page.evaluate(f"document.querySelector('#rows tr[data-at=\"{at}\"] a').click()")
        page.wait_for_selector(f'body[data-shown="{at + 1}"] .finding')
    page.get_by_role("tab", name="Lưu ý khi đọc tệp").click()
    page.get_by_role("tab", name="Cột đã hiểu").click()
    expect(page.get_by_role("tab", name="Cột đã hiểu")).to_have_attribute("aria-selected", "true")
    assert page.evaluate("window.__ran") is None
    assert page.locator("#content img[src='x']").count() == 0
    expect(page.locator("#rows")).to_contain_text(HOSTILE["image"])


def test_the_map_in_one_file_opens_without_a_server(
    browser: Browser, demo_settings: Settings, clean: Path, tmp_path: Path
) -> None:
    registry = open_registry(demo_settings)
    target = tmp_path / "bản đồ.html"
    write_map(appraise_list(registry, clean), target)
    registry.close()
    context = browser.new_context(viewport=DESK, offline=True)  # type: ignore[arg-type, unused-ignore]  # as in visit
    page = context.new_page()
    watch = Watch(page)
    page.goto(target.as_uri())
    page.wait_for_selector("body[data-ready]")
    refused(page)
    expect(page.locator(".map-label.length.fail")).to_have_count(1)
    expect(page.locator(".mover")).to_have_count(0)  # nothing can be judged anew without the server
    assert serious(page) == []
    time.sleep(0.3)
    assert [url for url in watch.urls if not url.startswith("data:")] == [target.as_uri()]
    assert watch.errors == []
    context.close()
