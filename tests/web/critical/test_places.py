"""The pages of critical places: brought in, entered, changed, closed; who may; what the outage board says."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from flask import Flask

from registry.model.outages.outages import EventKind
from registry.services.critical.places import critical_places
from registry.services.critical.served import served
from registry.services.office.calendar import now
from registry.services.outages.events import open_event
from tests.pages import Page, Pages
from tests.web.people import registry_of, visitor

HEADER = ("Tên nơi trọng yếu", "Loại nơi", "Vĩ độ", "Kinh độ", "Điện thoại")


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture(scope="module")
def duty(app: Flask) -> Pages:
    return visitor(app, "duty_officer")


def version(page: Page) -> str:
    return next(v["value"] for v in page.all("input") if v.get("name") == "version")


def test_the_illustrative_province_has_a_committee_in_every_commune(app: Flask) -> None:
    places = critical_places(registry_of(app))
    assert sum(place.kind == "committee" for place in places) == 99
    assert {place.kind.value for place in places} >= {"hospital", "dyke_post", "police", "shelter_school"}
    assert all("minh họa" in place.name and place.placed and not place.unread for place in places)
    found = served(registry_of(app))
    assert sum(len(found.masts_of(place.id)) >= 2 for place in places) > len(places) * 0.8


def test_a_place_is_entered_changed_and_closed_on_its_page(app: Flask, duty: Pages) -> None:
    typed = {
        "name": "Trạm y tế thử", "kind": "hospital", "at": "21,2735; 106,1946", "telephone": "0204 111",
        "source_day": "01/11/2026",
    }  # fmt: skip
    refused = duty.post("/critical-places/new", {**typed, "at": "gần chợ"}, 400)
    assert "CRITICAL-PLACE-NOT-READ" in refused.get_data(as_text=True)
    assert "Trạm y tế thử" in refused.get_data(as_text=True)
    there = duty.post("/critical-places/new", typed).headers["Location"]
    page = duty.page(there)
    assert "0204 111" in text_of(page)
    assert "gần nhất" in text_of(page)
    form = duty.page(f"{there}/change")
    duty.post(f"{there}/change", {**typed, "telephone": "0204 222", "version": version(form)})
    late = duty.post(f"{there}/change", {**typed, "version": version(form)}, 409)
    assert "CHANGED-MEANWHILE" in late.get_data(as_text=True)
    seen = version(duty.page(there))
    duty.post(there, {"deed": "close", "reason": "", "version": seen}, 400)
    duty.post(there, {"deed": "close", "reason": "trùng", "version": seen})
    assert "trùng" in text_of(duty.page(there))
    assert "Trạm y tế thử" in text_of(duty.page("/critical-places?show=closed"))
    assert "Trạm y tế thử" not in text_of(
        duty.page("/critical-places?q=Tr%E1%BA%A1m+y+t%E1%BA%BF+th%E1%BB%AD")
    )


def test_a_list_is_looked_at_and_then_written(app: Flask, duty: Pages) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("Kho gạo thử", "kho", 21.28, 106.2, "0204 333"))
    kept = io.BytesIO()
    made.save(kept)
    kept.seek(0)
    answer = duty.post(
        "/critical-places/file", {"list": (kept, "nơi.xlsx"), "source": "CV 5"},
        content_type="multipart/form-data",
    )  # fmt: skip
    there = answer.headers["Location"]
    page = duty.page(there)
    assert "mới 1, thay đổi 0" in text_of(page)
    assert "Chưa rõ loại nơi trọng yếu" in text_of(page)
    duty.post(there.split("?", maxsplit=1)[0], {"name": "nơi.xlsx", "source": "CV 5"})
    assert "Kho gạo thử" in text_of(duty.page("/critical-places?show=doubt"))


def test_others_look_and_carriers_see_nothing(app: Flask) -> None:
    viewer = visitor(app, "viewer")
    assert "Thêm một nơi" not in text_of(viewer.page("/critical-places"))
    viewer.post("/critical-places/new", {"name": "x"}, 403)
    assert visitor(app, "carrier").client.get("/critical-places").status_code == 403


def test_the_board_says_which_places_have_no_network_and_what_is_not_known(app: Flask, duty: Pages) -> None:
    registry = registry_of(app)
    start = now() - dt.timedelta(hours=2)
    event = open_event(
        registry, name="Bão thử", kind=EventKind.STORM, started_at=start,
        first_due=start + dt.timedelta(hours=6), hours=6, operators=("VTL", "VNPT"), who="trực",
    )  # fmt: skip
    said = text_of(duty.page(f"/outages/{event.id}"))
    assert re.search(r"Nơi trọng yếu không còn mạng chưa rõ", said)


def test_the_desk_lays_them_on_the_map(duty: Pages) -> None:
    assert 'data-layer="critical"' in duty.client.get("/").get_data(as_text=True)
    drawn = duty.client.get("/critical-places/places.json").get_json()
    assert len(drawn["features"]) > 99
