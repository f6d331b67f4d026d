"""Rain of the whole province beside flash floods and landslides at communes: two places, never one."""

import datetime as dt

import pytest

from registry.model.storm.hazards import HazardKind
from registry.model.vietnam_time import VIETNAM
from registry.storm.warnings.mark import MarkKind
from registry.storm.warnings.marks import Gazetteer, marks_in
from registry.storm.warnings.reading import HazardReading, read_hazards

NOW = dt.datetime(2026, 12, 2, 14, tzinfo=VIETNAM)
OURS = ("Bắc Ninh", "Bắc Giang")
BULLETIN = "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\n{title}\nTin phát lúc 14h00 ngày 02/12/2026\n{said}\n"
RAIN = "TIN MƯA LỚN TRÊN KHU VỰC TỈNH BẮC NINH"
EVERYWHERE = "Từ nay đến đêm 03/12, khu vực tỉnh Bắc Ninh có mưa to, lượng mưa phổ biến 70-120mm. "
SLIDES = "Nguy cơ cao xảy ra lũ quét, sạt lở đất tại các xã Sa Lý, An Lạc."
PLACES = Gazetteer({"An Lạc": frozenset({"1"}), "Sa Lý": frozenset({"2"})}, {}, OURS)
BOTH = ("Sa Lý", "An Lạc")


def reading_of(title: str, said: str) -> HazardReading:
    return read_hazards(BULLETIN.format(title=title, said=said), NOW, OURS)


def places(reading: HazardReading) -> dict[str, tuple[str, ...]]:
    return {one.kind.value: one.unplaced for one in reading.drafts}


@pytest.mark.parametrize(
    "title",
    [
        "TIN CẢNH BÁO MƯA LỚN, LŨ QUÉT, SẠT LỞ ĐẤT TRÊN KHU VỰC TỈNH BẮC NINH",
        "TIN CẢNH BÁO MƯA LỚN, LŨ QUÉT, SẠT LỞ ĐẤT",
        RAIN,
    ],
)
@pytest.mark.parametrize("slides", [SLIDES, "Cảnh báo lũ quét, sạt lở đất tại các xã:\n- Sa Lý\n- An Lạc\n"])
def test_the_rain_stays_everywhere_and_the_slides_at_their_communes(title: str, slides: str) -> None:
    reading = reading_of(title, EVERYWHERE + slides)
    assert places(reading) == {"rain": (), "flash_flood": BOTH, "landslide": BOTH}


def test_each_kind_has_the_communes_of_its_own_sentence() -> None:
    said = f"{EVERYWHERE}Nguy cơ lũ quét tại xã Sa Lý. Nguy cơ sạt lở đất tại xã An Lạc."
    reading = reading_of(RAIN, said)
    assert places(reading) == {"rain": (), "flash_flood": ("Sa Lý",), "landslide": ("An Lạc",)}
    assert "HAZARD-SLIDES-BESIDE" in {one.code for one in reading.issues}


def test_rain_at_communes_of_its_own_is_not_spread_over_the_province() -> None:
    said = (
        "Từ nay đến đêm 03/12 có mưa to 70-120mm tại các xã Sa Lý, An Lạc. Nguy cơ sạt lở đất tại xã An Lạc."
    )
    assert places(reading_of(RAIN, said)) == {"rain": BOTH, "landslide": ("An Lạc",)}


def test_no_commune_of_a_slide_counts_as_read_without_a_row_of_the_slide() -> None:
    text = BULLETIN.format(title=RAIN, said=EVERYWHERE + SLIDES)
    drafts = reading_of(RAIN, EVERYWHERE + SLIDES).drafts
    rain = [one for one in drafts if one.kind is HazardKind.RAIN]
    for held, expected in ((rain, [False, False]), (drafts, [True, True])):
        found = marks_in(text, held, PLACES)
        assert [one.used for one in found if one.kind is MarkKind.PLACE] == expected


def test_the_bank_of_a_river_that_slides_is_no_landslide() -> None:
    said = f"{EVERYWHERE}Nguy cơ sạt lở bờ sông tại xã An Lạc."
    assert places(reading_of(RAIN, said)) == {"rain": ()}
