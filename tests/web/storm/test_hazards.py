"""Rain, flood and landslide by their pages: pasted, looked at, recorded, corrected, withdrawn."""

import datetime as dt
import re
from pathlib import Path

import pytest
from flask import Flask

from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.storm.hazards.exposure import all_hazards
from tests import storm as storm_tests
from tests.pages import Page, Pages
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text, version

FORMS = Path(storm_tests.__file__).parent / "forms"
CIRCLE = area_text(ChosenArea((AreaPart(PartKind.CIRCLE, ((106.1946, 21.2734),), radius_m=9000),)))


def filled(page: Page) -> dict[str, str]:
    """What a browser would send of the form that is looked at."""
    sent = [v for v in page.all("input") if v.get("type") != "checkbox" or "checked" in v]
    fields = {v["name"]: v.get("value", "") for v in sent if v.get("name")}
    return {name: value for name, value in fields.items() if name not in {"csrf_token", "file", "commune"}}


def test_a_pasted_flood_is_looked_at_recorded_corrected_and_withdrawn(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    assert "Chưa ghi cảnh báo nào cho lúc này" in text(officer.page("/hazards"))
    storm = {
        "deed": "read",
        "text": "Hồi 13 giờ ngày 07/9/2024, tâm bão ở 20,8 độ Vĩ Bắc; 107,1 độ Kinh Đông",
    }
    assert "HAZARD-KIND-UNKNOWN" in officer.post("/hazards/new", storm, 400).get_data(as_text=True)
    flood = (FORMS / "flood.txt").read_text(encoding="utf-8")
    assert "TRACK-IS-HAZARD" in officer.post("/storms/new", {"deed": "read", "text": flood}, 400).get_data(
        True
    )
    read = Page(officer.post("/hazards/new", {"deed": "read", "text": flood}, 200).get_data(as_text=True))
    assert "Câu này nói về mực nước hoặc báo động nhưng không đọc được" in text(read)
    form = filled(read)
    assert (form["row-0-river"], form["row-0-metres"]) == ("sông Cầu", "6,85")
    assert form["from_at"] == "08/10/2026 15:00"
    kept = officer.post("/hazards/new", {**form, "deed": "save", "source": "", "row-1-kind": "flood"}, 400)
    assert "HAZARD-NO-SOURCE" in kept.get_data(as_text=True)
    assert 'value="6,60"' in kept.get_data(as_text=True) or 'value="6,6"' in kept.get_data(as_text=True)
    save = {**form, "deed": "save", "from_at": "01/01/2026 00:00", "to_at": "12/01/2026 00:00"}
    officer.post("/hazards/new", {**save, "row-0-kind": "", "row-1-kind": "flood", "row-1-alarm": "3"}, 303)
    listed = officer.page("/hazards")
    (address,) = set(
        re.findall(r"/hazards/[0-9a-f-]{20,}", " ".join(link["href"] for link in listed.all("a")))
    )
    page = officer.page(address)
    assert "sông Thương tại Phủ Lạng Thương: cao nhất 6,60 m" in text(page)
    assert "TIN LŨ KHẨN CẤP" in text(page)
    seen = version(officer, address)
    refused = officer.post(address, {"deed": "withdraw", "version": seen, "reason": ""}, 400)
    assert "HAZARD-REASON" in refused.get_data(as_text=True)
    correct = {**filled(officer.page(f"{address}/correct")), "row-0-kind": "flood", "row-0-metres": "6,75"}
    officer.post(f"{address}/correct", {**correct, "deed": "save", "reason": "gõ nhầm"}, 303)
    assert "6,75 m" in text(officer.page(address))
    stale = officer.post(address, {"deed": "withdraw", "version": seen, "reason": "nhầm"}, 409)
    assert "CHANGED-MEANWHILE" in stale.get_data(as_text=True)
    now = version(officer, address)
    officer.post(address, {"deed": "withdraw", "version": now, "reason": "nhầm tỉnh"}, 303)
    assert "Đã rút: nhầm tỉnh" in text(officer.page(address))
    officer.post(address, {"deed": "restore", "version": version(officer, address)}, 303)
    story = text(officer.page(address)).split("Quá trình")[1]
    deeds = ("Tính lại cảnh báo", "Rút cảnh báo: nhầm tỉnh", "Đính chính: gõ nhầm", "Ghi cảnh báo")
    assert [story.index(one) for one in deeds] == sorted(story.index(one) for one in deeds)
    assert "Trước đó ghi: lũ, ngập lụt sông Thương tại Phủ Lạng Thương: cao nhất 6,60 m" in story


def test_ground_and_roads_are_drawn_and_a_carrier_sees_its_own_masts_only(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    ground = {"kind": "low", "name": "Bãi ven sông", "river": "thuong", "alarm": "2", "area": CIRCLE}
    assert "HAZARD-NO-AREA" in officer.post("/hazards/grounds/new", {**ground, "area": ""}, 400).get_data(
        True
    )
    officer.post("/hazards/grounds/new", ground, 303)
    road = {"name": "ĐT 293", "from_at": "01/01/2026 06:00", "told_by": "CSGT", "cause": "flood", "area": ""}
    road["note"] = "tránh theo QL 31"
    officer.post("/hazards/roads/new", road, 303)
    slope = {"kind": "slope", "name": "Ta luy ven sông", "area": CIRCLE}
    officer.post("/hazards/grounds/new", slope, 303)
    around = [f"{now() + dt.timedelta(hours=hours):%d/%m/%Y %H:%M}" for hours in (-5, 5)]
    typed = {
        "deed": "save", "source": "Đài", "from_at": around[0], "to_at": around[1],
        "row-0-kind": "flood", "row-0-river": "thuong", "row-0-alarm": "3",
    }  # fmt: skip
    officer.post("/hazards/new", typed, 303)
    page = officer.page("/hazards")
    assert "cột trên đất đã biết là bị ảnh hưởng" in text(page)
    assert "Lũ, ngập lụt sông Thương: báo động 3" in text(officer.page("/shift")).replace(
        "lũ, ngập", "Lũ, ngập"
    )
    told = "ĐT 293: ngập từ 01/01 06:00, theo CSGT (tránh theo QL 31)"
    carrier = visitor(app, "carrier")
    assert told in text(page)
    assert told in text(carrier.page("/hazards")), "a detour is for those who drive"
    of_slope = re.search(
        r"Ta luy ven sông</th>.*?<td class=\"number\"[^>]*>(\d+)", officer.get("/hazards").get_data(True)
    )
    assert of_slope, "masts on a slope are counted as those on low ground are"
    assert int(of_slope[1]) > 0
    forms = re.findall(
        r'/hazards/grounds/(?!new)([\w-]+)".*?name="version" value="(\d+)".*?bản đồ: ([^"]+)"',
        officer.get("/hazards").get_data(as_text=True),
    )
    ((slope_id, version),) = [(one, seen) for one, seen, name in forms if name == "Ta luy ven sông"]
    officer.post(f"/hazards/grounds/{slope_id}", {"version": version}, 303)
    way = re.search(
        r'(/hazards/roads/(?!new)[\w-]+)".*?name="version" value="(\d+)"',
        officer.get("/hazards").get_data(True),
    )
    assert way
    officer.post(way[1], {"version": way[2], "deed": "open"}, 303)
    opened = text(officer.page("/hazards"))
    assert "Không còn đường nào bị cắt trong các đường đã báo." in opened
    assert "Chưa ai báo đường nào" not in opened
    assert "Bãi ven sông" in text(carrier.page("/hazards"))
    counts = [
        int(
            re.findall(
                r"Bãi ven sông</th>.*?<td class=\"number\"[^>]*>(\d+)", who.get("/hazards").get_data(True)
            )[0]
        )
        for who in (officer, carrier)
    ]
    assert counts[1] < counts[0]  # how many of others' masts stand there is not a carrier's to read
    addresses = _hazards(officer)
    whole, own = (text(who.page(addresses[0])) for who in (officer, carrier))
    codes = [set(re.findall(r"BGG\d+|BNH\d+", one)) for one in (whole, own)]
    assert codes[1] < codes[0]
    assert "theo mạng" not in own
    assert ("Người ghi" in whole, "Người ghi" in own) == (True, False), "officers are named to nobody outside"
    seen = re.search(
        r'grounds/[^"]+"[^>]*>.*?name="version" value="(\d+)"', officer.get("/hazards").get_data(True)
    )
    assert seen
    (taken,) = set(
        re.findall(r"/hazards/grounds/(?!new)[\w-]+", officer.get("/hazards").get_data(as_text=True))
    )
    officer.post(taken, {"version": seen[1]}, 303)
    assert "Chưa có vùng nào" in text(officer.page("/hazards"))


def _hazards(pages: Pages) -> list[str]:
    found = re.findall(
        r'href="(/hazards/(?!new|grounds|roads)[\w-]+)"', pages.get("/hazards").get_data(as_text=True)
    )
    return list(dict.fromkeys(found))


def test_the_page_of_a_storm_names_what_is_warned_of_and_the_roads_that_are_cut(
    app: Flask, storm: str
) -> None:
    officer = visitor(app, "duty_officer")
    road = {"name": "ĐT 295B", "from_at": "01/01/2026 06:00", "told_by": "CSGT", "cause": "slide", "area": ""}
    officer.post("/hazards/roads/new", road, 303)
    assert "ĐT 295B: sạt lở từ 01/01 06:00, theo CSGT" in text(officer.page(storm))


def test_a_bulletin_of_several_hazards_says_that_place_and_end_are_of_them_all(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    at = now()

    def read(title: str) -> str:
        said = (
            f"ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH\n{title}\nTừ sáng đến đêm mai có mưa to, lượng mưa 100-200mm "
            f"tại các xã Sơn Động, Lục Sơn.\nTin phát lúc 8 giờ 30 ngày {at:%d/%m/%Y}."
        )
        return officer.post("/hazards/new", {"deed": "read", "text": said}, 200).get_data(as_text=True)

    assert "nơi ở đây là của mọi dòng ở trên" in read("TIN MƯA LỚN VÀ CẢNH BÁO LŨ QUÉT, SẠT LỞ ĐẤT")
    assert "nơi ở đây là của mọi dòng ở trên" not in read("TIN MƯA LỚN")
    form = {
        "deed": "save", "source": "Đài tỉnh", "from_at": f"{at:%d/%m/%Y %H:%M}", "row-0-kind": "rain",
        "to_at": f"{at + dt.timedelta(hours=20):%d/%m/%Y %H:%M}", "area": CIRCLE,
    }  # fmt: skip
    officer.post("/hazards/new", form, 303)
    found = [link["href"] for link in officer.page("/hazards").all("a")]
    addresses = {one for one in found if re.fullmatch(r"/hazards/[0-9a-f]{20,}", one)}
    carrier = visitor(app, "carrier")
    assert any("Công văn cho doanh nghiệp" in text(officer.page(one)) for one in addresses)
    assert not any("Công văn cho doanh nghiệp" in text(carrier.page(one)) for one in addresses)


def test_each_river_keeps_the_disaster_level_that_its_bulletin_states_for_it(app: Flask) -> None:
    officer, at = visitor(app, "duty_officer"), now()
    said = (
        "ĐÀI KTTV TỈNH CẤP RIÊNG\nTIN LŨ TRÊN SÔNG CẦU, SÔNG LỤC NAM\nTrong 12 giờ tới, sông Lục Nam tại "
        "trạm Lục Nam lên mức 6,5m; sông Cầu tại trạm Đáp Cầu lên mức 5,1m.\nCấp độ rủi ro thiên tai do lũ: "
        f"sông Lục Nam cấp 2; sông Cầu cấp 1.\nTin phát lúc 8 giờ 30 ngày {at:%d/%m/%Y}."
    )
    html = officer.post("/hazards/new", {"deed": "read", "text": said}, 200).get_data(as_text=True)
    chosen = {
        name: next(iter(re.findall(r'<option value="([^"]*)" selected', options)), "")
        for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL)
    }
    assert chosen["disaster_level"] == "2", "the highest, unless a row says its own"
    officer.post("/hazards/new", {**filled(Page(html)), **chosen, "deed": "save"}, 303)
    found = [one for one in all_hazards(registry_of(app)) if one.source == "ĐÀI KTTV TỈNH CẤP RIÊNG"]
    assert {one.level.river: one.disaster_level for one in found} == {"luc_nam": 2, "cau": 1}


def test_of_a_bulletin_each_hazard_may_end_at_its_own_hour_and_be_of_the_whole_province(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    at = now().replace(second=0, microsecond=0)
    said = (
        "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH\nTIN MƯA LỚN VÀ CẢNH BÁO LŨ QUÉT, SẠT LỞ ĐẤT\n"
        "Từ sáng đến đêm mai có mưa to, lượng mưa 100-200mm tại các xã Sơn Động, Lục Sơn.\n"
        f"Tin phát lúc 8 giờ 30 ngày {at:%d/%m/%Y}."
    )
    read = Page(officer.post("/hazards/new", {"deed": "read", "text": said}, 200).get_data(as_text=True))
    communes = [one["value"] for one in read.all("input") if one.get("name") == "commune"]
    ends = [at + dt.timedelta(hours=hours) for hours in (12, 30)]
    form = {
        **filled(read), "deed": "save", "source": "Đài tỉnh riêng giờ", "from_at": f"{at:%d/%m/%Y %H:%M}",
        "to_at": f"{ends[1]:%d/%m/%Y %H:%M}", "commune": communes, "row-0-kind": "rain",
        "row-0-to_at": f"{ends[0]:%d/%m/%Y %H:%M}", "row-0-elsewhere": "1", "row-1-kind": "landslide",
    }  # fmt: skip
    wrong = officer.post("/hazards/new", {**form, "row-0-to_at": "mai"}, 400).get_data(as_text=True)
    assert "MOMENT-NOT-READ" in wrong
    assert 'name="row-0-elsewhere" value="1" checked' in wrong
    wet = officer.post("/hazards/new", {**form, "row-0-rain_most": "1.000"}, 400).get_data(as_text=True)
    assert "NUMBER-TWO-WAYS" in wet
    officer.post("/hazards/new", form, 303)
    found = [one for one in all_hazards(registry_of(app)) if one.source == "Đài tỉnh riêng giờ"]
    assert {(one.kind.value, one.to_at, one.communes) for one in found} == {
        ("rain", ends[0], ()), ("landslide", ends[1], tuple(communes)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        (("30", "60", "100"), (30.0, 60.0, 100.0), "mưa lớn 30–60 mm, có nơi trên 100 mm"),
        (("30", "", "100"), (30.0, 30.0, 100.0), "mưa lớn từ 30 mm trở lên, có nơi trên 100 mm"),
        (("", "", "100"), (0.0, 0.0, 100.0), "mưa lớn có nơi trên 100 mm"),
        (("30", "60", ""), (30.0, 60.0), "mưa lớn 30–60 mm"),
    ],
)
def test_above_what_it_rains_in_places_is_no_upper_end(
    app: Flask, typed: tuple[str, ...], kept: tuple[float, ...], said: str
) -> None:
    officer, at, source = visitor(app, "duty_officer"), now().astimezone(VIETNAM), f"Đài {'-'.join(typed)}"
    names = [f"row-0-{name}" for name in ("rain_least", "rain_most", "rain_over")]
    form = {
        "deed": "save", "source": source, "from_at": f"{at:%d/%m/%Y %H:%M}", "row-0-kind": "rain",
        "to_at": f"{at + dt.timedelta(hours=9):%d/%m/%Y %H:%M}", **dict(zip(names, typed, strict=True)),
    }  # fmt: skip
    officer.post("/hazards/new", form, 303)
    (made,) = (one for one in all_hazards(registry_of(app)) if one.source == source)
    assert made.rain_mm == kept
    assert said in " ".join(officer.page(f"/hazards/{made.id}").text).lower()
    again = filled(officer.page(f"/hazards/{made.id}/correct"))
    assert tuple(again[name] for name in names) == typed
