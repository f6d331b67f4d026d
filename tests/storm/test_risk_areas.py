"""The disaster levels of a bulletin with the areas that it states them for."""

import pytest

from registry.storm.sources.risk_areas import RiskArea, areas_at, differing, for_sea_alone, risk_areas

TABLE = (
    "Thời điểm dự báo\tCường độ\tCấp độ rủi ro thiên tai (Khu vực chịu ảnh hưởng)\n"
    "16h/01/12\tCấp 13, giật cấp 16\tCấp 4: phía Bắc vịnh Bắc Bộ\n"
    "04h/02/12\tCấp 12\tCấp 4: ven biển Quảng Ninh - Hải Phòng; Cấp 3: đất liền Đông Bắc Bộ\n"
)


def test_a_table_states_them_row_by_row_the_highest_first() -> None:
    found = risk_areas(TABLE)
    assert found == (
        RiskArea(4, "phía Bắc vịnh Bắc Bộ"),
        RiskArea(4, "ven biển Quảng Ninh - Hải Phòng"),
        RiskArea(3, "đất liền Đông Bắc Bộ"),
    )
    assert differing(found)


SEA, LAND = (4, "vùng biển"), (3, "đất liền Đông Bắc Bộ")


@pytest.mark.parametrize(
    ("said", "areas"),
    [
        (": Cấp 4 khu vực Bắc vịnh Bắc Bộ (gồm Cô Tô).", [(4, "khu vực Bắc vịnh Bắc Bộ (gồm Cô Tô)")]),
        (" do bão: cấp 3 đối với đất liền Đông Bắc Bộ và cấp 4 trên vùng biển.", [SEA, LAND]),
        (": cấp 3 (đất liền Đông Bắc Bộ); cấp 4 (vùng biển)", [SEA, LAND]),
    ],
)
def test_a_sentence_states_them(said: str, areas: list[tuple[int, str]]) -> None:
    found = risk_areas(f"Cấp độ rủi ro thiên tai{said}")
    assert [(item.level, item.area) for item in found] == areas
    assert differing(found)


@pytest.mark.parametrize(
    "text",
    [
        "Cấp độ rủi ro thiên tai do bão: cấp 3.",
        "Cấp độ rủi ro thiên tai: cấp 4; sức gió trên đất liền cấp 8",
        "Cấp độ rủi ro thiên tai: cấp 3, gió giật cấp 5",
        "Rủi ro thiên tai: cấp 3. Gió cấp 4 ở ven biển",
        "Gió mạnh cấp 4: ven biển Quảng Ninh",
    ],
)
def test_one_level_without_an_area_and_winds_are_none(text: str) -> None:
    found = risk_areas(text)
    assert not differing(found)
    assert all(not item.area for item in found)


@pytest.mark.parametrize(
    ("areas", "sea"),
    [
        (["vùng biển phía Bắc vịnh Bắc Bộ"], True),
        (["khu vực Bắc Biển Đông (bao gồm vùng biển quần đảo Hoàng Sa)"], True),
        (["phía Bắc vịnh Bắc Bộ", "vùng biển ven bờ Quảng Ninh - Hải Phòng"], True),
        (["phía Bắc vịnh Bắc Bộ", "đất liền Đông Bắc Bộ"], False),
        (["ven biển Quảng Ninh"], False),
        (["vịnh Bắc Bộ (bao gồm đảo Cô Tô)"], False),
        (["Đông Bắc Bộ"], False),
        (["vùng biển Thanh Hóa", ""], False),
        ([], False),
    ],
)
def test_levels_for_the_sea_alone_are_told_by_their_words(areas: list[str], sea: bool) -> None:
    assert for_sea_alone(tuple(RiskArea(3, area) for area in areas)) is sea


def test_the_areas_of_one_level_are_named_once() -> None:
    assert areas_at(TABLE, 4) == "phía Bắc vịnh Bắc Bộ, ven biển Quảng Ninh - Hải Phòng"
    assert areas_at(TABLE, 3) == "đất liền Đông Bắc Bộ"
    assert areas_at(TABLE, 2) == areas_at(TABLE, None) == areas_at("rủi ro thiên tai: cấp 3.", 3) == ""
