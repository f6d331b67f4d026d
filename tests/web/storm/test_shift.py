"""The page of a shift: where a duty officer starts, what is on one click away, and what to prepare."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from flask import Flask

from registry.model.outages.outages import EventKind, Incident, IncidentKind
from registry.model.people import OPEN_DESK
from registry.model.storm.observed_winds import WindSource
from registry.model.storm.storm_records import OrderState
from registry.services.office.calendar import now
from registry.services.outages.events import change_event, close_event, open_event
from registry.services.outages.incidents import add_incident
from registry.services.outages.stations import station_book
from registry.services.storm.answers import acknowledge
from registry.services.storm.handover import What, handover_of
from registry.services.storm.observed import NewWind, record_winds
from registry.services.storm.orders import list_orders
from registry.services.storm.shift import shift_of
from registry.services.storm.storms import BulletinText, get_storm, record_storm
from registry.services.storm.two_lists import kept_lists
from registry.storm.next_bulletin import NextBulletin
from registry.storm.shipped import shipped_track
from tests.pages import Page
from tests.web.people import registry_of, sign_in, visitor


def text(page: Page) -> str:
    return " ".join(page.text)


def links(page: Page) -> list[str]:
    return [item["href"] for item in page.all("a") if "shift-item" in item.get("class", "")]


@pytest.fixture(scope="module")
def on(app: Flask) -> tuple[str, str]:
    """A storm that comes now with letters drafted, two sent and one acknowledged; an event with incidents."""
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    assert "Không có bão đang theo dõi" in text(officer.page("/shift"))
    shipped, issued = shipped_track(), now() - dt.timedelta(hours=2)
    shift = issued - shipped.points[-8].at
    points = tuple(replace(point, at=point.at + shift) for point in shipped.points)
    track = replace(shipped, points=points, year=issued.year, issued_at=issued)
    said = BulletinText("Tin bão số 3", "tin.txt", "TTDBKTTVQG", "record", {})
    storm = record_storm(registry, track, said, who="trực").storm
    page = text(officer.page("/shift"))
    assert "Chưa dự thảo văn bản theo bản tin đang dùng" in page
    officer.post(f"/storms/{storm.id}/letters", {"version": str(storm.version)})
    orders = {item.recipient: item for item in list_orders(registry, storm.id)}
    for code in ("VTL", "VNPT"):
        officer.post(f"/storms/letters/{orders[code].id}/sent", {"version": "1", "number": f"51/{code}"})
    acknowledge(registry, orders["VNPT"].id, seen=2, who="trực", source="anh Nam, điện thoại")
    start = now() - dt.timedelta(hours=13)
    event = open_event(
        registry, name="Bão số 3", kind=EventKind.STORM, started_at=start,
        first_due=start + dt.timedelta(hours=6), hours=6, operators=("VTL", "VNPT"), who="trực",
    )  # fmt: skip
    station = station_book(registry).of_operator["VTL"][0]
    add_incident(
        registry,
        Incident(
            id="", event=event.id, operator="VTL", kind=IncidentKind.MAST, commune=station.commune,
            site=station.site, code=station.code, occurred_at=start,
        ),
        who="trực",
    )  # fmt: skip
    return storm.id, event.id


def test_a_duty_officer_starts_at_the_shift_and_nobody_else(app: Flask) -> None:
    for name, first in (("duty_officer", "/shift"), ("leader", "/today"), ("administrator", "/")):
        client = app.test_client()
        assert client.get("/").headers["Location"] == "/sign-in"
        assert sign_in(client, name) == "/start"
        assert client.get("/start").headers["Location"] == first
    assert sign_in(app.test_client(), "duty_officer", next_page="/outages") == "/outages"
    visitor(app, "viewer").get("/shift", 403)
    visitor(app, "carrier").get("/shift", 403)


def test_what_is_on_is_said_and_one_click_away(app: Flask, on: tuple[str, str]) -> None:
    storm, event = on
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    page = officer.page("/shift")
    said, led = text(page), links(page)
    assert "Bản tin tiếp theo sau" in said
    assert "ước theo nhịp ba giờ một bản tin" in said
    orders = list_orders(registry, storm)
    for order in orders:
        if order.state is OrderState.DRAFT:
            assert f"/storms/letters/{order.id}#send" in led
        assert (f"/storms/letters/{order.id}#heard" in led) is (order.recipient == "VTL")
    for operator in ("VTL", "VNPT"):
        assert f"/outages/{event}/report?operator={operator}" in led
    assert any(href.startswith(f"/outages/{event}/incidents/") for href in led)
    assert any(href.startswith("/defects/") for href in led)
    for href in led:
        officer.get(href.split("#")[0])
    assert "Chưa doanh nghiệp nào báo cáo nên chưa biết." in said
    told = {item.recipient: item.id for item in orders}
    assert not any(told["VNPT"] in href for href in led)  # it has acknowledged: nothing is left to do


def test_a_bulletin_that_is_late_and_a_track_that_is_over_are_said(app: Flask, on: tuple[str, str]) -> None:
    registry = registry_of(app)
    track = get_storm(registry, on[0]).current.track
    assert track.issued_at is not None

    def coming(moment: dt.datetime) -> NextBulletin | None:
        shift = shift_of(
            registry, lambda file: kept_lists(registry, file.current.track), person=OPEN_DESK, now=moment
        )
        return shift.storms[0].coming

    late = coming(track.issued_at + dt.timedelta(hours=5))
    assert late == NextBulletin(track.issued_at + dt.timedelta(hours=3), stated=False)
    assert coming(track.points[-1].at + dt.timedelta(hours=25)) is None


def test_a_shift_is_handed_over_on_one_sheet_that_says_what_was_said_when_and_what_comes_due(
    app: Flask, on: tuple[str, str]
) -> None:
    storm, event = on
    officer = visitor(app, "duty_officer")
    assert "/shift/handover" in {item.get("href") for item in officer.page("/shift").all("a")}
    page = officer.page("/shift/handover")
    told = text(page)
    opened, due, said = (told.index(word) for word in ("Đang mở", "Đến hạn trong ca sau", "Trong ca này"))
    assert opened < due < said
    assert "Gửi văn bản số 51/VTL cho Viettel" in told[said:]
    assert "VNPT xác nhận đã nhận văn bản (anh Nam, điện thoại)" in told[said:]
    assert "Đã gửi, chưa xác nhận: Viettel" in told[opened:due]
    assert "Thiếu báo cáo kỳ" in told[opened:due]
    assert "Kỳ báo cáo mất liên lạc: Bão số 3" in told[due:said]
    assert {f"/storms/{storm}", f"/outages/{event}"} <= {item.get("href") for item in page.all("a")}
    moments = [mark.at for mark in handover_of(registry_of(app), shift_of(
        registry_of(app), lambda file: kept_lists(registry_of(app), file.track), person=OPEN_DESK
    )).due]  # fmt: skip
    assert moments == sorted(moments)
    assert moments
    assert all(now() - dt.timedelta(minutes=5) < at <= now() + dt.timedelta(hours=12) for at in moments)
    visitor(app, "carrier").get("/shift/handover", 403)


def test_winds_that_were_measured_in_the_watch_are_handed_over(app: Flask, on: tuple[str, str]) -> None:
    storm, _event = on
    hour = now() - dt.timedelta(hours=2)
    near = NewWind("Bắc Giang", 106.20, 21.29, hour, WindSource.STATION, gust_ms=19.0)
    strong = NewWind("Lục Ngạn", 106.57, 21.37, hour, WindSource.STATION, gust_ms=30.1)
    record_winds(registry_of(app), storm, [near, strong], who="trực")
    page = visitor(app, "duty_officer").page("/shift/handover")
    assert "Ghi 2 số đo gió, mạnh nhất tại Lục Ngạn" in text(page)
    assert f"/storms/{storm}/winds" in {item.get("href") for item in page.all("a")}


def test_a_handover_also_tells_of_an_event_that_was_ended_in_the_watch(
    app: Flask, on: tuple[str, str]
) -> None:
    """What was reported in it was said in this watch, and the time of what is left of it runs on."""
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    start = now() - dt.timedelta(hours=2)
    event = open_event(
        registry, name="Đứt cáp quang", kind=EventKind.OTHER, started_at=start, first_due=start, hours=6,
        operators=("VTL",), who="trực",
    )  # fmt: skip
    station = station_book(registry).of_operator["VTL"][1]
    fallen = Incident(
        id="", event=event.id, operator="VTL", kind=IncidentKind.MAST, commune=station.commune,
        site=station.site, code=station.code, occurred_at=start, detected_at=start,
    )  # fmt: skip
    add_incident(registry, fallen, who="trực")
    change_event(registry, event.id, seen=1, who="trực", public=True)
    change_event(registry, event.id, seen=2, who="trực", public=False)
    close_event(registry, event.id, seen=3, who="trực")
    told = text(officer.page("/shift/handover"))
    due, said = told.index("Đến hạn trong ca sau"), told.index("Trong ca này")
    assert f"Hạn xử lý sự cố {station.code}" in told[due:said]
    assert f"Ghi sự cố {station.code}" in told[said:]
    assert "Kết thúc sự kiện mất liên lạc: Đứt cáp quang" in told[said:]
    assert "Mở sự kiện mất liên lạc: Đứt cáp quang" in told[said:]
    assert " Công khai tổng hợp theo khu vực: Đứt cáp quang" in told[said:]
    assert "Ngừng công khai tổng hợp theo khu vực: Đứt cáp quang" in told[said:]


def test_what_a_newer_letter_took_the_place_of_is_not_due_in_the_next_watch(
    app: Flask, on: tuple[str, str]
) -> None:
    registry, officer, (storm, _event) = registry_of(app), visitor(app, "duty_officer"), on
    officer.post(f"/storms/{storm}/letters", {"version": str(get_storm(registry, storm).storm.version)})
    drafts = [one for one in list_orders(registry, storm) if one.state is OrderState.DRAFT]
    newer = next(one for one in drafts if one.recipient == "VTL")
    officer.post(f"/storms/letters/{newer.id}/sent", {"version": "1", "number": "60/VTL"})
    soon = dt.datetime.fromisoformat(newer.first_by) - dt.timedelta(hours=1)
    shift = shift_of(registry, lambda file: kept_lists(registry, file.track), person=OPEN_DESK, now=soon)
    asked = [mark.note for mark in handover_of(registry, shift).due if mark.what is What.FIRST_WORK]
    assert "60/VTL" in asked
    assert "51/VTL" not in asked


@pytest.mark.parametrize("shown", [1, 2])
def test_what_is_beyond_the_first_lines_stands_behind_its_number_and_nothing_else(
    app: Flask, on: tuple[str, str], monkeypatch: pytest.MonkeyPatch, shown: int
) -> None:
    officer = visitor(app, "duty_officer")
    monkeypatch.setattr("web.storm.shift.SHOWN", 10_000)
    whole = officer.page("/shift")
    assert not [one for one in whole.all("details") if "shift-rest" in one.get("class", "")]
    monkeypatch.setattr("web.storm.shift.SHOWN", shown)
    page = officer.page("/shift")
    assert links(page) == links(whole)
    html = officer.get("/shift").get_data(as_text=True)
    folded = re.findall(r'(?s)<details class="shift-rest".*?</details>', html)
    assert folded
    for one in folded:
        said = re.search(r"Còn (\d+) mục nữa", one)
        assert said
        assert one.count('<a class="shift-item') == int(said[1]) > 0
