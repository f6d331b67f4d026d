"""The wind around one vortex: radial profile by quadrant, and the motion that makes one side stronger.

The symmetric profile is Holland, Belanger & Fritz 2010. The motion enters as in Lin & Chavas 2012: 0.55
of the translation, turned 20 degrees to the left, is added to the wind vector; it fades with the profile
outwards (as winds far away do not move with the storm), so at a place (r, azimuth) the speed is w(r)
A(azimuth), where w is the profile and A the length of the strongest symmetric wind plus the motion. The
strongest A is the strongest wind that the source states.

Where radii by quadrant are known, the outer exponent x is fitted so that the profile passes through each
of them (Holland et al. 2010, eq. 10); between the middles of quadrants w is mixed by the squares of the
direction's cosines, which add up to one.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.storm.constants import model
from registry.storm.moments import Vortices
from registry.storm.vortex import fitted_x, holland_profile

Floats = npt.NDArray[np.float64]
STEP_M = 200.0  # of the table of w(r); a bulletin's position is known to 5 km
REACH_M = 700_000.0  # farther than this no wind of a storm is worked out
FADING_M = 100_000.0  # over which it fades to nothing
_TOO_NEAR = 1.05  # a radius must lie outside the strongest wind by this much to shape the profile
_LEAST_X, _MOST_X = 0.05, 2.0
_QUADRANTS = np.radians([45.0, 135.0, 225.0, 315.0])  # azimuths of the middles: NE, SE, SW, NW


class Field(NamedTuple):
    """One vortex made ready: ``table`` (1 or 4 quadrants, distances in ``STEP_M``) is w(r), at most 1.

    ``strongest`` and ``(east, north)`` are the symmetric wind and the share of the motion, m/s;
    ``along_x``/``along_y`` give the motion's part along the wind at a place: (dx·along_x + dy·along_y) / r.
    """

    table: npt.NDArray[np.floating[Any]]
    strongest: float
    motion: float
    along_x: float
    along_y: float


def field_of(vortices: Vortices, row: int) -> Field:
    """Return the wind field of one moment."""
    field = Field(np.empty((0, 0)), *(float(part[0]) for part in motion_of(vortices.part(row, row + 1))))
    return field._replace(table=_table(vortices, row, field))


def motion_of(vortices: Vortices) -> tuple[Floats, Floats, Floats, Floats]:
    """Return by moment the symmetric wind, the motion's share, and its parts along the wind (``Field``)."""
    constants = model("motion")
    angle = np.radians(constants["turned_deg"])  # to the left
    moved_east, moved_north = vortices.east_ms * constants["share"], vortices.north_ms * constants["share"]
    east = np.cos(angle) * moved_east - np.sin(angle) * moved_north
    north = np.sin(angle) * moved_east + np.cos(angle) * moved_north
    moved, total = np.hypot(east, north), vortices.wind_ms
    motion = np.minimum(moved, total / 2)  # a fast weak low: its motion is not all of its wind
    share = np.divide(motion, moved, out=np.ones_like(moved), where=moved > 0)
    east, north = east * share, north * share
    inflow = np.radians(constants["inflow_deg"])
    along_x = -np.sin(inflow) * east + np.cos(inflow) * north
    along_y = -np.cos(inflow) * east - np.sin(inflow) * north
    return total - motion, motion, along_x, along_y


def azimuth_strength(field: Field, azimuth: npt.ArrayLike) -> Floats:
    """Return A: the strongest wind in a direction from the centre (radians clockwise from north)."""
    angle = np.asarray(azimuth, dtype=float)
    along = np.sin(angle) * field.along_x + np.cos(angle) * field.along_y
    return np.asarray(np.sqrt(_squared(field, along)), dtype=float)


def _squared(field: Field, along: Floats) -> Floats:
    return np.maximum(0.0, field.strongest**2 + field.motion**2 + 2.0 * field.strongest * along)


def radii_of_steps() -> Floats:
    """Return the distances of a table, m."""
    return np.arange(0.0, REACH_M + STEP_M, STEP_M)


def wane(r: Floats) -> Floats:
    """Return the share of a wind that is left so far from the centre: nothing at ``REACH_M``."""
    return np.clip((REACH_M - r) / FADING_M, 0.0, 1.0)


def knots_of(vortices: Vortices, row: int, field: Field) -> list[tuple[list[float], list[float]]]:
    """Return by quadrant the radii (m) that shape the profile, and the exponent x at each."""
    rmax, b = float(vortices.rmax_m[row]), float(vortices.b[row])
    strength = azimuth_strength(field, _QUADRANTS)
    found = []
    for quadrant in range(4):
        knots_r, knots_x = [rmax], [0.5]
        reaches = vortices.radii_m[row][:, quadrant]
        for wind, reach in zip(vortices.radius_wind_ms[row], reaches, strict=True):
            share = float(wind / strength[quadrant])
            if np.isfinite(reach) and reach > max(rmax * _TOO_NEAR, knots_r[-1]) and 0 < share < 1:
                knots_r.append(float(reach))
                knots_x.append(float(np.clip(fitted_x(reach, share, rmax, b), _LEAST_X, _MOST_X)))
        found.append((knots_r, knots_x))
    return found


def _table(vortices: Vortices, row: int, field: Field) -> Floats:
    """Return w(r) for r = 0, STEP_M, ... REACH_M; one row where nothing is known by quadrant."""
    r = radii_of_steps()
    rmax, b = float(vortices.rmax_m[row]), float(vortices.b[row])
    if field.strongest <= 0 or not np.isfinite(vortices.radii_m[row]).any():
        return (holland_profile(r, rmax, b) * wane(r))[None, :]
    rows = []
    for knots_r, knots_x in knots_of(vortices, row, field):
        profile = holland_profile(r, rmax, b, np.interp(r, knots_r, knots_x))
        # a fitted exponent may rise again between two radii; the wind must not
        outside = int(np.searchsorted(r, rmax, side="right"))
        profile[outside:] = np.minimum.accumulate(profile[outside:])
        rows.append(profile * wane(r))
    return np.array(rows)


def wind_at(field: Field, dx_m: npt.ArrayLike, dy_m: npt.ArrayLike) -> Floats:
    """Return the 10-minute mean over sea at places ``dx_m`` east and ``dy_m`` north of the centre, m/s."""
    return np.asarray(wind_and_distance(field, np.asarray(dx_m), np.asarray(dy_m))[0])


def wind_and_distance(field: Field, dx: Any, dy: Any) -> tuple[Any, Any]:
    """Return the 10-minute mean over sea, and how far the places are from the centre, in the arrays' kind."""
    r = np.sqrt(dx * dx + dy * dy)
    inverse = 1.0 / np.maximum(r, 1.0)
    step = np.minimum((r * (1.0 / STEP_M) + 0.5).astype(np.int32), field.table.shape[1] - 1)
    if len(field.table) == 1:
        w = field.table[0].take(step)
    else:
        half = np.sqrt(0.5)
        north_east, south_east = (dx + dy) * (half * inverse), (dx - dy) * (half * inverse)
        flat, width = field.table.ravel(), field.table.shape[1]
        first = flat.take(step + np.where(north_east >= 0, 0, 2 * width))
        second = flat.take(step + np.where(south_east >= 0, width, 3 * width))
        w = north_east**2 * first + south_east**2 * second
    along = (dx * field.along_x + dy * field.along_y) * inverse
    return w * np.sqrt(_squared(field, along)), r


def reach_m(field: Field, wind_ms: float) -> float:
    """Return how far from the centre a 10-minute mean over sea of ``wind_ms`` is met in any direction."""
    profile = field.table.max(axis=0) * (field.strongest + field.motion)
    strong = np.flatnonzero(profile >= wind_ms)
    return float((strong[-1] + 1) * STEP_M) if len(strong) else 0.0


def ring_m(field: Field, wind_ms: float, azimuths: npt.ArrayLike) -> Floats:
    """Return how far out a 10-minute mean over sea is met, by azimuth (radians); 0 where nowhere."""
    found = []
    r = np.arange(field.table.shape[1]) * STEP_M
    for angle in np.asarray(azimuths, dtype=float):
        strong = np.flatnonzero(wind_at(field, r * np.sin(angle), r * np.cos(angle)) >= wind_ms)
        found.append(r[strong[-1]] if len(strong) else 0.0)
    return np.array(found)
