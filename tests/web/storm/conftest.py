"""Typhoon Yagi as a duty officer recorded it, and the letters drafted for it."""

import re

import pytest
from flask import Flask

from registry.demo.storm import yagi_bulletin
from tests.pages import Page, Pages
from tests.web.people import visitor


def version(pages: Pages, address: str) -> str:
    page = pages.page(address)
    return next(v["value"] for v in page.all("input") if v.get("name") == "version")


def text(page: Page) -> str:
    return " ".join(page.text)


@pytest.fixture(scope="module")
def storm(app: Flask) -> str:
    """The address of Typhoon Yagi as a duty officer recorded it."""
    form = {"text": yagi_bulletin(), "deed": "save", "source": "TTDBKTTVQG", "disaster_level": "4"}
    return str(visitor(app, "duty_officer").post("/storms/new", form).headers["Location"])


@pytest.fixture(scope="module")
def letters(app: Flask, storm: str) -> dict[str, str]:
    """The addresses of the letters drafted for Yagi, by recipient's name; Viettel's and VNPT's are sent."""
    officer = visitor(app, "duty_officer")
    officer.post(f"{storm}/letters", {"version": version(officer, storm)})
    html = officer.get(f"{storm}/letters").get_data(as_text=True)
    found = {
        name.strip(): address
        for address, name in re.findall(r'request-number" href="(/storms/letters/\w+)">([^<]+)<', html)
    }
    for name in ("Viettel", "VNPT"):
        officer.post(f"{found[name]}/sent", {"version": "1", "number": f"51/{name}"})
    return found
