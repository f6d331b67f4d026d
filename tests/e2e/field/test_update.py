"""A newer version of the app comes while somebody works with the old one."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from registry.settings import Settings
from tests.e2e.field.office import items_of
from tests.e2e.field.phone import phone
from web.field.app import Release, release

pytestmark = pytest.mark.e2e


def test_an_update_waits_for_a_tap_and_destroys_nothing(
    browser: Browser, office: Settings, app: Flask, address: str, tmp_path: Path
) -> None:
    with app.app_context():
        now = release()
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        code = page.locator(".mast-code strong").nth(4).inner_text()
        held.context.set_offline(True)
        held.choose_mast(code)
        inspection = held.start_check()
        held.context.set_offline(False)
        try:
            app.extensions["bts-field-release"] = Release("a-newer-version", now.files)
            look = "navigator.serviceWorker.getRegistration('/field').then((found) => found.update())"
            page.evaluate(look)
            expect(page.locator("#update")).to_be_visible()
            assert held.faults() == []
            assert page.evaluate("document.body.dataset.version") == now.version
            held.entry(inspection, "rust")
            held.tap("Nhẹ")  # the old app goes on with the new server
            held.shows("verified", 2)
            page.get_by_role("button", name="Dùng bản mới").click()
            expect(page.locator("body")).to_have_attribute("data-version", "a-newer-version")
            page.wait_for_selector("body.field[data-ready]")
            held.shows("verified", 2)
            held.context.set_offline(True)
            page.reload()
            page.wait_for_selector("body.field[data-ready]")
            held.entry(inspection, "rust")
            expect(page.get_by_label("Nhẹ", exact=True)).to_be_checked()
        finally:
            app.extensions["bts-field-release"] = now
    assert len(items_of(office, inspection)) == 2
