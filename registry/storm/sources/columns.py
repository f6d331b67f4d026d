"""Headers of track tables: what a column holds, and the unit, averaging or zone that its name states.

"wind_ms", "Gió (km/h)", "USA_WIND", "r34_nm", "Bán kính cấp 6 (km)": names are compared without case and
diacritics. A unit in the name is the unit; without one it is asked.
"""

import re
from typing import NamedTuple

from registry.columns import fold
from registry.storm.scales import least_of
from registry.storm.units import KNOT_MS

QUADRANTS = ("ne", "se", "sw", "nw")
_NAMES: dict[str, str] = {
    "time": "time timestamp isotime datetime at date thoidiem thoigian ngaygio luc",
    "lat": "lat latitude vido vidobac vi",
    "lon": "lon lng long longitude kinhdo kinhdodong kinh",
    "wind": "wind vmax maxwind windspeed maxsustainedwind sustainedwind maxwindspeed usawind wmowind "
    "giomanhnhat sucgio sucgiomanhnhat tocdogio gio",
    "gust": "gust windgust giogiat usagust",
    "pressure": "slp mslp pressure minpressure pres khiap wmopres usapres centralpressure",
    "level": "cap capgio level beaufort capbao",
    "gust_level": "capgiat giatcap giat gustlevel capgiogiat",
    "rmax": "rmw rmax usarmw radiusofmaximumwind bankinhgiocucdai",
    "storm": "trackid sid stormid id mabao bao",
    "name": "name ten tenbao stormname",
    "season": "season year nam",
    "number": "number sobao baoso",
    "disaster": "capdoruirothientai capdoruiro ruirothientai disasterlevel rrtt",
    "forecast": "forecast dubao",
}
_INDEX = {name: field for field, names in _NAMES.items() for name in names.split()}
_UNITS = {
    "kt": "kt", "kts": "kt", "knots": "kt", "knot": "kt", "ms": "m/s", "mps": "m/s", "kmh": "km/h",
    "kph": "km/h",
    "kmgio": "km/h", "hpa": "hPa", "mb": "hPa", "mbar": "hPa", "nm": "nmi", "nmi": "nmi", "nmile": "nmi",
    "haily": "nmi", "km": "km", "m": "m",
}  # fmt: skip
_SUFFIX = re.compile(r"[_\s](kts?|knots?|ms|mps|kmh|kph|hpa|mb|mbar|nm|nmi|nmile|km|m)$", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^)\]]{1,40})[)\]]")
_MINUTES = re.compile(r"(?<!\d)(1|2|10)\s?(?:-\s?)?(?:phút|min)", re.IGNORECASE)
_RADIUS = re.compile(r"^(?:usa)?r(34|50|64)(ne|se|sw|nw)?(?:quadrants)?$")
_LEVEL_RADIUS = re.compile(r"^bankinh(?:gio)?(?:manh)?cap(\d{1,2})$")
_ZONES = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC", "giovn": "+07:00", "giovietnam": "+07:00", "utc7": "+07:00",
}  # fmt: skip


class Column(NamedTuple):
    """What a column is. ``wind_ms`` and ``quadrant`` say whose radius it is (quadrant "": all sides).

    ``unit``, ``averaging_s`` and ``zone`` are "" or 0 where the name does not state them.
    """

    field: str
    unit: str = ""
    averaging_s: int = 0
    zone: str = ""
    wind_ms: float = 0.0
    quadrant: str = ""


def column_of(header: str) -> Column | None:
    """Return what a header stands for; None where it is not known."""
    text = header.strip()[:120]
    inside = " ".join(_BRACKETS.findall(text))
    bare = _BRACKETS.sub(" ", text).strip()
    suffix = _SUFFIX.search(bare)
    unit = _unit(inside) or (_UNITS[suffix[1].lower()] if suffix else "")
    folded = fold(bare)
    names = [folded] if not suffix else [fold(bare[: suffix.start()]), folded]
    averaging = _MINUTES.search(text)
    seconds = int(averaging[1]) * 60 if averaging else 0
    if averaging:
        names.append(fold(_MINUTES.sub(" ", bare)))
    for name in names:
        radius = _RADIUS.match(name)
        if radius:
            return Column("radius", unit, wind_ms=int(radius[1]) * KNOT_MS, quadrant=radius[2] or "")
        reach = _LEVEL_RADIUS.match(name)
        if reach and 6 <= int(reach[1]) <= 17:
            return Column("radius", unit, wind_ms=least_of(int(reach[1])))
        field = _INDEX.get(name)
        if field == "gust_level" and unit:
            return Column("gust", unit)  # "Giật (km/h)"
        if field == "wind" and name == "usawind":
            return Column(field, unit, seconds or 60)  # IBTrACS: winds of the US agencies are 1-minute means
        if name == "isotime":
            return Column("time", zone="UTC")  # IBTrACS: its ISO_TIME is universal time
        if field:
            return Column(field, unit, seconds, _zone(inside) if field == "time" else "")
    return None


def unit_named(text: str) -> str:
    """Return the unit that a cell of a row of units names, "" where none (IBTrACS has such a row)."""
    return _UNITS.get(fold(text), "")


def _unit(inside: str) -> str:
    for part in re.split(r"[,;]", inside):
        found = _UNITS.get(fold(part.replace("/", "")))
        if found:
            return found
    return ""


def _zone(inside: str) -> str:
    return _ZONES.get(fold(inside), "")
