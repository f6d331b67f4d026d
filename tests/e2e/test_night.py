"""By night: pages go dark with the device or by the switch of the maps, text is read, paper stays paper."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.settings import read_settings
from tests.e2e.conftest import AXE, DESK, PHONE, served
from tests.walk import VISITOR, passwords_of
from web.app import create_app

pytestmark = pytest.mark.e2e

PAGES = {
    "thamdinh": ("/today", "/", "/requests", "/appraise", "/zones", "/style", "/designs"),
    "trucban": ("/storms", "/outages", "/critical-places", "/shift"),
    "kiemtra": ("/campaigns", "/visits", "/field"),
    "lanhdao": ("/now", "/overview", "/reports", "/obligations", "/briefing"),
    "quantri": ("/operation", "/accounts", "/ledger", "/regulations", "/office/letters"),
    "viettel": ("/today", "/requests", "/mast-lists"),
    "ubndxa": ("/consultations",),
    VISITOR: ("/sign-in", "/report", "/outages/public", "/guide"),
}
"""Main pages of each role."""

PALE = """async () => (await axe.run(document, {
        resultTypes: ['violations'], preload: false, runOnly: {type: 'rule', values: ['color-contrast']},
    })).violations.flatMap((one) => one.nodes.map(
      (node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`))"""

BRIGHT = """() => [...document.querySelectorAll('body, body *')].filter((one) => {
    if (!one.checkVisibility() || one.closest('.as-text, .letter-pages, .glass, .qr')) return false;
    const [r, g, b, a = 1] = (getComputedStyle(one).backgroundColor.match(/[\\d.]+/g) ?? []).map(Number);
    return a > 0.5 && Math.min(r, g, b) > 200;
  }).map((one) => one.outerHTML.slice(0, 140))"""
"""What is nearly white and neither paper nor a picture."""


@pytest.fixture(scope="module")
def office(
    lived_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of the illustrative office in the middle of its work, and the passwords of its people."""
    home = tmp_path_factory.mktemp("night") / "home"
    shutil.copytree(lived_home, home)
    settings = read_settings({"BTS_HOME": str(home)})
    passwords = passwords_of(settings)
    app = create_app(settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    with served(app) as address:
        yield address, passwords


def _signed_in(page: Page, address: str, who: str, passwords: dict[str, str]) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#username", who)
    page.fill("#password", passwords[who])
    page.keyboard.press("Enter")
    page.wait_for_selector(".account-name", state="attached")


@pytest.mark.parametrize("who", list(PAGES))
def test_main_pages_are_dark_and_can_be_read(
    office: tuple[str, dict[str, str]], browser: Browser, who: str
) -> None:
    address, passwords = office
    size = PHONE if who in (VISITOR, "viettel") else DESK
    with closing(
        browser.new_context(viewport=size, color_scheme="dark", reduced_motion="reduce", locale="vi-VN")  # type: ignore[arg-type, unused-ignore]
    ) as context:
        context.add_init_script(AXE.read_text(encoding="utf-8"))
        page = context.new_page()
        if who != VISITOR:
            _signed_in(page, address, who, passwords)
        faults = []
        for path in PAGES[who]:
            answer = page.goto(f"{address}{path}")
            assert answer is not None
            if answer.status != 200:
                faults.append(f"{path}: {answer.status}")
            page.wait_for_selector("body[data-ready], body.page, body.field")
            faults += [f"{path}: pale {one}" for one in page.evaluate(PALE)]
            faults += [f"{path}: bright {one}" for one in page.evaluate(BRIGHT)]
        assert not faults, "\n".join(faults)


def test_the_switch_of_the_maps_is_the_switch_of_the_pages_and_paper_is_printed_by_day(
    office: tuple[str, dict[str, str]], browser: Browser
) -> None:
    address, _passwords = office
    with closing(browser.new_context(viewport=DESK, reduced_motion="reduce", locale="vi-VN")) as context:  # type: ignore[arg-type, unused-ignore]
        page = context.new_page()
        page.goto(f"{address}/guide")
        body = page.locator("body")
        expect(body).to_have_css("background-color", "rgb(243, 245, 246)")
        page.evaluate("localStorage.setItem('bts-map-night', '1')")
        page.reload()
        expect(body).to_have_css("background-color", "rgb(13, 20, 24)")
        page.emulate_media(media="print")
        expect(body).to_have_css("color", "rgb(21, 35, 45)")
        page.emulate_media(media="screen", color_scheme="dark")
        page.evaluate("localStorage.setItem('bts-map-night', '0')")
        page.reload()
        expect(body).to_have_css("background-color", "rgb(243, 245, 246)")
