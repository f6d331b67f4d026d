"""Ctrl+K in a browser: the keyboard alone, the newest answer, out of reach, what was opened before, axe."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, LATE, LET_GO, PHONE, Visit, serious, sideways

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_box_opens_finds_and_leads_by_the_keyboard_alone(
    visit: Visit, open_office: str, size: dict[str, int]
) -> None:
    page = visit(f"{open_office}/plans", size)
    expect(page.locator(".find-open")).to_be_visible()
    assert sideways(page) <= 0
    page.locator("main a").first.focus()
    held = page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("Control+k")
    field, hits = page.locator("#find-text"), page.locator("#find-hits [role=option]")
    expect(field).to_be_focused()
    page.keyboard.type("bgg 00045")
    expect(page.locator("#find-hits mark").first).to_have_text("BGG00045")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("aria-activedescendant", "find-hit-0")
    expect(page.locator("#find-said")).to_have_text("2 kết quả")  # the mast, then what begins its inspection
    expect(hits.nth(1)).to_contain_text("mở phiếu kiểm tra của cột")
    assert serious(page) == []
    assert sideways(page) <= 0
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_hidden()
    assert page.evaluate("document.activeElement.outerHTML") == held
    page.keyboard.press("Control+k")
    page.keyboard.type("kế hoạch")  # what stood there was chosen, so that it is typed over
    expect(hits.nth(1)).to_be_visible()
    expect(page.locator("#find-hits mark").first).to_have_text("Kế hoạch")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # around the end
    expect(hits.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{open_office}/plans")


def test_enter_before_the_answer_opens_the_newest_and_an_older_answer_changes_nothing(
    visit: Visit, open_office: str
) -> None:
    page = visit(f"{open_office}/plans")
    page.evaluate(LATE)
    page.keyboard.press("Control+k")
    expect(page.locator("#find-said")).not_to_be_empty()
    page.evaluate("window.holdBack = 'q=ba'")
    page.keyboard.type("ba")
    page.wait_for_selector("body[data-late]")
    page.keyboard.type("n tin")
    expect(page.locator("#find-hits mark").first).to_have_text("bản tin")
    page.evaluate(LET_GO)
    expect(page.locator("#find-hits mark").first).to_have_text("bản tin")
    # the older answer comes after Enter, before the newer text was so much as asked for
    page.evaluate("document.body.removeAttribute('data-late'); window.holdBack = 'q=ba'")
    page.locator("#find-text").fill("ba")
    page.wait_for_selector("body[data-late]")
    page.evaluate(f"""() => {{
      const field = document.getElementById("find-text");
      field.value = "ban tin bao";
      field.dispatchEvent(new Event("input"));
      field.dispatchEvent(new KeyboardEvent("keydown", {{ key: "Enter", cancelable: true }}));
      ({LET_GO})();
    }}""")
    expect(page).to_have_url(f"{open_office}/storms/new")


def test_out_of_reach_is_said_and_what_was_typed_stays(visit: Visit, open_office: str) -> None:
    page = visit(f"{open_office}/plans", expected=("Failed to load resource",))
    page.context.route("**/find/hits*", lambda route: route.abort())
    page.keyboard.press("Control+k")
    page.keyboard.type("bgg")
    expect(page.locator("#find-said")).to_contain_text("Không tới được máy chủ")
    expect(page.locator("#find-text")).to_have_value("bgg")
    page.context.unroute("**/find/hits*")
    page.keyboard.type("0")
    expect(page.locator("#find-hits [role=option]").first).to_be_visible()
    page.locator("#find-text").fill("zzzzzz")
    expect(page.locator("#find-said")).to_contain_text("Không thấy gì khớp")
    page.keyboard.press("Enter")  # the page says it, with room for more
    expect(page).to_have_url(f"{open_office}/find?q=zzzzzz")


def test_what_was_opened_last_comes_first_where_nothing_is_typed(visit: Visit, open_office: str) -> None:
    page = visit(f"{open_office}/plans")
    page.goto(f"{open_office}/zones")
    page.goto(f"{open_office}/requests")
    page.click(".find-open")
    names = page.locator("#find-hits .find-name")
    expect(names).to_have_text([re.compile("Vùng"), "Kế hoạch"])
    page.click("#find-hits [role=option] >> nth=1")
    expect(page).to_have_url(f"{open_office}/plans")


def test_a_mast_is_chosen_on_the_map_also_from_the_map(visit: Visit, open_office: str) -> None:
    page = visit(open_office)
    page.keyboard.press("Control+k")
    page.keyboard.type("bgg00045")
    expect(page.locator("#find-hits mark").first).to_have_text("BGG00045")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet")).to_contain_text("BGG00045")
    # Escape closes what lies on top, and nothing below it
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.keyboard.press("Control+k")
    expect(page.locator("#find-text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    page.locator("#search-text").press_sequentially("bgg0004")
    expect(page.locator("#hits")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()
    expect(page.locator("#sheet")).to_contain_text("BGG00045")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
