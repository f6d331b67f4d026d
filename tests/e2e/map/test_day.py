"""The map on a past day: by its address, the slider, typing, years that are played, and back to today."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESK, PHONE, Visit, serious, sideways
from tests.e2e.map.test_map import first_mast, number

pytestmark = pytest.mark.e2e

SLIDE = """(slider, by) => {
  slider.value = String(Number(slider.value) + by);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_the_years_pass_over_the_map_and_everything_says_which_day_it_is(
    visit: Visit, demo_server: str
) -> None:
    page = visit(f"{demo_server}/#asof=2020-06-30")
    bar, view = page.locator("#past-bar"), page.locator("#count-view")
    expect(bar).to_contain_text("Đang xem ngày 30/06/2020")
    expect(bar).to_contain_text("ranh giới xã của hôm nay")
    then = number(view.inner_text())
    page.click("[data-tool=day]")
    expect(page.locator("#map-day")).to_have_value("30/06/2020")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/map/" in request.url else None)
    slider = page.locator("#tool-card [data-day-part=slider]")
    slider.evaluate(SLIDE, -2000)
    expect(bar).to_contain_text("Đang xem ngày 08/01/2015")
    expect(page).to_have_url(re.compile("asof=2015-01-08"))
    assert number(view.inner_text()) < then
    assert asked == [], "masts need no request, and no zone has changed between the two days"
    slider.press("PageUp")
    expect(bar).to_contain_text("31/12/2015")
    page.fill("#map-day", "1/13/2020")
    page.press("#map-day", "Tab")
    expect(page.locator("#tool-card [role=alert]")).to_contain_text("Ghi một ngày từ")
    page.fill("#map-day", "01/02/2022")
    page.press("#map-day", "Tab")
    expect(bar).to_contain_text("01/02/2022")
    expect(page.locator("#tool-card [data-day-part=changes]")).to_contain_text("có hiệu lực")
    expect(page).to_have_url(re.compile("asof=2022-02-01"))
    assert any("/map/zones/planning.json?day=2021-01-01" in url for url in asked)
    assert serious(page) == []
    page.click("#tool-card [data-day-part=play]")  # who wants no motion goes on by one year a press
    expect(bar).to_contain_text("31/12/2022")
    page.emulate_media(reduced_motion="no-preference")
    page.keyboard.press("Escape")
    page.click("[data-tool=day]")
    page.click("#tool-card [data-day-part=play]")
    expect(bar).to_be_hidden()  # played to the end, it stands at today
    expect(page.locator("#tool-card [data-day-part=play]")).to_have_attribute("aria-pressed", "false")
    expect(page).not_to_have_url(re.compile("asof"))


def test_a_sheet_is_todays_a_question_that_days_and_one_press_leads_back(
    visit: Visit, demo_server: str
) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,15&asof=2022-01-01", DESK)
    expect(page.locator("#past-bar")).to_contain_text("01/01/2022")
    page.mouse.click(*first_mast(page))
    expect(page.locator("#sheet .past-note")).to_contain_text("hồ sơ dưới đây là của hôm nay")
    page.click("#sheet-close")
    page.focus("#map_desk")
    page.keyboard.press("Enter")
    expect(page.locator("#ask-day")).to_have_value("01/01/2022")
    page.click("#past-bar [data-past=today]")
    expect(page.locator("#past-bar")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("asof"))
    phone = visit(f"{demo_server}/#asof=2018-01-01", PHONE)
    expect(phone.locator("#past-bar")).to_contain_text("01/01/2018")
    phone.click("#open-tools")
    phone.click("[data-tool=day]")
    expect(phone.locator("#map-day")).to_have_value("01/01/2018")
    assert sideways(phone) == 0
    assert serious(phone) == []
    bar, card = phone.locator("#past-bar").bounding_box(), phone.locator("#tool-card").bounding_box()
    assert bar is not None
    assert card is not None
    assert card["y"] - (bar["y"] + bar["height"]) > 100, "the map that the years pass over stays in sight"
    phone.click("#open-tools")
    phone.click("[data-tool=views]")  # the menu lies above the card: the next tool is within reach
    expect(phone.locator("#map-day")).to_have_count(0)
