"""Degrees (toạ độ địa lý): two angles judged as one position.

What is written is kept wherever it can be meant. A repair is only proposed, and only where it lands in the
province (or, for values that are no angles at all, where it is the one reading left); the order in which
repairs are tried is fixed: axes, sign, point, meridian.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from registry.geo.angles import Angle
from registry.geo.evidence import METRES_PER_DEGREE, agrees, datum_claim, may_lack_datum
from registry.geo.readings import Field, PositionHints, Problem, Reading, plain, plain_pair, unreadable
from registry.geo.vn2000 import CENTRAL_MERIDIANS
from registry.model.positions import DEFAULT_ACCURACY_M, Confidence, Position


@dataclass(slots=True)
class _Case:
    """A position while it is judged."""

    lon: float
    lat: float
    reading: str
    problems: list[Problem] = field(default_factory=list)
    proposed: bool = False

    def digits_m(self, lon: Angle, lat: Angle) -> float:
        """How far rounding to the digits can be off; a point that was put counts the digits behind it."""
        if lon.degrees == self.lat and lat.degrees == self.lon:
            lon, lat = lat, lon
        return digits_accuracy_m(_pointed(lon, self.lon), _pointed(lat, self.lat))

    def repair(self, lon: float, lat: float, reading: str, *problems: Problem) -> None:
        self.lon, self.lat, self.reading, self.proposed = lon, lat, reading, True
        self.problems.extend(problems)


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
    if lon.axis is not None and lon.axis == lat.axis:
        return unreadable(raw, Problem("COORD-CONTRADICTION"))
    if lon.degrees == 0.0 and lat.degrees == 0.0:
        return unreadable(raw, Problem("COORD-ZERO"))
    case = _Case(lon.degrees, lat.degrees, _notation(lon, lat))
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
    if not _valid(case.lon, case.lat):
        if not _make_valid(case, lon, lat, hints, lettered):
            value, where = (raw[0], "lon") if abs(case.lon) > 180.0 or len(raw) < 2 else (raw[-1], "lat")
            return unreadable(raw, Problem("COORD-RANGE", {"value": value}, field=_field(where, raw)))
    elif hints is not None and not case.proposed and not hints.holds(case.lon, case.lat):
        _bring_inside(case, lon, lat, hints, lettered)
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
        digits_m=case.digits_m(lon, lat),
        stated_m=stated_accuracy_m,
    )


def finish(
    position: Position, problems: list[Problem], *, proposed: bool, digits_m: float, stated_m: float | None
) -> Reading:
    """Return the reading with its accuracy: stated, else 10 m, or coarser where the digits say so."""
    given = stated_m if stated_m is not None and math.isfinite(stated_m) and stated_m > 0 else None
    accuracy = max(DEFAULT_ACCURACY_M if given is None else given, digits_m)
    confidence = Confidence.STATED
    if digits_m > max(DEFAULT_ACCURACY_M, given or 0.0):
        confidence = Confidence.COARSE
        problems = [*problems, Problem("COORD-COARSE", {"accuracy_m": digits_m})]
    if proposed:
        confidence = Confidence.PROPOSED
    return Reading(replace(position, accuracy_m=accuracy, confidence=confidence), tuple(problems))


def digits_accuracy_m(lon: Angle, lat: Angle) -> float:
    """Return how far rounding to the digits written can move a point, in metres.

    Half a unit of the last digit on each axis, together: hypot(u_lat / 2, u_lon / 2 cos lat) x 111,320 m.
    At 21° north 21,27 gives 760 m, whole seconds 21 m, four decimals 7.6 m. A spreadsheet drops a zero at
    the end of a number, so where one axis has one digit less than the other, the finer one counts for both.
    """
    assert lat.degrees is not None
    coarse, fine = max(lon.resolution, lat.resolution), min(lon.resolution, lat.resolution)
    u_lon, u_lat = (fine, fine) if coarse <= fine * 10.0001 else (lon.resolution, lat.resolution)
    narrowing = math.cos(math.radians(min(abs(lat.degrees), 90.0)))
    return math.hypot(u_lat / 2.0, u_lon / 2.0 * narrowing) * METRES_PER_DEGREE


def _pointed(angle: Angle, value: float) -> Angle:
    """Return the angle with the resolution that its digits have where the point was put elsewhere."""
    if not angle.digits or angle.degrees is None or abs(angle.degrees) == abs(value):
        return angle._replace(degrees=value)
    behind = len(angle.digits.lstrip("-")) - len(str(int(abs(value))))
    return angle._replace(degrees=value, resolution=10.0 ** -max(behind, 0))


def _notation(lon: Angle, lat: Angle) -> str:
    return lon.notation if lon.notation == lat.notation else f"{lat.notation}+{lon.notation}"


def _valid(lon: float, lat: float) -> bool:
    return abs(lon) <= 180.0 and abs(lat) <= 90.0


def _field(where: str, raw: tuple[str, ...]) -> Field:
    if len(raw) < 2:
        return "position"
    return "lon" if where == "lon" else "lat"


def _swapped(lon: float, lat: float) -> Problem:
    return Problem("COORD-SWAPPED", {"lat": lat, "lon": lon}, plain_pair(lon, lat))


def _exchange(case: _Case, any_order: bool) -> None:
    lon, lat = case.lat, case.lon
    if any_order:
        case.lon, case.lat = lon, lat
    else:
        case.repair(lon, lat, "swapped", _swapped(lon, lat))


def _ordered_by_size(case: _Case, hints: PositionHints | None) -> bool:
    """Decide the order of two bare numbers in one cell; True where the first was the longitude.

    The caller hands the first number as latitude. Only one order may be possible, or only one may lie in the
    province; otherwise latitude first is assumed, as most maps copy it, and that is said.
    """
    this, other = _valid(case.lon, case.lat), _valid(case.lat, case.lon)
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


def _closer_exchanged(case: _Case, hints: PositionHints | None) -> bool:
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


def _lone_zero(case: _Case, hints: PositionHints | None) -> Field | None:
    """Name the axis that is exactly 0 beside a value of the province: an empty cell, not the equator."""
    if hints is None:
        return None
    if case.lat == 0.0 and hints.west <= case.lon <= hints.east:
        return "lat"
    if case.lon == 0.0 and hints.south <= case.lat <= hints.north:
        return "lon"
    return None


def _signs(case: _Case, lon: Angle, lat: Angle) -> None:
    if not (lon.sign_doubt or lat.sign_doubt):
        return
    case.proposed = True
    for where, angle, value in (("lon", lon, case.lon), ("lat", lat, case.lat)):
        if angle.sign_doubt:
            problem_field: Field = "lon" if where == "lon" else "lat"
            case.problems.append(Problem("COORD-SIGN", {"value": value}, plain(value), problem_field))


def _make_valid(case: _Case, lon: Angle, lat: Angle, hints: PositionHints | None, lettered: bool) -> bool:
    """Find what values that are no latitude or longitude can mean; False where nothing is left."""
    exchangeable = not lettered and not case.proposed and _valid(case.lat, case.lon)
    pointed = _best_pointed(case, lon, lat, hints)
    if exchangeable and not (
        pointed and hints and hints.holds(*pointed) and not hints.holds(case.lat, case.lon)
    ):
        swapped = (case.lat, case.lon)
        case.repair(*swapped, "swapped", _swapped(*swapped))
        return True
    if pointed is None:
        return False
    _put_points(case, pointed)
    return True


def _put_points(case: _Case, pointed: tuple[float, float]) -> None:
    problems = []
    if pointed[0] != case.lon:
        problems.append(Problem("COORD-NO-POINT", {"value": pointed[0]}, plain(pointed[0]), "lon"))
    if pointed[1] != case.lat:
        problems.append(Problem("COORD-NO-POINT", {"value": pointed[1]}, plain(pointed[1]), "lat"))
    case.repair(*pointed, "no-point", *problems)


def _best_pointed(
    case: _Case, lon: Angle, lat: Angle, hints: PositionHints | None
) -> tuple[float, float] | None:
    """Put the points where the result is nearest to the province; None where no point can be put."""
    if hints is None:
        return None
    lons = [case.lon] if abs(case.lon) <= 180.0 else list(_placings(lon.digits, 3, 180.0))
    lats = [case.lat] if abs(case.lat) <= 90.0 else list(_placings(lat.digits, 2, 90.0))
    if not lons or not lats:
        return None
    return (
        min(lons, key=lambda value: (_gap(value, hints.west, hints.east), value)),
        min(lats, key=lambda value: (_gap(value, hints.south, hints.north), value)),
    )


def _placings(digits: str, longest: int, bound: float) -> Iterator[float]:
    sign, digits = (-1.0, digits[1:]) if digits.startswith("-") else (1.0, digits)
    for whole in range(1, min(longest, len(digits)) + 1):
        value = float(f"{digits[:whole]}.{digits[whole:]}")
        if 0.0 < value <= bound:
            yield sign * value


def _gap(value: float, low: float, high: float) -> float:
    return max(low - value, 0.0, value - high)


def _bring_inside(case: _Case, lon: Angle, lat: Angle, hints: PositionHints, lettered: bool) -> None:
    """Propose the first repair that lands in the province; nothing where none does."""
    x, y = case.lon, case.lat
    if not lettered and hints.holds(y, x):
        case.repair(y, x, "swapped", _swapped(y, x))
        return
    for new_x, new_y in ((x, -y), (-x, y), (-x, -y)):
        if hints.holds(new_x, new_y):
            problems = []
            if new_x != x:
                problems.append(Problem("COORD-SIGN", {"value": new_x}, plain(new_x), "lon"))
            if new_y != y:
                problems.append(Problem("COORD-SIGN", {"value": new_y}, plain(new_y), "lat"))
            case.repair(new_x, new_y, "sign", *problems)
            return
    for new_x in (x, *_placings(lon.digits, 3, 180.0)):
        for new_y in (y, *_placings(lat.digits, 2, 90.0)):
            if hints.holds(new_x, new_y):
                _put_points(case, (new_x, new_y))
                return
    _other_meridian(case, hints)


def _other_meridian(case: _Case, hints: PositionHints) -> None:
    """Metres turned into degrees by the wrong meridian are off by the difference of the two, eastward.

    A neighbouring province is as far away, so only the registered position or the commune can say this.
    """
    meridians = [CENTRAL_MERIDIANS[epsg] for epsg in hints.epsgs if epsg in CENTRAL_MERIDIANS]
    for right in meridians:
        for wrong in meridians:
            moved = case.lon + right - wrong
            if right != wrong and hints.holds(moved, case.lat) and agrees(moved, case.lat, hints):
                off = abs(right - wrong) * METRES_PER_DEGREE * math.cos(math.radians(case.lat))
                params = {"d": off / 1000.0, "meridian": right}
                problem = Problem("COORD-WRONG-MERIDIAN", params, plain_pair(moved, case.lat))
                case.repair(moved, case.lat, "wrong-meridian", problem)
                return


def _north_or_south(case: _Case, lon: Angle, lat: Angle, hints: PositionHints | None) -> None:
    """Say how N was taken where the other letter is Vietnamese, so that it may stand for Nam (south)."""
    if lat.letter != "n":
        return
    turned = any(problem.code == "COORD-SIGN" and problem.field == "lat" for problem in case.problems)
    if turned or lon.vietnamese:
        inside = hints is not None and hints.holds(case.lon, case.lat)
        code = "COORD-N-BY-PLACE" if inside else "COORD-N-NORTH"
        case.problems.append(Problem(code, {"lat": case.lat}, field="lat"))


def _weigh_datum(case: _Case, hints: PositionHints) -> None:
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
