"""How a site's position came to be known, in words: what was written, how it was read, in which system, by
which method, and how exact it is."""

from collections.abc import Mapping
from typing import Any

from registry.geo.crs import VN2000_GEOGRAPHIC
from registry.geo.planes import plane_words
from registry.messages import Words
from registry.services.office.record_words import column_word, value_words

LISTED = "listed"
_METHODS = {"measured": "measured", "as-built": "as-built", "corrected": "corrected"}
_TABLE = "sites"
_WGS84 = 4326


def method_of(reading: str) -> str:
    """Return by which method a position was found: as a list states it, or how else it came to be known."""
    return _METHODS.get(reading, LISTED)


def position_facts(site: Mapping[str, Any]) -> list[tuple[Words, Words]]:
    """Return (label, text) of where a site's position comes from; what is not known is left out."""
    reading = str(site.get("position_reading") or "")
    found = {
        "position_raw": _value("position_raw", site.get("position_raw")),
        "position_reading": _value("position_reading", "" if method_of(reading) != LISTED else reading),
        "position_crs": crs_words(str(site.get("position_crs") or "")),
        "position_method": _value("position_method", method_of(reading) if reading else ""),
        "position_confidence": _value("position_confidence", site.get("position_confidence")),
    }
    return [(column_word(_TABLE, name), text) for name, text in found.items() if text is not None]


def crs_words(code: str) -> Words | None:
    """Return what a system of coordinates ("EPSG:9214") is called; None where none is stated."""
    if not code:
        return None
    number = code.removeprefix("EPSG:")
    if number == str(_WGS84):
        return Words("WGS 84", "WGS 84")
    if number == str(VN2000_GEOGRAPHIC):
        return Words("VN-2000, độ", "VN-2000, degrees")
    try:
        named = plane_words(int(number))
    except (KeyError, ValueError):
        return Words(code, code)
    return Words(f"{named.vi} ({code})", f"{named.en} ({code})")


def _value(column: str, value: Any) -> Words | None:
    return value_words(_TABLE, column, value) if value not in (None, "", []) else None
