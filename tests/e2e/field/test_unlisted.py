"""A mast that nobody listed, and what a phone says while one writes: no dead end, nothing too late."""

import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from registry.model.field.field_reports import CitizenReportKind
from registry.services.field import set_aside
from registry.services.field.campaign_targets import add_targets, targets_of
from registry.services.field.campaigns import list_campaigns
from registry.services.office.registry import Registry, open_registry
from registry.services.public import citizen_reports, plates
from registry.settings import Settings
from tests.e2e.field.office import CHIEF, season
from tests.e2e.field.phone import FULL, Phone, phone
from tests.pages import Pages
from tests.web.people import sign_in
from web.app import create_app

pytestmark = pytest.mark.e2e

# goes to one screen and after some milliseconds, more each time, to the other
HASTE = """async ([first, second]) => {
  for (let wait = 0; wait < 30; wait += 1) {
    location.hash = first;
    await new Promise((done) => { setTimeout(done, wait); });
    location.hash = second;
    await new Promise((done) => { setTimeout(done, 40); });
  }
}"""


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = season(demo_settings, tmp_path_factory.mktemp("ngoài danh sách") / "home", sample=6, seed="x")
    registry = open_registry(made)
    campaign = next(one.id for one in list_campaigns(registry, person=CHIEF) if one.name == "Mùa mưa bão")
    near = plates.structure_named(registry, CHIEF, "BGG00003")
    add_targets(registry, campaign, [near], person=CHIEF, reason="Phản ánh PA-2026-0001: Cột nghiêng")
    picture = tmp_path_factory.mktemp("ảnh") / "cot.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(picture)
    said = citizen_reports.take_report(
        registry, kind=CitizenReportKind.LEANING, words="Cột nghiêng về phía nhà. Gọi 0912 345 678",
        structure=near, photos=[(picture, "cot.jpg")],
    )  # fmt: skip
    targets = targets_of(registry, campaign, person=CHIEF)
    target = next(one.id for one in targets if one.mast.structure == near)
    citizen_reports.sent_to_visit(
        registry, said.id, target, structure=near, who="lãnh đạo", seen=said.version
    )
    registry.close()
    return made


@pytest.fixture(scope="module")
def held(browser: Browser, address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    with phone(browser.browser_type, tmp_path_factory.mktemp("máy"), address, bypass_csp=True) as made:
        made.begin()
        yield made


def codes_of(registry: Registry) -> list[str]:
    return [one.code for one in set_aside.list_set_aside(registry, person=CHIEF)]


def test_a_number_stands_beside_its_limit_while_it_is_typed_and_photos_count_down(held: Phone) -> None:
    page = held.page
    held.open("#/")
    expect(page.locator(".mast-reason")).to_have_text("Phản ánh PA-2026-0001: Cột nghiêng")  # why that one
    page.locator("a.mast").first.click()
    visit = held.start_check()
    held.entry(visit, "earthing")
    field = page.locator("[data-entry=earthing] input").first
    read = page.locator("[data-entry=earthing] .judged").first
    field.type("84")
    expect(read).to_have_text("Đọc là 84 Ω · ! ngoài giới hạn (tham khảo)")
    expect(page.locator("[data-entry=earthing] .entry-state")).to_have_text("Chưa ghi")
    field.fill("8,4")
    expect(read).to_have_text("Đọc là 8,4 Ω · ✓ trong giới hạn (tham khảo)")
    held.entry(visit, "overview")
    camera = page.locator(".camera span")
    expect(camera).to_have_text("Chụp ảnh (còn thiếu 2)")
    held.photograph(1)
    expect(camera).to_have_text("Chụp ảnh (còn thiếu 1)")
    held.photograph(2)
    expect(camera).to_have_text("Chụp thêm ảnh")
    held.entry(visit, "lean")
    held.tap("Nghiêng, cong rõ")
    page.get_by_role("button", name="Ghi thành tồn tại").click()  # opens the form for this answer at once
    expect(page.locator(".picker .answer-of")).to_have_text("Độ thẳng đứng (nhìn): Nghiêng, cong rõ")
    page.get_by_role("button", name="Thôi").click()  # and leads back to the entry
    expect(page.locator("[data-entry=lean]")).to_be_visible()
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
    expect(page.locator(".warning", has_text="1 câu trả lời cho thấy hư hỏng")).to_be_visible()
    held.entry(visit, "lean")
    held.tap("Thẳng")
    expect(page.get_by_role("button", name="Ghi thành tồn tại")).to_have_count(0)
    # the visit, a reading, two photos, an answer and its correction: each counts, in both places
    expect(page.locator("#counts .kept b")).to_have_text("6")
    expect(page.locator(".visit-head + .progress .state.kept")).to_have_text("trên máy này 6")
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
    lacking = page.locator(".warning", has_text="mục còn thiếu ảnh")
    expect(lacking.locator("button")).to_have_text(["Độ thẳng đứng (nhìn)"])
    page.get_by_role("button", name="Kết thúc, để trống").click()
    page.wait_for_selector("main[data-screen=send]")
    expect(page.locator("main .good").first).to_contain_text("Đã kết thúc lượt kiểm tra")
    expect(page.get_by_role("link", name="Cột tiếp theo")).to_have_attribute("href", re.compile("#/mast/"))
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}")
    expect(page.locator("main .good")).to_contain_text("Lượt này đã kết thúc")
    assert held.sideways() <= 0


def test_a_mast_that_is_not_listed_is_recorded_offline_and_taken_as_a_whole(
    held: Phone, office: Settings
) -> None:
    page = held.page
    held.open("#/")
    held.context.set_offline(True)
    expect(page.locator("#phrase")).to_contain_text("Không có mạng")  # at once, with nothing to send
    page.fill("#search", "BGG99999")
    page.get_by_role("link", name="Gặp cột không có trong danh sách").click()
    expect(page.locator("h1")).to_have_text("Cột không có trong danh sách")
    expect(page.locator("main input")).to_have_value("BGG99999")
    assert held.faults() == []
    visit = held.start_check()
    held.entry(visit, "papers")
    held.tap("Không có")
    page.get_by_role("button", name="Mục tiếp theo").click()
    held.open("#/")
    expect(page.get_by_role("link", name="Gặp cột không có trong danh sách (1)")).to_be_visible()
    held.open("#/unlisted")
    expect(page.get_by_role("link", name="BGG99999 · Đang kiểm tra")).to_be_visible()
    held.context.set_offline(False)
    held.open("#/send")
    page.get_by_role("button", name="Gửi ngay").click()
    held.shows("aside", 2)
    expect(page.locator(".tap-line", has_text="BGG99999 · 2 mục")).to_have_count(1)
    expect(page.locator("#waits")).to_have_text("")  # nothing of it waits for the phone

    pages = Pages(create_app(office))
    sign_in(pages.client, "inspector")
    registry = open_registry(office)
    assert codes_of(registry) == ["FIELD-STRUCTURE-UNKNOWN"] * 2
    one = set_aside.list_set_aside(registry, person=CHIEF)[0]
    shown = pages.get(f"/visits/aside/{one.id}").get_data(as_text=True)
    assert "BGG99999: chờ cơ quan xác nhận" in shown
    assert "Nhận luôn 1 mục khác của cùng lượt kiểm tra" in shown
    right = {
        "structure": "BGG00060",
        "reason": "cột BGG00060, biển cũ",
        "whole": "1",
        "version": str(one.version),
    }
    pages.post(f"/visits/aside/{one.id}/take", right)
    assert codes_of(registry) == []
    assert "BGG00060" in pages.get(f"/visits/{visit}").get_data(as_text=True)
    registry.close()
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#counts .aside")).to_have_count(
        0
    )  # what the office has taken in is no trouble any more


def test_a_full_phone_says_why_and_goes_on_by_itself(held: Phone) -> None:
    page = held.page
    held.open("#/")
    page.fill("#search", "")
    page.locator("a.mast").nth(2).click()
    begin = page.get_by_role("button", name="Kiểm tra nhanh")
    expect(begin).to_be_visible()
    page.evaluate(FULL)
    begin.click()
    warning = page.locator("#unwritten")
    expect(warning).to_contain_text("Chưa ghi được 1 mục")
    expect(warning).to_contain_text("Bộ nhớ của máy đã đầy")
    expect(page.locator("#phrase")).to_have_text("")
    page.evaluate("window.room()")
    page.wait_for_selector("main[data-screen=visit]")
    expect(warning).to_be_hidden()


def test_a_screen_that_is_left_while_it_is_read_takes_nothing_from_the_next(held: Phone) -> None:
    page = held.page
    held.open("#/")
    page.locator("a.mast").nth(1).click()
    visit = held.start_check()
    page.evaluate(HASTE, [f"#/visit/{visit}/list", "#/send"])
    expect(page.locator("main[data-screen=send] h1")).to_have_text("Gửi về cơ quan")
    page.evaluate(HASTE, ["#/send", f"#/visit/{visit}/list"])
    expect(page.locator("main[data-screen=visit] h1")).to_be_visible()
    held.open("#/map")
    expect(page.locator(".leaflet-control-zoom-in")).to_be_visible()
    page.evaluate(  # while the map still zooms
        "() => { document.querySelector('.leaflet-control-zoom-in').click(); location.hash = '#/'; }"
    )
    page.wait_for_function("!document.querySelector('.map') && !document.querySelector('.leaflet-zoom-anim')")
    held.open("#/map")
    expect(page.locator("#map[data-ready]")).to_be_visible()
    held.open("#/mast/%E0%A4%A")
    expect(page.locator("h1")).to_have_text("Không có cột này trên máy")
    assert held.errors == []


def test_the_app_and_the_office_lead_to_each_other(held: Phone) -> None:
    page = held.page
    held.open("#/send")
    page.get_by_role("link", name="Sang trang của cơ quan").click()
    expect(page.locator("h1")).to_have_text("Đợt kiểm tra")
    bar = page.get_by_role("link", name="Kiểm tra", exact=False).first
    assert bar.get_attribute("href") == "/campaigns", "the app has no bar to come back by"
    page.get_by_role("link", name="Đi kiểm tra", exact=True).click()
    page.wait_for_selector("body.field[data-ready]")
    held.open("#/send")
    page.get_by_role("link", name="Nhận tệp cứu hộ").click()
    expect(page.locator("h1")).to_have_text("Nhận tệp cứu hộ")
    page.get_by_role("link", name=re.compile("^Lượt kiểm tra")).first.click()
    expect(page.locator("h1")).to_have_text("Lượt kiểm tra")


def test_the_technical_sheets_are_on_the_phone_whatever_campaign_it_holds(held: Phone) -> None:
    page = held.page
    held.open("#/")
    held.context.set_offline(True)
    page.locator("a.mast").nth(3).click()
    more = page.locator("summary", has_text="Phiếu khác, phiếu kỹ thuật")
    more.click()
    expect(page.get_by_role("button", name="Phiếu kỹ thuật").first).to_be_visible()
    assert held.sideways() <= 0
    assert held.faults() == []
    held.open("#/unlisted")
    page.fill("main input", "BGG99998")
    expect(page.get_by_role("button", name="Phiếu kỹ thuật")).to_have_count(
        0
    )  # the campaign's own come first
    more.click()
    assert held.faults() == []
    page.get_by_role("button", name="Phiếu kỹ thuật cột dây co").click()
    page.wait_for_selector("main[data-screen=visit]")
    expect(page.locator("[data-entry]").first).to_be_visible()
    expect(page.locator("h1")).to_contain_text("BGG99998")
    held.context.set_offline(False)
    assert held.errors == []


def test_the_office_s_sheet_of_a_mast_leads_to_its_inspection_without_a_network_too(
    held: Phone, office: Settings
) -> None:
    """What is recorded stands straight under the mast: it is on the phone's list, or in no campaign."""
    page, pages = held.page, Pages(create_app(office))
    sign_in(pages.client, "inspector")

    def deed(code: str) -> str:
        (way,) = [
            link["href"]
            for link in pages.page(f"/map/site?code={code}").all("a")
            if link.get("href", "").startswith("/field#/at/")
        ]
        return way.removeprefix("/field")

    held.context.set_offline(True)
    held.open("#/")
    listed = page.locator("a.mast strong").nth(4).inner_text()
    held.open(deed(listed))
    expect(page.locator("h1")).to_contain_text(listed)
    expect(page.locator("#way-there")).to_be_visible()  # as from the list
    held.open(deed("BGG00060"))
    expect(page.locator("h1")).to_contain_text("BGG00060")
    expect(page.locator("main")).to_contain_text("Kết quả ghi thẳng vào cột")
    assert held.sideways() <= 0
    assert held.faults() == []
    visit = held.start_check()
    expect(page.locator("h1")).to_contain_text("BGG00060")
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/defects")
    expect(page.get_by_role("button", name="Thêm tồn tại").first).to_be_visible()
    held.entry(visit, "papers")
    held.tap("Không có")
    page.get_by_role("button", name="Mục tiếp theo").click()
    held.open(deed("BGG00060"))
    expect(page.get_by_role("link", name="Tiếp tục kiểm tra")).to_have_attribute("href", f"#/visit/{visit}")
    held.context.set_offline(False)
    held.open("#/send")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#waits")).to_have_text("")
    registry = open_registry(office)
    assert codes_of(registry) == []
    registry.close()
    assert "BGG00060" in pages.get(f"/visits/{visit}").get_data(as_text=True)
    assert held.errors == []


def test_the_words_and_photo_of_a_report_are_at_the_mast_without_a_network(held: Phone) -> None:
    page = held.page
    held.open("#/")
    held.context.set_offline(True)
    page.locator("a.mast", has=page.locator(".mast-reason")).first.click()
    card = page.locator(".reported")
    expect(card).to_contain_text("Cột nghiêng về phía nhà. Gọi •••")
    photo = card.locator("img")
    assert photo.evaluate("(image) => image.complete && image.naturalWidth") == 320
    assert held.sideways() <= 0
    assert held.faults() == []
    held.context.set_offline(False)
