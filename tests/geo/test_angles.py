"""One text, one angle: every way that people type it, and an honest word for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.geo.angles import LONGEST, parse_value, read_metres_value
from registry.geo.formats import format_degrees, format_dms
from registry.messages import Language

A_LATITUDE = 21 + 16 / 60 + 29 / 3600


@pytest.mark.parametrize(
    "text",
    [
        "21°16'29\"B",
        "21°16'29\"N",
        "21° 16' 29\"",
        "21º16´29´´",
        "21°16′29″B",
        "21°16’29”N",
        "21 16 29",
        "21:16:29",
        "21-16-29",
        "21.16.29",
        "21o16'29''",
        "21°16'29",
        "21°16 29",
        "N21°16'29\"",
        "B 21 16 29",
        "21 độ 16 phút 29 giây",
        "21 độ 16 phút 29 giây Bắc",
        "Vĩ độ: 21°16'29\" Bắc",
        "21°16'29\" vĩ độ Bắc",
        "21d16m29s",
        "21 16 29 North",
        "21° 16' 29.00'' Nord",
        "21°16'29,0\"B",
        "lat 21°16'29\"",
        "\u00a021°\u00a016'\u00a029\"",
        "２１°１６'２９\"",
        "21Â°16'29\"N",
        "(21°16'29\")",
        "21 deg 16 min 29 sec N",
        "21°16'29\" b",
        "VĨ ĐỘ BẮC 21°16'29\"",
    ],
)
def test_degrees_minutes_seconds_however_typed(text: str) -> None:
    angle = parse_value(text, "lat")
    assert angle.degrees == pytest.approx(A_LATITUDE, abs=1e-9)
    assert angle.notation == "dms"


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("21.2734", 21.2734),
        ("21,2734", 21.2734),
        ("+21.2734", 21.2734),
        ("-6.9", -6.9),
        ("−6,9", -6.9),
        ("6.9 S", -6.9),
        ("-6.9S", -6.9),
        ("6°54' Nam", -6.9),
        ("106°30,5'Đ", 106.508333333),
        ("79 34 45 W", -79.579166667),
        ("79°30' Tây", -79.5),
        ("79.5 T", -79.5),
        ("21.2734°", 21.2734),
        ("'21.2734", 21.2734),
        ("21.273400000000002", 21.2734),
        ("1.06195E+02", 106.195),
        (" 106° 6'4.68\"E", 106.1013),
        ("TÂY 79.5", -79.5),
        ("43.6 Nord", 43.6),
        ("3,5 Ouest", -3.5),
        ("21,2734 độ B", 21.2734),
        ("106.1946 kinh độ Đông", 106.1946),
        (".5", 0.5),
        ("21.2734.", 21.2734),
        ("21°60'", 22.0),
        ("KĐ: 5"[4:], 5.0),
    ],
)
def test_values_with_point_comma_sign_and_letters(text: str, degrees: float) -> None:
    assert parse_value(text).degrees == pytest.approx(degrees, abs=1e-8)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "COORD-MISSING"),
        ("  ", "COORD-MISSING"),
        ("-", "COORD-MISSING"),
        ("Không có", "COORD-MISSING"),
        ("nan", "COORD-MISSING"),
        ("chưa có", "COORD-MISSING"),
        ("#N/A", "COORD-MISSING"),
        ("abc", "COORD-NOT-NUMBER"),
        ("21°16'29\"X", "COORD-NOT-NUMBER"),
        ("inf", "COORD-NOT-NUMBER"),
        ("1e999", "COORD-NOT-NUMBER"),
        ("21.5°30'", "COORD-NOT-NUMBER"),
        ("21,27,34,5", "COORD-NOT-NUMBER"),
        ("9" * (LONGEST + 1), "COORD-NOT-NUMBER"),
        ("21°61'00\"", "COORD-SIXTY"),
        ("21 16 75", "COORD-SIXTY"),
        ("vĩ độ 106 Đ", "COORD-CONTRADICTION"),
        ("vĩ độ kinh độ 106", "COORD-NOT-NUMBER"),
    ],
)
def test_what_is_no_angle_has_a_code(text: str, code: str) -> None:
    angle = parse_value(text)
    assert (angle.degrees, angle.problem) == (None, code)


def test_a_range_is_held_against_the_axis_asked_for() -> None:
    assert parse_value("106.2", "lat").problem == "COORD-RANGE"
    assert parse_value("106.2", "lon").degrees == 106.2
    assert parse_value("106.2 B").problem == "COORD-RANGE"


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("21,27", 0.01),
        ("21.2734", 1e-4),
        ("21", 1.0),
        ("21°16'29\"", 1 / 3600),
        ("21°16'29.5\"", 0.1 / 3600),
        ("21°16,48'", 0.01 / 60),
        ("21°16'", 1 / 60),
    ],
)
def test_the_last_digit_written_tells_the_resolution(text: str, resolution: float) -> None:
    assert parse_value(text).resolution == pytest.approx(resolution, rel=1e-9)


def test_a_minus_that_a_letter_contradicts_is_in_doubt_and_one_that_it_repeats_is_not() -> None:
    assert parse_value("-106.2 E").sign_doubt
    assert parse_value("-106.2 E").degrees == 106.2
    assert not parse_value("-79.5 W").sign_doubt


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("2354678.12", 2354678.12),
        ("2.354.678,12", 2354678.12),
        ("2,354,678.12", 2354678.12),
        ("2 354 678,12 m", 2354678.12),
        ("2\u00a0354\u00a0678", 2354678.0),
        ("417.000", 417000.0),
        ("417,000", 417000.0),
        ("417000,5", 417000.5),
        ("X=2354678", 2354678.0),
        ("E 417000", 417000.0),
        ("-5", -5.0),
        ("2.354678E+06", 2354678.0),
        ("abc", None),
        ("", None),
        (None, None),
        ("1e999", None),
    ],
)
def test_metres_with_any_thousands_separator(text: str | None, metres: float | None) -> None:
    assert read_metres_value(text) == metres


@given(
    degrees=st.floats(-180, 180),
    axis=st.sampled_from(["lon", "lat"]),
    lang=st.sampled_from(["vi", "en"]),
    decimals=st.integers(0, 6),
)
def test_formatted_dms_reads_back(degrees: float, axis: str, lang: Language, decimals: int) -> None:
    if axis == "lat":
        degrees /= 2.0
    text = format_dms(degrees, axis, lang, decimals)  # type: ignore[arg-type] - hypothesis draws plain strings
    angle = parse_value(text)
    assert angle.degrees == pytest.approx(degrees, abs=0.5001 * 10.0**-decimals / 3600)
    assert angle.axis == axis
    assert "60" not in text.split("°")[1][:2]


@given(degrees=st.floats(-180, 180), lang=st.sampled_from(["vi", "en"]), decimals=st.integers(1, 9))
def test_formatted_decimals_read_back(degrees: float, lang: Language, decimals: int) -> None:
    angle = parse_value(format_degrees(degrees, lang, decimals))
    assert angle.degrees == pytest.approx(degrees, abs=0.5001 * 10.0**-decimals)


@pytest.mark.parametrize(
    ("degrees", "vi", "en"),
    [
        (A_LATITUDE, "21°16'29,00\"B", "21°16'29.00\"N"),
        (-6.9, "6°54'00,00\" Nam", "6°54'00.00\"S"),
        (21.9999999, "22°00'00,00\"B", "22°00'00.00\"N"),
        (-0.0000001, "0°00'00,00\"B", "0°00'00.00\"N"),
    ],
)
def test_dms_is_written_as_the_language_does(degrees: float, vi: str, en: str) -> None:
    assert format_dms(degrees, "lat", "vi") == vi
    assert format_dms(degrees, "lat", "en") == en


@given(st.text(max_size=60) | st.text("0123456789.,;°'\" -+NSEWBĐTxy/ed", max_size=40))
def test_any_text_gives_an_angle_or_a_problem(text: str) -> None:
    angle = parse_value(text)
    assert (angle.degrees is None) == bool(angle.problem)
