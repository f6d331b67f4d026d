"""A shape whose error is larger than what it measures tells nothing of a place."""

import numpy as np
import pytest
import shapely

from registry.geo.lost_shapes import lost, lost_in_degrees

CIRCLE = shapely.Point(0, 0).buffer(300.0, quad_segs=64)
STRIP = shapely.LineString([(0, 0), (20_000, 0), (20_000, 9_000)]).buffer(100.0, cap_style="flat")


@pytest.mark.parametrize(
    ("shape", "error_m", "expected"),
    [
        (CIRCLE, 4442.0, True),
        (CIRCLE, 305.0, True),
        (CIRCLE, 290.0, False),
        (CIRCLE, 0.0, False),
        (STRIP, 210.0, True),
        (STRIP, 190.0, False),
        (shapely.LineString([(0, 0), (900, 0)]), 5000.0, False),  # a line measures nothing across
        (shapely.Point(0, 0), 5000.0, False),
    ],
)
def test_a_shape_is_lost_where_its_error_is_more_than_it_measures(
    shape: shapely.Geometry, error_m: float, expected: bool
) -> None:
    assert lost(np.array([shape], dtype=object), [error_m]).tolist() == [expected]


def test_degrees_are_measured_as_metres_where_they_lie() -> None:
    at = shapely.transform(
        CIRCLE, lambda p: [106.2, 21.3] + p / [111_320.0 * np.cos(np.radians(21.3)), 111_320.0]
    )
    assert lost_in_degrees(at, 305.0)
    assert not lost_in_degrees(at, 290.0)
    assert not lost_in_degrees(shapely.Polygon(), 1.0)
