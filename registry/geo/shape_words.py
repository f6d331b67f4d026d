"""What a shape is and what is wrong with it, in both languages: libraries say it in English alone."""

import re
from typing import Any

import shapely

from registry.geo.formats import format_degrees
from registry.messages import LANGUAGES, Words, number

_FAULTS = {
    "Self-intersection": Words("đường biên cắt nhau", "its edges cross"),
    "Ring Self-intersection": Words("đường biên chạm lại chính nó", "its edge touches itself"),
    "Hole lies outside shell": Words("lỗ nằm ngoài vùng", "a hole lies outside of it"),
    "Holes are nested": Words("lỗ nằm trong lỗ", "a hole lies in a hole"),
    "Interior is disconnected": Words("các lỗ cắt rời phần bên trong", "its holes part the inside"),
    "Nested shells": Words("vùng nằm trong vùng", "a part lies in a part"),
    "Duplicate Rings": Words("hai đường biên trùng nhau", "two edges are the same"),
    "Too few points in geometry component": Words("quá ít điểm", "too few points"),
}
_OTHER = Words("hình không hợp lệ", "the shape is not valid")
_KINDS = {
    "Point": Words("điểm", "point"),
    "LineString": Words("đường", "line"),
    "Polygon": Words("vùng", "area"),
}
_SAID = re.compile(r"^(?P<fault>[^\[]*)(?:\[(?P<x>\S+) (?P<y>\S+)\])?")


def kind_words(shape: Any) -> Words:
    """Return what a shape is: a point, a line or an area; one of several parts as its parts are."""
    name = str(shape.geom_type)
    return _KINDS.get(name.removeprefix("Multi"), Words(name, name))


def fault_words(shape: Any) -> Words:
    """Return what is wrong with a shape that is not valid, and where in its own coordinates."""
    said = _SAID.match(str(shapely.is_valid_reason(shape)))
    assert said is not None  # it matches any text
    fault = _FAULTS.get(said["fault"].strip(), _OTHER)
    if said["x"] is None:
        return fault
    x, y = float(said["x"]), float(said["y"])
    if abs(x) <= 180 and abs(y) <= 90:
        vi, en = (f"{format_degrees(y, lang)}; {format_degrees(x, lang)}" for lang in LANGUAGES)
    else:
        vi, en = (f"X {number(y, 0, lang)}; Y {number(x, 0, lang)}" for lang in LANGUAGES)
    return Words(f"{fault.vi}, tại {vi}", f"{fault.en}, at {en}")
