"""The strongest wind at many places along a whole track, and when it is first and last strong.

Places are sorted into cells of a tenth of a degree (wider ones where there are few) within squares of one
degree. For a square and then for each of its cells it is first settled which moments can matter there
(``registry.storm.bounds``): of a track of ten days some hundred; at these the wind is worked out
(``registry.storm.group_winds``). The answer is that of every moment at every place.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from registry.storm.bounds import METRES_A_DEGREE, Groups, mattering, within_reach
from registry.storm.constants import model
from registry.storm.exposures import IN_LAND, felt
from registry.storm.field import STEP_M, field_of, wind_at
from registry.storm.fields import fields_of
from registry.storm.group_winds import Group, Met, Walk
from registry.storm.hills import DIRECTIONS, HillWinds
from registry.storm.moments import Vortices
from registry.storm.scales import least_of

Floats = npt.NDArray[np.float64]
_SQUARE_DEG = 1.0
_CELLS_DEG = ((50_000, 0.1), (5_000, 0.2), (0, 0.3))  # by how many places there are at least
_MOMENTS = 2_048  # at a time: a longer track's tables would fill the memory


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
    """Places in order of squares, cells, and flat before hilly ground; where each square and cell begins.

    Flat and hilly ground are cells by themselves: the steeper, the more moments matter.

    ``hills`` are squared factors on gust and mean in the same order, None where no place has any.
    """

    def __init__(self, lon: Floats, lat: Floats, hills: HillWinds | None) -> None:
        hilly = np.zeros(len(lon), dtype=bool)
        if hills is not None:
            hilly = np.asarray((hills.mean > 1.0).any(axis=1), dtype=bool)
        wide = next(degrees for least, degrees in _CELLS_DEG if len(lon) >= least)
        square, cell = _keys(lon, lat, _SQUARE_DEG), _keys(lon, lat, wide)
        self.order = np.lexsort((hilly, cell, square))
        self.lon, self.lat, hilly = lon[self.order], lat[self.order], hilly[self.order]
        new_square = _new(square[self.order])
        new_cell = new_square | _new(cell[self.order]) | _new(hilly)
        self.squares, self.cells = np.flatnonzero(new_square), np.flatnonzero(new_cell)
        self.ends = np.append(self.cells, len(lon))[1:]
        self.first_cells = np.append(np.searchsorted(self.cells, self.squares), len(self.cells))
        self.hilly = hilly[self.cells]
        self.steepest = np.ones(len(self.cells), dtype=np.float32)
        self.hills = None
        if hills is not None and hilly.any():
            self.hills = hills.gust[self.order] ** 2, hills.mean[self.order] ** 2
            self.steepest = np.sqrt(np.maximum.reduceat(self.hills[1].max(axis=1), self.cells))

    def walk(self, vortices: Vortices, first: int, strong: float) -> Walk:
        """Return the fields of some moments from row ``first`` on, made where any place lies within reach."""
        part = vortices.part(first, first + _MOMENTS)
        if not len(self.order):
            return Walk(part, fields_of(part, np.zeros(len(part), dtype=bool)), strong)
        whole = Groups.around(self.lon, self.lat, np.zeros(1, dtype=np.int64))
        return Walk(part, fields_of(part, within_reach(whole, part)), strong)

    def met(self, walk: Walk) -> Met:
        """Return what the places meet, in this order."""
        found = Met.nothing(len(self.order), hilly=self.hills is not None)
        if not len(self.order):
            return found
        squares = Groups.around(self.lon, self.lat, self.squares)
        cells = Groups.around(self.lon, self.lat, self.cells)
        steepest = np.maximum.reduceat(self.steepest, self.first_cells[:-1])
        every = np.arange(len(walk.vortices))
        wide = mattering(walk.bounds(squares, every), walk.strong, steepest)
        for square, matters in enumerate(wide):
            moments = np.flatnonzero(matters)
            within = slice(self.first_cells[square], self.first_cells[square + 1])
            narrow = mattering(walk.bounds(cells.part(within), moments), walk.strong, self.steepest[within])
            for cell, chosen in enumerate(narrow, within.start):
                walk.meet(found, self._group(cell), moments[chosen])
        return found

    def _group(self, cell: int) -> Group:
        rows = slice(int(self.cells[cell]), int(self.ends[cell]))
        hills = None
        if self.hills is not None and self.hilly[cell]:
            hills = self.hills[0][rows], self.hills[1][rows]
        return Group(rows, self.lon[rows], self.lat[rows], hills)


def sweep(
    vortices: Vortices,
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    exposure: str = IN_LAND,
    *,
    factor: float = 1.0,
    hills: HillWinds | None = None,
) -> Winds:
    """Return what places (EPSG:4326 degrees) meet from a track; ``exposure`` is a class of the ground there.

    ``factor`` corrects every wind (see ``registry.storm.bias``), ``hills`` are those of the places. 200,000
    places and a track of ten days take a quarter of a second, with hills twice that.
    """
    places = _Places(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float), hills)
    factors, action = felt(exposure, factor), model("action")
    strong = least_of(int(action["level"])) / factors.gust
    met = places.met(places.walk(vortices, 0, strong))
    for first in range(_MOMENTS, len(vortices), _MOMENTS):
        met = met.then(places.met(places.walk(vortices, first, strong)), first)
    back = np.empty(len(places.order), dtype=np.int64)
    back[places.order] = np.arange(len(places.order))
    return Winds(
        mean_ms=np.sqrt(np.maximum(met.mean, 0).astype(float))[back] * factors.mean,
        gust_ms=np.sqrt(np.maximum(met.best, 0).astype(float))[back] * factors.gust,
        peak=met.peak[back],
        onset=met.onset[back],
        end=met.end[back],
        nearest_m=np.sqrt(met.nearest.astype(float))[back] * STEP_M,
    )


def _keys(lon: Floats, lat: Floats, degrees: float) -> npt.NDArray[np.int64]:
    """Return the cell of each place, a number for each."""
    return np.asarray(np.floor(lon / degrees) * 100_000 + np.floor(lat / degrees), dtype=np.int64)


def _new(keys: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Return where a row's key is not that of the row before."""
    found = np.ones(len(keys), dtype=bool)
    found[1:] = keys[1:] != keys[:-1]
    return found


def snapshot(
    vortices: Vortices,
    moment: int,
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    exposure: str = IN_LAND,
    *,
    factor: float = 1.0,
) -> tuple[Floats, Floats]:
    """Return the 2-minute mean and the gust at places at one moment (row of ``vortices``), m/s.

    Hills are left out; ``factor`` as in ``sweep``.
    """
    dx, dy = _from_centre(vortices, moment, np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    wind = wind_at(field_of(vortices, moment), dx * METRES_A_DEGREE, dy * METRES_A_DEGREE)
    factors = felt(exposure, factor)
    return wind * factors.mean, wind * factors.gust


def hill_factors(vortices: Vortices, winds: Winds, hills: HillWinds, lon: Floats, lat: Floats) -> Floats:
    """Return what hills added to the gust at its peak, by place; nan where the terrain is not known."""
    dx, dy = _from_centre(vortices, np.maximum(winds.peak, 0), lon, lat)
    turn = 90.0 - float(model("motion")["inflow_deg"])  # from where a place lies to where it blows from
    azimuth = np.degrees(np.arctan2(dx, dy)) + turn
    sector = np.rint(azimuth * (DIRECTIONS / 360.0)).astype(np.int64) % DIRECTIONS
    return np.where(hills.known, hills.gust[np.arange(len(lon)), sector], np.nan)


def _from_centre(
    vortices: Vortices, moment: int | npt.NDArray[np.int32], lon: Floats, lat: Floats
) -> tuple[Floats, Floats]:
    """Return degrees of a meridian east and north of the centre (equirectangular at the mean latitude)."""
    shrink = np.cos(np.radians((lat + vortices.lat[moment]) / 2))
    return (lon - vortices.lon[moment]) * shrink, lat - vortices.lat[moment]
