"""The nearest aerodrome is that of the ellipsoid, though the sphere chooses whom to measure."""

import numpy as np

from registry.checks.airspace.aerodrome_points import aerodromes, nearest, within
from registry.checks.proposals import Proposals
from registry.geo.distances import geodesic_m
from tests.world import proposal, world


def test_the_nearest_is_the_nearest_of_all_wherever_the_points_lie() -> None:
    draw = np.random.default_rng(3)
    lon = np.concatenate([draw.uniform(103, 109, 300), draw.uniform(-180, 180, 100)])
    lat = np.concatenate([draw.uniform(18, 23, 300), draw.uniform(-90, 90, 100)])
    rows = [proposal(lon=float(x), lat=float(y)) for x, y in zip(lon, lat, strict=True)]
    proposals = Proposals.of(rows, world())
    every = np.arange(len(rows))
    place, metres = nearest(proposals, every, aerodromes())
    exact = np.stack([geodesic_m(lon, lat, item.lon, item.lat) for item in aerodromes()])
    assert place.tolist() == exact.argmin(axis=0).tolist()
    assert metres.tolist() == exact.min(axis=0).tolist()
    for at in (0, 5, 330):
        alone = Proposals.of([rows[at]], world())
        assert nearest(alone, np.array([0]), aerodromes())[1].tolist() == [metres[at]]


def test_who_is_within_a_distance_is_measured_on_the_ellipsoid() -> None:
    draw = np.random.default_rng(4)
    item = aerodromes()[0]
    lon, lat = item.lon + draw.uniform(-0.3, 0.3, 500), item.lat + draw.uniform(-0.3, 0.3, 500)
    exact = geodesic_m(lon, lat, item.lon, item.lat)
    rows, metres = within(lon, lat, item, 20_000.0)
    assert rows.tolist() == np.flatnonzero(exact <= 20_000.0).tolist()
    assert metres.tolist() == exact[rows].tolist()
    assert 50 < len(rows) < 450
