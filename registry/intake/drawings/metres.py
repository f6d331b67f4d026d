"""Which metres a drawing is in: units, axes, plane; local coordinates are refused.

What a drawing says of its units is often its template's and not its own, so the unit is the one in which its
coordinates lie in Vietnam. The plane is never guessed: those that fit are named, and the officer states one.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from registry.errors import RefusalError
from registry.geo.crs import transformer
from registry.geo.planes import MERIDIANS, ORDER, is_easting, is_northing, reaching, zone_of
from registry.intake.maps.map_file import Place
from registry.messages import issue_of
from registry.model.issues import Issue

DEGREES = 4326
_STATED = {4: 0.001, 5: 0.01, 6: 1.0}  # $INSUNITS: millimetres, centimetres, metres
_UNITS = (1.0, 0.001, 0.01)
_WEST, _EAST, _SOUTH, _NORTH = 102.0, 110.0, 8.0, 24.0


class Metres(NamedTuple):
    """How a drawing's numbers become (easting, northing): ``unit_m`` times each, ``swapped`` first, less
    ``prefix_m`` of a zone number written before the easting. ``plane`` is the EPSG code, None: to be stated.
    """

    unit_m: float
    swapped: bool
    prefix_m: float
    plane: int | None
    likely: tuple[int, ...]
    issues: tuple[Issue, ...]

    def moved(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return (n, 2) eastings and northings of the drawing's own numbers."""
        turned = xy[:, ::-1] if self.swapped else xy
        return np.asarray(turned * self.unit_m - np.array([self.prefix_m, 0.0]), dtype=float)


def metres_of(name: str, xy: npt.NDArray[np.float64], unit: int, plane: int | None, place: Place) -> Metres:
    """Return how the numbers (n, 2) of a drawing are read; ``unit`` is its $INSUNITS.

    ``place`` is where the office's things lie. Raises ``DRAWING-LOCAL`` where the numbers lie nowhere
    in Vietnam, ``DRAWING-PLANE-UNKNOWN`` for a plane that is none of the country's.
    """
    if plane is not None and plane not in MERIDIANS and plane != DEGREES:
        raise RefusalError("DRAWING-PLANE-UNKNOWN", plane=str(plane))
    x, y = (float(value) for value in np.median(xy, axis=0))
    issues: list[Issue] = []
    for swapped in (False, True):
        lon, lat = (y, x) if swapped else (x, y)
        if _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH:
            if swapped:
                issues.append(issue_of("DRAWING-SWAPPED"))
            return Metres(1.0, swapped, 0.0, DEGREES, (), tuple(issues))
    stated = _STATED.get(unit)
    for unit_m in sorted(_UNITS, key=lambda one: one != stated):
        for swapped in (False, True):
            first, second = (y * unit_m, x * unit_m) if swapped else (x * unit_m, y * unit_m)
            if not (is_easting(first) and is_northing(second)):
                continue
            if stated is not None and stated != unit_m:
                issues.append(issue_of("DRAWING-UNIT-CORRECTED", params={"unit": _word(unit_m)}))
            if swapped:
                issues.append(issue_of("DRAWING-SWAPPED"))
            zone = zone_of(first)
            prefix = 0.0 if zone is None else first - zone[1]
            chosen = plane if plane is not None else None if zone is None else zone[0]
            if zone is not None and plane is not None and plane != zone[0]:
                issues.append(issue_of("DRAWING-ZONE-OTHER", params={"epsg": zone[0]}))
            if chosen == DEGREES:
                raise RefusalError("DRAWING-PLANE-UNKNOWN", plane=str(plane))
            return Metres(
                unit_m, swapped, prefix, chosen, _likely(first - prefix, second, place), tuple(issues)
            )
    raise RefusalError("DRAWING-LOCAL", name=name, x=x, y=y)


def _word(unit_m: float) -> str:
    return {1.0: "m", 0.01: "cm", 0.001: "mm"}[unit_m]


def _likely(easting: float, northing: float, place: Place) -> tuple[int, ...]:
    """Return the planes in which the metres lie in Vietnam: first those by which they lie in the office's
    territory, of these its own before others.
    """
    fitting = list(reaching(easting, northing, _WEST, _EAST))
    own = [epsg for epsg in place.planes if epsg in fitting]
    ordered = dict.fromkeys([*own, *(epsg for epsg in ORDER if epsg in fitting)])
    if place.box is None:
        return tuple(ordered)
    west, south, east, north = place.box
    here = []
    for epsg in ordered:
        lon, lat = transformer(epsg, DEGREES).transform(easting, northing)
        if west <= lon <= east and south <= lat <= north:
            here.append(epsg)
    return tuple(dict.fromkeys([*here, *ordered]))
