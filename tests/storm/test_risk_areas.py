"""The disaster levels of a bulletin with the areas that it states them for."""

import pytest

from registry.storm.reading import read_track
from registry.storm.sources.risk_areas import (
    RiskArea,
    areas_at,
    differing,
    for_sea_alone,
    level_named,
    risk_areas,
)

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


@pytest.mark.parametrize(
    ("said", "areas"),
    [
        (
            "Cấp 3: phía Bắc vịnh Bắc Bộ; ven biển Quảng Ninh; Bắc Ninh",
            "phía Bắc vịnh Bắc Bộ, ven biển Quảng Ninh, Bắc Ninh",
        ),
        ("Cấp 4: vùng biển; cấp 3: Lạng Sơn; tỉnh Bắc Ninh", "Lạng Sơn, tỉnh Bắc Ninh"),
        ("Cấp 3: Bắc Ninh; gió mạnh cấp 6", "Bắc Ninh"),
    ],
)
@pytest.mark.parametrize("lead", ["Cấp độ rủi ro thiên tai\n", "Cấp độ rủi ro thiên tai do bão: "])
def test_an_area_goes_on_after_a_semicolon(said: str, areas: str, lead: str) -> None:
    assert areas_at(lead + said, 3) == areas
    assert level_named(risk_areas(lead + said), ("Bắc Ninh",)) == 3
    assert not differing(risk_areas("Cấp độ rủi ro thiên tai: cấp 3; đề phòng gió giật; Bắc Ninh mưa to"))


def test_the_areas_of_one_level_are_named_once() -> None:
    assert areas_at(TABLE, 4) == "phía Bắc vịnh Bắc Bộ, ven biển Quảng Ninh - Hải Phòng"
    assert areas_at(TABLE, 3) == "đất liền Đông Bắc Bộ"
    rows = "Cấp độ rủi ro\nCấp 4: ven biển Quảng Ninh, Hải Phòng\nCấp 4: Hải Phòng, Bắc Ninh (xã A, xã B)"
    assert areas_at(rows, 4) == "ven biển Quảng Ninh, Hải Phòng, Bắc Ninh (xã A, xã B)"
    assert areas_at(TABLE, 2) == areas_at(TABLE, None) == areas_at("rủi ro thiên tai: cấp 3.", 3) == ""


ROWS = (
    ("07h/02/12", "20,9N-106,6E", "Cấp 9-10, giật cấp 13", "Cấp 4: vịnh Bắc Bộ\nCấp 3: Hà Nội, Bắc Ninh"),
    ("19h/02/12", "21,6N-104,6E", "< Cấp 6", "Cấp 3: Bắc Bộ"),
)
NOT_THE_STORMS = (
    "\nCảnh báo cấp độ rủi ro thiên tai do mưa lớn: cấp 2.\n"
    "Cấp độ rủi ro thiên tai do lũ quét, sạt lở đất khu vực Bắc Ninh: cấp 1; riêng vùng núi cấp 5\n"
)


@pytest.mark.parametrize("between", ["\t", "\n"])
@pytest.mark.parametrize(
    "heading",
    [
        "Cấp độ rủi ro thiên tai (Khu vực chịu ảnh hưởng)",
        "Cấp độ rủi ro thiên tai\n(Khu vực chịu ảnh hưởng)",
        "Cấp độ\nrủi ro thiên tai",
        "Cấp độ rủi ro thiên tai",
        "Cấp độ RRTT",
    ],
)
def test_a_table_states_them_however_its_heading_breaks(heading: str, between: str) -> None:
    head = between.join(("Thời điểm dự báo", "Vị trí", "Cường độ", heading))
    found = risk_areas("\n".join((head, *(between.join(row) for row in ROWS))))
    assert [(item.level, item.area) for item in found] == [
        (4, "vịnh Bắc Bộ"),
        (3, "Hà Nội, Bắc Ninh"),
        (3, "Bắc Bộ"),
    ]
    assert level_named(found, ("Bắc Ninh",)) == 3


def test_a_level_of_rain_or_flood_is_none_of_the_storms() -> None:
    seen = (
        "TIN BÃO (CƠN BÃO SỐ 9)\nHồi 01 giờ ngày 02/12/2026, vị trí tâm bão ở vào khoảng 20,2 độ Vĩ Bắc; "
        "108,4 độ Kinh Đông. Sức gió mạnh nhất vùng gần tâm bão mạnh cấp 9, giật cấp 12.\n"
    )
    table = "Thời điểm dự báo\tVị trí\tCường độ\tCấp độ rủi ro thiên tai\n"
    text = seen + table + "\n".join("\t".join(row) for row in ROWS)
    assert risk_areas(text + NOT_THE_STORMS) == risk_areas(text)
    tracks = [read_track(one).track for one in (text, text + NOT_THE_STORMS)]
    levels = [[point.disaster_level for point in track.points] for track in tracks if track is not None]
    assert levels == [[None, 4, 3]] * 2
    own = "Cấp độ rủi ro thiên tai do bão, mưa lớn: cấp 3."
    assert [item.level for item in risk_areas(own)] == [3]
