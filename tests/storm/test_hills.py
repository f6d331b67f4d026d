"""What hills add: the closed formulas of EN 1991-1-4 A.3 on ridges, scarps and cones, 1 on flat ground."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.terrain import Relief
from registry.storm.exposures import GUST_S, IN_LAND, averaging_factor
from registry.storm.hills import DIRECTIONS, STEP_M, HillWinds, hill_winds, orography
from registry.storm.moments import vortices
from registry.storm.sweep import sweep
from tests.storm.tracks import straight

ALONG = np.arange(-70, 71) * STEP_M
LON, LAT = 106.5, 21.3
DEGREE_M = 111_320.0


def ridge(height: float, length: float, at: float = 0.0, behind: float | None = None) -> np.ndarray:
    """A ridge of straight slopes whose crest is ``at`` metres downwind of the middle."""
    x = ALONG - at
    return np.where(
        x < 0,
        np.maximum(height * (1 + x / length), 0.0),
        np.maximum(height * (1 - x / (behind or length)), 0.0),
    )


def at_crest(z: float) -> float:
    """Formula A.5 over the crest."""
    return 0.1552 * z**4 - 0.8575 * z**3 + 1.8133 * z**2 - 1.9115 * z + 1.0124


@given(st.floats(18.5, 400.0), st.integers(8, 30))
@settings(max_examples=60, deadline=None)
def test_a_crest_has_what_the_formula_says(height: float, steps: int) -> None:
    length = steps * STEP_M
    slope = height / length
    (found,) = orography(ridge(height, length)[None], STEP_M)
    effective = length if slope < 0.3 else height / 0.3
    wanted = 1.0 + (2.0 * slope if slope < 0.3 else 0.6) * at_crest(10.0 / effective)
    assert found == pytest.approx(wanted if slope >= 0.05 else 1.0, rel=1e-6)


@pytest.mark.parametrize(("x", "share"), [(-1500.0, 0.0), (-600.0, None), (-300.0, None)])
def test_a_place_before_the_crest_has_a_share_of_it(x: float, share: float | None) -> None:
    (found,) = orography(ridge(100.0, 600.0, at=-x)[None], STEP_M)
    z = 10.0 / 600.0
    b = 0.3542 * z**2 - 1.0577 * z + 2.6456
    part = np.exp(b * x / 600.0) if share is None else share
    assert found == pytest.approx(1.0 + 2.0 * (100.0 / 600.0) * at_crest(z) * part, rel=1e-3)


def test_behind_a_crest_the_wind_stays_up_longer_on_a_scarp_and_is_never_less_than_on_flat_ground() -> None:
    z = 10.0 / 600.0
    b = -0.3056 * z**2 + 1.0212 * z - 1.7637
    for x in (200.0, 300.0, 600.0, 1100.0, 1400.0):
        (lee,) = orography(ridge(100.0, 600.0, at=-x)[None], STEP_M)
        scarp = ridge(100.0, 600.0, at=-x)
        scarp[-x < ALONG] = 100.0
        (flat,) = orography(scarp[None], STEP_M)
        wanted = at_crest(z) * np.exp(b * x / 600.0) if x <= 1200.0 else 0.0
        assert lee == pytest.approx(1.0 + 2.0 / 6.0 * wanted, rel=1e-3)
        assert flat > lee >= 1.0


@given(st.lists(st.floats(0.0, 17.0), min_size=141, max_size=141))
@settings(max_examples=20, deadline=None)
def test_ground_that_rises_less_than_a_hill_changes_nothing(heights: list[float]) -> None:
    assert orography(np.array([heights]), STEP_M) == pytest.approx([1.0])


def relief(height_of: Callable[[Any, Any], Any]) -> Relief:
    """A relief of 20 km around the middle, cells of about 50 m; ``height_of(east, north)`` in metres."""
    cell = STEP_M / DEGREE_M
    steps = (np.arange(400) - 199.5) * cell
    east = steps * DEGREE_M * np.cos(np.radians(LAT))
    north = -steps * DEGREE_M
    heights = height_of(*np.meshgrid(east, north)).astype(np.float32)
    return Relief(LON - 200 * cell, LAT + 200 * cell, (cell, cell), heights, 5.0, "thử", "m")


def winds(ground: Relief, lon: float = LON, lat: float = LAT) -> HillWinds:
    return hill_winds(ground, np.array([lon]), np.array([lat]))


def test_flat_ground_adds_nothing_and_ground_beyond_the_terrain_is_not_known() -> None:
    flat = winds(relief(lambda e, n: 0 * e + 40.0 + 0 * n))
    assert (flat.mean == 1.0).all()
    assert flat.known.all()
    beyond = winds(relief(lambda e, n: 200.0 - 0.1 * np.abs(e) + 0 * n), lon=LON + 2.0)
    assert (beyond.gust == 1.0).all()
    assert not beyond.known.any()


def test_a_scarp_counts_for_the_wind_that_comes_up_it_alone() -> None:
    """The ground rises from the east to the edge at the middle, and is level to the west of it."""
    found = winds(relief(lambda e, n: np.clip(120.0 - np.maximum(e, 0.0) * 0.2, 0.0, 120.0) + 0 * n))
    mean = found.mean[0]
    east = DIRECTIONS // 4
    assert int(np.argmax(mean)) == east
    assert mean[east] == pytest.approx(1.0 + 2.0 * 0.2 * at_crest(10.0 / 600.0), rel=0.05)
    assert mean[east * 3] == 1.0  # from the level side
    gust = averaging_factor(GUST_S, IN_LAND)
    assert found.gust[0] == pytest.approx((mean + gust - 1.0) / gust)


def test_a_round_hill_is_alike_from_every_side() -> None:
    found = winds(relief(lambda e, n: np.maximum(150.0 - np.hypot(e, n) * 0.15, 0.0)))
    mean = found.mean[0]
    assert mean.min() > 1.2
    assert np.ptp(mean) < 0.03


def test_a_storm_blows_harder_on_a_hill_from_the_side_that_it_comes_from() -> None:
    """Of two masts beside each other one stands on a scarp that faces east: the wind before the centre is
    from the north-east, so the scarp counts, and one that faces west does not."""
    moments = vortices(straight(lon=108.0, lat=19.6, step=(-0.6, 0.0)))
    lon, lat = np.array([LON]), np.array([LAT])
    plain = sweep(moments, lon, lat)
    east = sweep(
        moments, lon, lat,
        hills=winds(relief(lambda e, n: np.clip(120.0 - np.maximum(e, 0.0) * 0.2, 0.0, 120.0) + 0 * n)),
    )  # fmt: skip
    west = sweep(
        moments, lon, lat,
        hills=winds(relief(lambda e, n: np.clip(120.0 + np.minimum(e, 0.0) * 0.2, 0.0, 120.0) + 0 * n)),
    )  # fmt: skip
    assert east.gust_ms[0] > 1.1 * plain.gust_ms[0]
    assert east.mean_ms[0] / plain.mean_ms[0] > east.gust_ms[0] / plain.gust_ms[0]
    assert west.gust_ms[0] == pytest.approx(plain.gust_ms[0], rel=1e-5)
    assert east.onset[0] <= plain.onset[0]


@given(st.floats(0.4, 2.0))
@settings(max_examples=15, deadline=None)
def test_a_correction_is_a_factor_on_every_wind(factor: float) -> None:
    moments = vortices(straight())
    lon, lat = np.array([106.3, 106.9]), np.array([21.3, 20.9])
    plain, corrected = sweep(moments, lon, lat), sweep(moments, lon, lat, factor=factor)
    assert corrected.gust_ms == pytest.approx(plain.gust_ms * factor, rel=1e-5)
    assert corrected.mean_ms == pytest.approx(plain.mean_ms * factor, rel=1e-5)
