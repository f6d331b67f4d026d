"""Coverage in a real browser: a rule chosen by mouse, keyboard and thumb is drawn, by day, at both widths."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.demo.initialise import init_registry
from registry.settings import read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture
def first_day(tmp_path: Path) -> Iterator[str]:
    """A server over the register of an office that has brought nothing in yet."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "home")})
    init_registry(settings)
    with served(create_app(settings)) as address:
        yield address


def test_a_rule_is_drawn_when_it_is_chosen_and_its_words_stand_beside_the_map(
    visit: Visit, demo_server: str
) -> None:
    page = visit(f"{demo_server}/coverage")
    page.wait_for_selector('body[data-ready="1"]')
    assert serious(page) == []
    expect(page.locator(".rule-panel:visible h2")).to_contain_text("SPC-01")
    with page.expect_response(lambda answer: "rule=COR-02" in answer.url) as drawn:
        page.locator('a[data-rule="COR-02"]').click()
    assert drawn.value.ok
    expect(page.locator(".rule-panel:visible")).to_have_count(1)
    expect(page.locator(".rule-panel:visible h2")).to_contain_text("COR-02")
    expect(page).to_have_url(re.compile("rule=COR-02$"))
    page.locator('a[data-rule="LOC-01"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rule-panel:visible h2")).to_contain_text("LOC-01")
    expect(page.locator('.cover-legend [data-area="zone"]')).to_be_hidden()
    page.reload()
    expect(page.locator(".rule-panel:visible h2")).to_contain_text("LOC-01")


def test_a_day_is_asked_and_the_rule_stays_chosen(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/coverage?rule=SPC-02")
    page.wait_for_selector('body[data-ready="1"]')
    page.get_by_label("Tính đến ngày").fill("2023-05-15")
    page.get_by_role("button", name="Xem theo ngày").click()
    page.wait_for_selector('body[data-ready="1"]')
    expect(page.locator(".rule-panel:visible h2")).to_contain_text("SPC-02")
    expect(page.locator(".rule-panel:visible")).to_contain_text("chưa có trong danh mục")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
def test_an_empty_office_sees_what_stands_in_and_what_to_bring(
    visit: Visit, first_day: str, size: dict[str, int]
) -> None:
    page = visit(f"{first_day}/coverage?rule=PLN-04", size)
    page.wait_for_selector('body[data-ready="1"]')
    assert serious(page) == []
    assert sideways(page) <= 0
    expect(page.locator('.cover-legend [data-area="stand_in"]')).to_be_visible()
    expect(page.locator('.cover-legend [data-area="former"]')).to_be_visible()
    expect(page.locator('.cover-legend [data-area="known"]')).to_be_hidden()
    expect(page.locator(".rule-panel:visible a[href='/zones/file?layer=urban_area']").first).to_be_visible()
    page.locator('a[data-rule="SPC-01"]').click()
    expect(page.locator(".rule-panel:visible a[href^='/site-lists/file']")).to_have_count(4)
    if size is PHONE:
        expect(page.locator(".cover-map")).to_be_in_viewport()
