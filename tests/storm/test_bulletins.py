"""Bulletins as the agency and the press write them: what is read, what is asked, what is refused by line."""
# ruff: noqa: E501 - sentences of bulletins stay whole

import datetime as dt
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.messages import render
from registry.model.issues import Severity
from registry.model.vietnam_time import VIETNAM
from registry.store.storm.storms import track_json, track_of
from registry.storm.asking import TrackReading
from registry.storm.reading import LARGEST, read_track
from registry.storm.scales import least_of
from registry.storm.sources.record import from_record
from tests.storm.tracks import as_record

FULL = """TIN BÃO KHẨN CẤP (CƠN BÃO SỐ 3)
(Tin phát lúc 11 giờ 00 ngày 07/9/2024)
Hồi 10 giờ ngày 07/9, vị trí tâm bão ở vào khoảng 20,6 độ Vĩ Bắc; 107,7 độ Kinh Đông, trên vùng biển Quảng Ninh.
Sức gió mạnh nhất vùng gần tâm bão mạnh cấp 14 (150-166 km/giờ), giật cấp 17. Di chuyển theo hướng Tây Tây Bắc,
tốc độ khoảng 20 km/giờ. Bán kính gió mạnh từ cấp 6 trở lên khoảng 250km; gió mạnh từ cấp 10 trở lên có bán kính
khoảng 80 km tính từ tâm bão.
Dự báo diễn biến bão (trong 24 giờ tới):
Thời điểm dự báo\tHướng, tốc độ\tVị trí\tCường độ\tVùng nguy hiểm\tCấp độ rủi ro thiên tai (Khu vực chịu ảnh hưởng)
22h/07/9\tTây Tây Bắc, 15-20km/h\t21,2N-105,8E; trên đất liền\tCấp 8, giật cấp 10\tPhía Bắc vĩ tuyến 18,5N\tCấp 4: vịnh Bắc Bộ
10h/08/9\tTây Tây Bắc, 15-20km/h\t21,7N-103,9E\t< Cấp 6\tPhía Tây\tCấp 3: Tây Bắc Bộ
"""


def codes(reading: TrackReading) -> list[tuple[str, int]]:
    return [(issue.code, issue.row) for issue in reading.issues]


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%H:%M %d/%m/%Y").replace(tzinfo=VIETNAM)


def test_a_whole_bulletin_with_its_table_of_forecasts() -> None:
    reading = read_track(FULL)
    assert reading.kind == "bulletin"
    assert reading.questions == ()
    assert reading.issues == ()
    track = reading.track
    assert track is not None
    assert (track.number, track.year, track.averaging_s) == (3, 2024, 120)
    assert track.issued_at == at("10:00 07/09/2024")
    now, night, morning = track.points
    assert (now.lat, now.lon, now.level, now.gust_level, now.forecast) == (20.6, 107.7, 14, 17, False)
    assert now.wind_range_ms == pytest.approx((150 / 3.6, 166 / 3.6))
    assert now.wind_ms == pytest.approx(158 / 3.6)
    assert now.at == at("10:00 07/09/2024")
    assert now.at.tzinfo is dt.UTC
    assert [(radii.wind_ms, *radii.quadrants) for radii in now.radii] == [
        (least_of(10), 80e3, 80e3, 80e3, 80e3),
        (least_of(6), 250e3, 250e3, 250e3, 250e3),
    ]
    assert (night.at, night.lat, night.lon) == (at("22:00 07/09/2024"), 21.2, 105.8)
    assert (night.level, night.gust_level, night.disaster_level, night.forecast) == (8, 10, 4, True)
    assert (morning.level, morning.gust_level, morning.disaster_level) == (5, None, 3)  # below level 6
    assert [point.where for point in track.points] == ["3", "9", "10"]


PRESS = [
    ("lúc 10 giờ ngày 2/9/2024, vị trí tâm bão YAGI ở vào khoảng 15,7 độ Vĩ Bắc; 122,7 độ Kinh Đông. Sức gió mạnh nhất "
     "vùng gần tâm bão mạnh 8 (62 - 74km/h), giật cấp 11, di chuyển", (15.7, 122.7, 8, 11, False)),
    ("Hồi 4 giờ ngày 4/9/2024, vị trí tâm bão ở vào khoảng 18,9 độ Vĩ Bắc; 118 độ Kinh Đông trên vùng biển. Sức gió mạnh "
     "nhất vùng gần tâm bão mạnh cấp 11 (103-117 km/h), giật cấp 13", (18.9, 118.0, 11, 13, False)),
    ("Lúc 19 giờ ngày 22.7.2024, vị trí tâm bão số 2 ở vào khoảng 20,4 độ vĩ bắc - 108,2 độ kinh đông. Bão mạnh cấp 10 "
     "(89 - 102 km/giờ), giật cấp 13", (20.4, 108.2, 10, 13, False)),
    ("Hồi 13 giờ ngày 17/7/2010, vị trí tâm bão số 1 ở vào khoảng 19,7 độ Vĩ Bắc; 107,1 độ Kinh Đông. Sức gió mạnh nhất "
     "ở vùng gần tâm bão mạnh cấp 10, cấp 11 (tức là từ 89 đến 117 km một giờ), giật cấp 12, cấp 13",
     (19.7, 107.1, 11, 13, False)),
    ("Lúc 17h hôm nay (7/9/2024), Vị trí tâm bão: Khoảng 20.9 độ Vĩ Bắc; 106.3 độ Kinh Đông. Sức gió mạnh nhất: "
     "Cấp 11-12 (103-133km/h), giật cấp 15", (20.9, 106.3, 12, 15, False)),
    ("Đến 1 giờ ngày 09/9/2024, vị trí tâm áp thấp nhiệt đới ở vào khoảng 22,1 độ Vĩ Bắc; 101,8 độ Kinh Đông. Sức gió "
     "mạnh nhất mạnh dưới cấp 6", (22.1, 101.8, 5, None, True)),
    ("Hồi 4 giờ chiều 05/9/2024, vĩ độ 19,1 Bắc, kinh độ 116,0 Đông; mạnh cấp 15, giật trên cấp 17",
     (19.1, 116.0, 15, 17, False)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PRESS)
def test_sentences_as_the_press_quotes_them(text: str, expected: tuple[object, ...]) -> None:
    track = read_track(text).track
    assert track is not None
    (point,) = track.points
    assert (point.lat, point.lon, point.level, point.gust_level, point.forecast) == expected


@pytest.mark.parametrize(
    ("said", "level", "above"),
    [("giật trên cấp 17", 17, True), ("giật >17", 17, True), ("giật cấp >17", 17, True), ("giật cấp 17", 17, False),
     ("giật mạnh trên cấp 17", 17, True), ("giật tới cấp 16", 16, False)],
)  # fmt: skip
def test_gusts_above_a_level_stay_open_ended(said: str, level: int, above: bool) -> None:
    track = read_track(f"Hồi 13 giờ ngày 05/9/2024: 19,1N-116,0E mạnh cấp 15, {said}; đi về phía trên.").track
    assert track is not None
    assert (track.points[0].gust_level, track.points[0].gust_above) == (level, above)
    assert from_record(as_record(track)) == track
    assert track_of(json.loads(json.dumps(track_json(track)))) == track


def test_a_typed_table_keeps_above() -> None:
    rows = "time,lat,lon,level,gust_level\n2024-09-05 13:00,19.1,116.0,15,>17\n2024-09-05 19:00,19.2,115.0,15,17\n"
    track = read_track(rows, answers={"averaging": "120", "time_zone": "+07:00"}).track
    assert track is not None
    assert [(point.gust_level, point.gust_above) for point in track.points] == [(17, True), (17, False)]


def test_afternoon_hours_and_midnight() -> None:
    track = read_track(
        "Hồi 4 giờ chiều 05/9/2024: 19,1N-116,0E cấp 15. Hồi 24 giờ 05/9/2024: 19,2N-115,0E cấp 15"
    ).track
    assert track is not None
    assert [point.at for point in track.points] == [at("16:00 05/09/2024"), at("00:00 06/09/2024")]


def test_the_year_is_asked_where_no_day_has_one() -> None:
    text = FULL.replace("/2024", "")
    reading = read_track(text, this_year=2026)
    assert reading.track is None
    assert [(question.key, question.suggested) for question in reading.questions] == [("year", "2026")]
    assert read_track(text, {"year": "20x4"}).track is None
    answered = read_track(text, {"year": "2024"})
    assert answered.track is not None
    assert answered.track.points[0].at == at("10:00 07/09/2024")


def test_what_was_observed_replaces_what_was_forecast() -> None:
    later = "\nHồi 22 giờ ngày 07/9/2024, vị trí tâm bão ở vào khoảng 21,0 độ Vĩ Bắc; 105,5 độ Kinh Đông, mạnh cấp 9"
    track = read_track(FULL + later).track
    assert track is not None
    assert [(point.at.astimezone(VIETNAM).hour, point.lon, point.forecast) for point in track.points] == [
        (10, 107.7, False), (22, 105.5, False), (10, 103.9, True),
    ]  # fmt: skip
    assert track.issued_at == at("22:00 07/09/2024")


def test_every_fault_is_named_by_its_line() -> None:
    text = (
        "20,6N-107,7E cấp 14\n"
        "Hồi 10 giờ ngày 07/9/2024, 20,6N-107,7E, mạnh cấp 14\n"
        "Hồi 27 giờ ngày 07/9/2024, 20,7N-107,0E, mạnh cấp 13\n"
        "Hồi 10 giờ ngày 31/9/2024, 20,7N-107,0E, mạnh cấp 13\n"
        "Hồi 13 giờ ngày 07/9/2024, 120,7N-107,0E, mạnh cấp 13\n"
        "Hồi 16 giờ ngày 07/9/2024, 20,9N-106,5E, mạnh cấp 33\n"
        "Hồi 17 giờ ngày 07/9/2024 bão ở Hải Phòng, mạnh cấp 12\n"
        "Hồi 19 giờ ngày 07/9/2024, 20,9N-106,0E, mạnh cấp 8 (150-166 km/giờ)\n"
        "Đến 4 giờ ngày 07/9/2024, 21,0N-105,0E, mạnh cấp 6\n"
    )
    reading = read_track(text)
    assert sorted(codes(reading), key=lambda item: item[1]) == [
        ("TRACK-POSITION-WITHOUT-TIME", 1),
        ("TRACK-TIME-IMPOSSIBLE", 3),
        ("TRACK-TIME-IMPOSSIBLE", 4),
        ("TRACK-POSITION-IMPOSSIBLE", 5),
        ("TRACK-LEVEL-IMPOSSIBLE", 6),
        ("TRACK-NO-LEVEL", 6),
        ("TRACK-MOMENT-WITHOUT-POSITION", 7),
        ("TRACK-LEVEL-DIFFERS", 8),
    ]
    assert reading.track is not None
    assert [point.where for point in reading.track.points] == ["2", "6", "8"]
    assert {issue.severity for issue in reading.errors} == {Severity.ERROR}


def test_a_second_position_without_a_day_is_not_swallowed() -> None:
    text = "Hồi 13 giờ ngày 07/9/2024, 20,9N-106,9E, mạnh cấp 13 (khoảng 140 km/giờ)\nĐến 16 giờ, 20,9N-106,4E, mạnh cấp 12"
    reading = read_track(text)
    assert codes(reading) == [("TRACK-POSITION-WITHOUT-TIME", 2)]
    assert reading.track is not None
    (point,) = reading.track.points
    assert (point.level, point.wind_range_ms) == (13, None)
    assert point.wind_ms == pytest.approx(140 / 3.6)


@pytest.mark.parametrize(
    "zone",
    ["17,5N-22,5N; 108,0E-114,0E", "Bắc vĩ tuyến 17,5N; 108,0E-114,0E", "17,5N; 108,0E đến 114,0E",
     "17,5N - 22,5N; phía Tây 113,5E"],
)  # fmt: skip
def test_the_bounds_of_a_zone_of_danger_are_no_position(zone: str) -> None:
    reading = read_track(
        "Hồi 22 giờ ngày 30/11/2026, vị trí tâm bão 19,3N-112,0E, mạnh cấp 14\n"
        f"Dự báo diễn biến:\n10h/01/12/2026 | 20,0N-110,0E | Cấp 14 | {zone} | Cấp 3\n"
    )
    assert codes(reading) == []
    assert reading.track is not None
    assert [(point.lat, point.lon) for point in reading.track.points] == [(19.3, 112.0), (20.0, 110.0)]


def test_a_forecast_that_goes_back_is_named() -> None:
    text = FULL.replace("10h/08/9", "10h/06/9")
    reading = read_track(text)
    assert ("TRACK-TIME-BACKWARDS", 10) in codes(reading)
    assert reading.track is not None
    assert len(reading.track.points) == 2


def test_a_leap_over_the_map_is_a_warning() -> None:
    reading = read_track("Hồi 10 giờ 07/9/2024 20,6N-107,7E cấp 14. Hồi 11 giờ 07/9/2024 20,6N-117,7E cấp 14")
    assert [code for code, _ in codes(reading)] == ["TRACK-TOO-FAST"]
    assert len(reading.track.points if reading.track else ()) == 2


@pytest.mark.parametrize(
    "text", ["", "xin chào", "Hồi 10 giờ ngày 07/9", "07/9/2024", "{}", "[]", "[1, 2]", "null"]
)
def test_a_text_without_a_position_is_refused(text: str) -> None:
    with pytest.raises(RefusalError, match="TRACK-KIND-UNKNOWN"):
        read_track(text)


def test_megabytes_are_refused_at_once() -> None:
    start = time.process_time()
    with pytest.raises(RefusalError, match="TRACK-TOO-LARGE"):
        read_track(FULL * (10_000_000 // len(FULL) + 1))
    with pytest.raises(RefusalError, match="TRACK-TOO-LARGE"):
        read_track(b"x" * (LARGEST + 1))
    with pytest.raises(RefusalError, match="TRACK-TOO-LARGE"):
        read_track(FULL + "cấp " * 200_000)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "piece",
    [
        "cấp 1",
        "9 giờ ",
        "bán kính cấp 6 ",
        "giật ",
        "20,6 độ Vĩ ",
        "(",
        "1",
        " ",
        "rủi ro ",
        "9 giờ ngày 1/",
        "\t",
        "20,6N-",
    ],
)
def test_a_hostile_text_takes_no_long_time(piece: str) -> None:
    text = "Hồi 10 giờ ngày 07/9/2024, 20,6N-107,7E " + piece * (250_000 // len(piece))
    start = time.process_time()
    reading = read_track(text)
    assert time.process_time() - start < 5
    assert reading.track is not None
    assert len(reading.issues) <= 200


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8", b"\x80\x81\x82", b"a\x00b"])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(RefusalError, match="TRACK-NOT-TEXT"):
        read_track(content)


def test_utf16_as_windows_saves_it() -> None:
    assert read_track(FULL.encode("utf-16")).track == read_track(FULL).track


_POINTS = st.lists(
    st.tuples(
        st.integers(0, 230), st.integers(0, 599), st.integers(800, 1899), st.integers(6, 16), st.integers(0, 1),
        st.integers(50, 400),
    ),
    min_size=1, max_size=6, unique_by=lambda item: item[0],
)  # fmt: skip


@given(_POINTS)
@settings(max_examples=60, deadline=None)
def test_what_is_written_as_a_bulletin_is_read_back(points: list[tuple[int, ...]]) -> None:
    points = sorted(points)
    start = dt.datetime(2026, 8, 1, 1, 0, tzinfo=VIETNAM)
    lines = []
    for hours, lat, lon, level, more, km in points:
        moment = start + dt.timedelta(hours=hours)
        low, high = round(least_of(level) * 3.6 + 1), round(least_of(level + 1) * 3.6 - 1)
        lines.append(
            f"Hồi {moment:%H} giờ {moment:%M} ngày {moment:%d/%m/%Y}, vị trí tâm bão ở vào khoảng "
            f"{lat / 10:.1f} độ Vĩ Bắc; {lon / 10:.1f} độ Kinh Đông. Sức gió mạnh nhất mạnh cấp {level} "
            f"({low}-{high} km/giờ), giật cấp {level + more}. Gió mạnh cấp 6 có bán kính khoảng {km} km. "
            f"Cấp độ rủi ro thiên tai: cấp 3.".replace(".", ",", 1)
        )
    track = read_track("\n".join(lines)).track
    assert track is not None
    assert len(track.points) == len(points)
    for point, (hours, lat, lon, level, more, km) in zip(track.points, points, strict=True):
        assert point.at == start + dt.timedelta(hours=hours)
        assert (point.lat, point.lon) == (lat / 10, lon / 10)
        assert (point.level, point.gust_level, point.disaster_level) == (level, level + more, 3)
        low, high = point.wind_range_ms or (0.0, 0.0)
        assert low * 3.6 == pytest.approx(round(least_of(level) * 3.6 + 1))
        assert high * 3.6 == pytest.approx(round(least_of(level + 1) * 3.6 - 1))
        assert point.radii[0].quadrants == (km * 1000.0,) * 4


def test_what_lies_ahead_of_the_clock_is_a_forecast_and_is_said_once() -> None:
    text = (
        "Nguồn: Trung tâm Dự báo khí tượng thủy văn quốc gia\n"
        "Hồi 4 giờ ngày 07/9/2024: 20,4N-108,7E mạnh cấp 14.\n"
        "Hồi 14 giờ ngày 07/9/2024: 20,9N-106,9E mạnh cấp 13.\n"
        "Hồi 19 giờ ngày 07/9/2024: 20,9N-106,0E mạnh cấp 11.\n"
    )
    now = dt.datetime(2024, 9, 6, 22, 0, tzinfo=dt.UTC)  # 05:00 of 07/9 in Vietnam
    reading = read_track(text, now=now)
    assert reading.track is not None
    assert [point.forecast for point in reading.track.points] == [False, True, True]
    assert reading.track.issued_at == dt.datetime(2024, 9, 6, 21, 0, tzinfo=dt.UTC)
    (said,) = reading.issues
    assert render(said.code, said.params, "vi") == (
        "2 vị trí ở giờ chưa đến (từ 14:00 07/09/2024): coi là dự báo, không phải đã qua"
    )
    assert reading.track.source == "Trung tâm Dự báo khí tượng thủy văn quốc gia"
    later = read_track(text, now=now + dt.timedelta(days=2))
    assert later.track is not None
    assert not any(point.forecast for point in later.track.points)
    assert later.issues == ()
    (old,) = read_track(text, now=now + dt.timedelta(days=80)).issues
    assert (
        render(old.code, old.params, "vi") == "Đường đi đã hết từ 19:00 07/09/2024, 79 ngày trước: bản tin cũ"
    )


@pytest.mark.parametrize(
    ("words", "hour"),
    [("10 giờ đêm", 22), ("22 giờ đêm", 22), ("2 giờ đêm", 2), ("1 giờ trưa", 13), ("12 giờ trưa", 12)],
)
def test_hours_of_the_night_are_those_that_people_mean(words: str, hour: int) -> None:
    track = read_track(f"Lúc {words} 05/9/2024: 19,1N-116,0E cấp 15").track
    assert track is not None
    assert track.points[0].at == at(f"{hour:02d}:00 05/09/2024")


OLDER = """Hồi 10 giờ ngày 07/9/2024, vị trí tâm bão ở vào khoảng 20,3 độ vĩ Bắc; 108,4 độ kinh Đông, mạnh cấp 13.
Dự báo đến 22 giờ ngày 07/9/2024, vị trí tâm bão ở khoảng 19,6 độ vĩ Bắc; 106,9 độ kinh Đông, mạnh cấp 12.
Dự báo đến 1 giờ ngày 08/9/2024, vị trí tâm bão ở khoảng 19,4 độ vĩ Bắc; 106,5 độ kinh Đông, mạnh cấp 12.
"""
NEWER = """Hồi 13 giờ ngày 07/9/2024, vị trí tâm bão ở vào khoảng 20,6 độ vĩ Bắc; 107,9 độ kinh Đông, mạnh cấp 13.
Dự báo đến 1 giờ ngày 08/9/2024, vị trí tâm bão ở khoảng 21,4 độ vĩ Bắc; 105,9 độ kinh Đông, mạnh cấp 9.
"""


@pytest.mark.parametrize("text", [f"{OLDER}\n{NEWER}", f"{NEWER}\n{OLDER}"])
def test_of_bulletins_pasted_together_the_forecast_is_that_of_the_newest(text: str) -> None:
    """Whichever stands first, and without hours of the older one between those of the newer."""
    track = read_track(text).track
    assert track is not None
    assert [(point.at, point.lat, point.forecast) for point in track.points] == [
        (at("10:00 07/09/2024"), 20.3, False),
        (at("13:00 07/09/2024"), 20.6, False),
        (at("01:00 08/09/2024"), 21.4, True),
    ]


def test_twelve_at_night_is_the_end_of_its_day() -> None:
    track = read_track("Lúc 12 giờ đêm 05/9/2024: 19,1N-116,0E cấp 15").track
    assert track is not None
    assert track.points[0].at == at("00:00 06/09/2024")


OF_TWO_YEARS = """Hồi 22 giờ ngày 31/12, vị trí tâm bão ở khoảng 10,5 độ Vĩ Bắc; 112,2 độ Kinh Đông, mạnh cấp 9.
Dự báo: Đến 10 giờ ngày 01/01, vị trí tâm bão ở khoảng 10,0 độ Vĩ Bắc; 110,2 độ Kinh Đông, mạnh cấp 10.
"""


@pytest.mark.parametrize("day", ["31 tháng 12 năm 2026", "01 tháng 01 năm 2027"])
def test_after_the_31st_of_december_comes_the_new_year(day: str) -> None:
    """Whichever of the two years the bulletin writes."""
    track = read_track(f"Hà Nội, ngày {day}\n{OF_TWO_YEARS}").track
    assert track is not None
    assert [(point.at, point.forecast) for point in track.points] == [
        (at("22:00 31/12/2026"), False),
        (at("10:00 01/01/2027"), True),
    ]


def test_a_year_of_another_storm_is_not_the_bulletins() -> None:
    text = f"Bão mạnh nhất kể từ năm 2018.\n{OF_TWO_YEARS}"
    assert [one.key for one in read_track(text).questions] == ["year"]
    track = read_track(f"{text}Phát lúc 23 giờ ngày 31/12/2026").track
    assert track is not None
    assert track.points[0].at == at("22:00 31/12/2026")
