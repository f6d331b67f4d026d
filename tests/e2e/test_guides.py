"""The guides in a real browser: they fit a phone, axe finds nothing serious, and each prints on two pages."""

import re

import pytest

from tests.e2e.conftest import DESK, PHONE, Visit, serious, sideways
from web.frame.guides import GUIDES

pytestmark = pytest.mark.e2e


def test_the_guides_fit_and_print_on_two_pages(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/guide", DESK)
    assert serious(page) == []
    for guide in GUIDES:
        page.goto(f"{demo_server}/guide/{guide.name}")
        page.wait_for_selector("body[data-maps=drawn]")  # every picture is there
        assert serious(page) == [], guide.name
        printed = page.pdf(format="A4", prefer_css_page_size=False)
        assert 1 <= len(re.findall(rb"/Type /Page\b(?!s)", printed)) <= 2, guide.name


def test_the_guides_fit_a_phone(visit: Visit, demo_server: str) -> None:
    page = visit(f"{demo_server}/guide", PHONE)
    for name in ("", *(f"/{guide.name}" for guide in GUIDES)):
        page.goto(f"{demo_server}/guide{name}")
        assert sideways(page) <= 0, name
    assert serious(page) == []
