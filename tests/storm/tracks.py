"""Tracks for tests: a storm that goes straight, by default west-north-west into the delta."""

import datetime as dt
from typing import Any

from registry.model.storms import StormTrack, TrackPoint
from registry.model.vietnam_time import VIETNAM

START = dt.datetime(2026, 9, 7, 0, 0, tzinfo=VIETNAM)


def straight(
    *, wind_ms: float = 40.0, lon: float = 109.0, lat: float = 20.4, step: tuple[float, float] = (-0.9, 0.2),
    points: int = 5, hours: float = 6.0, averaging_s: int = 120, **given: Any,
) -> StormTrack:  # fmt: skip
    """Return a track of ``points`` positions, each ``hours`` and ``step`` degrees after the one before."""
    return StormTrack(
        name="THU",
        year=2026,
        averaging_s=averaging_s,
        points=tuple(
            TrackPoint(
                START + dt.timedelta(hours=hours * k),
                lon + step[0] * k,
                lat + step[1] * k,
                wind_ms=wind_ms,
                **given,
            )
            for k in range(points)
        ),
    )
