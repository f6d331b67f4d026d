"""A proposed position is visited: sent from the request's page, recorded without a network, settled by it."""

import contextlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.services.office.registry import open_registry
from registry.services.requests.opened import load_request
from registry.services.requests.position_visits import settled_by_looking
from registry.settings import Settings
from registry.store.field.position_tables import position_items
from tests.e2e.conftest import Visit, serious, sideways
from tests.e2e.field.office import rows, season
from tests.e2e.field.phone import Phone, phone
from tests.services.requests import desk as desk_office
from tests.web.people import PASSWORD

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return season(demo_settings, tmp_path_factory.mktemp("vị trí") / "home", sample=3, seed="v")


def with_reviews(office: Settings, folder: Path) -> tuple[str, int, str]:
    """The id of a request, the index and the code of a row of which a visit may settle something."""
    with contextlib.closing(open_registry(office)) as registry:
        request = desk_office.received(registry, folder)
        for row in load_request(registry, request.id).rows:
            if settled_by_looking(row):
                return request.id, row.index, row.proposal.site_code
    raise AssertionError("the list has no row to look at")


def send_inspector(page: Page, row: int) -> None:
    """Tick a row among those offered and give it to the inspector."""
    page.locator(f".offer-row input[value='{row}']").check()
    page.locator("#assignee").select_option("inspector")
    page.locator("#note").fill("gặp chủ đất")
    page.get_by_role("button", name="Giao đi xem").click()
    expect(page.locator(".notice-line.done")).to_contain_text("Đã giao 1 vị trí")


def record(held: Phone, code: str) -> str:
    """Go to the position through the phone's list and record all of its sheet; returns the visit."""
    page = held.page
    page.locator("a.mast", has_text=code).click()
    expect(page.locator("h1")).to_contain_text(code)
    expect(page.locator(".mast-what")).to_contain_text("Vị trí đề nghị")
    expect(page.locator("main")).to_contain_text("gặp chủ đất")
    expect(page.locator("#way-there")).to_contain_text(" m")  # how far, by what the pack holds
    page.get_by_role("button", name="Bắt đầu kiểm tra").click()
    page.wait_for_selector("main[data-screen=visit]")
    visit = str(page.evaluate("location.hash.split('/')[2]"))
    for entry, words in (("found", "Theo tọa độ"), ("room", "Đủ"), ("owner", "Đồng ý")):
        held.entry(visit, entry)
        held.tap(words)
        expect(page.locator(f"[data-entry={entry}] .choice", has_text=words).first).to_be_visible()
    for seed, side in enumerate(("north", "east", "south", "west")):
        held.entry(visit, side)
        held.photograph(seed)
    held.entry(visit, "position")
    held.measure()
    expect(page.locator(".place-box")).to_contain_text("Cách vị trí đề nghị")
    assert held.sideways() <= 0
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
    page.get_by_role("button", name="Kết thúc").first.click()
    page.wait_for_selector("main[data-screen=send]")
    return visit


def test_a_position_is_sent_looked_at_offline_and_settles_a_review(
    browser: Browser, visit: Visit, office: Settings, address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    request, row, code = with_reviews(office, tmp_path_factory.mktemp("danh sách"))
    desk = visit(f"{address}/sign-in?next=/requests/{request}/visits?rows=")
    desk.fill("#username", "appraiser")
    desk.fill("#password", PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_contain_text("Đi xem vị trí")
    send_inspector(desk, row)
    with phone(browser.browser_type, tmp_path_factory.mktemp("máy"), address, bypass_csp=True) as held:
        held.begin()
        held.page.locator("#campaign").select_option("positions")
        expect(held.page.locator("a.mast")).to_have_count(1)
        held.context.set_offline(True)
        held.restart(offline=True)
        made = record(held, code)
        held.context.set_offline(False)
        held.page.locator("#sign-in").click()  # the session ended with the browser
        held.sign_in()
        held.shows("kept", 0)
        kept = rows(office, position_items, inspection=made)
        held.shows("verified", len(kept))
    assert {one["kind"] for one in kept} == {"start", "reading", "photo", "position", "finish"}
    desk.goto(f"{address}/requests/{request}#row={row + 1}")
    beside = desk.locator("#notes")
    expect(beside).to_contain_text("cách vị trí đề nghị")
    beside.get_by_role("link", name="Xem lượt đi xem, ảnh").first.click()
    back = desk.locator(f"#visit-{made}")
    expect(back).to_contain_text("Chủ đất, chủ nhà nói gì")
    expect(back.locator("img")).to_have_count(4)
    assert serious(desk) == []
    assert sideways(desk) <= 0
    back.locator("summary", has_text="Kết luận theo lượt xem này").click()
    expect(back.locator("select[name=rule]")).to_be_visible()
    rule = back.locator("select[name=rule]").input_value()
    back.locator("select[name=outcome]").select_option("pass")
    back.locator("textarea").fill("đã xem tại chỗ")
    back.get_by_role("button", name="Ghi kết luận").click()
    expect(desk.locator(".notice-line.done")).to_contain_text("Đã ghi kết luận")
    with contextlib.closing(open_registry(office)) as registry:
        assert load_request(registry, request).rows[row].own[rule].who == "appraiser"
