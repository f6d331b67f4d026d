"""What a bulletin itself says of gusts on land is found in its own words, and nothing else is."""

import unicodedata

import pytest

from registry.storm.sources.land_gusts import MOST, gusts_on_land

NAMES = ("Bắc Ninh", "tỉnh Bắc Ninh")


@pytest.mark.parametrize(
    "said",
    [
        "Từ chiều 07/9, trên đất liền khu vực Đông Bắc Bộ có gió mạnh cấp 6-7, giật cấp 8-9",
        "Khu vực Bắc Ninh có gió giật cấp 8",
        "Trong mưa dông vùng núi và trung du có khả năng giật mạnh cấp 8-10",
        "Vịnh Bắc Bộ và đất liền ven biển có gió giật cấp 11",
        "Khu vực Bắc Ninh giật cấp 7 đến cấp 9",
        "Bắc Ninh có gió giật từ cấp 7 đến 9",
        "Bắc Ninh có gió cấp 6, giật cấp 7, có nơi cấp 9",
        "Bắc Ninh giật cấp 7, cấp 8",
        "Vùng núi phía Bắc có dông, giật cấp 8",
        "Các tỉnh phía Bắc có nơi gió giật mạnh cấp 8",
        "Đêm qua Bắc Ninh đã có gió giật cấp 8, đêm nay tiếp tục giật cấp 8-9",
        "Đồng bằng Bắc Bộ và Thanh Hóa có gió giật cấp 8",
        "Vùng biển Quảng Ninh giật cấp 11, khu vực Bắc Ninh giật cấp 8",
        "Bắc Ninh không loại trừ khả năng có gió giật cấp 8",
        "Bắc Ninh gió giật mạnh trên cấp 7",
        "Bắc Ninh không còn mưa lớn nhưng có gió giật cấp 8",
        "Các tỉnh miền Bắc có gió giật cấp 8",
        "Lạng Sơn, vùng núi phía Bắc có gió giật cấp 8",
        "Trung Bộ và Bắc Bộ có gió giật cấp 8",
        "Trung Quốc và tỉnh Bắc Ninh có gió giật cấp 9",
        "Các trạm BTS ở Bắc Ninh đề phòng gió giật cấp 8",
    ],
)
def test_gusts_on_land_are_told_in_the_bulletins_words(said: str) -> None:
    assert gusts_on_land(f"TIN BÃO. {said}. Đề phòng lốc, sét.", NAMES, 8) == (said,)


@pytest.mark.parametrize(
    "said",
    [
        "Trên đất liền Đông Bắc Bộ có gió cấp 5, giật cấp 6-7",
        "Vịnh Bắc Bộ có gió mạnh cấp 9-10, giật cấp 12",
        "Vùng biển ven bờ có giật cấp 9",
        "Sức gió mạnh nhất vùng gần tâm bão trên đất liền cấp 9, giật cấp 11",
        "Khu vực Lai Châu có gió giật cấp 8",
        "Khu vực Bắc Ninh có mưa to",
        "Khu vực Bắc Ninh không có gió giật cấp 8",
        "Bắc Ninh không còn gió giật cấp 8",
        "Bắc Ninh ít khả năng có gió giật cấp 8",
        "Bắc Ninh có gió giật dưới cấp 8",
        "Đêm qua Bắc Ninh đã có gió giật cấp 9",
        "Sáng nay tại Bắc Ninh đo được gió giật cấp 8",
        "Trên đất liền các tỉnh Thanh Hóa, Nghệ An có gió giật cấp 9",
        "Bắc Ninh giật cấp 6-7, vùng biển Quảng Ninh giật cấp 11",
        "Bắc Ninh giật cấp 6, 09 giờ ngày 08/9 mưa giảm",
        "Vùng biển Bắc Bộ có gió giật cấp 10",
        "Trên đất liền Nam Bộ có gió giật cấp 8",
        "Đất liền Đài Loan giật cấp 12",
        "Bão đổ bộ đất liền Quảng Đông, Trung Quốc, giật cấp 14",
        "Đồng bằng sông Cửu Long giật cấp 8",
        "Miền núi Nghệ An giật cấp 8",
        "Vùng núi phía Tây các tỉnh Thanh Hóa, Nghệ An gió giật cấp 8",
        "Chiều qua tại Bắc Ninh có gió giật cấp 8",
        "Trong 24 giờ qua Bắc Ninh có gió giật cấp 8",
        "Hồi 10 giờ, trạm Bắc Ninh gió giật cấp 8",
        "Bắc Ninh khả năng giật cấp 8 là thấp",
        "",
    ],
)
def test_the_sea_the_centre_other_provinces_and_weak_gusts_are_not(said: str) -> None:
    assert gusts_on_land(f"TIN BÃO\n{said}\n", NAMES, 8) == ()


def test_a_line_that_a_page_broke_is_one_sentence() -> None:
    said = (
        "Từ chiều 07/9, trên đất liền khu vực tỉnh Bắc Ninh và các xã, phường lân cận có gió mạnh\n"
        "cấp 6-7, giật\ncấp 8-9"
    )
    (told,) = gusts_on_land(f"{said}.\nĐề phòng lốc, sét.", NAMES, 8)
    assert told == " ".join(said.split())


def test_a_decomposed_text_reads_alike_and_the_long_and_many_are_cut() -> None:
    said = "Khu vực Bắc Ninh có gió giật cấp 8"
    assert gusts_on_land(unicodedata.normalize("NFD", said), NAMES, 8) == (said,)
    many = "\n".join(f"Ngày {day}, {said}" for day in range(1, MOST + 3))
    assert len(gusts_on_land(many, NAMES, 8)) == MOST
    (long,) = gusts_on_land(f"{said}, {'cây xanh và ' * 60}", NAMES, 8)
    assert long.endswith(" …")
    assert len(long) <= 302
