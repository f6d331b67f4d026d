"""The coarse grid never denies a zone that is near, and denies most that are not."""

import numpy as np
import shapely

from registry.checks.cells import surely_clear
from registry.checks.context import ZoneSet
from registry.model.areas import Layer
from tests.scale import scale_zones


def test_a_zone_within_reach_is_never_denied() -> None:
    zones = scale_zones(600)[Layer.DYKE]
    draw = np.random.default_rng(5)
    near = shapely.get_coordinates(shapely.centroid(zones.geometries))
    spots = near[draw.integers(len(near), size=300)] + draw.normal(0, 4_000, (300, 2))
    reaches = draw.choice([0.0, 30.0, 400.0, 4_900.0, 9_000.0], size=300)
    denied = 0
    for (x, y), reach in zip(spots.tolist(), reaches.tolist(), strict=True):
        if surely_clear(zones, x, y, reach):
            denied += 1
            assert shapely.distance(zones.geometries, shapely.Point(x, y)).min() > reach
    assert denied > 60


def test_nothing_is_near_where_there_is_no_position_and_nothing_is_said_of_a_far_reach() -> None:
    zones = scale_zones(600)[Layer.DYKE]
    assert surely_clear(zones, float("nan"), 0.0, 10.0)
    assert not surely_clear(zones, 1e9, 1e9, 6_000.0)
    assert surely_clear(ZoneSet(), 0.0, 0.0, 10.0)
