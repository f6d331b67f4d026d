"""Every page of the product, as each role that uses it, on a desk's screen and on a phone.

The pages are those of the application's own map of addresses: a new one is walked, or stands in
``NOT_WALKED`` with the reason, or this fails. Each is opened twice: in Vietnamese at 1280 px (then at 200 %
zoom, narrow, and on paper) and in English on a phone of 390 px. ``looks.js`` looks for what a reader must
never meet.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from registry.settings import read_settings
from tests.e2e.conftest import AXE, DESK, PHONE, SERIOUS, Watch, served
from tests.e2e.data_words import DataWords
from tests.walk import ROLES, VISITOR, Address, chosen, page_rules, passwords_of, walked
from web.app import create_app

pytestmark = pytest.mark.e2e

LOOKS = Path(__file__).with_name("looks.js")
ZOOMED = {"width": 640, "height": 400}  # 1280 px at 200 %
PAPER = {"width": 718, "height": 1000}  # A4 upright, less its margins
OF_WIDTH = [
    "aria-hidden-focus", "button-name", "color-contrast", "label", "link-in-text-block", "link-name",
    "nested-interactive", "scrollable-region-focusable", "select-name", "summary-name",
]  # fmt: skip
"""What axe looks for on a phone: what another width or language may change, and the names of what only it
shows. The rest of its rules read the same markup as on the desk."""

NOT_WALKED = {
    "api.get_appraisal": "answers data",
    "api.get_mast": "answers data",
    "api.get_mast_list": "answers data",
    "api.get_outage_event": "answers data",
    "api.get_citizen_report": "answers data",
    "api.get_request": "answers data",
    "api.list_mast_lists": "answers data",
    "api.list_citizen_reports": "answers data",
    "api.list_masts": "answers data",
    "api.list_notices": "answers data",
    "api.list_obligations": "answers data",
    "api.list_outage_events": "answers data",
    "api.list_outage_reports": "answers data",
    "api.list_requests": "answers data",
    "api.problem": "its address stands in refusals: tests/web/api/test_docs.py",
    "api_check.check": "answers data",
    "cables.part": "a part of a page",
    "briefings.kept": "nobody kept one there: tests/web/briefing/test_pages.py",
    "campaigns.self_shown": "the illustrative office was handed none: tests/web/field/test_campaigns.py",
    "checklists.draft": "nobody is drawing one up there: tests/web/field/test_checklists.py",
    "chosen.show": "a part of a page",
    "country.across": "no lake is set there: tests/e2e/test_country.py",
    "country.compliance": "no lake is set there: tests/e2e/test_country.py",
    "country.data": "no lake is set there: tests/e2e/test_country.py",
    "country.law": "no lake is set there: tests/e2e/test_country.py",
    "country.mast": "a part of a page",
    "country.outages": "no lake is set there: tests/e2e/test_country.py",
    "country.provinces": "no lake is set there: tests/e2e/test_country.py",
    "country.show": "no lake is set there: tests/e2e/test_country.py",
    "country.storm": "no lake is set there: tests/e2e/test_country.py",
    "designs.drawing_file": "a file",
    "designs.evidence": "a file",
    "designs.signed": "a file",
    "documents.follow": "leads to a document",
    "exchange.content": "a file",
    "exchange.show": "no paper lies in the folder there: tests/web/exchange/test_papers.py",
    "field_api.slash": "leads to the field app",
    "field_api.token": "answers data",
    "field_app.shell": "the field app without a network: tests/e2e/field/test_day.py",
    "field_reports.status": "its address is known to the reporter only: tests/e2e/field/test_office.py",
    "field_reports_together.closed": "nothing was closed together: tests/web/public/test_citizen_reports.py",
    "field_reports_together.together": "ticks lead there: tests/web/public/test_citizen_reports.py",
    "find.hits": "answers data",
    "guides.picture": "a picture",
    "hazards.calls": "no warning is on record there: tests/web/storm/test_hazard_letters.py",
    "hazards.correction": "no warning is on record there: tests/web/storm/test_hazards.py",
    "hazards.letter": "no letter is on record there: tests/web/storm/test_hazard_letters.py",
    "hazards.letters": "no warning is on record there: tests/web/storm/test_hazard_letters.py",
    "hazards.show": "no warning is on record there: tests/web/storm/test_hazards.py",
    "map.site": "a part of a page",
    "map.spot": "a part of a page",
    "mast_lists.source": "a file",
    "notices.follow": "leads to the document of a notice",
    "now.opened_link": "its address is shown once: tests/web/storm/test_now_links.py",
    "obligations.report": "a file",
    "ogc.collection": "for programs; its pages: tests/web/ogc/test_part1.py",
    "ogc.collections": "for programs; its pages: tests/web/ogc/test_part1.py",
    "ogc.conformance": "for programs; its pages: tests/web/ogc/test_part1.py",
    "ogc.item": "for programs; its pages: tests/web/ogc/test_part1.py",
    "ogc.items": "for programs; its pages: tests/web/ogc/test_part1.py",
    "ogc.job": "answers data",
    "ogc.job_results": "answers data",
    "ogc.landing": "for programs; its pages: tests/web/ogc/test_part1.py",
    "ogc.listed": "answers data",
    "ogc.openapi": "answers data",
    "ogc.process": "answers data",
    "ogc.queryables": "for programs; its pages: tests/web/ogc/test_part1.py",
    "ogc.schema": "answers data",
    "oidc.back": "a step of signing in at a provider: tests/web/frame/sign_in/test_oidc.py",
    "oidc.begin": "leads to a provider: tests/web/frame/sign_in/test_oidc.py",
    "oidc.ended": "the illustrative office has no provider: tests/web/frame/sign_in/test_oidc.py",
    "open_data.catalogue": "answers data",
    "outages.mailbox_content": "no file came by the mailbox: tests/services/outages/test_mailbox.py",
    "outages.mailbox_file": "no file came by the mailbox: tests/services/outages/test_mailbox.py",
    "outages.power_area_stations": "no area lacks power: tests/web/outages/test_power.py",
    "outages.power_area": "no area lacks power: tests/web/outages/test_power.py",
    "outages.power_station": "no station lacks power: tests/web/outages/test_power.py",
    "outages.report_file": "a file",
    "plans.proposed": "no plan waits in the illustrative office: tests/web/imports/test_plans.py",
    "portal.changed": "answers data",
    "portal.one": "answers data",
    "regulations.document": "a file",
    "regulations.examples": "no own regulation there: tests/e2e/test_regulations.py",
    "regulations.head": "no own regulation there: tests/e2e/test_regulations.py",
    "regulations.matters": "no own regulation there: tests/e2e/test_regulations.py",
    "regulations.replayed": "no own regulation there: tests/e2e/test_regulations.py",
    "regulations.show": "no own regulation there: tests/e2e/test_regulations.py",
    "requests.numbered": "leads to a request",
    "search.search": "answers data",
    "security.tf_select": "a step of signing in: tests/e2e/test_sign_in.py",
    "security.two_factor_rescue": "a step of signing in: tests/e2e/test_sign_in.py",
    "security.two_factor_token_validation": "a step of signing in: tests/e2e/test_sign_in.py",
    "security.verify": "a step before a deed: tests/e2e/test_sign_in.py",
    "start.show": "leads to where the day begins",
    "storms.letter_mast": "a part of a page",
    "storms.mast": "a part of a page",
    "tiles.hillshade": "a picture",
    "tiles.picture": "a picture",
    "visits.aside_one": "nothing is set aside in the illustrative office: tests/web/field/test_visits.py",
    "visits.position": "no position waits in the illustrative office: tests/web/field/test_visits.py",
    "webhooks.show": "no address is allowed there: tests/web/exchange/test_webhooks.py",
    "training.certificate": "of somebody who finished an exercise: tests/web/training",
    "training.material": "answers a file",
}

PAPERS = frozenset({"papers.print_page", "plates.printed"})
"""What is a sheet of paper on the screen: its own frame, size and language, with a bar of three links."""
IN_THE_FIELD = frozenset({"field_app.page"})
"""The field app has one thing at a time on the screen, and no bar."""


@dataclass
class Office:
    """The illustrative office in the middle of its work, served, with every page that its roles reach."""

    app: Flask
    address: str
    passwords: dict[str, str]
    pages: list[Address]
    dead: list[str]
    data: DataWords


@pytest.fixture(scope="module")
def office(walked_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Serve the office, every page of which was walked to by its links without a browser."""
    home = tmp_path_factory.mktemp("walked") / "home"
    shutil.copytree(walked_home, home)
    settings = read_settings({"BTS_HOME": str(home)})
    pages = walked(settings)
    app = create_app(settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600  # each script is asked for once, not with each page
    with served(app) as address:
        yield Office(app, address, passwords_of(settings), chosen(pages.found), pages.dead, DataWords(home))


def test_every_page_is_walked_or_stands_in_the_list(office: Office) -> None:
    walked = {page.endpoint for page in office.pages}
    assert set(page_rules(office.app)) - walked == set(NOT_WALKED)


def test_no_link_leads_nowhere(office: Office) -> None:
    assert office.dead == []


@pytest.mark.parametrize("who", list(ROLES))
def test_pages_on_a_desk(office: Office, browser: Browser, who: str) -> None:
    with closing(browser.new_context(viewport=DESK, reduced_motion="reduce", locale="vi-VN")) as context:
        page, watch = _opened(context, office, who, "vi")
        titles: Counter[str] = Counter()
        faults = []
        for one in (one for one in office.pages if one.who == who):
            found = _arrived(page, watch, office, one)
            titles[page.title()] += 1
            found += page.evaluate("[...looks.bar(), ...looks.broken()]")
            found += _steps(page, one)
            page.set_viewport_size(ZOOMED)
            found += [f"zoomed: {fault}" for fault in page.evaluate("[...looks.wide(), ...looks.lost()]")]
            page.set_viewport_size({"width": 390, "height": 844})
            found += [f"narrow: {fault}" for fault in page.evaluate("[...looks.wide(), ...looks.lost()]")]
            if one.endpoint not in PAPERS:
                page.emulate_media(media="print")
                page.set_viewport_size(PAPER)
                found += page.evaluate("looks.printed()")
                page.emulate_media(media="screen")
            page.set_viewport_size(DESK)
            faults += [f"{one.endpoint} {one.path}: {fault}" for fault in found + watch.errors]
        assert not faults, "\n".join(faults)
        assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("who", list(ROLES))
def test_pages_on_a_phone_in_english(office: Office, browser: Browser, who: str) -> None:
    phone = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, reduced_motion="reduce")
    with closing(phone) as context:
        page, watch = _opened(context, office, who, "en")
        faults = []
        for one in (one for one in office.pages if one.who == who):
            found = _arrived(page, watch, office, one, only=OF_WIDTH)
            if one.endpoint not in PAPERS:
                texts = page.evaluate("looks.vietnamese()")
                found += [f"Vietnamese: {text}" for text in office.data.left(texts)]
            faults += [f"{one.endpoint} {one.path}: {fault}" for fault in found + watch.errors]
        assert not faults, "\n".join(faults)


def _opened(context: Any, office: Office, who: str, lang: str) -> tuple[Page, Watch]:
    """Return a page of a person who has signed in; it can be looked at from its first moment on."""
    context.add_init_script(f"{AXE.read_text(encoding='utf-8')};{LOOKS.read_text(encoding='utf-8')}")
    context.add_cookies([{"name": "lang", "value": lang, "url": office.address}])
    page = context.new_page()
    if who != VISITOR:
        page.goto(f"{office.address}/sign-in")
        page.fill("#username", who)
        page.fill("#password", office.passwords[who])
        page.keyboard.press("Enter")
        page.wait_for_selector(".account-name", state="attached")
    return page, Watch(page)


def _arrived(
    page: Page, watch: Watch, office: Office, one: Address, only: list[str] | None = None
) -> list[str]:
    """Open a page and return what is wrong with it as it stands; axe looks for ``only`` some, or for all."""
    watch.errors.clear()
    answer = page.goto(f"{office.address}{one.path}", wait_until="domcontentloaded")
    found = [] if answer is not None and answer.status == 200 else ["does not answer"]
    if page.locator(
        "#waiting"
    ).count():  # a list that is still judged: its page is opened anew when that is done
        page.wait_for_selector("body:not(:has(#waiting)) main", state="attached", timeout=120_000)
        page.wait_for_load_state("domcontentloaded")
    if page.locator("#rows table").count():  # a list whose rows a script puts in
        page.wait_for_selector("body[data-ready]", state="attached")
    found += [f"axe {fault}" for fault in page.evaluate(SERIOUS, only)]
    frame: list[str] = page.evaluate("[...looks.frame(), ...looks.maps()]")
    found += [fault for fault in frame if not ("skip link" in fault and one.endpoint in PAPERS)]
    found += page.evaluate("looks.wide()")
    page.evaluate("looks.remember()")
    return found


def _steps(page: Page, one: Address) -> list[str]:
    """Return what is wrong with the first steps by keyboard, and with where it shows that one is."""
    found = []
    if one.endpoint not in PAPERS | IN_THE_FIELD:
        skips = page.locator(".skip").count()  # past the head, and where there is one to the list
        for wanted in (*[".skip"] * skips, ".bar *"):
            page.keyboard.press("Tab")
            here = page.locator(f"{wanted}:focus")
            if here.count() != 1 or here.evaluate("one => one.getBoundingClientRect().left") < 0:
                found.append(f"a tab stop is not {wanted}")
    return found + page.evaluate("looks.focus()")
