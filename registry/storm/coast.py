"""Whether the centre of a storm is over land, by a rough outline (``data/storm/coast.toml``, ±20 km)."""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.storm.constants import storm_data


def outlines() -> list[list[tuple[float, float]]]:
    """Return the rough outlines, each a ring of (lat, lon) in EPSG:4326 degrees, as a map draws them."""
    data = storm_data("coast")
    return [[(lat, lon) for lon, lat in data[name]] for name in ("mainland", "hainan")]


@cache
def _land() -> Any:
    data = storm_data("coast")
    land = shapely.union_all([shapely.Polygon(data["mainland"]), shapely.Polygon(data["hainan"])])
    shapely.prepare(land)
    return land


def over_land(lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return whether each point (EPSG:4326 degrees) lies over the mainland of Asia or Hainan."""
    return np.asarray(shapely.intersects_xy(_land(), np.asarray(lon), np.asarray(lat)), dtype=bool)
