"""Whoever signs in starts on the page of the day's work, and may open it; the map is in the bar."""

import datetime as dt
import re

import pytest
from flask import Flask

from registry.model.people import Role
from registry.model.requests.desk import RequestKind
from registry.services.office.calendar import today
from registry.services.requests.requests import receive_request
from tests.pages import Pages
from tests.web.people import registry_of, sign_in, visitor
from web.frame import packages
from web.frame.packages import DayWork, Item

FIRST = {
    Role.CARRIER: "/today",
    Role.APPRAISER: "/today",
    Role.LEADER: "/today",
    Role.CONSULTED: "/today",
    Role.INSPECTOR: "/today",
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


def test_an_appraiser_reads_the_new_requests_by_their_clock_and_a_carrier_none_of_anothers(
    app: Flask,
) -> None:
    registry = registry_of(app)
    late, early = (
        receive_request(
            registry, None, kind=RequestKind.POSITION, organisation="VTL", officer="", who="lan",
            letter_number=number, received_on=today() - dt.timedelta(days=ago),
        )
        for number, ago in (("1/VT", 1), ("2/VT", 40))
    )  # fmt: skip
    day = visitor(app, "appraiser").page("/today")
    said = " ".join(day.text)
    assert said.index(early.number) < said.index(late.number)
    assert "quá hạn" in said
    assert f"/requests/{late.id}" in {link.get("href") for link in day.all("a")}
    own, rival = (" ".join(visitor(app, name).page("/today").text) for name in ("carrier", "rival"))
    assert early.number in own
    assert early.number not in rival
    assert "Không có hồ sơ nào đang ở cơ quan." in rival
    assert "Hồ sơ chưa ai giữ" not in own  # the office's work is none of a carrier's


def test_each_role_is_told_its_own_work_or_that_there_is_none(app: Flask) -> None:
    for role, words in (
        (Role.LEADER, "Hồ sơ chờ ban hành"),
        (Role.INSPECTOR, "Cột phải đi kiểm tra"),
        (Role.CONSULTED, "Không có văn bản nào chờ ý kiến."),
        (Role.CARRIER, "Hồ sơ đang xử lý"),
    ):
        assert words in " ".join(visitor(app, role.value).page("/today").text), role


def test_what_is_late_stands_before_what_is_not_whichever_part_it_is_of(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(at: int, words: str, *, late: bool) -> DayWork:
        return DayWork(at, (Role.APPRAISER,), words, "requests.start", lambda: [Item("việc", "/", late=late)])

    parts = [work(1, "Phần một", late=False), work(2, "Phần hai", late=True), work(3, "Phần ba", late=False)]
    monkeypatch.setattr(packages, "day_work", lambda: parts)
    said = " ".join(visitor(app, "appraiser").page("/today").text)
    assert said.index("Phần hai") < said.index("Phần một") < said.index("Phần ba")


def test_a_link_says_how_many_the_page_behind_lists_or_what_else_it_lists(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(at: int, more: str = "") -> DayWork:
        many = [Item(f"việc {n}", "/") for n in range(40)]
        return DayWork(at, (Role.INSPECTOR,), f"Phần {at}", "campaigns.listed", lambda: many, more=more)

    monkeypatch.setattr(packages, "day_work", lambda: [work(1), work(2, more="Xem từng đợt kiểm tra")])
    page = visitor(app, "inspector").get("/today").get_data(as_text=True)
    assert re.findall(r'today-more"><a href="[^"]+">([^<]+)<', page) == ["Xem cả 40", "Xem từng đợt kiểm tra"]
