"""What a warning tells apart of its places, its rain and its water, and what a correction takes back."""

import datetime as dt

import pytest

from registry.model.storm.hazards import RiverLevel
from registry.model.vietnam_time import VIETNAM
from tests.storm.test_warning_wordings import STATION, drafts

AIR = "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\nTIN {}\nTin phát lúc 15h10' ngày 02/12/2026\n{}\n"


@pytest.mark.parametrize(
    ("title", "said", "places"),
    [
        (
            "CẢNH BÁO MƯA LỚN",
            "Khu vực tỉnh Bắc Ninh có mưa 50-90mm. Riêng các xã vùng núi Sa Lý, An Lạc 80-120mm.",
            (),
        ),
        ("KHÔNG KHÍ LẠNH TĂNG CƯỜNG", "Bắc Ninh 8-11 độ, các xã vùng cao An Lạc, Vân Sơn 3-5 độ.", ()),
        ("CẢNH BÁO MƯA LỚN", "Mưa to ở các xã vùng cao An Lạc, Vân Sơn.", ("An Lạc", "Vân Sơn")),
        (
            "CẢNH BÁO DÔNG",
            "Dông ở các xã, phường phía Tây tỉnh (Hiệp Hòa, Hợp Thịnh), sau sang các phường Nếnh, Vân Hà.",
            ("Hiệp Hòa", "Hợp Thịnh", "Nếnh", "Vân Hà"),
        ),
        (
            "CẢNH BÁO MƯA LỚN",
            "Mưa ở các xã ven sông Cầu: Tam Đa, Phù Lãng; ven sông Thương: Đa Mai.",
            ("Tam Đa", "Phù Lãng", "Đa Mai"),
        ),
    ],
)
def test_where_it_is_worse_is_not_all_that_is_warned(title: str, said: str, places: tuple[str, ...]) -> None:
    (draft,) = drafts(AIR.format(title, said))
    assert draft.unplaced == places
    assert draft.issued_at == dt.datetime(2026, 12, 2, 15, 10, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "said",
    [
        "Tại bản tin phát lúc 14h00 ngày 02/12/2026 đã ghi 150-250mm, nay đính chính là 50-90mm;",
        "Lượng mưa 150-250mm nay được sửa thành 50-90mm,",
        "Dự báo mưa 50-90mm (không phải 150-250mm),",
    ],
)
def test_a_correction_has_not_the_rain_and_hours_that_it_takes_back(said: str) -> None:
    text = f"{STATION}ĐÍNH CHÍNH TIN MƯA LỚN\n{said} đến 19h ngày 03/12 (không phải đến 19h ngày 04/12).\n"
    (draft,) = drafts(text + "Phát tin lúc 16h00 ngày 02/12/2026\n")
    assert (draft.rain_mm, draft.source) == ((50.0, 90.0), STATION.strip())
    assert draft.issued_at == dt.datetime(2026, 12, 2, 16, tzinfo=VIETNAM)
    assert draft.to_at == dt.datetime(2026, 12, 3, 19, tzinfo=VIETNAM)


def test_water_of_a_sentence_without_a_river_is_of_the_only_one() -> None:
    text = (
        "TIN LŨ TRÊN SÔNG CẦU\nPhát lúc 9h ngày 02/12/2026\nSông Cầu tại Đáp Cầu 6,38 m, trên BĐ3 0,08 m.\n"
        "Dự báo: đỉnh lũ 6,45-6,50 m. Mực nước lũ lịch sử năm 1971 là 7,84 m.\n"
    )
    assert [one.level.metres for one in drafts(text)] == [6.5]
    other = text + "Sông Thái Bình lên."
    assert [one.level.metres for one in drafts(other)] == [6.38], "of which of two is not known"


def test_cold_lasts_to_about_a_day() -> None:
    (draft,) = drafts(AIR.format("RÉT ĐẬM", "Đợt rét kéo dài đến khoảng ngày 08/12."))
    assert draft.to_at == dt.datetime(2026, 12, 9, tzinfo=VIETNAM)


def test_each_station_of_a_list_is_of_its_river() -> None:
    text = (
        "TIN DỰ BÁO LŨ\nPhát lúc 15h ngày 02/12/2026\nDự báo: tại Đáp Cầu lên mức 5,35m (>BĐ2: 0,05m); "
        "Phủ Lạng Thương 5,50m (>BĐ2: 0,20m); Lục Nam: 5,85m (>BĐ2: 0,55m).\nNgập các xã: Lục Nam, Tam Đa.\n"
    )
    assert [one.level for one in drafts(text)] == [
        RiverLevel("cau", "Đáp Cầu", 5.35, 2, 0.05),
        RiverLevel("thuong", "Phủ Lạng Thương", 5.5, 2, 0.2),
        RiverLevel("luc_nam", "Lục Nam", 5.85, 2, 0.55),
    ]
    assert {one.unplaced for one in drafts(text)} == {("Lục Nam", "Tam Đa")}


def test_an_order_of_alarm_is_a_flood() -> None:
    order = (
        "CHI CỤC THỦY LỢI TỈNH BẮC NINH\nLệnh báo động lũ số II trên sông Cầu, số I trên sông Thương\n"
        "Hồi 15 giờ 00 phút, ngày 02 tháng 12 năm 2026\nMực nước sông Cầu tại Đáp Cầu: +5,32 m.\n"
    )
    levels = [one.level for one in drafts(order)]
    assert RiverLevel("cau", "Đáp Cầu", 5.32, 2, None) in levels
    assert "Hồi" not in drafts(order)[0].headline


def test_a_call_that_passes_a_bulletin_on_has_its_hour() -> None:
    call = (
        "CÔNG ĐIỆN\nVề việc chủ động ứng phó với mưa lớn, lũ quét\nTheo tin của Đài KTTV tỉnh phát lúc 14h "
        "ngày 02/12/2026: từ nay đến hết ngày 04/12 có mưa to, nguy cơ lũ quét tại các xã: Sa Lý, An Lạc.\n"
    )
    found = drafts(call)
    assert found
    assert {one.issued_at for one in found} == {dt.datetime(2026, 12, 2, 14, tzinfo=VIETNAM)}
    assert {one.unplaced for one in found} == {("Sa Lý", "An Lạc")}


def test_the_heading_of_a_table_is_no_commune() -> None:
    text = "TIN CẢNH BÁO LŨ QUÉT\nPhát lúc 9h ngày 02/12/2026\nTT\tXã, phường\tThôn\n1\tXã Sa Lý\tRì\n"
    assert {one.unplaced for one in drafts(text)} == {("Sa Lý",)}
