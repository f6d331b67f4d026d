"""Tracks that come with the project: typed from an agency's published positions, each with its source."""

import datetime as dt
from typing import Any

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.constants import storm_data
from registry.storm.units import KMH_MS

YAGI_2024 = "yagi-2024"


def shipped_track(name: str = YAGI_2024) -> StormTrack:
    """Return the track of ``data/storm/<name>.toml``."""
    data = storm_data(name)
    return StormTrack(
        name=data["name"],
        year=data["year"],
        averaging_s=data["averaging_s"],
        points=tuple(_point(item, row) for row, item in enumerate(data["point"], 1)),
        number=data["number"],
        source=data["source"],
        notes=data["notes"],
    )


def _point(item: dict[str, Any], row: int) -> TrackPoint:
    low, high = (value * KMH_MS for value in item["range_kmh"])
    return TrackPoint(
        at=dt.datetime.fromisoformat(item["at"]).astimezone(dt.UTC),
        lon=item["lon"],
        lat=item["lat"],
        wind_ms=(low + high) / 2,
        level=item["level"],
        gust_level=item["gust_level"],
        where=f"{row}: {item['quoted_by']}",
        wind_range_ms=(low, high),
    )
