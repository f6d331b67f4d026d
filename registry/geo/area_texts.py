"""A chosen area as one short text: in an address that is sent, in a field of a form, kept with a campaign.

Parts are separated by ``~``; one that is taken away begins with ``-``:

    u.24-07312@start~-c.hmn7x.500~p.q0k…      a unit by its id · a circle, middle and metres · a polygon

Positions are counted in steps of 1e-5 degrees (about 1 m), each as the difference from the one before it, the
first from 0/0; a number is written in digits of five bits, the lowest first. The map's scripts write and read
the same (``web/static/js/map/tools/area_text.js``).
"""

import re
from collections.abc import Iterable, Iterator

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind

LONGEST = 3000
"""Characters: an address with it still passes every proxy."""
MOST_PARTS = 40
MOST_CORNERS = 300
LARGEST_RADIUS_M = 100_000
STEPS = 100_000  # in a degree

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_UNIT = re.compile(r"[A-Za-z0-9@_-]{1,60}")
_MOST_BITS = 30  # of one number: no longer than a turn around the world


def read_area(text: str) -> ChosenArea:
    """Return the area of a text; "" is one without parts.

    Refused: what is no such text (``AREA-NOT-READ``), more than 40 parts, 300 corners, 3,000 characters or a
    radius of 100 km (``AREA-TOO-LARGE``).
    """
    text = text.strip()
    if not text:
        return ChosenArea()
    if len(text) > LONGEST:
        raise _too_large(Words("độ dài (ký tự)", "length (characters)"), len(text), LONGEST)
    written = text.split("~")
    if len(written) > MOST_PARTS:
        raise _too_large(Words("số phần", "parts"), len(written), MOST_PARTS)
    return ChosenArea(tuple(map(_part, written)))


def area_text(area: ChosenArea) -> str:
    """Return the text of an area; positions are rounded to 1e-5 degrees."""
    return "~".join(map(_written, area.parts))


def _part(text: str) -> AreaPart:
    taken = text.startswith("-")
    kind, _dot, body = text.removeprefix("-").partition(".")
    if kind == PartKind.UNIT and _UNIT.fullmatch(body):
        return AreaPart(PartKind.UNIT, unit=body, taken=taken)
    if kind == PartKind.CIRCLE:
        middle, _dot, metres = body.partition(".")
        points = _points(middle, text)
        if len(points) != 1 or not re.fullmatch(r"[0-9]{1,9}", metres) or int(metres) == 0:
            raise _unread(text)
        if int(metres) > LARGEST_RADIUS_M:
            raise _too_large(Words("bán kính (m)", "radius (m)"), int(metres), LARGEST_RADIUS_M)
        return AreaPart(PartKind.CIRCLE, points, radius_m=int(metres), taken=taken)
    if kind == PartKind.POLYGON:
        points = _points(body, text)
        if len(points) > MOST_CORNERS:
            raise _too_large(
                Words("số đỉnh của một vùng vẽ", "corners of one drawn part"), len(points), MOST_CORNERS
            )
        if len(points) < 3:
            raise _unread(text)
        return AreaPart(PartKind.POLYGON, points, taken=taken)
    raise _unread(text)


def _written(part: AreaPart) -> str:
    body = {
        PartKind.UNIT: part.unit,
        PartKind.CIRCLE: f"{_digits(part.points)}.{part.radius_m}",
        PartKind.POLYGON: _digits(part.points),
    }[part.kind]
    return f"{'-' if part.taken else ''}{part.kind.value}.{body}"


def _points(text: str, whole: str) -> tuple[tuple[float, float], ...]:
    steps = list(_numbers(text, whole))
    if not steps or len(steps) % 2:
        raise _unread(whole)
    found = []
    lon = lat = 0
    for east, north in zip(steps[::2], steps[1::2], strict=True):
        lon, lat = lon + east, lat + north
        if abs(lon) > 180 * STEPS or abs(lat) > 85 * STEPS:
            raise _unread(whole)
        found.append((lon / STEPS, lat / STEPS))
    return tuple(found)


def _numbers(text: str, whole: str) -> Iterator[int]:
    value = shift = 0
    for digit in text:
        bits = _VALUE.get(digit)
        if bits is None or shift > _MOST_BITS:
            raise _unread(whole)
        value |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            yield -(value >> 1) - 1 if value & 1 else value >> 1
            value = shift = 0
    if shift:
        raise _unread(whole)


def _digits(points: Iterable[tuple[float, float]]) -> str:
    written: list[str] = []
    lon = lat = 0
    for point in points:
        east, north = round(point[0] * STEPS), round(point[1] * STEPS)
        for step in (east - lon, north - lat):
            value = (step << 1) ^ (-1 if step < 0 else 0)
            while value > 31:
                written.append(_DIGITS[value & 31 | 32])
                value >>= 5
            written.append(_DIGITS[value])
        lon, lat = east, north
    return "".join(written)


def _too_large(what: Words, value: int, limit: int) -> RefusalError:
    return RefusalError("AREA-TOO-LARGE", what=what, value=value, limit=limit)


def _unread(text: str) -> RefusalError:
    return RefusalError("AREA-NOT-READ", value=text[:40])
