"""The model beside observed winds: converted honestly, a place counted once, few places moving little."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.storm.observed_winds import ObservedWind, WindSource, WindSpan
from registry.storm.bias import bias
from registry.storm.exposures import GUST_S, IN_LAND, at_height, averaging_factor
from registry.storm.moments import vortices
from registry.storm.sweep import snapshot, sweep
from tests.storm.tracks import START, straight

MOMENTS = vortices(straight())
WIND = ObservedWind(
    id="a", storm="s", place="Lục Ngạn", structure="", lon=106.57, lat=21.37, surroundings=IN_LAND,
    height_m=10.0, observed_at=(START + dt.timedelta(days=3)).isoformat(), span=WindSpan.STRONGEST,
    mean_ms=None, mean_level=None, averaging_s=120, gust_ms=20.0, gust_level=None, source=WindSource.STATION,
    told_by="", who="lan", at="",
)  # fmt: skip
SWEPT = sweep(MOMENTS, [WIND.lon], [WIND.lat])


def at_place(number: int, ratio: float, **own: object) -> ObservedWind:
    """An observation of ``ratio`` times the model's gust, at a place of its own beside the first."""
    gust = float(SWEPT.gust_ms[0]) * ratio
    return replace(WIND, id=f"{number}", place=f"Nơi {number}", gust_ms=gust, **own)  # type: ignore[arg-type]


def test_at_ten_metres_the_model_is_what_the_masts_meet() -> None:
    (found,) = bias(MOMENTS, [replace(WIND, mean_ms=15.0)]).checked
    assert found.mean_ms == pytest.approx(float(SWEPT.mean_ms[0]), rel=1e-4)
    assert found.gust_ms == pytest.approx(float(SWEPT.gust_ms[0]), rel=1e-4)
    assert found.gust_ratio == pytest.approx(20.0 / found.gust_ms)
    assert found.at == MOMENTS.time(int(SWEPT.peak[0]))


def test_a_wind_at_a_moment_is_held_against_that_moment() -> None:
    row = int(SWEPT.peak[0]) - 12
    asked = replace(WIND, span=WindSpan.MOMENT, observed_at=MOMENTS.time(row).isoformat())
    (found,) = bias(MOMENTS, [asked]).checked
    _mean, gust = snapshot(MOMENTS, row, [WIND.lon], [WIND.lat])
    assert found.at == MOMENTS.time(row)
    assert found.gust_ms == pytest.approx(float(gust[0]), rel=1e-4)
    assert found.gust_ms < float(SWEPT.gust_ms[0])


def test_the_strongest_up_to_a_moment_knows_nothing_of_what_came_later() -> None:
    before = MOMENTS.time(int(SWEPT.peak[0]) - 30).isoformat()
    (found,) = bias(MOMENTS, [replace(WIND, observed_at=before)]).checked
    assert found.gust_ms < 0.95 * float(SWEPT.gust_ms[0])


@given(st.floats(2.0, 200.0), st.sampled_from([60, 120, 600]))
@settings(max_examples=30, deadline=None)
def test_height_and_averaging_are_restated(height: float, seconds: int) -> None:
    told = replace(WIND, height_m=height, averaging_s=seconds, mean_ms=12.0)
    (found,) = bias(MOMENTS, [told]).checked
    base = float(SWEPT.gust_ms[0]) / averaging_factor(GUST_S, IN_LAND)
    assert found.mean_ms == pytest.approx(
        base * averaging_factor(seconds, IN_LAND) * at_height(height, IN_LAND, seconds), rel=1e-4
    )
    assert (found.gust_ms > float(SWEPT.gust_ms[0])) == (height > 10.0) or height == 10.0
    assert at_height(10.0, IN_LAND, seconds) == pytest.approx(1.0)


def test_a_place_counts_once_and_few_places_move_the_field_little() -> None:
    one = bias(MOMENTS, [at_place(1, 0.5)]).whole
    assert one is not None
    assert (one.places, one.few) == (1, True)
    assert one.ratio == pytest.approx(0.5, rel=1e-3)
    assert one.offered == pytest.approx(0.5**0.5, rel=1e-3)  # the model itself counts as one place
    again = bias(MOMENTS, [at_place(1, 0.5), at_place(1, 0.5), at_place(1, 0.5)]).whole
    assert again is not None
    assert (again.places, again.observations, again.offered) == (1, 3, pytest.approx(one.offered))
    many = bias(MOMENTS, [at_place(k, 0.5) for k in range(9)]).whole
    assert many is not None
    assert (many.few, many.offered) == (False, pytest.approx(0.5**0.9, rel=1e-3))


def test_the_interval_is_that_of_the_places_and_holds_the_mean() -> None:
    found = bias(MOMENTS, [at_place(k, ratio) for k, ratio in enumerate((0.6, 0.7, 0.8, 0.9, 1.0))]).whole
    assert found is not None
    assert found.low < found.ratio < found.high
    assert (found.low, found.high) == (pytest.approx(0.65, abs=0.02), pytest.approx(0.96, abs=0.02))
    alike = bias(MOMENTS, [at_place(k, 0.8) for k in range(5)]).whole
    assert alike is not None
    assert alike.low == pytest.approx(alike.high, rel=1e-3)


def test_land_and_sea_are_told_apart_and_what_was_struck_out_does_not_count() -> None:
    sea = at_place(2, 1.0, surroundings="off_sea")
    found = bias(MOMENTS, [at_place(1, 0.7), sea, at_place(3, 0.1, struck_at="x")])
    assert found.land is not None
    assert found.sea is not None
    assert (len(found.checked), found.land.places, found.sea.places) == (2, 1, 1)
    assert found.land.ratio == pytest.approx(0.7, rel=1e-3)
    nothing = bias(MOMENTS, [])
    assert (nothing.checked, nothing.whole) == ((), None)
