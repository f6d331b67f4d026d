"""Evidence (căn cứ): what the registered position of the same code, or the commune, says of a reading.

A skipped datum shift or a wrong meridian leaves coordinates that look right; they are claimed only where
something else that is known agrees with the repair.
"""

from registry.geo.areas import near_m
from registry.geo.readings import PositionHints, Problem, plain_pair
from registry.messages import Words

DATUM_SHIFT_M = (195.0, 255.0)  # VN-2000 taken for WGS 84 is 223 to 226 m off anywhere in the country
AGREES_M = 15.0
BY_CODE = Words("trùng vị trí đã đăng ký của mã này", "it agrees with the registered position of this code")
BY_COMMUNE = Words("vị trí nằm trong địa bàn đã ghi ở dòng", "it lies in the commune that the row names")


def in_commune(lon: float, lat: float, hints: PositionHints) -> bool:
    """Whether a point lies in the commune that the row names, as far as its border may lie."""
    return hints.commune is not None and hints.commune.holds(lon, lat)


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
    if hints.commune is None or hints.commune.holds(lon, lat):
        return False
    return hints.commune.beyond_m(lon, lat) <= DATUM_SHIFT_M[1]


def datum_claim(
    stated: tuple[float, float], shifted: tuple[float, float], hints: PositionHints
) -> tuple[Problem, bool] | None:
    """Weigh a point against itself with the datum shift: (problem, whether the shifted one is to be used).

    With the registered position the claim is strong (it agrees within 15 m) and the shifted point is used;
    the commune is kilometres wide and only raises the question, the point stays as stated.
    """
    supported = agrees(*shifted, hints)
    if not supported or (supported == "commune" and agrees(*stated, hints)):
        return None
    distance = near_m(*stated, *shifted)
    if supported == "registered" and hints.registered is not None:
        left = near_m(*shifted, *hints.registered)
        return Problem("COORD-NO-DATUM", {"d": distance, "left": left}, plain_pair(*shifted)), True
    return Problem("COORD-DATUM-POSSIBLE", {"d": distance}, plain_pair(*shifted)), False
