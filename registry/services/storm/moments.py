"""A storm moment by moment: where its centre is, how far strong gusts reach, and the gust in each commune.

For the slider of the situation page. Everything is an estimate of the wind model (``registry.storm``): gusts
are 3 s gusts on land of the class that masts stand in, so that a ring and a mast's own time agree.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from registry.checks.context import Context
from registry.model.areas import full_name
from registry.model.storm.storms import StormTrack
from registry.services.office.registry import Registry
from registry.storm.exposures import AT_SEA, BASE_S, BULLETIN_S, IN_LAND, felt, to_averaging
from registry.storm.field import Field, field_of, ring_m, wind_at
from registry.storm.moments import EARTH_M, Vortices, vortices
from registry.storm.scales import least_of, levels_of

RING_LEVELS = (8, 10, 12)
MOST_TIMES = 150
_AZIMUTHS = np.radians(np.arange(0.0, 360.0, 10.0))
_METRES_A_DEGREE = EARTH_M * np.pi / 180.0
_KEPT = 6


@dataclass(frozen=True, slots=True)
class StormMoment:
    """One moment. ``rings``: gust level -> outline as (lat, lon), left out where no place has it.

    ``levels`` are the gust levels of the communes in the order of ``StormTimes.communes``.
    """

    at: dt.datetime
    lat: float
    lon: float
    forecast: bool
    strongest_level: int
    rings: dict[int, list[tuple[float, float]]]
    levels: list[int]


@dataclass(frozen=True, slots=True)
class StormTimes:
    """The moments of a track in order, and the communes (kind, name, both) that ``levels`` are of."""

    communes: list[tuple[str, str, str]]
    moments: list[StormMoment]
    start: int  # the moment to begin with: the present one, else the one with the strongest gusts


def times_of(registry: Registry, track: StormTrack, context: Context, now: dt.datetime) -> StormTimes:
    """Return the moments of a track over the communes of a context; kept for the track last asked."""
    kept: dict[StormTrack, tuple[Context, StormTimes]] = registry.cache.setdefault("storm-times", {})
    held = kept.get(track)
    if held is not None and held[0] is context:
        moments = held[1].moments  # they stay as they are; the present moves on
        return replace(held[1], start=_start(moments, now) if moments else 0)
    made = _made(track, context, now)
    with registry.lock:
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[track] = (context, made)
    return made


def _made(track: StormTrack, context: Context, now: dt.datetime) -> StormTimes:
    found = vortices(track, 60)
    rows = _thinned(len(found), found)
    units = [unit for unit in context.units.communes if unit.boundary is not None]
    places = [unit.boundary.representative_point() for unit in units]
    lon = np.array([place.x for place in places])
    lat = np.array([place.y for place in places])
    before = track.points[0].at - dt.timedelta(seconds=1)  # nobody has seen any of it
    last_past = max((point.at for point in track.points if not point.forecast), default=before)
    factor = 1.0 if track.correction is None else track.correction.land
    moments = [_moment(found, row, (lon, lat), last_past, factor) for row in rows]
    return StormTimes(
        [(unit.kind, unit.name, full_name(unit)) for unit in units],
        moments,
        _start(moments, now) if moments else 0,
    )


def _thinned(count: int, found: Vortices) -> Sequence[int]:
    """Return the rows to show: all, or the strongest part thinned evenly where there are too many."""
    if count <= MOST_TIMES:
        return range(count)
    return sorted({int(row) for row in np.linspace(0, len(found) - 1, MOST_TIMES)})


def _moment(
    found: Vortices, row: int, places: tuple[np.ndarray, np.ndarray], last_past: dt.datetime, factor: float
) -> StormMoment:
    field, at = field_of(found, row), found.time(row)
    lon, lat = places
    centre_lon, centre_lat = float(found.lon[row]), float(found.lat[row])
    gust = felt(IN_LAND, factor).gust
    levels: list[int] = []
    if len(lon):
        shrink = np.cos(np.radians((lat + centre_lat) / 2))
        dx = (lon - centre_lon) * shrink * _METRES_A_DEGREE
        dy = (lat - centre_lat) * _METRES_A_DEGREE
        levels = [int(level) for level in levels_of(wind_at(field, dx, dy) * gust)]
    return StormMoment(
        at=at,
        lat=round(centre_lat, 4),
        lon=round(centre_lon, 4),
        forecast=at > last_past,
        strongest_level=int(levels_of(to_averaging(float(found.wind_ms[row]), BASE_S, BULLETIN_S, AT_SEA))),
        rings={
            level: ring
            for level in RING_LEVELS
            if (ring := _ring(field, centre_lon, centre_lat, least_of(level) / gust))
        },
        levels=levels,
    )


def _ring(field: Field, lon: float, lat: float, wind_ms: float) -> list[tuple[float, float]]:
    reach = ring_m(field, wind_ms, _AZIMUTHS)
    if not reach.any():
        return []
    north = np.cos(_AZIMUTHS) * reach / _METRES_A_DEGREE
    east = np.sin(_AZIMUTHS) * reach / (_METRES_A_DEGREE * np.cos(np.radians(lat + north / 2)))
    return [
        (round(lat + float(dy), 3), round(lon + float(dx), 3)) for dx, dy in zip(east, north, strict=True)
    ]


def _start(moments: list[StormMoment], now: dt.datetime) -> int:
    if moments[0].at <= now <= moments[-1].at:
        return min(range(len(moments)), key=lambda at: abs((moments[at].at - now).total_seconds()))
    return max(range(len(moments)), key=lambda at: (sum(moments[at].levels), -at))
