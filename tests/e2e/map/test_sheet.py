"""Printing the map in a real browser: a frame shows the sheet, the sheet is what the frame shows."""

import io
import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, Visit, serious, sideways

pytestmark = pytest.mark.e2e
CLOSE = "#at=21.27340,106.19460,14"

# the sheet's address as the form asks for it, without opening it
ASKED = """() => {
  const form = document.getElementById("print-form");
  return new Promise((done) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      setTimeout(() => done(`${form.action}?${new URLSearchParams(new FormData(form))}`));
    });
    form.requestSubmit();
  });
}"""


def opened(visit: Visit, server: str, size: dict[str, int]) -> Page:
    page = visit(f"{server}/{CLOSE}", size)
    if size == PHONE:
        page.locator("#open-tools").click()
    page.locator("[data-tool=print]").click()
    expect(page.locator("#print-size")).to_contain_text("1:")
    return page


def test_a_sheet_is_framed_and_made_and_the_page_prints_by_itself(visit: Visit, demo_server: str) -> None:
    page = opened(visit, demo_server, DESK)
    page.locator("#print-scale").select_option("10000")
    expect(page.locator("#print-size")).to_contain_text("1:10.000, 2 × 1,6 km")
    page.locator("#print-title").fill("Phụ lục 1")
    page.locator('#layers [data-layer="borders"]').uncheck()
    assert serious(page) == []
    address = page.evaluate(ASKED)
    assert "layer-borders" in address
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(io.BytesIO(answer.body())) as document:
        said = "".join(document[0].get_textpage().get_text_range().split())
    assert "Tỷlệ1:10.000" in said
    assert "Phụlục1" in said
    assert re.search(r"BGG\d{5}", said)
    page.keyboard.press("Escape")
    expect(page.locator("#tool-card")).to_be_hidden()
    # the browser's own printing: one page with title, map with its source, and the legend of what is on it
    page.emulate_media(media="print")
    expect(page.locator(".on-paper")).to_be_visible()
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator('[data-count="operator-0"]')).to_be_visible()
    with pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4"))) as printed:
        assert len(printed) <= 2
        first = "".join(printed[0].get_textpage().get_text_range().split())
    assert "Bảnđồcộtăngten" in first
    assert "Viettel" in first


def test_the_form_can_be_used_on_a_phone(visit: Visit, demo_server: str) -> None:
    page = opened(visit, demo_server, PHONE)
    assert not sideways(page)
    expect(page.locator("#print-make")).to_be_in_viewport()
    page.goto(f"{demo_server}/map/print")
    expect(page.locator("#print-make")).to_be_visible()
    assert not sideways(page)
    assert serious(page) == []
