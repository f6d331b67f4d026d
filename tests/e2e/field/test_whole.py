"""An app that did not come whole to the phone: it opens nowhere in the field, and says so before."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.e2e.field.phone import phone
from web.field.app import Release, release

pytestmark = pytest.mark.e2e

# all that the line at the foot of the app says, in `told`
TOLD = """addEventListener("DOMContentLoaded", () => {
  const line = document.getElementById("said");
  if (!line) return;
  window.told = [];
  new MutationObserver(() => told.push(line.textContent)).observe(line, { childList: true });
})"""


def test_masts_alone_are_not_said_to_be_usable_without_a_network(
    browser: Browser, app: Flask, address: str, tmp_path: Path
) -> None:
    with app.app_context():
        now = release()
    url, _hash = now.files[0]
    try:
        app.extensions["bts-field-release"] = Release(now.version, ((url, "0" * 64), *now.files[1:]))
        with phone(browser.browser_type, tmp_path / "phone", address) as held:
            page = held.page
            page.add_init_script(TOLD)
            page.goto(f"{address}/field")
            held.sign_in()
            expect(page.locator(".mast").first).to_be_visible()
            expect(page.locator("body")).to_have_attribute("data-offline", "failed")
            expect(page.locator("main .warning").first).to_contain_text("Ứng dụng chưa tải đủ về máy")
            expect(page.locator("#said")).to_contain_text("Ứng dụng chưa tải đủ về máy")
            assert not [said for said in page.evaluate("told") if "Đã tải xong" in said]
            expect(page.locator("main")).not_to_contain_text("dùng được khi không có mạng")
            app.extensions["bts-field-release"] = now
            page.reload()  # as it asks for
            expect(page.locator("body")).to_have_attribute("data-offline", "ready")
            expect(page.locator("main .warning", has_text="chưa tải đủ")).to_have_count(0)
            expect(page.locator("main .hint").first).to_contain_text("dùng được khi không có mạng")
    finally:
        app.extensions["bts-field-release"] = now
