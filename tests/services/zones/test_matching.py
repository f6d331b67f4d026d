"""The shape that a sentence stands for: what is added and left out, how far off, and what is not chosen."""

import dataclasses
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.services.zones.matching import LARGEST_RADIUS_M, LEAST_ERROR_M, Extent, Matcher
from registry.services.zones.sentences import (
    Around,
    Communes,
    Named,
    Part,
    Road,
    Sentence,
    Territory,
    parse,
)  # fmt: skip
from registry.services.zones.unclear import UnclearError
from tests.services.zones.streets import ERROR_M, Street, at, streets
from tests.world import metric

A: Street = ("Đường A", [(-1000, 0), (1000, 0)], 20)
MAST = {"code": "BGG00001", "accuracy_m": 0.0}
COMMUNES = {
    "half_m": 3000, "error_m": 40,
    "communes": [
        {"name": "Kép", "east_m": 6000, "half_m": 3000, "error_m": 90},
        {"name": "Kép", "kind": "Phường", "east_m": 12_000, "half_m": 3000},
        {"name": "Chưa Vẽ", "undrawn": True},
    ],
    "legacy": [
        {"name": "Đồng Tiến", "district": name, "now": ["Tân Dĩnh"]} for name in ("Yên Thế", "Hiệp Hòa")
    ],
}  # fmt: skip


def matcher(**spec: Any) -> Matcher:
    context = streets(A, **{"masts": [MAST], "units": COMMUNES, **spec})
    return Matcher(context, context)


def extent(*parts: Part, but: tuple[Part, ...] = (), **spec: Any) -> Extent:
    return matcher(**spec).extent(Sentence(parts, but))


def unclear(call: Any) -> UnclearError:
    with pytest.raises(UnclearError) as found:
        call()
    return found.value


def commune(name: str, kind: str = "xã", district: str = "", *, former: bool = False) -> Communes:
    return Communes(((kind, name, district, former),))


def circle(radius_m: float) -> Around:
    return Around(radius_m, "cột BGG00001")


@given(st.permutations([commune("Tân Dĩnh"), commune("Kép"), circle(500), Road("đường A", side_m=50)]))
def test_the_order_in_which_parts_are_named_does_not_matter(parts: list[Part]) -> None:
    found, sorted_found = extent(*parts), extent(*sorted(parts, key=repr))
    assert found.shape.symmetric_difference(sorted_found.shape).area < 1
    assert found.error_m == sorted_found.error_m == 90, "as far off as the worst of its parts"
    assert sorted(found.of) == sorted(sorted_found.of)


@given(*(st.floats(1, 4000).map(lambda metres: round(metres, 3)) for _ in range(2)))
def test_what_is_left_out_and_what_stays_make_up_the_whole(kept: float, gone: float) -> None:
    whole, hole = extent(circle(kept)).shape, extent(circle(gone)).shape
    if gone >= kept:
        assert unclear(lambda: extent(circle(kept), but=(circle(gone),))).code == "ZONE-ROW-EMPTY"
        return
    found = extent(circle(kept), but=(circle(gone),))
    assert found.shape.area == pytest.approx(whole.area - hole.area, abs=0.01)
    assert found.of == ("BGG00001", "− BGG00001")


def test_a_road_counts_from_its_edge_or_axis_and_without_a_depth_is_the_road_itself() -> None:
    def across(**own: Any) -> float:
        return extent(Road("đường A", **own)).shape.area / 2000

    assert across(side_m=50.0) == pytest.approx(2 * (50 + 10), rel=0.02)
    assert across(side_m=50.0, from_axis=True) == pytest.approx(2 * 50, rel=0.02)
    assert across() == pytest.approx(20, rel=0.02)
    found = extent(Road("đường A"))
    assert [code for code, _ in found.notes] == ["ZONE-ROW-NO-DEPTH"]
    assert found.error_m == pytest.approx(ERROR_M + 10, rel=0.02)


@pytest.mark.parametrize("metres", [0.0, -5.0, LARGEST_RADIUS_M + 1, float("nan")])
def test_a_radius_or_depth_that_no_decision_means_is_unclear(metres: float) -> None:
    assert unclear(lambda: extent(circle(metres))).code == "ZONE-ROW-RADIUS"
    assert unclear(lambda: extent(Road("đường A", side_m=metres))).code == "ZONE-ROW-RADIUS"


def test_every_result_states_an_error_even_where_all_is_exact() -> None:
    assert extent(circle(100.0)).error_m == LEAST_ERROR_M
    assert extent(circle(100.0)).shape.area == pytest.approx(31_416, rel=0.01)


def test_the_kind_chooses_among_communes_of_one_name_and_without_it_nothing_is_chosen() -> None:
    assert extent(commune("Kép")).of == ("Xã Kép",)
    assert extent(commune("Kép", "P.")).of == ("Phường Kép",) == extent(commune("kep", "phường")).of
    several = unclear(lambda: extent(commune("Kép", "")))
    assert (several.code, several.params["candidates"]) == ("ZONE-ROW-COMMUNE-SEVERAL", "Xã Kép, Phường Kép")
    assert unclear(lambda: extent(commune("Kép", "thị trấn"))).code == "ZONE-ROW-COMMUNE-KIND"


def test_a_former_commune_is_told_from_its_namesake_by_its_district() -> None:
    found = unclear(lambda: extent(commune("Đồng Tiến", former=True)))
    assert found.code == "ZONE-ROW-COMMUNE-SEVERAL"
    assert "Huyện Yên Thế" in found.params["candidates"]
    assert "Huyện Hiệp Hòa" in found.params["candidates"]
    chosen = unclear(lambda: extent(commune("Đồng Tiến", district="Yên Thế")))
    assert (chosen.code, chosen.params["candidates"]) == ("ZONE-ROW-NO-BOUNDARY", "Xã Tân Dĩnh"), (
        "undrawn: its heir"
    )


def test_a_commune_that_is_unknown_or_undrawn_is_not_taken_for_another() -> None:
    unknown = unclear(lambda: extent(commune("Tân Dinhh")))
    assert (unknown.code, unknown.params["near"]) == ("ZONE-ROW-COMMUNE-UNKNOWN", "Xã Tân Dĩnh")
    assert unclear(lambda: extent(commune("Chưa Vẽ"))).code == "ZONE-ROW-NO-BOUNDARY"
    assert unclear(lambda: extent(commune("Tân Dĩnh", district="Yên Thế"))).code == "ZONE-ROW-COMMUNE-UNKNOWN"


def test_the_province_is_the_offices_own_or_unclear() -> None:
    own = [extent(Territory(name)) for name in ("", "Bắc Ninh", "tỉnh bắc ninh")]
    assert {item.shape.area for item in own} == {matcher().now.units.territory.area}
    found = unclear(lambda: extent(Territory("Hà Nam")))
    assert (found.code, found.params["own"]) == ("ZONE-ROW-PROVINCE", "tỉnh Bắc Ninh")
    assert unclear(lambda: extent(Territory(), units={"none": True})).code == "ZONE-ROW-PROVINCE"


def test_a_city_is_the_whole_only_where_the_province_is_that_city() -> None:
    for text in ("thành phố Bắc Ninh", "Toàn thành phố", "TP Bắc Giang"):  # former districts, of a province
        (part,) = parse(text).parts
        assert unclear(lambda part=part: extent(part)).code == "ZONE-ROW-NOT-UNDERSTOOD", text
    own = matcher()
    city = dataclasses.replace(own.now.units, territory_name="thành phố Hải Phòng")
    own = Matcher(dataclasses.replace(own.now, units=city), own.then)
    for text in ("Toàn thành phố", "thành phố Hải Phòng", "toàn bộ địa bàn thành phố Hải Phòng"):
        (part,) = parse(text).parts
        assert own.extent(Sentence((part,), ())).shape.area == city.territory.area, text
    (other,) = parse("thành phố Hải Dương").parts
    assert unclear(lambda: own.extent(Sentence((other,), ()))).code == "ZONE-ROW-NOT-UNDERSTOOD"


@pytest.mark.parametrize(
    ("name", "text", "others"),
    [
        ("Thành phố Bắc Giang", "toàn bộ thành phố Bắc Giang", ()),
        ("TP Bắc Giang (cũ)", "TP Bắc Giang cũ", ("TP Bắc Giang",)),
        ("Thành phố Bắc Ninh", "thành phố Bắc Ninh", ()),  # its province bears the name, too
        ("Tỉnh Bắc Giang (cũ)", "địa bàn tỉnh Bắc Giang cũ", ("tỉnh Bắc Giang",)),
        ("Huyện Lục Nam (cũ)", "huyện Lục Nam cũ", ("huyện Lục Nam",)),
    ],
)
def test_what_was_a_city_or_a_province_is_the_zone_of_that_name(
    name: str, text: str, others: tuple[str, ...]
) -> None:
    zones = [{"name": name, "layer": "planning", "half_m": 300}]
    found = extent(*parse(text).parts, zones=zones)
    assert (found.of, round(found.shape.area, -3)) == ((name,), 360_000)
    for other in others:  # a part of a name is a hint, never an answer
        near = unclear(lambda other=other: extent(*parse(other).parts, zones=zones))
        assert (near.code, near.params["near"]) == ("ZONE-ROW-PLACE-NEAR", name)


def test_a_sentence_of_nothing_and_a_name_of_nothing_are_unclear() -> None:
    assert unclear(extent).code == "ZONE-ROW-NO-EXTENT"
    assert unclear(lambda: extent(Named("chỗ ấy"))).code == "ZONE-ROW-NOT-UNDERSTOOD"


def test_a_shape_in_degrees_is_the_metric_one() -> None:
    held = matcher()
    shape = shapely.buffer(at(0, 0), 700)
    assert metric(held.degrees(shape)).hausdorff_distance(shape) < 0.01
