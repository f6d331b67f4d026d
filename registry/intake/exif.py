"""What a camera wrote into a picture's EXIF (2.32): when by its own clock, and where (in the child).

Tags of cameras hold anything at all; a picture whose tags are broken is still a picture.
"""

import math
from typing import Any

_EXIF, _GPS = 0x8769, 0x8825  # its directories
_ORIGINAL, _CHANGED = 0x9003, 0x0132


def moment_taken(exif: Any, *, or_changed: bool = False) -> str:
    """Return when a picture was taken, "2026:11:26 14:03:05" in a sound tag; "" where it does not say.

    ``or_changed``: else when it was last changed.
    """
    try:
        taken = exif.get_ifd(_EXIF).get(_ORIGINAL) or (exif.get(_CHANGED) if or_changed else "")
    except Exception:  # noqa: BLE001 - Pillow parses a broken directory into any error; no day is then known
        return ""
    return taken[:19] if isinstance(taken, str) else ""


def place_taken(exif: Any) -> tuple[float, float] | None:
    """Return (longitude, latitude), WGS 84, where a picture was taken; None where it does not say."""
    try:
        place = exif.get_ifd(_GPS)
        lat = _degrees(place.get(2), place.get(1), "S", 90.0)
        lon = _degrees(place.get(4), place.get(3), "W", 180.0)
    except Exception:  # noqa: BLE001 - rationals of a broken tag divide by 0 or are text; no place is then known
        return None
    return None if lat is None or lon is None or (lat, lon) == (0.0, 0.0) else (lon, lat)


def _degrees(parts: Any, side: Any, negative: str, most: float) -> float | None:
    """Return degrees from EXIF's three rationals, None where they are none."""
    if parts is None or side is None or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not (math.isfinite(value) and 0 <= value <= most):
        return None
    return -value if str(side).strip("\0 ").upper() == negative else value
