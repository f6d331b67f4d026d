"""What a handover names: the storm of every line, bulletins withdrawn, areas without power, waiting mail."""

import datetime as dt
import os

import pytest
from flask import Flask

from registry.model.outages.power_areas import PowerArea, PowerSource
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.outages.mailbox.arrivals import QUIET, inbox_folder, make_folders
from registry.services.outages.mailbox.fates import count_waiting
from registry.services.outages.mailbox.intake import take_mail
from registry.services.outages.power_areas import add_area, change_area
from registry.services.storm.storms import get_storm, list_storms, withdraw_bulletin
from tests.pages import Page
from tests.web.people import registry_of, visitor

LINE = (
    "Hồi {hour} giờ ngày {day}, vị trí tâm bão ở vào khoảng {place}. Sức gió mạnh nhất vùng gần tâm bão "
    "mạnh cấp 10, giật cấp 12."
)


def text(page: Page) -> str:
    return " ".join(page.text)


def entered(app: Flask, number: int, place: str, hours_ago: int, storm: str = "") -> str:
    at = now().astimezone(VIETNAM) - dt.timedelta(hours=hours_ago)
    line = LINE.format(hour=at.hour, day=f"{at:%d/%m/%Y}", place=place)
    form = {"text": line, "deed": "save", "storm_name": f"BAO-{number}", "number": str(number), "source": ""}
    where = f"/storms/{storm}/bulletins/new" if storm else "/storms/new"
    if storm:
        held = next(one for one in list_storms(registry_of(app)) if one.id == storm)
        form["version"] = str(held.version)
    answer = visitor(app, "duty_officer").post(where, form, 303)
    return str(answer.headers["Location"]).rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def two(app: Flask) -> tuple[str, str]:
    """Two storms; of the second a bulletin is withdrawn."""
    one = entered(app, 21, "20,1 độ Vĩ Bắc; 107,9 độ Kinh Đông", 5)
    other = entered(app, 22, "18,5 độ Vĩ Bắc; 113,8 độ Kinh Đông", 2)
    entered(app, 22, "18,7 độ Vĩ Bắc; 113,3 độ Kinh Đông", 1, other)
    file = get_storm(registry_of(app), other)
    withdraw_bulletin(
        registry_of(app), other, file.current.id, seen=file.storm.version, reason="gõ nhầm", who="trực"
    )
    return one, other


def test_every_line_of_a_storm_names_it_and_a_withdrawn_bulletin_is_said_to_be(
    app: Flask, two: tuple[str, str]
) -> None:
    told = text(visitor(app, "duty_officer").page("/shift/handover"))
    for number in (21, 22):
        assert f"Ghi bản tin số 1 (bão số {number}" in told
    assert told.count("; chưa ghi nguồn)") == 3, "a text that names no publisher is not its own publisher"
    assert told.count("; nay đã rút") == 1
    due = told[told.index("Đến hạn trong ca sau") : told.index("Trong ca này")]
    assert "Bản tin tiếp theo: bão số 22" in due, due
    assert "Bản tin tiếp theo của bão" not in told


def test_an_area_without_power_and_mail_that_waits_are_open(app: Flask, two: tuple[str, str]) -> None:
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    assert "Mất điện lưới: Lộ 471" not in text(officer.page("/shift/handover"))
    since = now() - dt.timedelta(hours=1)
    area = PowerArea("", "Lộ 471", "", since, PowerSource.PHONE, "anh Tú", feeder="471 E7.1")
    added = add_area(registry, area, who="trực")
    make_folders(registry.settings, ("VTL",))
    letter = inbox_folder(registry.settings) / "la.eml"
    letter.write_text("From: la@la.example\nSubject: bao cao\n\n3 trạm mất liên lạc\n", encoding="utf-8")
    os.utime(letter, (0, 0))
    take_mail(registry, now() + QUIET + dt.timedelta(seconds=5))
    assert count_waiting(registry) == 1
    for page in (officer.page("/shift"), officer.page("/shift/handover")):
        assert "1 tệp trong hộp thư báo cáo chờ cán bộ." in text(page)
        assert "/outages/mailbox" in {item.get("href") for item in page.all("a")}
    told = text(officer.page("/shift/handover"))
    assert "Lộ 471;" in told
    assert "vị trí trạm đang chạy không có điện lưới." in told
    assert "Mất điện lưới: Lộ 471 (anh Tú)" in told
    assert "Có điện lưới lại" not in told
    back = {"ended_at": now() - dt.timedelta(minutes=5)}
    change_area(registry, added.id, back, seen=added.version, reason="", who="trực")
    told = text(officer.page("/shift/handover"))
    assert "Có điện lưới lại: Lộ 471" in told
    assert "Lộ 471;" not in told, "what ended is open no more"
