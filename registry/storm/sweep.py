"""The strongest wind at many places along a whole track, and when it is first and last strong.

Places are sorted into cells of a tenth of a degree, so that a moment looks only at the cells that its
wind can reach; what lies out of reach of every moment is worked out once, for the moment that is nearest
to its cell.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.storm.constants import model
from registry.storm.exposures import IN_LAND, felt
from registry.storm.field import REACH_M, Field, field_of, reach_m, wind_and_distance, wind_at
from registry.storm.moments import EARTH_M, Vortices
from registry.storm.scales import least_of

Floats = npt.NDArray[np.float64]
_CELL_DEG = 0.1
_METRES_A_DEGREE = EARTH_M * np.pi / 180.0
_NEVER = -1
_BLOCK = 16_384  # places at a time: what is made of them stays in the cache of a core


@dataclass(frozen=True)
class Winds:
    """What n places meet: 2-minute mean and 3 s gust in m/s, and the moments (rows of ``Vortices``).

    ``peak`` is the moment of the strongest wind. ``onset`` and ``end`` are the first and the last moment
    at which the gust reaches the action level, -1 where it never does. ``nearest_m`` is how near the
    centre comes.
    """

    mean_ms: Floats
    gust_ms: Floats
    peak: npt.NDArray[np.int32]
    onset: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    nearest_m: Floats

    def __len__(self) -> int:
        return len(self.mean_ms)


class _Places:
    """Places by cells, single precision relative to a middle, so that a metre is still told apart."""

    def __init__(self, lon: Floats, lat: Floats) -> None:
        cell_x = np.floor(lon / _CELL_DEG).astype(np.int64)
        cell_y = np.floor(lat / _CELL_DEG).astype(np.int64)
        cells = cell_x * 100_000 + cell_y  # storms come from the east: what they reach first lies together
        self.order = np.argsort(cells, kind="stable")
        self.middle = (float(np.mean(lon)), float(np.mean(lat))) if len(lon) else (0.0, 0.0)
        self.lon = (lon[self.order] - self.middle[0]).astype(np.float32)
        self.lat = (lat[self.order] - self.middle[1]).astype(np.float32)
        half = np.radians(lat[self.order]) / 2
        self.cosine, self.sine = np.cos(half).astype(np.float32), np.sin(half).astype(np.float32)
        keys, self.first, self.count = np.unique(cells[self.order], return_index=True, return_counts=True)
        self.cell_lon = (keys // 100_000 + 0.5) * _CELL_DEG
        self.cell_lat = (keys % 100_000 + 0.5) * _CELL_DEG
        self.cell_radius = _CELL_DEG * _METRES_A_DEGREE * np.sqrt(0.5)

    def rows_of(self, cells: npt.NDArray[np.bool_]) -> slice:
        """Return the rows from the first to the last of some cells: views of a slice need no copies."""
        chosen = np.flatnonzero(cells)
        return slice(int(self.first[chosen[0]]), int(self.first[chosen[-1]] + self.count[chosen[-1]]))

    def from_centre(self, rows: Any, lon: float, lat: float) -> tuple[Any, Any]:
        """Return metres east and north of a centre (equirectangular at the mean latitude, within 0.3 %)."""
        half = np.radians(lat) / 2
        scale = np.float32(_METRES_A_DEGREE)
        shrink = self.cosine[rows] * np.float32(np.cos(half)) - self.sine[rows] * np.float32(np.sin(half))
        dx = (self.lon[rows] - np.float32(lon - self.middle[0])) * shrink * scale
        dy = (self.lat[rows] - np.float32(lat - self.middle[1])) * scale
        return dx, dy

    def cell_distances(self, lon: Any, lat: Any) -> Floats:
        shrink = np.cos(np.radians((self.cell_lat + lat) / 2))
        return np.asarray(
            np.hypot((self.cell_lon - lon) * shrink, self.cell_lat - lat) * _METRES_A_DEGREE, dtype=float
        )


class _Met:
    """What each place (in the order of cells) met so far; winds are 10-minute means over sea."""

    def __init__(self, n: int, strong: float) -> None:
        self.strong = strong
        self.best = np.zeros(n, dtype=np.float32)
        self.peak, self.onset, self.end = (np.full(n, _NEVER, dtype=np.int32) for _ in range(3))
        self.nearest = np.full(n, np.inf, dtype=np.float32)

    def meet(self, rows: slice, moment: int, wind: Any, distance: Any) -> None:
        """Take in one moment's winds at some rows."""
        best, onset, nearest = self.best[rows], self.onset[rows], self.nearest[rows]
        np.minimum(nearest, distance, out=nearest)
        np.putmask(self.peak[rows], wind > best, moment)
        np.maximum(best, wind, out=best)
        enough = wind >= self.strong
        if enough.any():
            np.putmask(self.end[rows], enough, moment)
            np.putmask(onset, enough & (onset == _NEVER), moment)


def sweep(vortices: Vortices, lon: npt.ArrayLike, lat: npt.ArrayLike, exposure: str = IN_LAND) -> Winds:
    """Return what places (EPSG:4326 degrees) meet from a track; ``exposure`` is a class of the ground there.

    200,000 places and a track of ten days take one to two seconds.
    """
    places = _Places(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    n = len(places.order)
    factors, action = felt(exposure), model("action")
    listed = least_of(int(action["listed_level"])) / factors.gust
    met = _Met(n, least_of(int(action["level"])) / factors.gust)
    closest, closest_at = np.full(len(places.count), np.inf), np.zeros(len(places.count), dtype=np.int64)
    for moment in range(len(vortices)):
        distances = places.cell_distances(vortices.lon[moment], vortices.lat[moment])
        nearer = distances < closest
        closest[nearer], closest_at[nearer] = distances[nearer], moment
        if not n or vortices.wind_ms[moment] < listed or distances.min() > REACH_M:
            continue
        field = _single(field_of(vortices, moment))
        cells = distances < reach_m(field, listed) + places.cell_radius
        if not cells.any():
            continue
        rows = places.rows_of(cells)
        for start in range(rows.start, rows.stop, _BLOCK):
            block = slice(start, min(start + _BLOCK, rows.stop))
            dx, dy = places.from_centre(block, float(vortices.lon[moment]), float(vortices.lat[moment]))
            met.meet(block, moment, *wind_and_distance(field, dx, dy))
    _out_of_reach(vortices, places, closest_at, met)
    back = np.empty(n, dtype=np.int64)
    back[places.order] = np.arange(n)
    base = met.best.astype(float)[back]
    return Winds(
        mean_ms=base * factors.mean,
        gust_ms=base * factors.gust,
        peak=met.peak[back],
        onset=met.onset[back],
        end=met.end[back],
        nearest_m=met.nearest.astype(float)[back],
    )


def snapshot(
    vortices: Vortices, moment: int, lon: npt.ArrayLike, lat: npt.ArrayLike, exposure: str = IN_LAND
) -> tuple[Floats, Floats]:
    """Return the 2-minute mean and the gust at places at one moment (row of ``vortices``), m/s."""
    places = _Places(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    dx, dy = places.from_centre(slice(None), float(vortices.lon[moment]), float(vortices.lat[moment]))
    wind = np.empty(len(places.order))
    wind[places.order] = wind_at(field_of(vortices, moment), dx, dy)
    factors = felt(exposure)
    return wind * factors.mean, wind * factors.gust


def _single(field: Field) -> Field:
    """Return the field with its table in single precision, half the time of double."""
    return field._replace(table=field.table.astype(np.float32))


def _out_of_reach(vortices: Vortices, places: _Places, closest_at: Any, met: _Met) -> None:
    """Fill in the places that no listed wind reached: the wind at the moment nearest to their cell."""
    missed = np.isinf(met.nearest)
    if not missed.any():
        return
    moment_of = np.repeat(closest_at, places.count)
    for moment in np.unique(moment_of[missed]).tolist():
        rows = np.flatnonzero(missed & (moment_of == moment))
        dx, dy = places.from_centre(rows, float(vortices.lon[moment]), float(vortices.lat[moment]))
        field = _single(field_of(vortices, moment))
        met.best[rows], met.nearest[rows] = wind_and_distance(field, dx, dy)
        met.peak[rows] = moment
