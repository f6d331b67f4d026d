"""Wind and ranking of a 40-point track for 1,500 and 200,000 masts; the baseline walks every moment plainly.

The baseline is what one writes first: at each of the same moments the formulas for every mast, geodesic
distance and direction included, without a table, a reach or cells. For 200,000 masts it is measured on 2,000
and scaled.
"""

import datetime as dt
import math
import time
import tracemalloc
from typing import Any

import numpy as np

from registry.geo.distances import azimuth_deg, geodesic_m
from registry.model.storms import StormTrack, TrackPoint
from registry.storm.exposure import expose
from registry.storm.exposures import IN_LAND, felt
from registry.storm.field import azimuth_strength, field_of
from registry.storm.masts import StormMasts, empty_text
from registry.storm.moments import vortices
from registry.storm.ranking import rank
from registry.storm.vortex import holland_profile
from tests.scale import points

SIZES = (1_500, 200_000)
ON = dt.date(2026, 11, 26)
PLAIN = 2_000
COMMUNES = 600


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    track = _track()
    found = []
    for n in SIZES:
        masts = _masts(n)
        expose(track, _masts(50))  # data files are read on first use
        start = time.perf_counter()
        exposure = expose(track, masts)
        wind = time.perf_counter() - start
        start = time.perf_counter()
        ranking = rank(exposure, ON)
        shown = ranking[:200]
        communes = exposure.communes
        ranked = time.perf_counter() - start
        tracemalloc.start()
        rank(expose(track, masts), ON)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        plain = _plain(track, masts, min(n, PLAIN)) * max(1.0, n / PLAIN)
        counts = (len(exposure.vortices), len(ranking), len(shown), len(communes))
        note = "{} moments, {} reached, {} ranks written, {} communes".format(*counts)
        found += [
            {
                "name": f"wind at {n:,} masts along 40 points",
                "seconds": wind,
                "baseline": "every moment, every mast, plain formulas",
                "baseline_seconds": plain,
                "peak_mib": peak,
                "note": note,
            },
            {"name": f"ranking and communes of {n:,} masts", "seconds": ranked},
        ]
    return found


def _track() -> StormTrack:
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


def _plain(track: StormTrack, masts: StormMasts, n: int) -> float:
    """Return the seconds of the plain way for the first ``n`` masts, one moment of the track at a time."""
    start = time.perf_counter()
    moments = vortices(track)
    lon, lat = masts.lon[:n], masts.lat[:n]
    best = np.zeros(n)
    for row in range(len(moments)):
        field = field_of(moments, row)
        r = geodesic_m(moments.lon[row], moments.lat[row], lon, lat)
        angle = np.radians(azimuth_deg(moments.lon[row], moments.lat[row], lon, lat))
        w = holland_profile(r, moments.rmax_m[row], moments.b[row])
        best = np.maximum(best, w * azimuth_strength(field, angle) * felt(IN_LAND).gust)
    return time.perf_counter() - start
