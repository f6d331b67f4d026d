"""Two cells, or one, give a position or the reason why not; nothing is repaired without being said."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.geo.areas import Area
from registry.geo.coordinates import (
    PositionHints,
    Reading,
    format_decimal,
    format_dms_pair,
    format_vn2000,
    read_metres,
    read_pair,
    read_text,
)
from registry.geo.crs import transformer
from registry.geo.distances import geodesic_m
from registry.messages import Language, remedy, render
from registry.model.positions import Confidence

PROVINCE = PositionHints(105.8, 20.95, 107.1, 21.65, (9214, 9209))
LONGITUDES, LATITUDES = st.floats(105.81, 107.09), st.floats(20.96, 21.64)
LANGUAGES = st.sampled_from(["vi", "en"])


def codes(reading: Reading) -> list[str]:
    """Return the codes of a reading; every one of them must have its words in both languages."""
    for problem in reading.problems:
        for lang in ("vi", "en"):
            assert render(problem.code, problem.params, lang)
            remedy(problem.code, problem.params, lang)
    return [problem.code for problem in reading.problems]


def at(reading: Reading, lon: float, lat: float, within_m: float = 0.01) -> bool:
    position = reading.position
    assert position.lon is not None
    assert position.lat is not None
    return float(geodesic_m(lon, lat, position.lon, position.lat)) <= within_m


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        ("106.19460", "21.27340", "decimal"),
        ("106,19460", "21,27340", "decimal-comma"),
        ("106,1946 Đ", "21,2734 B", "decimal-comma"),
        ("106°11'40.56\"E", "21°16'24.24\"N", "dms"),
        ("106 11 40,56", "21 16 24,24", "dms"),
        ("106.1946", "21°16'24.24\"", "dms+decimal"),
    ],
)
def test_ordinary_cells_are_read_as_stated(lon: str, lat: str, name: str) -> None:
    reading = read_pair(lon, lat, PROVINCE)
    assert at(reading, 106.1946, 21.2734)
    assert codes(reading) == []
    assert reading.position.reading == name
    assert reading.position.raw == (lon, lat)
    assert reading.position.confidence is Confidence.STATED
    assert reading.position.accuracy_m == 10.0


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("vĩ độ 20,534550; kinh độ 105,900540", 105.90054, 20.53455),
        ("20,534550, 105,900540", 105.90054, 20.53455),
        ("20,534550,105,900540", 105.90054, 20.53455),
        ("20,534550 105,900540", 105.90054, 20.53455),
        ("105,900540; 20,534550", 105.90054, 20.53455),
        ("106.1946, 21.2734", 106.1946, 21.2734),
        ("21.2734/106.1946", 106.1946, 21.2734),
        ("21.2734 - 106.1946", 106.1946, 21.2734),
        ("21.2734\n106.1946", 106.1946, 21.2734),
        ("(21.2734,106.1946)", 106.1946, 21.2734),
        ("Long: 106.1946 Lat: 21.2734", 106.1946, 21.2734),
        ("POINT (106.1946 21.2734)", 106.1946, 21.2734),
        ("21.2734°N, 106.1946°E", 106.1946, 21.2734),
        ("E106.1946 N21.2734", 106.1946, 21.2734),
        ("21°16'24.24\"B 106°11'40.56\"Đ", 106.1946, 21.2734),
        ("106°11'40,56\"Đ, 21°16'24,24\"B", 106.1946, 21.2734),
        ("106°11'40.56\" 21°16'24.24\"", 106.1946, 21.2734),
        ("21 16 24.24 106 11 40.56", 106.1946, 21.2734),
        ("Tọa độ: 21 độ 16 phút 24,24 giây Bắc và 106 độ 11 phút 40,56 giây Đông", 106.1946, 21.2734),
        ("03° 50' 08.00'' Est, 43° 36' 56.00'' Nord", 3.835555556, 43.615555556),
        ("-0.86716, 101.37435", 101.37435, -0.86716),
        ("Vĩ độ: 21.2734 (B), Kinh độ: 106.1946 (Đ)", 106.1946, 21.2734),
        ("21.2734, 106.1946 (cạnh UBND xã)", 106.1946, 21.2734),
        ("21.2734 106.1946 WGS84", 106.1946, 21.2734),
    ],
)
def test_one_cell_holds_both_in_either_order(text: str, lon: float, lat: float) -> None:
    reading = read_text(text)
    assert at(reading, lon, lat, 0.05)
    assert codes(reading) == []
    assert reading.position.confidence is Confidence.STATED


@pytest.mark.parametrize(
    ("lon", "lat"), [("", "21.2734, 106.1946"), ("106.1946; 21.2734", "106.1946; 21.2734")]
)
def test_a_whole_position_in_one_of_two_cells_is_found(lon: str, lat: str) -> None:
    reading = read_pair(lon, lat, PROVINCE)
    assert at(reading, 106.1946, 21.2734)
    assert reading.position.raw == (lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat", "code", "proposed"),
    [
        ("21.2734", "106.1946", "COORD-SWAPPED", "21.2734, 106.1946"),
        ("21°16'24.24\"B", "106°11'40.56\"Đ", "COORD-SWAPPED", "21.2734, 106.1946"),
        ("-106.1946", "21.2734", "COORD-SIGN", "106.1946"),
        ("106.1946", "-21.2734", "COORD-SIGN", "21.2734"),
        ("106.1946", "21.2734 Nam", "COORD-SIGN", "21.2734"),
        ("-106.1946 Đ", "21.2734 B", "COORD-SIGN", "106.1946"),
        ("106.1946", "212734", "COORD-NO-POINT", "21.2734"),
        ("1061946", "21.2734", "COORD-NO-POINT", "106.1946"),
        ("106.1946", "21,273,400.000000", "COORD-NO-POINT", "21.2734"),
        ("10.61946", "21.2734", "COORD-NO-POINT", "106.1946"),
        ("1061.946", "21.2734", "COORD-NO-POINT", "106.1946"),
        ("106.1946", "21 273 400", "COORD-NO-POINT", "21.2734"),
    ],
)
def test_a_repair_is_proposed_and_said(lon: str, lat: str, code: str, proposed: str) -> None:
    reading = read_pair(lon, lat, PROVINCE)
    assert at(reading, 106.1946, 21.2734)
    assert codes(reading) == [code]
    assert reading.problems[0].proposed == proposed
    assert reading.position.confidence is Confidence.PROPOSED
    assert reading.position.raw == (lon, lat)


def test_two_missing_points_are_two_problems() -> None:
    reading = read_pair("106194600", "21273400", PROVINCE)
    assert [(p.code, p.field, p.proposed) for p in reading.problems] == [
        ("COORD-NO-POINT", "lon", "106.1946"),
        ("COORD-NO-POINT", "lat", "21.2734"),
    ]
    assert read_text("21273400 106194600", PROVINCE).position.lon == 106.1946
    assert read_text("106194600; 21273400", PROVINCE).position.lon == 106.1946


@pytest.mark.parametrize(
    ("lon", "lat", "code", "field"),
    [
        ("", "", "COORD-MISSING", "position"),
        ("-", "chưa có", "COORD-MISSING", "position"),
        ("106.2", "", "COORD-HALF", "lat"),
        ("abc", "21.2", "COORD-NOT-NUMBER", "lon"),
        ("0", "0", "COORD-ZERO", "position"),
        ("0.000000", "0,000000", "COORD-ZERO", "position"),
        ("106.2", "0", "COORD-ZERO", "lat"),
        ("0", "21.2", "COORD-ZERO", "lon"),
        ("106 75 00", "21 16 29", "COORD-SIXTY", "lon"),
        ("21.27 N", "21.28 N", "COORD-CONTRADICTION", "position"),
        ("999e10", "21.2", "COORD-RANGE", "lon"),
    ],
)
def test_what_cannot_be_read_has_no_position_and_a_reason(lon: str, lat: str, code: str, field: str) -> None:
    reading = read_pair(lon, lat, PROVINCE)
    assert not reading.position.known
    assert reading.position.confidence is Confidence.UNREADABLE
    assert codes(reading) == [code]
    assert reading.problems[0].field == field


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "COORD-MISSING"),
        ("21,106", "COORD-ONE-NUMBER"),
        ("21.2734", "COORD-ONE-NUMBER"),
        ("gần chợ", "COORD-NOT-NUMBER"),
        ("21°75'00\"B 106°12'06\"Đ", "COORD-SIXTY"),
        ("0, 0", "COORD-ZERO"),
        ("1, 2, 3", "COORD-NOT-NUMBER"),
    ],
)
def test_one_cell_that_holds_no_position_says_why(text: str, code: str) -> None:
    assert codes(read_text(text, PROVINCE)) == [code]


def test_exchanged_axes_with_a_minus_are_two_problems() -> None:
    reading = read_pair("21.2734", "-106.1946", PROVINCE)
    assert at(reading, 106.1946, 21.2734)
    assert codes(reading) == ["COORD-SIGN", "COORD-SWAPPED"]
    assert reading.position.accuracy_m == 10.0


def test_digits_without_separators_are_a_missing_point_or_minutes_and_seconds() -> None:
    packed = (106 + 12 / 60 + 6 / 3600, 21 + 16 / 60 + 29 / 3600)
    doubted = read_pair("1061206", "211629", PROVINCE)
    assert at(doubted, 106.1206, 21.1629)
    assert codes(doubted)[-1] == "COORD-POINT-OR-DMS"
    assert doubted.problems[-1].proposed == "21.2747222, 106.2016667"
    backed = read_pair("1061206", "211629", replace(PROVINCE, commune=Area(*packed, 2000.0)))
    assert at(backed, *packed)
    assert backed.problems[0].proposed == "21.2747222, 106.2016667"  # never what the commune is against
    assert backed.position.confidence is Confidence.PROPOSED


def test_a_cell_that_names_vn2000_beside_degrees_is_shifted() -> None:
    reading = read_text("VN-2000: 21.2734; 106.1946", PROVINCE)
    assert float(geodesic_m(106.1946, 21.2734, reading.position.lon, reading.position.lat)) == pytest.approx(
        225, abs=3
    )
    assert reading.position.crs == "EPSG:4756"
    assert at(read_text("WGS-84: 21.2734; 106.1946", PROVINCE), 106.1946, 21.2734)


def test_a_clear_number_out_of_range_is_not_moved_about() -> None:
    assert codes(read_pair("206.1946", "21.2734", PROVINCE)) == ["COORD-RANGE"]
    assert codes(read_pair("106.1946", "106.1946", PROVINCE)) == ["COORD-RANGE"]


@pytest.mark.parametrize(
    ("lon", "lat"),
    [("3.83556", "43.61556"), ("-79.57917", "39.56861"), ("107.65646", "-6.96821"), ("0.12760", "51.50720")],
)
def test_other_countries_are_kept_as_stated_and_said_to_lie_outside(lon: str, lat: str) -> None:
    reading = read_pair(lon, lat, PROVINCE)
    assert at(reading, float(lon), float(lat))
    assert codes(reading) == ["COORD-OUTSIDE"]
    assert reading.position.confidence is Confidence.STATED
    assert codes(read_pair(lon, lat)) == []


def test_two_numbers_that_could_be_either_are_read_latitude_first_and_said() -> None:
    reading = read_text("43.61556, 3.83556")
    assert at(reading, 3.83556, 43.61556)
    assert codes(reading) == ["COORD-ORDER"]
    assert reading.position.confidence is Confidence.PROPOSED


def test_a_province_where_both_orders_are_possible_decides_between_them() -> None:
    herault = PositionHints(3.0, 43.0, 4.5, 44.0)
    swapped = read_pair("43.61556", "3.83556", herault)
    assert at(swapped, 3.83556, 43.61556)
    assert codes(swapped) == ["COORD-SWAPPED"]
    for text in ("43.61556, 3.83556", "3.83556, 43.61556"):
        reading = read_text(text, herault)
        assert at(reading, 3.83556, 43.61556)
        assert codes(reading) == []


def test_a_cell_longer_than_any_coordinate_is_not_searched() -> None:
    assert codes(read_text("21.2734, 106.1946 " * 20, PROVINCE)) == ["COORD-NOT-NUMBER"]


def test_n_beside_a_vietnamese_letter_is_said_to_be_north() -> None:
    assert codes(read_pair("106.1946 Đ", "21.2734 N", PROVINCE)) == ["COORD-N-BY-PLACE"]
    assert codes(read_pair("106.1946 Đ", "21.2734 N")) == ["COORD-N-NORTH"]
    assert codes(read_pair("106.1946 E", "21.2734 N", PROVINCE)) == []


@pytest.mark.parametrize(
    ("lon", "lat", "low", "high"),
    [
        ("106,19", "21,27", 700, 1100),
        ("106°12'06\"", "21°16'29\"", 15, 30),
        ("106.195", "21.273", 70, 110),
        ("106", "21", 50_000, 110_000),
        ("106°12'", "21°16'", 900, 1900),
        ("106.1946", "21.273", 10, 10),
        ("106.194600000000002", "21.273400000000002", 10, 10),
        ("106°12'06.1\"", "21°16'29.2\"", 10, 10),
    ],
)
def test_accuracy_comes_from_the_digits_written(lon: str, lat: str, low: float, high: float) -> None:
    reading = read_pair(lon, lat, PROVINCE)
    assert low <= reading.position.accuracy_m <= high
    coarse = high > 10
    assert codes(reading) == (["COORD-COARSE"] if coarse else [])
    assert reading.position.confidence is (Confidence.COARSE if coarse else Confidence.STATED)


@pytest.mark.parametrize(
    ("lon", "lat", "field"),
    [
        ("107.6", "21.072761", "lon"),
        ("106.2750332", "21.3", "lat"),
        ("106.27", "21.31", "position"),
        ("21.072761", "107.6", "lat"),  # exchanged: the cell is still the one with fewer digits
    ],
)
def test_too_few_digits_are_told_of_the_cell_that_has_them(lon: str, lat: str, field: str) -> None:
    (coarse,) = [one for one in read_pair(lon, lat, PROVINCE).problems if one.code == "COORD-COARSE"]
    assert coarse.field == field


def test_a_stated_accuracy_counts_unless_the_digits_are_coarser() -> None:
    assert read_pair("106.19460", "21.27340", PROVINCE, stated_accuracy_m=3.0).position.accuracy_m == 3.0
    assert read_pair("106.19460", "21.27340", PROVINCE, stated_accuracy_m=50.0).position.accuracy_m == 50.0
    assert read_pair("106,19", "21,27", PROVINCE, stated_accuracy_m=3.0).position.accuracy_m > 700
    assert read_pair("106.19460", "21.27340", PROVINCE, stated_accuracy_m=-1.0).position.accuracy_m == 10.0


@given(lon=LONGITUDES, lat=LATITUDES, lang=LANGUAGES)
def test_any_format_reads_back(lon: float, lat: float, lang: Language) -> None:
    for text in (format_decimal(lon, lat, lang), format_dms_pair(lon, lat, lang, 4)):
        reading = read_text(text, PROVINCE)
        assert at(reading, lon, lat, 0.1)
        assert codes(reading) == []
    easting, northing = transformer(4326, 9214).transform(lon, lat)
    reading = read_text(format_vn2000(easting, northing, lang), PROVINCE)
    assert at(reading, lon, lat, 0.003)
    assert reading.position.crs == "EPSG:9214"
    assert reading.problems == ()


@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90), lang=LANGUAGES)
def test_dms_of_any_place_on_earth_reads_back(lon: float, lat: float, lang: Language) -> None:
    reading = read_text(format_dms_pair(lon, lat, lang, 4))
    if reading.position.known:
        assert at(reading, lon, lat, 0.1)
        assert reading.position.confidence is Confidence.STATED
    else:
        assert codes(reading) == ["COORD-ZERO"]


@given(lon=LONGITUDES, lat=LATITUDES, lang=LANGUAGES)
def test_swapped_columns_are_always_noticed_in_the_province(lon: float, lat: float, lang: Language) -> None:
    first, second = format_decimal(lon, lat, lang).split("; " if lang == "vi" else ", ")
    reading = read_pair(first, second, PROVINCE)
    assert at(reading, lon, lat, 0.1)
    assert codes(reading) == ["COORD-SWAPPED"]
    assert reading.position.confidence is Confidence.PROPOSED


ANY_TEXT = st.text(max_size=40) | st.text("0123456789.,;°'\" -+NSEWBĐTxye/", max_size=40)


@given(first=ANY_TEXT, second=ANY_TEXT, known=st.booleans())
def test_any_text_gives_a_reading(first: str, second: str, known: bool) -> None:
    hints = PROVINCE if known else None
    for reading in (
        read_pair(first, second, hints),
        read_text(first, hints),
        read_metres(first, second, hints),
    ):
        codes(reading)
        if reading.position.known:
            assert abs(reading.position.lat or 0.0) <= 90.0
            assert abs(reading.position.lon or 0.0) <= 180.0
        else:
            assert reading.problems


def test_reading_degrees_loads_neither_proj_nor_numpy() -> None:
    script = (
        "import sys; from registry.geo.coordinates import read_pair, PositionHints; "
        "read_pair('106.19460', '21,2734', PositionHints(105, 20, 107, 22)); "
        "print(sorted({'pyproj', 'numpy', 'shapely', 'geopandas', 'pandas'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_metres_that_name_themselves_x_and_y_are_not_exchanged() -> None:
    named = read_pair("X=2356030", "Y=443501", PROVINCE)
    assert "COORD-SWAPPED-METRES" not in codes(named)
    bare = read_pair("2356030", "443501", PROVINCE)
    assert "COORD-SWAPPED-METRES" in codes(bare)
    assert (named.position.lon, named.position.lat) == (bare.position.lon, bare.position.lat)
