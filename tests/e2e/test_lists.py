"""A long list changes in place: headings, choices, search, pages; back; focus; what is gone to instead."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.model.outages.outages import EventKind
from registry.services.outages.events import open_event
from registry.settings import read_settings
from tests.e2e.conftest import DESK, LATE, LET_GO, PHONE, Visit, serious, served
from tests.services.requests import desk
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small office with 55 outage events, open on this machine: two pages of a list."""
    home: Path = tmp_path_factory.mktemp("lists") / "sổ"
    settings = read_settings({"BTS_HOME": str(home)})
    registry = desk.make(settings)
    for at in range(55):
        begun = dt.datetime(2026, 11, 1, 3, tzinfo=dt.UTC) + dt.timedelta(hours=at)
        open_event(
            registry, name=f"Sự kiện {at:02d}", kind=EventKind.STORM, started_at=begun,
            first_due=begun + dt.timedelta(hours=3), hours=6, operators=["VNPT"], who="t",
        )  # fmt: skip
    registry.close()
    with served(create_app(settings)) as address:
        yield address


def marked(page: Page) -> None:
    """Mark the page, so that one that was loaded anew is known by lacking it."""
    page.evaluate("document.body.dataset.same = '1'")


def stayed(page: Page) -> bool:
    found: bool = page.evaluate("document.body.dataset.same === '1'")
    return found


def test_headings_pages_search_and_back_change_the_list_without_loading_the_page(
    visit: Visit, server: str
) -> None:
    page = visit(f"{server}/outages")
    marked(page)
    row = page.locator("main tbody tr").first
    heading = page.locator("main thead a.sort").first
    heading.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"sort=name$"))
    expect(row).to_contain_text("Sự kiện 00")
    expect(heading).to_be_focused()  # the keyboard stays where it was
    expect(page.locator("main thead th[aria-sort=ascending]")).to_have_count(1)
    page.locator("main nav.pages a").click()
    expect(page).to_have_url(re.compile(r"page=2"))
    expect(row).to_contain_text("Sự kiện 50")
    page.go_back()
    expect(row).to_contain_text("Sự kiện 00")
    expect(page).to_have_url(re.compile(r"sort=name$"))
    field = page.locator("#q")
    field.focus()
    page.keyboard.type("kiện 42")
    expect(page).to_have_url(re.compile(r"q="))
    expect(row).to_contain_text("Sự kiện 42")
    expect(page.locator(".list-line [role=status]")).to_have_text("1 dòng")
    expect(field).to_be_focused()
    expect(field).to_have_value("kiện 42")
    page.keyboard.press("Control+a")
    page.keyboard.type("kiện 43")
    expect(row).to_contain_text("Sự kiện 43")
    page.go_back()  # all words of one search are one step; the field says what is shown, focus or not
    expect(row).to_contain_text("Sự kiện 00")
    expect(field).to_have_value("")
    field.fill("kiện 42")
    expect(row).to_contain_text("Sự kiện 42")
    page.locator("#sort").select_option("-name")
    expect(page).to_have_url(re.compile(r"sort=-name"))
    assert serious(page) == []
    assert stayed(page)
    page.reload()  # the address says all of it
    expect(row).to_contain_text("Sự kiện 42")


def test_the_newest_answer_wins_and_a_moment_longer_is_shown(visit: Visit, server: str) -> None:
    page = visit(f"{server}/outages")
    marked(page)
    page.evaluate(LATE)
    page.evaluate("window.holdBack = 'sort='")
    page.locator("main thead a.sort").first.click()
    page.wait_for_selector("body[data-late]")
    expect(page.locator("body.list-waits")).to_have_count(1)
    page.locator("#q").fill("kiện 07")
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.evaluate(LET_GO)
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody tr")).to_contain_text("Sự kiện 07")
    expect(page.locator("body.list-waits")).to_have_count(0)
    assert stayed(page)


def test_a_refusal_is_gone_to(visit: Visit, server: str) -> None:
    page = visit(f"{server}/outages", expected=("Failed to load resource",))
    marked(page)
    page.evaluate("document.querySelector('main thead a.sort').href = '/outages?sort=none'")
    page.locator("main thead a.sort").first.click()
    expect(page).to_have_url(f"{server}/outages?sort=none")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main .error-code, main .error-page").first).to_be_visible()
    assert not stayed(page)


def test_on_a_phone_the_choices_are_folded_until_one_is_asked_for_or_made(visit: Visit, server: str) -> None:
    page = visit(f"{server}/outages", PHONE)
    search, choice = page.locator("#q"), page.get_by_label("Sắp xếp")
    unfold = page.get_by_role("button", name="Bộ lọc")
    expect(search).to_be_visible()
    expect(choice).to_be_hidden()
    unfold.press("Enter")
    expect(unfold).to_have_attribute("aria-expanded", "true")
    choice.select_option("name")
    expect(page).to_have_url(re.compile(r"sort=name"))
    expect(choice).to_be_visible()
    expect(unfold).to_be_hidden()  # what is chosen stays in sight
    page.reload()
    expect(choice).to_have_value("name")
    expect(choice).to_be_visible()
    choice.select_option("")
    expect(choice).to_be_hidden()
    page.set_viewport_size(DESK)
    expect(choice).to_be_visible()
    expect(unfold).to_be_hidden()
