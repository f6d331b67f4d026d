"""Places that sentences name, and stretches between two: where it could be several, nothing is chosen."""

import itertools
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.services.zones.matching import Matcher
from registry.services.zones.places import Spot
from registry.services.zones.unclear import UnclearError
from tests.services.zones.streets import ERROR_M, Street, at, line, streets

A: Street = ("Đường A", [(-1000, 0), (1000, 0)])
B: Street = ("Đường B", [(-500, -900), (-500, 900)])
C: Street = ("Đường C", [(700, -900), (700, 900)])
MAST = {"code": "BGG00001", "aliases": ["BG_001"], "east_m": 300, "north_m": 50, "accuracy_m": 10.0}


def matcher(*roads: Street, **spec: Any) -> Matcher:
    context = streets(*(roads or (A, B, C)), **{"masts": [MAST], **spec})
    return Matcher(context, context)


def find(text: str, **spec: Any) -> Spot:
    held = matcher(**spec)
    return held.places.find(text, held.commune)


def unclear(call: Any) -> UnclearError:
    with pytest.raises(UnclearError) as found:
        call()
    return found.value


@pytest.mark.parametrize(
    "text",
    [
        "cột BGG00001",
        "trạm BTS bg_001",
        "bgg00001",
        "vị trí cột mã: BGG00001",
        "cột mã BG_001",
        "vị trí BGG00001",
    ],
)
def test_a_mast_is_found_by_any_of_its_codes_in_any_case(text: str) -> None:
    spot = find(text)
    assert (spot.name, spot.error_m) == ("BGG00001", 10.0)
    assert spot.shape.distance(at(300, 50)) < 2


def test_what_the_register_cannot_place_is_said_by_what_it_is() -> None:
    codes = {
        "cột BGG99999": "MAST-UNKNOWN", "lý trình Km 12+300": "KM-POST", "tọa độ 999 abc": "COORDINATES",
        "cột cờ": "PLACE-UNKNOWN", "xã A và xã B": "PLACE-UNKNOWN", "xã Không Có": "COMMUNE-UNKNOWN",
        "đường A": "PLACE-UNKNOWN", "ngã tư đường A và đường Z": "ROAD-UNKNOWN",
    }  # fmt: skip
    assert {text: unclear(lambda text=text: find(text)).code for text in codes} == {
        text: f"ZONE-ROW-{code}" for text, code in codes.items()
    }


def test_coordinates_are_read_with_their_word_and_without() -> None:
    for text in ("tọa độ 21,35; 106,30", "21.350000, 106.300000", "điểm có toạ độ: 106,300000 21,350000"):
        assert find(text).shape.distance(at(0, 0)) < 0.5
    assert find("21.35, 106.30").error_m > find("21.350000, 106.300000").error_m, "fewer digits, farther off"


def test_a_commune_is_its_area_and_its_centre_as_far_off_as_it_is_wide() -> None:
    whole = find("giáp xã Tân Dĩnh", units={"half_m": 3000, "error_m": 50})
    centre = find("trung tâm xã Tân Dĩnh", units={"half_m": 3000, "error_m": 50})
    assert (whole.name, whole.error_m) == ("Xã Tân Dĩnh", 50)
    assert whole.shape.area == pytest.approx(6000**2, rel=0.01)
    assert centre.shape.distance(at(0, 0)) < 1
    assert centre.error_m == pytest.approx(50 + 6000 / 3.14159**0.5, rel=0.01)


def test_a_zone_is_known_by_its_whole_name_alone() -> None:
    drawn = [{"layer": "heritage_1", "name": name, "half_m": 100} for name in ("Đền Thờ", "Đền Thờ Trung")]
    assert find("đền thờ", zones=drawn).name == "Đền Thờ", "the exact name goes before those that hold it"
    near = unclear(lambda: find("thờ trung", zones=drawn))
    assert (near.code, near.params["near"]) == ("ZONE-ROW-PLACE-NEAR", "Đền Thờ Trung")
    assert unclear(lambda: find("đền th", zones=drawn)).code == "ZONE-ROW-PLACE-SEVERAL"
    assert unclear(lambda: find("đền", zones=drawn)).code == "ZONE-ROW-PLACE-UNKNOWN", "too short to tell"


def between(start: str, end: str, *roads: Street, **spec: Any) -> tuple[shapely.LineString, float]:
    held = matcher(*roads, **spec)
    return held.places.between(held.roads.find("đường A"), start, end, held.commune)


@given(st.permutations(["đường B", "đường C", "cột BGG00001", "ngã tư đường A và đường B"]))
def test_a_stretch_is_the_same_from_either_end(ends: list[str]) -> None:
    along = {"đường B": -500, "đường C": 700, "cột BGG00001": 300, "ngã tư đường A và đường B": -500}
    start, end = next((one, other) for one, other in itertools.pairwise(ends) if along[one] != along[other])
    there, back = between(start, end), between(end, start)
    assert there[0].equals(back[0])
    assert there[1] == back[1]
    assert there[0].length == pytest.approx(abs(along[start] - along[end]), abs=2)


def test_the_end_of_a_stretch_is_as_far_off_as_the_worst_of_its_places() -> None:
    assert between("đường B", "đường C")[1] == ERROR_M
    assert between("đường B", "cột BGG00001")[1] == pytest.approx(50, abs=2), "it stands beside the road"


def test_a_stretch_to_a_commune_takes_the_run_through_it() -> None:
    found, _ = between("đường B", "xã Tân Dĩnh", units={"half_m": 100})
    assert found.hausdorff_distance(line([(-500, 0), (100, 0)])) < 2
    two = {"half_m": 100, "communes": [{"name": "Kép", "east_m": 600, "half_m": 100}]}
    through, _ = between("xã Tân Dĩnh", "xã Kép", units=two)
    assert through.hausdorff_distance(line([(-100, 0), (700, 0)])) < 2


def test_a_stretch_that_the_road_does_not_have_is_said() -> None:
    assert unclear(lambda: between("đường B", "đường B")).code == "ZONE-ROW-NO-STRETCH"
    off = unclear(lambda: between("đường B", "cột BGG00001", masts=[{**MAST, "north_m": 400}]))
    assert (off.code, off.params["value"]) == ("ZONE-ROW-END-OFF-ROAD", "cột BGG00001")
    halves: list[Street] = [("Đường A", [(-1000, 0), (-400, 0)]), ("Đường A", [(400, 0), (1000, 0)])]
    assert unclear(lambda: between("đường B", "đường C", *halves, B, C)).code == "ZONE-ROW-ROAD-BROKEN"
