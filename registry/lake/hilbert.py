"""The Hilbert curve: a number for each place, so that what lies near has numbers that are near."""

from typing import Any

import numpy as np
import numpy.typing as npt

_LEVELS = 24  # cells of some two metres
_SIDE = 1 << _LEVELS


def hilbert_distances(lon: npt.NDArray[Any], lat: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return how far along the curve over the whole world each place (degrees, EPSG:4326) lies.

    The same place has the same number in every province and on every day. Places that are not finite are 0.
    """
    x, y = _cells((lon + 180.0) / 360.0), _cells((lat + 90.0) / 180.0)
    found = np.zeros(len(x), dtype=np.int64)
    side = _SIDE >> 1
    while side:
        right, upper = ((x & side) > 0).astype(np.int64), ((y & side) > 0).astype(np.int64)
        found += side * side * ((3 * right) ^ upper)
        turned, flipped = upper == 0, (upper == 0) & (right == 1)
        x = np.where(flipped, _SIDE - 1 - x, x)
        y = np.where(flipped, _SIDE - 1 - y, y)
        x, y = np.where(turned, y, x), np.where(turned, x, y)
        side >>= 1
    return found


def _cells(share: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    known = np.nan_to_num(np.asarray(share, dtype=float), nan=0.0, posinf=0.0, neginf=0.0)
    return np.asarray(np.clip((known * _SIDE).astype(np.int64), 0, _SIDE - 1), dtype=np.int64)
