"""Bulletins in the wordings of centre, region and station that were read wrong once."""

import datetime as dt

import pytest

from registry.model.storm.hazards import HazardDraft, HazardKind, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.storm.warnings.reading import read_hazards
from registry.storm.warnings.vietnamese import of_whole_province

NOW = dt.datetime(2026, 12, 2, 18, tzinfo=VIETNAM)
FLASH = "TIN CẢNH BÁO LŨ QUÉT, SẠT LỞ ĐẤT\nTin phát lúc: 09h45 ngày 02/12/2026\n{said}\n"
STATION = "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\n"


def drafts(text: str) -> tuple[HazardDraft, ...]:
    return read_hazards(text, NOW, ("Bắc Ninh",)).drafts


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (
            "Trong 3 giờ qua, các xã Vân Sơn, Lục Sơn đã có mưa to.\n"
            "Từ 1 đến 5 giờ tới nguy cơ cao: xã An Lạc, xã Dương Hưu",
            ("An Lạc", "Dương Hưu"),
        ),
        (
            "Các xã Vân Sơn, Lục Sơn đã có mưa to. Trong 3 giờ tới các xã nêu trên còn mưa.",
            ("Vân Sơn", "Lục Sơn"),
        ),
        ("Nguy cơ: phường Kinh Bắc, Võ Cường và Vũ Ninh", ("Kinh Bắc", "Võ Cường", "Vũ Ninh")),
        ("+ Nguy cơ rất cao: Sa Lý, Tân Sơn.\n+ Nguy cơ cao: An Lạc", ("Sa Lý", "Tân Sơn", "An Lạc")),
        ("Nguy cơ ở Phường Nếnh, Xã Sa Lý, Xã An Lạc", ("Nếnh", "Sa Lý", "An Lạc")),
        ("Nguy cơ tại các xã: Sa Lý, Tân Sơn. Nguy cơ rất cao: xã An Lạc", ("Sa Lý", "Tân Sơn", "An Lạc")),
        ("Xã, phường\tNguy cơ\nXã Tây Yên Tử\tCao\t2\nXã Lục Sơn\tVừa\t1", ("Tây Yên Tử", "Lục Sơn")),
        (
            "tại nhiều xã:\nTỉnh\tXã/phường\nLạng Sơn\tĐình Lập, Châu Sơn\nBắc Ninh\tSơn Động, Yên Định",
            ("Sơn Động", "Yên Định"),
        ),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nNguy cơ tại xã An Lạc, Quảng Ninh", ("An Lạc",)),
    ],
)  # fmt: skip
def test_the_places_are_those_of_what_is_foreseen(said: str, places: tuple[str, ...]) -> None:
    assert {draft.unplaced for draft in drafts(FLASH.format(said=said))} == {places}


@pytest.mark.parametrize(
    ("said", "rain"),
    [
        ("Trong 6 giờ tới mưa 20mm đến 50mm, cá biệt có điểm trên 80mm", (20.0, 50.0, 80.0)),
        ("Trong 6 giờ tới có mưa, cục bộ có nơi trên 80mm", ()),
        ("Trong 6 giờ tới mưa 30~60mm", (30.0, 60.0)),
    ],
)
def test_what_it_rains_above_in_places_is_not_what_it_rains(said: str, rain: tuple[float, ...]) -> None:
    assert {draft.rain_mm for draft in drafts(FLASH.format(said=said))} == {rain}


def test_what_a_part_about_now_says_is_not_foreseen() -> None:
    text = (
        "TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 15h00 ngày 02/12/2026\n"
        "1. {now}: Từ 7h đến 15h hôm nay các xã Sơn Động, Tây Yên Tử có mưa 30-60mm.\n"
        "2. Dự báo: Trong 12 giờ tới các xã {where} mưa 40-80 mm, có nơi trên 100mm."
    )
    for now in ("Hiện trạng", "Tình hình mưa", "Diễn biến"):
        (draft,) = drafts(text.format(now=now, where="Lục Ngạn, Biển Động"))
        assert (draft.rain_mm, draft.unplaced) == ((40.0, 80.0, 100.0), ("Lục Ngạn", "Biển Động"))
        (draft,) = drafts(text.format(now=now, where="nêu trên"))
        assert draft.unplaced == ("Sơn Động", "Tây Yên Tử")
    alone = (
        "TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 15h00 ngày 02/12/2026\nDiễn biến: đến hết ngày 04/12 mưa 40-80mm."
    )
    assert drafts(alone)[0].rain_mm == (40.0, 80.0), "the only amount there is is shown"


def test_a_span_without_trong_is_one() -> None:
    draft = drafts(
        FLASH.format(said="Từ 1 đến 5 giờ tới có mưa. Lúc từ 7 giờ tới 19 giờ ngày 02/12 đã mưa.")
    )[0]
    assert draft.to_at == dt.datetime(2026, 12, 2, 19, tzinfo=VIETNAM)
    draft = drafts(FLASH.format(said="Từ 1 đến 5 giờ tới có mưa."))[0]
    assert draft.to_at == dt.datetime(2026, 12, 2, 14, 45, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("Trong khoảng từ 17h30 đến 20h30, mưa dông ở xã An Lạc", (2, 20, 30)),
        ("Từ 17 giờ 30 đến khoảng 8 giờ tối nay có dông", (2, 20, 0)),
        ("Từ 17h30-20h30 có dông", (2, 20, 30)),
        ("Từ 22h đến 02h có dông", (3, 2, 0)),
        ("Từ nay đến 4 giờ sáng mai có dông", (3, 4, 0)),
        ("Từ 17h30 đến 20h30 có dông. Trong 6 giờ tới mưa", (2, 23, 30)),
        ("Từ 13h đến 18h đã có mưa", None),
        ("Từ 14h00 đến 17h00 đã có mưa", None),
    ],
)
def test_an_hour_without_its_day_ends_a_warning(said: str, end: tuple[int, int, int] | None) -> None:
    text = f"TIN CẢNH BÁO DÔNG, LỐC, SÉT\n{said}.\nTin phát lúc: 17h30 ngày 02/12/2026"
    until = dt.datetime(2026, 12, *end, tzinfo=VIETNAM) if end else None
    assert [one.to_at for one in drafts(text)] == [until]


@pytest.mark.parametrize("cause", ["DO MƯA LŨ TRÊN", "DO MƯA, LŨ TRÊN", "DO MƯA LŨ HOẶC DÒNG CHẢY TRÊN"])
def test_rain_and_flood_as_the_cause_are_no_warning_of_a_flood(cause: str) -> None:
    text = FLASH.format(said="").replace("SẠT LỞ ĐẤT", f"SẠT LỞ ĐẤT, SỤT LÚN ĐẤT {cause} ĐỊA BÀN TỈNH")
    assert [one.kind for one in drafts(text)] == [HazardKind.FLASH_FLOOD, HazardKind.LANDSLIDE]
    of_rain = "TIN MƯA LŨ TRÊN SÔNG CẦU\nTin phát lúc: 9h ngày 02/12/2026"
    assert [one.kind for one in drafts(of_rain)] == [HazardKind.FLOOD]


def test_a_level_after_a_comma_is_that_of_the_province_named_there() -> None:
    said = "Cấp độ rủi ro thiên tai do lũ quét: {}"
    for words, level in (("Cấp 1, Bắc Ninh cấp 2", 2), ("Cấp 1; riêng Bắc Ninh, Thái Nguyên cấp 2", 2)):
        assert {one.disaster_level for one in drafts(FLASH.format(said=said.format(words)))} == {level}


@pytest.mark.parametrize(
    "said",
    [
        "là 5,92 m (trên BĐ2 0,62 m), không phải 6,42 m (trên BĐ3 0,12 m)",
        "6,42 m nay sửa thành 5,92 m, trên BĐ2 0,62 m",
        "là 592 cm, thay vì 6,42 m, trên BĐ2 62 cm",
    ],
)
def test_a_correction_says_what_the_water_is_not(said: str) -> None:
    text = f"TIN LŨ TRÊN SÔNG LỤC NAM\nTin phát lúc 9h ngày 02/12/2026\nSông Lục Nam tại Lục Nam {said}."
    assert [one.level for one in drafts(text)] == [RiverLevel("luc_nam", "Lục Nam", 5.92, 2, 0.62)]


def test_a_table_in_centimetres_and_the_sentence_about_it_are_one_level() -> None:
    text = (
        "TIN LŨ TRÊN SÔNG CẦU\nTin phát lúc 9h ngày 02/12/2026\n"
        "Sông\tTrạm\t13h\t19h\nCầu\tĐáp Cầu\t470\t545\n"
        "Đến 19 giờ ngày 02/12 tại Đáp Cầu trên BĐ2 0,15m."
    )
    reading = read_hazards(text, NOW, ("Bắc Ninh",))
    assert [one.level for one in reading.drafts] == [RiverLevel("cau", "Đáp Cầu", 5.45, 2, 0.15)]
    assert reading.issues == ()


def test_the_year_of_a_flood_in_a_table_is_no_water() -> None:
    text = (
        "TIN LŨ TRÊN SÔNG CẦU\nTin phát lúc 9h ngày 02/12/2026\n"
        "Sông\tTrạm\t13h\tLũ lịch sử (m)\tNăm\nCầu\tĐáp Cầu\t4,70\t{}\t1971\n"
    )
    assert [one.level.metres for one in drafts(text.format("–"))] == [4.7]


TABLE = """TIN MƯA LỚN TRÊN KHU VỰC TỈNH BẮC NINH
Dự báo diễn biến trong 48 giờ tới:
Khu vực | Thời gian | Tổng lượng mưa (mm) | Cục bộ (mm)
Phía Đông | Từ chiều 02/12 - ngày 04/12 | 120 - 200 | > 280
{row}
Dự báo tác động: ngập úng tại các phường Võ Cường, Kinh Bắc.
Tin phát lúc: 16h00 ngày 02/12/2026
"""


def test_streets_that_may_flood_are_not_where_alone_it_rains() -> None:
    row = "Phía Nam (TP Bắc Ninh cũ) | Từ đêm 02/12 - ngày 03/12 | 50 - 90 | > 120"
    (draft,) = drafts(STATION + TABLE.format(row=row))
    assert (draft.unplaced, draft.rain_mm) == ((), (50.0, 200.0, 280.0))
    later = "Phía Đông | Từ đêm 04/12 - ngày 05/12 | 50 - 90 | > 120"
    assert drafts(STATION + TABLE.format(row=later))[0].rain_mm == (), "of one place in two spans: no total"


@pytest.mark.parametrize(
    "title",
    [
        "TIN CẢNH BÁO SƯƠNG MÙ DÀY ĐẶC",
        "TIN DỰ BÁO NẮNG NÓNG",
        "TIN DỰ BÁO HẠN HÁN, THIẾU NƯỚC",
        "THÔNG BÁO CẢNH BÁO CHÁY RỪNG CẤP V",
    ],
)
def test_fog_heat_drought_and_fire_are_warnings_of_another_kind(title: str) -> None:
    (draft,) = drafts(f"{title}\nPhát lúc 14h30/02/12/2026, đến hết ngày 05/12/2026.\n")
    assert (draft.kind, draft.headline) == (HazardKind.OTHER, title)


def test_a_title_goes_on_in_the_capitals_below_it() -> None:
    text = "TIN CẢNH BÁO DÔNG, LỐC, SÉT TRÊN ĐỊA BÀN\nTỈNH BẮC NINH\nTin phát lúc: 10h20 ngày 02/12/2026"
    assert drafts(text)[0].headline == "TIN CẢNH BÁO DÔNG, LỐC, SÉT TRÊN ĐỊA BÀN TỈNH BẮC NINH"


PAST = """TRUNG TÂM DỰ BÁO KHÍ TƯỢNG THỦY VĂN QUỐC GIA
TIN DỰ BÁO MƯA LỚN
1. Diễn biến mưa đã qua trong 24 giờ
Ở Bắc Bộ đã có mưa to.
Tổng lượng mưa từ 13h/01/12 đến 13h/02/12 phổ biến 40-70mm, có nơi trên 90mm như: Cấm Sơn 118mm.
2. Dự báo
- Chiều và đêm 02/12, ở Bắc Bộ mưa phổ biến 15-35mm.
- Từ sáng 03/12 đến đêm 04/12 mưa 80-160mm, có nơi trên 220mm (tập trung ở Lạng Sơn, Bắc Ninh).
Tin phát lúc: 14h00
{after}"""


@pytest.mark.parametrize("after", ["", "Bản tin tiếp theo phát lúc: 20h00 ngày 02/12.\n"])
@pytest.mark.parametrize(("day", "hour"), [(2, 18), (3, 7)])
def test_an_hour_of_issue_alone_is_of_no_day_that_has_passed(after: str, day: int, hour: int) -> None:
    now = dt.datetime(2026, 12, day, hour, tzinfo=VIETNAM)
    (draft,) = read_hazards(PAST.format(after=after), now, ("Bắc Ninh",)).drafts
    assert draft.issued_at == dt.datetime(2026, 12, 2, 14, tzinfo=VIETNAM)
    assert draft.to_at == dt.datetime(2026, 12, 5, tzinfo=VIETNAM)


def test_an_hour_of_issue_has_not_the_day_of_what_stands_below_it() -> None:
    text = "TIN MƯA LỚN\nBắc Ninh, 02/12/2026\nTin phát lúc 14h00\nTừ 19h ngày 03/12 mưa đến 20h ngày 03/12."
    assert drafts(text)[0].issued_at == dt.datetime(2026, 12, 2, 14, tzinfo=VIETNAM)


def test_what_has_fallen_is_no_forecast_whatever_line_it_stands_in() -> None:
    """The rain of our province is that of the sentence that names it, before its name or after it."""
    assert drafts(PAST.format(after=""))[0].rain_mm == (80.0, 160.0, 220.0)
    elsewhere = PAST.replace("ở Lạng Sơn, Bắc Ninh", "ở Lạng Sơn").format(after="")
    assert drafts(elsewhere)[0].rain_mm == (15.0, 35.0)


@pytest.mark.parametrize(
    ("said", "rain"),
    [
        (
            "- Phía Nam: 20 - 40mm, có nơi hơn 60mm.\n- Phía Đông: 70 - 120mm, cục bộ trên 150mm.",
            (20, 120, 150),
        ),
        ("Đêm nay mưa 20-40mm, vùng núi 50-80mm, cường suất 40-60mm/1h.", (20, 80)),
        ("Bắc Bộ mưa 100-200mm. Tỉnh Bắc Ninh mưa 30-50mm.", (30, 50)),
    ],
)
def test_parts_of_the_province_are_read_together(said: str, rain: tuple[float, ...]) -> None:
    text = f"{STATION}TIN MƯA LỚN\nTin phát lúc 14h00 ngày 02/12/2026\nDự báo trong 24 giờ tới:\n{said}\n"
    assert drafts(text)[0].rain_mm == rain


@pytest.mark.parametrize("station", ["Trạm thủy văn Lục Nam", "Trạm Lục Nam", "trạm TV Lục Nam", "Lục Nam"])
def test_a_station_is_named_without_the_word_for_it(station: str) -> None:
    text = f"TIN LŨ\nTin phát lúc 9h ngày 02/12/2026\nSông Lục Nam tại {station} lên 5,40m, trên BĐ2 0,10m."
    assert [one.level for one in drafts(text)] == [RiverLevel("luc_nam", "Lục Nam", 5.4, 2, 0.1)]


@pytest.mark.parametrize(
    "said",
    [
        ": cấp 1, riêng sông Lục Nam cấp 2",
        ": Cấp 1 (riêng sông Lục Nam: cấp 2)",
        ": các sông khác cấp 1; sông Lục Nam cấp 2",
    ],
)
def test_a_level_of_all_but_one_river_is_that_of_the_others(said: str) -> None:
    text = (
        "TIN LŨ\nTin phát lúc 9h ngày 02/12/2026\nSông Thương tại Phủ Lạng Thương lên 5,40m; sông Lục Nam "
        f"tại Lục Nam lên 6,10m.\nCấp độ rủi ro thiên tai{said}.\n"
    )
    assert {one.level.river: one.disaster_level for one in drafts(text)} == {"thuong": 1, "luc_nam": 2}


def test_the_short_word_for_the_risk_and_a_forest_rangers_office_are_read() -> None:
    text = "CHI CỤC KIỂM LÂM TỈNH BẮC NINH\nTHÔNG BÁO\n" + FLASH.format(said="Cấp độ RRTT do lũ quét: cấp 2")
    assert [(one.source, one.disaster_level) for one in drafts(text)] == [
        ("CHI CỤC KIỂM LÂM TỈNH BẮC NINH", 2)
    ] * 2


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("TRÊN ĐỊA BÀN THÀNH PHỐ HẢI PHÒNG\nTừ 02/12 vài nơi mưa to", True),
        ("\nTừ ngày 02/12, trên địa bàn thành phố có mưa to", True),
        ("\nTừ ngày 02/12, toàn thành phố có mưa to", True),
        ("\nTừ ngày 02/12, thành phố Hải Phòng có mưa to", True),
        ("\nTừ ngày 02/12, trên địa bàn thành phố Hải Dương (cũ) có mưa to", False),
        ("TRÊN ĐỊA BÀN THÀNH PHỐ CHÍ LINH\nTừ 02/12 có mưa to", False),
    ],
)
def test_a_city_is_the_whole_of_its_own_province_and_a_former_city_in_it_is_not(
    said: str, whole: bool
) -> None:
    text = f"TIN CẢNH BÁO MƯA LỚN {said}, lượng mưa 100-200 mm."
    assert of_whole_province(text, [HazardKind.RAIN], ("Thành phố Hải Phòng", "Hải Phòng")) is whole
    of_a_province = "TIN MƯA LỚN\nTừ 02/12, thành phố Bắc Ninh có mưa to 100 mm"
    assert not of_whole_province(of_a_province, [HazardKind.RAIN], ("Tỉnh Bắc Ninh", "Bắc Ninh"))
