"""Coordinates (toạ độ): the texts of one row's cells to one position with its problems.

``read_pair`` takes longitude and latitude from two cells, ``read_text`` both from one cell in either order,
``read_metres`` VN-2000 northing and easting. None of them raises on any text, none needs the province to
read ordinary values of any country, and none repairs without saying so (design: section 6).
"""

import re
from dataclasses import replace

from registry.geo.angles import LONGEST, Angle, Axis, is_missing, parse_value, read_angle, read_metres_value
from registry.geo.degrees import finish, judge_degrees, off_vn2000
from registry.geo.evidence import may_lack_datum
from registry.geo.formats import format_decimal, format_degrees, format_dms, format_dms_pair, format_vn2000
from registry.geo.links import LinkPlace, of_link, read_link
from registry.geo.plane_statements import stated_planes
from registry.geo.planes import is_easting, is_northing, plane_words
from registry.geo.readings import Field, PositionHints, Problem, Reading, unreadable
from registry.geo.splitting import splits, without_height
from registry.geo.vn2000 import Grid
from registry.messages import Words
from registry.model.positions import Confidence, Position

__all__ = [
    "Angle",
    "Axis",
    "Field",
    "PositionHints",
    "Problem",
    "Reading",
    "format_decimal",
    "format_degrees",
    "format_dms",
    "format_dms_pair",
    "format_vn2000",
    "parse_value",
    "read_metres",
    "read_pair",
    "read_text",
]

# Four or more decimals: rounding moves the point less than 10 m, so the digits have nothing to say.
_ORDINARY = re.compile(r"\s*(-?[0-9]{1,3})([.,])([0-9]{4,})\s*", re.ASCII)
_LEAST_METRES = 1000.0
_LEAST_EASTING_M = 50_000.0
_AXIS_NAME = re.compile(r"\s*([XYNExyne])\s*[=:]")
_PARTS: dict[Field, Words] = {
    "lon": Words("kinh độ", "longitude"),
    "lat": Words("vĩ độ", "latitude"),
    "northing": Words("X (VN-2000)", "northing (VN-2000)"),
    "easting": Words("Y (VN-2000)", "easting (VN-2000)"),
}
_SAYS_VN2000 = re.compile(r"vn\s?-?\s?2000", re.IGNORECASE)


def read_pair(
    lon_text: str | None,
    lat_text: str | None,
    hints: PositionHints | None = None,
    *,
    stated_accuracy_m: float | None = None,
    numbers: tuple[bool, bool] = (False, False),
) -> Reading:
    """Read longitude and latitude from their two cells; degrees in, EPSG:4326 out.

    ``numbers`` says of each whether it stood there as a number, which keeps no zeros at its end.
    """
    lon_text, lat_text = lon_text or "", lat_text or ""
    if stated_accuracy_m is None:
        lon_match, lat_match = _ORDINARY.fullmatch(lon_text), _ORDINARY.fullmatch(lat_text)
        if lon_match and lat_match and lon_match[2] == lat_match[2]:
            lon, lat = float(f"{lon_match[1]}.{lon_match[3]}"), float(f"{lat_match[1]}.{lat_match[3]}")
            if _needs_no_judging(lon, lat, hints):
                reading_name = "decimal" if lon_match[2] == "." else "decimal-comma"
                return Reading(Position(lon, lat, (lon_text, lat_text), reading_name))
    raw = (lon_text, lat_text)
    lon_angle = read_angle(lon_text)._replace(number=numbers[0])
    lat_angle = read_angle(lat_text)._replace(number=numbers[1])
    if lon_angle.degrees is None or lat_angle.degrees is None:
        return _both_in_one(raw, lon_angle, lat_angle, hints, stated_accuracy_m)
    if min(abs(lon_angle.degrees), abs(lat_angle.degrees)) > _LEAST_METRES:
        north, east = _in_order(raw, lon_angle.degrees, lat_angle.degrees)
        metres = _metres(north, east, raw, hints, stated_accuracy_m, only_inside=True)
        if metres is not None:
            plane = plane_words(int(metres.position.crs.removeprefix("EPSG:")))
            read_as = Problem("COORD-METRES-THERE", {"plane": plane})
            return replace(metres, problems=(read_as, *metres.problems))
    reading = judge_degrees(lon_angle, lat_angle, raw, hints, stated_accuracy_m=stated_accuracy_m)
    if _SAYS_VN2000.search(lon_text) or _SAYS_VN2000.search(lat_text):
        return off_vn2000(reading)
    return reading if reading.position.known else _plausible_metres(reading, raw, hints, stated_accuracy_m)


def read_text(
    text: str | None, hints: PositionHints | None = None, *, stated_accuracy_m: float | None = None
) -> Reading:
    """Read a position from one cell: degrees or VN-2000 metres, either one first; a map's link; a height
    behind them, which is left out. What the cell itself says of the plane of metres holds for it."""
    text = text or ""
    raw = (text,)
    if is_missing(text):
        return unreadable(raw, Problem("COORD-MISSING"))
    link = read_link(text)
    if link is not None:
        return _of_link(link, raw, hints, stated_accuracy_m)
    planes = stated_planes([text]) if hints is not None and len(text) <= LONGEST else {}
    if hints is not None and len(planes) == 1:  # the cell says its plane: no other row has a say in it
        [plane] = planes
        reading = _of_two(text, raw, replace(hints, stated=plane), stated_accuracy_m)
        return replace(reading, metres=None)
    reading = _of_two(text, raw, hints, stated_accuracy_m)
    parted = None if reading.position.known else without_height(text)
    if parted is None:
        return reading
    place, height = parted
    rest = _of_two(place, raw, hints, stated_accuracy_m)
    if not rest.position.known or not _inside(rest, hints):
        return reading  # three numbers of which nothing else says what they are
    return replace(rest, problems=(*rest.problems, Problem("COORD-HEIGHT-LEFT", {"value": height})))


def _of_link(
    link: LinkPlace, raw: tuple[str, ...], hints: PositionHints | None, stated_m: float | None
) -> Reading:
    stated_m = link.accuracy_m if stated_m is None else stated_m
    if link.text:
        return of_link(link, raw, _of_two(link.text, raw, hints, stated_m))
    return of_link(link, raw, read_pair(link.lon, link.lat, hints, stated_accuracy_m=stated_m))


def _of_two(
    text: str, raw: tuple[str, ...], hints: PositionHints | None, stated_accuracy_m: float | None
) -> Reading:
    seen: list[str] = []
    for first, second, lon_first in splits(text):
        one, two = read_angle(first), read_angle(second)
        if one.degrees is None or two.degrees is None:
            seen.extend(angle.problem for angle in (one, two) if angle.problem)
            grid = _metres_of(first, second, raw, hints, stated_accuracy_m)
            if grid is not None:
                return grid
            continue
        size = min(abs(one.degrees), abs(two.degrees))
        if lon_first:
            one, two = two, one
        degrees = judge_degrees(
            two, one, raw, hints, stated_accuracy_m=stated_accuracy_m, any_order=not lon_first
        )
        if size <= _LEAST_METRES:
            return off_vn2000(degrees) if _SAYS_VN2000.search(text) else degrees
        metres = _metres_of(first, second, raw, hints, stated_accuracy_m)
        # Large numbers are metres, unless only a missing point brings them into the province.
        if metres is None or (_inside(degrees, hints) and not _inside(metres, hints)):
            return degrees
        return metres
    if read_angle(text).degrees is not None:
        return unreadable(raw, Problem("COORD-ONE-NUMBER", {"value": text}))
    code = next((code for code in ("COORD-SIXTY", "COORD-CONTRADICTION") if code in seen), "COORD-NOT-NUMBER")
    return unreadable(raw, Problem(code, {"value": text}))


def read_metres(
    northing_text: str | None,
    easting_text: str | None,
    hints: PositionHints | None = None,
    *,
    stated_accuracy_m: float | None = None,
    kilometres: bool = False,
) -> Reading:
    """Read VN-2000 metres from their two cells; degrees written in them are read too, and that is said.

    Kilometres are read where the columns state them, and proposed where they alone give a point here.
    """
    raw = (northing_text or "", easting_text or "")
    northing, easting = read_metres_value(raw[0]), read_metres_value(raw[1])
    if northing is not None and easting is not None:
        if northing == 0.0 and easting == 0.0:
            return unreadable(raw, Problem("COORD-ZERO"))
        reading = _metres(northing, easting, raw, hints, stated_accuracy_m)
        if reading is None:
            reading = _kilometres(northing, easting, raw, hints, stated_accuracy_m, stated=kilometres)
        if reading is not None:
            return reading
    first, second = read_angle(raw[0]), read_angle(raw[1])
    if first.degrees is not None and second.degrees is not None:
        if max(abs(first.degrees), abs(second.degrees)) <= 180.0:
            degrees = judge_degrees(
                second, first, raw, hints, stated_accuracy_m=stated_accuracy_m, any_order=True
            )
            return Reading(degrees.position, (Problem("COORD-DEGREES"), *degrees.problems))
        wrong: Field = "easting" if is_northing(first.degrees) else "northing"
        value = raw[1] if wrong == "easting" else raw[0]
        return unreadable(raw, Problem("COORD-RANGE", {"value": value}, field=wrong))
    whole = _whole_in_one(raw, hints, stated_accuracy_m)
    return whole or unreadable(raw, *_why(raw, (first, second), ("northing", "easting")))


def _kilometres(
    northing: float,
    easting: float,
    raw: tuple[str, str],
    hints: PositionHints | None,
    stated_m: float | None,
    *,
    stated: bool,
) -> Reading | None:
    """Read two numbers as kilometres; one of them, written "409.499", was taken for metres already."""
    north, east = (value if value >= _LEAST_EASTING_M else value * 1000.0 for value in (northing, easting))
    if stated:
        return _metres(north, east, raw, hints, stated_m)
    proposed = Problem("COORD-KILOMETRES", {"northing": north, "easting": east},
                       f"X {north:.3f}; Y {east:.3f}", "northing")  # fmt: skip
    reading = _metres(north, east, raw, hints, stated_m, only_inside=True)
    if reading is None:
        return None
    position = replace(reading.position, confidence=Confidence.PROPOSED)
    return replace(reading, position=position, problems=(proposed, *reading.problems))


def _inside(reading: Reading, hints: PositionHints | None) -> bool:
    lon, lat = reading.position.lon, reading.position.lat
    return hints is not None and lon is not None and lat is not None and hints.holds(lon, lat)


def _needs_no_judging(lon: float, lat: float, hints: PositionHints | None) -> bool:
    if hints is None:
        return abs(lon) <= 180.0 and abs(lat) <= 90.0 and lon != 0.0 and lat != 0.0
    inside = hints.west <= lon <= hints.east and hints.south <= lat <= hints.north
    named = hints.commune is None or hints.commune.holds(lon, lat)
    return inside and named and not may_lack_datum(lon, lat, hints)


def _both_in_one(
    raw: tuple[str, str], lon: Angle, lat: Angle, hints: PositionHints | None, stated_m: float | None
) -> Reading:
    """One of two cells is not an angle: perhaps the other (or each) holds the whole position."""
    whole = _whole_in_one(raw, hints, stated_m)
    if whole is not None:
        return whole
    northing, easting = _grid_values(raw)
    if northing is not None and easting is not None:
        metres = _metres(northing, easting, raw, hints, stated_m)
        if metres is not None:
            return metres
    return unreadable(raw, *_why(raw, (lon, lat), ("lon", "lat")))


def _grid_values(raw: tuple[str, str]) -> tuple[float | None, float | None]:
    """Return the northing and easting of the cells of longitude and latitude; None for what is no number."""
    first, second = (read_metres_value(text) for text in raw)
    return (second, first) if first is None or second is None else _in_order(raw, first, second)


def _in_order(raw: tuple[str, str], first: float, second: float) -> tuple[float, float]:
    """Return the northing and easting of what the cells of longitude and latitude hold.

    The easting is asked of the first; but "X=2345678" there, beside "Y=...", names itself the northing.
    """
    names = "".join(found[1].upper() for text in raw if (found := _AXIS_NAME.match(text)))
    return (first, second) if names in {"XY", "NE"} and is_northing(first) else (second, first)


def _whole_in_one(
    raw: tuple[str, str], hints: PositionHints | None, stated_m: float | None
) -> Reading | None:
    """Read the whole position from one of two cells, where the other is empty or says the same."""
    for text, other in (raw, raw[::-1]):
        if text.strip() and (is_missing(other) or other.strip() == text.strip()):
            reading = read_text(text, hints, stated_accuracy_m=stated_m)
            if reading.position.known:
                return replace(reading, position=replace(reading.position, raw=raw))
    return None


def _why(raw: tuple[str, str], angles: tuple[Angle, Angle], fields: tuple[Field, Field]) -> list[Problem]:
    """Say what is wrong with each of two cells."""
    if all(is_missing(text) for text in raw):
        return [Problem("COORD-MISSING")]
    return [
        Problem("COORD-HALF", {"part": _PARTS[where]}, field=where)
        if angle.problem == "COORD-MISSING"
        else Problem(angle.problem, {"value": text}, field=where)
        for text, angle, where in zip(raw, angles, fields, strict=True)
        if angle.problem
    ] or [Problem("COORD-NOT-NUMBER", {"value": raw[0]}, field=fields[0])]


def _metres_of(
    first: str, second: str, raw: tuple[str, ...], hints: PositionHints | None, stated_m: float | None
) -> Reading | None:
    """Read two parts of one cell as metres; either order is usual there."""
    one, two = read_metres_value(first), read_metres_value(second)
    if one is None or two is None:
        return None
    if is_easting(one) and is_northing(two):
        one, two = two, one
    return _metres(one, two, raw, hints, stated_m)


def _plausible_metres(
    failed: Reading, raw: tuple[str, str], hints: PositionHints | None, stated_m: float | None
) -> Reading:
    """Degrees that cannot be degrees may be metres of another place; else the failure stands."""
    northing, easting = _grid_values(raw)
    if northing is None or easting is None:
        return failed
    return _metres(northing, easting, raw, hints, stated_m) or failed


def _metres(
    northing: float,
    easting: float,
    raw: tuple[str, ...],
    hints: PositionHints | None,
    stated_m: float | None,
    *,
    only_inside: bool = False,
) -> Reading | None:
    """Judge metres; None where the numbers cannot be VN-2000 metres (or do not lie in the province)."""
    swapped = is_easting(northing) and is_northing(easting)
    if swapped:
        northing, easting = easting, northing
    elif not (is_northing(northing) and is_easting(easting)):
        return None
    grid = Grid(northing, easting)
    if hints is None or not grid.choose(hints):
        if only_inside:
            return None
        return replace(unreadable(raw, Problem("COORD-NO-MERIDIAN")), metres=grid.metres)
    if only_inside and not hints.holds(grid.lon, grid.lat):
        return None
    if swapped:
        grid.proposed = True
        grid.reading = grid.reading if grid.doubt_m else "swapped"
        grid.problems.insert(
            0,
            Problem("COORD-SWAPPED-METRES", {"northing": northing, "easting": easting},
                    f"X {northing:.3f}; Y {easting:.3f}", "northing"),
        )  # fmt: skip
    reading = finish(
        Position(grid.lon, grid.lat, raw, grid.reading, f"EPSG:{grid.epsg}"),
        grid.problems,
        proposed=grid.proposed,
        digits_m=0.0,
        stated_m=stated_m,
        doubt_m=grid.doubt_m,
    )
    return replace(reading, metres=grid.metres)
