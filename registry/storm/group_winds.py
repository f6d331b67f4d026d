"""What the places of one group meet at the moments that matter to them, all places and moments at once.

A group is at most 0.3 degrees wide, so that where its places lie from a centre (equirectangular at the mean
latitude, within 0.3 %) is a sum of products of what the place and what the moment gives, to three metres at
700 km: one product of two small matrices. Winds are compared by their squares. Places by moments are taken in
pieces that stay in the cache of a core.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.storm.bounds import METRES_A_DEGREE, Bounds, Groups, bounds
from registry.storm.constants import model
from registry.storm.field import STEP_M
from registry.storm.fields import WIDTH, Fields
from registry.storm.hills import DIRECTIONS
from registry.storm.moments import Vortices

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]
NEVER = -1
_PIECE = 32_768  # places by moments at a time
_FINE = 32_768  # parts of half a turn: a direction is told to a hundredth of a degree
_STEPS_A_DEGREE = METRES_A_DEGREE / STEP_M
_LEAST_STEPS = np.float32(1.0 / STEP_M)  # a metre: nothing is nearer


class Met(NamedTuple):
    """What n places meet: squared 10-minute means over sea with what a hill adds to the gust (``best``) and
    to the mean, the moments as in ``Winds``, and the nearest distance squared, in steps of the table."""

    best: Singles
    mean: Singles
    peak: Rows
    onset: Rows
    end: Rows
    nearest: Singles

    @classmethod
    def nothing(cls, n: int, *, hilly: bool) -> "Met":
        """Return what n places meet before anything came; without hills the mean is ``best`` itself."""
        best = np.zeros(n, dtype=np.float32)
        peak, onset, end = (np.full(n, NEVER, dtype=np.int32) for _ in range(3))
        mean = np.zeros_like(best) if hilly else best
        return cls(best, mean, peak, onset, end, np.full_like(best, np.inf))

    def then(self, later: "Met", first: int) -> "Met":
        """Return what the same places meet of both, ``later`` told from row ``first`` of the moments on."""
        peak, onset, end = (
            np.where(rows == NEVER, NEVER, rows + np.int32(first))
            for rows in (later.peak, later.onset, later.end)
        )
        stronger = later.best > self.best
        calm = (later.best <= 0) & (self.best <= 0) & (later.nearest < self.nearest)
        best = np.maximum(self.best, later.best)
        return Met(
            best,
            np.maximum(self.mean, later.mean) if self.mean is not self.best else best,
            np.where(stronger | calm, peak, self.peak),
            np.where(self.onset == NEVER, onset, self.onset),
            np.where(end == NEVER, self.end, end),
            np.minimum(self.nearest, later.nearest),
        )


class Group(NamedTuple):
    """Places that stand close together: their rows among all, degrees EPSG:4326, and on hilly ground the
    squared factors (places, directions) on gust and mean."""

    rows: slice
    lon: Floats
    lat: Floats
    hills: tuple[Singles, Singles] | None


class Walk:
    """The fields of a track, and the wind (10-minute mean over sea, m/s) from which a moment is strong."""

    def __init__(self, vortices: Vortices, fields: Fields, strong: float) -> None:
        self.vortices, self.fields, self.strong = vortices, fields, strong**2
        self.flat = fields.table.ravel()
        self.base = (fields.strongest**2 + fields.motion**2).astype(np.float32)
        twice = 2.0 * fields.strongest
        self.along = np.stack([twice * fields.along_x, twice * fields.along_y])
        angle = np.radians(90.0 - float(model("motion")["inflow_deg"]))
        self.into = np.float32(np.cos(angle)), np.float32(np.sin(angle))  # from where to where it blows from

    def bounds(self, groups: Groups, moments: npt.NDArray[np.int64]) -> Bounds:
        """Return between what the places of groups lie at some moments."""
        return bounds(groups, self.vortices, self.fields, moments)

    def meet(self, met: Met, group: "Group", moments: npt.NDArray[np.int64]) -> None:
        """Work out what the places of a group meet at the moments that matter to it, into ``met``."""
        rows, hills = group.rows, group.hills
        middle = (float(group.lon[0]), float(group.lat[0]))
        by_moment = self._by_moment(moments, middle, turned=hills is not None)
        by_place = _by_place(group.lon - middle[0], group.lat - middle[1])
        at_once = max(1, _PIECE // len(moments))
        for start in range(0, len(by_place), at_once):
            stop = min(start + at_once, len(by_place))
            part = slice(rows.start + start, rows.start + stop)
            added = None if hills is None else (hills[0][start:stop], hills[1][start:stop])
            with np.errstate(invalid="ignore"):
                # both are finite; what OpenBLAS computes beside the product may still raise the processor's
                # flag, by chance (https://github.com/numpy/numpy/issues/24067)
                product = by_place[start:stop] @ by_moment
            self._meet(met, part, product, moments, added)

    def _by_moment(self, moments: Any, middle: tuple[float, float], *, turned: bool) -> Singles:
        """Return what moments give (3 or 5, 5, n) to steps east, steps north, the motion along the wind.

        For hills also to the same two steps turned into the wind.
        """
        lon, lat = self.vortices.lon[moments] - middle[0], self.vortices.lat[moments]
        half = np.radians((lat + middle[1]) / 2)
        cosine, sine = np.cos(half) * _STEPS_A_DEGREE, np.sin(half) * _STEPS_A_DEGREE
        made = np.zeros((5 if turned else 3, 5, len(moments)), dtype=np.float32)
        east, north = made[0], made[1]
        east[0], east[1], east[2], east[3] = cosine, -cosine * lon, -sine, sine * lon
        north[1], north[4] = (middle[1] - lat) * _STEPS_A_DEGREE, _STEPS_A_DEGREE
        made[2] = self.along[0, moments] * east + self.along[1, moments] * north
        if turned:
            made[3] = self.into[0] * east + self.into[1] * north
            made[4] = self.into[0] * north - self.into[1] * east
        return made

    def _meet(self, met: Met, part: slice, laid: Singles, moments: Any, hills: Any) -> None:
        dx, dy, along = laid[0], laid[1], laid[2]
        squared = dx * dx
        squared += dy * dy
        met.nearest[part] = squared.min(axis=1)
        r = np.sqrt(squared, out=squared)
        np.maximum(r, _LEAST_STEPS, out=r)
        w = self._profile(dx, dy, r, moments)
        along /= r
        along += self.base[moments]
        w *= w
        w *= along
        if hills is not None:
            sector = _sectors(laid[3], laid[4])
            sector += (np.arange(len(w), dtype=np.int32) * DIRECTIONS)[:, None]
            met.mean[part] = (hills[1].ravel().take(sector) * w).max(axis=1)
            w *= hills[0].ravel().take(sector)
        _take_in(met, part, w, moments, self.strong)
        calm = np.flatnonzero(met.best[part] <= 0)
        if len(calm):
            met.peak[part][calm] = moments[r[calm].argmin(axis=1)]
        if hills is None and met.mean is not met.best:
            met.mean[part] = met.best[part]

    def _profile(self, dx: Singles, dy: Singles, r: Singles, moments: Any) -> Singles:
        """Return w at places by moments; between the middles of quadrants mixed by squares of cosines."""
        step = (r + np.float32(0.5)).astype(np.int32)
        np.minimum(step, WIDTH - 1, out=step)
        step += (self.fields.row[moments] * (WIDTH * self.fields.quadrants)).astype(np.int32)
        if self.fields.quadrants == 1:
            return self.flat.take(step)
        across = dx * dy
        across /= r
        across /= r  # half of what is more of the one diagonal than of the other, -1/2 to 1/2
        first = self.flat.take(step + np.where(dx + dy >= 0, 0, 2 * WIDTH).astype(np.int32))
        second = self.flat.take(step + np.where(dx - dy >= 0, WIDTH, 3 * WIDTH).astype(np.int32))
        return second + (np.float32(0.5) + across) * (first - second)


def _by_place(lon: Any, lat: Any) -> Singles:
    """Return what places give (n, 5), from degrees off the middle of the group."""
    shift = np.radians(lat) / 2
    made = np.ones((len(lon), 5), dtype=np.float32)
    made[:, 0], made[:, 2], made[:, 3], made[:, 4] = lon, shift * lon, shift, lat
    return made


def _take_in(met: Met, part: slice, wind: Singles, moments: Any, strong: Any) -> None:
    at = wind.argmax(axis=1)
    met.best[part] = wind[np.arange(len(wind)), at]
    met.peak[part] = moments[at]
    some = np.flatnonzero(met.best[part] >= strong)
    if len(some):
        enough = wind[some] >= strong if len(some) < len(wind) else wind >= strong
        onset, end = enough.argmax(axis=1), enough.shape[1] - 1 - enough[:, ::-1].argmax(axis=1)
        met.onset[part][some], met.end[part][some] = moments[onset], moments[end]


def _direction_table() -> npt.NDArray[np.uint8]:
    """Return the column of ``HillWinds`` by the place on the diamond |x| + |y| = 1, from south by west."""
    place = (np.arange(2 * _FINE + 2) + 0.5) / _FINE * 2.0 - 2.0
    part = np.clip(np.abs(place), 0.0, 2.0)
    y = 1.0 - part
    angle = np.degrees(np.arctan2(np.sign(place) * (1.0 - np.abs(y)), y))
    return (np.rint(angle * (DIRECTIONS / 360.0)).astype(np.int64) % DIRECTIONS).astype(np.uint8)


_DIRECTION = _direction_table()


def _sectors(x: Singles, y: Singles) -> npt.NDArray[np.int32]:
    """Return the column of ``HillWinds`` of directions ``x`` east and ``y`` north, to 0.01 degrees."""
    part = np.abs(x)
    part += np.abs(y)
    np.maximum(part, _LEAST_STEPS, out=part)
    np.divide(y, part, out=part)
    np.subtract(np.float32(1.0), part, out=part)
    np.copysign(part, x, out=part)
    part += np.float32(2.0)
    part *= np.float32(_FINE / 2)
    return _DIRECTION.take(part.astype(np.int32)).astype(np.int32)
