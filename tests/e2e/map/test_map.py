"""The map in a real browser: what an appraiser sees, clicks, types and comes back to."""

import re
from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely
from playwright.sync_api import Page, Route, expect

from registry.settings import Settings
from tests.e2e.conftest import DESK, LATE, LET_GO, PHONE, Visit, serious, served, sideways
from web.app import create_app

pytestmark = pytest.mark.e2e
CLOSE = "#at=21.27340,106.19460,15"


def number(text: str) -> int:
    """A count as the page writes it."""
    return int(text.replace(".", ""))


# the middle of the first mast in view that no other sign touches, in window pixels
LONE_MAST = """() => {
  const { map } = window.btsDesk;
  const layer = Object.values(map._layers).find((one) => one.drawn);
  const box = document.getElementById("map_desk").getBoundingClientRect();
  for (const item of layer.drawn) {
    if (item.mast < 0) continue;
    const at = map.layerPointToContainerPoint(L.point(item.x, item.y).add(layer._bounds.min));
    const lone = layer.drawn.every((other) =>
      other === item || Math.hypot(other.x - item.x, other.y - item.y) > 30);
    const inside = at.x > 40 && at.y > 130 && at.x < box.width - 60 && at.y < box.height - 80;
    if (lone && inside) return [at.x + box.left, at.y + box.top];
  }
  return null;
}"""

# what one can touch and is smaller than a thumb
SMALL = """() =>
  [...document.querySelectorAll("a, button, input:not([type=hidden]):not([type=checkbox]), select")]
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && box.right > 0 && (box.height < 44 || box.width < 44))
    .map(([html]) => html)"""


def first_mast(page: Page) -> tuple[float, float]:
    """Where the first mast that stands alone is drawn in the window."""
    found = page.evaluate(LONE_MAST)
    assert found is not None, "no mast stands alone in view"
    return found[0], found[1]


def test_the_desk_shows_the_province_with_counts_that_agree(visit: Visit, demo_server: str) -> None:
    page = visit(demo_server)
    expect(page.locator("#count-view")).not_to_have_text("–")
    total, view = number(page.inner_text("#count-all")), number(page.inner_text("#count-view"))
    assert 1000 < view <= total
    states = sum(
        number(page.inner_text(f'[data-count="state-{code}"]'))
        for code in ("in_service", "under_construction", "approved", "suspended")
    )
    assert states == view


def test_a_filter_hides_and_the_address_keeps_it(visit: Visit, demo_server: str) -> None:
    page = visit(demo_server)
    before = number(page.inner_text("#count-view"))
    page.locator(".choice", has_text="Viettel").locator("input").uncheck()
    expect(page.locator("#count-view")).not_to_have_text(f"{before:,}".replace(",", "."))
    after = page.inner_text("#count-view")
    assert number(after) < before
    expect(page).to_have_url(re.compile("operator-VTL"))
    again = visit(page.url)
    expect(again.locator("#count-view")).to_have_text(after)


def test_a_click_on_a_mast_opens_its_sheet_and_back_closes_it(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14")
    page.mouse.click(*first_mast(page))
    expect(page.locator("#sheet .structure").first).to_be_attached()
    code = page.locator("#sheet h2").inner_text()
    expect(page).to_have_url(re.compile(f"mast={code}"))
    expect(page.locator("#sheet .structure").first).to_be_attached()
    page.go_back()
    expect(page.locator("#sheet")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#sheet h2")).to_have_text(code)
    again = visit(page.url)
    expect(again.locator("#sheet h2")).to_have_text(code)


def test_a_click_on_any_spot_asks_what_could_stand_there(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{CLOSE}&spot=21.273400,106.194600")
    expect(page.locator(".spot .verdict")).to_be_visible()
    page.focus("#ask-operator")
    page.select_option("#ask-operator", "VTL")
    expect(page.locator('.finding[data-rule="SPC-02"]')).to_contain_text("Điều 15(5)")
    expect(page.locator("#ask-operator")).to_have_value("VTL")
    expect(page.locator("#ask-operator")).to_be_focused()
    expect(page).to_have_url(re.compile("op=VTL"))
    page.fill("#ask-height", "120")
    page.press("#ask-height", "Tab")
    expect(page.locator('.finding[data-rule="AIR-01"] .outcome')).to_have_class(re.compile("consent"))
    again = visit(page.url)
    expect(again.locator("#ask-height")).to_have_value("120")
    again.fill("#ask-day", "15/05/2023")
    again.press("#ask-day", "Tab")
    expect(again.locator('.finding[data-rule="SPC-02"] .outcome')).to_have_class(re.compile("review"))
    expect(again).to_have_url(re.compile("day=15"))
    by_iso = visit(re.sub(r"day=[^&]+", "day=2023-05-15", again.url))  # as older addresses say it
    expect(by_iso.locator('.finding[data-rule="SPC-02"] .outcome')).to_have_class(re.compile("review"))


def test_a_height_is_written_over_while_an_answer_comes(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{CLOSE}&spot=21.273400,106.194600")
    expect(page.locator("#ask-height")).to_have_value("42")
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route(re.compile("/map/spot"), hold)
    page.select_option("#ask-class", "A2a")
    page.locator("#ask-height").select_text()
    expect(page.locator("#sheet-body[aria-busy=true]")).to_be_attached()
    asked.pop().continue_()
    expect(page.locator("#ask-class option[selected][value=A2a]")).to_have_count(1)
    page.unroute(re.compile("/map/spot"))
    page.keyboard.insert_text("38,5")  # what was chosen to be written over still is
    expect(page.locator("#ask-height")).to_have_value("38,5")
    page.press("#ask-height", "Tab")
    expect(page).to_have_url(re.compile(r"h=38\.5"))
    expect(page.locator("#ask-height")).to_have_value("38,5")
    expect(page.locator(".spot .verdict")).to_be_visible()


def test_evidence_is_drawn_where_a_rule_is_not_met(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14")
    x, y = first_mast(page)
    page.mouse.click(x + 14, y + 14)
    expect(page.locator(".spot .verdict")).to_be_visible()
    page.select_option("#ask-operator", "VTL")
    expect(page.locator(".finding[data-evidence]").first).to_be_visible()
    expect(page.locator(".leaflet-evidence-pane path").nth(3)).to_be_attached()


def test_what_was_asked_for_last_stands_whatever_answers_after_it(visit: Visit, demo_server: str) -> None:
    chosen = "Object.values(window.btsDesk.map._layers).find((one) => one.drawn).selected"
    view = "[window.btsDesk.map.getZoom(), window.btsDesk.map.getCenter().lat]"
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14&list=1")
    page.evaluate(LATE)
    masts = page.locator("#table td a")
    second = masts.nth(1).inner_text()
    page.evaluate("() => { window.holdBack = '/site'; }")
    masts.nth(0).click()
    page.wait_for_selector("body[data-late]")
    masts.nth(1).click()
    expect(page.locator("#sheet h2")).to_have_text(second)
    site = page.evaluate(chosen)
    assert site >= 0
    page.evaluate(LET_GO)
    assert page.evaluate(chosen) == site
    page.evaluate("() => { window.holdBack = '/spot'; }")
    page.fill("#search-text", "21.35, 106.3")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-late]")
    page.click("#sheet-close")
    expect(page.locator("#sheet")).to_be_hidden()
    before = page.evaluate(view)
    page.evaluate(LET_GO)
    assert page.evaluate(view) == before


def test_search_by_old_name_code_and_coordinate_with_the_keyboard(visit: Visit, demo_server: str) -> None:
    page = visit(demo_server)
    page.focus("#search-text")
    page.keyboard.type("tan yen")
    expect(page.locator("#hits li").first).to_contain_text("Tân Yên")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_be_hidden()
    assert page.evaluate("window.btsDesk.map.getZoom()") >= 11
    page.fill("#search-text", "21°16'24.24\"B 106°11'40.56\"Đ")
    expect(page.locator("#hits li").first).to_contain_text("21,273400")
    page.keyboard.press("Enter")
    expect(page.locator(".spot h2")).to_be_visible()
    expect(page).to_have_url(re.compile(r"spot=21\.273400,106\.194600"))
    page.fill("#search-text", "tan yen")
    expect(page.locator("#hits li").first).to_contain_text("Tân Yên")
    page.fill("#search-text", "BGG00003")  # what is written counts, not what the list still shows
    page.keyboard.press("Enter")
    expect(page.locator("#sheet h2")).to_have_text("BGG00003")
    page.fill("#search-text", "không có nơi này đâu")
    expect(page.locator("#hits li")).to_contain_text("Không tìm thấy")


def test_everything_can_be_done_without_a_mouse(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{CLOSE}")
    page.focus("#map_desk")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".spot .verdict")).to_be_visible()
    page.keyboard.press("Escape")
    page.focus("#ask-here")
    page.keyboard.press("Enter")
    expect(page.locator(".spot .verdict")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    page.focus("#show-list")
    page.keyboard.press("Enter")
    rows = page.locator("#table tr[data-index]")
    expect(rows.first).to_be_visible()
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    shown = page.inner_text("#table-title")
    page.evaluate("() => { window.btsDesk.map.panBy([200, 0], {animate: false}); }")
    expect(page.locator("#table-title")).not_to_have_text(shown)  # filled anew under the focus
    expect(page.locator("#table tr:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#sheet .site h2")).to_be_visible()


def test_the_table_follows_the_map(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14&list=1")
    shown = page.inner_text("#count-view")
    title = page.locator("#table-title")
    expect(title).to_have_text(f"{shown} cột trong khung nhìn")
    page.evaluate("() => { window.btsDesk.map.setZoom(16, {animate: false}); }")
    expect(title).not_to_have_text(f"{shown} cột trong khung nhìn")
    expect(title).to_have_text(f"{page.inner_text('#count-view')} cột trong khung nhìn")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    "where", ["/", f"/{CLOSE}&spot=21.273400,106.194600&op=VTL", "/#at=21.3,106.2,13&list=1"]
)
def test_axe_finds_nothing_serious(visit: Visit, demo_server: str, size: dict[str, int], where: str) -> None:
    page = visit(demo_server + where, size)
    if "#" in where:
        expect(page.locator("#sheet-body > article, #table tr[data-index]").first).to_be_visible()
    assert serious(page) == []


def test_axe_finds_nothing_serious_on_a_sheet_and_in_english(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14")
    page.mouse.click(*first_mast(page))
    expect(page.locator("#sheet .site h2")).to_be_visible()
    assert serious(page) == []
    address = page.url
    page.click(".language button")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_selector("body[data-ready]")
    expect(page).to_have_url(address)
    expect(page.locator("#sheet .site")).to_contain_text("Position")


def test_on_a_phone_targets_are_large_and_the_sheet_is_pulled_by_a_thumb(
    visit: Visit, demo_server: str
) -> None:
    page = visit(f"{demo_server}/#at=21.27340,106.19460,14", PHONE)
    assert page.evaluate(SMALL) == []
    assert sideways(page) <= 0
    page.tap("#ask-centre")
    expect(page.locator(".spot .verdict")).to_be_visible()
    half = page.locator("#sheet").bounding_box()
    page.locator("#sheet-size").focus()
    page.keyboard.press("Enter")
    assert half is not None
    page.wait_for_function(
        "least => document.querySelector('#sheet').getBoundingClientRect().height > least",
        arg=half["height"] * 1.4,
    )
    full = page.locator("#sheet").bounding_box()
    assert full is not None
    page.mouse.move(195, full["y"] + 10)
    page.mouse.down()
    page.mouse.move(195, 760, steps=6)
    page.mouse.up()
    expect(page.locator("#sheet")).to_have_attribute("data-size", "low")
    page.tap("#sheet-close")
    expect(page.locator("#sheet")).to_be_hidden()
    page.tap("#open-layers")
    expect(page.locator("#layers")).to_be_visible()
    page.tap("#open-layers")
    expect(page.locator("#layers")).to_be_hidden()


def test_a_server_that_is_gone_is_said_and_not_hidden(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{CLOSE}", expected=("Failed to load resource",))
    page.route("**/map/spot*", lambda route: route.abort())
    page.focus("#ask-here")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet [role=alert]")).to_contain_text("Không tải được dữ liệu")


def test_the_offices_own_background_is_drawn_from_ranges_of_one_file(
    visit: Visit, demo_settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "base.pmtiles"
    road = geopandas.GeoDataFrame(
        {"kind": ["highway"]}, geometry=[shapely.LineString([(106.0, 21.2), (106.6, 21.4)])], crs=4326
    )
    road.to_file(file, driver="PMTiles", layer="roads", MINZOOM=6, MAXZOOM=12)
    with served(create_app(replace(demo_settings, pmtiles=file))) as address:
        page = visit(f"{address}/#at=21.3,106.3,11")
        tiles = "document.querySelectorAll('.leaflet-background-pane canvas')"
        drawn = f"() => [...{tiles}].some((c) => c.width > 0)"
        page.wait_for_function(drawn)
        expect(page.locator(".leaflet-control-attribution")).to_be_visible()


def test_the_printed_page_has_map_and_legend(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/{CLOSE}")
    page.emulate_media(media="print")
    expect(page.locator("#map_desk")).to_be_visible()
    expect(page.locator("#layers")).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator(".on-paper")).to_contain_text("Dữ liệu minh họa")  # the sheet's title says it
    expect(page.locator(".on-paper")).to_be_visible()


def test_the_keyboard_goes_with_a_link_to_its_mast(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/#mast=BGG00045")
    name = page.locator("#sheet h2")
    expect(name).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#map_desk")).to_be_focused()
    page.goto(f"{demo_server}/#at=21.27340,106.19460,15&mast=BGG00045")  # a view kept or gone back to
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(name).to_be_visible()
    expect(name).not_to_be_focused()


def test_nothing_lies_on_another_thing_at_twice_the_size(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/", {"width": 640, "height": 400})
    page.wait_for_selector("body[data-ready]")
    page.locator(".leaflet-control-zoom-in").click()  # a click fails on what is covered
    page.locator(".leaflet-control-zoom-out").click()
    page.locator("#open-tools").click()
    expect(page.locator("[data-tool=measure]")).to_be_visible()
    assert not sideways(page)
