"""Evidence (căn cứ): what the registered position of the same code, or the commune, says of a reading.

A skipped datum shift or a wrong meridian leaves coordinates that look right; they are claimed only where
something else that is known agrees with the repair.
"""

import math

from registry.geo.readings import PositionHints, Problem, plain_pair

DATUM_SHIFT_M = (195.0, 255.0)  # VN-2000 taken for WGS 84 is 223 to 226 m off anywhere in the country
AGREES_M = 15.0
METRES_PER_DEGREE = 111_320.0


def near_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return metres between near points on the sphere: within 1% below 50 km, enough to weigh evidence."""
    dx = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2.0))
    return math.hypot(dx, lat2 - lat1) * METRES_PER_DEGREE


def in_commune(lon: float, lat: float, hints: PositionHints) -> bool:
    """Whether a point lies within the radius of the commune that the row names."""
    if hints.commune is None:
        return False
    return near_m(lon, lat, hints.commune[0], hints.commune[1]) <= hints.commune[2]


def agrees(lon: float, lat: float, hints: PositionHints) -> str:
    """Return what agrees with a point: ``registered``, else ``commune``, else ""."""
    if hints.registered is not None and near_m(lon, lat, *hints.registered) <= AGREES_M:
        return "registered"
    return "commune" if in_commune(lon, lat, hints) else ""


def may_lack_datum(lon: float, lat: float, hints: PositionHints) -> bool:
    """Whether it is worth computing the shifted point: the record is as far away as the shift is long,
    or the point lies outside its commune by no more than that."""
    if hints.registered is not None:
        return DATUM_SHIFT_M[0] <= near_m(lon, lat, *hints.registered) <= DATUM_SHIFT_M[1]
    if hints.commune is None:
        return False
    beyond = near_m(lon, lat, hints.commune[0], hints.commune[1]) - hints.commune[2]
    return 0.0 < beyond <= DATUM_SHIFT_M[1]


def datum_claim(
    stated: tuple[float, float], shifted: tuple[float, float], hints: PositionHints
) -> tuple[Problem, bool] | None:
    """Weigh a point against itself with the datum shift: (problem, whether the shifted one is to be used).

    With the registered position the claim is strong (it agrees within 15 m) and the shifted point is used;
    the commune is a circle of kilometres and only raises the question, the point stays as stated.
    """
    supported = agrees(*shifted, hints)
    if not supported or (supported == "commune" and agrees(*stated, hints)):
        return None
    distance = near_m(*stated, *shifted)
    if supported == "registered" and hints.registered is not None:
        left = near_m(*shifted, *hints.registered)
        return Problem("COORD-NO-DATUM", {"d": distance, "left": left}, plain_pair(*shifted)), True
    return Problem("COORD-DATUM-POSSIBLE", {"d": distance}, plain_pair(*shifted)), False
