"""Degrees (toạ độ địa lý): two angles judged as one position.

What is written is kept wherever it can be meant. A repair is only proposed, and only where it lands in the
province (or, for values that are no angles at all, where it is the one reading left); the order in which
repairs are tried is fixed: axes, sign, point, meridian.
"""

import math
from dataclasses import replace

from registry.geo.angles import Angle
from registry.geo.areas import METRES_PER_DEGREE
from registry.geo.evidence import datum_claim, may_lack_datum
from registry.geo.readings import Field, PositionHints, Problem, Reading, plain, plain_pair, unreadable
from registry.geo.repairs import Case, bring_inside, dotted, is_valid, make_valid, swapped
from registry.model.positions import DEFAULT_ACCURACY_M, Confidence, Position

_LOST_ZEROS = 3  # one number in a thousand ends in so many by chance
_THREE_DECIMALS = 0.001 * 1.0001  # degrees


def judge_degrees(
    lon: Angle,
    lat: Angle,
    raw: tuple[str, ...],
    hints: PositionHints | None,
    *,
    stated_accuracy_m: float | None = None,
    any_order: bool = False,
) -> Reading:
    """Judge two readable angles, given as longitude and latitude.

    ``any_order``: both stood in one cell, where either order is usual and exchanging them is no repair.
    """
    assert lon.degrees is not None
    assert lat.degrees is not None
    coarser = _coarser(lon, lat, raw)
    if lon.axis is not None and lon.axis == lat.axis:
        return unreadable(raw, Problem("COORD-CONTRADICTION"))
    if lon.degrees == 0.0 and lat.degrees == 0.0:
        return unreadable(raw, Problem("COORD-ZERO"))
    case = Case(lon.degrees, lat.degrees, _notation(lon, lat))
    lettered = lon.axis is not None or lat.axis is not None
    if lon.axis == "lat" or lat.axis == "lon":
        lon, lat = lat, lon
        _exchange(case, any_order)
    elif any_order and not lettered and _ordered_by_size(case, hints):
        lon, lat = lat, lon
    lone_zero = _lone_zero(case, hints)
    if lone_zero:
        return unreadable(raw, Problem("COORD-ZERO", field=lone_zero))
    _signs(case, lon, lat)
    if not is_valid(case.lon, case.lat):
        if not make_valid(case, lon, lat, hints, lettered):
            value, where = (raw[0], "lon") if abs(case.lon) > 180.0 or len(raw) < 2 else (raw[-1], "lat")
            return unreadable(raw, Problem("COORD-RANGE", {"value": value}, field=_field(where, raw)))
    elif hints is not None:
        dotted(case, lon, lat, hints)
        if not case.proposed and not hints.holds(case.lon, case.lat):
            bring_inside(case, lon, lat, hints, lettered)
    _north_or_south(case, lon, lat, hints)
    if hints is not None:
        if hints.holds(case.lon, case.lat):
            _weigh_datum(case, hints)
        else:
            case.problems.append(Problem("COORD-OUTSIDE", {"lat": case.lat, "lon": case.lon}))
    return finish(
        Position(case.lon, case.lat, raw, case.reading),
        case.problems,
        proposed=case.proposed,
        digits_m=_digits_m(case, lon, lat),
        stated_m=stated_accuracy_m,
        coarser=coarser,
    )


def finish(
    position: Position,
    problems: list[Problem],
    *,
    proposed: bool,
    digits_m: float,
    stated_m: float | None,
    doubt_m: float = 0.0,
    coarser: Field = "position",
) -> Reading:
    """Return the reading with its accuracy: stated, else 10 m, or coarser where the digits say so.

    A position is no surer than its readings lie apart (``doubt_m``). ``coarser`` has the fewer digits.
    """
    given = stated_m if stated_m is not None and math.isfinite(stated_m) and stated_m > 0 else None
    accuracy = max(DEFAULT_ACCURACY_M if given is None else given, digits_m, doubt_m)
    confidence = Confidence.STATED
    if digits_m > max(DEFAULT_ACCURACY_M, given or 0.0):
        confidence = Confidence.COARSE
        problems = [*problems, Problem("COORD-COARSE", {"accuracy_m": digits_m}, field=coarser)]
    if proposed:
        confidence = Confidence.PROPOSED
    return Reading(replace(position, accuracy_m=accuracy, confidence=confidence), tuple(problems))


def digits_accuracy_m(lon: Angle, lat: Angle) -> float:
    """Return how far rounding to the digits written can move a point, in metres.

    Half a unit of the last digit on each axis, together: hypot(u_lat / 2, u_lon / 2 cos lat) x 111,320 m.
    At 21° north 21,27 gives 760 m, whole seconds 21 m, four decimals 7.6 m. A spreadsheet drops zeros at the
    end of a number: where one axis has a digit less than the other, or up to three in a number that still
    has three decimals, the finer one counts for both. Fewer decimals are not taken for dropped zeros (106.3
    beside 21.261284 would be five, one in 100,000): somebody may have written no more.
    """
    assert lat.degrees is not None
    coarse, fine = sorted((lon, lat), key=lambda angle: -angle.resolution)
    lost = _LOST_ZEROS if coarse.number and coarse.resolution <= _THREE_DECIMALS else 1
    if coarse.resolution <= fine.resolution * 10.0**lost * 1.0001:
        u_lon = u_lat = fine.resolution
    else:
        u_lon, u_lat = lon.resolution, lat.resolution
    narrowing = math.cos(math.radians(min(abs(lat.degrees), 90.0)))
    return math.hypot(u_lat / 2.0, u_lon / 2.0 * narrowing) * METRES_PER_DEGREE


def _digits_m(case: Case, lon: Angle, lat: Angle) -> float:
    """Return the digits' accuracy of a judged case; a point that was put counts the digits behind it."""
    assert lon.degrees is not None
    assert lat.degrees is not None
    if abs(lon.degrees) == abs(case.lat) and abs(lat.degrees) == abs(case.lon):
        lon, lat = lat, lon
    return digits_accuracy_m(_pointed(lon, case.lon), _pointed(lat, case.lat))


def _pointed(angle: Angle, value: float) -> Angle:
    """Return the angle with the resolution that its digits have where the point was put elsewhere."""
    if not angle.digits or angle.degrees is None or abs(angle.degrees) == abs(value):
        return angle._replace(degrees=value)
    behind = len(angle.digits.lstrip("-")) - len(str(int(abs(value))))
    return angle._replace(degrees=value, resolution=10.0 ** -max(behind, 0))


def _notation(lon: Angle, lat: Angle) -> str:
    return lon.notation if lon.notation == lat.notation else f"{lat.notation}+{lon.notation}"


def _coarser(lon: Angle, lat: Angle, raw: tuple[str, ...]) -> Field:
    """Return the column whose number has fewer digits; the position itself where both have as many."""
    if lon.resolution == lat.resolution:
        return "position"
    return _field("lon" if lon.resolution > lat.resolution else "lat", raw)


def _field(where: str, raw: tuple[str, ...]) -> Field:
    if len(raw) < 2:
        return "position"
    return "lon" if where == "lon" else "lat"


def _exchange(case: Case, any_order: bool) -> None:
    lon, lat = case.lat, case.lon
    if any_order:
        case.lon, case.lat = lon, lat
    else:
        case.repair(lon, lat, "swapped", swapped(lon, lat))


def _ordered_by_size(case: Case, hints: PositionHints | None) -> bool:
    """Decide the order of two bare numbers in one cell; True where the first was the longitude.

    The caller hands the first number as latitude. Only one order may be possible, or only one may lie in the
    province; otherwise latitude first is assumed, as most maps copy it, and that is said.
    """
    this, other = is_valid(case.lon, case.lat), is_valid(case.lat, case.lon)
    if this and other:
        here = hints is not None and hints.holds(case.lon, case.lat)
        there = hints is not None and hints.holds(case.lat, case.lon)
        if here == there:
            alternative = plain_pair(case.lat, case.lon)
            case.proposed = True
            case.problems.append(
                Problem("COORD-ORDER", {"lat": case.lat, "lon": case.lon, "other": alternative}, alternative)
            )
            return False
        this = here
    if not this and (other or _closer_exchanged(case, hints)):
        case.lon, case.lat = case.lat, case.lon
        return True
    return False


def _closer_exchanged(case: Case, hints: PositionHints | None) -> bool:
    """Neither order is possible as it stands (a missing point): the larger number is the longitude of the
    province where its longitudes are the larger ones in digits; decided by where points can be put."""
    if hints is None:
        return False
    straight = _within(case.lon, hints.west, hints.east) and _within(case.lat, hints.south, hints.north)
    crossed = _within(case.lat, hints.west, hints.east) and _within(case.lon, hints.south, hints.north)
    return crossed and not straight


def _within(value: float, low: float, high: float) -> bool:
    """Whether some placing of the decimal point brings a value between two bounds."""
    return any(low <= value / 10.0**k <= high for k in range(16))


def _lone_zero(case: Case, hints: PositionHints | None) -> Field | None:
    """Name the axis that is exactly 0 beside a value of the province: an empty cell, not the equator."""
    if hints is None:
        return None
    if case.lat == 0.0 and hints.west <= case.lon <= hints.east:
        return "lat"
    if case.lon == 0.0 and hints.south <= case.lat <= hints.north:
        return "lon"
    return None


def _signs(case: Case, lon: Angle, lat: Angle) -> None:
    if not (lon.sign_doubt or lat.sign_doubt):
        return
    case.proposed = True
    for where, angle, value in (("lon", lon, case.lon), ("lat", lat, case.lat)):
        if angle.sign_doubt:
            problem_field: Field = "lon" if where == "lon" else "lat"
            case.problems.append(Problem("COORD-SIGN", {"value": value}, plain(value), problem_field))


def _north_or_south(case: Case, lon: Angle, lat: Angle, hints: PositionHints | None) -> None:
    """Say how N was taken where the other letter is Vietnamese, so that it may stand for Nam (south)."""
    if lat.letter != "n":
        return
    turned = any(problem.code == "COORD-SIGN" and problem.field == "lat" for problem in case.problems)
    if turned or lon.vietnamese:
        inside = hints is not None and hints.holds(case.lon, case.lat)
        code = "COORD-N-BY-PLACE" if inside else "COORD-N-NORTH"
        case.problems.append(Problem(code, {"lat": case.lat}, field="lat"))


def _weigh_datum(case: Case, hints: PositionHints) -> None:
    if case.proposed or not may_lack_datum(case.lon, case.lat, hints):
        return
    from registry.geo.crs import VN2000_GEOGRAPHIC, point_to_wgs84  # noqa: PLC0415 - pyproj only for this evidence

    shifted = point_to_wgs84(case.lon, case.lat, VN2000_GEOGRAPHIC)
    claim = datum_claim((case.lon, case.lat), shifted, hints)
    if claim is None:
        return
    problem, used = claim
    if used:
        case.repair(*shifted, "no-datum", problem)
    else:
        case.problems.append(problem)


def off_vn2000(reading: Reading) -> Reading:
    """Shift degrees that their own cell says are VN-2000; what was said of them stays said."""
    lon, lat = reading.position.lon, reading.position.lat
    if lon is None or lat is None or reading.position.reading == "no-datum":
        return reading
    from registry.geo.crs import VN2000_GEOGRAPHIC, point_to_wgs84  # noqa: PLC0415 - pyproj only where needed

    lon, lat = point_to_wgs84(lon, lat, VN2000_GEOGRAPHIC)
    if not math.isfinite(lon):
        return reading
    position = replace(
        reading.position, lon=lon, lat=lat, crs=f"EPSG:{VN2000_GEOGRAPHIC}", reading="vn2000-degrees"
    )
    kept = tuple(problem for problem in reading.problems if problem.code != "COORD-DATUM-POSSIBLE")
    return Reading(position, kept)
