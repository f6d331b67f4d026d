"""Tracks and masts for tests: a storm that goes straight, by default west-north-west into the delta."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.model.vietnam_time import VIETNAM
from registry.storm.masts import StormMasts, empty_text
from registry.storm.sources.record import FORMAT

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


def masts_at(places: Sequence[tuple[float, float]], design_ms: float = 50.0) -> StormMasts:
    """Return masts at (lon, lat) degrees, each alone in a commune of its own, with one design gust."""
    n = len(places)
    codes = np.array([f"M{row:03d}" for row in range(n)], dtype=object)
    return StormMasts(
        structure_ids=codes, site_ids=codes, codes=codes,
        lon=np.array([lon for lon, _lat in places]), lat=np.array([lat for _lon, lat in places]),
        commune=np.arange(n), communes=tuple((f"{row:05d}", f"Xã {row}") for row in range(n)),
        owners=empty_text(n), networks=np.ones(n, dtype=np.int64), operators=("VTL",), forms=empty_text(n),
        built_year=np.full(n, np.nan), robust=np.full(n, -1, dtype=np.int8), design_ms=np.full(n, design_ms),
        design_source=np.full(n, "mast", dtype=object), design_doubted=np.zeros(n, dtype=bool),
        least_design_ms=44.0,
    )  # fmt: skip


def as_record(track: StormTrack) -> dict[str, Any]:
    """A track as another office hands it over in JSON (``registry.storm.sources.record``)."""
    points = [{**asdict(point), "at": point.at.isoformat()} for point in track.points]
    issued = track.issued_at and track.issued_at.isoformat()
    return {"format": FORMAT, **asdict(track), "issued_at": issued, "points": points}
