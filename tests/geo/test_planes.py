"""Planes: what headers state of them, what rows speak for, and the ground that rows name."""

import math
from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.ops import nearest_points

from registry.geo.areas import Area, area_of
from registry.geo.coordinates import PositionHints, read_metres
from registry.geo.crs import point_to_wgs84, transformer
from registry.geo.plane_statements import stated_planes
from registry.geo.plane_votes import LEAD, vote
from registry.geo.planes import MERIDIANS, ORDER, plane_words, reaching
from registry.geo.readings import OWN
from registry.model.positions import Confidence
from tests.geo.test_coordinates import LATITUDES, LONGITUDES, PROVINCE, at, codes

GEOD = Geod(ellps="WGS84")
EVERY_PLANE = st.sampled_from(ORDER)


@pytest.mark.parametrize(
    ("text", "planes"),
    [
        ("X (VN-2000, KTT 105°30', múi 3°)", {9209}),
        ("Hệ tọa độ VN-2000, kinh tuyến trục 107°00'", {9214}),
        ("HE TOA DO VN2000 KINH TUYEN TRUC 107 00", {9214}),
        ("UTM 48N WGS84", {32648}),
        ("X UTM 48N", {3405}),
        ("EPSG:3405", {3405}),
        ("VN-2000 KTT 107.25", {9215}),
        ("Kinh tuyến trục 107º15' múi chiếu 3 độ", {9215}),
        ("múi 6 độ, KTT 105", {3405}),
        ("KTT: 105-30", {9209}),
        ("VN-2000 múi chiếu 482", {5897}),
        ("Tọa độ VN-2000 (kinh tuyến trục 105 độ 30 phút)", {9209}),
        ("X (VN-2000 105°30')", {9209}),
        ("KTT 107°00' (Bắc Giang), 105°30' (Bắc Ninh)", {9209, 9214}),
        ("X (VN-2000)", set()),
        ("Tọa độ VN-2000 106°12'", set()),
        ("Kinh độ 105°30'", set()),
        ("Năm 2105", set()),
        ("EPSG:4326", set()),
        ("", set()),
    ],
)
def test_a_header_states_its_plane_or_nothing(text: str, planes: set[int]) -> None:
    assert set(stated_planes([text])) == planes


@given(st.text(max_size=600))
def test_no_header_makes_reading_it_fail(text: str) -> None:
    assert set(stated_planes([text])) <= MERIDIANS.keys()


@given(epsg=EVERY_PLANE)
def test_the_name_of_a_three_degree_plane_states_it(epsg: int) -> None:
    words = plane_words(epsg)
    assert set(stated_planes([words.vi])) == set(stated_planes([words.en])) == {epsg}


@given(lon=LONGITUDES, lat=LATITUDES, epsg=EVERY_PLANE)
def test_the_rough_longitude_never_leaves_out_the_plane_of_a_point(lon: float, lat: float, epsg: int) -> None:
    east, north = transformer(4326, epsg).transform(lon, lat)
    if math.isfinite(east) and 100_000 <= east <= 900_000:
        assert epsg in set(reaching(east, north, lon, lon))


@given(
    lon=st.floats(106.0, 106.4),
    lat=st.floats(21.1, 21.4),
    corner=st.floats(0.0, 0.2),
    tall=st.floats(0.02, 0.2),
)
def test_an_area_measures_as_the_ellipsoid_does(lon: float, lat: float, corner: float, tall: float) -> None:
    shape = shapely.box(106.0 + corner, 21.1 + corner, 106.1 + corner, 21.1 + corner + tall)
    area = area_of([shape], 0.0)
    inside = shapely.intersects(shape, shapely.Point(lon, lat))
    on_edge = shapely.distance(shape.boundary, shapely.Point(lon, lat)) < 1e-9
    assert on_edge or area.holds(lon, lat) == inside
    nearest = nearest_points(shape, shapely.Point(lon, lat))[0]
    true = GEOD.inv(lon, lat, nearest.x, nearest.y)[2]
    assert area.beyond_m(lon, lat) == pytest.approx(true, rel=0.01, abs=1.0)
    wide = area_of([shape], 3_000.0)
    if abs(true - 3_000.0) > 60:
        assert wide.holds(lon, lat) == (true < 3_000.0)
        assert (wide.beyond_m(lon, lat) == 0.0) == (true < 3_000.0)


def rows_in(epsg: int, count: int, commune_m: float = 4_000.0):  # type: ignore[no-untyped-def]
    for number in range(count):
        lon, lat = 106.0 + 0.03 * number, 21.2 + 0.01 * number
        east, north = transformer(4326, epsg).transform(lon, lat)
        yield north, east, replace(PROVINCE, commune=Area(lon, lat, commune_m))


def test_rows_speak_for_their_plane_and_the_province_s_own_is_each_row_s() -> None:
    assert vote(rows_in(9214, LEAD - 1)) is None
    own = vote(rows_in(9214, 6))
    assert own is not None
    assert own.leaders == (OWN, 9214)
    both = [*rows_in(9214, 4)]
    both += [(n, e, replace(h, epsgs=(9209, 9214))) for n, e, h in rows_in(9209, 4)]
    told = vote(both)
    assert told is not None
    assert told.leaders == (OWN,)
    other = vote(rows_in(9212, 5))
    assert other == ((9212,), 5)


def test_planes_that_no_commune_tells_apart_lead_together_and_a_record_parts_them() -> None:
    unsure = vote(rows_in(3405, 10))
    assert unsure is not None
    assert set(unsure.leaders) == {3405, 5897, 32648}
    assert unsure.leaders[0] == 5897
    known = [
        (north, east, replace(hints, registered=(hints.commune.lon, hints.commune.lat)))
        for north, east, hints in rows_in(3405, 2)
    ]
    sure = vote(known)
    assert sure is not None
    assert sure.leaders == (3405,)


@given(lon=LONGITUDES, lat=LATITUDES, epsg=EVERY_PLANE, metres=st.floats(1_000.0, 8_000.0))
def test_metres_against_their_commune_are_never_sure(
    lon: float, lat: float, epsg: int, metres: float
) -> None:
    """Whatever plane they are in: right, or a proposal that owns to its doubt, or refused with a code."""
    east, north = transformer(4326, epsg).transform(lon, lat)
    if not math.isfinite(east):
        return
    reading = read_metres(f"{north:.3f}", f"{east:.3f}", replace(PROVINCE, commune=Area(lon, lat, metres)))
    position = reading.position
    if position.lon is None or position.lat is None:
        assert codes(reading)
        return
    away = GEOD.inv(lon, lat, position.lon, position.lat)[2]
    if not 100_000 <= east <= 900_000:  # no easting that a plane has here: 574.362 m is read as 574,362
        return
    if position.confidence is Confidence.STATED:
        assert away < 0.01
    else:
        assert away <= position.accuracy_m * 1.01
    assert "COORD-OUTSIDE" not in codes(reading)


@given(
    north=st.floats(2_300_000, 2_420_000), east=st.floats(100_000, 900_000),
    lon=LONGITUDES, lat=LATITUDES, metres=st.floats(500.0, 9_000.0),
)  # fmt: skip
def test_whatever_plane_is_taken_for_a_commune_gives_a_point_of_it_or_is_the_row_s_own(
    north: float, east: float, lon: float, lat: float, metres: float
) -> None:
    hints = replace(PROVINCE, commune=Area(lon, lat, metres))
    reading = read_metres(f"{north:.3f}", f"{east:.3f}", hints)
    fits = [
        epsg for epsg in ORDER if hints.commune and hints.commune.holds(*point_to_wgs84(east, north, epsg))
    ]
    position = reading.position
    if fits:
        assert position.lon is not None
        assert position.lat is not None
        assert int(position.crs.removeprefix("EPSG:")) in fits
        assert (position.confidence is Confidence.STATED) == (9214 in fits)
    elif position.known and position.confidence is Confidence.STATED:
        assert position.crs == "EPSG:9214"


def test_a_province_without_a_known_plane_is_asked_or_proposed_for() -> None:
    nowhere = PositionHints(105.8, 20.95, 107.1, 21.65)
    east, north = transformer(4326, 9214).transform(106.2, 21.3)
    texts = f"{north:.2f}", f"{east:.2f}"
    asked = read_metres(*texts, nowhere)
    assert codes(asked) == ["COORD-NO-MERIDIAN"]
    assert not asked.position.known
    told = read_metres(*texts, replace(nowhere, commune=Area(106.2, 21.3, 5_000.0)))
    assert codes(told) == ["COORD-MERIDIAN-PROPOSED"]
    assert at(told, 106.2, 21.3, 0.05)
    assert told.position.confidence is Confidence.PROPOSED
    stated = read_metres(*texts, replace(nowhere, stated=9214))
    assert codes(stated) == []
    assert stated.position.confidence is Confidence.STATED
