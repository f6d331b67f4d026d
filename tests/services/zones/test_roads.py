"""Roads by the names that decisions give them, and where two cross: what could be several is unclear."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.areas import Layer
from registry.services.zones.roads import ONE_CROSSING_M, Roads
from registry.services.zones.unclear import UnclearError
from tests.services.zones.streets import ERROR_M, Street, at, streets

EAST: Street = ("Đường Hùng Vương", [(-1000, 0), (1000, 0)], 20)
NORTH: Street = ("Đường Lê Lợi", [(0, -1000), (0, 1000)], 12)


def roads(*given: Street, **own: Any) -> Roads:
    return Roads(streets(*given, **own))


def unclear(call: Any) -> UnclearError:
    with pytest.raises(UnclearError) as found:
        call()
    return found.value


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("QL.1A", "quốc lộ 1A"), ("Đường tỉnh 295B", "ĐT.295B"), ("TL 398", "đường tỉnh 398"),
        ("ĐH.12", "đường huyện 12"), ("Cao tốc CT.01 Hà Nội - Lạng Sơn", "đường cao tốc CT01"),
        ("Đường Hùng Vương (đoạn mới)", "hung vuong"), ("Phố Lê Lợi", "đường Lê Lợi"),
    ],
)  # fmt: skip
def test_a_road_is_found_by_what_people_write_for_its_name(held: str, asked: str) -> None:
    found = roads(EAST if "Hùng" not in held else NORTH, (held, [(0, 50), (900, 50)])).find(asked)
    assert found.name == held.partition(" (")[0]
    assert found.error_m == ERROR_M


def test_the_full_name_goes_before_the_bare_one() -> None:
    both = roads(("Phố Lê Lợi", [(0, 9), (99, 9)]), ("Đường Lê Lợi", [(0, 0), (500, 0)]))
    assert both.find("đường Lê Lợi").lines.length == pytest.approx(500)
    assert both.find("phố Lê Lợi").lines.length == pytest.approx(99)


def test_pieces_of_one_name_are_one_road_with_the_width_of_the_widest() -> None:
    found = roads(EAST, ("Đường Hùng Vương", [(1000, 0), (2000, 0)], 30)).find("Hùng Vương")
    assert len(found.axes) == 1
    assert found.lines.length == pytest.approx(3000, rel=0.02)
    assert found.half_width_m == pytest.approx(15, rel=0.02)
    apart = roads(EAST, ("Đường Hùng Vương", [(5000, 0), (6000, 0)], 30)).find("Hùng Vương")
    assert (len(apart.axes), apart.half_width_m) == (2, pytest.approx(15, rel=0.02))
    assert roads(("A", [(0, 0), (9, 0)])).find("A").half_width_m == 0


def test_a_name_that_is_not_there_is_unclear_and_near_ones_are_named() -> None:
    found = unclear(lambda: roads(EAST, NORTH).find("đường Hùng Vươnh"))
    assert (found.code, found.params["near"]) == ("ZONE-ROW-ROAD-UNKNOWN", "Đường Hùng Vương")
    assert unclear(lambda: roads(EAST).find("đường Xyz")).params["near"] == "–"
    assert unclear(lambda: roads().find("đường Lê Lợi")).code == "ZONE-ROW-NO-ROADS"


def test_railways_and_dykes_are_sought_in_their_own_layers() -> None:
    name = "Đường sắt Hà Nội - Lạng Sơn"
    assert roads((name, [(0, 0), (9, 0)]), layer=Layer.RAILWAY).find(name).name == name
    assert unclear(lambda: roads((name, [(0, 0), (9, 0)])).find(name)).code == "ZONE-ROW-NO-ROADS"
    assert roads(("Đê Tả Cầu", [(0, 0), (9, 0)]), layer=Layer.DYKE).find("đê tả cầu").name == "Đê Tả Cầu"


def test_two_roads_cross_at_one_point_that_is_as_far_off_as_they_are_wide() -> None:
    held = roads(EAST, NORTH)
    point, error = held.crossing(held.find("Hùng Vương"), held.find("Lê Lợi"))
    assert point.distance(at(0, 0)) < 1
    assert error == pytest.approx(ERROR_M + 10, rel=0.02)
    assert held.told(point) == "21,35000; 106,30000"


def test_roads_that_all_but_meet_cross_and_those_that_stay_apart_do_not() -> None:
    def met(gap: float) -> Any:
        held = roads(("A", [(0, 0), (900, 0)]), ("B", [(400, gap), (400, 900)]))
        return held.crossing(held.find("A"), held.find("B"))

    assert met(2 * ERROR_M - 0.1)[0].distance(at(400, 0)) < 0.01
    found = unclear(lambda: met(2 * ERROR_M + 0.1))
    assert (found.code, found.params["apart"]) == ("ZONE-ROW-NO-CROSSING", pytest.approx(10.1))


@given(st.floats(10, 400), st.permutations(["A", "B"]))
def test_two_crossings_are_one_while_they_are_near_and_unclear_beyond(apart: float, order: list[str]) -> None:
    held = roads(
        ("A", [(0, 0), (900, 0)]), ("B", [(300, -50), (300, 50), (300 + apart, 50), (300 + apart, -50)])
    )
    one, other = (held.find(name) for name in order)
    if apart > ONE_CROSSING_M + 0.01:
        found = unclear(lambda: held.crossing(one, other))
        assert found.code == "ZONE-ROW-CROSSING-SEVERAL"
        assert found.params["candidates"].count("(") == 2
    elif apart < ONE_CROSSING_M - 0.01:
        assert held.crossing(one, other)[0].distance(at(300 + apart / 2, 0)) < 0.01


def test_a_road_is_worked_out_once_by_whatever_name_it_is_asked() -> None:
    held = roads(EAST, NORTH)
    found = [held.find(name) for name in ("đường Hùng Vương", "HÙNG VƯƠNG", "hung vuong")]
    assert all(one is other for one, other in itertools.pairwise(found))
