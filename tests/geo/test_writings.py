"""Writings that a commune tells apart (NMEA, D.MMSS), map links, heights behind, dropped zeros."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.geo.areas import Area, near_m
from registry.geo.coordinates import read_metres, read_pair, read_text
from registry.geo.links import LONGEST_LINK, read_link
from registry.model.positions import Confidence
from tests.geo.test_coordinates import LATITUDES, LONGITUDES, PROVINCE, at, codes
from tests.geo.test_vn2000 import UNSHIFTED

LON, LAT = 106.1946, 21.2734


def nmea(value: float, whole: int) -> str:
    degrees, minutes = divmod(round(value * 60 * 10_000), 60 * 10_000)
    return f"{degrees:0{whole}d}{minutes / 10_000:07.4f}"


def dotted(value: float, decimals: int = 2) -> str:
    units = round(value * 3600 * 10**decimals)
    degrees, rest = divmod(units, 3600 * 10**decimals)
    minutes, seconds = divmod(rest, 60 * 10**decimals)
    return f"{degrees}.{minutes:02d}{seconds:0{2 + decimals}d}"


@given(lon=LONGITUDES, lat=LATITUDES, named=st.booleans())
def test_degrees_and_minutes_of_a_receiver_are_proposed_as_such(lon: float, lat: float, named: bool) -> None:
    hints = replace(PROVINCE, commune=Area(lon, lat, 3_000.0)) if named else PROVINCE
    reading = read_pair(nmea(lon, 3), nmea(lat, 2), hints)
    assert at(reading, lon, lat, 0.3)
    assert reading.position.confidence is Confidence.PROPOSED
    assert codes(reading) in (["COORD-POINT-OR-DMS"], ["COORD-NO-MARKS"])
    assert reading.problems[0].proposed is not None
    shown = [float(part) for part in reading.problems[0].proposed.split(",")]
    assert near_m(shown[1], shown[0], lon, lat) < 0.3


def test_a_receiver_s_sentence_in_one_cell_is_read() -> None:
    reading = read_text(f"{nmea(LAT, 2)},N,{nmea(LON, 3)},E", PROVINCE)
    assert at(reading, LON, LAT, 0.3)
    assert reading.position.confidence is Confidence.PROPOSED


@given(lon=LONGITUDES, lat=LATITUDES, decimals=st.integers(0, 4), far=st.floats(1_000.0, 4_000.0))
def test_seconds_behind_one_point_are_never_taken_for_decimals_against_the_commune(
    lon: float, lat: float, decimals: int, far: float
) -> None:
    texts = dotted(lon, decimals), dotted(lat, decimals)
    reading = read_pair(*texts, replace(PROVINCE, commune=Area(lon, lat, far)))
    if near_m(float(texts[0]), float(texts[1]), lon, lat) > far:
        assert at(reading, lon, lat, 30.0)
        assert codes(reading)[0] == "COORD-DOTTED-DMS"
        assert reading.position.confidence is Confidence.PROPOSED
    else:  # both readings lie in the commune: what is written stands
        assert at(reading, float(texts[0]), float(texts[1]), 0.01)
    alone = read_pair(*texts, PROVINCE)
    assert alone.position.confidence in (
        Confidence.STATED,
        Confidence.COARSE,
    ) or "COORD-OUTSIDE" not in codes(alone)


@given(lon=LONGITUDES, lat=LATITUDES)
def test_decimal_degrees_in_their_commune_are_never_turned_into_seconds(lon: float, lat: float) -> None:
    reading = read_pair(f"{lon:.6f}", f"{lat:.6f}", replace(PROVINCE, commune=Area(lon, lat, 50.0)))
    assert at(reading, lon, lat, 0.2)
    assert codes(reading) == []
    assert reading.position.confidence is Confidence.STATED


@pytest.mark.parametrize(
    "text",
    [
        "https://maps.google.com/?q=21.2734,106.1946",
        "https://www.google.com/maps?q=loc:21.2734,106.1946&z=17",
        "https://www.google.com/maps/search/?api=1&query=21.2734%2C106.1946",
        "https://www.google.com/maps/search/21.2734,+106.1946?sa=X",
        "https://www.google.com/maps/place/21.2734,106.1946/@21.30,106.19,17z",
        "https://www.google.com/maps/place/BTS/@21.30,106.19,17z/data=!3m1!4b1!3d21.2734!4d106.1946?entry=ttu",
        "https://www.google.com/maps/place/21%C2%B016'24.24%22N+106%C2%B011'40.56%22E/@21.30,106.19,17z",
        "https://www.google.com/maps/dir//21.2734,106.1946/@21.2,106.1,15z",
        "https://www.openstreetmap.org/?mlat=21.2734&mlon=106.1946#map=17/21.30/106.19",
        "maps.google.com/maps?q=21.2734,106.1946",
        "Vị trí: https://maps.google.com/?q=21.2734,106.1946",
        "geo:21.2734,106.1946",
        "geo:21.2734,106.1946,35",
        "geo:0,0?q=21.2734,106.1946(BTS)",
    ],
)
def test_the_place_marked_in_a_link_is_read_and_said(text: str) -> None:
    reading = read_text(text, PROVINCE)
    assert at(reading, LON, LAT, 1.0)
    assert reading.position.reading == "link"
    assert reading.position.raw == (text,)
    assert codes(reading) == ["COORD-LINK"]
    assert reading.position.confidence is Confidence.STATED
    for either in (
        read_pair(text, "", PROVINCE),
        read_pair("", text, PROVINCE),
        read_metres(text, "", PROVINCE),
    ):
        assert at(either, LON, LAT, 1.0)
        assert codes(either) == ["COORD-LINK"]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.google.com/maps/@21.2734,106.1946,17z",
        "https://www.google.com/maps?ll=21.2734,106.1946&z=17",
        "https://www.openstreetmap.org/#map=17/21.2734/106.1946",
        "https://www.bing.com/maps?cp=21.2734~106.1946&lvl=16",
    ],
)
def test_the_middle_of_a_view_is_only_a_proposal(text: str) -> None:
    reading = read_text(text, PROVINCE)
    assert at(reading, LON, LAT, 1.0)
    assert codes(reading)[0] == "COORD-LINK-VIEW"
    assert reading.position.confidence is Confidence.PROPOSED


def test_a_link_states_its_error_and_one_of_another_place_is_said_to_lie_outside() -> None:
    assert read_text("geo:21.2734,106.1946;u=35", PROVINCE).position.accuracy_m == 35.0
    assert "COORD-OUTSIDE" in codes(read_text("https://maps.google.com/?q=10.77689,106.70098", PROVINCE))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://maps.app.goo.gl/AbC123", "COORD-LINK-SHORT"),
        ("https://goo.gl/maps/xyz", "COORD-LINK-SHORT"),
        ("https://www.google.com/maps/place/Bac+Giang", "COORD-LINK-EMPTY"),
        ("https://example.org/", "COORD-LINK-EMPTY"),
    ],
)
def test_a_link_without_a_position_says_so(text: str, code: str) -> None:
    reading = read_text(text, PROVINCE)
    assert codes(reading) == [code]
    assert not reading.position.known


@given(st.text(max_size=2 * LONGEST_LINK // 10).map(lambda tail: f"https://maps.google.com/?q={tail}"))
def test_no_link_makes_reading_it_fail(text: str) -> None:
    reading = read_text(text, PROVINCE)
    assert reading.problems
    assert read_link(text) is not None


@pytest.mark.parametrize(
    ("text", "height"),
    [
        ("21.2734, 106.1946, 35", "35"),
        ("21.2734, 106.1946, 35 m", "35"),
        ("21.2734,106.1946,35.5", "35.5"),
        ("21,2734; 106,1946; 35", "35"),
        ("106.1946 21.2734 35", "35"),
        ("21.2734, 106.1946, cao độ 35m", "35"),
        ("21.2734, 106.1946, h=-2", "-2"),
        ("(21.2734, 106.1946, 35)", "35"),
    ],
)
def test_a_height_behind_a_position_is_left_out_and_that_is_said(text: str, height: str) -> None:
    reading = read_text(text, PROVINCE)
    assert at(reading, LON, LAT, 1.0)
    assert codes(reading) == ["COORD-HEIGHT-LEFT"]
    assert reading.problems[0].params["value"] == height
    assert reading.position.confidence is Confidence.STATED


@pytest.mark.parametrize(
    "text", ["1, 2, 3", "21.27 106.19 21.28 106.20", "10.5, 105.2, 35", "21.2734, 35, 106.1946"]
)
def test_three_numbers_that_are_no_position_of_the_province_stay_unread(text: str) -> None:
    assert not read_text(text, PROVINCE).position.known


@pytest.mark.parametrize(
    "text",
    ["21.273400, 106.194600 (VN-2000)", "(hệ VN-2000) 21.273400 106.194600", "21.2734; 106.1946 VN2000"],
)
def test_degrees_of_vn2000_are_shifted_wherever_that_is_written(text: str) -> None:
    reading = read_text(text, PROVINCE)
    assert reading.position.reading == "vn2000-degrees"
    assert reading.position.crs == "EPSG:4756"
    assert at(reading, 2 * LON - UNSHIFTED[0], 2 * LAT - UNSHIFTED[1], 1.0)
    pair = read_pair("106.194600 (VN-2000)", "21.273400 (VN-2000)", PROVINCE)
    assert pair.position.reading == "vn2000-degrees"
    assert at(pair, 2 * LON - UNSHIFTED[0], 2 * LAT - UNSHIFTED[1], 1.0)


def test_a_cell_that_says_its_plane_is_read_in_it() -> None:
    reading = read_text("X=2341209.792 Y=596585.477 (VN-2000, KTT 105°, múi 6°)", PROVINCE)
    assert reading.position.crs == "EPSG:3405"
    assert reading.position.confidence is Confidence.STATED
    assert reading.metres is None
    plain = read_text("X 2353924.12; Y 416500.5 (VN-2000)", PROVINCE)
    assert plain.position.crs == "EPSG:9214"
    assert codes(plain) == []


@pytest.mark.parametrize(
    ("lon", "lat", "numbers", "accuracy"),
    [
        ("106.293", "21.261284", (True, True), 10.0),
        ("106.293", "21.261284", (True, False), 10.0),  # the finer axis is a text
        ("106.293147", "21.261", (True, True), 10.0),
        ("106.293", "21.261284", (False, True), 51.9),  # a text keeps its zeros
        ("106.293", "21.261284", (False, False), 51.9),
        ("106.293", "21.261", (True, True), 75.9),  # both: nothing is finer
        ("106.29", "21.261284", (True, True), 518.7),
        ("106.3", "21.261284", (True, True), 5187.0),
        ("106", "21.261284", (True, True), 51_870.0),
    ],
)
def test_zeros_that_a_number_dropped_make_no_position_coarse(
    lon: str, lat: str, numbers: tuple[bool, bool], accuracy: float
) -> None:
    reading = read_pair(lon, lat, PROVINCE, numbers=numbers)
    assert reading.position.accuracy_m == pytest.approx(accuracy, rel=0.01)
    assert reading.position.confidence is (Confidence.STATED if accuracy == 10.0 else Confidence.COARSE)
