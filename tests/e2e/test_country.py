"""The country in a real browser: masts drawn, a group opened, a mast read, every page on desk and phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.settings import read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served, sideways
from tests.services.requests import desk
from tests.web.country.conftest import lake_with_results
from web.app import create_app

pytestmark = pytest.mark.e2e

PAGES = (
    "",
    "/provinces",
    "/compliance",
    "/across",
    "/storm",
    "/storm?province=24",
    "/outages",
    "/law",
    "/data",
)
INK = """() => [...document.querySelectorAll(".leaflet-masts-pane canvas")].map((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 3 && value > 0).length;
}).reduce((sum, one) => sum + one, 0)"""

OPENED = """(zoom) => document.querySelector("#country-mast").checkVisibility()
    || window.btsDesk.map.getZoom() > zoom"""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small office that looks at a lake of three provinces."""
    folder = tmp_path_factory.mktemp("country")
    lake = lake_with_results(folder / "kho")
    settings = read_settings({"BTS_HOME": str(folder / "home"), "BTS_LAKE": str(lake)})
    desk.make(settings).close()
    with served(create_app(settings)) as address:
        yield f"{address}/country"


def drawn(page: Page) -> None:
    """Wait until the masts are on the map."""
    page.wait_for_selector("body[data-ready]", timeout=30_000)
    assert page.evaluate(INK) > 500


def test_a_group_is_opened_until_a_mast_says_what_the_lake_knows(visit: Visit, country: str) -> None:
    page = visit(country)
    drawn(page)
    expect(page.locator(".country-lacks")).to_contain_text("Thành phố Hà Nội")
    assert serious(page) == []
    page.get_by_label("Mở bản đồ tại").select_option(label="Tỉnh Bắc Ninh")
    page.get_by_role("button", name="Xem").click()
    page.wait_for_url("**province=24")
    drawn(page)
    sheet = page.locator("#country-mast")
    place = """() => {
        const { map } = window.btsDesk;
        const layer = Object.values(map._layers).find((one) => one.drawn);
        const middle = map.getSize().divideBy(2);
        const points = layer.drawn.map((item) => {
            const at = map.latLngToContainerPoint(layer.placeOf(item));
            return { x: at.x, y: at.y, away: at.distanceTo(middle) };
        });
        points.sort((one, other) => one.away - other.away);
        const box = map.getContainer().getBoundingClientRect();
        return { x: box.x + points[0].x, y: box.y + points[0].y };
    }"""
    page.locator(".country-map").scroll_into_view_if_needed()
    for _ in range(12):
        at, zoom = page.evaluate(place), page.evaluate("window.btsDesk.map.getZoom()")
        page.mouse.click(at["x"], at["y"])
        page.wait_for_function(OPENED, arg=zoom)
        if sheet.is_visible():
            break
    expect(sheet.get_by_role("heading")).to_contain_text("Cột P")
    expect(sheet).to_contain_text("29/11/2026")
    assert serious(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_country_fits_a_desk_and_a_phone(visit: Visit, country: str, path: str) -> None:
    for size in (DESK, PHONE):
        page = visit(country + path, size)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if page.locator(".country-map").count():
            page.wait_for_selector("body[data-ready]", timeout=30_000)
        assert not sideways(page)
        assert serious(page) == []


def test_a_changed_file_leaves_the_map_of_the_others(visit: Visit, tmp_path: Path) -> None:
    lake = lake_with_results(tmp_path / "kho")
    (file,) = (lake / "layer=sites" / "province=22").rglob("*.parquet")
    file.write_bytes(file.read_bytes()[:-7])
    settings = read_settings({"BTS_HOME": str(tmp_path / "home"), "BTS_LAKE": str(lake)})
    desk.make(settings).close()
    with served(create_app(settings)) as address:
        page = visit(f"{address}/country")
        drawn(page)
        expect(page.locator(".country-lacks")).to_contain_text("Tỉnh Quảng Ninh (LAKE-FILE-CHANGED)")
