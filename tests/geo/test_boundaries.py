"""Cells from points: who is nearest, weighed by size, and nobody without ground."""

import numpy as np
import shapely

from registry.geo.boundaries import own_ground, power_cells

WITHIN = shapely.box(0, 0, 10_000, 10_000)
X, Y = np.array([2_000.0, 5_000.0, 5_400.0]), np.array([5_000.0, 5_000.0, 5_000.0])


def test_weights_that_fit_their_points_stay_as_they_are() -> None:
    weights = np.array([1.0e6, 1.1e6, 1.0e6])
    assert np.array_equal(own_ground(X, Y, weights), weights)


def test_a_size_that_would_take_all_of_a_neighbour_s_ground_is_lessened() -> None:
    weights = np.array([1.0e6, 80.0e6, 1.0e6])
    bare = power_cells(X, Y, weights, WITHIN)
    assert [cell.is_empty for cell in bare] == [True, False, True]
    cells = power_cells(X, Y, own_ground(X, Y, weights), WITHIN)
    for cell, x, y in zip(cells, X, Y, strict=True):
        assert cell.contains(shapely.Point(x, y))
    assert cells[1].area > power_cells(X, Y, np.zeros(3), WITHIN)[1].area  # its size still tells
    assert sum(cell.area for cell in cells) == WITHIN.area
