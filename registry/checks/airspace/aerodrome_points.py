"""Aerodromes by their reference points, and how far they are: on the ellipsoid, in metres."""

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from registry.checks.context import Floats, Ints
from registry.checks.proposals import Proposals
from registry.geo.distances import geodesic_m
from registry.settings import DATA

EARTH_M = 6_371_000.0
DEGREE_M = 110_500.0  # a degree of latitude, nowhere shorter


class Aerodrome(NamedTuple):
    """An aerodrome's name and reference point (EPSG:4326).

    ``provisional_m`` (0: none): its surfaces are not published, and within so many metres of the point, which
    is only approximate, one has to ask.
    """

    name: str
    lon: float
    lat: float
    provisional_m: float = 0.0


@cache
def aerodromes() -> tuple[Aerodrome, ...]:
    """Return the aerodromes of ``data/codes/aerodromes.toml``."""
    table = tomllib.loads((DATA / "codes" / "aerodromes.toml").read_text(encoding="utf-8"))
    return tuple(
        Aerodrome(item["name"], item["lon"], item["lat"], item.get("provisional_m", 0.0))
        for item in table.values()
    )


@cache
def published() -> tuple[Aerodrome, ...]:
    """Return the aerodromes whose surfaces are known, or will not change."""
    return tuple(place for place in aerodromes() if not place.provisional_m)


def nearest(proposals: Proposals, rows: Ints, to: Sequence[Aerodrome]) -> tuple[Ints, Floats]:
    """Return the nearest of k aerodromes to rows with a position, and metres to it on the ellipsoid.

    The sphere tells which may be the nearest; only those are measured on the ellipsoid. Kept for the list.
    """
    kept = proposals.worked_out
    key = id(to)
    if key not in kept:
        known = proposals.known_rows
        place, metres = np.full(len(proposals), -1), np.full(len(proposals), np.nan)
        place[known], metres[known] = _nearest(proposals.lon[known], proposals.lat[known], to)
        kept[key] = place, metres
    place, metres = kept[key]
    return place[rows], metres[rows]


def _nearest(lon: Floats, lat: Floats, to: Sequence[Aerodrome]) -> tuple[Ints, Floats]:
    if len(lon) == 1:
        away = geodesic_m(lon, lat, [item.lon for item in to], [item.lat for item in to])
        return np.array([away.argmin()]), np.array([away.min()])
    rough = _on_the_sphere_m(lon, lat, to)
    least = rough.min(axis=0)
    place, metres = np.full(len(lon), -1), np.full(len(lon), np.inf)
    for number, item in enumerate(to):  # the sphere is off by less than a hundredth
        rows = np.flatnonzero(rough[number] <= 1.02 * least + 1.0)
        away = geodesic_m(lon[rows], lat[rows], item.lon, item.lat)
        nearer = away < metres[rows]
        place[rows[nearer]], metres[rows[nearer]] = number, away[nearer]
    return place, metres


def _turned(degrees: Floats) -> Floats:
    """Return how far apart two longitudes are, the shorter way round."""
    apart = np.abs(degrees)
    return np.minimum(apart, 360.0 - apart)


def _on_the_sphere_m(lon: Floats, lat: Floats, to: Sequence[Aerodrome]) -> Floats:
    """Return metres from n points to k aerodromes on a sphere (k, n), by the haversine."""
    at_lon, at_lat = (np.radians([[item.lon, item.lat] for item in to]).T)[:, :, None]
    own_lon, own_lat = np.radians(lon), np.radians(lat)
    half = np.sin((at_lat - own_lat) / 2) ** 2
    half = half + np.cos(at_lat) * np.cos(own_lat) * np.sin((at_lon - own_lon) / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def within(lon: Floats, lat: Floats, item: Aerodrome, metres: float) -> tuple[Ints, Floats]:
    """Return which points are no farther than ``metres`` from an aerodrome, and how far each of them is."""
    degrees = 1.02 * metres / DEGREE_M
    across = degrees / max(math.cos(math.radians(min(abs(item.lat) + degrees, 90.0))), 1e-9)
    rows = np.flatnonzero((np.abs(lat - item.lat) <= degrees) & (_turned(lon - item.lon) <= across))
    if not len(rows):
        return rows, lon[rows]
    away = geodesic_m(lon[rows], lat[rows], item.lon, item.lat)
    return rows[away <= metres], away[away <= metres]
