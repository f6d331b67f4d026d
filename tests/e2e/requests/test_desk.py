"""The page of a request as an appraiser with thirty rows uses it: what is seen at once, tried, and typed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.e2e.conftest import DESK, Visit, serious, served, sideways
from tests.e2e.requests.test_requests import receive
from tests.scale import proposal_workbook
from web.app import create_app

pytestmark = pytest.mark.e2e

BOX = "part => part.getBoundingClientRect().toJSON()"
WHOLLY_SEEN = """(selector) => {
  const box = document.querySelector("#rows").getBoundingClientRect();
  const head = document.querySelector("#rows thead").getBoundingClientRect().bottom;
  return [...document.querySelectorAll(selector)].filter((line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return top >= head - 1 && bottom <= Math.min(box.bottom, window.innerHeight) + 1;
  }).length;
}"""


def keys_are_not_typed(page: Page) -> None:
    """After a choice that needs a reason, keys choose again; the reason is typed where it is meant."""
    page.locator("#rows tbody tr[data-at='2'] a").focus()
    page.keyboard.press("1")
    page.keyboard.press("3")
    expect(page.locator("#decision input[value=refuse]")).to_be_checked()
    expect(page.locator("#decision-reason")).to_have_value("")
    page.locator("#decision-reason").focus()
    page.keyboard.press("2")
    expect(page.locator("#decision-reason")).to_have_value("2")
    page.locator("#decision-reason").fill("")


def a_trial_is_told_and_used(page: Page) -> None:
    """A place that is tried stands loud over the row, is dropped, or goes into the letter's reason."""
    own = page.locator(".recommend .verdict").inner_text()
    place = page.locator("#move-place")
    place.fill("21,300000; 106,250000")
    page.locator(".mover button").click()
    bar = page.locator("#trial-bar")
    expect(bar).to_contain_text("Đang thử ở vị trí khác")
    assert bar.evaluate(BOX)["top"] < 300  # in the window's upper part, not under a fold
    assert page.locator(".recommend .verdict").inner_text() == own  # the row's own is not the trial's
    assert serious(page) == []
    bar.get_by_role("button", name="Bỏ thử").click()
    expect(bar).to_be_hidden()
    page.locator("#move-place").fill("21,300000; 106,250000")
    page.locator(".mover button").click()
    bar.get_by_role("button", name="Dùng trong văn bản").click()
    expect(bar).to_be_hidden()
    expect(page.locator("#decision-reason")).to_have_value(
        re.compile(r"chuyển đến vị trí 21,300000; 106,250000, cách vị trí đề nghị [\d.]+ m về phía")
    )


def the_keyboard_is_told_and_leads_past_the_head(page: Page) -> None:
    """The help lists this page's keys and gives the keyboard back; "/" goes to the filter."""
    row = page.locator("#rows tbody tr[data-at='2'] a")
    row.focus()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Phím dùng ở trang này")
    expect(help_).to_contain_text("Chọn quyết định của dòng")
    assert serious(page) == []
    page.keyboard.press("3")  # nothing is chosen behind it
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    expect(row).to_be_focused()
    expect(page.locator("#decision input[value=refuse]")).not_to_be_checked()
    page.keyboard.press("/")
    expect(page.locator(".filters [aria-pressed=true]")).to_be_focused()
    page.locator("#decision-reason").fill("")
    page.locator("#decision-reason").press("?")
    expect(page.locator("#decision-reason")).to_have_value("?")  # where one types, it is typed
    page.locator("#decision-reason").fill("")
    page.get_by_role("link", name="Đến danh sách vị trí").focus()
    page.keyboard.press("Enter")
    expect(row).to_be_focused()
    expect(page.locator("body")).to_have_attribute("data-shown", "3")  # the row is still open


def a_day_is_typed_or_chosen(page: Page) -> None:
    """A day is written as dd/mm/yyyy however it is typed, and the calendar is walked by the keyboard."""
    first = page.get_by_label("Nhận từ ngày")
    first.fill("2/11/26")
    first.press("Tab")
    expect(first).to_have_value("02/11/2026")
    first.fill("31/02/2026")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(first).to_be_visible()
    assert first.evaluate("field => field.validationMessage").startswith("Ghi ngày, tháng, năm")
    first.fill("02/11/2026")
    first.press("ArrowDown")
    calendar = page.get_by_role("dialog", name="Chọn ngày")
    expect(calendar).to_contain_text("tháng 11 năm 2026")
    assert serious(page) == []
    for key in ("PageUp", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(calendar).to_be_hidden()
    expect(first).to_have_value("03/10/2026")
    expect(first).to_be_focused()
    first.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(first).to_have_value("03/10/2026")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url(re.compile("first=03%2F10%2F2026"))
    expect(page.get_by_label("Nhận từ ngày")).to_have_value("03/10/2026")


def test_a_laptop_shows_the_list_beside_the_chosen_row(
    visit: Visit, copy_demo: Callable[[Path], Settings], tmp_path: Path
) -> None:
    with served(create_app(copy_demo(tmp_path / "home"))) as server:
        page = visit(f"{server}/requests/new", DESK)
        receive(page, proposal_workbook(tmp_path / "thirty.xlsx", 30))
        page.keyboard.press("2")  # no row is open yet: it decides nothing, and breaks nothing
        page.locator("#rows tbody tr[data-at='2']").click()
        page.wait_for_selector("body[data-shown='3'] #decision form")
        expect(page.locator("#decision .of-row")).to_be_hidden()  # the heading beside it says which row
        page.set_viewport_size({"width": 390, "height": 844})
        expect(page.locator("#decision .of-row")).to_contain_text("Dòng ")
        page.set_viewport_size(DESK)
        assert page.evaluate(WHOLLY_SEEN, "#rows tbody tr[data-at]") >= 8
        assert page.locator(".request-head").evaluate("head => head.offsetHeight") <= 56  # one line
        form, found = (page.locator(at).evaluate(BOX) for at in ("#decision", "#findings"))
        assert abs(form["top"] - found["top"]) < 20  # beside each other
        assert form["right"] <= found["left"] + 1
        passed = page.locator("#findings .passed")
        expect(passed.locator("summary")).to_contain_text("Quy định đạt")
        expect(passed.locator(".finding").first).to_be_hidden()
        assert page.locator("#findings h3:not(.later) + .findings .finding[data-outcome=pass]").count() == 0
        the_keyboard_is_told_and_leads_past_the_head(page)
        keys_are_not_typed(page)
        a_trial_is_told_and_used(page)
        assert serious(page) == []
        assert sideways(page) <= 0
        page.goto(f"{server}/requests/figures")
        a_day_is_typed_or_chosen(page)
