"""How much faster the wind blows over a hill, ridge or scarp: EN 1991-1-4:2005, Annex A.3.

The annex gives the orography factor c_o, the mean over the hill over that over flat ground: 1 below a slope
of 0.05, 1 + 2 s Φ up to 0.3, 1 + 0.6 s above, where Φ = H / Lu is the upwind slope and s(X, z) tells how far
up the hill and how high above the ground a place is (formulas A.4 to A.14). It holds for ridges across the
wind and is on the safe side for round hills. Below a hill and in its lee the factor never falls under 1,
though hills shelter: that is not relied on.

The turbulent part of a gust is not made stronger by a hill (the same standard, 4.4: c_o stands below the
fraction in the intensity), so that a gust grows by less than the mean.

From a profile of heights along the wind the hill is found thus: its crest is the highest point within
1,500 m of the place, or the place itself where it is a top and that gives more; its foot the lowest ground
within 2 km of the crest; Lu is twice the distance from the crest to where the ground is half as high (so the
hill's length in ASCE 7-16, 26.8.2, and exact for a straight slope). Hills lower than 18 m are none (ASCE
7-16, 26.8.1, for built-up and wooded ground), nor such as lie within twice the error of the ground's heights.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.model.terrain import Relief
from registry.storm.constants import model
from registry.storm.exposures import GUST_S, IN_LAND, averaging_factor

Floats = npt.NDArray[np.float64]
DIRECTIONS = 16
STEP_M = 50.0
CREST_M, FOOT_M = 1_500.0, 2_000.0
HEIGHT_M = 10.0  # above the ground, at which gusts are stated
_LEAST_M = 18.0
_LEAST_SLOPE, _STEEP = 0.05, 0.3
_DEGREE_M = 111_320.0
_BESIDE = 4  # steps on either side that a top is above
_BLOCK = 4_096


class HillWinds(NamedTuple):
    """Factors on the gust and the mean at n places by the direction that the wind comes from.

    Column k is 360° k / 16 clockwise from north. 1 where the ground is flat; ``known`` is False where the
    terrain does not tell, and the factors are 1 there too. ``source`` is whose terrain it is, ``mark`` its
    hash.
    """

    gust: npt.NDArray[np.float32]
    mean: npt.NDArray[np.float32]
    known: npt.NDArray[np.bool_]
    source: str
    mark: str

    def of(self, row: int) -> "HillWinds":
        """Return those of one place."""
        rows = slice(row, row + 1)
        return self._replace(gust=self.gust[rows], mean=self.mean[rows], known=self.known[rows])


def hill_winds(relief: Relief, lon: Floats, lat: Floats) -> HillWinds:
    """Return the factors at places (degrees, WGS 84). 200,000 places take a minute or two."""
    reach = int((CREST_M + FOOT_M) / STEP_M)
    along = np.arange(-reach, reach + 1) * STEP_M
    least = max(_LEAST_M, float(model("hills")["errors"]) * relief.error_m)
    mean = np.ones((len(lon), DIRECTIONS), dtype=np.float32)
    known = np.zeros(len(lon), dtype=bool)
    for start in range(0, len(lon), _BLOCK):
        rows = slice(start, start + _BLOCK)
        east = lon[rows, None]
        north = lat[rows, None]
        wide = _DEGREE_M * np.cos(np.radians(north))
        told = np.ones(len(east), dtype=bool)
        for direction in range(DIRECTIONS // 2):  # a line serves the wind from either end
            angle = 2 * np.pi * direction / DIRECTIONS
            dx, dy = np.sin(angle) * along, np.cos(angle) * along
            heights = relief.at(east - dx / wide, north - dy / _DEGREE_M)  # the first where it comes from
            told &= ~np.isnan(heights[:, reach])
            mean[rows, direction] = orography(heights, STEP_M, least_m=least)
            opposite = direction + DIRECTIONS // 2
            mean[rows, opposite] = orography(heights[:, ::-1], STEP_M, least_m=least)
        known[rows] = told
    mean[~known] = 1.0
    turbulent = averaging_factor(GUST_S, IN_LAND)
    gust = (1.0 + (mean - 1.0) / turbulent).astype(np.float32)
    return HillWinds(gust, mean, known, relief.source, relief.mark)


def orography(
    heights: Any, step_m: float, *, height_m: float = HEIGHT_M, least_m: float = _LEAST_M
) -> Floats:
    """Return c_o at the middle of each profile (n, odd number of heights), the wind along its columns."""
    ground = np.asarray(heights, dtype=float)
    here = ground[:, ground.shape[1] // 2]
    ground = np.where(np.isnan(ground), here[:, None], ground)  # beyond the terrain: flat
    middle = ground.shape[1] // 2
    near = int(CREST_M / step_m)
    low, high = max(0, middle - near), min(ground.shape[1], middle + near + 1)
    highest = np.argmax(ground[:, low:high], axis=1) + low
    found = np.ones(len(ground))
    hilly = np.ptp(ground, axis=1) >= least_m
    if not hilly.any():
        return found
    ground, highest = ground[hilly], highest[hilly]
    beside = ground[:, middle - _BESIDE : middle + _BESIDE + 1].max(axis=1)
    itself = np.where(ground[:, middle] >= beside, middle, highest)  # a top of its own below a higher one
    factors = [_factor(ground, crest, step_m, height_m, least_m) for crest in (highest, itself)]
    found[hilly] = np.maximum(*factors)
    return found


def _factor(ground: Floats, crest: Any, step_m: float, height_m: float, least_m: float) -> Floats:
    """Return c_o at the middle of profiles for the hill whose crest is in a column of each."""
    middle = ground.shape[1] // 2
    up_height, up_length = _slope(ground, crest, step_m, upwind=True)
    down_height, down_length = _slope(ground, crest, step_m, upwind=False)
    slope = up_height / up_length
    length = np.where(slope < _STEEP, up_length, up_height / _STEEP)  # table A.2: the effective length
    x = (middle - crest) * step_m
    x = np.where(np.abs(x) <= step_m, 0.0, x)  # within a cell of the crest is on it
    scarp = down_height / down_length < _LEAST_SLOPE
    z = np.clip(height_m / length, 0.0, None)
    s = np.where(
        x <= 0, _upwind(x / up_length, z), np.where(scarp, _behind(x / length, z), _lee(x / down_length, z))
    )
    s = np.where(z <= 2.0, np.maximum(s, 0.0), 0.0)
    co = np.where(slope <= _STEEP, 1.0 + 2.0 * s * slope, 1.0 + 0.6 * s)
    return np.where((up_height >= least_m) & (slope >= _LEAST_SLOPE), co, 1.0)


def _slope(ground: Floats, crest: Any, step_m: float, *, upwind: bool) -> tuple[Floats, Floats]:
    """Return how high the crest stands above the ground on one side, and twice the way to half of that."""
    reach = int(FOOT_M / step_m)
    steps = np.arange(0, reach + 1)
    columns = np.clip(crest[:, None] + (-steps if upwind else steps), 0, ground.shape[1] - 1)
    side = np.take_along_axis(ground, columns, axis=1)
    top = side[:, 0]
    height = np.maximum(top - side.min(axis=1), 0.0)
    half = (top - height / 2)[:, None]
    at = np.argmax(side <= half, axis=1)
    at = np.where(height > 0, np.maximum(at, 1), reach)
    rows = np.arange(len(side))
    before, after = side[rows, at - 1], side[rows, at]
    drop = before - after
    share = np.where(drop > 0, (before - half[:, 0]) / np.where(drop > 0, drop, 1.0), 1.0)
    return height, 2.0 * np.maximum((at - 1 + np.clip(share, 0.0, 1.0)) * step_m, step_m / 2)


def _crest_share(z: Floats) -> Floats:
    """Return A of formulas A.5 and A.13: s over the crest, by height above it over the length."""
    return 0.1552 * z**4 - 0.8575 * z**3 + 1.8133 * z**2 - 1.9115 * z + 1.0124


def _upwind(x: Floats, z: Floats) -> Floats:
    """Formula A.4: s on the upwind side; ``x`` over the upwind length, -1.5 to 0."""
    b = 0.3542 * z**2 - 1.0577 * z + 2.6456
    with np.errstate(over="ignore"):
        return np.where(x >= -1.5, _crest_share(z) * np.exp(b * np.minimum(x, 0.0)), 0.0)


def _lee(x: Floats, z: Floats) -> Floats:
    """Formula A.12: s behind a hill's or ridge's crest; ``x`` over the downwind length, 0 to 2."""
    b = -0.3056 * z**2 + 1.0212 * z - 1.7637
    return np.where(x <= 2.0, _crest_share(z) * np.exp(b * np.clip(x, 0.0, 2.0)), 0.0)


def _behind(x: Floats, z: Floats) -> Floats:
    """Formula A.8: s on the flat behind a scarp; ``x`` over the effective length, 0.1 to 3.5.

    Nearer than 0.1 it lies between the crest's and that at 0.1; below z = 0.1 it is that at 0.1 (the annex).
    """
    lz = np.log10(np.clip(z, 0.1, 2.0))
    a = -1.3420 * lz**3 - 0.8222 * lz**2 + 0.4609 * lz - 0.0791
    b = -1.0196 * lz**3 - 0.8910 * lz**2 + 0.5343 * lz - 0.1156
    c = 0.8030 * lz**3 + 0.4236 * lz**2 - 0.5738 * lz + 0.1606
    lx = np.log10(np.clip(x, 0.1, 3.5))
    there = a * lx**2 + b * lx + c
    near = np.clip(x / 0.1, 0.0, 1.0)
    return np.where(x <= 3.5, near * there + (1 - near) * _crest_share(z), 0.0)
