"""The page of a request as an appraiser with thirty rows uses it: what is seen at once, tried, and typed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.e2e.conftest import DESK, Visit, serious, served, sideways
from tests.e2e.test_requests import receive
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


def test_a_laptop_shows_the_list_beside_the_chosen_row(
    visit: Visit, copy_demo: Callable[[Path], Settings], tmp_path: Path
) -> None:
    with served(create_app(copy_demo(tmp_path / "home"))) as server:
        page = visit(f"{server}/requests/new", DESK)
        receive(page, proposal_workbook(tmp_path / "thirty.xlsx", 30))
        page.locator("#rows tbody tr[data-at='2']").click()
        page.wait_for_selector("body[data-shown='3'] #decision form")
        assert page.evaluate(WHOLLY_SEEN, "#rows tbody tr[data-at]") >= 8
        assert page.locator(".request-head").evaluate("head => head.offsetHeight") <= 56  # one line
        form, found = (page.locator(at).evaluate(BOX) for at in ("#decision", "#findings"))
        assert abs(form["top"] - found["top"]) < 20  # beside each other
        assert form["right"] <= found["left"] + 1
        passed = page.locator("#findings .passed")
        expect(passed.locator("summary")).to_contain_text("Quy định đạt")
        expect(passed.locator(".finding").first).to_be_hidden()
        assert page.locator("#findings h3:not(.later) + .findings .finding[data-outcome=pass]").count() == 0
        keys_are_not_typed(page)
        a_trial_is_told_and_used(page)
        assert serious(page) == []
        assert sideways(page) <= 0
