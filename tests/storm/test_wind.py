"""The wind around a track: nearer and stronger, over land weaker, and the fast way equal to the plain way."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.geo.distances import destination, geodesic_m
from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii
from registry.storm.exposures import AT_SEA, BASE_S, IN_LAND, felt, to_averaging
from registry.storm.field import field_of, reach_m, ring_m, wind_at
from registry.storm.moments import EARTH_M, MOST_MOMENTS, vortices
from registry.storm.sweep import snapshot, sweep
from registry.storm.units import KNOT_MS
from registry.storm.vortex import decayed_wind
from tests.storm.tracks import START, straight

SEA = {"lon": 115.0, "lat": 18.0, "step": (-0.5, 0.1)}


@given(
    wind=st.floats(18, 70), lat=st.floats(8, 25), bearing=st.floats(0, 360),
    step=st.tuples(st.floats(-1.5, 1.5), st.floats(-0.8, 0.8)),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_nearer_is_stronger_outside_the_strongest_ring(
    wind: float, lat: float, bearing: float, step: tuple[float, float]
) -> None:
    moments = vortices(straight(wind_ms=wind, lon=118.0, lat=lat, step=step))
    field, rmax = field_of(moments, 5), float(moments.rmax_m[5])
    r = np.linspace(rmax * 1.05, 500e3, 60)
    angle = np.radians(bearing)
    found = wind_at(field, r * np.sin(angle), r * np.cos(angle))
    assert (np.diff(found) <= 1e-9).all()
    assert (found >= 0).all()


@given(wind=st.floats(18, 70), step=st.tuples(st.floats(-1.5, 1.5), st.floats(-0.8, 0.8)))
@settings(max_examples=40, deadline=None)
def test_the_strongest_wind_anywhere_is_the_stated_one(wind: float, step: tuple[float, float]) -> None:
    moments = vortices(straight(wind_ms=wind, lon=118.0, lat=16.0, step=step, averaging_s=600))
    field, rmax = field_of(moments, 4), float(moments.rmax_m[4])
    around = np.radians(np.arange(360))
    ring = wind_at(field, rmax * np.sin(around), rmax * np.cos(around))
    assert ring.max() == pytest.approx(wind, rel=0.01)
    assert ring.max() <= wind * (1 + 1e-6)


@given(weaker=st.floats(18, 45), by=st.floats(1, 30), r=st.floats(5e3, 600e3), bearing=st.floats(0, 360))
@settings(max_examples=60, deadline=None)
def test_a_stronger_storm_of_the_same_size_is_stronger_everywhere(
    weaker: float, by: float, r: float, bearing: float
) -> None:
    size = {"rmax_m": 35e3, "pressure_hpa": 960.0}
    two = [vortices(straight(wind_ms=wind, **SEA, **size)) for wind in (weaker, weaker + by)]
    angle = np.radians(bearing)
    one, other = (float(wind_at(field_of(m, 4), r * np.sin(angle), r * np.cos(angle))) for m in two)
    assert other > one


def test_over_land_it_is_weaker_and_gustier() -> None:
    moments = vortices(straight())
    lon, lat = [106.3, 106.9, 105.9], [21.3, 21.2, 21.0]
    land, sea = sweep(moments, lon, lat, IN_LAND), sweep(moments, lon, lat, AT_SEA)
    assert (land.mean_ms < 0.75 * sea.mean_ms).all()
    assert (land.gust_ms < sea.gust_ms).all()
    assert (land.gust_ms / land.mean_ms > sea.gust_ms / sea.mean_ms).all()


def test_the_right_side_of_the_motion_is_the_strong_one() -> None:
    moments = vortices(straight(**{**SEA, "step": (-1.0, 0.0)}))  # due west: right is north
    field, rmax = field_of(moments, 5), float(moments.rmax_m[5])
    north, south = wind_at(field, [0.0, 0.0], [rmax, -rmax])
    assert north > south
    speed = float(np.hypot(moments.east_ms[5], moments.north_ms[5]))
    assert north - south == pytest.approx(2 * 0.55 * speed, rel=0.02)  # Lin & Chavas: 0.55 on either side


def test_radii_by_quadrant_are_passed_through() -> None:
    reach = (250e3, 200e3, 150e3, 180e3)
    radii = (WindRadii(30.0, 90e3, 80e3, 60e3, 70e3), WindRadii(34 * KNOT_MS, *reach))
    moments = vortices(straight(**SEA, averaging_s=60, wind_ms=45.0, radii=radii, rmax_m=30e3))
    field = field_of(moments, 0)
    for wind, sides in ((34 * KNOT_MS, reach), (30.0, radii[0].quadrants)):
        for bearing, r in zip((45, 135, 225, 315), sides, strict=True):
            angle = np.radians(bearing)
            at = float(wind_at(field, r * np.sin(angle), r * np.cos(angle)))
            assert at == pytest.approx(to_averaging(wind, 60, BASE_S, AT_SEA), rel=0.01)


def test_a_bulletins_radius_of_the_present_shapes_the_forecast_too() -> None:
    track = straight(wind_ms=40.0)
    small = (WindRadii(10.8, 200e3, 200e3, 200e3, 200e3),)
    first, *later = track.points
    fading = [replace(point, wind_ms=40.0 - 5 * k) for k, point in enumerate(later, 1)]
    plain = replace(track, points=(first, *fading))
    told = replace(track, points=(replace(first, radii=small), *fading))
    one, other = vortices(plain), vortices(told)
    row = one.nearest_to(later[1].at)
    assert np.isfinite(other.radii_m[row]).all()
    share = other.wind_ms[row] / other.wind_ms[0]
    assert other.radius_wind_ms[row] == pytest.approx(10.8 / 1.02 * share)
    middles = np.radians([45, 135, 225, 315])
    assert ring_m(field_of(other, row), 10.8 / 1.02 * share, middles) == pytest.approx(200e3, rel=0.01)
    assert reach_m(field_of(other, row), 8.0) < 0.7 * reach_m(field_of(one, row), 8.0)
    kept = replace(
        track, points=(replace(first, radii=small), replace(later[0], at=first.at + dt.timedelta(days=2)))
    )
    assert np.isnan(vortices(kept).radii_m[-1]).all()  # too long ago


def test_the_sweep_equals_a_plain_walk_over_every_moment() -> None:
    moments = vortices(straight())
    rng = np.random.default_rng(3)
    lon, lat = rng.uniform(104.0, 110.0, 40), rng.uniform(19.0, 23.0, 40)
    swept = sweep(moments, lon, lat)
    walked = np.array([snapshot(moments, row, lon, lat)[1] for row in range(len(moments))])
    strong = walked >= 17.2
    assert swept.gust_ms == pytest.approx(walked.max(axis=0), rel=2e-3)
    assert swept.onset.tolist() == [int(np.argmax(c)) if c.any() else -1 for c in strong.T]
    last = [len(moments) - 1 - int(np.argmax(c[::-1])) if c.any() else -1 for c in strong.T]
    assert swept.end.tolist() == last
    near = np.array(
        [geodesic_m(moments.lon[row], moments.lat[row], lon, lat) for row in range(len(moments))]
    ).min(axis=0)
    assert swept.nearest_m == pytest.approx(near, rel=6e-3, abs=50)


def test_onset_comes_before_the_peak_and_the_peak_before_the_end() -> None:
    found = sweep(vortices(straight()), [106.3, 106.6], [21.3, 20.9])
    assert (found.onset <= found.peak).all()
    assert (found.peak <= found.end).all()
    assert (found.onset >= 0).all()


def test_finer_steps_change_little() -> None:
    lon, lat = [106.2, 106.55, 106.9], [21.3, 21.4, 21.3]
    ten, two = (sweep(vortices(straight(), minutes), lon, lat) for minutes in (10, 2))
    assert ten.gust_ms == pytest.approx(two.gust_ms, rel=0.01)


def test_a_storm_that_stays_away_reaches_nobody() -> None:
    found = sweep(vortices(straight(lon=130.0, lat=25.0, step=(0.5, 0.5))), [106.3], [21.3])
    assert found.onset.tolist() == [-1]
    assert found.gust_ms.tolist() == [0.0]
    assert found.nearest_m[0] > 2_000_000
    passing = sweep(vortices(straight(lon=110.0, lat=16.0, step=(0.0, 0.5))), [106.3], [21.3])
    assert passing.onset.tolist() == [-1]
    assert 3 < passing.gust_ms[0] < 17.2  # felt, and no reason to send anybody out


def test_the_centre_goes_along_the_great_circle_at_even_speed() -> None:
    track = straight(lon=120.0, lat=10.0, step=(-8.0, 6.0), points=2, hours=24)
    moments = vortices(track)
    start, end = track.points
    whole = float(geodesic_m(start.lon, start.lat, end.lon, end.lat))
    middle = len(moments) // 2
    assert moments.lon[middle] != pytest.approx(116.0, abs=1e-3)  # half way on the sphere, not in degrees
    parts = geodesic_m(moments.lon[:-1], moments.lat[:-1], moments.lon[1:], moments.lat[1:])
    assert float(parts.sum()) == pytest.approx(whole, rel=1e-3)
    assert parts.max() / parts.min() < 1.01
    speed = np.hypot(moments.east_ms, moments.north_ms)
    assert speed == pytest.approx(whole / 86_400, rel=0.01)
    assert moments.time(0) == start.at
    assert moments.time(len(moments) - 1) == end.at
    assert (np.diff(moments.at).astype(int) <= 600).all()


def test_a_wind_that_is_not_stated_decays_over_land() -> None:
    track = straight(wind_ms=40.0, averaging_s=60, lon=107.6, step=(-0.9, 0.1), points=4)
    known = track.points[0]
    bare = replace(track, points=(known, *(replace(point, wind_ms=None) for point in track.points[1:])))
    moments = vortices(bare)
    marine = 40.0 * to_averaging(1.0, 60, BASE_S, AT_SEA)
    assert moments.wind_ms[0] == pytest.approx(marine)
    assert moments.wind_ms[moments.on_land][-1] < marine
    ashore = np.flatnonzero(moments.on_land)
    hours = len(ashore) * 10 / 60
    assert moments.on_land[ashore[0] :].all()
    expected = float(decayed_wind(40.0, hours - 10 / 60)) / 0.9 * to_averaging(1.0, 60, BASE_S, AT_SEA)
    assert moments.wind_ms[-1] == pytest.approx(expected, rel=0.02)


def test_a_wind_at_sea_that_is_not_stated_stays() -> None:
    track = straight(**SEA, wind_ms=30.0, averaging_s=600)
    bare = replace(track, points=(track.points[0], *(replace(p, wind_ms=None) for p in track.points[1:])))
    assert vortices(bare).wind_ms == pytest.approx(30.0)


def test_level_or_pressure_stand_in_for_a_wind() -> None:
    def strongest(**given: object) -> float:
        point = TrackPoint(START, 115.0, 18.0, **given)  # type: ignore[arg-type]
        return float(vortices(StormTrack("T", 2026, 120, (point,))).wind_ms[0])

    assert strongest(level=12) == pytest.approx((32.7 + 37.0) / 2 / 1.02)
    assert strongest(pressure_hpa=950.0) == pytest.approx(48.144 / 1.05, rel=1e-3)
    assert strongest(wind_ms=30.0, level=12) == pytest.approx(30.0 / 1.02)
    with pytest.raises(RefusalError, match="TRACK-NO-WIND"):
        strongest()


def test_a_wind_stated_over_land_is_taken_back_to_sea_once() -> None:
    inland = vortices(StormTrack("T", 2026, 120, (TrackPoint(START, 105.8, 21.0, wind_ms=20.0),)))
    assert inland.on_land.all()
    assert inland.wind_ms[0] == pytest.approx(20.0 / 1.12 / 0.9)  # Harper in-land, then Kaplan & DeMaria's R


def test_what_cannot_be_worked_out_is_refused() -> None:
    with pytest.raises(RefusalError, match="TRACK-NO-POINTS"):
        vortices(StormTrack("T", 2026, 120, ()))
    far = straight(points=2, hours=24 * 365)
    with pytest.raises(RefusalError, match="TRACK-TOO-LONG"):
        vortices(far)
    assert MOST_MOMENTS * 10 / 60 / 24 > 100  # a hundred days are not too long


def test_reach_and_rings_agree() -> None:
    moments = vortices(straight())
    field = field_of(moments, 3)
    base = 17.2 / felt(IN_LAND).gust
    rings = ring_m(field, base, np.radians(np.arange(0, 360, 5)))
    assert rings.max() == pytest.approx(reach_m(field, base), rel=0.02)
    assert rings.min() > 0
    lon, lat = destination(float(moments.lon[3]), float(moments.lat[3]), 0.0, float(rings[0]))
    assert snapshot(moments, 3, [lon], [lat])[1][0] == pytest.approx(17.2, rel=0.02)
    assert EARTH_M > reach_m(field, base) > 50e3


def test_masts_across_the_centre_meet_the_eye() -> None:
    track = straight(step=(-0.9, 0.0), lat=21.0)
    moments = vortices(track)
    row = moments.nearest_to(START + dt.timedelta(hours=16))
    calm, ring = snapshot(
        moments, row, [moments.lon[row], moments.lon[row]], [moments.lat[row], moments.lat[row] + 0.35]
    )[0]
    assert calm < 0.1 * ring
