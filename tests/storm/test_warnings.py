"""Warnings of rain, flood and landslide as agencies write them: kind, hours, communes, water; never a guess
in silence."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.storm.hazards import HazardKind, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.storm.reading import read_track
from registry.storm.rivers import river_code
from registry.storm.warnings.hours import hours_of
from registry.storm.warnings.places import places_in
from registry.storm.warnings.reading import HazardReading, read_hazards
from registry.storm.warnings.water import levels_in

FILES = Path(__file__).parent / "forms"
NOW = dt.datetime(2026, 9, 10, 8, tzinfo=VIETNAM)
NAMES = ("flash.txt", "flood.txt", "rain.txt", "alert.xml")


def text(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def read(name: str) -> HazardReading:
    return read_hazards(text(name), NOW, ("Bắc Ninh", "Bắc Giang"))


def told(reading: HazardReading) -> list[tuple[str, int]]:
    return [(issue.code, issue.row) for issue in reading.issues]


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


def test_flash_floods_and_landslides_by_commune_for_six_hours() -> None:
    reading = read("flash.txt")
    assert [draft.kind for draft in reading.drafts] == [HazardKind.FLASH_FLOOD, HazardKind.LANDSLIDE]
    first = reading.drafts[0]
    assert (first.from_at, first.to_at) == (at(27, 14, 30, month=8), at(27, 20, 30, month=8))
    assert first.number == "LQSL-12/14h30/BNIN"
    assert first.source == "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH"
    assert first.unplaced == ("Lục Ngạn", "Biển Động", "Sơn Động", "Tây Yên Tử", "Không Tên")
    assert (first.rain_mm, first.disaster_level) == ((20.0, 40.0, 70.0), 1)
    assert told(reading) == []


def test_a_flood_is_a_warning_for_each_river_by_its_highest_word() -> None:
    reading = read("flood.txt")
    assert [(draft.kind, draft.level) for draft in reading.drafts] == [
        (HazardKind.FLOOD, RiverLevel("cau", "Đáp Cầu", 6.85, 3, 0.55)),
        (HazardKind.FLOOD, RiverLevel("thuong", "Phủ Lạng Thương", 6.60, 3, 0.30)),
        (HazardKind.FLOOD, RiverLevel("luc_nam", "Lục Nam", 5.40, 2, None)),
    ]
    assert {(draft.from_at, draft.to_at) for draft in reading.drafts} == {
        (at(8, 15, month=10), at(9, 3, month=10))
    }
    assert told(reading) == [("HAZARD-LEVEL-UNREAD", 8), ("HAZARD-ALARM-WORKED-OUT", 6)]
    assert {draft.disaster_level for draft in reading.drafts} == {3}


def test_rain_of_a_national_bulletin_takes_our_communes_and_says_what_it_took() -> None:
    reading = read("rain.txt")
    (draft,) = reading.drafts
    assert (draft.kind, draft.rain_mm) == (HazardKind.RAIN, (150.0, 300.0, 450.0))
    assert (draft.from_at, draft.to_at) == (at(8, 9, 30), at(11, 0))
    assert draft.unplaced == ("Sơn Động", "Lục Ngạn", "Bố Hạ")
    assert told(reading) == [("HAZARD-YEAR-TAKEN", 0), ("HAZARD-UNTIL-DAY", 0)]


def test_an_hour_after_den_is_the_end_and_one_that_has_passed_is_not() -> None:
    text = "TIN CẢNH BÁO MƯA LỚN\nTừ 19 giờ ngày 30/11 đến {} có mưa to.\nTin phát lúc 18 giờ 30."
    now = at(30, 18, 40, month=11)
    assert hours_of(text.format("19 giờ ngày 02/12"), now).to_at == at(2, 19, month=12)
    assert hours_of(text.format("7 giờ ngày 30/11"), now).to_at is None  # what has rained is no end


def test_an_alert_of_cap_in_the_readers_language() -> None:
    reading = read("alert.xml")
    (draft,) = reading.drafts
    assert (draft.kind, draft.number) == (HazardKind.FLASH_FLOOD, "VN-NCHMF-2026-0910-07")
    assert (draft.from_at, draft.to_at, draft.issued_at) == (at(10, 7), at(10, 13), at(10, 6))
    assert draft.headline == "Cảnh báo lũ quét vùng núi (Severe)"
    assert draft.unplaced == ("Sơn Động", "Lục Ngạn")
    assert draft.geometry.bounds == pytest.approx((106.552, 21.30, 107.0, 21.45), abs=1e-3)
    assert told(reading) == [("HAZARD-CAP-AREA", 1)]


@pytest.mark.parametrize(
    ("change", "code"),
    [(("Actual", "Exercise"), "HAZARD-CAP-NOT-ACTUAL"), (("Alert<", "Cancel<"), "HAZARD-CAP-CANCEL")],
)
def test_an_exercise_and_a_cancellation_are_no_warning(change: tuple[str, str], code: str) -> None:
    reading = read_hazards(text("alert.xml").replace(*change), NOW)
    assert (reading.drafts, told(reading)) == ((), [(code, 0)])


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("sông Cầu tại Đáp Cầu: 4,10m, dưới BĐ1 0,20m", RiverLevel("cau", "Đáp Cầu", 4.1, 0, None)),
        ("sông Cầu tại Đáp Cầu: 5,10m, thấp hơn BĐ2 0,20m", RiverLevel("cau", "Đáp Cầu", 5.1, 1, None)),
        ("lũ trên sông Lục Nam ở mức báo động II", RiverLevel("luc_nam", "", None, 2, None)),
        (
            "sông Thương tại trạm Cầu Sơn ở mức trên báo động 3 1,2m",
            RiverLevel("thuong", "Cầu Sơn", None, 3, 1.2),
        ),
        ("sông Thương tại Cầu Sơn 15,31m", RiverLevel("thuong", "Cầu Sơn", 15.31, None, None)),
        ("sông Thương tại Cầu Sơn lúc 7 giờ ở BĐ1", RiverLevel("thuong", "Cầu Sơn", None, 1, None)),
        ("sông Thương tại Cầu Sơn lên mức BĐ2-BĐ3", RiverLevel("thuong", "Cầu Sơn", None, 3, None)),
        ("sông Thương dao động ở BĐ1 đến trên BĐ2 0,10m", RiverLevel("thuong", "", None, 2, 0.1)),
        ("sông Thương ở mức BĐ1-2", RiverLevel("thuong", "", None, 2, None)),
        (
            "sông Cầu tại Đáp Cầu lúc 7 giờ 4,50 m, trên BĐ1 0,20 m, đến 19 giờ lên 6,40 m, trên BĐ3 0,10 m",
            RiverLevel("cau", "Đáp Cầu", 6.4, 3, 0.1),
        ),
        (
            "sông Cầu tại Đáp Cầu lúc 7 giờ 6,40 m (trên BĐ3 0,10 m), rồi xuống 4,50 m (trên BĐ1 0,20 m)",
            RiverLevel("cau", "Đáp Cầu", 6.4, 3, 0.1),
        ),
    ],
)
def test_words_of_water(words: str, level: RiverLevel) -> None:
    assert [item.level for item in levels_in(words)[0]] == [level]


def test_a_sentence_that_goes_on_about_a_station_is_of_its_river() -> None:
    """Of what is and what is foreseen the higher counts, though the forecast names no river."""
    text = (
        "Lúc 16h/01/12, mực nước sông Lục Nam tại trạm Lục Nam 5,05m, dưới BĐ2 0,25m.\n"
        "Trong 12 giờ tới, lũ trên sông Lục Nam tiếp tục lên. Đến 04h/02/12, mực nước tại trạm Lục Nam"
        " lên mức 6,10m, dưới BĐ3 0,20m; tại trạm Đáp Cầu lên mức BĐ1."
    )
    told, unread = levels_in(text)
    assert unread == []
    assert [item.level for item in told] == [
        RiverLevel("luc_nam", "Lục Nam", 6.1, 2, None), RiverLevel("cau", "Đáp Cầu", None, 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("tại nhiều xã/phường, đặc biệt tại các xã: Tân Sơn, Sa Lý.", ("Tân Sơn", "Sa Lý")),
        ("tại nhiều xã, phường, đặc biệt là các xã Tân Sơn, Sa Lý và xã Chũ.", ("Tân Sơn", "Sa Lý", "Chũ")),
        ("tại một số xã, phường, nhất là: Tân Sơn, Sa Lý.", ("Tân Sơn", "Sa Lý")),
        ("tại các xã miền núi: Tân Sơn, Sa Lý", ("Tân Sơn", "Sa Lý")),
        ("ở các xã/phường sau: Tân Sơn; Sa Lý, phường Chũ.", ("Tân Sơn", "Sa Lý", "Chũ")),
        ("ở các xã Tân Sơn, Sa Lý, các phường: Chũ.", ("Tân Sơn", "Sa Lý", "Chũ")),
        ("tại các xã, phường:\n- Tân Sơn, Sa Lý\n- Chũ\nTin phát lúc 7h", ("Tân Sơn", "Sa Lý", "Chũ")),
        ("tại các xã: Tân Sơn, Sa Lý; sạt lở có thể gây ách tắc", ("Tân Sơn", "Sa Lý")),
        (
            "tại nhiều xã, phường trên địa bàn tỉnh Bắc Ninh, đặc biệt tại các xã: Tân Sơn, Sa Lý.",
            ("Tân Sơn", "Sa Lý"),
        ),
        ("trên địa bàn các xã Tân Sơn, Sa Lý trên địa bàn tỉnh Bắc Ninh.", ("Tân Sơn", "Sa Lý")),
        ("tại các xã: địa bàn xã Tân Sơn, đồi núi Sa Lý", ("Tân Sơn",)),
        (
            "cho các xã, phường nêu trên, sau đó mở rộng sang các xã Kép, Tân Sơn, phường Chũ.",
            ("Kép", "Tân Sơn", "Chũ"),
        ),
        (
            "cho các phường: Chũ và xã Sa Lý; sau lan sang xã Kép, Tân Sơn.",
            ("Chũ", "Sa Lý", "Kép", "Tân Sơn"),
        ),
    ],
)
def test_no_commune_of_a_list_is_lost(words: str, places: tuple[str, ...]) -> None:
    assert places_in(words, ["Bắc Ninh"]) == places


def test_the_title_is_not_the_body_that_issues_it() -> None:
    """The Centre has "DỰ BÁO" in its name."""
    head = "TRUNG TÂM DỰ BÁO KHÍ TƯỢNG THỦY VĂN QUỐC GIA\n"
    (draft,) = read_hazards(f"{head}TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026", NOW).drafts
    assert (draft.headline, draft.source) == ("TIN CẢNH BÁO MƯA LỚN", head.strip())


@pytest.mark.parametrize(
    ("said", "levels"),
    [
        ("sông Lục Nam cấp 2; sông Cầu, sông Thương cấp 1.", {"luc_nam": 2, "cau": 1, "thuong": 1}),
        ("Cấp 3 trên sông Cầu; cấp 1 trên sông Thương", {"cau": 3, "thuong": 1, "luc_nam": 3}),
        ("Cấp 2.", {"cau": 2, "thuong": 2, "luc_nam": 2}),
    ],
)
def test_each_river_has_the_level_that_the_bulletin_states_for_it(said: str, levels: dict[str, int]) -> None:
    told = text("flood.txt")
    line = next(line for line in told.splitlines() if "rủi ro" in line.casefold())
    made = read_hazards(told.replace(line, f"Cấp độ rủi ro thiên tai do lũ: {said}"), NOW).drafts
    assert {draft.level.river: draft.disaster_level for draft in made} == levels


RAIN_OF_MANY = """TIN CẢNH BÁO MƯA LỚN
1. Hiện trạng: Sa Lý (Bắc Ninh) 82,4mm.
2. Dự báo: Từ đêm 10/9, ở Bắc Bộ mưa 70-150mm, có nơi trên 250mm.
{own}
4. Cấp độ rủi ro thiên tai do mưa lớn: Cấp 1.
5. Cảnh báo tác động của mưa lớn: nguy cơ xảy ra lũ quét trên suối nhỏ, sạt lở đất trên sườn dốc.
Tin phát lúc 8h00 ngày 10/9/2026
"""


@pytest.mark.parametrize(
    ("own", "rain"),
    [
        ("Riêng tỉnh Bắc Ninh: từ đêm 10/9 phổ biến 60-120mm, có nơi trên 200mm.", (60.0, 120.0, 200.0)),
        ("Riêng khu vực Bắc Ninh mưa 20-40mm.", (20.0, 40.0)),
        ("Riêng Quảng Ninh 200-300mm.", (70.0, 150.0, 250.0)),
    ],
)
def test_what_is_foreseen_for_the_province_apart_is_its_rain(own: str, rain: tuple[float, ...]) -> None:
    """What heavy rain may bring, said in the text, is no warning of its own with the rain's level."""
    drafts = read_hazards(RAIN_OF_MANY.format(own=own), NOW, ("Bắc Ninh",)).drafts
    assert [(draft.kind, draft.rain_mm, draft.disaster_level) for draft in drafts] == [
        (HazardKind.RAIN, rain, 1)
    ]


def test_the_door_of_tracks_leads_here_and_this_one_refuses_a_storm() -> None:
    for name in NAMES:
        with pytest.raises(RefusalError, match="TRACK-IS-HAZARD"):
            read_track(text(name))
    with pytest.raises(RefusalError, match="HAZARD-KIND-UNKNOWN"):
        read_hazards("Hồi 13 giờ ngày 07/9/2024, vị trí tâm bão ở khoảng 20,8 độ Vĩ Bắc", NOW)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.lists(st.tuples(st.integers(0, 3000), st.sampled_from("09m:,.\n<ộBĐ3 ")), max_size=12),
)
def test_no_damage_ends_in_anything_but_words(name: str, damage: list[tuple[int, str]]) -> None:
    letters = list(text(name))
    for place, sign in damage:
        letters[place % len(letters)] = sign
    try:
        reading = read_hazards("".join(letters), NOW, ("Bắc Ninh",))
    except RefusalError:
        return
    assert all(draft.from_at is None or draft.from_at.tzinfo for draft in reading.drafts)


THUNDER = """TIN CẢNH BÁO DÔNG, LỐC, SÉT, MƯA ĐÁ VÀ GIÓ GIẬT MẠNH
Hiện nay vùng mây đối lưu gây mưa dông cho các xã Sơn Động, An Lạc.
Cấp độ rủi ro thiên tai do lốc, sét, mưa đá: cấp 1
Tin phát lúc: 19h35 ngày 30/11/2026
"""


def test_thunder_is_a_warning_of_another_kind_and_a_storm_with_thunder_is_none() -> None:
    (draft,) = read_hazards(THUNDER, NOW).drafts
    assert (draft.kind, draft.disaster_level) == (HazardKind.OTHER, 1)
    assert draft.headline.startswith("TIN CẢNH BÁO DÔNG, LỐC, SÉT")
    storm = THUNDER.replace("CẢNH BÁO DÔNG", "BÃO SỐ 12 VÀ DÔNG")
    with pytest.raises(RefusalError, match="HAZARD-KIND-UNKNOWN"):
        read_hazards(storm, NOW)


@pytest.mark.parametrize("name", ["cau", "sông Cầu", "Sông Cau"])
def test_a_river_is_known_by_its_name_and_by_its_code(name: str) -> None:
    assert river_code(name) == "cau"
    assert river_code("sông Hồng") == "sông Hồng"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("đến ngày 02/01", dt.datetime(2027, 1, 3, tzinfo=VIETNAM)),
        ("đến 10 giờ ngày 01/01", dt.datetime(2027, 1, 1, 10, tzinfo=VIETNAM)),
        ("trong khoảng 30 phút đến 3 giờ tới", dt.datetime(2027, 1, 1, 1, tzinfo=VIETNAM)),
        ("trong 12 giờ tới lũ lên chậm; trong 24 giờ tới lũ lên BĐ2", at(1, 22, month=1).replace(year=2027)),
    ],
)
@pytest.mark.parametrize("issued", ["22h00 ngày 31/12", "22 giờ ngày 31 tháng 12 năm 2026"])
def test_a_warning_of_the_last_day_of_the_year_ends_in_the_next(
    words: str, end: dt.datetime, issued: str
) -> None:
    """Read on the next morning, too, and to the end of the longest span that it names."""
    text = f"TIN CẢNH BÁO MƯA LỚN\nTin phát lúc {issued}\nTừ nay {words}."
    for now in (dt.datetime(2026, 12, 31, 23, tzinfo=VIETNAM), dt.datetime(2027, 1, 1, 7, tzinfo=VIETNAM)):
        hours = hours_of(text, now)
        assert (hours.issued_at, hours.to_at) == (dt.datetime(2026, 12, 31, 22, tzinfo=VIETNAM), end)


@pytest.mark.parametrize(
    ("words", "rain"),
    [
        ("Dự báo: mưa phổ biến trên 100mm.", (100.0,)),
        ("Trong 3 giờ qua mưa 20-40mm. Dự báo: có mưa trên 100 mm.", (100.0,)),
        ("Trong 3 giờ qua mưa trên 100mm.", ()),
        ("Dự báo: mưa 20-40mm, có nơi trên 70mm.", (20.0, 40.0, 70.0)),
    ],
)
def test_rain_may_have_a_least_amount_alone(words: str, rain: tuple[float, ...]) -> None:
    (draft,) = read_hazards(f"TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026\n{words}", NOW).drafts
    assert draft.rain_mm == rain


def test_a_disaster_level_is_read_however_long_its_causes_are() -> None:
    said = "do lũ quét, sạt lở đất, sụt lún đất do mưa lũ hoặc dòng chảy"
    text = f"TIN CẢNH BÁO LŨ QUÉT\nTin phát lúc 8h00 ngày 10/9/2026\nCấp độ rủi ro thiên tai {said}: cấp 2"
    assert [draft.disaster_level for draft in read_hazards(text, NOW).drafts] == [2]


RAIN_OF_A_STATION = """ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH
Bắc Ninh, ngày 10 tháng 9 năm 2026
TIN CẢNH BÁO MƯA LỚN
1. {fallen}
2. Dự báo: Trong 24 giờ tới tiếp tục có mưa to, tổng lượng mưa phổ biến 100 - 180mm, có nơi trên 250mm.
{later}
Tin phát lúc: 15h30.
"""
FALLEN = (
    "Diễn biến mưa lớn đã qua: Từ 19 giờ ngày 09/9 đến 15 giờ ngày 10/9 mưa phổ biến 40 - 80mm, có nơi 96mm.",
    "Từ đêm 09/9 đến chiều 10/9 trên địa bàn tỉnh đã có mưa vừa, mưa to, phổ biến 40-80mm.",
    "Lượng mưa tính từ 19h ngày 09/9 đến 15h ngày 10/9 phổ biến 40-80mm.",
)
LATER = (
    "Bản tin tiếp theo phát lúc 21h30 ngày 10/9.",
    "Tin phát tiếp theo được phát vào lúc 21h30 ngày 10/9/2026.",
    "Thời gian ban hành bản tin tiếp theo: 21h30 ngày 10/9.",
)


@pytest.mark.parametrize("fallen", FALLEN)
@pytest.mark.parametrize("later", LATER)
def test_neither_what_fell_nor_the_next_bulletins_hour_is_this_warnings(fallen: str, later: str) -> None:
    (draft,) = read_hazards(RAIN_OF_A_STATION.format(fallen=fallen, later=later), NOW).drafts
    assert draft.rain_mm == (100.0, 180.0, 250.0)
    assert (draft.from_at, draft.to_at) == (at(10, 15, 30), at(11, 15, 30))


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Cấp 1; riêng Bắc Ninh: Cấp 2.", 2),
        ("Cấp 1, riêng tỉnh Bắc Ninh cấp 2", 2),
        ("Lạng Sơn, Quảng Ninh: cấp 2; Bắc Ninh, Thái Nguyên: cấp 1.", 1),
        ("Cấp 2 (Lạng Sơn), cấp 1 (Bắc Ninh)", 1),
        ("Lạng Sơn: cấp 2; các nơi khác: cấp 1.", 2),
    ],
)
def test_the_level_is_that_of_our_province_where_the_bulletin_names_it(said: str, level: int) -> None:
    told = text("flash.txt")
    line = next(line for line in told.splitlines() if "rủi ro" in line.casefold())
    made = read_hazards(told.replace(line, f"Cảnh báo cấp độ rủi ro thiên tai: {said}"), NOW, ("Bắc Ninh",))
    assert {draft.disaster_level for draft in made.drafts} == {level}


def test_pictures_of_a_web_page_are_no_words_and_its_ticks_are_items() -> None:
    """What a flood may bring, said in an item, is no warning of landslides with the flood's level."""
    pasted = """📍 TIN LŨ TRÊN SÔNG LỤC NAM
📍 DỰ BÁO, CẢNH BÁO
✅ Trong 12 giờ tới, lũ trên sông Lục Nam tại trạm Lục Nam lên mức BĐ2.
✅ Cảnh báo: Ngập lụt tại các xã: Lục Nam, Cẩm Lý; nguy cơ sạt lở bờ sông, đê sông.
⚠️ KHUYẾN CÁO
✅ Cảnh báo cấp độ rủi ro thiên tai do lũ: Cấp 2
Tin phát lúc: 20h00 ngày 10/9/2026
"""
    (draft,) = read_hazards(pasted, NOW, ("Bắc Ninh",)).drafts
    assert (draft.kind, draft.headline, draft.disaster_level) == (
        HazardKind.FLOOD, "TIN LŨ TRÊN SÔNG LỤC NAM", 2,
    )  # fmt: skip
    assert (draft.level.alarm, draft.unplaced) == (2, ("Lục Nam", "Cẩm Lý"))
