"""The province now: calm without a storm, one look with one, and nobody reads what is another's."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from flask import Flask

from registry.model.outages.outages import Cause, EventKind, LineState, ReportSource
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office.calendar import now
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.critical_places import places_of_event
from registry.services.outages.events import open_event
from registry.services.outages.statements import Statement
from registry.services.outages.stations import station_book
from registry.services.storm.now import province_now, storm_is_on
from registry.services.storm.now_sentences import sentences
from registry.services.storm.storm_clock import Phase
from registry.services.storm.storms import BulletinText, close_storm, record_storm
from registry.storm.shipped import shipped_track
from tests.pages import Page
from tests.web.people import registry_of, sign_in, visitor
from web.storm.now_tiles import DUE, tiles

CARRIER = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
NOWHERE = Person("ai đó", frozenset({Role.CONSULTED}), territory="urban_area")


def text(page: Page) -> str:
    return " ".join(page.text)


def tile(page: Page, code: str) -> str:
    found = [item for _, item in page.elements if item.get("data-tile", "").startswith(code)]
    assert len(found) == 1, code
    return found[0].get("href", "")


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


def test_without_a_storm_the_page_is_calm_and_says_so(app: Flask) -> None:
    registry = registry_of(app)
    found = province_now(registry, OPEN_DESK)
    assert found.calm
    assert not storm_is_on(registry)
    assert sentences(found)[:2] == (
        "Không có bão đang theo dõi.",
        "Không có sự kiện mất liên lạc nào đang mở.",
    )
    page = text(visitor(app, "leader").page("/now"))
    assert "Dưới đây là những gì còn tồn trong sổ" in page
    client = app.test_client()
    assert sign_in(client, "leader") == "/start"
    assert client.get("/start").headers["Location"] == "/today"


def test_one_look_says_storm_networks_and_work(app: Flask, on: tuple[str, str]) -> None:
    storm, event = on
    found = province_now(registry_of(app), OPEN_DESK)
    assert found.storm is not None
    assert found.storm.clock.phase in (Phase.COMING, Phase.BLOWING)
    assert found.network is not None
    assert found.network.down == 5
    assert [row.operator for row in found.network.missing] == ["VMS"]
    assert found.cut_places == ()  # the illustrative ones all have a network left
    board = board_of(registry_of(app), event)
    assert found.network.none_perhaps == board.without[1]
    assert found.cut_perhaps == len(places_of_event(registry_of(app), board).perhaps)
    said = sentences(found)
    assert said[0].startswith("Bão số 3 (YAGI), ")
    assert "ước tính" in said[0]
    assert "5 vị trí trạm đang mất liên lạc" in said[1]
    assert "theo 2 trên 3 doanh nghiệp" in said[1]
    assert "MobiFone" in said[1]
    assert "chưa gửi công văn nào" in said[2]
    assert not any("{" in one or "None" in one for one in (*said, *sentences(found, "en")))
    page = visitor(app, "leader").page("/now")
    assert all(one in text(page) for one in said)
    unsure = replace(found, network=replace(found.network, none_perhaps=2), cut_perhaps=1)
    with app.test_request_context("/now"):
        shown = {one.code: (one.kind, one.value, one.sub) for one in tiles(unsure)}
    assert shown["without"] == (DUE, "0", "chưa rõ: 2")  # never a bare zero that reads as good
    assert shown["cut"] == (DUE, "0", "chưa rõ: 1")
    assert tile(page, "storm-") == f"/storms/{storm}"
    assert tile(page, "dark") == f"/outages/{event}"
    assert tile(page, "letters-") == f"/storms/{storm}/letters"
    assert tile(page, "reports") == "/field-reports"


def test_a_tile_leads_to_what_it_counts(
    app: Flask, on: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = province_now(registry_of(app), OPEN_DESK)
    monkeypatch.setattr("web.storm.now_tiles.may_use", lambda _app, _endpoint: True)
    with app.test_request_context("/now"):
        unsure = {one.code: one.href for one in tiles(replace(found, cut_perhaps=1, dangers=("một",)))}
        known = {
            one.code: one.href for one in tiles(replace(found, cut_places=(), cut_perhaps=0, dangers=()))
        }
    assert unsure["cut"] == f"/outages/{on[1]}#places"  # which of them is not known is said there
    assert (known["cut"], known["dangers"]) == ("/critical-places", "/defects")
    assert unsure["dangers"] == "/defects?severity=urgent"


def test_it_is_the_first_page_of_leader_and_duty_officer_while_a_storm_is_on(
    app: Flask, on: tuple[str, str]
) -> None:
    for name, first in (("leader", "/now"), ("duty_officer", "/now"), ("appraiser", "/today")):
        client = app.test_client()
        sign_in(client, name)
        assert client.get("/start").headers["Location"] == first
    html = visitor(app, "appraiser").get("/today").get_data(as_text=True)
    bar = re.findall(r'<a href="([^"]+)"', html.split('<nav class="places"')[1])
    assert bar[0] == "/now"


def test_a_carrier_reads_its_own_and_a_layer_s_owner_nothing_of_stations(
    app: Flask, on: tuple[str, str]
) -> None:
    registry = registry_of(app)
    own = province_now(registry, CARRIER)
    assert own.network is not None
    assert own.network.down == 3
    assert [row.operator for row in own.network.carriers] == ["VTL"]
    assert own.network.missing == ()
    assert (own.reports, own.crews, own.cut_places) == (None, None, None)
    page = visitor(app, "carrier").get("/now").get_data(as_text=True)
    assert "3 vị trí trạm của đơn vị đang mất liên lạc" in page
    main = page.split('id="now"')[1]
    assert not re.search(r"VNPT|MobiFone|Vietnamobile", main)
    nothing = province_now(registry, NOWHERE)
    assert nothing.network is not None
    assert (nothing.network.communes, nothing.network.carriers, nothing.network.incidents) == ((), (), ())
    assert nothing.dangers is None


def test_a_commune_reads_what_lies_in_it_without_any_carrier(app: Flask, on: tuple[str, str]) -> None:
    registry = registry_of(app)
    everything = province_now(registry, OPEN_DESK).network
    assert everything is not None
    struck = everything.communes[0]
    who = Person("xã", frozenset({Role.CONSULTED}), territory=struck.code)
    found = province_now(registry, who)
    assert found.network is not None
    assert found.network.communes == (struck,)
    assert found.network.down == struck.down
    assert found.network.carriers == ()
    assert found.storm is not None
    assert 0 < found.storm.clock.masts < 2000


def test_the_same_minute_is_worked_out_once_and_a_deed_is_seen_at_once(
    app: Flask, on: tuple[str, str]
) -> None:
    registry, at = registry_of(app), now()
    first = province_now(registry, OPEN_DESK, at)
    assert province_now(registry, OPEN_DESK, at) is first
    assert province_now(registry, CARRIER, at) is not first
    live = visitor(app, "leader").get("/now", headers={"X-Part": "1"}).get_data(as_text=True)
    assert "<html" not in live
    assert live.count("data-live") == 5
    wall = visitor(app, "leader").get("/now?wall").get_data(as_text=True)
    assert '<nav class="places"' not in wall
    storm = first.storm
    assert storm is not None
    close_storm(registry, on[0], seen=storm.clock.storm.version, reason="thử", who="trực")
    assert province_now(registry, OPEN_DESK, at).storms == ()
    assert storm_is_on(registry)  # an event of a storm's outages is open still
