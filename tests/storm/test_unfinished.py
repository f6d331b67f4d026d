"""A track that ends strong and near proves nothing; a gap is bridged as storms weaken, over land."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.exposure import expose
from registry.storm.exposures import AT_SEA, felt
from registry.storm.moments import vortices
from registry.storm.scales import least_of
from tests.storm.tracks import START, masts_at, straight

MASTS = masts_at([(105.9 + 0.2 * i, 21.0 + 0.15 * j) for i in range(6) for j in range(5)])
"""About the old province of Bắc Giang."""


def ending(lon: float, lat: float, *, step: tuple[float, float], wind_ms: float = 41.0) -> StormTrack:
    """A storm whose track ends at a place, having come by ``step`` degrees every six hours."""
    return straight(
        wind_ms=wind_ms, lon=lon - 2 * step[0], lat=lat - 2 * step[1], step=step, points=3, hours=6.0
    )


def test_a_strong_storm_that_comes_proves_nothing() -> None:
    found = expose(ending(111.1, 20.1, step=(-1.0, 0.1)), MASTS)
    assert len(found.reached) == 0
    told = found.unfinished
    assert told is not None
    assert told.at == found.track.points[-1].at
    assert told.level == 13
    assert told.nearest_m == pytest.approx(430e3, rel=0.05)
    assert 270.0 < told.bearing_deg < 290.0
    assert told.speed_ms == pytest.approx(1.0 * 104_400 / 21_600, rel=0.05)
    assert 6 <= told.hours <= 24
    assert told.error_m == pytest.approx(np.interp(told.hours, [0, 12, 24], [0, 70e3, 165e3]), rel=0.1)


def test_a_track_that_ends_below_the_level_of_its_gusts_is_unfinished_as_well() -> None:
    """Followed on, a mean of level 7 brings gusts of level 8 to masts."""
    track = ending(107.3, 21.0, step=(-1.0, 0.1), wind_ms=16.5)
    found = expose(track, MASTS)
    assert len(found.reached) == 0
    assert found.unfinished is not None
    assert found.unfinished.level == 7
    end = track.points[-1]
    onward = [
        TrackPoint(end.at + dt.timedelta(hours=6 * n), end.lon - n, end.lat + 0.1 * n, forecast=True)
        for n in range(1, 7)
    ]
    assert len(expose(replace(track, points=(*track.points, *onward)), MASTS).reached)


@pytest.mark.parametrize(
    "track",
    [
        ending(111.1, 20.1, step=(1.2, 0.6)),  # going away
        ending(111.1, 20.1, step=(-1.0, 0.1), wind_ms=14.0),  # a depression
        ending(128.0, 12.0, step=(-0.6, 0.0)),  # farther than three days and the error
        ending(101.0, 21.5, step=(-1.0, 0.2)),  # inland and gone by
    ],
    ids=["away", "weak", "far", "past"],
)
def test_what_is_weak_away_or_far_is_concluded(track: StormTrack) -> None:
    assert expose(track, MASTS).unfinished is None


def test_a_track_followed_to_its_end_is_finished_whatever_it_was_before() -> None:
    points = [
        TrackPoint(START + dt.timedelta(hours=6 * n), 111.0 - 1.3 * n, 20.5, wind_ms=41.0) for n in range(4)
    ]
    points += [
        TrackPoint(START + dt.timedelta(hours=24 + 6 * n), 105.5 - n, 21.0, level=6 - n) for n in range(2)
    ]
    whole = StormTrack("THU", 2026, 120, tuple(points))
    assert len(expose(whole, MASTS).reached) > 0
    assert expose(whole, MASTS).unfinished is None
    cut = expose(replace(whole, points=whole.points[:3]), MASTS)
    assert cut.unfinished is not None


def test_no_mast_no_sentence() -> None:
    assert expose(ending(111.1, 20.1, step=(-1.0, 0.1)), masts_at([])).unfinished is None


@given(
    lon=st.floats(107.0, 122.0), lat=st.floats(12.0, 24.0),
    step=st.tuples(st.floats(-1.5, 1.5), st.floats(-1.0, 1.0)), wind=st.floats(8.0, 60.0),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_storm_that_goes_on_as_it_went_reaches_no_mast_unsaid(
    lon: float, lat: float, step: tuple[float, float], wind: float
) -> None:
    """Whatever would be reached if a strong storm only kept its motion for three days is never denied."""
    track = ending(lon, lat, step=step, wind_ms=wind)
    now = expose(track, MASTS)
    last = track.points[-1]
    further = tuple(
        TrackPoint(last.at + dt.timedelta(hours=6 * n), last.lon + step[0] * n, last.lat + step[1] * n)
        for n in range(1, 9)
        if 0.0 < last.lat + step[1] * n < 40.0
    )
    later = expose(replace(track, points=(*track.points, *further)), MASTS)
    strong = vortices(track).wind_ms[-1] * felt(AT_SEA).mean >= least_of(8)
    if strong and len(later.reached) > len(now.reached):
        assert now.unfinished is not None
    if now.unfinished is not None:
        assert strong


def test_in_a_long_gap_a_storm_weakens_over_land_and_not_before() -> None:
    sea = TrackPoint(START, 108.6, 20.6, wind_ms=41.0)
    inland = TrackPoint(START + dt.timedelta(hours=13), 105.4, 21.0, wind_ms=20.0)
    gap = vortices(StormTrack("THU", 2026, 120, (sea, inland)))
    at_sea = ~gap.on_land
    assert 10 < at_sea.sum() < len(gap) - 10
    np.testing.assert_allclose(gap.wind_ms[at_sea], gap.wind_ms[0])
    ashore = gap.wind_ms[gap.on_land]
    assert (np.diff(ashore) < 0).all()
    between = TrackPoint(START + dt.timedelta(hours=6), 107.1, 20.8, wind_ms=41.0)
    near = vortices(StormTrack("THU", 2026, 120, (sea, replace(between, wind_ms=30.0), inland)))
    assert near.wind_ms[18] == pytest.approx(
        (near.wind_ms[0] + near.wind_ms[36]) / 2, rel=1e-3
    )  # no long gap
