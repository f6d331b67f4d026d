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
        "",
    ],
)
def test_the_sea_the_centre_other_provinces_and_weak_gusts_are_not(said: str) -> None:
    assert gusts_on_land(f"TIN BÃO\n{said}\n", NAMES, 8) == ()


def test_a_decomposed_text_reads_alike_and_the_long_and_many_are_cut() -> None:
    said = "Khu vực Bắc Ninh có gió giật cấp 8"
    assert gusts_on_land(unicodedata.normalize("NFD", said), NAMES, 8) == (said,)
    many = "\n".join(f"Ngày {day}, {said}" for day in range(1, MOST + 3))
    assert len(gusts_on_land(many, NAMES, 8)) == MOST
    (long,) = gusts_on_land(f"{said}, {'cây xanh và ' * 60}", NAMES, 8)
    assert long.endswith(" …")
    assert len(long) <= 302
