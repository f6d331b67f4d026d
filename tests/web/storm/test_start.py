"""Whoever signs in starts on the page of the next step, and may open it; the map is in the bar."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.people import Role
from registry.settings import Settings
from tests.pages import Pages
from tests.web.people import running, sign_in, with_people

FIRST = {
    Role.CARRIER: "/requests",
    Role.APPRAISER: "/requests",
    Role.LEADER: "/requests",
    Role.CONSULTED: "/consultations",
    Role.INSPECTOR: "/campaigns",
    Role.DUTY_OFFICER: "/shift",
    Role.ADMINISTRATOR: "/",
    Role.VIEWER: "/",
}
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(scope="module")
def app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The pages of the illustrative office, with an account for every role."""
    with running(with_people(demo_settings, tmp_path_factory.mktemp("bắt đầu") / "sổ")) as app:
        yield app


@pytest.mark.parametrize(("role", "first"), FIRST.items(), ids=str)
def test_a_role_starts_with_its_next_step(app: Flask, role: Role, first: str) -> None:
    pages = Pages(app)
    assert sign_in(pages.client, role.value) == "/start"
    assert pages.get("/start", 302).headers["Location"] == first
    assert any(link.get("href") == "/" for link in pages.page(first).all("a"))
    on_phone = pages.client.get("/start", headers={"User-Agent": PHONE}).headers["Location"]
    assert on_phone == ("/field" if role is Role.INSPECTOR else first)
