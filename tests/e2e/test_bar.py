"""The bar of an office in the middle of its work, before anybody has an account: all of it can be read."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.settings import read_settings
from tests.e2e.conftest import DESK, PHONE, Visit, serious, served
from web.app import create_app

pytestmark = pytest.mark.e2e

LOOKS = Path(__file__).with_name("looks.js")


def test_the_bar_of_an_open_office_is_whole(lived_home: Path, tmp_path: Path, visit: Visit) -> None:
    shutil.copytree(lived_home, tmp_path / "home")
    with served(create_app(read_settings({"BTS_HOME": str(tmp_path / "home")}))) as address:
        page = visit(f"{address}/zones", DESK)
        expect(page.locator(".bar .loopback")).to_be_visible()
        page.evaluate(LOOKS.read_text(encoding="utf-8"))
        assert page.evaluate("looks.bar()") == []


def test_on_a_phone_signing_in_stands_free_and_can_be_read(address: str, visit: Visit) -> None:
    page = visit(f"{address}/report", PHONE)
    expect(page.locator(".bar .mark-illustrative")).to_be_visible()
    sign_in = page.locator(".bar .sign-in").bounding_box()
    assert sign_in is not None
    for other in page.locator(
        ".bar :is(.mark-illustrative, .bell, .guide-link, .language, .find-open)"
    ).all():
        box = other.bounding_box()
        assert box is None or (
            box["x"] >= sign_in["x"] + sign_in["width"]
            or sign_in["x"] >= box["x"] + box["width"]
            or box["y"] >= sign_in["y"] + sign_in["height"]
        )
    assert serious(page) == []
