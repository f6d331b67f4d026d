"""The map for a phone without a network: what lies round its masts, but nothing restricted."""

from pathlib import Path
from typing import Any

import pytest
import shapely

from registry.model.people import OPEN_DESK, VISITOR
from registry.services.field.packs.offline_map import MARGIN_M, area_map
from registry.services.office.registry import Registry
from registry.services.zones.import_zones import import_zones
from tests.services.field.world import LAN, MAST, OFFICER, VNPT, add_masts
from tests.services.offices import square, write_geojson
from tests.services.requests.desk import LAT, LON
from tests.services.zones.world import DAY

HERE = [(LON, LAT)]


def zone(registry: Registry, folder: Path, layer: str, *shapes: Any) -> None:
    features = [(shape, {"name": f"{layer} {n}", "error_m": 5}) for n, shape in enumerate(shapes)]
    path = write_geojson(folder / f"{layer}.geojson", features)
    import_zones(registry, path, layer=layer, decision="QĐ 1", valid_from=DAY, yes=True, who="lan")


def names(found: dict[str, Any], kind: str) -> list[str]:
    return [feature["properties"]["name"] for feature in found[kind]["features"]]


def test_no_masts_no_map(office: Registry) -> None:
    assert area_map(office, [], [], LAN) == {"others": []}


def test_the_border_of_the_commune_is_there_and_layers_without_shapes_are_not(office: Registry) -> None:
    found = area_map(office, HERE, [MAST], LAN)
    assert set(found) == {"border", "others"}
    shapes = [shapely.geometry.shape(one["geometry"]) for one in found["border"]["features"]]
    assert sum(shape.contains(shapely.Point(LON, LAT)) for shape in shapes) == 1
    assert all(names(found, "border"))


def test_nothing_is_drawn_beyond_the_margin(office: Registry, tmp_path: Path) -> None:
    near, far = square(LON, LAT, 0.2), square(LON + 0.1, LAT, 0.01)
    zone(office, tmp_path, "road", near, far)
    found = area_map(office, HERE, [MAST], LAN)
    assert names(found, "road") == ["road 0"]
    shape = shapely.geometry.shape(found["road"]["features"][0]["geometry"])
    _, _, east, north = shape.bounds
    assert (north - LAT) * 110_700 == pytest.approx(MARGIN_M, rel=0.02)
    assert (east - LON) * 103_800 == pytest.approx(MARGIN_M, rel=0.02)


def test_a_layer_that_lies_elsewhere_is_left_out(office: Registry, tmp_path: Path) -> None:
    zone(office, tmp_path, "dyke", square(LON + 0.1, LAT))
    assert "dyke" not in area_map(office, HERE, [MAST], LAN)
    both = area_map(office, [*HERE, (LON + 0.1, LAT)], [MAST], LAN)
    assert names(both, "dyke") == ["dyke 0"]


def test_a_restricted_zone_is_drawn_only_for_those_who_may_see_it(office: Registry, tmp_path: Path) -> None:
    zone(office, tmp_path, "military", square(LON, LAT))
    zone(office, tmp_path, "heritage_1", square(LON, LAT))
    for person in (OFFICER, OPEN_DESK):
        assert "military" in area_map(office, HERE, [MAST], person)
    for person in (LAN, VNPT, VISITOR):  # an inspector sees no land of the army either
        found = area_map(office, HERE, [MAST], person)
        assert ("military" in found, "heritage_1" in found) == (False, True)


def test_corners_are_written_to_five_places_and_a_wavy_border_is_made_simple(
    office: Registry, tmp_path: Path
) -> None:
    waves = [[LON + n / 1e5, LAT + (n % 2) / 1e5] for n in range(200)]  # of 1 m
    ring = [*waves, [LON + 0.002, LAT + 0.01], [LON, LAT + 0.01], waves[0]]
    zone(office, tmp_path, "road", {"type": "Polygon", "coordinates": [ring]})
    shape = area_map(office, HERE, [MAST], LAN)["road"]["features"][0]["geometry"]
    corners = shapely.get_coordinates(shapely.geometry.shape(shape)).ravel().tolist()
    assert len(corners) < 20
    assert corners == [round(value, 5) for value in corners]


def test_other_masts_of_the_area_say_what_they_are_and_ones_own_are_not_among_them(office: Registry) -> None:
    near, far = (LON + 0.01, LAT), (LON + 0.2, LAT)
    places = {"V1": near, "V2": far, "V3": (LON, LAT + 0.01)}
    add_masts(office, {code: {"lon": lon, "lat": lat} for code, (lon, lat) in places.items()})
    add_masts(office, {"V4": {"lon": LON, "lat": LAT, "state": "dismantled"}})
    found = area_map(office, HERE, {MAST, "mast-V3"}, LAN)
    (other,) = found["others"]
    assert (other["structure"], other["code"]) == ("mast-V1", "V1")
    assert (other["lon"], other["lat"]) == (round(near[0], 6), round(near[1], 6))
    assert other["organisation"] == "VTL"  # what it is, though nobody inspects it here
    everybody = area_map(office, HERE, set(), LAN)["others"]
    assert len(everybody) == 3
