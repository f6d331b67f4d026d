"""How work leaves a phone otherwise: as a rescue file, and when the phone is cleared for the next person."""

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from registry.settings import Settings
from registry.store.field.tables import inspections
from tests.e2e.field.office import items_of, rows
from tests.e2e.field.phone import phone

pytestmark = pytest.mark.e2e


def test_unsent_work_leaves_the_phone_as_a_rescue_file_that_an_officer_takes_in(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, accept_downloads=True) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        held.choose_mast(page.locator(".mast-code strong").nth(8).inner_text())
        inspection = held.start_check()
        held.entry(inspection, "lean")
        held.tap("Thẳng")
        held.photograph(200)
        held.open("#/send")
        page.evaluate("navigator.canShare = () => false")
        with page.expect_download() as coming:
            page.get_by_role("button", name="Lấy tệp cứu hộ").click()
        saved = tmp_path / "rescue.zip"
        coming.value.save_as(saved)
        with zipfile.ZipFile(saved) as archive:
            assert archive.testzip() is None
            said = json.loads(archive.read("items.json"))
        assert len(said["items"]) == 3
        assert set(said["by"].values()) == {"inspector"}
        held.context.set_offline(False)
        desk = browser.new_context(viewport={"width": 1280, "height": 800})  # at the office
        try:
            office_page = desk.new_page()
            office_page.goto(f"{address}/field/rescue")
            office_page.fill("#username", "leader")
            office_page.fill("#password", "mot-mat-khau-du-dai")
            office_page.keyboard.press("Enter")
            office_page.set_input_files("#file", saved)
            office_page.get_by_role("button", name="Nhận tệp").click()
            expect(office_page.get_by_text("3 mục:")).to_be_visible()
        finally:
            desk.close()
        held.shows("verified", 3)
    assert len(items_of(office, inspection)) == 3
    assert next(row for row in rows(office, inspections) if row["id"] == inspection)["person"] == "inspector"


def test_a_phone_is_cleared_only_when_the_server_has_everything(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, bypass_csp=True) as held:
        held.begin()
        page = held.page
        held.context.set_offline(True)
        code = page.locator(".mast-code strong").nth(9).inner_text()
        held.choose_mast(code)
        inspection = held.start_check()
        held.entry(inspection, "rust")
        held.tap("Nhẹ")
        held.photograph(300)
        held.open("#/send")
        clear = page.get_by_role("button", name="Đăng xuất và xóa dữ liệu trên máy")
        clear.click()
        refused = page.locator("[role=alert]", has_text="Chưa xóa")
        expect(refused).to_contain_text(code)
        expect(refused).to_contain_text("3 mục chưa gửi (inspector)")
        assert held.faults() == []
        assert held.sideways() == 0
        held.context.set_offline(False)
        held.shows("verified", 3)
        clear.click()
        expect(page.get_by_text("Xóa khỏi máy này 3 mục và 1 ảnh")).to_be_visible()
        assert held.faults() == []
        held.context.set_offline(True)
        page.get_by_role("button", name="Xóa hẳn").click()
        expect(page.get_by_text("Cần mạng để đăng xuất")).to_be_visible()
        held.context.set_offline(False)
        held.shows("verified", 3)
        clear.click()
        page.get_by_role("button", name="Xóa hẳn").click()
        page.wait_for_selector("#username")  # signed out as well
        held.sign_in("appraiser")  # the next person finds nothing of the first
        held.shows("verified", 0)
        left = page.evaluate(
            """async () => {
              const {EVERYTHING, count} = await import("/static/js/field/store.js");
              const own = ["items", "proofs", "photos", "blobs", "drafts", "visits"];
              return Promise.all(EVERYTHING.filter((name) => own.includes(name)).map((name) => count(name)));
            }"""
        )
        assert left == [0] * 6
    assert len(items_of(office, inspection)) == 3
