"""Tracks and cones as KML, as JTWC, NHC and national centres publish them for Google Earth.

A placemark with a point is a position of the centre: its moment stands in ``TimeStamp``, in its data fields
or in the words of its name and description, its wind likewise. Moments without zone words are asked for
theirs, "061800Z" for its month. A polygon that is called a cone, or is the only one, is kept as the stated
cone. Issues carry the number of the placemark, from 1.
"""

import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from registry.model.storm.storms import StormTrack, TrackPoint
from registry.storm.asking import Asking, TrackReading
from registry.storm.clock import SPOKEN, clock_of, spoken_clock
from registry.storm.sources.checked import (
    LAT_SPAN,
    LON_SPAN,
    PRESSURE_SPAN,
    WIND_SPAN,
    Notes,
    in_order,
    number_of,
    position,
    within,
)
from registry.storm.sources.columns import column_of
from registry.storm.sources.given import Given, reading_of
from registry.storm.sources.xml_text import text_in, tree_of
from registry.storm.sources.zulu import Month
from registry.storm.units import AVERAGING, KMH_MS, KNOT_MS, ZONES, speed_ms

MOST_CONE = 1_000  # corners; of more every so many-th is kept
_HEAD = re.compile(r"<(?:\w+:)?kml\b", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]{0,500}>")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?")
_TEN = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(\d{2})(?!\d)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_ENGLISH = re.compile(
    rf"(\d{{2}}):?(\d{{2}})?\s{{0,2}}(?:UTC|GMT|Z)[\s,]{{1,3}}(?:[A-Z]{{3,9}}day,?\s)?(\d{{1,2}})\s{{0,2}}"
    rf"({'|'.join(_MONTHS)})[A-Z]{{0,6}}[\s,]{{1,2}}(\d{{4}})",
    re.IGNORECASE,
)
_ZULU = re.compile(r"(?<!\d)(\d{2})/?(\d{2})(\d{2})?\s?(?:Z|UTC)\b|(?<![\d/])(\d{2})/(\d{2})(\d{2})(?![\d/])")
_GUST = re.compile(r"(?:gusts?|giật)[^\d<]{0,20}(\d{2,3})\s?(kts?|knots?|km/h|kph|m/s)", re.IGNORECASE)
_WIND = re.compile(r"(?<!\d)(\d{2,3})\s?(kts?|knots?|km/h|kph|m/s)\b", re.IGNORECASE)
_SPEED = re.compile(
    r"(?:mov\w*|speed of|forward|hướng)[^\d<]{0,40}\d{1,3}\s?(?:kts?|knots?|km/h|kph|m/s)", re.IGNORECASE
)
_PRESSURE = re.compile(r"(?<!\d)(\d{3,4})\s?(?:hPa|mb)\b", re.IGNORECASE)
_FORECAST = re.compile(r"forecast|fcst|dự báo|\btau\b", re.IGNORECASE)
_CONE = re.compile(r"cone|uncertaint|swath of error|danger area|vùng sai số|phễu|hình quạt", re.IGNORECASE)
_NAME = re.compile(
    r"(?:typhoon|hurricane|storm|cyclone|depression|bão)\s(?:\d{2}[A-Z]\s?)?\(?([A-Z][A-Za-z-]{2,24})\)?",
    re.IGNORECASE,
)
_AGENCIES = (
    (re.compile(r"JTWC|joint typhoon|\bNHC\b|national hurricane", re.IGNORECASE), 60),
    (re.compile(r"RSMC|\bJMA\b|japan meteo", re.IGNORECASE), 600),
    (re.compile(r"NCHMF|khí tượng thủy văn|\bCMA\b", re.IGNORECASE), 120),
)
_NOT_NAMES = frozenset({"FORECAST", "TRACK", "WARNING", "POSITION", "ADVISORY", "CENTER", "SURGE"})
_UNITS = {"k": KNOT_MS, "m": 1.0}


@dataclass
class _Spot:
    """A placemark's point as it was found; ``at`` None with ``day`` for a moment without its month."""

    number: int
    lon: float | None
    lat: float | None
    words: str
    fields: dict[str, str] = field(default_factory=dict)
    when: str = ""


def looks_like_kml(text: str) -> bool:
    """Whether a text is KML."""
    return text.lstrip()[:1] == "<" and _HEAD.search(text[:2000]) is not None


def read_kml(given: Given) -> TrackReading:
    """Return the track of the points of a file, and the cone that it states."""
    notes, asking = Notes(), Asking(given.answers)
    root = tree_of(given.text)
    spots, cones = _features(root, notes)
    head = " ".join(text_in(one, tag) for one in root.iter("Document") for tag in ("name", "description"))
    track = _track(spots, _plain(head), given, asking, notes)
    if track is not None and cones:
        track = _with_cone(track, cones)
    return reading_of("kml", track, asking, notes)


def _features(root: Element, notes: Notes) -> tuple[list[_Spot], list[tuple[str, list[tuple[float, float]]]]]:
    spots: list[_Spot] = []
    areas: list[tuple[str, list[tuple[float, float]]]] = []
    for number, mark in enumerate(root.iter("Placemark"), 1):
        words = _plain(f"{text_in(mark, 'name')} {text_in(mark, 'description')}")
        fields = {
            str(item.get("name", "")): text_in(item, "value") or (item.text or "").strip()
            for item in (*mark.iter("Data"), *mark.iter("SimpleData"))
        }
        when = text_in(mark, ".//TimeStamp/when") or text_in(mark, ".//TimeSpan/begin")
        used = False
        for point in mark.iter("Point"):
            used = True
            found = _coordinates(text_in(point, "coordinates"))
            lon, lat = found[0] if found else (None, None)
            spots.append(_Spot(number, lon, lat, words, fields, when))
        for track in mark.iter("Track"):
            used = True
            moments = [(one.text or "").strip() for one in track.iter("when")]
            places = [_coordinates((one.text or "").strip().replace(" ", ",")) for one in track.iter("coord")]
            for moment, place in zip(moments, places, strict=False):
                lon, lat = place[0] if place else (None, None)
                spots.append(_Spot(number, lon, lat, "", fields, moment))
        for ring in mark.iterfind(".//Polygon/outerBoundaryIs/LinearRing"):
            used = True
            areas.append((f"{words} {text_in(mark, 'styleUrl')}", _coordinates(text_in(ring, "coordinates"))))
        if not used:
            notes.add("TRACK-KML-NOT-USED", number, text_in(mark, "name"))
    cones = [area for area in areas if _CONE.search(area[0])] or (areas if len(areas) == 1 else [])
    for words, _ring in areas:
        if not any(words is own for own, _other in cones):
            notes.add("TRACK-KML-AREA", 0, words)
    return spots, cones


def _track(spots: list[_Spot], head: str, given: Given, asking: Asking, notes: Notes) -> StormTrack | None:
    if not spots:
        notes.add("TRACK-NOTHING-USABLE", 0)
        return None
    averaging = next((seconds for named, seconds in _AGENCIES if named.search(head)), 0)
    if not averaging:
        said = " ".join(spot.words for spot in spots)[:100_000]
        averaging = next((seconds for named, seconds in _AGENCIES if named.search(said)), 0)
    if not averaging and any(_wind(spot, asking) for spot in spots):
        averaging = AVERAGING.get(asking.ask("averaging"), 0)
    moments = _moments(spots, given, asking, notes)
    if asking.questions:
        return None
    points = []
    for spot, at in moments:
        place = position(spot.lon, spot.lat, spot.number, notes)
        if place is None:
            continue
        wind, gust = _wind(spot, asking) or None, _told(_GUST, spot.words)
        if wind is None:
            notes.add("TRACK-NO-LEVEL", spot.number, spot.words)
        pressure = _PRESSURE.search(spot.words)
        hpa = float(pressure[1]) if pressure and within(float(pressure[1]), PRESSURE_SPAN) else None
        points.append(
            (
                TrackPoint(
                    at=at, lon=place[0], lat=place[1], wind_ms=wind, gust_ms=gust, pressure_hpa=hpa,
                    forecast=_FORECAST.search(spot.words) is not None, where=str(spot.number),
                ),
                spot.number,
            )
        )  # fmt: skip
    track = in_order(sorted(points, key=lambda item: item[0].at), notes)
    if asking.questions or not track:
        return None
    name = next(
        (
            match[1].upper()
            for text in (head, *(spot.words for spot in spots))
            for match in _NAME.finditer(text)
            if match[1].upper() not in _NOT_NAMES
        ),
        "?",
    )
    observed = [point.at for point in track if not point.forecast]
    return StormTrack(
        name=name,
        year=track[0].at.year,
        averaging_s=averaging or 600,
        points=track,
        source=f"KML {head}".strip()[:200],
        issued_at=max(observed, default=None),
    )


def _moments(
    spots: list[_Spot], given: Given, asking: Asking, notes: Notes
) -> Iterator[tuple[_Spot, dt.datetime]]:
    """Yield the spots with their moments; one without a moment is named and left out."""
    found: list[tuple[_Spot, dt.datetime | tuple[int, int, int]]] = []
    for spot in spots:
        at = _full_moment(spot, asking) or _day_hour(spot)
        if at is None:
            notes.add("TRACK-POSITION-WITHOUT-TIME", spot.number, spot.words or f"{spot.lat}; {spot.lon}")
        else:
            found.append((spot, at))
    short = [at for _spot, at in found if isinstance(at, tuple)]
    full = [at for _spot, at in found if isinstance(at, dt.datetime)]
    month = Month(asking, min(full).date() if full else None, given.now, short[0][0]) if short else None
    made = []
    for spot, at in found:
        moment = at if isinstance(at, dt.datetime) else None
        if isinstance(at, tuple) and month is not None and not month.asked:
            moment = month.moment(*at)
            if moment is None:
                notes.add("TRACK-TIME-IMPOSSIBLE", spot.number, "{:02d}{:02d}{:02d}Z".format(*at))
        if moment is not None:
            made.append((spot, moment))
    return iter(made)


def _full_moment(spot: _Spot, asking: Asking) -> dt.datetime | None:
    """Return a moment with day, month and year: stamped, in a field, or in words."""
    stated = [spot.when] + [
        value for key, value in spot.fields.items() if (known := column_of(key)) and known.field == "time"
    ]
    for text in (*stated, *(spot.fields.values()), spot.words):
        iso = _ISO.search(text)
        if iso:
            clock = clock_of(iso[0].replace(" UTC", "Z").replace("UTC", "Z"))
            if clock and clock.moment:
                return _in_zone(clock.moment, asking)
        english, ten, spoken = _ENGLISH.search(text), _TEN.search(text), SPOKEN.search(text)
        try:
            if english:
                month = _MONTHS.index(english[4].upper()) + 1
                return dt.datetime(
                    int(english[5]),
                    month,
                    int(english[3]),
                    int(english[1]),
                    int(english[2] or 0),
                    tzinfo=dt.UTC,
                )
            if ten:
                return dt.datetime(int(ten[1]), int(ten[2]), int(ten[3]), int(ten[4]), tzinfo=dt.UTC)
        except ValueError:
            return None
        if spoken and spoken["year"] and (moment := spoken_clock(spoken).moment):
            return moment.replace(tzinfo=ZONES["+07:00"]).astimezone(dt.UTC)  # Vietnamese words
    return None


def _in_zone(moment: dt.datetime, asking: Asking) -> dt.datetime | None:
    if moment.tzinfo is None:
        zone = ZONES.get(asking.ask("time_zone"))
        return moment.replace(tzinfo=zone or dt.UTC).astimezone(dt.UTC)
    return moment.astimezone(dt.UTC)


def _day_hour(spot: _Spot) -> tuple[int, int, int] | None:
    for text in (*spot.fields.values(), spot.words):
        match = _ZULU.search(text)
        if match:
            day, hour, minute = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
            return int(day), int(hour), int(minute or 0)
    return None


def _wind(spot: _Spot, asking: Asking) -> float:
    """Return the sustained wind of a spot in m/s: in a field, else in its words; 0 where none is stated."""
    for key, value in spot.fields.items():
        column, number = column_of(key), number_of(value)
        if column and column.field == "wind" and number:
            unit = column.unit or asking.ask("wind_unit")
            return _sane(speed_ms(number, unit)) if unit else 0.0
    words = _SPEED.sub(" ", _GUST.sub(" ", spot.words))
    return _told(_WIND, words) or 0.0


def _told(pattern: re.Pattern[str], words: str) -> float | None:
    match = pattern.search(words)
    if match is None:
        return None
    unit = match[2].lower()
    factor = KMH_MS if unit in {"km/h", "kph"} else _UNITS[unit[0]]
    return _sane(float(match[1]) * factor) or None


def _sane(speed: float) -> float:
    return speed if within(speed, WIND_SPAN) else 0.0


def _coordinates(text: str) -> list[tuple[float, float]]:
    """Return (lon, lat) of a list of coordinates; what is no number is left out."""
    found = []
    for group in text.split():
        parts = [number_of(part) for part in group.split(",")]
        if len(parts) >= 2 and parts[0] is not None and parts[1] is not None:
            found.append((parts[0], parts[1]))
    return found


def _with_cone(track: StormTrack, cones: list[tuple[str, list[tuple[float, float]]]]) -> StormTrack:
    """Return the track with the longest of the rings that are a cone."""
    ring = max((ring for _words, ring in cones), key=len)
    kept = ring[:: max(1, -(-len(ring) // MOST_CONE))]
    inside = all(within(lon % 360, LON_SPAN) and within(lat, LAT_SPAN) for lon, lat in kept)
    if len(kept) < 3 or not inside:
        return track
    cone = tuple((round(lon % 360, 4), round(lat, 4)) for lon, lat in kept)
    return replace(track, cone=cone)


def _plain(text: str) -> str:
    """Return words without tags and entities, in one line."""
    return " ".join(html.unescape(_TAGS.sub(" ", text)).split())
