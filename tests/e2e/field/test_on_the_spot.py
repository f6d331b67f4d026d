"""What is met on the spot: a mast that is gone, one nobody can reach, a tap too many, a full phone."""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.office.calendar import today
from registry.services.office.registry import open_registry
from registry.services.public.plates import site_of
from registry.settings import Settings
from registry.store.field.tables import campaign_targets, campaigns, defects
from tests.e2e.field.office import CHIEF, items_of, rows, season
from tests.e2e.field.phone import FULL, Phone, phone

pytestmark = pytest.mark.e2e

# taps that button as soon as another screen, or another row of a group, stands by itself
HASTY = """() => {
  const shown = () => [
    location.hash, document.querySelector("[data-entry]")?.dataset.entry,
    document.querySelector(".row-editor h3")?.textContent].join();
  const from = shown();
  window.tapped = false;
  new MutationObserver((_changes, seen) => {
    const on = document.querySelector(".steps .next");
    if (shown() === from || !on || document.querySelector("[data-entry]").inert) return;
    seen.disconnect();
    on.click();
    window.tapped = true;
  }).observe(document.getElementById("content"), {
    childList: true, subtree: true, attributes: true, attributeFilter: ["inert"]});
}"""


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return season(demo_settings, tmp_path_factory.mktemp("spot") / "home", sample=40, seed="spot")


@pytest.fixture
def held(browser: Browser, address: str, tmp_path: Path) -> Iterator[Phone]:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as made:
        made.begin()
        made.context.set_offline(True)
        yield made


def code_of(page: Page, at: int) -> str:
    return page.locator(".mast-code strong").nth(at).inner_text()


def say_absent(held: Phone, code: str, why: str, words: str) -> None:
    held.choose_mast(code)
    held.page.get_by_role("button", name="Cột không còn, hoặc không vào được").click()
    save = held.page.locator(".steps button").last
    save.click()
    expect(held.page.get_by_text("Chọn một lý do.")).to_be_visible()
    held.tap(why)
    expect(held.page.get_by_text("Chọn một lý do.")).to_be_hidden()
    held.page.get_by_label("Thấy gì tại chỗ, ai cho biết").fill(words)
    assert held.faults() == []
    assert held.sideways() == 0
    save.click()


def test_a_mast_that_is_gone_ends_its_visit_and_one_that_nobody_reached_comes_later(
    held: Phone, office: Settings, browser: Browser, address: str
) -> None:
    page = held.page
    shut, gone = code_of(page, 0), code_of(page, 1)
    say_absent(held, shut, "Không vào được tới cột", "Cổng khóa")
    page.wait_for_selector("main[data-screen=list]")
    expect(page.locator("a.mast", has_text=shut)).to_contain_text("Chưa vào được")
    page.fill("#search", "")
    expect(page.locator("#next-mast")).not_to_contain_text(shut)  # not straight back to it
    say_absent(held, gone, "Không còn cột tại đây", "Chỉ còn móng")
    expect(page.get_by_text(f"Đã kết thúc lượt kiểm tra {gone}")).to_be_visible()
    held.open("#/")
    page.fill("#search", gone)
    expect(page.locator("a.mast", has_text=gone)).to_contain_text("Không còn cột")
    held.choose_mast(shut)
    page.get_by_role("link", name="Tiếp tục kiểm tra").click()
    expect(page.get_by_text("Không vào được tới cột. Cổng khóa")).to_be_visible()
    inspection = str(page.evaluate("location.hash.split('/')[2]"))
    held.entry(inspection, "rust")
    held.tap("Không")  # somebody opened
    held.choose_mast(shut)
    expect(page.locator("main")).to_contain_text("Đang kiểm tra")
    held.context.set_offline(False)
    held.shows("kept", 0)
    said = [item for item in items_of(office, inspection) if item["kind"] == "note"]
    assert [(item["value"], item["note"]) for item in said] == [
        ("unreachable", "Không vào được tới cột. Cổng khóa")
    ]
    desk = browser.new_context(
        viewport={"width": 1280, "height": 800}, storage_state=held.context.storage_state()
    )
    try:
        view = desk.new_page()
        view.goto(f"{address}/visits?q={gone}")
        expect(view.locator("tr", has_text=gone)).to_contain_text("không còn cột tại đây")
        view.get_by_role("link", name=gone).click()
        expect(view.locator(".caution").first).to_contain_text("không còn cột tại đây")
    finally:
        desk.close()


def test_a_tap_under_way_passes_nothing_by_that_came_by_itself(held: Phone) -> None:
    page = held.page
    code = page.locator("a.mast", has_text="Dây co").first.locator("strong").inner_text()
    held.choose_mast(code)
    inspection = held.start_check()
    held.entry(inspection, "papers")
    page.evaluate(HASTY)
    held.tap("Có, còn hạn")
    page.wait_for_function("window.tapped")
    expect(page.locator("[data-entry=structural_inspection]")).to_be_visible()
    page.wait_for_timeout(600)
    expect(page.locator("[data-entry=structural_inspection]")).to_be_visible()
    held.next()  # meant for it
    held.open("#/")
    page.fill("#search", "")
    held.choose_mast(page.locator("a.mast", has_text="Dây co").nth(1).locator("strong").inner_text())
    page.locator("summary", has_text="Phiếu khác, phiếu kỹ thuật").click()
    page.get_by_role("button", name="Phiếu kỹ thuật cột dây co").click()
    page.wait_for_selector("main[data-screen=visit]")
    technical = str(page.evaluate("location.hash.split('/')[2]"))
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{technical}/foundations")
    first = page.locator(".row-editor h3")
    expect(first).to_be_visible()
    page.evaluate(HASTY)
    held.page.locator(".row-editor .choice").first.click()
    page.wait_for_function("window.tapped")
    page.wait_for_timeout(600)
    expect(page.locator("[data-entry=foundations]")).to_be_visible()


def test_a_defect_whose_answer_was_put_right_is_pointed_out_and_taken_back(
    held: Phone, office: Settings
) -> None:
    page = held.page
    held.choose_mast(code_of(page, 4))
    inspection = held.start_check()
    held.entry(inspection, "rust")
    held.tap("Nặng")
    page.locator(".noticed").get_by_role("button", name="Ghi thành tồn tại").click()
    page.get_by_role("button", name="Ghi tồn tại", exact=True).click()
    held.entry(inspection, "rust")
    held.tap("Không")
    expect(page.get_by_label("Không", exact=True)).to_be_checked()
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{inspection}/end")
    expect(page.get_by_text("1 tồn tại ghi từ câu trả lời đã sửa thành tốt")).to_be_visible()
    page.get_by_role("button", name="Xem lại tồn tại").click()
    expect(page.get_by_text("Câu trả lời của mục này nay không còn là hư hỏng.")).to_be_visible()
    assert held.faults() == []
    page.locator("summary", has_text="Bỏ tồn tại").click()
    page.get_by_role("button", name="Bỏ tồn tại này").click()
    expect(page.locator(".defects li")).to_have_count(0)
    held.context.set_offline(False)
    held.shows("kept", 0)
    held.shows("received", 0)
    assert [row["state"] for row in rows(office, defects, inspection=inspection)] == ["replaced"]


def test_a_defect_of_a_number_that_was_mistyped_is_pointed_out_and_says_the_right_one(held: Phone) -> None:
    page = held.page
    held.choose_mast(code_of(page, 5))
    inspection = held.start_check()
    held.entry(inspection, "earthing")
    page.locator(".big.number").fill("120")
    page.get_by_role("button", name="Mục tiếp theo").click()  # what tells of a fault is not passed by
    page.locator(".noticed").get_by_role("button", name="Ghi thành tồn tại").click()
    page.get_by_role("button", name="Ghi tồn tại", exact=True).click()
    held.entry(inspection, "earthing")
    page.locator(".big.number").fill("12")
    held.next()
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{inspection}/end")
    warned = page.locator(".warning", has_text="1 tồn tại ghi theo câu trả lời trước khi sửa")
    expect(warned).to_contain_text("12 Ω")
    warned.get_by_role("button", name="Xem lại tồn tại").click()
    expect(page.locator(".defects li")).to_contain_text("120 Ω")
    assert held.faults() == []
    page.get_by_role("button", name="Sửa tồn tại").click()
    page.get_by_role("button", name="Ghi tồn tại", exact=True).click()
    expect(page.locator(".defects li")).to_contain_text("12 Ω")
    expect(page.locator(".defects li")).not_to_contain_text("120 Ω")
    expect(page.locator(".defects .warning")).to_have_count(0)


def test_a_bad_answer_names_the_defect_that_its_mast_has_already(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    season_of = rows(office, campaigns, name="Mùa mưa bão")[0]["id"]
    mast = rows(office, campaign_targets, campaign=season_of)[9]["structure"]
    with contextlib.closing(open_registry(office)) as registry:
        new = NewDefect(mast, "rust_heavy", "serious", today() - dt.timedelta(days=3), entry="rust")
        enter_defect(registry, new, person=CHIEF)
        code = (site_of(registry, mast) or {})["code"]
    with phone(browser.browser_type, tmp_path / "phone", address) as made:
        made.begin()
        made.context.set_offline(True)
        made.page.fill("#search", code)
        made.choose_mast(code)
        inspection = made.start_check()
        made.entry(inspection, "rust")
        made.tap("Nặng")
        noticed = made.page.locator(".noticed")
        expect(noticed).to_contain_text(re.compile(r"Cột đang có tồn tại: .+, ghi ngày \d"))
        expect(noticed.get_by_role("button", name="Ghi thành tồn tại")).to_be_visible()
        assert made.faults() == []
        assert made.sideways() == 0


def test_the_rescue_file_is_reached_on_a_full_phone(held: Phone) -> None:
    page = held.page
    held.choose_mast(code_of(page, 6))
    inspection = held.start_check()
    held.entry(inspection, "rust")
    page.evaluate(FULL)
    page.locator(".choice", has_text="Không").first.click()
    expect(page.locator("#unwritten")).to_contain_text("Chưa ghi được 1 mục")
    page.locator("nav.tabs a[data-screen=send]").click()
    page.get_by_role("button", name="Lấy tệp cứu hộ").click()
    expect(page.locator("main")).to_contain_text("Tệp chưa có 1 mục máy chưa ghi được")  # nor "all verified"
    expect(page.locator("#unwritten")).to_be_visible()
    page.evaluate("window.room()")
    expect(page.locator("#unwritten")).to_be_hidden(timeout=15_000)
    page.wait_for_timeout(600)
    expect(page.locator("main[data-screen=send]")).to_be_visible()  # it leads nobody away
    held.entry(inspection, "rust")
    expect(page.get_by_label("Không", exact=True)).to_be_checked()
