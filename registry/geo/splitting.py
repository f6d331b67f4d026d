"""Splitting (tách toạ độ): where one cell's text falls into its two angles.

Separators are tried from the surest to the weakest; a comma may be a decimal comma, so it separates only
with a blank beside it, or where the number of commas leaves no other reading.
"""

import re
from collections.abc import Iterator

from registry.geo.angles import HALF, LONGEST, clean, without_asides

_WKT = re.compile(r"^point\s*z?\s*\(\s*(\S+)\s+(\S+)(?:\s+\S+)?\s*\)$")
_STRONG = re.compile(r"\s*[;|/]\s*|\s+-\s+|\s+(?:và|and|et|&)\s+")
_COMMA_BLANK = re.compile(r"\s*,\s+|\s+,\s*")
_LETTER = rf"(?:{HALF})"
_AFTER = re.compile(rf"^(.*[0-9][^a-zà-ỹđ0-9]*{_LETTER})(?![^\W\d_])[\s,.]*(.*[0-9].*)$")
_BEFORE = re.compile(
    rf"^({_LETTER}[^a-zà-ỹđ]*[0-9][^a-zà-ỹđ]*?)[\s,]*({_LETTER}(?![^\W\d_])[^a-zà-ỹđ]*[0-9].*)$"
)
_LABELS = re.compile(
    r"(?<![^\W\d_])(?:vĩ độ|vi do|vĩ|latitude|lat|kinh độ|kinh do|kinh|longitude|long|lng|lon"
    r"|x|y|northing|easting)"
    r"(?![^\W\d_])"
)
_DEGREE = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?\s*°")
_PREAMBLE = re.compile(
    r"^(?:(?:hệ|tọa độ|toạ độ|toa do|gps|vn ?-?2000|coordinates?|koordinat)\s*[:=(),]*\s*)+"
)
_THREE = re.compile(r"\s*[;|/]\s*|\s*,\s+|\s+,\s*|\s+")
_CALLED = r"(?:h|z|alt|altitude|elev|elevation|cao độ|độ cao|cao)"
_HEIGHT = re.compile(rf"^{_CALLED}?\s*[:=]?\s*(-?[0-9]{{1,4}}(?:[.,][0-9]{{1,3}})?)\s*(?:m|mét)?$")
_HEIGHT_WORDS = re.compile(rf"(?<=[\s,;]){_CALLED}\s*[:=]?\s*(?=-?[0-9])")


def without_height(text: str) -> tuple[str, str] | None:
    """Part "latitude, longitude, height" into the first two and the third; None where it is not that."""
    if len(text) > LONGEST:
        return None
    body = _PREAMBLE.sub("", without_asides(clean(text)).strip(" ,:;()[]"))
    body = _HEIGHT_WORDS.sub("", re.sub(r"(?<=[0-9])\s+(?=(?:m|mét)$)", "", body))
    parts = [part for part in _THREE.split(body) if part]
    if len(parts) == 1 and body.count(",") == 2 and "." in body:
        parts = body.split(",")
    height = _HEIGHT.match(parts[2]) if len(parts) == 3 else None
    return (f"{parts[0]}; {parts[1]}", height[1]) if height else None


def splits(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the ways to split a text in two, surest first: (first, second, whether the first is known to be
    the longitude). Nothing for a text longer than any coordinate."""
    if len(text) > LONGEST:
        return
    body = clean(text.replace("\n", ";").replace("\r", ""))
    wkt = _WKT.match(body)
    if wkt:
        yield wkt[1], wkt[2], True
        return
    body = _PREAMBLE.sub("", without_asides(body).strip(" ,:;")).strip("()[]{}<> ;,")
    for first, second in _pairs(body):
        if any(c.isdigit() for c in first) and any(c.isdigit() for c in second):
            yield first.strip(" ,;"), second.strip(" ,;"), False


def _pairs(body: str) -> Iterator[tuple[str, str]]:
    for separator in (_STRONG, _COMMA_BLANK):
        parts = [part for part in separator.split(body) if part]
        if len(parts) == 2:
            yield parts[0], parts[1]
    labels = list(_LABELS.finditer(body))
    if len(labels) == 2:
        cut = labels[1].start()
        if labels[0].start() > 0:  # labels stand behind their values
            cut = labels[0].end()
        yield body[:cut], body[cut:]
    for pattern in (_AFTER, _BEFORE):
        match = pattern.match(body)
        if match:
            yield match[1], match[2]
    degrees = list(_DEGREE.finditer(body))
    if len(degrees) == 2:
        yield body[: degrees[1].start()], body[degrees[1].start() :]
    commas = body.split(",")
    if len(commas) == 2 and ("." in body or "°" in body):
        yield commas[0], commas[1]
    if len(commas) == 4 and "." not in body:
        yield ",".join(commas[:2]), ",".join(commas[2:])
    words = body.split()
    if len(words) in (2, 4, 6):
        half = len(words) // 2
        yield " ".join(words[:half]), " ".join(words[half:])
