"""What a tap just did is told on the next screen of that visit, and never on another mast's."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from registry.settings import Settings
from tests.e2e.field.phone import phone

pytestmark = pytest.mark.e2e


def test_the_last_answer_of_a_visit_is_not_told_at_the_next_mast(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        first, second = (page.locator(".mast-code strong").nth(at).inner_text() for at in (3, 4))
        held.choose_mast(first)
        page.get_by_role("button", name="Kiểm tra cáp ngoại vi quanh cột").click()
        page.wait_for_selector("main[data-screen=visit]")
        visit = str(page.evaluate("location.hash.split('/')[2]"))
        held.entry(visit, "covers")  # the sheet's last item: its answer leads to the defects by itself
        held.tap("Không có hố, tủ")
        expect(page.locator(".just")).to_have_text("✓ Nắp hố ga, cửa tủ: Không có hố, tủ")
        expect(page).to_have_url(re.compile(rf"#/visit/{visit}/defects$"))
        held.entry(visit, "covers")
        held.tap("Kín, bằng mặt")
        page.wait_for_url("**/defects")
        page.evaluate("(where) => { location.hash = where; }", f"#/visit/{visit}/list")  # before it is read
        held.choose_mast(second)
        held.start_check()
        expect(page.locator("[data-entry=position]")).to_be_visible()
        expect(page.locator(".just")).to_have_count(0)
