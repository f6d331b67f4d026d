"""Typhoon Yagi as a duty officer recorded it, and the letters drafted for it."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from flask import Flask

from registry.demo.storm import yagi_bulletin
from registry.model.outages.outages import Cause, EventKind, LineState, ReportSource
from registry.services.office.calendar import now
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.events import open_event
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.storm.storms import BulletinText, record_storm
from registry.storm.shipped import shipped_track
from tests.pages import Page, Pages
from tests.web.people import registry_of, visitor


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


@pytest.fixture(scope="module")
def on(app: Flask) -> tuple[str, str]:
    """A storm that comes now; an event in which Viettel and VNPT said what is off, MobiFone nothing."""
    registry = registry_of(app)
    shipped, issued = shipped_track(), now() - dt.timedelta(hours=2)
    shift = issued - shipped.points[-8].at
    points = tuple(replace(point, at=point.at + shift) for point in shipped.points)
    track = replace(shipped, points=points, year=issued.year, issued_at=issued)
    said = BulletinText("Tin bão số 3", "tin.txt", "TTDBKTTVQG", "record", {})
    storm = record_storm(registry, track, said, who="trực").storm
    start = now() - dt.timedelta(hours=7)
    event = open_event(
        registry, name="Bão số 3", kind=EventKind.STORM, started_at=start, storm=storm.id,
        first_due=start + dt.timedelta(hours=6), hours=6, operators=("VTL", "VNPT", "VMS"), who="trực",
    )  # fmt: skip
    book = station_book(registry)
    for operator, count in (("VTL", 3), ("VNPT", 2)):
        heading = Heading(
            event.id, operator, event.first_due, now() - dt.timedelta(minutes=20), ReportSource.PHONE, "trực",
            "gọi điện",
        )  # fmt: skip
        own = [item for item in book.of_operator[operator] if item.expected and item.commune][:count]
        send_report(
            registry, heading,
            [
                Statement(str(at), code=item.code, state=LineState.DOWN, cause=Cause.GRID)
                for at, item in enumerate(own)
            ],
        )  # fmt: skip
    return storm.id, event.id
