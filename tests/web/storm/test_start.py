"""Whoever signs in starts on the page of the next step, and may open it; the map is in the bar."""

import pytest
from flask import Flask

from registry.model.people import Role
from tests.pages import Pages
from tests.web.people import sign_in

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


@pytest.mark.parametrize(("role", "first"), FIRST.items(), ids=str)
def test_a_role_starts_with_its_next_step(app: Flask, role: Role, first: str) -> None:
    pages = Pages(app)
    assert sign_in(pages.client, role.value) == "/start"
    assert pages.get("/start", 302).headers["Location"] == first
    assert any(link.get("href") == "/" for link in pages.page(first).all("a"))
    on_phone = pages.client.get("/start", headers={"User-Agent": PHONE}).headers["Location"]
    assert on_phone == ("/field" if role is Role.INSPECTOR else first)
