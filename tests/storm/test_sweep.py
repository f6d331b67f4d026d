"""The winds of a whole track in columns are those of every moment at every place by the plain formulas."""

from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from registry.model.storm.storms import WindRadii
from registry.storm import sweep as swept
from registry.storm.bounds import METRES_A_DEGREE, Groups, bounds, mattering
from registry.storm.exposures import IN_LAND, felt
from registry.storm.field import field_of, wind_and_distance
from registry.storm.fields import fields_of
from registry.storm.hills import DIRECTIONS, HillWinds
from registry.storm.moments import Vortices, vortices
from registry.storm.sweep import Winds, sweep
from tests.storm.tracks import straight

PLACES = 60
STRONG_MS = 17.2
RADII = (WindRadii(30.0, 90e3, 80e3, 60e3, 70e3), WindRadii(17.5, 250e3, 200e3, 150e3, 180e3))
FACTORS = felt(IN_LAND)
TURN_DEG = 90.0 - 22.6  # from where a place lies to where its wind comes from: the inflow of the model


def hills_at(seed: int, n: int = PLACES) -> HillWinds:
    """Hills at most of n places, each steepest from one side."""
    rng = np.random.default_rng(seed)
    toward = np.cos(2 * np.pi * (np.arange(DIRECTIONS) - rng.integers(0, DIRECTIONS, (n, 1))) / DIRECTIONS)
    mean = (1 + rng.uniform(0, 0.6, (n, 1)) * (rng.random((n, 1)) < 0.6) * np.maximum(toward, 0)).astype(
        np.float32
    )
    return HillWinds((1 + (mean - 1) / 1.7).astype(np.float32), mean, np.ones(n, dtype=bool), "thử", "m")


def places(seed: int, n: int = PLACES) -> tuple[np.ndarray, np.ndarray]:
    """Places in a few towns and some alone, in and out of reach."""
    rng = np.random.default_rng(seed)
    towns = np.column_stack([rng.uniform(102.5, 111.0, 9), rng.uniform(16.0, 24.0, 9)])
    at = towns[rng.integers(0, 9, n)] + rng.normal(0, 0.04, (n, 2))
    return at[:, 0], at[:, 1]


def walked(moments: Vortices, lon: Any, lat: Any, hills: HillWinds | None) -> tuple[np.ndarray, ...]:
    """Return gust, mean and distance by moment and place, in double precision and one moment after another.

    Beside a border of two directions of a hill either side counts, the larger and the smaller are returned.
    """
    gusts, means, apart = [], [], []
    for row in range(len(moments)):
        shrink = np.cos(np.radians((lat + moments.lat[row]) / 2))
        dx, dy = (lon - moments.lon[row]) * shrink, lat - moments.lat[row]
        wind, distance = wind_and_distance(field_of(moments, row), dx * METRES_A_DEGREE, dy * METRES_A_DEGREE)
        both = []
        for aside in (-0.02, 0.02):
            sector = (
                np.rint((np.degrees(np.arctan2(dx, dy)) + TURN_DEG + aside) / 22.5).astype(int) % DIRECTIONS
            )
            at = np.arange(len(lon)), sector
            both.append((1.0, 1.0) if hills is None else (hills.gust[at], hills.mean[at]))
        gusts.append([wind * FACTORS.gust * gust for gust, _mean in both])
        means.append([wind * FACTORS.mean * mean for _gust, mean in both])
        apart.append(distance)
    return np.array(gusts), np.array(means), np.array(apart)


@given(
    seed=st.integers(0, 10_000), wind_ms=st.floats(15, 65), lat=st.floats(14, 22), lon=st.floats(106, 112),
    step=st.tuples(st.floats(-1.5, 0.5), st.floats(-0.8, 0.8)),
)  # fmt: skip
@pytest.mark.parametrize("hilly", [False, True])
@pytest.mark.parametrize("radii", [(), RADII])
@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_wind_peak_and_strong_hours_are_those_of_every_moment(
    *, seed: int, radii: Any, hilly: bool, step: Any, **track: float
) -> None:
    """Winds to 0.05 m/s (they are shown to 0.1), moments the same but where two winds are as alike."""
    moments = vortices(straight(step=step, radii=radii, **track), 20)
    where, hills = places(seed), hills_at(seed) if hilly else None
    found = sweep(moments, *where, hills=hills)
    gusts, means, apart = walked(moments, *where, hills)
    least, most = gusts.min(axis=1), gusts.max(axis=1)
    at = np.arange(PLACES)
    assert (found.gust_ms >= least.max(axis=0) - 0.05).all()
    assert (found.gust_ms <= most.max(axis=0) + 0.05).all()
    assert (found.mean_ms >= means.min(axis=1).max(axis=0) - 0.05).all()
    assert (found.mean_ms <= means.max(axis=1).max(axis=0) + 0.05).all()
    blown = found.gust_ms > 0
    assert (most[found.peak, at][blown] >= found.gust_ms[blown] - 0.05).all()
    assert apart[found.peak, at][~blown] == pytest.approx(apart.min(axis=0)[~blown], rel=1e-4, abs=2)
    assert found.nearest_m == pytest.approx(apart.min(axis=0), rel=1e-4, abs=2)
    _strong(found.onset, least, most)
    _strong(np.where(found.end < 0, -1, len(moments) - 1 - found.end), least[::-1], most[::-1])


def _strong(first: Any, least: Any, most: Any) -> None:
    """Assert when the action level is first reached, to the rounding of a table in single precision."""
    sure, maybe = least >= STRONG_MS + 1e-3, most >= STRONG_MS - 1e-3
    for place, moment in enumerate(first.tolist()):
        if moment < 0:
            assert not sure[:, place].any()
        else:
            assert maybe[moment, place]
            assert not sure[:moment, place].any()


@given(seed=st.integers(0, 10_000), by_quadrant=st.booleans(), wide=st.floats(0.001, 1.0))
@settings(max_examples=25, deadline=None)
def test_every_place_of_a_circle_lies_between_its_bounds(seed: int, by_quadrant: bool, wide: float) -> None:
    radii = RADII if by_quadrant else ()
    moments = vortices(straight(wind_ms=45.0, lon=108.5, lat=19.0, step=(-0.8, 0.3), radii=radii), 60)
    rng = np.random.default_rng(seed)
    lon, lat = (rng.uniform(at, at + wide, PLACES) for at in (rng.uniform(101, 112), rng.uniform(14, 23)))
    groups = Groups.around(lon, lat, np.array([0]))
    found = bounds(groups, moments, fields_of(moments), np.arange(len(moments)))
    for row in range(len(moments)):
        shrink = np.cos(np.radians((lat + moments.lat[row]) / 2))
        dx, dy = (lon - moments.lon[row]) * shrink, lat - moments.lat[row]
        wind, distance = wind_and_distance(field_of(moments, row), dx * METRES_A_DEGREE, dy * METRES_A_DEGREE)
        assert found.low[0, row] <= (wind**2).min() + 1e-4
        assert found.high[0, row] >= (wind**2).max() - 1e-4
        assert found.near_m[0, row] <= distance.min()
        assert found.far_m[0, row] >= distance.max()


def test_the_fields_of_a_whole_track_are_those_of_its_moments() -> None:
    for radii in ((), RADII):
        moments = vortices(straight(wind_ms=45.0, radii=radii), 120)
        found = fields_of(moments)
        for row in range(len(moments)):
            plain = field_of(moments, row)
            assert found.table[row] == pytest.approx(plain.table, abs=1e-5)
            assert found.along_x[row] == pytest.approx(plain.along_x)
            assert found.strongest[row] == pytest.approx(plain.strongest)
        some = np.arange(len(moments)) % 3 == 0
        part = fields_of(moments, some)
        assert (part.table[part.row[some]] == found.table[found.row[some]]).all()
        assert (part.table[part.row[~some]] == 0).all()


def test_few_moments_matter_to_a_town_that_a_storm_passes() -> None:
    """Else the speed is gone though every answer is right."""
    moments = vortices(straight(points=9))
    lon, lat = 106.3 + np.linspace(0, 0.08, 20), 20.9 + np.linspace(0, 0.08, 20)
    groups = Groups.around(lon, lat, np.array([0]))
    found = bounds(groups, moments, fields_of(moments), np.arange(len(moments)))
    assert mattering(found, (STRONG_MS / FACTORS.gust) ** 2, np.ones(1, dtype=np.float32)).mean() < 0.3


@pytest.mark.parametrize("hilly", [False, True])
def test_a_track_too_long_for_one_table_is_taken_in_parts(
    hilly: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments, where = vortices(straight(points=7)), places(4)
    hills = hills_at(4) if hilly else None
    whole = sweep(moments, *where, hills=hills)
    monkeypatch.setattr(swept, "_MOMENTS", 37)
    _same(sweep(moments, *where, hills=hills), whole)


def _same(one: Winds, other: Winds) -> None:
    for name in ("peak", "onset", "end"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    for name in ("mean_ms", "gust_ms", "nearest_m"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-6)


def test_no_places_meet_nothing() -> None:
    assert len(sweep(vortices(straight()), [], [])) == 0
