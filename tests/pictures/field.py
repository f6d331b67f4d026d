"""The inspector's day at 390 px, most of it without a network."""

import tempfile
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.field.phone import Phone
from tests.pictures.camera import Office


class Held(Phone):
    """A phone whose owner signs in with an account of the illustrative register."""

    office: Office

    def sign_in(self, name: str = "kiemtra") -> None:
        """Sign in where the page asks for it, and come back to the app."""
        self.office.sign_in(self.page, name)
        self.page.wait_for_selector("body.field[data-ready]")


def walk(office: Office) -> None:
    """Take the list of masts, an entry with its limit, what waits while there is no network, the defects."""
    with tempfile.TemporaryDirectory(prefix="bts-phone-") as folder:
        held = Held(office.browser.browser_type, Path(folder), office.address)
        held.office = office
        try:
            held.begin("kiemtra")
            page = held.page
            page.set_viewport_size({"width": 390, "height": 780})
            expect(page.locator("#said")).to_have_text("", timeout=15_000)
            office.keep("dien-thoai-danh-sach", page.screenshot())
            held.context.set_offline(True)
            codes = page.locator(".mast-code strong").all_inner_texts()
            held.choose_mast(codes[-1].split(" ")[0])
            inspection = held.start_check()
            held.measure()
            held.entry(inspection, "earthing")
            page.fill("input.number", "12,6")
            page.get_by_label("Máy đo").fill("Kyoritsu 4105A")
            page.wait_for_timeout(600)
            office.keep("dien-thoai-so-do", page.screenshot())
            held.entry(inspection, "rust")
            held.tap("Nặng")
            held.open("#/send")
            expect(page.locator("#counts .count.kept b")).not_to_have_text("0")
            office.keep("dien-thoai-gui", page.screenshot())
            held.context.set_offline(False)
            expect(page.locator("#counts .count.kept b")).to_have_text("0", timeout=20_000)
        finally:
            held.context.close()
    with office.page("kiemtra", "/defects") as page:
        office.take("ton-tai", page)
