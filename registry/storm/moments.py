"""A track as a row of vortices, one every few minutes: where the centre is, how it moves, how strong it is.

Between the points of a track the centre goes along the great circle at even speed; strength, pressure and
size change evenly in time. Every wind becomes the strongest *10-minute mean over sea*: a wind that the
source states while the centre is over land is one over land, and is taken back by the reduction R of
Kaplan & DeMaria 1995, so that one vortex is followed and the land is counted once, at the mast.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.errors import RefusalError
from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.coast import over_land
from registry.storm.constants import model
from registry.storm.exposures import AT_SEA, BASE_S, IN_LAND, to_averaging
from registry.storm.scales import middle_of
from registry.storm.vortex import (
    decayed_wind,
    holland_b,
    pressure_from_wind,
    radius_of_strongest_m,
    wind_from_pressure,
)

Floats = npt.NDArray[np.float64]
EARTH_M = 6_371_008.8  # mean radius of the Earth
STEP_MINUTES = 10
MOST_MOMENTS = 20_000
_ONE_MINUTE_S = 60
_MOTION_HALF_S = 3 * 3600.0
_LONG_GAP_S = 6 * 3600.0  # bulletins are at most so far apart unless some are missing
_SIZE_KEPT_S = 36 * 3600.0  # how long a storm counts as being as large as it was last told


@dataclass(frozen=True)
class Vortices:
    """n moments in order. Winds m/s: ``wind_ms`` is the strongest 10-minute mean over sea, motion included.

    ``east_ms``/``north_ms`` are the motion of the centre. ``radius_wind_ms`` (n, k) are winds (10-minute
    means over sea), ``radii_m`` (n, k, 4) how far they reach by quadrant clockwise from the north-east; nan
    where the source says nothing. ``of_point`` is the row of the track's point that a moment follows.
    """

    at: npt.NDArray[np.datetime64]
    lon: Floats
    lat: Floats
    east_ms: Floats
    north_ms: Floats
    wind_ms: Floats
    rmax_m: Floats
    b: Floats
    on_land: npt.NDArray[np.bool_]
    radius_wind_ms: Floats
    radii_m: Floats
    of_point: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.at)

    def part(self, first: int, last: int) -> "Vortices":
        """Return the moments from row ``first`` up to, but without, row ``last``."""
        return replace(self, **{item.name: getattr(self, item.name)[first:last] for item in fields(self)})

    @cached_property
    def times(self) -> list[dt.datetime]:
        """The moments as aware datetimes, UTC."""
        return [self.time(row) for row in range(len(self))]

    def time(self, row: int) -> dt.datetime:
        """Return a moment as an aware datetime, UTC."""
        return dt.datetime.fromtimestamp(int(self.at[row].astype("datetime64[s]").astype(int)), dt.UTC)

    def nearest_to(self, moment: dt.datetime) -> int:
        """Return the row of the moment nearest to an aware datetime."""
        wanted = np.datetime64(int(moment.timestamp()), "s")
        return int(np.argmin(np.abs((self.at - wanted).astype(np.int64))))


def vortices(track: StormTrack, step_minutes: int = STEP_MINUTES) -> Vortices:
    """Return the track in steps of at most ``step_minutes``; every point of the track is one of them.

    Refused where the track has no points (``TRACK-NO-POINTS``), no strength at all (``TRACK-NO-WIND``), or is
    so long that it would have more than 20,000 moments (``TRACK-TOO-LONG``).
    """
    points = sorted(track.points, key=lambda point: point.at)
    if not points:
        raise RefusalError("TRACK-NO-POINTS")
    seconds = np.array([point.at.timestamp() for point in points])
    segment, share = _steps(seconds, step_minutes * 60.0)
    when = seconds[segment] + share * _length(seconds)[segment]
    lon, lat, east, north = _path(points, seconds, when, _known_until(seconds, segment, share))
    on_land = over_land(lon, lat)
    wind = _winds(track, points, seconds, when, on_land)
    one_minute = wind * to_averaging(1.0, BASE_S, _ONE_MINUTE_S, AT_SEA)
    translation = np.hypot(east, north)
    pressure = _filled(
        _between([point.pressure_hpa for point in points], segment, share), pressure_from_wind(one_minute)
    )
    rmax = _filled(
        _between([point.rmax_m for point in points], segment, share), radius_of_strongest_m(one_minute, lat)
    )
    winds, radii = _radii(track, points, seconds, wind[share == 0])
    following = np.minimum(segment + 1, len(points) - 1)
    return Vortices(
        at=np.round(when).astype("datetime64[s]"),
        lon=lon,
        lat=lat,
        east_ms=east,
        north_ms=north,
        wind_ms=wind,
        rmax_m=rmax,
        b=holland_b(pressure, lat, translation),
        on_land=on_land,
        radius_wind_ms=_mixed(winds[segment], winds[following], share[:, None]),
        radii_m=_mixed(radii[segment], radii[following], share[:, None, None]),
        of_point=segment,
    )


def stated_wind(track: StormTrack, point: TrackPoint) -> float | None:
    """Return the strongest wind at a point as its source gives it, averaged over the track's period, m/s.

    A level without a speed is the middle of the level; a pressure alone becomes a wind by Atkinson &
    Holliday.
    """
    if point.wind_ms is not None:
        return point.wind_ms
    if point.level is not None:
        return middle_of(min(point.level, 17))
    if point.pressure_hpa is not None:
        found = float(wind_from_pressure(point.pressure_hpa))
        return to_averaging(found, _ONE_MINUTE_S, track.averaging_s, AT_SEA)
    return None


def _length(seconds: Floats) -> Floats:
    """Return how long each segment lasts; the last point has one of length 0."""
    return np.append(np.diff(seconds), 0.0)


def _steps(seconds: Floats, step_s: float) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return the segment of every moment and how far into it it lies, 0 to 1."""
    parts = np.maximum(1, np.ceil(_length(seconds) / step_s)).astype(np.int64)
    parts[-1] = 1
    if parts.sum() > MOST_MOMENTS:
        raise RefusalError("TRACK-TOO-LONG", most=MOST_MOMENTS)
    segment = np.repeat(np.arange(len(parts)), parts)
    within = np.arange(len(segment)) - np.repeat(np.cumsum(parts) - parts, parts)
    return segment, within / parts[segment]


def _known_until(seconds: Floats, segment: npt.NDArray[np.int64], share: Floats) -> Floats:
    """Return for every moment the time of the position that it leads to: a position leads to itself.

    At the first position nothing is behind the storm, so that its motion is that of what comes.
    """
    leads = np.where((share == 0) & (segment > 0), segment, np.minimum(segment + 1, len(seconds) - 1))
    return np.asarray(seconds[leads], dtype=float)


def _path(
    points: Sequence[TrackPoint], seconds: Floats, when: Floats, until: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return positions on the great circles and the motion (east, north) of the centre, m/s.

    The motion is that of six hours: positions are rounded to a tenth of a degree, which over two hours would
    be an error of 1.5 m/s. They lie around a moment, but for what lies behind the next position (``until``):
    where the storm goes then changes nothing of the wind that blew before.
    """
    at = _spots(points, seconds, when)
    after = np.minimum(when + _MOTION_HALF_S, until)
    before = np.maximum(after - 2 * _MOTION_HALF_S, seconds[0])
    lasting = np.maximum(after - before, 1.0)[:, None]
    velocity = EARTH_M * (_spots(points, seconds, after) - _spots(points, seconds, before)) / lasting
    lon, lat = np.arctan2(at[:, 1], at[:, 0]), np.arcsin(np.clip(at[:, 2], -1.0, 1.0))
    to_east = np.column_stack([-np.sin(lon), np.cos(lon), np.zeros(len(at))])
    to_north = np.column_stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    east, north = (velocity * to_east).sum(axis=1), (velocity * to_north).sum(axis=1)
    return np.degrees(lon), np.degrees(lat), east, north


def _spots(points: Sequence[TrackPoint], seconds: Floats, when: Floats) -> Floats:
    """Return unit vectors (n, 3) of the centre at moments, on the great circle between the points."""
    lon = np.radians([point.lon for point in points])
    lat = np.radians([point.lat for point in points])
    corners = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    if len(points) == 1:
        return np.repeat(corners, len(when), axis=0)
    segment = np.clip(np.searchsorted(seconds, when, side="right") - 1, 0, len(points) - 2)
    lasting = np.maximum(np.diff(seconds)[segment], 1.0)
    share = np.clip((when - seconds[segment]) / lasting, 0.0, 1.0)
    start, end = corners[segment], corners[segment + 1]
    angle = np.arccos(np.clip((start * end).sum(axis=1), -1.0, 1.0))
    moving = angle > 1e-9
    sine = np.where(moving, np.sin(angle), 1.0)
    first = np.where(moving, np.sin((1 - share) * angle) / sine, 1.0 - share)
    second = np.where(moving, np.sin(share * angle) / sine, share)
    return np.asarray(first[:, None] * start + second[:, None] * end, dtype=float)


def _between(values: Sequence[float | None], segment: npt.NDArray[np.int64], share: Floats) -> Floats:
    """Return values that change evenly between points; nan where one of the two does not state it."""
    known = np.array([np.nan if value is None else value for value in values], dtype=float)
    return _mixed(known[segment], known[np.minimum(segment + 1, len(known) - 1)], share)


def _mixed(start: Any, end: Any, share: Any) -> Floats:
    """Mix two arrays by share; at share 0 the start alone counts, though the end may be nan."""
    return np.asarray(np.where(share == 0, start, start + share * (end - start)), dtype=float)


def _filled(values: Floats, otherwise: Floats) -> Floats:
    return np.where(np.isnan(values), otherwise, values)


def _winds(
    track: StormTrack, points: Sequence[TrackPoint], seconds: Floats, when: Floats, on_land: Any
) -> Floats:
    """Return the strongest 10-minute mean over sea at every moment.

    Between two points with a strength it changes evenly, but for a gap of more than six hours in which it
    weakens: see ``_over_gaps``. Before the first it is the first. After the last it
    stays while the centre is at sea and decays on land (Kaplan & DeMaria 1995).
    """
    stated = [stated_wind(track, point) for point in points]
    rows = [row for row, wind in enumerate(stated) if wind is not None]
    if not rows:
        raise RefusalError("TRACK-NO-WIND")
    land = over_land([points[row].lon for row in rows], [points[row].lat for row in rows])
    known = np.array(
        [
            _marine(stated[row] or 0.0, track.averaging_s, bool(ashore))
            for row, ashore in zip(rows, land, strict=True)
        ]
    )
    wind = _over_gaps(np.interp(when, seconds[rows], known), seconds[rows], known, when, on_land)
    after = np.flatnonzero(when > seconds[rows[-1]])
    if len(after):
        wind[after] = _decaying(float(known[-1]), when[after] - seconds[rows[-1]], on_land[after])
    return np.asarray(wind, dtype=float)


def _over_gaps(wind: Floats, seconds: Floats, known: Floats, when: Floats, on_land: Any) -> Floats:
    """Return the winds with those in long gaps put right, in which the storm came over land and weakened.

    Where bulletins are missing, a storm that was strong at sea and is weak inland has weakened in the hours
    over land, not evenly all the way: at the coast it was as strong as before.
    """
    found = wind.copy()
    for at in np.flatnonzero((np.diff(seconds) > _LONG_GAP_S) & (np.diff(known) < 0)).tolist():
        start, end = seconds[at], seconds[at + 1]
        rows = np.flatnonzero((when >= start) & (when <= end))
        ashore = np.cumsum(np.where(on_land[rows], np.diff(when[rows], prepend=start), 0.0))
        if ashore[-1] > 0:
            found[rows] = known[at] + (known[at + 1] - known[at]) * ashore / ashore[-1]
    return found


def _marine(wind_ms: float, averaging_s: int, ashore: bool) -> float:
    """Return a stated wind as a 10-minute mean over sea."""
    if not ashore:
        return to_averaging(wind_ms, averaging_s, BASE_S, AT_SEA)
    return to_averaging(wind_ms, averaging_s, BASE_S, IN_LAND) / float(model("decay")["reduction"])


def _decaying(wind_ms: float, elapsed_s: Floats, on_land: Any) -> Floats:
    """Return the marine wind after the last stated one, decaying with every hour over land."""
    step = np.diff(elapsed_s, prepend=0.0)
    hours = np.cumsum(np.where(on_land, step, 0.0)) / 3600.0
    one_minute = to_averaging(wind_ms, BASE_S, _ONE_MINUTE_S, AT_SEA)
    found = decayed_wind(one_minute, np.where(hours > 0, hours, 0.0))
    found = np.where(hours > 0, found / float(model("decay")["reduction"]), found)
    return np.asarray(to_averaging(1.0, _ONE_MINUTE_S, BASE_S, AT_SEA) * found, dtype=float)


def _radii(
    track: StormTrack, points: Sequence[TrackPoint], seconds: Floats, strongest: Floats
) -> tuple[Floats, Floats]:
    """Return, for every point, winds (10-minute means over sea) and how far they reach by quadrant.

    A bulletin tells radii of the present only. For 36 hours a point without any is as large as the last one
    that had some: the same radii, of winds that weakened as the strongest did (``strongest``, by point).
    """
    winds = sorted({round(radii.wind_ms, 3) for point in points for radii in point.radii}, reverse=True)
    marine = np.array([to_averaging(wind, track.averaging_s, BASE_S, AT_SEA) for wind in winds], dtype=float)
    told = np.repeat(marine[None, :], len(points), axis=0)
    reach = np.full((len(points), len(winds), 4), np.nan)
    last = -1
    for row, point in enumerate(points):
        for radii in point.radii:
            reach[row, winds.index(round(radii.wind_ms, 3))] = [
                np.nan if value is None else value for value in radii.quadrants
            ]
        if point.radii:
            last = row
        elif last >= 0 and seconds[row] - seconds[last] <= _SIZE_KEPT_S and strongest[last] > 0:
            told[row] = marine * strongest[row] / strongest[last]
            reach[row] = reach[last]
    return told, reach
