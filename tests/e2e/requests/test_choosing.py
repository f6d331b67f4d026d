"""A row that nobody agrees to unasked: nothing is chosen for the officer until he chooses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.model.requests.desk import RequestKind, RequestState
from registry.services.office.calendar import today
from registry.services.requests.requests import receive_request
from registry.settings import read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, served
from tests.services.requests import desk
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture
def page_of_two(tmp_path: Path) -> Iterator[str]:
    """The page of a request of two rows, the first of which states no height."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    path = desk.write_list(tmp_path / "hai.xlsx", desk.FIVE[:2], first_height_m=None)
    request = receive_request(
        registry, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan",
        name="a.xlsx", letter_number="77/VT", letter_date=today(),
    )  # fmt: skip
    desk.to(registry, request, RequestState.APPRAISING)
    registry.close()
    with served(create_app(settings)) as address:
        yield f"{address}/requests/{request.id}"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_nothing_is_chosen_on_a_row_without_a_height(
    visit: Visit, page_of_two: str, size: dict[str, int]
) -> None:
    page = visit(page_of_two, size=size)
    page.wait_for_selector("body[data-ready]")
    counts = page.locator(
        ".request-filters"
    )  # of recommendations, beside what is decided: their name says so
    expect(counts.get_by_text("Đề xuất:")).to_be_visible()
    page.locator("#rows tbody a").first.click()
    recommended = page.locator("#decision input[value=agree_with_conditions]")
    expect(recommended).to_be_visible()
    expect(page.locator("#decision input:checked")).to_have_count(0)
    page.get_by_role("button", name="Lưu quyết định").click()
    expect(page.locator("#decided-number")).to_have_text("0")
    expect(page.locator("#rows-left")).to_be_hidden()
    page.locator("#rows tbody a").nth(1).click()
    expect(page.locator("#decision input:checked")).to_have_count(1)
    page.get_by_role("button", name="Lưu quyết định").click()
    expect(page.locator("#decided-number")).to_have_text("1")
    expect(page.locator("#rows-left")).to_have_text("Quyết định 1 dòng còn lại")  # the head is told, too
    page.locator("#rows tbody a").first.click()
    recommended.check()
    page.get_by_role("button", name="Lưu quyết định").click()
    expect(page.locator("#decided-number")).to_have_text("2")
