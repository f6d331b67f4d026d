"""Which zones can be near one point: a coarse grid says at once where there are none.

A single spot is mostly far from nearly every layer's zones, and an index is slow to ask for one point only.
"""

from math import floor, isnan

import numpy as np
import shapely

from registry.checks.context import ZoneSet

CELL_M = 2_000.0
FARTHEST_M = 5_000.0
MOST_CELLS = 1_000_000  # a layer that would fill more is asked by its index
_ROW = 1 << 20


def surely_clear(zones: ZoneSet, x: float, y: float, reach_m: float) -> bool:
    """Whether no zone can be within ``reach_m`` metres of a metric point; False where that is not known.

    Nothing is near a point whose position is not known (nan).
    """
    if isnan(x):
        return True
    cells = _cells_of(zones)
    if cells is None or not reach_m <= FARTHEST_M:
        return False
    rows = range(floor((y - reach_m) / CELL_M), floor((y + reach_m) / CELL_M) + 1)
    columns = range(floor((x - reach_m) / CELL_M), floor((x + reach_m) / CELL_M) + 1)
    return not any(column * _ROW + row in cells for column in columns for row in rows)


def _cells_of(zones: ZoneSet) -> frozenset[int] | None:
    """Return the cells that the zones' boxes touch, worked out once and kept with them."""
    if "cells" not in zones.worked_out:
        zones.worked_out["cells"] = _touched(zones)
    cells: frozenset[int] | None = zones.worked_out["cells"]
    return cells


def _touched(zones: ZoneSet) -> frozenset[int] | None:
    bounds = shapely.bounds(zones.geometries)
    if not np.isfinite(bounds).all():
        return None
    west, south, east, north = np.floor(bounds / CELL_M).astype(np.int64).T
    across = east - west + 1
    many = across * (north - south + 1)
    if many.sum() > MOST_CELLS:
        return None
    which = np.repeat(np.arange(len(many)), many)
    place = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    columns = west[which] + place % across[which]
    rows = south[which] + place // across[which]
    return frozenset(np.unique(columns * _ROW + rows).tolist())
