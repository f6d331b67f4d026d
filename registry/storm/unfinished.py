"""A track that ends while the storm is strong and may still come: it proves nothing about what follows.

The storm is taken on from the last position of its track by its last motion for 72 hours, as strong as it
was while it is over sea, weakening over land as the wind model does. What such an extrapolation misses by was
measured on 185 storms (``[persistence]`` of ``data/storm/model.toml``: two thirds of them came within that
distance). Where the storm, anywhere within that distance, brings gusts of the action level to a mast, nobody
may conclude that no mast is concerned.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.constants import action_level, model
from registry.storm.exposures import AT_SEA, IN_LAND, felt
from registry.storm.field import field_of, reach_m
from registry.storm.moments import EARTH_M, Vortices, vortices
from registry.storm.scales import least_of, level_of

Floats = npt.NDArray[np.float64]
_STEP_H = 6
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Where a track ends (``at``) with a storm that may still come, and what that rests on.

    ``level`` and ``wind_ms`` are its strongest 2-minute mean there, ``nearest_m`` how far the nearest mast
    is, ``bearing_deg`` (clockwise from north) and ``speed_ms`` its motion. ``hours`` after the end gusts of
    the action level may first reach a mast, the centre being within ``error_m`` of where the motion leads.
    """

    at: dt.datetime
    level: int
    wind_ms: float
    nearest_m: float
    bearing_deg: float
    speed_ms: float
    hours: int
    error_m: float


def unfinished(
    track: StormTrack, moments: Vortices, lon: npt.ArrayLike, lat: npt.ArrayLike
) -> Unfinished | None:
    """Return how a track ends before its storm does; None where the storm is weak or away by then.

    ``moments`` are those of the track, ``lon``/``lat`` the masts (EPSG:4326 degrees).
    """
    masts = np.column_stack([np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)])
    places = _cells(masts)
    last = len(moments) - 1
    wind = float(moments.wind_ms[last]) * felt(AT_SEA).mean
    gust = least_of(action_level()) / felt(IN_LAND).gust
    if not len(places) or float(moments.wind_ms[last]) < gust:
        return None  # not by its mean level: one below the action level still has gusts of it
    onward = _onward(track, moments)
    known = model("persistence")
    end = moments.at[last]
    nearest = _nearest(masts, float(moments.lon[last]), float(moments.lat[last]))
    for row in np.flatnonzero(onward.at >= end).tolist():
        hours = float((onward.at[row] - end).astype(np.int64)) / _HOUR_S
        error = float(np.interp(hours, [0.0, *known["hours"]], [0.0, *known["miss_km"]])) * 1000.0
        reach = reach_m(field_of(onward, row), gust)
        if reach and _nearest(places, float(onward.lon[row]), float(onward.lat[row])) <= reach + error:
            return Unfinished(
                at=moments.time(last),
                level=level_of(wind),
                wind_ms=wind,
                nearest_m=nearest,
                bearing_deg=float(
                    np.degrees(np.arctan2(moments.east_ms[last], moments.north_ms[last])) % 360.0
                ),
                speed_ms=float(np.hypot(moments.east_ms[last], moments.north_ms[last])),
                hours=round(hours),
                error_m=error,
            )
    return None


def _onward(track: StormTrack, moments: Vortices) -> Vortices:
    """Return the track with its last motion kept up, hour by hour."""
    last = len(moments) - 1
    start = moments.time(last)
    motion = (float(moments.east_ms[last]), float(moments.north_ms[last]))
    further = range(_STEP_H, int(model("persistence")["hours"][-1]) + 1, _STEP_H)
    there = [_after(float(moments.lon[last]), float(moments.lat[last]), motion, hours) for hours in further]
    points = [
        TrackPoint(start + dt.timedelta(hours=hours), lon, lat, forecast=True)
        for hours, (lon, lat) in zip(further, there, strict=True)
    ]
    return vortices(replace(track, points=(*track.points, *points)), 60)


def _after(lon: float, lat: float, motion: tuple[float, float], hours: int) -> tuple[float, float]:
    """Return where a centre is after some hours of even motion along a great circle, degrees."""
    east, north = motion
    angle = np.hypot(east, north) * hours * _HOUR_S / EARTH_M
    bearing, phi = np.arctan2(east, north), np.radians(lat)
    there = np.arcsin(np.sin(phi) * np.cos(angle) + np.cos(phi) * np.sin(angle) * np.cos(bearing))
    turned = np.arctan2(
        np.sin(bearing) * np.sin(angle) * np.cos(phi), np.cos(angle) - np.sin(phi) * np.sin(there)
    )
    return float(lon + np.degrees(turned)), float(np.degrees(there))


def _cells(places: Floats) -> Floats:
    """Return places (n, 2: longitude and latitude) rounded to a tenth of a degree, each once."""
    return np.asarray(np.unique(np.round(places, 1), axis=0), dtype=float)


def _nearest(places: Any, lon: float, lat: float) -> float:
    """Return the distance from a centre to the nearest place, metres (equirectangular)."""
    shrink = np.cos(np.radians((places[:, 1] + lat) / 2))
    away = np.hypot((places[:, 0] - lon) * shrink, places[:, 1] - lat)
    return float(np.radians(away.min()) * EARTH_M)
