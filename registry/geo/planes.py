"""Planes (mặt phẳng toạ độ): every standard plane that a Vietnamese list may be written in, and its name.

VN-2000 has 3-degree zones (k0 0.9999) on a meridian of each province and on 102°, 105° and 108°, and
6-degree zones (UTM, k0 0.9996); receivers and programs also give UTM on WGS 84. Neighbouring meridians are
26 km apart, the planes of 105° only 224 m (datum) and 710 m (k0): a commune tells the former apart, hardly
the latter.
"""

import math
from collections.abc import Iterator
from functools import cache

from registry.messages import Words

# Central meridians in degrees of the VN-2000 planes, as EPSG holds them (tests compare with PROJ).
CENTRAL_MERIDIANS: dict[int, float] = {
    3405: 105.0, 3406: 111.0, 5896: 102.0, 5897: 105.0, 5898: 108.0, 5899: 107.75,
    9205: 103.0, 9206: 104.0, 9207: 104.5, 9208: 104.75, 9209: 105.5, 9210: 105.75, 9211: 106.0,
    9212: 106.25, 9213: 106.5, 9214: 107.0, 9215: 107.25, 9216: 107.5, 9217: 108.25, 9218: 108.5,
}  # fmt: skip
UTM_VN2000 = {3405: 48, 3406: 49}
UTM_WGS84 = {32648: 48, 32649: 49}
MERIDIANS: dict[int, float] = {**CENTRAL_MERIDIANS, 32648: 105.0, 32649: 111.0}
"""Central meridian of every plane that is tried."""
NATIONAL = (5897, 3405, 5896, 5898, 3406)
"""The planes that hold for the whole country: the likeliest after a province's own."""
ORDER: tuple[int, ...] = (
    *(epsg for epsg in CENTRAL_MERIDIANS if epsg not in UTM_VN2000), *UTM_VN2000, *UTM_WGS84,
)  # fmt: skip
"""All planes, the likelier first where nothing tells two apart: land and building papers are drawn in
3-degree zones; UTM is for small scales, and WGS 84 is not Vietnam's frame."""
# Zone numbers written before the easting: two figures are six-degree zones, three are three-degree ones.
ZONES: dict[str, int] = {"48": 3405, "49": 3406, "481": 5896, "482": 5897, "491": 5898}

NORTHINGS = (800_000.0, 2_700_000.0)
EASTINGS = (100_000.0, 900_000.0)
FALSE_EASTING_M = 500_000.0
_METRES_PER_DEGREE = 111_320.0
_SLACK_DEG = 0.06  # curvature and flattening that the rough longitude of ``reaching`` leaves out


def is_northing(value: float) -> bool:
    """Whether a number of metres can be a northing in Vietnam."""
    return NORTHINGS[0] <= value <= NORTHINGS[1]


def is_easting(value: float) -> bool:
    """Whether a number of metres can be an easting, with or without a zone number before it."""
    return EASTINGS[0] <= value <= EASTINGS[1] or zone_of(value) is not None


def zone_of(easting: float) -> tuple[int, float] | None:
    """Split a zone number off an easting: 48 427 500 is 427,500 m in zone 48; (EPSG code, metres) or None."""
    zone, metres = divmod(easting, 1_000_000.0)
    epsg = ZONES.get(str(int(zone))) if 0 < zone < 1000 else None
    return (epsg, metres) if epsg is not None and EASTINGS[0] <= metres <= EASTINGS[1] else None


def reaching(easting: float, northing: float, west: float, east: float) -> Iterator[int]:
    """Yield the planes in which metres can lie between two longitudes (degrees), in the order of ``ORDER``.

    Told roughly, without a projection, so that few have to be worked out.
    """
    latitude = math.radians(min(northing / 110_600.0, 89.0))
    off = (easting - FALSE_EASTING_M) / (_METRES_PER_DEGREE * math.cos(latitude))
    for epsg in ORDER:
        if west - _SLACK_DEG <= MERIDIANS[epsg] + off <= east + _SLACK_DEG:
            yield epsg


def plane_near(longitude: float) -> int:
    """Return the three-degree plane whose meridian is nearest to a longitude (degrees)."""
    return min(
        (epsg for epsg in CENTRAL_MERIDIANS if epsg not in UTM_VN2000),
        key=lambda epsg: abs(CENTRAL_MERIDIANS[epsg] - longitude),
    )


@cache
def plane_words(epsg: int) -> Words:
    """Name a plane as a surveyor does: VN-2000, kinh tuyến trục 107°00', múi 3°."""
    whole, part = divmod(round(MERIDIANS[epsg] * 60), 60)
    meridian = f"{whole}°{part:02d}'"
    if epsg in UTM_VN2000:
        zone = UTM_VN2000[epsg]
        return Words(
            f"VN-2000, UTM múi {zone} ({meridian}, múi 6°)", f"VN-2000, UTM {zone}N ({meridian}, 6°)"
        )
    if epsg in UTM_WGS84:
        zone = UTM_WGS84[epsg]
        return Words(f"WGS-84, UTM múi {zone} ({meridian}, múi 6°)", f"WGS 84, UTM {zone}N ({meridian}, 6°)")
    return Words(
        f"VN-2000, kinh tuyến trục {meridian}, múi 3°", f"VN-2000, central meridian {meridian}, 3° zone"
    )
