"""What is drawn beside a finding is light, and near enough to the shape that was measured on."""

import json
import math
from typing import Any

import numpy as np
import shapely

from registry.geo.areas import METRES_PER_DEGREE
from registry.geo.outlines import MOST_VERTICES, TOLERANCE_M, outlines


def ring(vertices: int, *, radius: float = 0.05, noise: float = 0.0) -> shapely.Polygon:
    turns = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    reach = radius + noise * np.random.default_rng(5).uniform(-1, 1, vertices)
    return shapely.Polygon(np.column_stack([106.2 + reach * np.cos(turns), 21.3 + reach * np.sin(turns)]))


def drawn(shape: Any) -> Any:
    found = outlines([shape])[0]
    assert found is not None
    return shapely.from_geojson(json.dumps(found))


def test_a_zone_with_few_vertices_is_drawn_as_it_is() -> None:
    square = shapely.box(106.1, 21.2, 106.2, 21.3)
    assert drawn(square).equals(square)


def test_a_smooth_zone_of_200_000_vertices_is_drawn_with_few_that_lie_within_two_metres() -> None:
    shape = ring(200_000)
    light = drawn(shape)
    assert shapely.get_num_coordinates(light) <= MOST_VERTICES
    assert (
        shapely.hausdorff_distance(light.boundary, shape.boundary) <= TOLERANCE_M / METRES_PER_DEGREE * 1.01
    )


def test_a_ragged_zone_is_drawn_more_coarsely_and_never_as_nothing() -> None:
    light = drawn(ring(20_000, noise=0.001))
    assert shapely.get_num_coordinates(light) <= MOST_VERTICES
    assert math.isclose(light.area, ring(20_000, noise=0.001).area, rel_tol=0.05)


def test_coordinates_have_seven_decimals_at_most() -> None:
    found = outlines([shapely.MultiPolygon([ring(7), ring(9, radius=0.01)])])[0]
    assert found is not None
    assert found["type"] == "MultiPolygon"
    numbers = [value for part in found["coordinates"] for loop in part for pair in loop for value in pair]
    assert all(value == round(value, 7) for value in numbers)


def test_an_unknown_shape_and_no_shapes_give_nothing_to_draw() -> None:
    assert outlines([None]) == [None]
    assert outlines([]) == []
