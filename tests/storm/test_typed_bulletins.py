"""Bulletins typed or pasted with slips: what is read all the same, and what is said before saving."""

import datetime as dt
from dataclasses import replace

import pytest

from registry.storm.ahead import leap_is_said
from registry.storm.asking import TrackReading
from registry.storm.reading import read_track

SEEN = (
    "TIN BÃO (CƠN BÃO SỐ 9)\nHồi 01 giờ ngày 01/12/2026, vị trí tâm bão ở vào khoảng {place}. "
    "Sức gió mạnh nhất vùng gần tâm bão mạnh cấp 8 (62-74km/giờ), giật cấp {gust}.\n"
)
PLACE = "18,5 độ Vĩ Bắc; 113,8 độ Kinh Đông"
ROWS = (
    "13h/01/12\tTây Tây Bắc, 20km/h\t19,3N-111,6E; phía Đông đảo Hải Nam\tCấp 9-10, giật cấp 12\t"
    "Phía Bắc vĩ tuyến 17,0N\tCấp 3: khu vực Bắc Biển Đông\n"
    "13h/02/12\tTây Tây Bắc, 15km/h\t20,9N-107,3E; ven biển\tCấp 12, giật cấp 15\t\tCấp 4: vịnh Bắc Bộ\n"
)


def codes(reading: TrackReading) -> list[str]:
    return [issue.code for issue in reading.issues]


@pytest.mark.parametrize(
    "place",
    [
        "18,5 đô Vĩ Bắc; 113.8 độ Kinh Đông",
        "18,5 do Vi Bắc; 113,8 do Kinh Đông",
        "18,5 dộ Vĩ Bắc; 113,8 đọ Kinh Đông",
    ],
)
def test_a_lost_mark_loses_no_position(place: str) -> None:
    reading = read_track(SEEN.format(place=place, gust=10))
    assert codes(reading) == []
    assert reading.track is not None
    (point,) = reading.track.points
    assert (point.lat, point.lon, point.level, point.gust_level) == (18.5, 113.8, 8, 10)


def test_a_gust_that_is_no_number_is_said() -> None:
    reading = read_track(SEEN.format(place=PLACE, gust="l0"))
    assert codes(reading) == ["TRACK-GUST-NOT-READ"]
    assert (reading.issues[0].row, reading.issues[0].value) == (2, "giật cấp l0")
    for words in ("<6", "10-11", "6"):
        assert "TRACK-GUST-NOT-READ" not in codes(read_track(SEEN.format(place=PLACE, gust=words)))


def test_rows_pasted_without_the_head_of_their_table_keep_their_levels() -> None:
    reading = read_track(SEEN.format(place=PLACE, gust=10) + ROWS)
    assert reading.track is not None
    assert [(point.level, point.disaster_level) for point in reading.track.points] == [
        (8, None),
        (10, 3),
        (12, 4),
    ]
    assert reading.track.disaster_level == 4


@pytest.mark.parametrize(
    "words", ["Cảnh báo cấp độ rủi ro thiên tai do bão: cấp 4.", "Cấp độ rủi ro thiên tai: cấp 4."]
)
def test_a_level_after_a_forecast_without_a_place_is_the_bulletins(words: str) -> None:
    text = SEEN.format(place=PLACE, gust=10) + (
        "Đến 13 giờ ngày 01/12, vị trí tâm bão ở vào khoảng 19,3 độ Vĩ Bắc; 111,6 độ Kinh Đông. Cấp 9.\n"
        f"Đến 04 giờ ngày 02/12, suy yếu thành vùng áp thấp trên khu vực Tây Bắc Bắc Bộ.\n{words}\n"
        "Tin phát tiếp theo lúc 08h00 ngày 01/12.\n"
    )
    reading = read_track(text)
    assert codes(reading) == ["TRACK-MOMENT-WITHOUT-POSITION"]
    assert reading.track is not None
    assert [point.disaster_level for point in reading.track.points] == [4, None]


def test_what_the_storm_cannot_have_done_since_the_last_bulletin_is_said() -> None:
    first = read_track(SEEN.format(place=PLACE, gust=10)).track
    assert first is not None
    hour = dt.timedelta(hours=1)
    later = read_track(SEEN.format(place="20,7 độ Vĩ Bắc; 107,6 độ Kinh Đông", gust=10))
    assert later.track is not None
    moved = replace(later, track=replace(
        later.track, points=tuple(replace(point, at=point.at + hour) for point in later.track.points)
    ))  # fmt: skip
    said = leap_is_said(moved, first)
    assert codes(said) == ["TRACK-LEAPS"]
    assert 680 < said.issues[0].params["km"] < 700
    assert leap_is_said(later, first) == later, "the same hour is a correction, not a leap"
    near = read_track(
        SEEN.format(place="18,6 độ Vĩ Bắc; 113,6 độ Kinh Đông", gust=10).replace("Hồi 01", "Hồi 02")
    )
    assert leap_is_said(near, first) == near
