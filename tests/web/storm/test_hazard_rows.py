"""A bulletin of several hazards at several places: every row keeps its own, and none is left out."""

import re

from flask import Flask

from registry.model.storm.hazards import HazardKind
from registry.services.office.calendar import today
from registry.services.register.context import context_for
from registry.services.storm.hazards.exposure import all_hazards
from tests.pages import Page
from tests.web.people import registry_of, visitor
from tests.web.storm.test_hazards import filled

BULLETIN = (
    "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\n{title}\nTin phát lúc 8h00 ngày 10/9/2026\n"
    "Từ nay đến hết ngày 11/9/2026, khu vực tỉnh Bắc Ninh có mưa to, lượng mưa phổ biến 70-120mm. {more}"
)
SLIDES = "Nguy cơ cao sạt lở đất tại các xã Sơn Động, Lục Ngạn."


def read(app: Flask, title: str, more: str) -> Page:
    sent = {"deed": "read", "text": BULLETIN.format(title=title, more=more)}
    return Page(visitor(app, "duty_officer").post("/hazards/new", sent, 200).get_data(as_text=True))


def sent_of(page: Page, source: str) -> dict[str, object]:
    """What a browser sends of the form as it stands."""
    boxes = [one for one in page.all("input") if one.get("type") == "checkbox" and "checked" in one]
    names = {str(one["name"]) for one in boxes}
    ticked = {name: [one["value"] for one in boxes if one["name"] == name] for name in names}
    return {**filled(page), **ticked, "deed": "save", "source": source}


def test_rain_everywhere_and_a_landslide_at_communes_are_recorded_each_at_its_place(app: Flask) -> None:
    for at, title in enumerate(("TIN CẢNH BÁO MƯA LỚN, SẠT LỞ ĐẤT", "TIN MƯA LỚN KHU VỰC TỈNH BẮC NINH")):
        page = read(app, title, SLIDES)
        kinds = [HazardKind.LANDSLIDE, HazardKind.RAIN][:: -1 if at else 1]
        chosen = {f"row-{row}-kind": kind.value for row, kind in enumerate(kinds)}
        source = f"Đài hai nơi {at}"
        visitor(app, "duty_officer").post("/hazards/new", {**sent_of(page, source), **chosen}, 303)
        made = {one.kind: one.communes for one in all_hazards(registry_of(app)) if one.source == source}
        assert made[HazardKind.RAIN] == ()
        assert len(made[HazardKind.LANDSLIDE]) == 2


def test_a_kind_with_communes_of_its_own_keeps_them_in_its_row(app: Flask) -> None:
    page = read(app, "TIN MƯA LỚN KHU VỰC TỈNH BẮC NINH", f"Nguy cơ lũ quét tại xã Tây Yên Tử. {SLIDES}")
    source = "Đài ba nơi"
    chosen = {"row-0-kind": "rain", "row-1-kind": "flash_flood", "row-2-kind": "landslide"}
    visitor(app, "duty_officer").post("/hazards/new", {**sent_of(page, source), **chosen}, 303)
    made = {one.kind: one.communes for one in all_hazards(registry_of(app)) if one.source == source}
    assert {kind: len(codes) for kind, codes in made.items()} == {
        HazardKind.RAIN: 0, HazardKind.FLASH_FLOOD: 1, HazardKind.LANDSLIDE: 2,
    }  # fmt: skip
    assert not {*made[HazardKind.FLASH_FLOOD]} & {*made[HazardKind.LANDSLIDE]}


def test_a_bulletin_of_many_periods_loses_none_and_a_row_can_be_added(app: Flask) -> None:
    days = "; ".join(f"ngày {day}/9/2026 mưa {day}-{day * 2}mm" for day in range(12, 22))
    page = read(app, "TIN CẢNH BÁO MƯA LỚN", f"Dự báo: {days}.")
    rows = [one["name"] for one in page.all("select") if re.fullmatch(r"row-\d+-kind", str(one.get("name")))]
    assert len(rows) == 11, "the amount of the whole time, and each day"
    sent = {**sent_of(page, "Đài thêm dòng"), **dict.fromkeys(rows, "rain"), "deed": "row"}
    again = visitor(app, "duty_officer").post("/hazards/new", sent, 200).get_data(as_text=True)
    assert 'name="row-11-kind"' in again
    assert 'value="Đài thêm dòng"' in again, "what was typed stays"


def test_a_row_added_by_hand_has_communes_of_its_own(app: Flask) -> None:
    page = read(app, "TIN MƯA LỚN KHU VỰC TỈNH BẮC NINH", "")
    office, source = visitor(app, "duty_officer"), "Đài dòng tay"
    added = office.post("/hazards/new", {**sent_of(page, source), "row-0-kind": "rain", "deed": "row"}, 200)
    sent = sent_of(Page(added.get_data(as_text=True)), source) | {
        "row-0-kind": "rain", "row-1-kind": "landslide",
    }  # fmt: skip
    assert sent["row-1-own"] == ""

    for wrong, why in (
        ({"row-1-own": "xã Sơn Động, xã Không Có"}, "Không Có"),
        ({"row-1-own": "xã Sơn Động", "row-1-elsewhere": "1"}, "Dòng 2 vừa chọn cả tỉnh"),
    ):
        refused = office.post("/hazards/new", {**sent, **wrong}, 400).get_data(as_text=True)
        assert why in refused
        assert f'value="{wrong["row-1-own"]}"' in refused, "what was typed stays"

    office.post("/hazards/new", {**sent, "row-1-own": "xã Sơn Động, Lục Ngạn; "}, 303)
    made = {one.kind: one.communes for one in all_hazards(registry_of(app)) if one.source == source}
    names = {unit.code: unit.name for unit in context_for(registry_of(app), today()).units.communes}
    assert {names[code] for code in made[HazardKind.LANDSLIDE]} == {"Sơn Động", "Lục Ngạn"}
    assert made[HazardKind.RAIN] == ()
