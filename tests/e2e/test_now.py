"""The leader's telephone and the wall: three sentences, the night, and a server that is gone."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.demo.storm import yagi_bulletin
from registry.model.people import Role
from registry.services.office.calendar import now
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.storm.storms import BulletinText, record_storm
from registry.settings import Settings
from registry.storm.reading import read_track
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from web.app import create_app

PASSWORD = "mot-mat-khau-du-dai"
WALL = {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def office(copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the illustrative register with a leader, while a storm comes."""
    settings = copy_demo(tmp_path_factory.mktemp("lúc này") / "demo")
    with closing(open_registry(settings)) as registry:
        add_account(registry, "lanhdao", [Role.LEADER], password=PASSWORD, must_change=False, who="t")
        text = yagi_bulletin(now())
        track = read_track(text, {}, now().year).track
        assert track is not None
        record_storm(registry, track, BulletinText(text, "tin.txt", "diễn tập", "bulletin", {}), who="trực")
    with served(create_app(settings)) as address:
        yield address


def test_a_leader_reads_it_aloud_and_the_wall_says_when_the_server_is_gone(visit: Visit, office: str) -> None:
    page = visit(f"{office}/sign-in", PHONE, expected=("Failed to load resource",))
    page.fill("input[name=username]", "lanhdao")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"{office}/now")  # the first page while a storm is on
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#now-said p")).to_have_count(3)
    expect(page.locator("#now-said p").first).to_be_in_viewport()
    expect(page.locator("#now-said p").first).to_contain_text("ước tính")
    assert sideways(page) == 0
    assert serious(page) == []
    page.set_viewport_size(WALL)  # type: ignore[arg-type, unused-ignore]  # as below
    page.emulate_media(media="print")
    wide = "name => document.querySelector(name).getBoundingClientRect().width"
    assert page.evaluate(wide, ".now-lists") == page.evaluate(wide, ".now-said"), "over the whole sheet"
    page.emulate_media(media="screen")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type, unused-ignore]
    page.get_by_role("link", name="Màn hình lớn").click()
    page.wait_for_url(f"{office}/now?wall=")
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#now-clock")).to_be_in_viewport()
    assert sideways(page) == 0  # opened on the telephone, by the link that stands there
    page.set_viewport_size(WALL)  # type: ignore[arg-type, unused-ignore]  # a plain dict is what ViewportSize is
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("body")).to_have_css("background-color", "rgb(13, 20, 24)")  # css/night.css
    expect(page.locator("nav.places")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollHeight") == WALL["height"]
    assert serious(page) == []
    page.context.set_offline(True)
    expect(page.locator("#now-stale")).to_contain_text("Mất kết nối với máy chủ")
    page.context.set_offline(False)
    expect(page.locator("#now-stale")).to_be_hidden()
    expect(page.locator("#now")).to_have_attribute("data-renewed", "1")
