"""The office's own background in a browser: what its tiles hold is seen and named, no other host is asked."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.settings import Settings
from tests.basemap.town import CENTRE, RIVER, town_pmtiles
from tests.e2e.conftest import Visit, served
from web.app import create_app

pytestmark = pytest.mark.e2e
LON, LAT = CENTRE
# every text that is written on a canvas, whoever writes it; letters of a name along a line come one by one
WRITTEN = """
window.btsWritten = new Set();
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
  window.btsWritten.add(text);
  return write.call(this, text, ...more);
};
"""
# the colours of the tiles' pixels, "r,g,b"
COLOURS = """() => {
  const found = new Set();
  for (const canvas of document.querySelectorAll('.leaflet-background-pane canvas')) {
    if (!canvas.width) continue;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255)
      found.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
  }
  return found;
}"""
SEEN = f"(colour) => ({COLOURS})().has(colour)"
DAY_WATER, NIGHT_WATER = "207,226,236", "22,42,56"  # of map/background_palettes.js


def _wait_for_letters(page: Page, name: str) -> None:
    page.wait_for_function(
        "(signs) => signs.every((one) => window.btsWritten.has(one))", arg=sorted(set(name))
    )


def test_a_town_is_drawn_from_its_tiles_by_day_and_by_night(
    visit: Visit, demo_settings: Settings, tmp_path: Path
) -> None:
    file = town_pmtiles(tmp_path / "nền" / "base.pmtiles")
    with served(create_app(replace(demo_settings, pmtiles=file))) as address:
        page = visit(f"{address}/guide")
        page.add_init_script(WRITTEN)
        page.goto(f"{address}/#at={LAT},{LON},15")
        expect(page.locator("body[data-ready]")).to_be_attached()
        page.wait_for_function(SEEN, arg=DAY_WATER)
        _wait_for_letters(page, RIVER.replace(" ", ""))
        page.wait_for_function("() => window.btsWritten.has('QL.99')")
        expect(page.locator(".leaflet-control-attribution")).to_have_text(re.compile("OpenStreetMap"))
        page.get_by_text("Chú giải nền").click()
        night = page.get_by_role("button", name="Màu ban đêm")
        night.click()
        page.wait_for_function(SEEN, arg=NIGHT_WATER)
        expect(night).to_have_attribute("aria-pressed", "true")
        page.reload()  # the choice stays with the person on this device
        expect(page.locator("body[data-ready]")).to_be_attached()
        page.wait_for_function(SEEN, arg=NIGHT_WATER)


def test_a_page_of_its_own_kind_names_the_source_too(
    visit: Visit, demo_settings: Settings, tmp_path: Path
) -> None:
    file = town_pmtiles(tmp_path / "base.pmtiles")
    with served(create_app(replace(demo_settings, pmtiles=file))) as address:
        page = visit(f"{address}/report")
        page.wait_for_function("() => document.querySelector('.leaflet-background-pane canvas')?.width > 0")
        expect(page.locator(".leaflet-control-attribution")).to_have_text(re.compile("OpenStreetMap"))
        expect(page.locator("details.ground-legend")).not_to_have_attribute("open", "")
