"""What one measures on the map is what PROJ's geodesics give, within what is shown."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.geo.crs import GEOD, to_metric
from tests.js.node import called
from web.map.shown_plane import shown_plane

PROVINCE = (105.6, 20.9, 107.1, 21.7)
OWN = 9214
PLACES = st.tuples(st.floats(PROVINCE[0], PROVINCE[2]), st.floats(PROVINCE[1], PROVINCE[3]))


@settings(max_examples=1, deadline=None)
@given(st.lists(st.tuples(PLACES, PLACES), min_size=100, max_size=100))
def test_a_line_is_as_long_and_leads_where_the_geodesic_does(
    pairs: list[tuple[tuple[float, float], tuple[float, float]]],
) -> None:
    asked = [
        ("map/tools/geodesy", name, [[one, other]] if name == "length" else [one, other])
        for name in ("length", "bearing")
        for one, other in pairs
    ]
    found = called(*asked)
    starts, ends = np.array([one for one, _ in pairs]).T, np.array([other for _, other in pairs]).T
    forward, _, metres = GEOD.inv(*starts, *ends)
    assert np.all(np.abs(np.array(found[:100]) - metres) <= 1e-3 + 1e-5 * metres)
    off = (np.array(found[100:]) - forward + 540) % 360 - 180
    assert np.all(np.abs(off[metres > 10]) < 0.05)


@pytest.mark.parametrize("size", [0.0002, 0.01, 0.3])
def test_an_area_is_that_of_the_geodesic_polygon(size: float) -> None:
    """From a courtyard of 400 m² to half a province: within a thousandth, and far better."""
    rng = np.random.default_rng(5)
    for _ in range(8):
        turns = np.sort(rng.uniform(0, 2 * np.pi, 7))
        reach = size * rng.uniform(0.5, 1, 7)
        ring = np.column_stack((106.3 + reach * np.cos(turns), 21.3 + reach * np.sin(turns))).tolist()
        (found,) = called(("map/tools/geodesy", "area", [ring]))
        wanted = abs(GEOD.polygon_area_perimeter(*np.array(ring).T)[0])
        assert found == pytest.approx(wanted, rel=1e-5)
        assert called(("map/tools/geodesy", "area", [ring[::-1]])) == [pytest.approx(found)]


def test_the_grid_gives_the_length_and_area_of_the_plane() -> None:
    ring = [(106.1, 21.2), (106.2, 21.21), (106.18, 21.3)]
    (found,) = called(("map/tools/geodesy", "onGrid", [shown_plane(PROVINCE, OWN, "vi"), ring]))
    plane = shapely.LineString(np.column_stack(to_metric(*np.array(ring).T, OWN)))
    assert found["length"] == pytest.approx(plane.length, abs=0.001)
    assert found["area"] == pytest.approx(shapely.Polygon(plane.coords).area, abs=1)
    outside = [shown_plane(PROVINCE, OWN, "vi"), [(100.0, 21.2), (106.2, 21.2)]]
    assert called(("map/tools/geodesy", "onGrid", outside)) == [None]


def test_lines_that_cross_are_seen() -> None:
    rng = np.random.default_rng(11)
    rings = [rng.uniform(0, 1, (count, 2)).tolist() for count in (3, 4, 5, 6) for _ in range(60)]
    valid = [bool(shapely.Polygon(ring).is_valid) for ring in rings]
    assert 60 < sum(valid) < len(rings) - 60
    assert called(*(("map/tools/geodesy", "crosses", [ring]) for ring in rings)) == [not one for one in valid]
