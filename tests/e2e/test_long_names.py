"""Names without a blank, as long as a field takes: no page of a dossier or an inspection grows sideways."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.people import Role
from registry.services.office.calendar import today
from tests.e2e.conftest import PHONE, Visit, served, sideways
from tests.web.people import PASSWORD, small_office

pytestmark = pytest.mark.e2e
LONG = "Đ" * 300


@pytest.fixture
def page(visit: Visit, tmp_path: Path) -> Iterator[Page]:
    with small_office(tmp_path / "sổ", Role.APPRAISER) as app, served(app) as address:
        shown = visit(f"{address}/sign-in?next=/designs/new", PHONE)
        shown.fill("#username", Role.APPRAISER.value)
        shown.fill("#password", PASSWORD)
        shown.keyboard.press("Enter")
        expect(shown.locator("#area_name")).to_be_visible()
        yield shown


def test_a_dossier_s_pages_keep_their_width(page: Page) -> None:
    page.fill("#area_name", LONG)
    page.fill("#applicant", LONG)
    page.fill("#contact", LONG)
    page.select_option("#stage", "basic_design")
    page.get_by_label("Khu đô thị").check()
    page.fill("#received_on", f"{today():%d/%m/%Y}")
    page.locator("form button.primary").click()
    expect(page.locator("h1")).to_contain_text(LONG)
    dossier = page.url.removesuffix("/drawings")
    for address in (f"{dossier}/drawings", dossier, f"{dossier}/answer", f"{dossier}/edit"):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(LONG)
        assert sideways(page) <= 0, address
    page.goto(dossier.rpartition("/")[0])
    expect(page.locator("main table")).to_contain_text(LONG)
    assert sideways(page) <= 0


def test_an_inspection_s_pages_keep_their_width(page: Page) -> None:
    page.goto(page.url.replace("/designs/new", "/company-inspections/new"))
    page.select_option("#company", index=1)
    page.fill("#name", LONG)
    page.locator("form button.primary").click()
    expect(page.locator("h1")).to_contain_text(LONG)
    inspection = page.url
    for part in ("", "/plan", "/file", "/papers"):
        page.goto(f"{inspection}{part}")
        expect(page.locator("h1")).to_contain_text(LONG)
        assert sideways(page) <= 0, part
    page.goto(inspection.rpartition("/")[0])
    expect(page.locator("main table")).to_contain_text(LONG)
    assert sideways(page) <= 0
