"""The pages of a day where the device sets the colours, as Windows does with high contrast.

Surfaces are gone then. What is chosen is still told from what is not, a state by its word or sign, where the
keyboard is by a ring; boxes that one ticks are the device's; a map keeps the ground its signs are drawn for.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from tests.e2e.conftest import DESK, PHONE, Watch, served
from tests.e2e.keyboard import Keyboard
from tests.e2e.requests.test_requests import sign_in
from tests.services.requests import desk
from tests.web.people import registry_of, small_office

pytestmark = pytest.mark.e2e

SCRIPT = Path(__file__).with_name("forced_colours.js").read_text(encoding="utf-8")
SCHEMES = {"dark": DESK, "light": PHONE}
"""Both palettes: white on black on a desk, black on white on a phone."""


@pytest.fixture(scope="module")
def request_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a small office with an appraiser and an inspector, and that of a request."""
    home = tmp_path_factory.mktemp("forced")
    with small_office(home / "sổ", Role.APPRAISER, Role.INSPECTOR) as app, served(app) as address:
        registry = registry_of(app)
        request = desk.to(registry, desk.received(registry, home), RequestState.APPRAISING)
        yield address, f"{address}/requests/{request.id}#row=5"


def faults(page: Page) -> list[str]:
    """Return what is told by a colour alone on a page as it stands."""
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.evaluate(SCRIPT)
    return [f"{page.url}: {fault}" for fault in page.evaluate("forced.faults()")]


@pytest.mark.parametrize("scheme", list(SCHEMES))
def test_what_is_chosen_is_told_without_its_colour(
    browser: Browser, request_at: tuple[str, str], scheme: str
) -> None:
    address, request = request_at
    with closing(
        browser.new_context(
            viewport=SCHEMES[scheme], forced_colors="active", color_scheme=scheme, reduced_motion="reduce"
        )  # type: ignore[arg-type, unused-ignore]  # plain words are what its literals are
    ) as context:
        page = context.new_page()
        watch = Watch(page)
        page.goto(f"{address}/sign-in")
        sign_in(page, "appraiser")
        found = []
        for path in ("/today", "/requests", "/visits", "/storms"):
            page.goto(f"{address}{path}")
            found += faults(page)
        page.goto(request)
        expect(page.locator("#decision form")).to_be_visible()
        page.locator(".filter").first.press("Enter")
        found += faults(page)
        page.goto(f"{address}/#mast=BGG00045")
        expect(page.locator("#sheet h2")).to_be_visible()
        page.wait_for_selector("body[data-ready]")
        found += faults(page)
        if scheme == "dark":
            page.goto(f"{address}/today")
            keys = Keyboard(page)
            assert len(keys.round()) > 10
            found += keys.faults
        assert found + watch.errors == []
