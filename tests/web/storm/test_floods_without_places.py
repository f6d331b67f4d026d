"""A flood whose newer bulletin names no commune: nobody has a letter, which is said wherever it counts."""

import datetime as dt
import re

from flask import Flask

from registry.model.storm.hazards import HazardKind, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.storm.hazards.exposure import all_hazards
from tests.pages import Page
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from tests.web.storm.test_hazard_letters import drafted, warned
from tests.web.storm.test_hazards import filled

NOBODY = "hưa nêu được cột nào nên chưa có công văn"


def flood(app: Flask, source: str, **own: object) -> str:
    river = RiverLevel("cau", "Đáp Cầu", 5.4, 2, 0.1)
    return warned(app, source=source, kind_=HazardKind.FLOOD, rain_mm=(), level=river, **own)


def pasted(app: Flask) -> Page:
    """Return the form for an update that names the river alone."""
    at = now().astimezone(VIETNAM)
    told = (
        f"TIN LŨ TRÊN SÔNG CẦU\nTin phát lúc {at:%Hh%M} ngày {at:%d/%m/%Y}\n"
        "Trong 12 giờ tới mực nước sông Cầu tại Đáp Cầu lên 5,60 m, trên BĐ2 0,30 m.\n"
    )
    sent = {"deed": "read", "text": told}
    return Page(visitor(app, "duty_officer").post("/hazards/new", sent, 200).get_data(as_text=True))


def test_the_communes_of_the_last_warning_of_the_river_are_offered_not_taken(app: Flask) -> None:
    old = flood(app, "Đài lũ trước", issued_at=now() - dt.timedelta(hours=2))
    (before,) = [one for one in all_hazards(registry_of(app)) if old.endswith(one.id)]
    page = pasted(app)
    assert "cảnh báo trước của sông này nêu, chưa chọn" in text(page)
    boxes = [one for one in page.all("input") if one.get("name") == "commune"]
    assert {one["value"] for one in boxes} == {*before.communes}
    assert [one for one in boxes if "checked" in one] == []
    sent = {**filled(page), "deed": "save", "source": "Đài lũ sau", "row-0-kind": "flood", "to_at": "mai"}
    officer = visitor(app, "duty_officer")
    again = Page(officer.post("/hazards/new", sent, 400).get_data(as_text=True))
    assert {one["value"] for one in again.all("input") if one.get("name") == "commune"} == {*before.communes}
    at = now().astimezone(VIETNAM) + dt.timedelta(hours=5)
    sent |= {"to_at": f"{at:%d/%m/%Y %H:%M}", "commune": list(before.communes)}
    officer.post("/hazards/new", sent, 303)
    (made,) = [one for one in all_hazards(registry_of(app)) if one.source == "Đài lũ sau"]
    assert set(made.communes) == {*before.communes}
    assert drafted(app, f"/hazards/{made.id}")


def test_a_newer_flood_without_a_place_is_said_to_have_no_letter(app: Flask) -> None:
    officer, at = visitor(app, "duty_officer"), now()
    old = flood(app, "Đài lũ không nơi", issued_at=at - dt.timedelta(minutes=50))
    new = flood(app, "Đài lũ không nơi", issued_at=at - dt.timedelta(minutes=5), communes=())
    for path in (old, "/hazards"):
        told = text(officer.page(path))
        assert "gửi công văn mới, rồi hãy rút cảnh báo này" in told, path
        assert "Bản tin đó thay cảnh báo này thì rút cảnh báo này" not in told, path
    for path in ("/hazards", "/now", "/shift/handover"):
        assert NOBODY in text(officer.page(path)), path
    shift = text(officer.page("/shift"))
    assert re.search("Chưa có công văn.{0,200}chưa nêu được cột nào", shift, re.DOTALL)
    assert NOBODY not in text(officer.page(new)), "its own page says why"
    offered = officer.page(f"{new}/correct").all("input")
    (before,) = [one for one in all_hazards(registry_of(app)) if old.endswith(one.id)]
    assert {one["value"] for one in offered if one.get("name") == "commune"} == {*before.communes}
    assert NOBODY not in text(visitor(app, "carrier").page("/hazards"))
