"""What a warning tells apart of its places, its rain and its water, and what a correction takes back."""

import datetime as dt

import pytest

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
