"""The curve: one number a cell, neighbours on it are neighbours on the ground."""

import numpy as np

from registry.lake.hilbert import _LEVELS, hilbert_distances


def test_the_curve_goes_through_every_cell_and_steps_to_a_neighbour() -> None:
    """On a coarse grid: 64 by 64 places, one a cell of the curve's sixth level."""
    side = 64
    x, y = (found.ravel() for found in np.meshgrid(np.arange(side), np.arange(side)))
    lon, lat = (x + 0.5) / side * 360.0 - 180.0, (y + 0.5) / side * 180.0 - 90.0
    cell = hilbert_distances(lon, lat) >> (2 * (_LEVELS - 6))
    assert sorted(cell.tolist()) == list(range(side * side))
    order = np.argsort(cell)
    steps = np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))
    assert set(steps.tolist()) == {1}


def test_what_lies_near_in_a_province_has_numbers_that_are_near() -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(105.9, 107.0, 5_000), rng.uniform(20.9, 21.6, 5_000)
    order = np.argsort(hilbert_distances(lon, lat))
    along = np.hypot(np.diff(lon[order]), np.diff(lat[order]))
    assert np.median(along) < 0.02  # of a province a degree wide; in no order it is 0.4
    assert np.median(np.hypot(np.diff(lon), np.diff(lat))) > 0.3


def test_a_place_that_is_none_is_no_fault() -> None:
    assert hilbert_distances(np.array([np.nan, np.inf]), np.array([21.0, 21.0])).tolist()[0] >= 0
