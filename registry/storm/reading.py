"""Tracks from what a duty officer has: a bulletin, a table, JSON or GeoJSON; one door for all of them."""

import csv
import datetime as dt
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from registry.errors import RefusalError
from registry.model.storms import StormTrack
from registry.storm import bulletin, record
from registry.storm.ahead import ahead_is_forecast, over_is_said
from registry.storm.asking import Asking, TrackReading
from registry.storm.checked import LONGEST_GAP, PRESSURE_SPAN, RADIUS_SPAN, WIND_SPAN, Notes, position, within
from registry.storm.columns import Column, column_of, unit_named
from registry.storm.rows import Rows, track_of
from registry.storm.units import AVERAGING

LARGEST = 8_000_000  # bytes or characters; all storms of one basin since 1980 are a tenth of it
_DELIMITERS = "\t;|,"
_NEEDED = ("time", "lat", "lon")
# Layouts that are known to go by these units; suggested, and still asked.
_LAYOUTS: tuple[tuple[frozenset[str], dict[str, str]], ...] = (
    (frozenset({"track_id", "sshs_cat"}), {"wind_unit": "kt", "averaging": "60", "time_zone": "UTC"}),
    (frozenset({"track_id", "slp"}), {"wind_unit": "kt", "averaging": "600", "time_zone": "UTC"}),
    (
        frozenset({"iso_time"}),
        {"wind_unit": "kt", "averaging": "600", "length_unit": "nmi"},
    ),
    (frozenset({"r34_quadrants"}), {"averaging": "60", "time_zone": "UTC"}),
)


def read_track(
    content: bytes | str,
    answers: Mapping[str, str] | None = None,
    this_year: int | None = None,
    now: dt.datetime | None = None,
) -> TrackReading:
    """Return the track that ``content`` holds, with what is wrong by line and what has to be asked.

    ``answers`` are those to the questions of an earlier reading of the same content, by key; ``this_year``
    is suggested where a bulletin leaves the year out; what lies after ``now`` (aware) is a forecast. Refused
    as a whole: over 8 MB (``TRACK-TOO-LARGE``), no text (``TRACK-NOT-TEXT``), neither bulletin nor table
    (``TRACK-KIND-UNKNOWN``), damaged JSON (``TRACK-JSON``).
    """
    found = _read(content, answers or {}, this_year)
    return found if now is None else over_is_said(ahead_is_forecast(found, now), now)


def _read(content: bytes | str, answers: Mapping[str, str], this_year: int | None) -> TrackReading:
    text = _text(content)
    notes, stripped = Notes(), text.lstrip()
    if stripped[:1] in {"{", "["}:
        return _read_json(stripped, answers, notes, this_year)
    table = _table(text)
    if table is not None:
        asking = Asking(answers, _suggested(table.headers))
        return _reading("table", track_of(table, asking, notes, this_year), asking, notes)
    if not bulletin.looks_like_bulletin(text[: bulletin.LONGEST]):
        raise RefusalError("TRACK-KIND-UNKNOWN")
    if len(text) > bulletin.LONGEST:
        raise RefusalError("TRACK-TOO-LARGE", size=len(text), limit=bulletin.LONGEST)
    asking = Asking(answers)
    return _reading("bulletin", bulletin.read_bulletin(text, asking, notes, this_year), asking, notes)


def _reading(kind: str, track: StormTrack | None, asking: Asking, notes: Notes) -> TrackReading:
    if track is None and not asking.questions and not notes.issues:
        notes.add("TRACK-NOTHING-USABLE", 0)
    return TrackReading(kind, None if asking.questions else track, asking.questions, tuple(notes.issues))


def _text(content: bytes | str) -> str:
    if len(content) > LARGEST:
        raise RefusalError("TRACK-TOO-LARGE", size=len(content), limit=LARGEST)
    if isinstance(content, str):
        return unicodedata.normalize("NFC", content.removeprefix("\ufeff"))
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusalError("TRACK-NOT-TEXT") from error
    if "\x00" in text:
        raise RefusalError("TRACK-NOT-TEXT")
    return unicodedata.normalize("NFC", text)


def _suggested(headers: Iterable[str]) -> dict[str, str]:
    names = {header.strip().lower() for header in headers}
    return next((found for needed, found in _LAYOUTS if needed <= names), {})


def _table(text: str) -> Rows | None:
    """Return the rows of a delimited text whose header names time, latitude and longitude; else None.

    Lines above the header (a title) are passed over, as long as they are few.
    """
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: Rows | None = None
    names: list[str] = []
    try:
        line = 1
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if rows is None:
                columns = {cell: column for cell in cells if (column := column_of(cell)) is not None}
                if {column.field for column in columns.values()}.issuperset(_NEEDED):
                    rows, names = Rows(columns, source="bảng", headers=tuple(cells)), cells
                elif start > 10:
                    return None
                continue
            if not rows.cells and _is_units(rows, names, cells):
                continue
            rows.cells.append(dict(zip(names, cells, strict=False)))
            rows.lines.append(start)
    except csv.Error:
        return None
    return rows


def _delimiter(text: str) -> str:
    head = text[:20_000].splitlines()[:12]
    counted = {sign: Counter(line.count(sign) for line in head if line.strip()) for sign in _DELIMITERS}
    for sign in _DELIMITERS:
        times, lines = max(counted[sign].items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if times >= 2 and lines >= 2:
            return sign
    return ","


def _is_units(rows: Rows, names: list[str], cells: list[str]) -> bool:
    """Whether a row under the header names units (as IBTrACS writes them); they are taken over."""
    found = dict(zip(names, cells, strict=False))
    time = found.get(rows.header("time"), "").strip()
    units = {header: unit_named(found.get(header, "")) for header in rows.columns}
    if time or not any(units.values()):
        return False
    for header, unit in units.items():
        if unit:
            rows.columns[header] = rows.columns[header]._replace(unit=unit)
    return True


def _read_json(text: str, answers: Mapping[str, str], notes: Notes, this_year: int | None) -> TrackReading:
    try:
        data = json.loads(text)
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
    if not {column.field for column in columns.values()}.issuperset(_NEEDED):
        raise RefusalError("TRACK-KIND-UNKNOWN")
    _quadrant_units(columns)
    rows = Rows(columns, items, list(range(1, len(items) + 1)), kind)
    asking = Asking(answers, _suggested(headers))
    return _reading(kind, track_of(rows, asking, notes, this_year), asking, notes)


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
