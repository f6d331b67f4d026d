"""Wind and two lists of a 40-point track for 200,000 masts; the baseline walks all moments plainly.

The baseline is what one writes first: at each of the same moments the formulas for every mast, geodesic
distance and direction included, without a table, bounds or cells. It is measured on 2,000 masts and scaled.
The limit is the profile's formula alone, one logarithm and two exponentials in single precision, for as many
masts and moments as can matter: no place, no motion, no answer of when.

CLIMADA, the other open program of this kind, is measured by hand (``tests/second_opinion/climada_winds.py
speed``), as it is no dependency.
"""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any
from unittest import mock

import numpy as np

from registry.geo.distances import azimuth_deg, geodesic_m
from registry.model.storm.factor_weights import RiskList
from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.exposure import StormExposure, expose
from registry.storm.exposures import IN_LAND, felt
from registry.storm.field import azimuth_strength, field_of
from registry.storm.group_winds import Group, Met, Walk
from registry.storm.hills import DIRECTIONS, HillWinds
from registry.storm.hurts_dark import HurtsDark
from registry.storm.mast_facts import MastFacts
from registry.storm.masts import StormMasts, empty_text
from registry.storm.may_fall import MayFall
from registry.storm.moments import vortices
from registry.storm.ranked import RankedList
from registry.storm.vortex import holland_profile
from registry.storm.weights import weights_on
from tests.benchmarks import measure
from tests.scale import points

MASTS = 200_000
SIZES = (MASTS, MASTS // 10, MASTS // 100)
ON = dt.date(2026, 11, 26)
PLAIN = 2_000
COMMUNES = 600
CLIMADA = "CLIMADA 6.0.1 by hand on a machine of this kind: 17 s at 59 hourly steps, 39 to 82 s at 235"


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    track = storm_track()
    masts = {n: _masts(n) for n in SIZES}
    hilly = {n: replace(one, hills=_hills(n)) for n, one in masts.items()}
    expose(track, masts[SIZES[-1]])  # data files are read on first use

    def whole(n: int) -> Callable[[], object]:
        return lambda: _lists(expose(track, replace(masts[n])))

    grown = measure.growing(whole, SIZES)
    winds = measure.growing(lambda n: partial(expose, track, masts[n]), SIZES)
    hill = measure.growing(lambda n: partial(expose, track, hilly[n]), SIZES)
    moments, matter = len(vortices(track)), _pairs(lambda: expose(track, masts[MASTS]))
    matter_hilly = _pairs(lambda: expose(track, hilly[MASTS]))
    found = expose(track, masts[MASTS])
    plain = measure.once(lambda: _plain(track, masts[MASTS], PLAIN)).times(MASTS / PLAIN)
    return [
        measure.row(
            f"wind and both lists, {MASTS:,} masts, 40 points, communes, 200 ranks written",
            grown[MASTS],
            baseline=("the wind alone: every moment, every mast, plain formulas", plain),
            limit=_profile(matter),
            growth=grown,
            goal_s=1.0,
            peak_mib=measure.peak_mib(whole(MASTS)),
            note=f"{moments:,} moments, {len(found.reached):,} masts reached. {CLIMADA}",
        ),
        measure.row(
            f"of it the wind at {MASTS:,} masts",
            winds[MASTS],
            baseline=("every moment, every mast, plain formulas", plain),
            limit=_profile(matter),
            growth=winds,
            note=f"{matter / MASTS:.0f} moments a mast can matter; making the tables of {moments:,} moments "
            "costs as much for few masts as for many, and few masts lie in wider cells",
        ),
        measure.row(
            f"the wind at {MASTS:,} masts, hills by 16 directions at two of five",
            hill[MASTS],
            limit=_profile(matter_hilly),
            growth=hill,
            note=f"{matter_hilly / MASTS:.0f} moments a mast can matter",
        ),
    ]


def _pairs(call: Callable[[], object]) -> int:
    """Return for how many masts and moments a wind is worked out in a call."""
    count = 0
    meet = Walk.meet

    def counted(walk: Walk, met: Met, group: Group, moments: Any) -> None:
        nonlocal count
        count += len(group.lon) * len(moments)
        meet(walk, met, group, moments)

    with mock.patch.object(Walk, "meet", counted):
        call()
    return count


def _profile(pairs: int) -> tuple[str, measure.Took]:
    """Return what the profile's formula alone takes for some masts and moments, in the cache of a core."""
    block = np.linspace(10.0, 3_000.0, 32_768, dtype=np.float32)

    def work() -> None:
        for _ in range(max(1, pairs // len(block))):
            ratio = np.log(block)
            np.exp(ratio - np.exp(ratio))

    return f"the profile's formula alone at {pairs / 1e6:.3g} million masts by moments", measure.best(work)


def _hills(n: int) -> HillWinds:
    """Hills at two of five masts, each steepest from one side."""
    rng = np.random.default_rng(9)
    toward = np.cos(2 * np.pi * (np.arange(DIRECTIONS) - rng.integers(0, DIRECTIONS, (n, 1))) / DIRECTIONS)
    height = np.minimum(0.6, rng.exponential(0.12, (n, 1))) * (rng.random((n, 1)) < 0.4)
    mean = (1 + height * np.maximum(toward, 0)).astype(np.float32)
    return HillWinds((1 + (mean - 1) / 1.7).astype(np.float32), mean, np.ones(n, dtype=bool), "made", "made")


def _lists(exposure: StormExposure) -> None:
    fall = MayFall(exposure, replace(_facts(len(exposure))), weights_on(ON))
    dark = HurtsDark(fall)
    for which in RiskList:
        assert RankedList(which, fall, dark)[:100]
    assert exposure.communes


@cache
def _facts(n: int) -> MastFacts:
    rng = np.random.default_rng(7)
    words = np.array(["", "none", "minor", "serious", "urgent"], dtype=object)
    return replace(
        MastFacts.unknown(n),
        height_m=rng.uniform(10, 60, n),
        load_percent=rng.choice([50.0, 100.0, 150.0, np.nan], n),
        age_years=rng.uniform(0, 25, n),
        inspected_months=np.where(rng.random(n) < 0.4, np.nan, rng.uniform(1, 60, n)),
        defects=words[rng.choice(5, n, p=[0.6, 0.3, 0.05, 0.04, 0.01])],
        generator=rng.integers(-1, 2, n).astype(np.int8),
        feeder=np.array([f"37{row} E7.1" for row in range(40)], dtype=object)[rng.integers(0, 40, n)],
    )


def storm_track() -> StormTrack:
    """Return 40 points, six hours apart, from the Philippines across the country: 9 days and 18 hours."""
    start = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    return StormTrack(
        "THU",
        2026,
        120,
        tuple(
            TrackPoint(
                start + dt.timedelta(hours=6 * k),
                126.0 - 0.58 * k,
                14.0 + 0.21 * k,
                wind_ms=20.0 + 28.0 * math.sin(math.pi * k / 45),
            )
            for k in range(40)
        ),
    )


def _masts(n: int) -> StormMasts:
    where = points(n)
    rng = np.random.default_rng(5)
    texts = np.array([f"S{row:06d}" for row in range(n)], dtype=object)
    source = empty_text(n)
    source[:] = "zone"
    return StormMasts(
        structure_ids=texts,
        site_ids=texts,
        codes=texts,
        lon=where.lon,
        lat=where.lat,
        commune=rng.integers(0, COMMUNES, n),
        communes=tuple((f"{row:05d}", f"Xã {row}") for row in range(COMMUNES)),
        owners=texts,
        networks=rng.integers(1, 16, n),
        operators=("VTL", "VNPT", "VMS", "VNM"),
        forms=np.array(["guyed", "lattice", "monopole", "roof_pole", ""], dtype=object)[
            rng.integers(0, 5, n)
        ],
        built_year=rng.integers(2000, 2026, n).astype(float),
        robust=rng.integers(-1, 2, n).astype(np.int8),
        design_ms=rng.choice([44.0, 50.0, np.nan], n),
        design_source=source,
        design_doubted=np.zeros(n, dtype=bool),
        least_design_ms=44.0,
    )


def _plain(track: StormTrack, masts: StormMasts, n: int) -> None:
    """Walk over the track the plain way for the first ``n`` masts, one moment at a time."""
    moments = vortices(track)
    lon, lat = masts.lon[:n], masts.lat[:n]
    best = np.zeros(n)
    for row in range(len(moments)):
        field = field_of(moments, row)
        r = geodesic_m(moments.lon[row], moments.lat[row], lon, lat)
        angle = np.radians(azimuth_deg(moments.lon[row], moments.lat[row], lon, lat))
        w = holland_profile(r, moments.rmax_m[row], moments.b[row])
        best = np.maximum(best, w * azimuth_strength(field, angle) * felt(IN_LAND).gust)
