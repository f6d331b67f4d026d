"""Rain of several periods and of other provinces in a bulletin, and what of it tells of what has fallen."""

import datetime as dt

import pytest

from registry.model.storm.hazards import HazardDraft
from registry.model.vietnam_time import VIETNAM
from registry.storm.warnings.mark import MarkKind
from registry.storm.warnings.marks import Gazetteer, marks_in
from registry.storm.warnings.reading import HazardReading, read_hazards

NOW = dt.datetime(2026, 12, 2, 14, tzinfo=VIETNAM)
OURS = ("Bắc Ninh", "Bắc Giang")
BULLETIN = "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\nTIN MƯA LỚN\nTin phát lúc 14h00 ngày 02/12/2026\n{said}\n"
PLACES = Gazetteer({"An Lạc": frozenset({"1"})}, {}, OURS)


def reading_of(said: str) -> HazardReading:
    return read_hazards(BULLETIN.format(said=said), NOW, OURS)


def periods(drafts: tuple[HazardDraft, ...]) -> list[tuple[tuple[float, ...], str]]:
    return [
        (one.rain_mm, f"{one.to_at.astimezone(VIETNAM):%d/%m %H:%M}" if one.to_at else "") for one in drafts
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "- Đợt 1 (từ chiều 02 đến đêm 03/12): 40-80mm, có nơi trên 120mm.\n"
            "- Đợt 2 (từ ngày 04 đến 05/12): 90-160mm, có nơi trên 220mm.",
            [((40, 80, 120), "04/12 07:00"), ((90, 160, 220), "06/12 00:00")],
        ),
        (
            "Dự báo trong 24 giờ tới:\nĐêm nay mưa 20-40mm; ngày mai 50-80mm, cường suất 40-60mm/1h.",
            [((20, 40), "03/12 07:00"), ((50, 80), "03/12 14:00")],
        ),
        (
            "Từ 19 giờ ngày 02/12 đến 07 giờ ngày 03/12 mưa 40-80mm; từ 07 giờ ngày 03/12 đến 19 giờ ngày "
            "04/12 mưa 40-80mm.",
            [((40, 80), "03/12 07:00"), ((40, 80), "04/12 19:00")],
        ),
        (
            "Trong 24 giờ tới mưa 30-60mm. Cảnh báo: từ 24 đến 48 giờ tới mưa 40-90mm.",
            [((30, 60), "03/12 14:00"), ((40, 90), "04/12 14:00")],
        ),
        (
            "Từ nay đến ngày 05/12. Đêm 02/12: 20-40mm. Ngày 03/12: vùng núi 60-100mm; vùng thấp 40-60mm.",
            [((20, 40), "03/12 07:00"), ((40, 100), "06/12 00:00")],
        ),
        (
            "Đêm nay mưa 40-80mm; ngày mai mưa 20-40mm.",
            [((40, 80), "03/12 07:00"), ((20, 40), "04/12 00:00")],
        ),
        (
            "Trong 3h tới mưa 20-30mm; 3h tiếp theo phía Nam 30-60mm, phía Bắc 20-40mm.",
            [((20, 30), "02/12 17:00"), ((20, 60), "02/12 20:00")],
        ),
        (
            "Dự báo: đêm 02/12: 20-30mm; 03/12: 40-60mm; 04/12: 10-20mm.",
            [((20, 30), "03/12 07:00"), ((40, 60), "04/12 00:00"), ((10, 20), "05/12 00:00")],
        ),
        (
            "Từ nay đến hết ngày 03/12 mưa 30-50mm. Từ ngày 04/12 đến 05/12 mưa 10-20mm. "
            "Tổng lượng cả đợt 40-70mm.",
            [((30, 50), "04/12 00:00"), ((10, 20), "06/12 00:00"), ((40, 70), "06/12 00:00")],
        ),
        (
            "Mưa 50-100mm từ nay đến hết ngày 03/12, riêng vùng núi 100-150mm; ngày 04/12 còn 10-20mm.",
            [((50, 150), "04/12 00:00"), ((10, 20), "05/12 00:00")],
        ),
        (
            "Mưa 40-70mm, có nơi trên 90mm (từ 03/12 đến 05/12), tổng lượng cả đợt 100-150mm.",
            [((40, 70, 90), "06/12 00:00"), ((100, 150), "06/12 00:00")],
        ),
        (
            "Từ nay đến 20 giờ ngày 02/12: ngày 03/12 mưa 20-40mm, tổng lượng cả đợt 100-150mm.",
            [((20, 40), "04/12 00:00"), ((100, 150), "04/12 00:00")],
        ),
        (
            "- 03/12 mưa 40-60mm\n- 04/12 mưa 10-20mm",
            [((40, 60), "04/12 00:00"), ((10, 20), "05/12 00:00")],
        ),
        ("Lượng mưa: 03/12 40-60mm, 04/12 10-20mm.", [((40, 60), "04/12 00:00"), ((10, 20), "05/12 00:00")]),
        ("Trong 24 giờ tới: phía Nam 20-40mm; phía Đông 70-120mm.", [((20, 120), "03/12 14:00")]),
        ("Từ đêm nay đến 04/12 mưa 100-150mm, riêng vùng núi 150-200mm.", [((100, 200), "05/12 00:00")]),
    ],
)
def test_the_rain_of_each_period_is_held_with_its_end(
    said: str, expected: list[tuple[tuple[float, ...], str]]
) -> None:
    reading = reading_of(said)
    assert periods(reading.drafts) == expected
    told = {one.code for one in reading.issues}
    assert ("HAZARD-RAIN-PERIODS" in told) == (len(expected) > 1)
    assert "HAZARD-NO-END" not in told


def test_periods_whose_end_is_not_said_are_told_and_none_is_held() -> None:
    said = "Dự báo: Đợt 1: mưa 40-80mm. Đợt 2: mưa 90-160mm, có nơi trên 200mm."
    reading = reading_of(said)
    assert [one.rain_mm for one in reading.drafts] == [()]
    (told,) = [one.params for one in reading.issues if one.code == "HAZARD-RAIN-PERIODS"]
    assert told == {"amounts": "40-80mm; 90-160mm (> 200mm)"}
    marks = marks_in(BULLETIN.format(said=said), reading.drafts, PLACES)
    assert [one.used for one in marks if one.kind is MarkKind.RAIN] == [False, False, False]


@pytest.mark.parametrize(
    "said",
    [
        "Trong 24 giờ tới: Lạng Sơn 100-200mm; Bắc Ninh 30-50mm.",
        "Trong 24 giờ tới: Bắc Ninh mưa 30-50mm. Tỉnh Quảng Ninh mưa 100-200mm, có nơi trên 250mm.",
    ],
)
def test_the_rain_of_another_province_is_none_of_ours_in_our_own_bulletin(said: str) -> None:
    assert [one.rain_mm for one in reading_of(said).drafts] == [(30, 50)]


def test_communes_on_the_border_of_another_province_are_ours() -> None:
    said = "Trong 24 giờ tới các xã giáp Lạng Sơn mưa 100-200mm; vùng thấp 30-50mm."
    assert [one.rain_mm for one in reading_of(said).drafts] == [(30, 200)]


@pytest.mark.parametrize(
    "said",
    [
        "Từ đêm nay đến hết ngày 04/12 khu vực tỉnh có mưa 50-90mm.",
        "Từ ngày 03/12 đến ngày 04/12 khu vực tỉnh có mưa 50-90mm.",
        "Từ 19 giờ ngày 02/12 đến 19 giờ ngày 04/12 khu vực tỉnh có mưa 50-90mm.",
    ],
)
def test_days_to_come_are_foreseen_below_a_heading_of_the_present(said: str) -> None:
    assert [one.rain_mm for one in reading_of(f"1. Tình hình mưa\n{said}").drafts] == [(50, 90)]


def test_days_that_are_over_have_fallen_below_a_heading_of_the_present() -> None:
    said = "1. Tình hình mưa\nTừ 19h ngày 01/12 đến 13h ngày 02/12 khu vực tỉnh mưa 50-90mm."
    reading = reading_of(f"{said}\n2. Trong 24 giờ tới mưa 20-30mm.")
    assert [one.rain_mm for one in reading.drafts] == [(20, 30)]


@pytest.mark.parametrize(
    "said",
    [
        "các xã đã nêu: Sa Lý, An Lạc có mưa 20-40mm.",
        "các xã đã nêu tại bản tin số 5: Sa Lý, An Lạc có mưa 20-40mm.",
        "các xã Sa Lý, An Lạc có mưa, đã ghi 150-250mm, nay là 20-40mm.",
        "các xã Sa Lý, An Lạc có mưa 20-40mm (đã ghi Bắc Ninh mưa 150-250mm).",
    ],
)
def test_only_an_amount_or_hour_is_taken_back_never_the_communes(said: str) -> None:
    (draft,) = reading_of(f"Trong 6 giờ tới, {said}").drafts
    assert (draft.unplaced, draft.rain_mm) == (("Sa Lý", "An Lạc"), (20, 40))


def test_a_regional_stations_bulletin_for_our_province_alone_is_read_by_its_periods() -> None:
    """As one of our own station: else the rain of its first day is held until the end of its last."""
    said = (
        "{title}\nĐài Khí tượng Thủy văn khu vực Bắc Bộ (Tin phát lúc 14 giờ 00 ngày 02/12/2026)\n"
        "Dự báo: Từ chiều 02/12 đến hết đêm 02/12, khu vực tỉnh Bắc Ninh có mưa to với lượng mưa 70-120mm. "
        "Từ sáng đến đêm 03/12 có mưa vừa với lượng mưa 40-80mm.\n"
    )
    own = read_hazards(said.format(title="TIN CẢNH BÁO MƯA LỚN TỈNH BẮC NINH"), NOW, OURS)
    assert [one.rain_mm for one in own.drafts] == [(70.0, 120.0), (40.0, 80.0)]
    both = read_hazards(said.format(title="TIN MƯA LỚN TỈNH LẠNG SƠN, BẮC NINH"), NOW, OURS)
    assert len(both.drafts) == 1
