"""A track handed over as plain JSON: units in the names, moments with their offset."""

import datetime as dt
from typing import Any

from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii

FORMAT = "bts-storm-track-1"
_PLAIN = (
    "lon", "lat", "wind_ms", "gust_ms", "pressure_hpa", "rmax_m", "level", "gust_level", "disaster_level",
    "forecast", "where", "gust_above",
)  # fmt: skip
_RADII = ("wind_ms", "ne_m", "se_m", "sw_m", "nw_m")


def from_record(record: dict[str, Any]) -> StormTrack:
    """Return the track of a record; KeyError, TypeError or ValueError where it is none."""
    if record["format"] != FORMAT:
        raise ValueError(record["format"])
    issued = record.get("issued_at")
    return StormTrack(
        name=str(record["name"]),
        year=int(record["year"]),
        averaging_s=int(record["averaging_s"]),
        points=tuple(_point(item) for item in record["points"]),
        number=record.get("number"),
        source=str(record.get("source", "")),
        issued_at=_moment(issued) if issued else None,
        notes=str(record.get("notes", "")),
    )


def _point(item: dict[str, Any]) -> TrackPoint:
    span = item.get("wind_range_ms")
    return TrackPoint(
        at=_moment(item["at"]),
        **{name: item[name] for name in _PLAIN if name in item},
        radii=tuple(
            WindRadii(**{name: radii.get(name) for name in _RADII}) for radii in item.get("radii", ())
        ),
        wind_range_ms=(float(span[0]), float(span[1])) if span else None,
    )


def _moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(dt.UTC)
