"""A link to the province now: shown once, figures alone, over when its time is or an officer ends it."""

import datetime as dt
import re

import pytest
from flask import Flask

from registry.errors import RefusalError
from registry.model.outages.outages import Cause, EventKind, LineState, ReportSource
from registry.services.office.calendar import now
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.events import open_event
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.storm.now_links import end_link, links, make_link, opened
from tests.pages import Pages
from tests.web.people import registry_of, visitor


def outage(app: Flask, *operators: str) -> str:
    """Two stations of each carrier are off the air."""
    registry, start = registry_of(app), now() - dt.timedelta(hours=7)
    event = open_event(
        registry, name=f"Mất liên lạc {len(operators)}", kind=EventKind.GRID, started_at=start,
        first_due=start + dt.timedelta(hours=6), hours=6, who="trực",
    )  # fmt: skip
    for operator in operators:
        heading = Heading(
            event.id,
            operator,
            event.first_due,
            now() - dt.timedelta(minutes=5),
            ReportSource.PHONE,
            "t",
            "gọi",
        )
        own = [
            item for item in station_book(registry).of_operator[operator] if item.expected and item.commune
        ]
        send_report(
            registry, heading,
            [
                Statement(str(at), code=item.code, state=LineState.DOWN, cause=Cause.GRID)
                for at, item in enumerate(own[:2])
            ],
        )  # fmt: skip
    return event.id


def test_a_link_shows_figures_alone_and_ends_at_the_office_s_word(app: Flask) -> None:
    outage(app, "VTL", "VNPT", "VMS")
    officer = visitor(app, "duty_officer")
    answer = officer.post("/now/links", {"given_to": "", "hours": "72"}, status=400)
    assert "Chưa ghi đường dẫn này dành cho ai" in answer.get_data(as_text=True)
    officer.post("/now/links", {"given_to": "Phó Chủ tịch UBND tỉnh", "hours": "72"})
    html = officer.get("/now/links").get_data(as_text=True)
    shown = re.search(r'href="http://[^/"]+(/now/link/[^"]+)"', html)
    assert shown is not None
    assert shown.group(1) not in officer.get("/now/links").get_data(as_text=True)  # once
    stranger = Pages(app)
    page = stranger.get(shown.group(1)).get_data(as_text=True)
    assert "6 vị trí trạm đang mất liên lạc" in page
    assert not re.search(r"Viettel|VNPT|MobiFone|BGG\d", page)
    assert 'class="places"' not in page
    (link,) = links(registry_of(app))
    assert link.digest not in shown.group(1)
    officer.post(f"/now/links/{link.id}/end", {"version": str(link.version)})
    stranger.get(shown.group(1), 404)
    stranger.get("/now/link/khong-co", 404)
    assert visitor(app, "viewer").get("/now/links", 403)


def test_a_link_is_over_when_its_time_is(app: Flask) -> None:
    registry = registry_of(app)
    link, code = make_link(registry, given_to="Văn phòng UBND", hours=24, who="trực")
    assert opened(registry, code).crews is None
    with pytest.raises(RefusalError, match="NOW-LINK-ENDED"):
        opened(registry, code, now() + dt.timedelta(hours=25))
    with pytest.raises(RefusalError, match="NOW-LINK-HOURS"):
        make_link(registry, given_to="ai", hours=5, who="trực")
    end_link(registry, link.id, seen=link.version, who="trực")
    with pytest.raises(RefusalError, match="NOW-LINK-ENDED"):
        opened(registry, code)


def test_no_number_of_stations_is_given_while_too_few_carriers_have_reported(app: Flask) -> None:
    outage(app, "VTL", "VNPT")
    registry = registry_of(app)
    _link, code = make_link(registry, given_to="Văn phòng UBND", hours=24, who="trực")
    found = opened(registry, code)
    assert found.network is not None
    assert (found.network.heard, found.network.down, found.network.communes) == (2, None, ())
    page = Pages(app).get(f"/now/link/{code}").get_data(as_text=True)
    assert "Mới có 2 doanh nghiệp báo cáo nên chưa nêu số trạm mất liên lạc" in page
