"""Finding masts in the field without a network: the background of the pack, one's place, the day's round."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from registry.settings import Settings
from tests.e2e.field.phone import PLACE, phone

pytestmark = pytest.mark.e2e

DRAWN = """() => [...document.querySelectorAll('.leaflet-background-pane canvas')].some((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3]) colours.add(data.slice(at, at + 3).join());
  return colours.size > 3;
})"""
"""Whether a tile of the background has more than its ground in it."""
METRES = re.compile(r"≈? ?([\d.,]+) (km|m)\b")


def metres(text: str) -> float:
    found = METRES.search(text)
    assert found, text
    return float(found[1].replace(".", "").replace(",", ".")) * (1000 if found[2] == "km" else 1)


def go(page: Page, where: str, screen: str) -> None:
    page.evaluate("(where) => { location.hash = where; }", where)
    page.wait_for_selector(f"main[data-screen={screen}]")


def test_a_morning_without_a_network(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address) as held:
        held.begin()
        page = held.page
        expect(page.locator("#background")).to_have_attribute("data-whole", "true")
        expect(page.locator("#background")).to_contain_text("Bản đồ nền trong gói")
        held.context.set_offline(True)
        page.reload()
        page.wait_for_selector("body.field[data-ready]")
        # near to me, before any visit: nearest first, with direction
        page.select_option("#order", "near")
        expect(page.locator(".where-line")).to_contain_text("Tính từ chỗ đang đứng")
        expect(page.locator("a.mast .mast-what").first).to_contain_text("hướng")
        away = [
            metres(text.rsplit("·", 1)[1]) for text in page.locator("a.mast .mast-what").all_inner_texts()
        ]
        assert len(away) == 12
        assert away == sorted(away)
        assert held.faults() == []
        # the mast itself: distance, direction, and the way there
        page.locator("a.mast").first.click()
        page.wait_for_selector("main[data-screen=mast]")
        expect(page.locator("#way-there")).to_contain_text("hướng")
        expect(page.locator(".where-arrow")).to_be_visible()
        href = page.get_by_role("link", name="Chỉ đường").get_attribute("href")
        assert href is not None
        assert href.startswith("geo:")
        # its sheet as a picture to send on, with what stands around
        page.evaluate("navigator.canShare = () => false")
        with page.expect_download() as coming:
            page.get_by_role("button", name="Phiếu cột thành ảnh").click()
        with Image.open(coming.value.path()) as sheet:
            assert sheet.size[0] == 900
            assert len(set(sheet.convert("L").resize((90, 90)).tobytes())) > 20
        # the map, drawn from the phone alone
        go(page, "#/map", "map")
        page.wait_for_selector("#map[data-ready]")
        page.wait_for_function(DRAWN)
        expect(page.locator("#map .leaflet-control-attribution")).not_to_be_empty()
        page.locator("#locate").click()
        expect(page.locator("#locate")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".here-arrow")).to_be_visible()
        assert held.faults() == []
        assert held.sideways() == 0
        # the day's round: kilometres by leg and in all, in an order that can be changed and given back
        go(page, "#/route", "route")
        legs = page.locator(".round li")
        expect(legs).to_have_count(8)
        total = metres(page.locator(".round-total").inner_text().split(",", 1)[1])
        assert sum(metres(text) for text in page.locator(".round .leg").all_inner_texts()) == pytest.approx(
            total, rel=0.05
        )
        order = page.locator(".round strong")
        suggested = order.all_inner_texts()
        legs.nth(0).get_by_role("button", name="muộn hơn").click()
        expect(order.nth(0)).to_have_text(suggested[1])
        assert order.all_inner_texts() == [suggested[1], suggested[0], *suggested[2:]]
        assert metres(page.locator(".round-total").inner_text().split(",", 1)[1]) >= total
        page.get_by_role("button", name="Về thứ tự gợi ý").click()
        expect(order.nth(0)).to_have_text(suggested[0])
        page.select_option("#round-count", "0")
        expect(legs).to_have_count(12)
        assert held.faults() == []
        assert held.sideways() == 0
        # a mast of nobody's opens, too, and says so
        other = page.evaluate(
            """async () => {
              const { heldPacks } = await import('/static/js/field/pack.js');
              return (await heldPacks('inspector'))[0].others[0];
            }"""
        )
        go(page, "#/", "list")
        page.fill("#search", other["code"])
        page.locator("a.mast", has_text=other["code"]).click()
        page.wait_for_selector("main[data-screen=mast]")
        expect(page.locator("h1")).to_contain_text(other["code"])
        expect(page.get_by_text("Cột này không thuộc đợt kiểm tra nào")).to_be_visible()
        assert held.faults() == []


def test_a_place_that_is_refused_or_does_not_come_is_told_with_what_to_do(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    with phone(browser.browser_type, tmp_path / "phone", address, permissions=[]) as held:
        held.begin()
        page = held.page
        page.select_option("#order", "near")
        expect(page.locator(".where-line")).to_contain_text("Trình duyệt đang chặn vị trí")
        assert held.faults() == []
        held.context.grant_permissions(["geolocation"])
        held.context.set_geolocation(PLACE)  # type: ignore[arg-type, unused-ignore]
        page.get_by_role("button", name="Tìm lại vị trí").click()
        expect(page.locator("a.mast .mast-what").first).to_contain_text("hướng")
