"""Power, reminders and the mailbox by their pages: who may see and do what, and what a page says."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from registry.model.outages.outages import EventKind, OutageEvent
from registry.model.people import Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.office.sign_in.accounts import add_account
from registry.services.outages.events import close_event, event_of, events, open_event
from registry.services.outages.mailbox.arrivals import QUIET, make_folders
from registry.services.outages.mailbox.intake import take_mail
from registry.services.outages.power import all_areas, stations_at_risk
from registry.services.outages.reminders import reminders_of
from registry.services.outages.stations import station_book
from registry.settings import Settings, read_settings
from tests.pages import Page, Pages
from tests.services.outages.test_power import drawn
from tests.services.outages.world import built, opened, workbook
from tests.services.requests import desk
from tests.web.outages.test_events import local
from tests.web.people import PASSWORD, registry_of, running, visitor


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("power") / "sổ")})
    registry = built(desk.make(settings))
    opened(registry)
    for name, role, organisation in (
        ("truc", Role.DUTY_OFFICER, ""), ("xem", Role.VIEWER, ""), ("viettel", Role.CARRIER, "VTL"),
    ):  # fmt: skip
        add_account(
            registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    return settings


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    with running(settings) as app:
        yield app


def text(pages: Pages, address: str) -> str:
    return said(pages.get(address))


def said(answer: TestResponse) -> str:
    return " ".join(" ".join(Page(answer.get_data(as_text=True)).text).split())


@pytest.fixture
def event(app: Flask) -> OutageEvent:
    return events(registry_of(app))[-1]


def test_an_area_is_written_ended_and_taken_back_and_the_board_says_who_dies_next(
    app: Flask, event: OutageEvent
) -> None:
    office, registry = visitor(app, "truc"), registry_of(app)
    since = now() - dt.timedelta(hours=2)
    form = {"name": "Lộ 471", "area": "", "feeder": "", "since": local(since), "source": "notice",
            "source_note": "TB 12"}  # fmt: skip
    assert "Chưa nói vùng mất điện ở đâu" in said(office.post("/outages/power-areas/new", form, 400))
    place = drawn(registry, "BGG00100", "BGG00102")
    office.post("/outages/power-areas/new", {**form, "area": place}, 303)
    (area,) = all_areas(registry)
    (at_risk, *_rest) = stations_at_risk(registry, now())
    page = text(office, f"/outages/power-areas/{area.id}")
    assert "có nguy cơ mất liên lạc" in page
    assert "Lộ 471" in text(office, "/outages/power-areas")
    stations = f"/outages/power-areas/{area.id}/stations"
    for linking in ("/outages/power-areas", f"/outages/power-areas/{area.id}"):
        assert stations in {one.get("href") for one in office.page(linking).all("a")}
    named = text(office, stations)
    every = [one.station.code for one in stations_at_risk(registry, now()) if area in one.areas]
    assert every
    assert all(code in named for code in every)
    assert "0 dòng" in text(office, f"{stations}?q=khong-co")
    assert office.get(f"{stations}?file=xlsx").mimetype.endswith("sheet")
    visitor(app, "viettel").get(stations, 403)
    station = f"/outages/{event.id}/power/VTL/{at_risk.station.site}"
    word = {"state": "power", "generator": "", "battery_left": "1,5", "power_lost": local(since)}
    office.post(station, word, 400)  # an officer says from whom it is
    office.post(station, {**word, "source": "phone", "source_note": "anh Hà 0981"}, 303)
    listed = text(office, f"/outages/{event.id}/power")
    assert "nếu chưa có máy phát" in listed
    assert "không rõ ắc quy chạy được mấy giờ" in listed
    board = text(office, f"/outages/{event.id}")
    assert "nếu chưa có máy phát" in board
    assert "Chưa báo cáo kỳ" in board, "a word about power answers no cycle"
    layer = office.get(f"/outages/{event.id}/power.json").get_json()
    assert {one["properties"]["kind"] for one in layer["features"]} >= {"area", "running", "no_hours"}

    carrier = visitor(app, "viettel")
    own = text(carrier, f"/outages/{event.id}/power")
    theirs = [one.code for (code, _site), one in station_book(registry).sites.items() if code != "VTL"]
    assert at_risk.station.code in own
    assert not [code for code in theirs if code in own]
    carrier.post(station, {"state": "power", "generator": "yes"}, 303)
    assert "Có máy nổ" in text(carrier, f"/outages/{event.id}/power")
    other = next(one for (code, _s), one in station_book(registry).sites.items() if code == "VNPT")
    carrier.post(f"/outages/{event.id}/power/VNPT/{other.site}", {"state": "power"}, 404)

    here = f"/outages/power-areas/{area.id}"
    office.post(here, {"deed": "end", "version": area.version}, 303)
    assert "có điện lại" in text(office, here)
    version = all_areas(registry)[0].version
    assert "lý do" in said(office.post(here, {"deed": "withdraw", "version": version}, 400)).lower()
    office.post(here, {"deed": "withdraw", "version": version, "reason": "nhầm lộ"}, 303)
    assert "nhầm lộ" in text(office, here)
    visitor(app, "xem").page("/outages/power-areas")


def test_whoever_owes_is_reminded_from_the_board(app: Flask, event: OutageEvent) -> None:
    office, registry = visitor(app, "truc"), registry_of(app)
    here = f"/outages/{event.id}/reminders"
    assert here in office.get(f"/outages/{event.id}").get_data(as_text=True)
    page = text(office, here)
    for fact in ("Viettel", "VNPT", "Đã gọi điện", "Bật tự nhắc", "chỉ hiện trong hệ thống"):
        assert fact in page
    office.post(here, {"deed": "remind", "operator": "VTL", "way": "phone", "note": "anh Hà"}, 303)
    office.post(here, {"deed": "remind", "operator": "VTL", "way": "notice"}, 303)
    assert {item.way.value for item in reminders_of(registry, event.id)} == {"phone", "notice"}
    assert "anh Hà" in text(office, here)
    assert "Chưa có báo cáo mất liên lạc kỳ" in text(visitor(app, "viettel"), "/notices")
    version = event_of(registry, event.id).version
    office.post(here, {"deed": "itself", "version": version}, 303)
    assert event_of(registry, event.id).reminds
    visitor(app, "xem").post(here, {"deed": "remind", "operator": "VTL", "way": "phone"}, 403)


def test_before_the_first_cycle_nobody_is_said_to_have_reported(app: Flask) -> None:
    registry, due = registry_of(app), now() + dt.timedelta(hours=5)
    made = open_event(
        registry, name="Ngập", kind=EventKind.FLOOD, started_at=now(), storm=None, first_due=due, hours=6,
        operators=("VTL",), who="trực",
    )  # fmt: skip
    page = text(visitor(app, "truc"), f"/outages/{made.id}/reminders")
    assert f"Chưa kỳ báo cáo nào đến hạn: kỳ đầu lúc {due.astimezone(VIETNAM):%H:%M %d/%m}" in page
    assert "Không doanh nghiệp nào nợ" not in page
    close_event(registry, made.id, seen=made.version, who="trực")


def test_the_mailbox_says_what_became_of_every_file(
    app: Flask, event: OutageEvent, settings: Settings, tmp_path: Path
) -> None:
    office, registry = visitor(app, "truc"), registry_of(app)
    assert "Lập thư mục nhận tệp" in text(office, "/outages/mailbox")
    office.post("/outages/mailbox", {}, 303)
    folder = make_folders(settings, ["VTL"])
    workbook(folder / "VTL" / "kỳ 1.xlsx", [("BGG00102", "", "mất liên lạc")])
    (folder / "lạ.eml").write_bytes(b"From: la@nguoi.vn\nSubject: hoi\n\nkhong co tep")
    taken, waits = sorted(take_mail(registry, now() + 2 * QUIET), key=lambda one: one.name)
    listed = text(office, "/outages/mailbox")
    for fact in ("kỳ 1.xlsx", "Đã nhận thành báo cáo", "la@nguoi.vn", "Chờ cán bộ"):
        assert fact in listed
    assert taken.report in office.get(f"/outages/mailbox/{taken.id}").get_data(as_text=True)
    assert office.get(f"/outages/mailbox/{taken.id}/file").data[:2] == b"PK"
    here = f"/outages/mailbox/{waits.id}"
    shown = text(office, here)
    for fact in ("khong co tep", "nhập thay doanh nghiệp", "Bỏ qua tệp"):
        assert fact in shown
    html = office.get(here).get_data(as_text=True)
    assert f'href="/outages/{event.id}/report"' in html
    assert 'value="assign"' not in html  # there is nothing in it to read as a workbook
    wanted = {"deed": "assign", "operator": "VTL", "event": event.id, "version": waits.version}
    assert "OUTAGE-MAIL-NO-WORKBOOK" in said(office.post(here, wanted, 400))
    office.post(here, {"deed": "aside", "reason": "thư hỏi", "version": waits.version}, 303)
    assert "thư hỏi" in text(office, here)
    form = {"operator": "VTL", "addresses": "truc@viettel.vn", "since": "999999"}
    office.post("/outages/mailbox/senders", form, 303)
    assert "truc@viettel.vn" in text(office, "/outages/mailbox")
    visitor(app, "viettel").post("/outages/mailbox", {}, 403)
    (notice,) = [item for item in text(visitor(app, "viettel"), "/notices").split("<li") if "kỳ 1" in item]
    assert "đã nhận thành báo cáo" in notice
    assert tmp_path.is_dir()
