"""At the scale of the province one sees masts; what is asked on a telephone stays above the panel."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Visit

pytestmark = pytest.mark.e2e

FREE = """() => {
  const box = (one) => document.querySelector(one).getBoundingClientRect();
  const spot = [...document.querySelectorAll('.leaflet-evidence-pane path')].at(-1).getBoundingClientRect();
  return spot.width > 0 && spot.top > box('#search').bottom && spot.bottom < box('#sheet').top
    && spot.left > 0 && spot.right < innerWidth;
}"""
"""Whether the mark of the spot stands between the search and the sheet."""


def _asked(page: Page) -> None:
    expect(page.locator("#sheet .finding").first).to_be_attached()
    expect(page.locator(".leaflet-evidence-pane path").last).to_be_attached()


def test_signs_of_other_things_begin_near_and_at_once_for_whoever_asks(
    demo_server: str, visit: Visit
) -> None:
    page = visit(f"{demo_server}/#at=21.3,106.4,10")
    box = page.locator("[data-layer=critical]")
    marks = page.locator(".leaflet-places-pane .critical-mark")
    expect(box).to_be_checked()
    page.wait_for_load_state("networkidle")  # the places have come
    expect(marks).to_have_count(0)
    expect(page.locator(".overdue-mark")).to_have_count(0)
    expect(page.locator(".layer:has([data-layer=critical])")).to_contain_text("Dấu hiện khi phóng gần")
    page.goto(f"{demo_server}/#at=21.275,106.2,13")
    expect(marks.first).to_be_attached()
    masts, places = (
        page.locator(f".leaflet-{name}-pane").evaluate("(one) => Number(one.style.zIndex)")
        for name in ("masts", "places")
    )
    assert places < masts
    page.goto(f"{demo_server}/#at=21.3,106.4,10")
    expect(marks).to_have_count(0)
    box.uncheck()
    box.check()
    expect(marks.first).to_be_attached()


def test_the_spot_asked_about_stands_above_the_panel_of_a_telephone(demo_server: str, visit: Visit) -> None:
    page = visit(f"{demo_server}/#at=21.275,106.2,14", PHONE)
    page.locator("#ask-centre").click()
    _asked(page)
    page.wait_for_function(FREE)
    # an address of a desk, whose middle the panel of a telephone covers
    page.goto("about:blank")
    page.goto(f"{demo_server}/#at=21.2787,106.2,14&spot=21.275,106.2")
    _asked(page)
    page.wait_for_function(FREE)
    page.locator("#sheet-size").click()  # pulled over the whole map
    page.locator("#sheet-size").click()
    page.locator("#sheet-size").click()
    expect(page.locator("#sheet")).to_have_attribute("data-size", "half")
    page.wait_for_function(FREE)
