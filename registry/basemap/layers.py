"""A band: features of one layer of the background that are drawn from one zoom to another."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

MIN_ZOOM = 6
MAX_ZOOM = 15
LAYERS = ("earth", "landuse", "water", "roads", "buildings", "boundaries", "places", "pois")
"""The layers of Protomaps' basemap that we write, from below to above."""


@dataclass(frozen=True, slots=True)
class Band:
    """Features of one layer, drawn at the zooms from ``min_zoom`` to ``max_zoom``, both included.

    ``frame`` is in EPSG:4326 with the properties as columns (``kind``, ``kind_detail``, ``name``, ``ref``,
    ``min_zoom``, ``sort_rank``, ``population``); a value that is missing is left out of the tile. Bands of
    one layer may overlap in zooms. ``simplification`` is in units of the tile (4096 to its side), for all
    zooms but the last that is written.
    """

    layer: str
    frame: "GeoDataFrame"
    min_zoom: int
    max_zoom: int = MAX_ZOOM
    simplification: float = 4.0
