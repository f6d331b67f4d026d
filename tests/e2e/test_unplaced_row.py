"""A row without coordinates, opened by its address: nothing failed, and nothing says so."""

from contextlib import closing
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from registry.model.people import Role
from registry.model.requests.desk import RequestKind
from registry.services.office.calendar import today
from registry.services.requests.requests import receive_request
from tests.e2e.conftest import DESK, served
from tests.e2e.requests.test_requests import sign_in
from tests.services.requests import desk
from tests.web.people import registry_of, small_office


def test_a_row_that_stands_nowhere_is_opened_without_a_fault(browser: Browser, tmp_path: Path) -> None:
    with small_office(tmp_path / "sổ", Role.APPRAISER) as app, served(app) as address:
        path = desk.write_list(tmp_path / "a.xlsx", desk.FIVE[:2])
        book = load_workbook(path)
        sheet = book.active
        assert sheet is not None
        sheet.cell(2, 3).value = "chưa đo"
        sheet.cell(2, 4).value = "chưa đo"
        book.save(path)
        request = receive_request(
            registry_of(app), path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan",
            name="a.xlsx", letter_number="9/VT", letter_date=today(),
        )  # fmt: skip
        with closing(browser.new_context(viewport=DESK, reduced_motion="reduce")) as context:
            page = context.new_page()
            page.goto(f"{address}/sign-in")
            sign_in(page, "appraiser")
            page.goto(f"{address}/requests/{request.id}#row=1")
            page.wait_for_selector("body[data-ready]")  # what lies around was drawn
            expect(page.locator("body")).to_have_attribute("data-shown", "1")
            expect(page.get_by_text("Không tải được dữ liệu")).to_have_count(0)
            page.locator(
                '#notices a[href^="#row="]'
            ).first.focus()  # a notice's link opens the row: keys hold
            page.keyboard.press("3")
            expect(page.locator("#decision input[value=refuse]")).to_be_checked()
