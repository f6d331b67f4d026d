"""What is to be decided stands still under a thumb; a group leads on only with all of its photos."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.settings import Settings
from tests.e2e.field.office import season
from tests.e2e.field.phone import Phone, phone, picture

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return season(demo_settings, tmp_path_factory.mktemp("cards") / "home", sample=40, seed="spot")


@contextmanager
def offline(browser: Browser, folder: Path, address: str) -> Iterator[Phone]:
    """A phone that holds its campaign and has no network."""
    with phone(browser.browser_type, folder / "phone", address) as held:
        held.begin()
        held.context.set_offline(True)
        yield held


def technical(held: Phone) -> str:
    """Begin the technical sheet of a guyed mast; returns the visit."""
    page = held.page
    held.choose_mast(page.locator("a.mast", has_text="Dây co").first.locator("strong").inner_text())
    page.locator("summary", has_text="Phiếu khác, phiếu kỹ thuật").click()
    page.get_by_role("button", name="Phiếu kỹ thuật cột dây co").click()
    page.wait_for_selector("main[data-screen=visit]")
    return str(page.evaluate("location.hash.split('/')[2]"))


def go(page: Page, visit: str, where: str) -> None:
    page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/{where}")
    expect(page.locator(f"[data-entry={where}]")).to_be_visible()


def test_a_card_is_not_drawn_anew_by_what_is_recorded_beside_it(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    """The instrument is recorded as its field is left: the first press on the card fell on nothing."""
    with offline(browser, tmp_path, address) as held:
        page, visit = held.page, technical(held)
        go(page, visit, "earthing")
        page.locator("input.number").fill("12,5")
        page.get_by_label("Máy đo").fill("Kyoritsu 4105A")  # the number is recorded on the way to it
        card = page.locator(".noticed")
        expect(card).to_contain_text("12,5 Ω")
        card.evaluate("(it) => { it.dataset.seen = '1'; }")
        card.locator("summary").click()
        card.locator("textarea").fill("Đo lại mùa mưa")
        page.locator("[data-entry=earthing] .entry-state").filter(has_text="Ghi lúc").wait_for()
        held.photograph(41)
        expect(card).to_have_attribute("data-seen", "1")
        expect(card.locator("textarea")).to_have_value("Đo lại mùa mưa")
        page.locator("input.number").fill("13")
        page.get_by_label("Máy đo").focus()
        expect(card).to_contain_text("13 Ω")  # another answer is another card
        expect(card).not_to_have_attribute("data-seen", "1")


def test_a_group_leads_on_with_all_of_its_photos_and_a_row_names_its_part(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    with offline(browser, tmp_path, address) as held:
        page, visit = held.page, technical(held)
        go(page, visit, "foundations")
        page.get_by_role("button", name="Tất cả tốt").click()
        for row in range(4):
            page.locator(f".cell[data-key='rebound[M{row}]']").click()
            expect(page.locator(".row-editor h3")).to_contain_text(f"M{row}")
            page.locator(".row-editor input.number").fill("31")
        page.locator(".cell[data-key='concrete[M2]']").click()
        expect(page.locator(".row-editor h3")).to_contain_text("M2")
        page.locator(".row-editor .choice", has_text="Nứt").first.click()
        page.locator(".noticed").get_by_role("button", name="Ghi thành tồn tại").click()
        part = page.get_by_label("Ở bộ phận nào")
        expect(part.locator("option:checked")).to_have_text("Móng co (M1–M4)")
        page.get_by_role("button", name="Ghi tồn tại", exact=True).click()
        go(page, visit, "foundations")
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/end")
        expect(page.get_by_text("2 mục còn thiếu ảnh")).to_be_visible()  # one for all rows of each
        go(page, visit, "foundations")
        for code in ("concrete", "rebound"):
            page.locator(f".cell[data-key='{code}[M3]']").click()
            expect(page.locator(f".cell[data-key='{code}[M3]']")).to_have_attribute("aria-pressed", "true")
            one = {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture(len(code))}
            page.locator(f"[data-photos={code}] input[type=file]").set_input_files([one])
            if code == "concrete":
                expect(page.locator(f"[data-photos={code}] .photos li")).to_have_count(1)
                expect(page.locator("[data-photos=rebound]")).to_be_in_viewport()
        expect(page.locator("[data-entry=foundations]")).to_have_count(0)
