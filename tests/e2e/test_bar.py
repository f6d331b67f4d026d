"""The bar of an office in the middle of its work, before anybody has an account: all of it can be read."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from registry.settings import read_settings
from tests.e2e.conftest import DESK, Visit, served
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
