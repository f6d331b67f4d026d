"""The sea is on the right of a coastline; what a coast does not part is land."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, affinity, box

from registry.basemap.coast import land_and_sea

AREA = box(106, 20, 107, 21)
SOUTHERN = LineString(
    [(105.5, 20.4), (106.3, 20.5), (106.8, 20.4), (107.5, 20.5)]
)  # eastward: land in the north
ISLAND = LineString(
    [(106.4, 20.2), (106.5, 20.2), (106.5, 20.3), (106.4, 20.3), (106.4, 20.2)]
)  # against the clock


def test_a_coast_with_an_island_parts_land_and_sea() -> None:
    land, sea = land_and_sea(AREA, [SOUTHERN, ISLAND])
    assert land.area + sea.area == pytest.approx(AREA.area)
    assert land.contains(Point(106.5, 20.8))
    assert land.contains(Point(106.45, 20.25))
    assert sea.contains(Point(106.2, 20.1))
    turned, other = land_and_sea(AREA, [SOUTHERN.reverse()])
    assert turned.contains(Point(106.2, 20.1))
    assert other.contains(Point(106.5, 20.8))


@pytest.mark.parametrize("lines", [[], [LineString()], [LineString([(106.2, 20.2), (106.5, 20.5)])]])
def test_without_a_coast_that_parts_all_is_land(lines: list[LineString]) -> None:
    land, sea = land_and_sea(AREA, lines)
    assert land.equals(AREA)
    assert sea.is_empty


@settings(max_examples=40, deadline=None)
@example(8, 0.59375, 0.0, False)
@given(st.integers(3, 12), st.floats(0.1, 0.6), st.floats(0, 360), st.booleans())
def test_an_island_or_a_bay_of_any_shape(corners: int, radius: float, turn: float, bay: bool) -> None:
    turns = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    shape = affinity.rotate(
        Polygon(np.column_stack((106.5 + radius * np.cos(turns), 20.5 + radius * np.sin(turns)))), turn
    )
    ring = shape.exterior
    land, sea = land_and_sea(AREA, [LineString(ring.reverse() if bay else ring)])
    inside, outside = (sea, land) if bay else (land, sea)
    assert inside.area == pytest.approx(shape.intersection(AREA).area, abs=1e-9)
    assert outside.area == pytest.approx(AREA.difference(shape).area, abs=1e-9)
