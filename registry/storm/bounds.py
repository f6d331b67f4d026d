"""Between which winds the places of a group lie at each moment, and so which moments can matter to them.

Masts that stand within some kilometres meet nearly the same wind. Of 1,400 moments only those count for a
group in which its strongest place can be stronger than its weakest ever is at the best moment of the group;
in which the action level is first or last reached by some of them; or in which the centre is nearest to one.
The bounds are safe, not close: a moment that is left out changes nothing.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.storm.field import REACH_M, STEP_M
from registry.storm.fields import WIDTH, Fields
from registry.storm.moments import EARTH_M, Vortices

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
METRES_A_DEGREE = EARTH_M * np.pi / 180.0
_SLACK = 0.005  # of a squared wind: the table's steps and single precision
_SLACK_M = 2 * STEP_M


@dataclass(frozen=True)
class Groups:
    """g circles that hold the places of each group: degrees EPSG:4326 and metres."""

    lon: Floats
    lat: Floats
    radius_m: Floats

    def part(self, rows: slice) -> "Groups":
        """Return some of them."""
        return Groups(self.lon[rows], self.lat[rows], self.radius_m[rows])

    @classmethod
    def around(cls, lon: Floats, lat: Floats, first: npt.NDArray[np.int64]) -> "Groups":
        """Return the circles around places that stand in order of groups which begin at rows ``first``."""
        west, east = np.minimum.reduceat(lon, first), np.maximum.reduceat(lon, first)
        south, north = np.minimum.reduceat(lat, first), np.maximum.reduceat(lat, first)
        radius = METRES_A_DEGREE * np.hypot(east - west, north - south) / 2
        return cls((west + east) / 2, (south + north) / 2, radius)


class Bounds(NamedTuple):
    """By group and moment: the squared 10-minute mean over sea, and the distance of the centre in metres."""

    low: Singles
    high: Singles
    near_m: Singles
    far_m: Singles


def bounds(groups: Groups, vortices: Vortices, fields: Fields, moments: npt.NDArray[np.int64]) -> Bounds:
    """Return between what the places of each group lie at some moments (rows of ``vortices``)."""
    dx, dy, reach = _apart(groups, vortices.lon[moments], vortices.lat[moments])
    d = np.hypot(dx, dy)
    near, far = np.maximum(d - reach, np.float32(0.0)), d + reach
    strongest, motion = (values[moments].astype(np.float32) for values in (fields.strongest, fields.motion))
    along_x, along_y = (values[moments].astype(np.float32) for values in (fields.along_x, fields.along_y))
    along = (dx * along_x + dy * along_y) / np.maximum(d, np.float32(1.0))
    turned = np.minimum(np.float32(2.0), np.float32(np.pi / 2) * reach / np.maximum(d, np.float32(1.0)))
    sides = turned * motion
    base = strongest**2 + motion**2
    twice = np.float32(2.0) * strongest
    above = base + twice * np.minimum(along + sides, motion)
    below = base + twice * np.maximum(along - sides, -motion)
    inner = fields.rmax_m[moments].astype(np.float32)
    row = (fields.row[moments] * WIDTH).astype(np.int32)
    high = fields.most.take(_step(np.clip(inner, near, far)) + row) ** 2 * above
    closest, farthest = _step(near) + row, _step(far) + row
    low = np.minimum(fields.least.take(closest), fields.least.take(farthest)) ** 2 * np.maximum(below, 0)
    return Bounds(low * np.float32(1 - _SLACK), high * np.float32(1 + _SLACK), near, far)


def within_reach(groups: Groups, vortices: Vortices) -> npt.NDArray[np.bool_]:
    """Return the moments at which any wind can be met in some group."""
    dx, dy, reach = _apart(groups, vortices.lon, vortices.lat)
    return np.asarray((np.hypot(dx, dy) - reach < REACH_M).any(axis=0), dtype=bool)


def _apart(groups: Groups, lon: Floats, lat: Floats) -> tuple[Singles, Singles, Singles]:
    """Return by group and centre how far the circle's middle lies east and north of it, and its radius."""
    east = (lon - groups.lon[:, None]).astype(np.float32)
    north = (lat - groups.lat[:, None]).astype(np.float32)
    middle = np.radians((lat + groups.lat[:, None]) / 2).astype(np.float32)
    dx = east * np.cos(middle) * np.float32(-METRES_A_DEGREE)
    dy = north * np.float32(-METRES_A_DEGREE)
    # a circle is stretched by as much as the parallels within it differ, far from the centre
    stretch = np.float32(1.0) + np.abs(east) * np.float32(np.pi / 360.0)
    return dx, dy, groups.radius_m[:, None].astype(np.float32) * stretch + np.float32(_SLACK_M)


def mattering(found: Bounds, strong: float, steepest: Singles) -> npt.NDArray[np.bool_]:
    """Return by group and moment whether the moment can matter to a place of the group.

    ``strong`` is the squared wind of the action level; ``steepest`` the largest factor of a hill by group,
    whose smallest is 1.
    """
    high = found.high * steepest[:, None] ** 2
    needed = (high >= found.low.max(axis=1, keepdims=True)) & (high > 0)
    needed |= found.near_m <= found.far_m.min(axis=1, keepdims=True)
    some, all_of = high >= strong, found.low >= strong
    n = some.shape[1]
    first_all, last_all = _first(all_of), n - 1 - _first(all_of[:, ::-1])
    at = np.arange(n)
    crossing = some & ((at <= first_all[:, None]) | (at >= last_all[:, None]))
    return np.asarray(needed | crossing, dtype=bool)


def _first(true: Any) -> Any:
    """Return the first column that is true, beyond the last where none is."""
    return np.where(true.any(axis=1), true.argmax(axis=1), true.shape[1])


def _step(metres: Any) -> Any:
    return np.minimum((metres * np.float32(1.0 / STEP_M) + np.float32(0.5)).astype(np.int32), WIDTH - 1)
