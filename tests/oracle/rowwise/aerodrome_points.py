"""Aerodromes by their reference points, and how far they are: on the ellipsoid, in metres."""

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from registry.checks.context import Floats
from registry.geo.distances import geodesic_m
from registry.settings import DATA


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


def distances_m(lon: Floats, lat: Floats, to: Sequence[Aerodrome]) -> Floats:
    """Return metres from n points (EPSG:4326) to k aerodromes, as an array (k, n)."""
    return np.stack([geodesic_m(lon, lat, item.lon, item.lat) for item in to])
