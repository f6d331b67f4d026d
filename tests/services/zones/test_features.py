"""Zones from a file's features: what its attributes say under any usual name; what is not read is said."""

import datetime as dt
import math
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.intake.maps.map_file import Feature, MapFile
from registry.messages import render
from registry.model.areas import Layer, Zone
from registry.services.zones.features import coverage_in, coverage_of, height_limit, layer_of, zones_of

DAY = dt.date(2026, 1, 1)


def drawn(*attributes: dict[str, Any], place: int | None = None) -> MapFile:
    """A file of one square a feature, each beside the last unless all are at one ``place``."""
    features = [
        Feature(number, shapely.box(at := place or number, 21, at + 1, 22), values)
        for number, values in enumerate(attributes, 1)
    ]
    return MapFile("z.geojson", "", "EPSG:4326", features)


def zones(found: MapFile) -> list[Zone]:
    return zones_of(found, Layer.PLANNING, "QĐ 1", valid_from=DAY, valid_to=None, article="Điều 9")


def one(**attributes: Any) -> tuple[Zone, list[str]]:
    found = drawn(attributes)
    (zone,) = zones(found)
    assert all(render(item.code, item.params, lang) for item in found.issues for lang in ("vi", "en"))
    return zone, [item.code for item in found.issues]


def test_what_is_not_stated_stays_so_but_for_the_article_of_the_decision() -> None:
    zone, said = one()
    assert (zone.name, zone.article, zone.allowed_classes, zone.max_height_m, zone.error_m, said) == (
        "", "Điều 9", None, None, 0.0, [],
    )  # fmt: skip
    assert (zone.attributes, zone.valid_from, zone.valid_to) == (None, DAY, None)
    assert one(Điều="Điều 3")[0].article == "Điều 3"


def test_classes_are_known_in_any_case_and_others_are_said_once() -> None:
    assert one(**{"Loại cột": "a1a; A2C/A1b"})[0].allowed_classes == {"A1a", "A1b", "A2c"}
    zone, said = one(allowed_classes="A1, A2c")
    assert (zone.allowed_classes, said) == ({"A1a", "A1b", "A2c"}, []), "a group as decisions name it"
    zone, said = one(allowed_classes="A1a, B7, C9")
    assert (zone.allowed_classes, said) == ({"A1a"}, ["ZONE-CLASS-UNKNOWN"])
    assert one(allowed_classes="B7")[0].allowed_classes is None, "nothing understood is nothing stated"


@pytest.mark.parametrize(
    ("stated", "metres"),
    [
        (36, 36.0), ("36 m", 36.0), ("36,5", 36.5), ("Không giới hạn", math.inf), ("none", math.inf),
        (0, None), (-5, None), (1000, None), ("cao", None), (True, None), (math.nan, None), ("36-45", None),
        ("1.000", None), ("1,200 m", None), ("45.000", 45.0), ("9,5", 9.5), (1.0, 1.0),
    ],
)  # fmt: skip
def test_a_height_is_a_limit_none_or_not_read(stated: object, metres: float | None) -> None:
    assert height_limit(stated) == metres
    zone, said = one(**{"Chiều cao tối đa (m)": stated})
    assert (zone.max_height_m, said) == (metres, [] if metres else ["ZONE-HEIGHT-NOT-READ"])


@pytest.mark.parametrize(
    ("stated", "metres"),
    [(20, 20.0), (2.5, 2.5), ("20", 20.0), ("20,5 m", 20.5), (0, 0.0), ("gần đúng", None), (-3, None),
     (True, None), (math.nan, None), (math.inf, None)],
)  # fmt: skip
def test_an_error_is_read_as_a_number_or_its_text_and_else_said(stated: object, metres: float | None) -> None:
    zone, said = one(error_m=stated)
    assert (zone.error_m, said) == (metres or 0.0, [] if metres is not None else ["ZONE-ERROR-NOT-READ"])


def test_a_feature_that_is_there_twice_is_left_out_and_said() -> None:
    found = drawn({"name": "A"}, {"name": "A"}, {"name": "B"}, place=106)
    assert [zone.name for zone in zones(found)] == ["A", "B"], "one shape of two names is two zones"
    assert (found.left_out, [(item.code, item.row) for item in found.issues]) == (1, [("FEATURE-TWICE", 2)])


@given(st.lists(st.sampled_from(["A", "B", ""]), max_size=8))
def test_every_feature_is_a_zone_or_left_out_and_zones_bear_the_same_ids_again(named: list[str]) -> None:
    files = [drawn(*[{"ten": name} for name in names], place=106) for names in (named, named[::-1])]
    made, back = (zones(found) for found in files)
    assert len(made) + files[0].left_out == len(named)
    assert {zone.id for zone in made} == {zone.id for zone in back}
    assert len({zone.id for zone in made}) == len(made)


def test_a_layer_is_known_by_its_name_alone() -> None:
    assert layer_of("planning") is Layer.PLANNING
    with pytest.raises(RefusalError) as refusal:
        layer_of("quy hoạch")
    assert (refusal.value.code, "planning" in refusal.value.params["known"]) == ("LAYER-UNKNOWN", True)


def test_a_layer_is_complete_in_the_territory_or_in_all_that_a_file_draws() -> None:
    assert coverage_of(Layer.ROAD, "QĐ 1", DAY, None, "territory").geometry is None
    inside = coverage_in(Layer.ROAD, "QĐ 1", DAY, None, drawn({}, {}))
    assert inside.geometry.area == pytest.approx(2)
    with pytest.raises(RefusalError) as refusal:
        coverage_in(Layer.ROAD, "QĐ 1", DAY, None, drawn())
    assert refusal.value.code == "ZONES-EMPTY"
