"""What a pasted warning says of our province in amounts, hours, levels and places, however it is written."""

import datetime as dt

import pytest

from registry.model.storm.hazards import HazardKind
from registry.model.vietnam_time import VIETNAM
from registry.storm.warnings.reading import is_warning, read_hazards

NOW = dt.datetime(2026, 12, 2, 2, tzinfo=VIETNAM)
OURS = ("Bắc Ninh",)
RAIN = "TIN MƯA LỚN\n{said}\nTin phát lúc: 02h00 ngày 02/12/2026\n"


@pytest.mark.parametrize(
    ("said", "rain"),
    [
        ("Trong 3 giờ tới mưa 30 đến 60 mm, có nơi > 80 mm.", (30.0, 60.0, 80.0)),
        ("Trong 3 giờ tới mưa > 80 mm.", (80.0,)),
        (
            "Từ đêm 02/12 đến ngày 03/12, Bắc Bộ mưa 70-150mm, có nơi trên 200mm. Riêng Thái Nguyên, "
            "Lạng Sơn, Bắc Ninh và Quảng Ninh có mưa với lượng mưa 120-200mm, cục bộ trên 300mm.",
            (120.0, 200.0, 300.0),
        ),
        (
            "Trong 3 giờ tới có mưa như sau: Lạng Sơn từ 15-30mm, có nơi trên 50mm; Bắc Ninh từ 30-50mm; "
            "Cao Bằng từ 80-90mm, có nơi trên 120mm.",
            (30.0, 50.0),
        ),
        ("Trong 6 giờ tới, các tỉnh Bắc Ninh, Lạng Sơn mưa 30-50mm, có nơi trên 80mm.", (30.0, 50.0, 80.0)),
        ("Từ 02/12 đến 03/12, Bắc Bộ mưa 100-200mm. Trung Bộ mưa có nơi trên 90mm.", (100.0, 200.0)),
    ],
)
def test_the_rain_is_that_of_our_province(said: str, rain: tuple[float, ...]) -> None:
    (draft,) = read_hazards(RAIN.format(said=said), NOW, OURS).drafts
    assert draft.rain_mm == rain


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Cấp độ rủi ro thiên tai do mưa lớn: Cấp 1. Khu vực Bắc Ninh, Lạng Sơn: cấp 2.", 2),
        ("Cấp độ rủi ro thiên tai: cấp 1 - 2.", 2),
        ("Cấp độ rủi ro thiên tai do mưa lớn: cấp 1; riêng Bắc Ninh: cấp 2-3.", 3),
        ("Cấp độ rủi ro thiên tai do mưa lớn: Cấp 2. Khu vực Lạng Sơn: cấp 3; Bắc Ninh: cấp 1.", 1),
    ],
)
def test_the_level_is_that_of_our_province_in_a_sentence_of_its_own(said: str, level: int) -> None:
    (draft,) = read_hazards(RAIN.format(said=said), NOW, OURS).drafts
    assert draft.disaster_level == level


@pytest.mark.parametrize(
    ("said", "end"),
    [
        (
            "2. Dự báo mưa trong 24 đến 48 giờ tới:\nTừ đêm 02/12 đến hết ngày 03/12, Bắc Bộ có mưa to.",
            dt.datetime(2026, 12, 4, tzinfo=VIETNAM),
        ),
        ("Trong 24 giờ tới mưa to. Mưa kéo dài đến ngày 05/12.", dt.datetime(2026, 12, 6, tzinfo=VIETNAM)),
        (
            "1. Hiện trạng: từ 01/12 đến 02/12 đã có mưa.\nTrong 3 giờ tới còn mưa to.",
            dt.datetime(2026, 12, 2, 5, tzinfo=VIETNAM),
        ),
        ("Trong khoảng từ 1-3 giờ tới còn mưa to.", dt.datetime(2026, 12, 2, 5, tzinfo=VIETNAM)),
        ("Trong khoảng từ nay đến 3 giờ tới còn mưa to.", dt.datetime(2026, 12, 2, 5, tzinfo=VIETNAM)),
        ("Từ nay đến 6 giờ tới còn mưa to.", dt.datetime(2026, 12, 2, 8, tzinfo=VIETNAM)),
        ("2. Dự báo trong 24 giờ tới:\nCòn mưa to.", dt.datetime(2026, 12, 3, 2, tzinfo=VIETNAM)),
        (
            "Trong 12 giờ tới mưa to. Đến 19 giờ ngày 03/12 mưa giảm dần.",
            dt.datetime(2026, 12, 3, 19, tzinfo=VIETNAM),
        ),
    ],
)
def test_a_bulletin_is_in_force_as_long_as_it_speaks_of(said: str, end: dt.datetime) -> None:
    (draft,) = read_hazards(RAIN.format(said=said), NOW, OURS).drafts
    assert draft.to_at == end


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("Các xã Yên Thế, Bố Hạ, Tam Tiến có mưa to.", ("Yên Thế", "Bố Hạ", "Tam Tiến")),
        ("Các huyện Sơn Động, Lục Ngạn cũ có mưa to.", ("huyện Sơn Động", "huyện Lục Ngạn")),
        (
            "Các xã, phường thuộc huyện Lục Nam, Yên Thế cũ\t100 - 180\t80",
            ("huyện Lục Nam", "huyện Yên Thế"),
        ),
        (
            "Các xã, phường thuộc huyện Sơn Động, thị xã Chũ cũ và các xã Kép, Tiên Lục.",
            ("huyện Sơn Động", "thị xã Chũ", "Kép", "Tiên Lục"),
        ),
        ("Thị xã Chũ cũ: Phường Phượng Sơn; xã Nam Dương.", ("Phượng Sơn", "Nam Dương")),
        ("Các xã, phường thuộc thành phố Bắc Ninh cũ.", ("thành phố Bắc Ninh",)),
        ("Các xã: Lục Nam, Cẩm Lý (huyện Lục Nam cũ).", ("Lục Nam", "Cẩm Lý")),
        ("Các xã, phường: P. Chũ, P.Phượng Sơn, X. Kép, Quế Võ…", ("Chũ", "Phượng Sơn", "Kép", "Quế Võ")),
        (
            "Tại các xã (trước là H. Sơn Động, TX Chũ): An Lạc, Sa Lý, Tân Sơn.",
            ("An Lạc", "Sa Lý", "Tân Sơn"),
        ),
        ("Các xã thuộc TX Chũ, TP. Bắc Giang cũ.", ("thị xã Chũ", "thành phố Bắc Giang")),
        ("Vùng núi (các xã thuộc huyện Sơn Động cũ): 120 – 180 mm; vùng thấp: 70 – 90 mm.", ()),
        ("Các xã thuộc huyện Sơn Động cũ\t100 - 180\nCác xã, phường còn lại\t80 - 90", ()),
    ],
)
def test_a_former_district_is_no_commune_of_its_name(said: str, places: tuple[str, ...]) -> None:
    (draft,) = read_hazards(RAIN.format(said=said), NOW, OURS).drafts
    assert draft.unplaced == places


def test_a_table_of_amounts_that_is_not_read_is_said() -> None:
    table = "Trong 24 giờ tới có mưa to.\nKhu vực\tTổng lượng mưa (mm)\nPhía Đông\t150 - 250, có nơi > 300\n"
    reading = read_hazards(RAIN.format(said=table), NOW, OURS)
    assert [draft.rain_mm for draft in reading.drafts] == [()]
    assert [(one.code, one.value) for one in reading.issues] == [
        ("HAZARD-RAIN-UNREAD", "Tổng lượng mưa (mm)")
    ]
    read = read_hazards(RAIN.format(said=table + "Bắc Ninh mưa 150-250mm.\n"), NOW, OURS)
    assert [one.code for one in read.issues] == []


@pytest.mark.parametrize(
    "said", ["TIN CUỐI CÙNG VỀ LŨ TRÊN SÔNG CẦU", "TIN LŨ\nĐây là bản tin cuối cùng về đợt lũ này.", "TIN LŨ"]
)
def test_a_last_bulletin_asks_to_withdraw_what_stands_and_for_no_end(said: str) -> None:
    reading = read_hazards(f"{said}\nTin phát lúc: 02h00 ngày 02/12/2026\n", NOW, OURS)
    last = "cuối cùng" in said.lower()
    assert [one.code for one in reading.issues] == ["HAZARD-LAST" if last else "HAZARD-NO-END"]


def test_what_heavy_rain_does_is_no_warning_of_the_rain() -> None:
    said = RAIN.format(said="Trong 3 giờ tới.").replace("MƯA LỚN", "CẢNH BÁO NGẬP LỤT DO MƯA LỚN Ở ĐÔ THỊ")
    assert [draft.kind for draft in read_hazards(said, NOW, OURS).drafts] == [HazardKind.FLOOD]


STATION = "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\n"


@pytest.mark.parametrize(
    ("issuer", "table", "rain"),
    [
        (
            STATION,
            "Khu vực\tTổng lượng mưa (mm)\nPhía Đông (Sơn Động cũ)\t150 - 250, có nơi > 300\n"
            "Các nơi còn lại\t80 – 150\n",
            (80.0, 250.0, 300.0),
        ),
        (
            STATION,
            "TT\tKhu vực\tMưa phổ biến (mm)\tCó nơi (mm)\n"
            "1\tPhía Đông\t100-180\t> 250\n2\tPhía Tây\t70-90\t120\n",
            (70.0, 180.0, 250.0),
        ),
        (STATION, "Lượng mưa dự báo (mm):\n- Phía Đông: 60 - 100\n- Phía Tây: 30 đến 50\n", (30.0, 100.0)),
        (
            "",
            "Tỉnh\tLượng mưa (mm)\nLạng Sơn\t50-100\nBắc Ninh\t100-200, cục bộ trên 300\nCao Bằng\t150-400\n",
            (100.0, 200.0, 300.0),
        ),
        ("", "Khu vực\tLượng mưa (mm)\nĐông Bắc\t50-100\nViệt Bắc\t100-200\n", ()),
        (STATION, "Khu vực\tMưa ngày 02/12 (mm)\tMưa ngày 03/12 (mm)\nPhía Đông\t20-40\t50-90\n", ()),
        (
            STATION,
            "Khu vực\tMưa ngày 02/12 (mm)\tMưa ngày 03/12 (mm)\tTổng (mm)\nPhía Đông\t20-40\t50-90\t70-130\n",
            (70.0, 130.0),
        ),
        (STATION, "Ngày\tLượng mưa (mm)\nNgày 02/12\t50-80\nNgày 03/12\t20-40\n", ()),
        (STATION, "Khu vực\tLượng mưa (mm)\nPhía Đông\t150-80\n", ()),  # turned: a slip of the pen
        (STATION, "Trạm\tLượng mưa 24 giờ qua (mm)\nSơn Động\t85 - 90\n", ()),
    ],
)
def test_rows_of_a_table_are_in_the_unit_of_its_heading(
    issuer: str, table: str, rain: tuple[float, ...]
) -> None:
    said = f"Trong 24 giờ tới có mưa to.\n{table}Cấp độ rủi ro thiên tai: cấp 1."
    reading = read_hazards(issuer + RAIN.format(said=said), NOW, OURS)
    assert [draft.rain_mm for draft in reading.drafts] == [rain]
    unread = [one.code for one in reading.issues if one.code == "HAZARD-RAIN-UNREAD"]
    assert bool(unread) == (not rain and "qua" not in table)


def test_a_line_broken_at_the_edge_of_a_page_goes_on_below() -> None:
    said = (
        "Trong 6 giờ tới, các tỉnh trên tiếp tục có mưa với lượng mưa tích lũy phổ biến như sau: Lạng\n"
        "Sơn từ 20-40mm; Bắc\nNinh từ 30-\n60mm, có nơi trên 100mm.\n"
        "- Lạng Sơn: Mẫu Sơn, Đình Lập,\nChâu Sơn;\n"
        "- Bắc Ninh: An Lạc, Dương Hưu, Vân Sơn, Biển Động,\nSa Lý, Tân Sơn,\nLục Sơn.\n"
    )
    (draft,) = read_hazards(RAIN.format(said=said), NOW, OURS).drafts
    assert draft.unplaced == ("An Lạc", "Dương Hưu", "Vân Sơn", "Biển Động", "Sa Lý", "Tân Sơn", "Lục Sơn")


@pytest.mark.parametrize(
    "below",
    [
        "Các phường: Chũ",
        "Đề nghị các địa phương chủ động phòng tránh",
        "Nhân dân các địa phương chủ động phòng tránh; " + "hạn chế đi qua nơi ngập sâu, " * 4,
    ],
)
def test_a_long_list_without_a_stop_ends_where_another_sentence_begins(below: str) -> None:
    communes = ("Sa Lý", "Tân Sơn", "Biển Động", "Phong Vân", "Phong Minh", "Hộ Đáp", "Sơn Hải")
    said = f"Mưa to tại các xã: {', '.join(communes)}, Cấm Sơn, Lục Sơn\n{below}\n"
    (draft,) = read_hazards(RAIN.format(said=said), NOW, OURS).drafts
    assert draft.unplaced[:9] == (*communes, "Cấm Sơn", "Lục Sơn")


def test_a_long_row_of_a_table_is_no_measure_of_broken_lines() -> None:
    said = (
        "Mưa to đến rất to từ chiều tối tại các xã: Sa Lý, Biển Động, Lục Sơn, Tân\nSơn, Vân Sơn.\n"
        f"Trạm\t{'Lượng mưa đã đo được trong 24 giờ qua '.ljust(40) * 3}\tGhi chú"
    )
    (draft,) = read_hazards(RAIN.format(said=said), NOW, OURS).drafts
    assert draft.unplaced[-2:] == ("Tân Sơn", "Vân Sơn")


def test_an_issue_names_the_line_of_the_text_as_it_was_pasted() -> None:
    said = "Nguy cơ cao tại các xã:\nSa Lý,\nTân Sơn.\nSông Cầu có báo động nhưng chữ bị mờ.\n"
    text = "TIN LŨ TRÊN SÔNG CẦU\n" + said + "Tin phát lúc: 02h00 ngày 02/12/2026. Trong 6 giờ tới lũ lên.\n"
    rows = {one.code: one.row for one in read_hazards(text, NOW, OURS).issues}
    assert rows == {"HAZARD-LEVEL-UNREAD": 5}


@pytest.mark.parametrize("sep", ["\x0b", "\x0c", "\r", "\u2028", "\n\x0c"])
def test_breaks_of_word_and_pages_of_a_pdf_are_lines(sep: str) -> None:
    lines = ("ĐÀI KTTV TỈNH", "TIN LŨ TRÊN SÔNG CẦU", "1. Tình hình", "Sông Cầu có báo động nhưng chữ bị mờ.")
    text = sep.join((*lines, "Tin phát lúc: 02h00 ngày 02/12/2026. Trong 6 giờ tới lũ lên."))
    assert is_warning(text)
    reading = read_hazards(text, NOW, OURS)
    assert [one.code for one in reading.issues] == ["HAZARD-LEVEL-UNREAD"]
    assert reading.issues[0].row == text.splitlines().index(lines[3]) + 1


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("TIN CẢNH BÁO DÔNG, LỐC, SÉT, MƯA ĐÁ VÀ MƯA LỚN CỤC BỘ", [HazardKind.RAIN, HazardKind.OTHER]),
        ("TIN CẢNH BÁO MƯA DÔNG, LỐC, SÉT", [HazardKind.OTHER]),
        ("TIN GIÓ MÙA ĐÔNG BẮC VÀ RÉT", [HazardKind.OTHER]),
        ("TIN KHÔNG KHÍ LẠNH TĂNG CƯỜNG", [HazardKind.OTHER]),
        ("TIN MƯA LỚN DO KHÔNG KHÍ LẠNH", [HazardKind.RAIN]),
    ],
)
def test_thunder_beside_rain_and_wind_and_cold_are_warnings_too(title: str, kinds: list[HazardKind]) -> None:
    text = f"{title}\nTin phát lúc: 02h00 ngày 02/12/2026\nTrong 3 giờ tới.\n"
    assert [draft.kind for draft in read_hazards(text, NOW, OURS).drafts] == kinds


@pytest.mark.parametrize("sep", ["/", " - ", "-", " – ", " ngày ", ", "])
def test_a_day_after_hour_and_minute_is_not_taken_from_the_minutes(sep: str) -> None:
    text = f"TIN MƯA LỚN\nTin phát lúc: 01h20{sep}02/12/2026\nTrong 3 giờ tới mưa to.\n"
    (draft,) = read_hazards(text, NOW, OURS).drafts
    assert draft.issued_at == dt.datetime(2026, 12, 2, 1, 20, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    "said",
    [
        "trên sông Thương: cấp 3, trên sông Lục Nam: cấp 2",
        "sông Thương cấp 3; sông Lục Nam cấp 2",
        "cấp 3 trên sông Thương, cấp 2 trên sông Lục Nam",
        "Cấp 2 (sông Lục Nam), cấp 3 (sông Cầu, sông Thương)",
        "cấp 3, riêng sông Lục Nam cấp 2",
    ],
)
def test_each_river_has_its_own_level_of_disaster(said: str) -> None:
    text = (
        "TIN LŨ TRÊN SÔNG THƯƠNG VÀ SÔNG LỤC NAM\nTin phát lúc: 02h00 ngày 02/12/2026\nTrong 6 giờ tới, sông "
        "Thương tại Phủ Lạng Thương lên mức 6,55m; sông Lục Nam tại Lục Nam lên mức 6,10m.\n"
        f"Cấp độ rủi ro thiên tai do lũ: {said}.\n"
    )
    levels = {draft.level.river: draft.disaster_level for draft in read_hazards(text, NOW, OURS).drafts}
    assert levels == {"thuong": 3, "luc_nam": 2}


@pytest.mark.parametrize(
    ("said", "levels"),
    [
        ("cấp 2 trên sông Lục Nam, cấp 1 ở các sông khác", (2, 1)),
        ("cấp 2 (sông Lục Nam), cấp 1 (các sông khác)", (2, 1)),
        ("cấp 2 trên sông Cầu, cấp 1 trên các sông còn lại", (1, 1)),
        ("cấp 1 trên sông Thương, riêng sông Lục Nam cấp 2", (2, 1)),
        ("cấp 1 trên sông Cầu, sông Thương và sông Lục Nam cấp 2", (2, 2)),
        ("cấp 2 trên sông Cầu, sông Thương và sông Lục Nam cấp 1", (1, 2)),
        ("cấp 1 trên sông Thương và sông Lục Nam; các sông khác cấp 2", (1, 1)),
    ],
)
def test_a_level_of_disaster_is_that_of_the_river_beside_it(said: str, levels: tuple[int, int]) -> None:
    text = (
        "TIN LŨ TRÊN SÔNG LỤC NAM VÀ SÔNG THƯƠNG\nTin phát lúc: 02h00 ngày 02/12/2026\nTrong 6 giờ tới, sông "
        "Lục Nam tại Lục Nam lên mức 6,10m; sông Thương tại Phủ Lạng Thương lên mức 6,55m.\n"
        f"Cấp độ rủi ro thiên tai: {said}.\n"
    )
    found = {draft.level.river: draft.disaster_level for draft in read_hazards(text, NOW, OURS).drafts}
    assert (found["luc_nam"], found["thuong"]) == levels
    of_none = f"TIN CẢNH BÁO NGẬP LỤT\nTin phát lúc: 02h00 ngày 02/12/2026\nCấp độ rủi ro thiên tai: {said}."
    (draft,) = read_hazards(of_none, NOW, OURS).drafts
    assert draft.disaster_level == 2, "of no river: the highest that is stated"


@pytest.mark.parametrize(
    ("said", "levels"),
    [
        ("do mưa lớn: cấp 1; do lũ quét, sạt lở đất: cấp 2.", {"rain": 1, "flash_flood": 2, "landslide": 2}),
        ("do mưa lớn cấp 1, do lũ quét, sạt lở đất cấp 2", {"rain": 1, "flash_flood": 2, "landslide": 2}),
        (
            "do lũ quét, sạt lở đất: cấp 1.\nCấp độ rủi ro thiên tai do mưa lớn: cấp 2",
            {"rain": 2, "flash_flood": 1, "landslide": 1},
        ),
        ("cấp 1 do mưa lớn, cấp 2 do lũ quét", {"rain": 1, "flash_flood": 2, "landslide": 2}),
        ("do mưa lớn, lũ quét, sạt lở: cấp 1", {"rain": 1, "flash_flood": 1, "landslide": 1}),
        ("cấp 2", {"rain": 2, "flash_flood": 2, "landslide": 2}),
    ],
)
def test_each_kind_has_the_disaster_level_that_is_stated_for_it(said: str, levels: dict[str, int]) -> None:
    """One that is not named has the highest of those that are: nobody prepares for less."""
    text = (
        "TIN MƯA LỚN VÀ CẢNH BÁO LŨ QUÉT, SẠT LỞ ĐẤT\nTrong 6 giờ tới mưa 50-90mm.\n"
        f"Cấp độ rủi ro thiên tai {said}\nTin phát lúc 8h00 ngày 10/9/2026"
    )
    assert {one.kind.value: one.disaster_level for one in read_hazards(text, NOW, OURS).drafts} == levels
