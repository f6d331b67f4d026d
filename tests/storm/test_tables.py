"""Tracks as CSV, typed tables, JSON and GeoJSON: every unit is stated or asked, none is lost on the way."""

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.messages import render
from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii
from registry.model.vietnam_time import VIETNAM
from registry.storm.reading import read_track
from registry.storm.sources.record import from_record
from registry.storm.units import KMH_MS, KNOT_MS, NAUTICAL_MILE_M
from tests.storm.tracks import as_record

JTWC = """track_id,season,basin,time,lat,lon,status,wind,slp,sshs_cat
2024244N09137,2024,WP,2024-09-07 00:00:00,20.5,108.2,TY,110.0,945.0,3
2024244N09137,2024,WP,2024-09-07 06:00:00,20.9,107.1,TY,110.0,943.0,3
"""
WMO = """track_id,season,basin,time,lon,lat,wind,slp
2024244N09137,2024,WP,2024-09-07 00:00:00,108.1,20.5,85.0,940.0
2024244N09137,2024,WP,2024-09-08 12:00:00,104.0,21.6,,1.001e+03
2016207N17116,2016,WP,2016-07-27 12:00:00,106.7,20.0,55.0,980.0
"""


def keys(text: str | bytes, **answers: str) -> dict[str, str]:
    return {question.key: question.suggested for question in read_track(text, answers).questions}


def test_the_two_layouts_of_ibtracs_are_asked_for_their_units() -> None:
    assert keys(JTWC) == {"wind_unit": "kt", "averaging": "60", "time_zone": "UTC"}
    assert keys(WMO) == {"storm": "", "wind_unit": "kt", "averaging": "600", "time_zone": "UTC"}
    assert read_track(JTWC).track is None
    answers = {"wind_unit": "kt", "averaging": "60", "time_zone": "UTC"}
    track = read_track(JTWC, answers).track
    assert track is not None
    assert (track.averaging_s, track.year, track.name) == (60, 2024, "2024244N09137")
    first = track.points[0]
    assert (first.lat, first.lon, first.pressure_hpa) == (20.5, 108.2, 945.0)
    assert first.wind_ms == pytest.approx(110 * KNOT_MS)
    assert first.at == dt.datetime(2024, 9, 7, tzinfo=dt.UTC)


def test_the_user_chooses_among_several_storms() -> None:
    (question,) = [q for q in read_track(WMO).questions if q.key == "storm"]
    assert [choice.value for choice in question.choices] == ["2024244N09137", "2016207N17116"]
    said = [render(choice.code, choice.params, "vi") for choice in question.choices]
    assert said[0] == "2024244N09137  (07/09/2024 đến 08/09/2024; 2 điểm; gió mạnh nhất ghi 85)"
    (calm,) = [q for q in read_track(WMO.replace("55.0,", ",")).questions if q.key == "storm"]
    said = [render(choice.code, choice.params, "vi") for choice in calm.choices]
    assert said[1].endswith("1 điểm; không ghi sức gió)")  # a blank is not a calm
    answers = {"wind_unit": "kt", "averaging": "600", "time_zone": "UTC", "storm": "2016207N17116"}
    track = read_track(WMO, answers).track
    assert track is not None
    assert [(point.lon, point.lat, point.where) for point in track.points] == [(106.7, 20.0, "4")]
    other = read_track(WMO, {**answers, "storm": "2024244N09137"}).track
    assert other is not None
    assert other.points[1].wind_ms is None  # a blank is not a calm
    assert other.points[1].pressure_hpa == 1001.0
    assert keys(WMO, **{**answers, "storm": "no such"}) == {"storm": ""}


def test_a_row_of_units_and_the_columns_of_ibtracs_4() -> None:
    text = (
        "SID,NAME,ISO_TIME,LAT,LON,USA_WIND,USA_PRES,USA_RMW,USA_R34_NE,USA_R34_SE,USA_R34_SW,USA_R34_NW\n"
        " , , ,degrees_north,degrees_east,kts,mb,nmile,nmile,nmile,nmile,nmile\n"
        "2024244N09137,YAGI,2024-09-07 00:00:00,20.5,108.2,110,945,15,130,120,125, \n"
    )
    assert keys(text) == {}  # the winds of US agencies are 1-minute means, ISO_TIME is universal time
    track = read_track(text).track
    assert track is not None
    (point,) = track.points
    assert (track.name, track.averaging_s) == ("YAGI", 60)
    assert point.wind_ms == pytest.approx(110 * KNOT_MS)
    assert point.rmax_m == 15 * NAUTICAL_MILE_M
    (radii,) = point.radii
    assert radii.wind_ms == pytest.approx(34 * KNOT_MS)
    assert radii.quadrants == (130 * NAUTICAL_MILE_M, 120 * NAUTICAL_MILE_M, 125 * NAUTICAL_MILE_M, None)


def test_a_table_typed_in_vietnamese() -> None:
    text = (
        "Bão số 3\n"
        "Thời điểm (giờ VN);Vĩ độ;Kinh độ;Cấp gió;Cấp giật;Khí áp;Bán kính cấp 6 (km);"
        "Cấp độ rủi ro thiên tai\n"
        "10:00 07/9/2024;20,6;107,7;14;17;945;250;4\n"
        "22 giờ 07/9/2024;21,2°B;105,8 Đ;8-9;11;;;3\n"
    )
    reading = read_track(text)
    assert reading.questions == ()
    assert reading.issues == ()
    assert reading.track is not None
    first, second = reading.track.points
    assert reading.track.averaging_s == 120
    assert first.at == dt.datetime(2024, 9, 7, 10, tzinfo=VIETNAM)
    assert (first.level, first.gust_level, first.pressure_hpa, first.disaster_level) == (14, 17, 945.0, 4)
    assert first.radii[0].quadrants == (250e3,) * 4
    assert (second.lat, second.lon, second.level) == (21.2, 105.8, 9)


@pytest.mark.parametrize(
    ("header", "stated"),
    [
        ("Gió 2 phút (km/h)", {"time_zone"}),
        ("wind_kt", {"averaging", "time_zone"}),
        ("wind", {"averaging", "time_zone", "wind_unit"}),
    ],
)
def test_only_what_a_header_leaves_out_is_asked(header: str, stated: set[str]) -> None:
    assert set(keys(f"time,lat,lon,{header}\n2024-09-07 00:00,20.5,108.2,40\n")) == stated


def test_faults_of_a_table_by_line_and_column() -> None:
    text = (
        "time,lat,lon,wind_kt,slp,cap\n"
        "2024-09-07T00:00Z,20.5,108.2,110,945,14\n"
        "2024-09-07T25:00Z,20.5,108.2,110,945,14\n"
        "2024-09-07T06:00Z,95.0,108.2,110,945,14\n"
        "2024-09-07T07:00Z,20.6,x,110,945,14\n"
        "2024-09-07T08:00Z,20.6,107.9,abc,2,19\n"
        "2024-09-06T00:00Z,20.6,107.9,90,945,14\n"
        "2024-09-07T08:00Z,20.6,107.9,9000,945,14\n"
        "2042-09-07T09:00Z,20.6,107.8,90,945,14\n"
    )
    reading = read_track(text, {"averaging": "60"})
    assert reading.questions == ()
    assert [(issue.code, issue.row, issue.column) for issue in reading.issues] == [
        ("TRACK-TIME-IMPOSSIBLE", 3, "time"),
        ("TRACK-POSITION-IMPOSSIBLE", 4, ""),
        ("TRACK-POSITION-IMPOSSIBLE", 5, ""),
        ("TRACK-NUMBER", 6, "wind_kt"),
        ("TRACK-NUMBER-SPAN", 6, "slp"),
        ("TRACK-LEVEL-IMPOSSIBLE", 6, "cap"),
        ("TRACK-NUMBER-SPAN", 8, "wind_kt"),
        ("TRACK-TIME-BACKWARDS", 7, ""),
        ("TRACK-TIME-TWICE", 8, ""),
        ("TRACK-GAP", 9, ""),
    ]
    assert len(reading.track.points if reading.track else ()) == 2


def test_a_table_that_is_newest_first_is_turned_round() -> None:
    rows = "".join(f"2024-09-07T{hour:02d}:00Z,20.5,{108 - hour / 10},40\n" for hour in (12, 6, 0))
    reading = read_track("time,lat,lon,wind_ms\n" + rows, {"averaging": "600"})
    assert reading.issues == ()
    assert [point.at.hour for point in reading.track.points if reading.track] == [0, 6, 12]


def test_json_with_quadrants_goes_by_the_units_in_its_names() -> None:
    text = json.dumps(
        {
            "storm_id": "2024244N09137",
            "points": [
                {
                    "timestamp": "2024-09-07T06:00:00", "lat": 20.9, "lon": 107.1, "max_wind_ms": 56.6,
                    "min_pressure_hpa": 943.0, "rmw_nm": 15.0, "r34_nm": 155.0, "r64_nm": None,
                    "r34_quadrants": {"NE": 150.0, "SE": 145.0, "SW": 155.0, "NW": None},
                },
                {"timestamp": "2024-09-07T12:00:00", "lat": 21.0, "lon": 106.0, "max_wind_ms": 41.2,
                 "r34_nm": 60.0, "r34_quadrants": None},
            ],
        }
    )  # fmt: skip
    assert keys(text) == {"averaging": "60", "time_zone": "UTC"}
    track = read_track(text, {"averaging": "60", "time_zone": "UTC"}).track
    assert track is not None
    first, second = track.points
    assert (first.wind_ms, first.pressure_hpa, first.rmax_m) == (56.6, 943.0, 15 * NAUTICAL_MILE_M)
    assert first.radii[0].quadrants == (
        150 * NAUTICAL_MILE_M,
        145 * NAUTICAL_MILE_M,
        155 * NAUTICAL_MILE_M,
        None,
    )
    assert second.radii == ()  # its one radius is a synthetic estimate


def test_geojson_points_and_lines_say_the_same() -> None:
    times = ["2024-09-07T00:00:00Z", "2024-09-07T06:00:00Z"]
    spots, winds = [[108.2, 20.5], [107.1, 20.9]], [110, 100]
    points = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": spot},
                "properties": {"time": at, "wind_kt": wind},
            }
            for at, spot, wind in zip(times, spots, winds, strict=True)
        ],
    }
    line = {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": spots},
        "properties": {"coordTimes": times, "wind_kt": winds},
    }
    answers = {"averaging": "60"}
    one, other = (read_track(json.dumps(item), answers) for item in (points, line))
    assert (one.kind, other.kind) == ("geojson", "geojson")
    assert one.track is not None
    assert one.track == other.track
    assert [(point.lon, point.lat) for point in one.track.points] == [(108.2, 20.5), (107.1, 20.9)]
    assert one.track.points[0].wind_ms == pytest.approx(110 * KNOT_MS)


@pytest.mark.parametrize(
    "text", ['{"a": ', "[" * 100_000, '{"x": 1' + "0" * 9000 + "}", '{"type": "Feature"']
)
def test_damaged_json_is_refused(text: str) -> None:
    with pytest.raises(RefusalError, match=r"TRACK-(JSON|KIND-UNKNOWN)"):
        read_track(text)


@pytest.mark.parametrize(
    "change",
    [
        {"averaging_s": 7},
        {"points": []},
        {"points": [{"at": "2024-09-07T00:00:00"}]},
        {"points": "x"},
        {"year": "x"},
    ],
)
def test_a_record_with_wrong_values_is_refused(change: dict[str, object]) -> None:
    track = StormTrack(
        "T", 2024, 60, (TrackPoint(dt.datetime(2024, 9, 7, tzinfo=dt.UTC), 108.0, 20.0, wind_ms=40.0),)
    )
    record = as_record(track)
    assert read_track(json.dumps(record)).track == track
    with pytest.raises(RefusalError, match="TRACK-RECORD"):
        read_track(json.dumps({**record, **change}))
    point = {**record["points"][0], "wind_ms": 1e9}
    with pytest.raises(RefusalError, match="TRACK-RECORD"):
        read_track(json.dumps({**record, "points": [point]}))


_MOMENT = st.tuples(st.integers(0, 60), st.integers(0, 9 * 24 * 3600)).map(
    lambda since: dt.datetime(1980 + since[0], 8, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=since[1])
)
_RADIUS = st.none() | st.floats(1e3, 900e3)


@st.composite
def tracks(draw: st.DrawFn) -> StormTrack:
    first = draw(_MOMENT)
    later = draw(st.lists(st.integers(0, 9 * 24 * 3600), min_size=1, max_size=5, unique=True))
    moments = sorted(first + dt.timedelta(seconds=seconds) for seconds in later)
    points = []
    for moment in moments:
        sides = draw(st.tuples(_RADIUS, _RADIUS, _RADIUS, _RADIUS))
        points.append(
            TrackPoint(
                moment, draw(st.floats(80, 180)), draw(st.floats(0, 60)),
                wind_ms=draw(st.none() | st.floats(0, 110)),
                pressure_hpa=draw(st.none() | st.floats(860, 1020)), rmax_m=draw(_RADIUS),
                radii=(WindRadii(34 * KNOT_MS, *sides),) if any(side for side in sides) else (),
                level=draw(st.none() | st.integers(0, 17)), gust_level=draw(st.none() | st.integers(0, 17)),
                disaster_level=draw(st.none() | st.integers(1, 5)), forecast=draw(st.booleans()),
            )
        )  # fmt: skip
    return StormTrack(
        draw(st.text(min_size=1, max_size=10)), 2026, draw(st.sampled_from([60, 120, 600])), tuple(points)
    )


@given(tracks())
@settings(max_examples=80, deadline=None)
def test_a_record_loses_nothing(track: StormTrack) -> None:
    assert from_record(json.loads(json.dumps(as_record(track)))) == track
    assert read_track(json.dumps(as_record(track))).track == track


@given(
    tracks(),
    st.sampled_from(["kt", "km/h", "m/s"]),
    st.sampled_from(["nmi", "km", "m"]),
    st.sampled_from([",", ";", "\t"]),
)
@settings(max_examples=80, deadline=None)
def test_units_survive_a_table_in_any_unit(
    track: StormTrack, speed: str, length: str, delimiter: str
) -> None:
    per_speed = {"kt": KNOT_MS, "km/h": KMH_MS, "m/s": 1.0}[speed]
    per_length = {"nmi": NAUTICAL_MILE_M, "km": 1000.0, "m": 1.0}[length]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n")
    sides = [f"r34_{side} ({length})" for side in ("ne", "se", "sw", "nw")]
    writer.writerow(
        ["time", "lat", "lon", f"wind ({speed})", "slp", f"rmw ({length})", *sides, "cap", "cap giat"]
    )
    for point in track.points:
        radii = point.radii[0].quadrants if point.radii else (None,) * 4
        values = (
            point.lat, point.lon, point.wind_ms and point.wind_ms / per_speed, point.pressure_hpa,
            point.rmax_m and point.rmax_m / per_length, *(side and side / per_length for side in radii),
        )  # fmt: skip
        cells = ["" if value is None else repr(float(value)) for value in values]
        writer.writerow(
            [point.at.isoformat(), *cells, *("" if x is None else x for x in (point.level, point.gust_level))]
        )
    reading = read_track(written.getvalue(), {"averaging": str(track.averaging_s)})
    assert reading.questions == ()
    assert {issue.code for issue in reading.issues} <= {"TRACK-TOO-FAST"}
    assert reading.track is not None
    assert len(reading.track.points) == len(track.points)
    for found, point in zip(reading.track.points, track.points, strict=True):
        assert (found.at, found.level, found.gust_level) == (point.at, point.level, point.gust_level)
        assert (found.lon, found.lat) == pytest.approx((point.lon, point.lat))
        for one, other in (
            (found.wind_ms, point.wind_ms),
            (found.pressure_hpa, point.pressure_hpa),
            (found.rmax_m, point.rmax_m),
        ):
            assert one == (None if other is None else pytest.approx(other, rel=1e-9))
        assert len(found.radii) == len(point.radii)
        for one, other in zip(found.radii, point.radii, strict=True):
            assert [x or 0.0 for x in one.quadrants] == pytest.approx([x or 0.0 for x in other.quadrants])


@pytest.mark.parametrize(
    ("moment", "zone"), [("0001-01-01T00:00:00", "+07:00"), ("9999-12-31T23:00:00", "UTC")]
)
def test_a_moment_at_the_end_of_the_calendar_is_no_moment_of_a_storm(moment: str, zone: str) -> None:
    text = json.dumps({"points": [{"timestamp": moment, "lat": 20, "lon": 107}]})
    read = read_track(text, {"time_zone": zone})
    assert read.track is None
    assert [issue.code for issue in read.issues] == ["TRACK-TIME-IMPOSSIBLE"]
    spoken = "Hồi 24 giờ ngày 31/12/9999: 20,4N-108,7E mạnh cấp 14."
    assert [issue.code for issue in read_track(spoken).issues] == ["TRACK-TIME-IMPOSSIBLE"]


def test_rows_without_a_year_go_on_into_the_new_one() -> None:
    text = "thời gian,vĩ độ,kinh độ,cấp\n31/12 22:00,10.5,112.2,9\n01/01 04:00,10.2,111.2,10\n"
    track = read_track(text, {"year": "2026", "time_zone": "+07:00"}).track
    assert track is not None
    assert [point.at.isoformat() for point in track.points] == [
        "2026-12-31T15:00:00+00:00",
        "2026-12-31T21:00:00+00:00",
    ]
