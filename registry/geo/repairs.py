"""Repairs (đề xuất sửa toạ độ): what two numbers that are no position of the province can have meant.

Nothing here changes a position silently: every repair marks the case as proposed and adds its problem. The
order is fixed (axes, sign, point, meridian), so that the same cells always give the same proposal.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from registry.geo.angles import Angle
from registry.geo.areas import METRES_PER_DEGREE
from registry.geo.evidence import BY_CODE, BY_COMMUNE, agrees
from registry.geo.planes import MERIDIANS, NATIONAL, plane_words
from registry.geo.readings import PositionHints, Problem, plain, plain_pair


@dataclass(slots=True)
class Case:
    """A position while it is judged."""

    lon: float
    lat: float
    reading: str
    problems: list[Problem] = field(default_factory=list)
    proposed: bool = False

    def repair(self, lon: float, lat: float, reading: str, *problems: Problem) -> None:
        """Take a repaired point and say why."""
        self.lon, self.lat, self.reading, self.proposed = lon, lat, reading, True
        self.problems.extend(problems)


def is_valid(lon: float, lat: float) -> bool:
    """Whether two numbers can be a longitude and a latitude at all."""
    return abs(lon) <= 180.0 and abs(lat) <= 90.0


def swapped(lon: float, lat: float) -> Problem:
    """Say that the axes are exchanged; the arguments are the proposed position."""
    return Problem("COORD-SWAPPED", {"lat": lat, "lon": lon}, plain_pair(lon, lat))


def make_valid(case: Case, lon: Angle, lat: Angle, hints: PositionHints | None, lettered: bool) -> bool:
    """Find what values that are no latitude or longitude can mean; False where nothing is left."""
    exchangeable = not lettered and not case.proposed and is_valid(case.lat, case.lon)
    pointed = _best_pointed(case, lon, lat, hints)
    if exchangeable and not (
        pointed and hints and hints.holds(*pointed) and not hints.holds(case.lat, case.lon)
    ):
        case.lon, case.lat = case.lat, case.lon
        if hints is not None and not hints.holds(case.lon, case.lat):
            _turn(case, hints)
        case.repair(case.lon, case.lat, "swapped", swapped(case.lon, case.lat))
        return True
    if pointed is not None:
        _put_points(case, pointed)
    if hints is not None and _packed(case, lon, lat, hints, pointed):
        return True
    return pointed is not None


def _packed(
    case: Case, lon: Angle, lat: Angle, hints: PositionHints, pointed: tuple[float, float] | None
) -> bool:
    """Say where digits may be degrees, minutes and seconds without their marks (1061206 and 211629), or
    degrees and minutes as a receiver writes them (10613.2365 and 2115.6770, NMEA). False where they are none.

    These and the digits with a point elsewhere (``pointed``) are kilometres apart: the commune or the
    registered position chooses. Where neither does, a point that is written stands where it should.
    """
    for read, notation, likelier in ((_packed_degrees, "dms", False), (_nmea_degrees, "dm", True)):
        x, y = read(lon, 3), read(lat, 2)
        if x is None or y is None or not hints.holds(x, y):
            continue
        if pointed is None:
            params: dict[str, Any] = {"lat": y, "lon": x}
            case.repair(x, y, notation, Problem("COORD-NO-MARKS", params, plain_pair(x, y)))
            return True
        told, against = agrees(x, y, hints), agrees(case.lon, case.lat, hints)
        if (told and not against) or (likelier and bool(told) == bool(against)):
            case.lon, case.lat, case.reading = x, y, notation
            case.problems = [problem for problem in case.problems if problem.code != "COORD-NO-POINT"]
            other, shown = pointed, (x, y)
        else:
            other = shown = (x, y)
        params = {"lat": case.lat, "lon": case.lon, "other": plain_pair(*other)}
        case.problems.append(Problem("COORD-POINT-OR-DMS", params, plain_pair(*shown)))
        return True
    return False


def _packed_degrees(angle: Angle, whole: int) -> float | None:
    digits = angle.digits
    if angle.resolution != 1.0 or len(digits) != whole + 4 or not digits.isdecimal():
        return None
    minutes, seconds = int(digits[-4:-2]), int(digits[-2:])
    return int(digits[:-4]) + minutes / 60 + seconds / 3600 if max(minutes, seconds) < 60 else None


def _nmea_degrees(angle: Angle, whole: int) -> float | None:
    value = angle.degrees
    if value is None or not _has_point(angle) or not 10.0 ** (whole + 1) <= value < 10.0 ** (whole + 2):
        return None
    degrees, minutes = divmod(value, 100.0)
    return degrees + minutes / 60 if minutes < 60 else None


def dotted(case: Case, lon: Angle, lat: Angle, hints: PositionHints) -> None:
    """Propose degrees, minutes and seconds written behind one point (106.1314 for 106°13'14"), as surveyors'
    instruments do, where the row's commune or code backs that and not the decimal degrees."""
    if case.proposed or not hints.may_place or agrees(case.lon, case.lat, hints):
        return
    x, y = _dotted_degrees(lon), _dotted_degrees(lat)
    told = agrees(x, y, hints) if x is not None and y is not None else ""
    if x is not None and y is not None and told:
        why = BY_CODE if told == "registered" else BY_COMMUNE
        params = {"lat": y, "lon": x, "why": why}
        case.repair(x, y, "dms", Problem("COORD-DOTTED-DMS", params, plain_pair(x, y)))


def _dotted_degrees(angle: Angle) -> float | None:
    if not _has_point(angle) or angle.degrees is None or angle.degrees < 0.0:
        return None
    whole = str(int(angle.degrees))
    behind = angle.digits[len(whole) :].ljust(4, "0") if angle.digits.startswith(whole) else ""
    if not 4 <= len(behind) <= 8:
        return None
    minutes, seconds = int(behind[:2]), float(f"{behind[2:4]}.{behind[4:] or 0}")
    return int(whole) + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else None


def _put_points(case: Case, pointed: tuple[float, float]) -> None:
    problems = []
    if pointed[0] != case.lon:
        problems.append(Problem("COORD-NO-POINT", {"value": pointed[0]}, plain(pointed[0]), "lon"))
    if pointed[1] != case.lat:
        problems.append(Problem("COORD-NO-POINT", {"value": pointed[1]}, plain(pointed[1]), "lat"))
    case.repair(*pointed, "no-point", *problems)


def _best_pointed(
    case: Case, lon: Angle, lat: Angle, hints: PositionHints | None
) -> tuple[float, float] | None:
    """Put the points where the result is nearest to the province; None where no point can be put."""
    if hints is None:
        return None
    lons = [case.lon] if abs(case.lon) <= 180.0 else list(_placings(lon.digits, 3, 180.0))
    lats = [case.lat] if abs(case.lat) <= 90.0 else list(_placings(lat.digits, 2, 90.0))
    # A number with one clear point is not moved about to land anywhere: only into the province.
    if abs(case.lon) > 180.0 and _has_point(lon):
        lons = [value for value in lons if hints.west <= value <= hints.east]
    if abs(case.lat) > 90.0 and _has_point(lat):
        lats = [value for value in lats if hints.south <= value <= hints.north]
    if not lons or not lats:
        return None
    return (
        min(lons, key=lambda value: (_gap(value, hints.west, hints.east), value)),
        min(lats, key=lambda value: (_gap(value, hints.south, hints.north), value)),
    )


def _has_point(angle: Angle) -> bool:
    return angle.notation in {"decimal", "decimal-comma"} and 0.0 < angle.resolution < 1.0


def _placings(digits: str, longest: int, bound: float) -> Iterator[float]:
    sign, digits = (-1.0, digits[1:]) if digits.startswith("-") else (1.0, digits)
    for whole in range(1, min(longest, len(digits)) + 1):
        value = float(f"{digits[:whole]}.{digits[whole:]}")
        if 0.0 < value <= bound:
            yield sign * value


def _gap(value: float, low: float, high: float) -> float:
    return max(low - value, 0.0, value - high)


def bring_inside(case: Case, lon: Angle, lat: Angle, hints: PositionHints, lettered: bool) -> None:
    """Propose the first repair that lands in the province; nothing where none does."""
    x, y = case.lon, case.lat
    if not lettered and hints.holds(y, x):
        case.repair(y, x, "swapped", swapped(y, x))
        return
    if _turn(case, hints):
        return
    for new_x in (x, *_placings(lon.digits, 3, 180.0)):
        for new_y in (y, *_placings(lat.digits, 2, 90.0)):
            if hints.holds(new_x, new_y):
                _put_points(case, (new_x, new_y))
                return
    _other_meridian(case, hints)


def _turn(case: Case, hints: PositionHints) -> bool:
    """Propose the other sign where that lands in the province."""
    x, y = case.lon, case.lat
    for new_x, new_y in ((x, -y), (-x, y), (-x, -y)):
        if hints.holds(new_x, new_y):
            problems = []
            if new_x != x:
                problems.append(Problem("COORD-SIGN", {"value": new_x}, plain(new_x), "lon"))
            if new_y != y:
                problems.append(Problem("COORD-SIGN", {"value": new_y}, plain(new_y), "lat"))
            case.repair(new_x, new_y, "sign", *problems)
            return True
    return False


def _other_meridian(case: Case, hints: PositionHints) -> None:
    """Metres turned into degrees by the wrong meridian are off by the difference of the two, eastward.

    A neighbouring province is as far away, so only the registered position or the commune can say this.
    """
    for right in hints.epsgs:
        for wrong in dict.fromkeys((*hints.epsgs, *NATIONAL)):
            off = MERIDIANS[right] - MERIDIANS[wrong]
            moved = case.lon + off
            told = agrees(moved, case.lat, hints) if off and hints.holds(moved, case.lat) else ""
            if told:
                km = abs(off) * METRES_PER_DEGREE * math.cos(math.radians(case.lat)) / 1000.0
                why = BY_CODE if told == "registered" else BY_COMMUNE
                params = {"plane": plane_words(right), "own": plane_words(wrong), "d": km, "why": why}
                problem = Problem("COORD-WRONG-MERIDIAN", params, plain_pair(moved, case.lat))
                case.repair(moved, case.lat, "wrong-meridian", problem)
                return
