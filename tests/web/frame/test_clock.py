"""A clock that nobody should believe is said above every page of the office, at no cost to the page."""

import datetime as dt

import pytest
from flask import Flask

from registry.model.people import Role
from registry.model.vietnam_time import read_clock
from registry.services.office.operation import clock
from tests.pages import Pages
from tests.web.people import visitor

PAGES = ("/today", "/", "/office/calendar", "/requests", "/notices")
SAID = "có thể sai; sổ chưa nhận ghi gì"


def moved(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    moment = read_clock() + dt.timedelta(days=days)
    monkeypatch.setattr("registry.model.vietnam_time.read_clock", lambda: moment)


def said(pages: Pages, path: str) -> str:
    return " ".join(pages.page(path).text)


@pytest.mark.parametrize(
    ("days", "how"), [(-37, "sớm hơn mục mới nhất của sổ"), (120, "muộn hơn mục mới nhất của sổ")]
)
def test_every_page_of_the_office_says_that_the_clock_is_not_believed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, days: int, how: str
) -> None:
    people = [visitor(app, role.value) for role in (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)]
    carrier = visitor(app, Role.CARRIER.value)
    for path in PAGES:
        assert SAID not in said(people[0], path)
    moved(monkeypatch, days)
    for path in PAGES:
        assert how in said(people[0], path)
    for person in people:
        assert SAID in said(person, "/today")
    assert "/operation" in {link.get("href") for link in people[-1].page("/today").all("a")}
    assert SAID not in said(carrier, "/today")
    assert SAID not in said(Pages(app), "/about")


def test_the_ledger_is_asked_for_its_newest_time_once_and_not_for_every_page(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = visitor(app, Role.APPRAISER.value)
    said(officer, "/today")
    asked: list[str] = []
    monkeypatch.setattr(clock, "_newest", lambda _registry: asked.append("asked"))
    for path in PAGES:
        said(officer, path)
    assert asked == []
