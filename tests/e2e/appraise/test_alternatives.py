"""What a refused row could do instead, in a real browser: read it, try it on the map, ask for less."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.demo.samples import CLEAN_NAME
from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious

pytestmark = pytest.mark.e2e


def refused(visit: Visit, server: str, home: Path, size: dict[str, int] | None = None) -> Page:
    """Send the clean sample list and choose its refused row."""
    page = visit(f"{server}/appraise", size)
    page.set_input_files("#list", home / "samples" / CLEAN_NAME)
    page.get_by_role("button", name="Tải danh sách lên").click()
    page.wait_for_selector("body[data-ready]", timeout=30_000)
    page.locator("#rows tr", has=page.locator(".verdict-word.refuse")).click()
    page.wait_for_selector(".instead-move")
    return page


def test_the_place_proposed_is_tried_on_the_map_and_nothing_fails_there(
    visit: Visit, demo_server: str, demo_settings: Settings
) -> None:
    page = refused(visit, demo_server, demo_settings.home)
    expect(page.locator(".instead-move strong")).to_have_text(re.compile(r"^Dời [\d,]+ m về hướng "))
    assert serious(page) == []
    page.get_by_role("button", name="Thử trên bản đồ").click()
    page.wait_for_selector('body[data-shown="tried"]')
    expect(page.locator('.finding[data-outcome="fail"]')).to_have_count(0)
    expect(page.locator('.finding[data-rule="SPC-01"]')).to_have_attribute("data-outcome", "pass")


def test_masts_that_could_host_the_row_are_named_with_what_speaks_against_them(
    visit: Visit, demo_server: str, demo_settings: Settings
) -> None:
    page = refused(visit, demo_server, demo_settings.home)
    hosts = page.locator(".hosts > li")
    expect(hosts.first).to_contain_text(re.compile(r"\d+ m"))
    expect(hosts.first.locator(".host-doubts")).not_to_be_empty()
    own = page.locator("h4", has_text="không phải hỏi dùng chung")
    expect(own).to_be_visible()
    expect(page.locator(".hosts:not(.own) > li", has_text="Viettel")).to_have_count(0)
    expect(page.locator(".hosts.own > li").first).to_contain_text("Viettel")


def test_a_radius_that_is_too_small_is_answered_honestly(
    visit: Visit, demo_server: str, demo_settings: Settings
) -> None:
    page = refused(visit, demo_server, demo_settings.home, PHONE)
    page.get_by_label("Tìm trong bán kính (m)").fill("20")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator(".instead-move")).to_contain_text("Trong bán kính 20 m không có vị trí nào")
    expect(page.locator("#instead-try")).to_have_count(0)


def test_a_row_that_can_be_agreed_is_not_told_to_do_anything_else(
    visit: Visit, demo_server: str, demo_settings: Settings
) -> None:
    page = refused(visit, demo_server, demo_settings.home)
    page.locator("#rows tbody tr").first.click()
    page.wait_for_selector('body[data-shown="1"]')
    expect(page.locator(".instead")).to_have_count(0)
