"""What hills add to the wind at the register's masts, by the office's terrain; kept while a mast stays."""

import numpy as np

from registry.model.terrain import Terrain
from registry.storm.hills import STEP_M, HillWinds, hill_winds
from registry.storm.masts import StormMasts


def hills_of(masts: StormMasts, terrain: Terrain | None, before: StormMasts | None) -> HillWinds | None:
    """Return what hills add at masts, None without a terrain.

    ``before`` are masts that were laid out earlier: whatever stands where one of them stood, by the same
    terrain, is not worked out again.
    """
    if terrain is None:
        return None
    relief = terrain.relief(STEP_M)
    held = before.hills if before is not None and before.hills and before.hills.mark == relief.mark else None
    if before is None or held is None:
        return hill_winds(relief, masts.lon, masts.lat)
    rows = {place: row for row, place in enumerate(_places(before))}
    kept = np.array([rows.get(place, -1) for place in _places(masts)], dtype=np.int64)
    new = np.flatnonzero(kept < 0)
    made = hill_winds(relief, masts.lon[new], masts.lat[new])
    gust, mean, known = held.gust[kept], held.mean[kept], held.known[kept]
    gust[new], mean[new], known[new] = made.gust, made.mean, made.known
    return HillWinds(gust, mean, known, made.source, made.mark)


def _places(masts: StormMasts) -> list[tuple[float, float]]:
    return list(zip(masts.lon.tolist(), masts.lat.tolist(), strict=True))
