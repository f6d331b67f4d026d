"""Angles (góc, kinh độ, vĩ độ): one piece of text to degrees, whatever way it was typed.

What is read: decimal degrees with point or comma, degrees-minutes-seconds and degrees-minutes with any kind
of mark (``21°16'29"B``, ``106° 6'4.68"E``, ``21 16 29``, ``21o16'29''``, ``21 độ 16 phút 29 giây``), a sign,
or a letter or word for the half of the globe. Vietnamese letters: B = Bắc (north), Đ or D = Đông (east),
T = Tây (west); N is north as everywhere, although Nam (south) begins with it too: ``vietnamese`` of the
neighbouring angle lets the reader of the pair say so. No text raises.
"""

import math
import re
import unicodedata
from typing import Literal, NamedTuple

Axis = Literal["lon", "lat"]
BOUND: dict[Axis, float] = {"lon": 180.0, "lat": 90.0}
LONGEST = 200  # characters; nobody writes a longer coordinate, and patterns must not meet a novel


class Angle(NamedTuple):
    """Degrees as written, or the code of why there are none.

    ``degrees`` is not yet held against a range: a missing point gives 21273400. ``notation``: ``decimal``,
    ``decimal-comma``, ``dms``, ``dm``. ``resolution`` is one unit of the last digit written, in degrees.
    ``axis`` is what a letter or a label says. ``digits`` are the digits of a decimal, sign in front, for
    putting a point elsewhere. ``number``: it stood in a cell as a number, which keeps no zeros at its end.
    """

    degrees: float | None
    notation: str = "decimal"
    resolution: float = 0.0
    axis: Axis | None = None
    letter: str = ""
    problem: str = ""
    sign_doubt: bool = False
    digits: str = ""
    number: bool = False

    @property
    def vietnamese(self) -> bool:
        """Whether the letter is one that only a Vietnamese writer uses."""
        return self.letter in {"b", "đ", "d", "t", "bắc", "bac", "nam", "đông", "dong", "tây", "tay"}


_HALVES: dict[str, tuple[Axis, int]] = {
    **dict.fromkeys(("n", "b", "north", "nord", "bắc", "bac"), ("lat", 1)),
    **dict.fromkeys(("s", "south", "sud", "nam"), ("lat", -1)),
    **dict.fromkeys(("e", "đ", "d", "east", "est", "đông", "dong"), ("lon", 1)),
    **dict.fromkeys(("w", "t", "west", "ouest", "tây", "tay"), ("lon", -1)),
}
HALF = "|".join(sorted(_HALVES, key=len, reverse=True))
"""Every way to name a half of the globe, the longest first, as alternatives of a pattern."""
_SUFFIX = re.compile(rf"(?<![^\W\d_])({HALF})\.?$")
_PREFIX = re.compile(rf"^({HALF})(?![^\W\d_])[.:=\s]*")
_LABEL = re.compile(
    r"(?<![^\W\d_])(?:(vĩ độ|vi do|vĩ|latitude|lattitude|lat)|(kinh độ|kinh do|kinh|longitude|long|lng|lon))"
    r"(?![^\W\d_])[.:=\s]*"
)
_METRE_LABEL = re.compile(r"^(?:x|y|northing|easting)(?![^\W\d_])[.:=\s]*")
_MISSING = frozenset(
    ("", "-", "--", "---", ".", "?", "x", "n/a", "na", "#n/a", "nan", "null", "none", "nil",
     "không", "không có", "khong co", "chưa có", "chua co", "chưa xác định", "không rõ",
     "không biết", "trống")
)  # fmt: skip

_CHANGES: dict[str | int, str | int | None] = {
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u3000\t\r\n\v\f", " "),
    **dict.fromkeys("\u200b\u200e\u200f\ufeff\u00ad\u2060", None),
    **dict.fromkeys("\u2032\u2018\u2019\u02bc\u02b9\u00b4`\uff07\u201b", "'"),
    **dict.fromkeys("\u2033\u201c\u201d\u201e\u02ba\uff02\u02dd\u3003", '"'),
    **dict.fromkeys("\u00ba\u02da\u1d52\u2218\u00b0", "°"),
    **dict.fromkeys("\u2212\u2012\u2013\u2014\uff0d", "-"),
    **dict.fromkeys("Ðð", "đ"),  # drawn alike as capitals: 106°11'41"Ð
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    "\uff0c": ",",
    "\uff0e": ".",
    "\uff1b": ";",
}
_CHARACTERS = str.maketrans(_CHANGES)
_MARKS = (
    (re.compile(r"''"), '"'),
    (re.compile(r"(?<=[0-9])\s*(?:độ|do|deg(?:rees?)?|o(?=\s*[0-9]|$))(?![^\W\d_])\.?"), "°"),
    (re.compile(r"(?<=[0-9])\s*(?:o|[*^~]|d(?=\s*[0-9]+\s*'))\s*(?=[0-9])"), "°"),
    (re.compile(r"(?<=[0-9])\s*(?:phút|phut|min(?:utes?)?)(?![^\W\d_])\.?"), "'"),
    (re.compile(r"(?<=[0-9])\s*(?:giây|giay|sec(?:onds?)?)(?![^\W\d_])\.?"), '"'),
    (re.compile(r"(?<=[0-9])\s*d\s*([0-9.,]+)\s*m\s*([0-9.,]+)\s*s(?![^\W\d_])"), r"°\1'" r'\2"'),
)
_PART = r"[0-9]+(?:[.,][0-9]+)?"
_MARKED = re.compile(rf"^({_PART})\s*°\s*(?:({_PART})(?:\s*'\s*|\s+|$)(?:({_PART})\s*[\"']?)?)?$")
_SPACED = re.compile(
    rf"^([0-9]{{1,3}})(?:\s+|\s*[:-]\s*)([0-9]{{1,2}})(?:\s+|\s*[:-]\s*|\s*'\s*)({_PART})\s*\"?$"
)
_SPACED_MINUTES = re.compile(r"^([0-9]{1,3})(?:\s+|\s*[:-]\s*)([0-9]{1,2}(?:[.,][0-9]+)?)\s*'?$")
_DOTTED = re.compile(r"^([0-9]{1,3})\.([0-9]{1,2})\.([0-9]{1,2}(?:[.,][0-9]+)?)$")
_FAST = re.compile(r"^\s*([+-]?[0-9]{1,3})\.([0-9]+)\s*$")
_POINT = re.compile(r"^(?:[0-9]+\.?([0-9]*)|\.([0-9]+))$")
_COMMA = re.compile(r"^[0-9]*,([0-9]+)$")
_EXPONENT = re.compile(r"^[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]{1,3}$")
_GROUPED = (
    (re.compile(r"^[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|(?:,[0-9]{3})+\.[0-9]+)$"), ",", "."),
    (re.compile(r"^[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|(?:\.[0-9]{3})+,[0-9]+)$"), ".", ","),
    (re.compile(r"^[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?$"), " ", ","),
)
_ONE_GROUP = re.compile(r"^[0-9]{1,3}[.,][0-9]{3}$")


def clean(text: str) -> str:
    """Return the text in lower case with one kind of blank, minus, degree, minute and second mark."""
    # UTF-8 opened as Latin-1 leaves an Â before the degree sign.
    text = unicodedata.normalize("NFC", text).replace("Â°", "°").translate(_CHARACTERS).casefold()
    return " ".join(text.split())


_FRAME = r"(?:wgs ?-?84|epsg:? ?4326|vn ?-?2000)"
_ASIDE = re.compile(
    rf"\(\s*(?:hệ\s+(?:tọa độ|toạ độ)?\s*)?{_FRAME}[^()]*\)|\(([^0-9()]*)\)|(?<![^\W_]){_FRAME}(?![^\W_])"
)


def without_asides(body: str) -> str:
    """Drop words in brackets and the name of a frame from a clean text; a letter in brackets is a half."""
    return _ASIDE.sub(lambda found: f" {found[1]} " if (found[1] or "").strip() in _HALVES else " ", body)


def is_missing(text: str | None) -> bool:
    """Whether a cell says, in any of the usual words, that it has nothing to say."""
    return text is None or (len(text) <= LONGEST and clean(text) in _MISSING)


def parse_value(text: str | None, axis: Axis | None = None) -> Angle:
    """Read one angle; with ``axis``, one out of its range (90 or 180 degrees) is ``COORD-RANGE``."""
    angle = read_angle(text or "")
    bound = BOUND[axis or angle.axis or "lon"]
    if angle.degrees is not None and abs(angle.degrees) > bound:
        return angle._replace(degrees=None, problem="COORD-RANGE")
    return angle


def read_angle(text: str) -> Angle:
    """Read one angle without holding it against a range.

    Problems: COORD-MISSING, COORD-NOT-NUMBER, COORD-SIXTY (minutes or seconds), COORD-CONTRADICTION.
    """
    match = _FAST.match(text)
    if match:
        decimals = match[2]
        return Angle(float(text), "decimal", 10.0 ** -len(decimals), digits=match[1] + decimals)
    if len(text) > LONGEST:
        return Angle(None, problem="COORD-NOT-NUMBER")
    body = clean(text)
    if body in _MISSING:
        return Angle(None, problem="COORD-MISSING")
    return _read_clean(body)


def _read_clean(body: str) -> Angle:
    body = without_asides(body).strip("()[]{}<> ;").lstrip("'")
    if body.count(".") == 2 and body.endswith("."):
        body = body[:-1]  # a full stop behind a number that has its point
    said: Axis | None = None
    labels = list(_LABEL.finditer(body))
    if labels:
        axes: set[Axis] = {"lat" if label[1] else "lon" for label in labels}
        if len(axes) > 1:
            return Angle(None, problem="COORD-NOT-NUMBER")
        said = axes.pop()
        body = _LABEL.sub(" ", body).strip()
    body = _METRE_LABEL.sub("", body).strip(" ,:")
    for pattern, mark in _MARKS:
        body = pattern.sub(mark, body)
    letter = ""
    half = _SUFFIX.search(body) or _PREFIX.search(body)
    if half:
        letter = half[1]
        body = (body[: half.start()] + body[half.end() :]).strip(" ,")
        axis, way = _HALVES[letter]
        if said is not None and axis != said:
            return Angle(None, problem="COORD-CONTRADICTION")
        said = axis
    else:
        way = 1
    sign = 1
    if body[:1] in ("+", "-"):
        sign = -1 if body[0] == "-" else 1
        body = body[1:].strip()
    angle = _magnitude(body)
    if angle.degrees is None:
        return angle
    # A minus before S or W repeats the letter; before N or E it contradicts it, and the letter is believed.
    doubt = bool(letter) and way > 0 and sign < 0
    total = way if letter else sign
    prefix = "-" if total < 0 else ""
    return angle._replace(
        degrees=total * angle.degrees,
        axis=said,
        letter=letter,
        sign_doubt=doubt,
        digits=prefix + angle.digits if angle.digits else "",
    )


def _magnitude(body: str) -> Angle:
    number = read_number(body)
    if number is not None:
        value, decimals, notation = number
        return Angle(value, notation, 10.0**-decimals, digits=re.sub(r"[^0-9]", "", body))
    if _EXPONENT.match(body):
        value = float(body.replace(",", "."))
        return Angle(value) if math.isfinite(value) else Angle(None, problem="COORD-NOT-NUMBER")
    for pattern in (_MARKED, _SPACED, _DOTTED, _SPACED_MINUTES):
        match = pattern.match(body)
        if match:
            return _sexagesimal([part for part in match.groups() if part is not None])
    return Angle(None, problem="COORD-NOT-NUMBER")


def _sexagesimal(parts: list[str]) -> Angle:
    points = [part.replace(",", ".") for part in parts]
    if any("." in part for part in points[:-1]):
        return Angle(None, problem="COORD-NOT-NUMBER")
    values = [float(part) for part in points]
    # 60 itself comes from rounding 59.996 and is carried; above it the digits cannot be meant.
    if any(value > 60.0 for value in values[1:]):
        return Angle(None, problem="COORD-SIXTY")
    degrees = sum(value / 60.0**place for place, value in enumerate(values))
    decimals = len(points[-1].partition(".")[2])
    if len(parts) == 1:
        notation = "decimal-comma" if "," in parts[0] else "decimal"
        return Angle(degrees, notation, 10.0**-decimals, digits=points[0].replace(".", ""))
    return Angle(degrees, "dms" if len(parts) == 3 else "dm", 10.0**-decimals / 60.0 ** (len(parts) - 1))


def read_number(body: str) -> tuple[float, int, str] | None:
    """Read an unsigned clean number, thousands separators included: (value, decimals written, notation)."""
    match = _POINT.match(body)
    if match:
        return float(body), len(match[1] or match[2] or ""), "decimal"
    match = _COMMA.match(body)
    if match:
        return float(body.replace(",", ".")), len(match[1]), "decimal-comma"
    for pattern, group, point in _GROUPED:
        if pattern.match(body):
            plain = body.replace(group, "").replace(point, ".")
            return float(plain), len(plain.partition(".")[2]), "grouped"
    return None


def read_metres_value(text: str | None) -> float | None:
    """Read a length in metres; ``417.000`` is four hundred thousand, because no grid coordinate is 417."""
    if text is None or len(text) > LONGEST:
        return None
    body = _METRE_LABEL.sub("", without_asides(clean(text)).strip("()[]{}<> ;'"))
    body = _PREFIX.sub("", body)
    body = re.sub(r"\s*(?:m|met|mét|metres?|meters?)\.?$", "", body)
    sign = -1.0 if body.startswith("-") else 1.0
    body = body.lstrip("+-").strip()
    if _ONE_GROUP.match(body):
        return sign * float(re.sub(r"[.,]", "", body))
    number = read_number(body)
    if number is not None:
        return sign * number[0]
    if _EXPONENT.match(body):
        value = float(body.replace(",", "."))
        return sign * value if math.isfinite(value) else None
    return None
