"""A track as plain JSON and back, nothing lost: units in the names, moments with their offset.

This is how the register keeps a track and how one office hands it to another.
"""

import datetime as dt
from typing import Any

from registry.model.storms import StormTrack, TrackPoint, WindRadii

FORMAT = "bts-storm-track-1"
_PLAIN = (
    "lon", "lat", "wind_ms", "gust_ms", "pressure_hpa", "rmax_m", "level", "gust_level", "disaster_level",
    "forecast", "where", "gust_above",
)  # fmt: skip
_RADII = ("wind_ms", "ne_m", "se_m", "sw_m", "nw_m")


def to_record(track: StormTrack) -> dict[str, Any]:
    """Return a track as JSON values."""
    return {
        "format": FORMAT,
        "name": track.name,
        "number": track.number,
        "year": track.year,
        "source": track.source,
        "averaging_s": track.averaging_s,
        "issued_at": track.issued_at.isoformat() if track.issued_at else None,
        "notes": track.notes,
        "points": [_point_record(point) for point in track.points],
    }


def from_record(record: dict[str, Any]) -> StormTrack:
    """Return the track of a record of ``to_record``; KeyError, TypeError or ValueError where it is none."""
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


def _point_record(point: TrackPoint) -> dict[str, Any]:
    return {
        "at": point.at.astimezone(dt.UTC).isoformat(),
        **{name: getattr(point, name) for name in _PLAIN},
        "wind_range_ms": list(point.wind_range_ms) if point.wind_range_ms else None,
        "radii": [{name: getattr(radii, name) for name in _RADII} for radii in point.radii],
    }


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
