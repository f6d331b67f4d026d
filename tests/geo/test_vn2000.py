"""VN-2000 metres: northing called X, exchanged columns, the wrong meridian, the datum shift left out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.geo.areas import Area
from registry.geo.coordinates import PositionHints, read_metres, read_pair, read_text
from registry.geo.crs import transformer
from registry.geo.planes import zone_of
from registry.model.positions import Confidence
from tests.geo.test_coordinates import LATITUDES, LONGITUDES, PROVINCE, at, codes

LON, LAT = 106.1946, 21.2734
EAST, NORTH = transformer(4326, 9214).transform(LON, LAT)
EAST_BN, NORTH_BN = transformer(4326, 9209).transform(LON, LAT)
# WGS 84 degrees of the same point read off a VN-2000 map: the shift was left out.
UNSHIFTED = transformer(4326, 4756).transform(LON, LAT)


@given(lon=LONGITUDES, lat=LATITUDES, epsg=st.sampled_from([9214, 9209]))
def test_metres_are_read_in_the_rows_own_meridian(lon: float, lat: float, epsg: int) -> None:
    easting, northing = transformer(4326, epsg).transform(lon, lat)
    own = replace(PROVINCE, epsgs=(epsg, 9214 if epsg == 9209 else 9209))
    reading = read_metres(f"{northing:.4f}", f"{easting:.4f}", own)
    assert at(reading, lon, lat, 0.002)
    assert codes(reading) == []
    assert reading.position.crs == f"EPSG:{epsg}"
    assert reading.position.reading == "vn2000"


@given(lon=LONGITUDES, lat=LATITUDES)
def test_exchanged_northing_and_easting_are_always_noticed(lon: float, lat: float) -> None:
    easting, northing = transformer(4326, 9214).transform(lon, lat)
    reading = read_metres(f"{easting:.2f}", f"{northing:.2f}", PROVINCE)
    assert at(reading, lon, lat, 0.02)
    assert codes(reading) == ["COORD-SWAPPED-METRES"]
    assert reading.position.confidence is Confidence.PROPOSED


def test_a_meridian_that_alone_lands_in_the_province_is_proposed() -> None:
    reading = read_metres(f"{NORTH_BN:.2f}", f"{EAST_BN:.2f}", PROVINCE)
    assert at(reading, LON, LAT, 0.02)
    assert codes(reading) == ["COORD-WRONG-MERIDIAN"]
    assert reading.problems[0].params["d"] == pytest.approx(155, abs=2)
    assert reading.position.crs == "EPSG:9209"
    assert reading.position.confidence is Confidence.PROPOSED


def test_two_planes_that_both_land_inside_are_told_apart_by_evidence_or_left_in_doubt() -> None:
    easting, northing = transformer(4326, 3405).transform(LON, LAT)  # 624 km: inside by 105°30' too
    doubted = read_metres(f"{northing:.2f}", f"{easting:.2f}", PROVINCE)
    assert codes(doubted) == ["COORD-WRONG-MERIDIAN", "COORD-MERIDIAN-UNSURE"]
    backed = read_metres(f"{northing:.2f}", f"{easting:.2f}", replace(PROVINCE, registered=(LON, LAT)))
    assert at(backed, LON, LAT, 0.02)
    assert codes(backed) == ["COORD-WRONG-MERIDIAN"]
    assert backed.position.crs == "EPSG:3405"


def test_a_wide_box_cannot_choose_between_meridians_and_says_so() -> None:
    wide = PositionHints(104.0, 20.0, 109.0, 22.0, (9214, 9209))
    reading = read_metres(f"{NORTH:.2f}", f"{EAST:.2f}", wide)
    assert at(reading, LON, LAT, 0.02)
    assert codes(reading) == ["COORD-MERIDIAN-UNSURE"]
    assert reading.position.confidence is Confidence.PROPOSED
    assert codes(read_metres(f"{NORTH:.2f}", f"{EAST:.2f}", replace(wide, registered=(LON, LAT)))) == []


def test_a_zone_number_before_the_easting_names_the_plane() -> None:
    easting, northing = transformer(4326, 3405).transform(LON, LAT)
    reading = read_metres(f"{northing:.2f}", f"48{easting:.2f}", PROVINCE)
    assert at(reading, LON, LAT, 0.02)
    assert codes(reading) == ["COORD-ZONE-PREFIX"]
    assert reading.position.crs == "EPSG:3405"
    assert reading.position.confidence is Confidence.STATED
    assert zone_of(482_417_000.5) == (5897, 417_000.5)
    assert zone_of(417_000.0) is None
    assert zone_of(77_417_000.0) is None


@pytest.mark.parametrize(
    ("northing", "easting"),
    [
        (f"{NORTH:,.2f}", f"{EAST:,.2f}"),
        (f"{NORTH:.2f} m", f"Y={EAST:.2f}"),
        (f"{NORTH:,.2f}".replace(",", "\u00a0"), f"{EAST:.2f}".replace(".", ",")),
    ],
)
def test_metres_as_text_are_read(northing: str, easting: str) -> None:
    reading = read_metres(northing, easting, PROVINCE)
    assert at(reading, LON, LAT, 0.02)
    assert codes(reading) == []


def test_metres_in_degree_columns_or_in_one_cell_are_read() -> None:
    for reading, told in (
        (read_pair(f"{EAST:.2f}", f"{NORTH:.2f}", PROVINCE), ["COORD-METRES-THERE"]),
        (read_text(f"X={NORTH:.2f}; Y={EAST:.2f}", PROVINCE), []),
        (read_text(f"{EAST:.2f} {NORTH:.2f}", PROVINCE), []),
    ):
        assert at(reading, LON, LAT, 0.02)
        assert codes(reading) == told
        assert reading.position.crs == "EPSG:9214"


@pytest.mark.parametrize(
    ("lon", "lat"), [("417.000", "2.354.000"), ("417000 m", "2354000 m"), ("417,000", "2,354,000")]
)
def test_metres_typed_with_separators_or_units_in_degree_columns_are_read(lon: str, lat: str) -> None:
    reading = read_pair(lon, lat, PROVINCE)
    assert codes(reading) == []
    assert reading.position == replace(read_metres("2354000", "417000", PROVINCE).position, raw=(lon, lat))


def test_metres_with_units_in_one_cell_are_read() -> None:
    reading = read_text("X: 2354000 m, Y: 417000 m", PROVINCE)
    assert reading.position.crs == "EPSG:9214"
    assert codes(reading) == []


def test_degrees_in_metre_columns_are_read_in_either_order_and_said() -> None:
    for texts in (("21.2734", "106.1946"), ("106.1946", "21.2734")):
        reading = read_metres(*texts, PROVINCE)
        assert at(reading, LON, LAT)
        assert codes(reading) == ["COORD-DEGREES"]


@pytest.mark.parametrize(
    ("northing", "easting", "code", "field"),
    [
        ("", "", "COORD-MISSING", "position"),
        ("0", "0", "COORD-ZERO", "position"),
        ("abc", "417000", "COORD-NOT-NUMBER", "northing"),
        ("2354000", "", "COORD-HALF", "easting"),
        ("2354000", "4170", "COORD-RANGE", "easting"),
        ("23540", "417000", "COORD-RANGE", "northing"),
    ],
)
def test_metres_that_cannot_be_have_a_reason(northing: str, easting: str, code: str, field: str) -> None:
    reading = read_metres(northing, easting, PROVINCE)
    assert not reading.position.known
    assert codes(reading) == [code]
    assert reading.problems[0].field == field


def test_metres_without_a_known_meridian_are_not_guessed() -> None:
    assert codes(read_metres("2354000", "417000")) == ["COORD-NO-MERIDIAN"]


def test_metres_of_another_province_are_kept_and_said_to_lie_outside() -> None:
    reading = read_metres("1200000", "500000", PROVINCE)
    assert codes(reading) == ["COORD-OUTSIDE"]
    assert reading.position.crs == "EPSG:9214"
    assert reading.position.confidence is Confidence.STATED


def test_a_skipped_datum_is_claimed_where_the_registered_position_agrees() -> None:
    known = replace(PROVINCE, registered=(LON, LAT))
    reading = read_pair(f"{UNSHIFTED[0]:.6f}", f"{UNSHIFTED[1]:.6f}", known)
    assert at(reading, LON, LAT, 0.2)
    assert codes(reading) == ["COORD-NO-DATUM"]
    assert reading.problems[0].params["d"] == pytest.approx(225, abs=3)
    assert reading.position.confidence is Confidence.PROPOSED


def test_a_registered_position_speaks_louder_than_the_commune_that_holds_both_points() -> None:
    known = replace(PROVINCE, registered=(LON, LAT), commune=Area(LON, LAT, 5_000.0))
    reading = read_pair(f"{UNSHIFTED[0]:.6f}", f"{UNSHIFTED[1]:.6f}", known)
    assert codes(reading) == ["COORD-NO-DATUM"]


def test_a_skipped_datum_of_metres_is_claimed_where_the_registered_position_agrees() -> None:
    easting, northing = transformer(4756, 9214).transform(LON, LAT)  # WGS 84 degrees projected as if VN-2000
    reading = read_metres(f"{northing:.2f}", f"{easting:.2f}", replace(PROVINCE, registered=(LON, LAT)))
    assert at(reading, LON, LAT, 0.2)
    assert codes(reading) == ["COORD-NO-DATUM"]


@given(lon=LONGITUDES, lat=LATITUDES)
def test_a_skipped_datum_is_never_claimed_without_evidence(lon: float, lat: float) -> None:
    assert read_pair(f"{lon:.6f}", f"{lat:.6f}", PROVINCE).problems == ()


def test_225_metres_in_another_direction_are_no_skipped_datum() -> None:
    elsewhere = replace(PROVINCE, registered=(2 * UNSHIFTED[0] - LON, 2 * UNSHIFTED[1] - LAT))
    reading = read_pair(f"{UNSHIFTED[0]:.6f}", f"{UNSHIFTED[1]:.6f}", elsewhere)
    assert codes(reading) == []
    assert at(reading, *UNSHIFTED, 0.2)


def test_the_commune_only_raises_the_question_of_the_datum() -> None:
    beyond = (LON - UNSHIFTED[0], LAT - UNSHIFTED[1])  # the commune lies where the shift would lead
    centre = (LON + 10 * beyond[0], LAT + 10 * beyond[1])
    reading = read_pair(
        f"{UNSHIFTED[0]:.6f}", f"{UNSHIFTED[1]:.6f}", replace(PROVINCE, commune=Area(*centre, 2350.0))
    )
    assert codes(reading) == ["COORD-DATUM-POSSIBLE"]
    assert at(reading, *UNSHIFTED, 0.2)
    assert reading.position.confidence is Confidence.STATED


def test_degrees_made_with_the_wrong_meridian_are_claimed_only_with_evidence() -> None:
    alone = read_pair("104.69460", "21.27340", PROVINCE)
    assert codes(alone) == ["COORD-OUTSIDE"]
    backed = read_pair("104.69460", "21.27340", replace(PROVINCE, commune=Area(106.2, 21.27, 3000.0)))
    assert codes(backed) == ["COORD-WRONG-MERIDIAN"]
    assert at(backed, LON, LAT)
