"""A plane fitted over a province (mặt phẳng khớp theo tỉnh): VN-2000 metres in a browser, without PROJ.

Two polynomials in longitude and latitude give easting and northing of one plane over a box, datum shift and
projection together. They are fitted to the one pinned operation of ``registry.geo.crs`` and state how far
they lie from it at most; over a province that is below a millimetre, where a list's metres are read to 1 mm.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from registry.geo.crs import Floats, to_metric

DEGREE = 6
MOST_OFF_M = 0.05
"""Metres that a fitted plane may lie from the transformation; a box where it lies farther has none."""

_NODES = 24  # points of the fit along each side
_LOOKED = 57  # points along each side where the error is looked for; none of them is a node
_POWERS = tuple((i, k - i) for k in range(DEGREE + 1) for i in range(k, -1, -1))


@dataclass(frozen=True, slots=True)
class FittedPlane:
    """Coefficients of u^i v^k for ``powers``; u, v run from -1 to 1 over the box (EPSG:4326 degrees).

    ``error_m`` is the largest distance from the transformation on a dense grid over the box, in metres.
    """

    epsg: int
    west: float
    south: float
    east: float
    north: float
    eastings: tuple[float, ...]
    northings: tuple[float, ...]
    error_m: float
    powers: tuple[tuple[int, int], ...] = _POWERS

    def at(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return (easting, northing) metres as a browser works them out; nothing outside the box."""
        terms = _terms(
            np.asarray(lon, dtype=float),
            np.asarray(lat, dtype=float),
            (self.west, self.south, self.east, self.north),
        )
        return terms @ np.array(self.eastings), terms @ np.array(self.northings)


@lru_cache(maxsize=8)
def fitted_plane(epsg: int, west: float, south: float, east: float, north: float) -> FittedPlane | None:
    """Fit the plane ``epsg`` over a box of EPSG:4326 degrees; None where it would lie farther than
    ``MOST_OFF_M``."""
    box = (west, south, east, north)
    lon, lat = _grid(box, np.cos(np.pi * (np.arange(_NODES) + 0.5) / _NODES))
    terms = _terms(lon, lat, box)
    x, y = to_metric(lon, lat, epsg)
    # metres are taken off the middle, so that no digits are lost to two million of them
    (mid_x, mid_y) = (float(x.mean()), float(y.mean()))
    made, *_ = np.linalg.lstsq(terms, np.column_stack((x - mid_x, y - mid_y)), rcond=None)
    made[0] += (mid_x, mid_y)
    lon, lat = _grid(box, np.linspace(-1.0, 1.0, _LOOKED))
    x, y = to_metric(lon, lat, epsg)
    off = np.hypot(*(_terms(lon, lat, box) @ made - np.column_stack((x, y))).T)
    error = float(off.max())
    if not error <= MOST_OFF_M:
        return None
    return FittedPlane(epsg, *box, tuple(made[:, 0].tolist()), tuple(made[:, 1].tolist()), error)


def _grid(box: tuple[float, float, float, float], along: Floats) -> tuple[Floats, Floats]:
    west, south, east, north = box
    lon, lat = np.meshgrid(
        (west + east) / 2 + along * (east - west) / 2, (south + north) / 2 + along * (north - south) / 2
    )
    return lon.ravel(), lat.ravel()


def _terms(lon: Floats, lat: Floats, box: tuple[float, float, float, float]) -> Floats:
    west, south, east, north = box
    u = (2 * lon - west - east) / (east - west)
    v = (2 * lat - south - north) / (north - south)
    return np.stack([u**i * v**k for i, k in _POWERS], axis=-1)
