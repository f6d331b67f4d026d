"""The tools over the map: measuring from mast to mast, and the coordinate that one copies and finds again."""

import re

import pytest
from playwright.sync_api import Page, expect

from registry.geo.distances import geodesic_m
from tests.e2e.conftest import PHONE, Visit, serious, sideways
from tests.e2e.map.test_map import SMALL, first_mast

pytestmark = pytest.mark.e2e
HERE = "#at=21.27340,106.19460,14"


def degrees(page: Page) -> tuple[float, float]:
    """Longitude and latitude on the strip."""
    lat, lon = page.inner_text("[data-form=degrees] output").replace(",", ".").split("; ")
    return float(lon), float(lat)


def test_one_measures_from_a_mast_takes_back_and_ends(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{HERE}")
    page.mouse.click(*first_mast(page))
    expect(page.locator("#sheet .structure").first).to_be_attached()
    code = page.locator("#sheet h2").inner_text()
    page.click("#sheet [data-measure]")
    points = page.locator(".measure-point")
    expect(points).to_have_count(1)
    expect(page.locator(".measure-label")).to_have_text(code)
    expect(page.locator("[data-tool=measure]")).to_have_attribute("aria-pressed", "true")
    place = page.locator("#sheet .site")
    lon, lat = (float(place.get_attribute(name) or "") for name in ("data-lon", "data-lat"))
    strip = page.locator("[data-form=degrees] output")
    before = strip.inner_text()
    page.mouse.click(700, 560)
    expect(points).to_have_count(2)
    expect(strip).not_to_have_text(before)  # the strip follows the pointer in the next frame
    expect(page.locator("[data-origin]")).to_have_text("Tại con trỏ")
    there = degrees(page)
    page.mouse.click(560, 620)
    expect(points).to_have_count(3)
    expect(page.locator("[data-part=rows] tr")).to_have_count(2)
    shown = page.locator("[data-part=rows] tr").first.locator("td").nth(1).text_content() or ""
    metres = float(re.sub(r"[^0-9,]", "", shown).replace(",", "."))
    wanted = float(geodesic_m(lon, lat, *there))
    assert metres * (1000 if shown.endswith("km") else 1) == pytest.approx(wanted, rel=0.001)
    page.check("#tool-card input[value=area]")
    expect(page.locator("[data-part=results] dt").first).to_have_text("Diện tích")
    assert serious(page) == []
    page.locator("[data-part=results] .copy").first.click()
    expect(page.locator("[data-part=said]")).to_contain_text("Đã chép")
    page.keyboard.press("Backspace")
    expect(points).to_have_count(2)
    expect(page.locator("#sheet h2")).to_have_text(code)  # what is clicked while one measures opens nothing
    page.keyboard.press("Escape")
    expect(page.locator("#tool-card")).to_be_hidden()
    expect(points).to_have_count(0)


def test_a_copied_coordinate_is_found_again_in_the_search(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{HERE}")
    page.mouse.move(700, 400)
    expect(page.locator("[data-origin]")).to_have_text("Tại con trỏ")
    lon, lat = degrees(page)
    page.click("[data-form=metres]")
    said = page.locator("#coordinates-said")
    expect(said).to_contain_text("kinh tuyến trục")
    page.mouse.move(700, 400)
    expect(page.locator("[data-form=degrees] output")).to_have_text(f"{lat:.6f}; {lon:.6f}".replace(".", ","))
    said.evaluate("one => { one.textContent = ''; }")  # what it says next is of this copy
    page.keyboard.press("c")
    expect(said).to_contain_text("X 2.35")
    copied = said.inner_text().split(": ", 1)[1]
    page.fill("#search-text", copied)
    expect(page.locator("#hits li").first).to_contain_text(f"{lat:.6f}"[:-2].replace(".", ","))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("spot="))
    found = [float(text) for text in page.url.split("spot=")[1].split("&")[0].split(",")]
    assert found == pytest.approx([lat, lon], abs=3e-6)


def test_on_a_phone_the_tools_fold_and_the_middle_of_the_map_is_told(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{HERE}", PHONE)
    expect(page.locator("#tools")).to_be_hidden()
    lon, lat = degrees(page)
    assert (lat, lon) == pytest.approx((21.2734, 106.1946), abs=2e-3)
    page.tap("#open-tools")
    expect(page.locator("#tools")).to_be_visible()
    assert page.evaluate(SMALL) == []
    page.tap("[data-tool=measure]")
    expect(page.locator("#tools")).to_be_hidden()
    page.touchscreen.tap(120, 300)
    expect(page.locator(".measure-point")).to_have_count(1)
    page.touchscreen.tap(260, 420)
    expect(page.locator(".measure-point")).to_have_count(2)
    expect(page.locator("[data-part=results] dd")).to_contain_text("m")
    assert sideways(page) <= 0
