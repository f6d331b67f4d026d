"""A storm over all its bulletins: what was seen stays, the forecast is replaced, what blew has blown."""

import datetime as dt
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii
from registry.storm.exposure import StormExposure, expose
from registry.storm.folded import Folded, Issue, folded
from registry.storm.scales import least_of
from tests.storm.tracks import START, masts_at

MASTS = masts_at([(105.0 + 0.4 * i, 20.0 + 0.4 * j) for i in range(8) for j in range(6)])
LISTED = least_of(6)


def bulletin(
    points: tuple[TrackPoint, ...], at: int, ordinal: int, coming: tuple[TrackPoint, ...] | None = None
) -> Issue:
    """The bulletin that speaks at point ``at``: that position, and a forecast (by default the true one)."""
    ahead = points[at + 1 :] if coming is None else coming
    told = (replace(points[at], forecast=False), *(replace(point, forecast=True) for point in ahead))
    return Issue(ordinal, StormTrack("THU", 2026, 120, told, issued_at=points[at].at))


def positions(found: Folded) -> list[tuple[dt.datetime, bool]]:
    return [(point.at, point.forecast) for point in found.track.points]


def exposure(track: StormTrack) -> StormExposure:
    return expose(track, MASTS)


def assert_same_winds(one: StormExposure, other: StormExposure) -> None:
    for name in ("gust_ms", "mean_ms", "peak", "onset", "end", "nearest_m"):
        np.testing.assert_array_equal(getattr(one.winds, name), getattr(other.winds, name), err_msg=name)


STEPS = st.tuples(
    st.floats(-1.2, 0.3), st.floats(-0.6, 0.8), st.integers(1, 8), st.floats(12.0, 55.0), st.integers(0, 3)
)


@st.composite
def tracks(draw: st.DrawFn, least: int = 2) -> StormTrack:
    steps = draw(st.lists(STEPS, min_size=least, max_size=7))
    lon, lat, at, points = draw(st.floats(105.5, 111.0)), draw(st.floats(19.0, 22.0)), START, []
    for east, north, hours, wind, radius in steps:
        radii = (WindRadii(least_of(8), *(radius * 60e3,) * 4),) if radius else ()
        points.append(TrackPoint(at, round(lon, 1), round(lat, 1), wind_ms=wind, radii=radii))
        lon, lat, at = lon + east, lat + north, at + dt.timedelta(hours=hours)
    return StormTrack("THU", 2026, 120, tuple(points))


@given(tracks(), st.data())
@settings(max_examples=15, deadline=None)
def test_a_track_cut_into_bulletins_anywhere_is_the_whole_track(
    track: StormTrack, data: st.DataObject
) -> None:
    """Each bulletin holds the positions since the one before and, as its forecast, what then came true."""
    last = len(track.points) - 1
    cuts = sorted(data.draw(st.sets(st.integers(0, last))) | {last})
    said = []
    for number, (since, cut) in enumerate(zip([-1, *cuts[:-1]], cuts, strict=True), 1):
        told_then = [replace(point, forecast=n > cut) for n, point in enumerate(track.points) if n > since]
        said.append(Issue(number, replace(track, points=tuple(told_then))))
    whole = exposure(track)
    for number in range(1, len(said) + 1):
        found = exposure(folded(data.draw(st.permutations(said[:number]))).track)
        assert_same_winds(found, whole)
        assert found.communes == whole.communes


@given(tracks(), st.lists(tracks(least=1), min_size=7, max_size=7))
@settings(max_examples=15, deadline=None)
def test_whatever_is_forecast_what_has_blown_stays_blown(track: StormTrack, wrong: list[StormTrack]) -> None:
    said: list[Issue] = []
    before: StormExposure | None = None
    for at, point in enumerate(track.points):
        coming = tuple(
            replace(item, at=point.at + dt.timedelta(hours=5 * n))
            for n, item in enumerate(wrong[at].points, 1)
        )
        said.append(bulletin(track.points, at, at + 1, coming))
        gone = exposure(folded(said).track).gone
        alone = exposure(replace(track, points=track.points[: at + 1])).gone
        assert (gone is None) == (alone is None) == (at == 0)
        if gone is None or alone is None:
            continue
        assert_same_winds(gone, alone)  # no forecast has any part in it
        if before is not None:
            strong = before.winds.gust_ms >= LISTED
            assert (gone.winds.gust_ms[strong] >= before.winds.gust_ms[strong]).all()
            begun = before.winds.onset >= 0
            np.testing.assert_array_equal(gone.winds.onset[begun], before.winds.onset[begun])
        before = gone


@given(tracks(), st.integers(0, 6))
@settings(max_examples=15, deadline=None)
def test_what_has_blown_and_what_comes_make_the_whole(track: StormTrack, at: int) -> None:
    at = min(at, len(track.points) - 1)
    said = [bulletin(track.points, n, n + 1) for n in range(at + 1)]
    found = exposure(folded(said).track)
    if found.gone is None:
        assert found.to_come is found
        return
    gone, coming, whole = found.gone.winds, found.to_come.winds, found.winds
    strong = whole.gust_ms >= LISTED
    np.testing.assert_array_equal(np.maximum(gone.gust_ms, coming.gust_ms)[strong], whole.gust_ms[strong])
    np.testing.assert_array_equal(whole.onset >= 0, (gone.onset >= 0) | (coming.onset >= 0))
    both = (gone.onset >= 0) & (gone.end == found.present)
    np.testing.assert_array_equal(coming.onset[both], gone.onset[both])  # blowing still: since when it began


def at(hours: float, *, lon: float = 107.0, level: int = 12, forecast: bool = False) -> TrackPoint:
    return TrackPoint(START + dt.timedelta(hours=hours), lon, 20.8, level=level, forecast=forecast)


def told(ordinal: int, *points: TrackPoint, averaging_s: int = 120, issued: float | None = None) -> Issue:
    issued_at = None if issued is None else START + dt.timedelta(hours=issued)
    return Issue(ordinal, StormTrack("THU", 2026, averaging_s, points, issued_at=issued_at))


def hours_of(found: Folded) -> list[tuple[float, bool, int]]:
    points = zip(found.track.points, found.sources, strict=True)
    return [((p.at - START) / dt.timedelta(hours=1), p.forecast, source) for p, source in points]


def test_positions_stay_and_the_forecast_is_the_newest_ones() -> None:
    first = told(1, at(0), at(6, forecast=True), at(12, forecast=True))
    second = told(2, at(9), at(15, forecast=True))
    for issues in ([first, second], [second, first]):
        found = folded(issues)
        assert hours_of(found) == [(0, False, 1), (9, False, 2), (15, True, 2)]
        assert (found.newest, found.forecast_of, found.replaced) == (2, 2, ())
        assert found.track.issued_at == START + dt.timedelta(hours=9)


def test_a_bulletin_pasted_late_takes_its_place_in_the_past() -> None:
    found = folded(
        [told(1, at(0)), told(2, at(9), at(15, forecast=True)), told(3, at(3), at(6, forecast=True))]
    )
    assert hours_of(found) == [(0, False, 1), (3, False, 3), (9, False, 2), (15, True, 2)]
    assert (found.newest, found.forecast_of) == (2, 2)


def test_a_correction_of_the_same_moment_counts_and_is_said() -> None:
    found = folded([told(1, at(0, level=12)), told(2, at(0, level=9)), told(3, at(6))])
    levels = [point.level for point in found.track.points]
    assert (levels, found.sources) == ([9, 12], (2, 3))
    assert [(item.of, item.by) for item in found.replaced] == [(1, 2)]
    same = folded([told(1, at(0)), told(2, replace(at(0), where="9"))])
    assert same.replaced == ()  # told again, not otherwise


def test_what_is_analysed_later_goes_before_what_was_said_at_the_time() -> None:
    table = told(1, at(0, level=10), at(6, level=11), at(12, level=12))
    found = folded([table, told(2, at(6, level=13), at(9, forecast=True))])  # recorded later, speaks earlier
    assert [point.level for point in found.track.points] == [10, 11, 12]
    assert [(item.of, item.by) for item in found.replaced] == [(2, 1)]
    assert found.forecast_of is None  # nothing is forecast for after the last position


def test_a_forecast_is_never_a_position() -> None:
    found = folded([told(1, at(0), at(6, forecast=True), at(12, forecast=True)), told(2, at(18))])
    assert hours_of(found) == [(0, False, 1), (18, False, 2)]
    only = folded([told(1, at(0), at(6, forecast=True)), told(2, at(3, forecast=True), at(9, forecast=True))])
    assert hours_of(only) == [(0, False, 1), (3, True, 2), (9, True, 2)]
    assert only.track.issued_at == START
    old = folded([told(1, at(0), at(6, forecast=True)), told(2, at(-3, forecast=True), at(9, forecast=True))])
    assert hours_of(old) == [
        (0, False, 1),
        (6, True, 1),
    ]  # a forecast of before the last position is an old one


def test_a_position_without_a_forecast_leaves_the_forecast_standing_unless_the_storm_is_spent() -> None:
    first = told(1, at(0), at(6, forecast=True), at(12, forecast=True))
    assert hours_of(folded([first, told(2, at(3))])) == [
        (0, False, 1),
        (3, False, 2),
        (6, True, 1),
        (12, True, 1),
    ]
    spent = folded([first, told(2, at(3, level=5))])
    assert hours_of(spent) == [(0, False, 1), (3, False, 2)]
    assert spent.forecast_of is None


def test_winds_of_other_averaging_periods_are_restated_and_the_larger_error_stands() -> None:
    best = told(2, TrackPoint(START, 115.0, 18.0, wind_ms=50.0, radii=(WindRadii(17.5, 1e5, 1e5, 1e5, 1e5),)),
                averaging_s=60)  # fmt: skip
    found = folded([told(1, at(6, lon=113.0, level=12)), best])
    assert found.track.averaging_s == 60
    sea, level = found.track.points
    assert sea.wind_ms == 50.0
    assert level.wind_ms is not None
    assert level.wind_ms > 34.6  # the middle of level 12 as a 2-minute mean is less than as a 1-minute one
    assert exposure(found.track).error == 0.5
    alone = expose(told(1, at(6, lon=113.0, level=12)).track, MASTS)
    np.testing.assert_allclose(
        expose(replace(found.track, points=(level,)), MASTS).winds.gust_ms, alone.winds.gust_ms, rtol=1e-9
    )
