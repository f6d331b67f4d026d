"""Tracks as JSON: a list of points, GeoJSON, or the record that another register hands over."""

import datetime as dt
import json
from itertools import pairwise
from typing import Any

from registry.errors import RefusalError
from registry.model.storm.storms import StormTrack
from registry.storm.asking import Asking, TrackReading
from registry.storm.sources import record
from registry.storm.sources.checked import (
    LONGEST_GAP,
    PRESSURE_SPAN,
    RADIUS_SPAN,
    WIND_SPAN,
    Notes,
    position,
    within,
)
from registry.storm.sources.columns import Column, column_of
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.rows import Rows, track_of
from registry.storm.sources.table import NEEDED, suggested
from registry.storm.units import AVERAGING


def looks_like_json(text: str) -> bool:
    """Whether a text begins as JSON does."""
    return text.lstrip()[:1] in {"{", "["}


def read_json(given: Given) -> TrackReading:
    """Return what a JSON text holds: a list of points, GeoJSON, a record; refused where it is damaged."""
    notes = Notes()
    try:
        data = json.loads(given.text.lstrip())
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise RefusalError("TRACK-JSON", line=line) from error
    if isinstance(data, dict) and data.get("format") == record.FORMAT:
        return TrackReading("record", _checked_record(data), (), ())
    kind, items = "json", None
    if isinstance(data, dict) and data.get("type") in {"FeatureCollection", "Feature"}:
        kind, items = "geojson", list(_feature_rows(data))
    elif isinstance(data, dict):
        items = next(
            (
                value
                for value in data.values()
                if isinstance(value, list) and value and isinstance(value[0], dict)
            ),
            None,
        )
    elif isinstance(data, list):
        items = data
    if not items or not all(isinstance(item, dict) for item in items):
        raise RefusalError("TRACK-KIND-UNKNOWN")
    headers = dict.fromkeys(str(key) for item in items for key in item)
    columns = {header: column for header in headers if (column := column_of(header)) is not None}
    if not {column.field for column in columns.values()}.issuperset(NEEDED):
        raise RefusalError("TRACK-KIND-UNKNOWN")
    _quadrant_units(columns)
    rows = Rows(columns, items, list(range(1, len(items) + 1)), kind)
    asking = Asking(given.answers, suggested(headers))
    return reading_of(kind, track_of(rows, asking, notes, given.this_year), asking, notes)


def _quadrant_units(columns: dict[str, Column]) -> None:
    """Let quadrants ("r34_quadrants") go by the unit of the radius beside them ("r34_nm"), which is left out.

    Where a source has a field for quadrants, its one radius is a summary, or an estimate where there is none.
    """
    quadrants = [header for header in columns if header.lower().endswith("quadrants")]
    for header in quadrants:
        wind = columns[header].wind_ms
        beside = [h for h, c in columns.items() if h != header and c.field == "radius" and c.wind_ms == wind]
        unit = next((columns[h].unit for h in beside if columns[h].unit), columns[header].unit)
        columns[header] = columns[header]._replace(unit=unit)
    if quadrants:
        for header in [h for h, c in columns.items() if c.field == "radius" and h not in quadrants]:
            del columns[header]


def _feature_rows(data: dict[str, Any]) -> Any:
    """Yield one row per point of GeoJSON: positions are lon, lat in EPSG:4326 (RFC 7946).

    A LineString carries one value per position in its properties, as lists.
    """
    features = data.get("features") if data.get("type") == "FeatureCollection" else [data]
    for feature in features if isinstance(features, list) else ():
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict):
            continue
        own = feature.get("properties")
        properties = {str(key): value for key, value in own.items()} if isinstance(own, dict) else {}
        spots = geometry.get("coordinates")
        if geometry.get("type") == "Point":
            yield {**properties, **_lon_lat(spots)}
        elif geometry.get("type") == "LineString" and isinstance(spots, list):
            renamed = {
                {"times": "time", "coordTimes": "time"}.get(key, key): value
                for key, value in properties.items()
            }
            for index, spot in enumerate(spots):
                yield {**{key: _nth(value, index) for key, value in renamed.items()}, **_lon_lat(spot)}


def _lon_lat(spot: Any) -> dict[str, Any]:
    if isinstance(spot, list) and len(spot) >= 2:
        return {"lon": spot[0], "lat": spot[1]}
    return {"lon": None, "lat": None}


def _nth(value: Any, index: int) -> Any:
    if isinstance(value, list):
        return value[index] if index < len(value) else None
    return value


def _checked_record(data: dict[str, Any]) -> StormTrack:
    """Return the track of a record; refused where a value is not of its kind or lies outside its span."""
    try:
        track = record.from_record(data)
        numbers = [
            (value, span)
            for point in track.points
            for value, span in (
                (point.wind_ms, WIND_SPAN),
                (point.gust_ms, WIND_SPAN),
                (point.pressure_hpa, PRESSURE_SPAN),
                (point.rmax_m, RADIUS_SPAN),
                *((side, RADIUS_SPAN) for radii in point.radii for side in radii.quadrants),
            )
            if value is not None
        ]
        levels = [
            level
            for point in track.points
            for level in (point.level, point.gust_level, point.disaster_level)
            if level is not None
        ]
        fine = (
            all(isinstance(value, int | float) and within(value, span) for value, span in numbers)
            and all(isinstance(level, int) and 0 <= level <= 17 for level in levels)
            and all(isinstance(point.gust_above, bool) for point in track.points)
            and all(position(point.lon, point.lat, 0, Notes()) is not None for point in track.points)
            and track.averaging_s in AVERAGING.values()
            and bool(track.points)
            and all(
                dt.timedelta(0) < later.at - earlier.at <= LONGEST_GAP
                for earlier, later in pairwise(track.points)
            )
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise RefusalError("TRACK-RECORD") from error
    if not fine:
        raise RefusalError("TRACK-RECORD")
    return track
