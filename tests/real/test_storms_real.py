"""Real tracks through the readers and the model, held against what stations reported."""

import csv
import datetime as dt

import numpy as np
import pytest

from registry.geo.distances import geodesic_m
from registry.storm.comparison import compare, compare_until, spread
from registry.storm.constants import estimate_error, model
from registry.storm.moments import vortices
from registry.storm.reading import read_track
from registry.storm.scales import levels_of
from registry.storm.shipped import shipped_track
from registry.storm.units import KNOT_MS
from tests.real import storm_comparison as real
from tests.real.storm_comparison import JTWC, LAYOUTS, STORMS, WMO, real_track

pytestmark = pytest.mark.real


@pytest.mark.parametrize(("file", "storms", "points"), [(JTWC, 140, 4032), (WMO, 185, 5935)])
def test_every_storm_of_a_file_is_offered_and_works_out(file: str, storms: int, points: int) -> None:
    content = (STORMS / file).read_bytes()
    (question,) = read_track(content, LAYOUTS[file]).questions
    assert len(question.choices) == storms
    assert sum(choice.params["points"] for choice in question.choices) == points
    for choice in question.choices[::12]:
        reading = read_track(content, {**LAYOUTS[file], "storm": choice.value})
        assert reading.track is not None
        assert len(reading.track.points) == choice.params["points"]
        assert reading.errors == ()
        if any(point.wind_ms or point.pressure_hpa for point in reading.track.points):
            moments = vortices(reading.track)
            assert np.isfinite(moments.wind_ms).all()
            assert (moments.wind_ms >= 0).all()


def test_both_column_orders_put_yagi_in_the_same_place() -> None:
    one, other = real_track(JTWC, "YAGI"), real_track(WMO, "YAGI")
    at = {point.at: point for point in other.points}
    shared = [(point, at[point.at]) for point in one.points if point.at in at]
    assert len(shared) > 30
    assert all(abs(a.lon - b.lon) < 1 and abs(a.lat - b.lat) < 1 for a, b in shared)
    assert max(point.wind_ms or 0 for point in one.points) == pytest.approx(145 * KNOT_MS)


def test_the_radii_of_yagi_are_read_and_shape_the_field() -> None:
    track = real.radii_track()
    assert len(track.points) == 37
    assert sum(bool(point.radii) for point in track.points) == 25  # 12 points without
    moments = vortices(track)
    assert np.isfinite(moments.radii_m).any()


def test_with_bulletins_the_model_misses_by_no_more_than_it_states() -> None:
    rows = compare(shipped_track())
    for of in ("mean", "gust"):
        told = spread(rows, of)
        assert told.n == 11
        assert 0.85 < told.average < 1.2
        assert told.typical_miss <= estimate_error(120)
    assert spread(rows, "gust", inland=True).average < 1.3


def test_the_wind_comes_when_it_came() -> None:
    ((at, rows),) = compare_until(shipped_track())
    assert (at.hour, at.minute, len(rows)) == (10, 20, 5)
    for row in rows:
        assert abs(row.mean_level - (row.reported_mean or 0)) <= 1, row.station
        assert abs(row.gust_level - (row.reported_gust or 0)) <= 1, row.station


def test_with_other_tracks_too() -> None:
    for storm in ("YAGI", "PRAPIROON"):
        told = spread(compare(real_track(JTWC, storm), storm), "gust")
        assert told.average > 1  # to the strong side
        assert told.typical_miss <= estimate_error(60)


def test_districts_of_bac_giang_in_yagi() -> None:
    """Recorded: mean 8 to 9, gusts 9 to 12, Sơn Động worst; the model may be one level above."""
    strongest = {}
    for name, winds in real.districts(shipped_track()):
        mean, gust = levels_of(winds.mean_ms), levels_of(winds.gust_ms)
        assert 8 <= mean.min() <= mean.max() <= 10, name
        assert 10 <= gust.min() <= gust.max() <= 13, name
        strongest[name] = float(winds.gust_ms.max())
    assert max(strongest, key=lambda name: strongest[name]) == "Huyện Sơn Động"


def test_the_page_says_what_the_model_says_now() -> None:
    assert real.TARGET.read_text(encoding="utf-8") == real.page()


def test_two_of_three_storms_lie_where_the_extrapolation_says() -> None:
    """``[persistence]`` of the model: how far storms are from where their motion of six hours would lead."""
    tracks: dict[str, dict[dt.datetime, tuple[float, float, float]]] = {}
    with (STORMS / WMO).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at = dt.datetime.fromisoformat(row["time"]).replace(tzinfo=dt.UTC)
            place = float(row["lon"]), float(row["lat"]), float(row["wind"] or 0)
            tracks.setdefault(row["track_id"], {})[at] = place
    assert len(tracks) == 185
    known = model("persistence")
    for hours, stated in zip(known["hours"], known["miss_km"], strict=True):
        missed = [
            miss
            for track in tracks.values()
            for at, (lon, lat, knots) in track.items()
            if knots >= 34 and 105 <= lon <= 120 and 12 <= lat <= 25
            if (miss := _miss_km(track, at, hours)) is not None
        ]
        assert len(missed) > 500
        assert np.quantile(missed, 2 / 3) == pytest.approx(stated, rel=0.05)


def _miss_km(
    track: dict[dt.datetime, tuple[float, float, float]], at: dt.datetime, hours: int
) -> float | None:
    before, there = track.get(at - dt.timedelta(hours=6)), track.get(at + dt.timedelta(hours=hours))
    if before is None or there is None:
        return None
    lon, lat, _knots = track[at]
    east, north = (lon - before[0]) * np.cos(np.radians(lat)) * hours / 6, (lat - before[1]) * hours / 6
    led = lon + east / np.cos(np.radians(lat + north / 2)), lat + north
    return float(geodesic_m(led[0], led[1], there[0], there[1])) / 1000.0
