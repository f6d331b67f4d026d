"""Whatever a reading of a warning leaves out is shown in the text; what it holds is shown as held."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from registry.model.storm.hazards import HazardDraft, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.storm.warnings.mark import MarkKind
from registry.storm.warnings.marks import Gazetteer, marks_in
from registry.storm.warnings.reading import read_hazards

FILES = Path(__file__).parent / "forms"
NOW = dt.datetime(2026, 9, 10, 8, tzinfo=VIETNAM)
PLACES = Gazetteer(
    {
        name: frozenset({name})
        for name in (
            "Sơn Động", "Lục Ngạn", "Bố Hạ", "Biển Động", "Tây Yên Tử", "Lục Nam", "Bắc Giang", "Hiệp Hòa",
            "Yên Dũng",
        )
    },
    {"Lục Ngạn": frozenset({"Lục Ngạn", "Biển Động"})},
    ("Bắc Ninh",),
    {"Hữu Sản": frozenset({"Sơn Động"})},
)  # fmt: skip


def placed(text: str) -> tuple[HazardDraft, ...]:
    """Return the reading with its communes placed, as the register does it."""
    return tuple(
        replace(
            draft,
            communes=tuple(name for name in draft.unplaced if name in PLACES.communes),
            unplaced=tuple(name for name in draft.unplaced if name not in PLACES.communes),
        )
        for draft in read_hazards(text, NOW, PLACES.own).drafts
    )


def left(text: str, drafts: tuple[HazardDraft, ...] | None = None) -> list[tuple[str, str]]:
    marks = marks_in(text, placed(text) if drafts is None else drafts, PLACES)
    return [(one.kind.value, text[one.begin : one.end]) for one in marks if not one.used]


@pytest.mark.parametrize("name", ["flash.txt", "flood.txt", "rain.txt"])
def test_nothing_is_left_out_of_a_bulletin_that_is_read_whole(name: str) -> None:
    text = (FILES / name).read_text(encoding="utf-8")
    marks = marks_in(text, placed(text), PLACES)
    assert left(text) == []
    assert len(marks) >= 4
    assert [one.begin for one in marks] == sorted(one.begin for one in marks)


@pytest.mark.parametrize("name", ["flash.txt", "rain.txt"])
def test_each_commune_and_amount_that_a_reading_lacks_is_shown(name: str) -> None:
    """Every one in turn taken out of the reading: none can be lost without a word."""
    text = (FILES / name).read_text(encoding="utf-8")
    drafts = placed(text)
    for gone in drafts[0].communes:
        kept = tuple(code for code in drafts[0].communes if code != gone)
        lacking = tuple(replace(draft, communes=kept) for draft in drafts)
        assert {(kind, words.removeprefix("xã ")) for kind, words in left(text, lacking)} == {("place", gone)}
    lacking = tuple(replace(draft, rain_mm=draft.rain_mm[:2]) for draft in drafts)
    assert [kind for kind, _words in left(text, lacking)] == ["rain"]
    assert {kind for kind, _ in left(text, tuple(replace(one, disaster_level=None) for one in drafts))} == {
        "risk"
    }


def test_an_end_before_what_the_text_names_is_shown() -> None:
    text = (FILES / "rain.txt").read_text(encoding="utf-8")
    drafts = tuple(replace(draft, to_at=NOW) for draft in placed(text))
    assert left(text, drafts) == [("hour", "đến hết ngày 10/9")]


def test_water_that_no_field_holds_is_shown() -> None:
    """Another river, a level in centimetres, a higher alarm; a level holds those lower than itself."""
    text = (
        "TIN LŨ TRÊN SÔNG CẦU\nTin phát lúc 8h00 ngày 10/9/2026\n"
        "Trong 12 giờ tới sông Cầu tại Đáp Cầu từ 4,50m lên 6,40m, trên BĐ3 0,10m; sông Thương "
        "lên 610 cm, BĐ2."
    )
    (draft,) = (one for one in placed(text) if one.level.river == "cau")
    assert left(text, (draft,)) == [("water", "610 cm"), ("water", "BĐ2")]
    rain = text.replace("TIN LŨ TRÊN SÔNG CẦU", "TIN CẢNH BÁO MƯA LỚN") + "\nMưa đá đường kính 12 cm."
    assert [words for _kind, words in left(rain)] == ["4,50m", "6,40m", "BĐ3", "0,10m", "610 cm", "BĐ2"]
    lower = replace(draft, level=RiverLevel("cau", "Đáp Cầu", 4.5, 1, None))
    assert [words for _kind, words in left(text, (lower,))] == ["6,40m", "BĐ3", "0,10m", "610 cm", "BĐ2"]


@pytest.mark.parametrize(
    "words",
    [
        "Lũ trên sông Lục Nam, trạm Lục Nam.",  # a river and its station
        "Thời gian ban hành bản tin tiếp theo: 20h30 ngày 12/9/2026.",
        "Trong 3 giờ qua đã có mưa to tại xã Bố Hạ 82.4mm, xã Sơn Động 64mm.",
        "1. Hiện trạng: xã Bố Hạ 82,4mm.",
        "Nơi nhận: UBND xã Bố Hạ.",
        "Quảng Ninh 200-300mm; cường suất trên 60mm/3h.",
    ],
)  # fmt: skip
def test_what_is_no_part_of_the_warning_is_not_told_of(words: str) -> None:
    text = f"TIN CẢNH BÁO MƯA LỚN\nTrong 6 giờ tới có mưa 20-40mm.\n{words}\nTin phát lúc 8h00 ngày 10/9/2026"
    assert left(text) == []


def test_a_former_district_is_its_communes_and_all_others_are_the_province() -> None:
    text = (
        "TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026\n"
        "Trong 6 giờ tới mưa 20-40mm ở huyện Lục Ngạn (cũ)."
    )
    (draft,) = placed(text)
    district = replace(draft, unplaced=(), communes=("Lục Ngạn", "Biển Động"))
    assert left(text, (district,)) == []
    assert left(text, (replace(district, communes=("Lục Ngạn",)),)) == [("place", "huyện Lục Ngạn")]
    rest = text.replace("huyện Lục Ngạn (cũ)", "xã Bố Hạ và các xã, phường còn lại")
    assert left(rest, (replace(draft, unplaced=(), communes=()),)) == []
    assert {MarkKind(kind) for kind, _words in left(text, (replace(draft, unplaced=()),))} == {MarkKind.PLACE}


def test_a_district_in_brackets_says_where_its_communes_are() -> None:
    text = "TIN CẢNH BÁO LŨ QUÉT\nTin phát lúc 8h00 ngày 10/9/2026\nNguy cơ: xã Biển Động (huyện Lục Ngạn)"
    (draft,) = placed(text)
    assert left(text, (replace(draft, unplaced=(), communes=("Biển Động",)),)) == []
    elsewhere = replace(draft, unplaced=(), communes=("Sơn Động",))
    assert ("place", "huyện Lục Ngạn") in left(text, (elsewhere,))


def test_an_hour_without_its_day_beyond_the_end_is_shown() -> None:
    text = "TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026\nTừ 8h đến 12h30 có mưa."
    (draft,) = placed(text)
    assert left(text) == []
    assert left(text, (replace(draft, to_at=None),)) == [("hour", "Từ 8h đến 12h30")]


RAIN = "TIN CẢNH BÁO MƯA LỚN\nTrong 6 giờ tới có mưa 20-40mm.\n{said}\nTin phát lúc 8h00 ngày 10/9/2026"


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("Vùng ven đô thị: Đồng Tâm, Yên Dũng, Bắc Giang", "place", "Yên Dũng"),  # it had a province's name
        ("Vùng ven đô thị: Đồng Tâm, Yên Dũng, Bắc Giang", "place", "Bắc Giang"),
        ("Bắc Ninh\tSơn Động, Bố Hạ", "place", "Sơn Động"),
        ("Nơi trũng:\nYên Dũng\nBố Hạ\nBiển Động", "place", "Biển Động"),
        ("Vùng trũng: Bố Hạ, Lục Nam, Yên Dũng", "place", "Lục Nam"),  # a station has its name
        ("Mưa to ở Hiệp Hoà", "place", "Hiệp Hoà"),
        ("NGUY CƠ CAO: BIỂN ĐỘNG, BỐ HẠ", "place", "BỐ HẠ"),
        ("Mưa to ở Biển Ðộng", "place", "Biển Ðộng"),  # another letter that looks like Đ
        ("Mưa to ở xã Hộ Đáp", "place", "xã Hộ Đáp"),  # a former commune
        ("Các nơi giáp ranh Lạng Sơn: Biển Động", "place", "Biển Động"),
        ("Ven sông Thái Bình: Yên Dũng", "place", "Yên Dũng"),
        ("Yên Dũng và vùng Hữu Lũng (Lạng Sơn)", "place", "Yên Dũng"),
        ("Rét hại ở vùng núi Sơn Động", "place", "Sơn Động"),
        ("Nơi không phải sơ tán: Bố Hạ", "place", "Bố Hạ"),
        ("Sườn núi Sơn Động; yêu cầu Bố Hạ", "place", "Bố Hạ"),
        ("Mưa phổ biến 60 – 90 mm/6 giờ", "rain", "60 – 90 mm"),
        ("Vùng\tTổng mưa (mm)\nPhía Đông\tTừ 100 - 150", "rain", "100 - 150"),
        ("Vùng | Mưa (mm) | Cục bộ\nPhía Đông | 20 - 40 | > 170", "rain", "170"),
        ("Trong 12 giờ tới còn mưa", "hour", "Trong 12 giờ tới"),
        ("Nguy cơ\tCấp độ\nCao\t2", "risk", "Cấp độ"),
        ("Cấp độ rủi ro thiên tai cấp 2", "risk", "cấp 2"),
        ("Cấp RRTT: 1", "risk", "RRTT"),
    ],
)
def test_whatever_no_field_holds_is_shown_however_it_is_written(said: str, kind: str, words: str) -> None:
    text = RAIN.format(said=said)
    (draft,) = placed(RAIN.format(said=""))
    assert (kind, words) in left(text, (draft,))


@pytest.mark.parametrize(
    "said",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "1. Dự báo diễn biến trong 24 đến 48 giờ tới",
        "Trong 3 giờ qua đã có mưa to tại các xã Bố Hạ,\nSơn Động 64mm.",
        "Lạng Sơn: Yên Dũng",
        "Nơi\tMưa (mm)\tNguy cơ\nPhía Đông\t20-40\t2",
        "Mưa 20-40mm (không phải 150-250mm).",
        "1. Diễn biến mưa đã qua\nTổng lượng mưa từ 13h/09/9 phổ biến 60-90mm tại Bố Hạ.",
    ],
)
def test_headings_and_lines_that_a_pdf_broke_are_not_told_of(said: str) -> None:
    text = RAIN.format(said=said)
    assert left(text, placed(RAIN.format(said=""))) == []


def test_water_of_a_river_that_no_row_is_of_is_shown() -> None:
    text = (
        "TIN LŨ TRÊN SÔNG CẦU\nTin phát lúc 8h00 ngày 10/9/2026\nTrong 6 giờ tới sông Thái Bình tại Phả Lại "
        "lên 4,60m; sông Lục Nam (Lục Nam) và sông Cầu tại Đáp Cầu lên 6,20m."
    )
    (draft,) = (one for one in placed(text) if one.level.river == "cau")
    assert left(text, (draft,)) == [("water", "4,60m")]


def test_a_former_commune_is_held_as_the_one_of_today() -> None:
    text = RAIN.format(said="Mưa to ở xã Hữu Sản")
    (draft,) = placed(text)
    assert left(text, (replace(draft, unplaced=(), communes=("Sơn Động",)),)) == []
    assert left(text, (replace(draft, unplaced=(), communes=("Bố Hạ",)),)) == [("place", "xã Hữu Sản")]


def test_a_bulletin_of_the_whole_province_holds_every_commune_of_it() -> None:
    title = "TIN MƯA LỚN TRÊN KHU VỰC TỈNH BẮC NINH"
    text = RAIN.format(said="Nguy cơ ngập úng tại các xã: Bố Hạ, Lục Ngạn.").replace(
        "TIN CẢNH BÁO MƯA LỚN", title
    )
    (draft,) = placed(text)
    assert (draft.communes, draft.unplaced, left(text)) == ((), (), [])


def test_water_of_a_table_in_centimetres_is_shown_where_it_is_not_held() -> None:
    text = (
        "TIN LŨ TRÊN SÔNG CẦU\nTin phát lúc 8h00 ngày 10/9/2026\nTrong 6 giờ tới sông Cầu lên.\n"
        "Sông\tTrạm\tBĐ3\t13h\t19h\nCầu\tĐáp Cầu\t630\t470\t545\nLúc 7 giờ tại Đáp Cầu 4,52m, trên BĐ1 0,22m."
    )
    (draft,) = placed(text)
    assert (draft.level, left(text)) == (RiverLevel("cau", "Đáp Cầu", 5.45, 2, None), [])
    lower = replace(draft, level=RiverLevel("cau", "Đáp Cầu", 5.0, 1, 0.22))
    assert left(text, (lower,)) == [("water", "545")]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ở Lạng Sơn mưa vừa. Sau đó xã Bố Hạ mưa 60-90mm", {"60-90mm", "xã Bố Hạ"}),
        ("1. Diễn biến trong 6 giờ tới: mưa 60-90mm ở xã Bố Hạ", {"60-90mm", "xã Bố Hạ"}),
        ("mưa còn kéo dài đến hết ngày 02/01", {"đến hết ngày 02/01"}),
    ],
)
def test_what_follows_another_province_a_heading_or_the_years_end_is_shown(
    words: str, shown: set[str]
) -> None:
    text = f"TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 30/12/2026\nTrong 6 giờ tới mưa 20-40mm.\n{words}."
    (draft,) = read_hazards(text, NOW, PLACES.own).drafts
    until = dt.datetime(2026, 12, 30, 14, tzinfo=VIETNAM)
    read = replace(draft, unplaced=(), communes=(), rain_mm=(20.0, 40.0), to_at=until)
    assert {what for _kind, what in left(text, (read,))} == shown


def test_a_line_that_begins_with_what_is_and_foresees_names_its_communes() -> None:
    text = (
        "TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026\n"
        "1. Diễn biến trong 6 giờ tới: mưa 60-90mm ở xã Bố Hạ.\n"
    )
    assert [draft.unplaced for draft in read_hazards(text, NOW, PLACES.own).drafts] == [("Bố Hạ",)]


def test_a_station_in_a_list_of_levels_and_in_a_row_is_no_commune() -> None:
    text = (
        "TIN LŨ TRÊN SÔNG LỤC NAM\nTin phát lúc 8h00 ngày 10/9/2026\nTới 15h Đáp Cầu 4,35m; Lục Nam: 6,10m.\n"
        "Sông\tTrạm\t13h\nLục Nam\tLục Nam\t6,05\n"
    )
    assert [words for kind, words in left(text) if kind == "place"] == []
    assert ("place", "Lục Nam") in left(f"{text}Ngập ở Lục Nam, Bố Hạ.")
