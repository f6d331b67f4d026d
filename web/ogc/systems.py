"""The coordinate systems in which features are given, by the names that OGC gives them.

Coordinates stand in the order that each system itself defines: latitude first in EPSG:4326, easting first in
the planes of VN-2000. The datum shift is the register's own (``registry.geo.crs``), never PROJ's choice.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from registry.geo.crs import transformer
from registry.provinces import planes_of

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
_LON_LAT = 4326
_EVERYWHERE = (4326, 3857)
_EDGE = 21  # points on each edge of a box that is taken to another system


@dataclass(frozen=True, slots=True)
class System:
    """A coordinate system: its address, the EPSG code behind it, whether it writes the second axis first."""

    uri: str
    epsg: int
    turned: bool
    decimals: int

    def from_lon_lat(self, shapes: Any) -> Any:
        """Return shapes of EPSG:4326 (longitude first) in this system, rounded, without heights."""

        def moved(points: Any) -> Any:
            if self.epsg != _LON_LAT:
                points = np.column_stack(
                    transformer(_LON_LAT, self.epsg).transform(points[:, 0], points[:, 1])
                )
            return np.round(points[:, ::-1] if self.turned else points, self.decimals)

        return shapely.transform(shapely.force_2d(shapes), moved)

    def to_lon_lat(self, shapes: Any) -> Any:
        """Return shapes of this system with longitude and latitude of EPSG:4326."""

        def moved(points: Any) -> Any:
            points = points[:, ::-1] if self.turned else points
            if self.epsg != _LON_LAT:
                points = np.column_stack(
                    transformer(self.epsg, _LON_LAT).transform(points[:, 0], points[:, 1])
                )
            return points

        return shapely.transform(shapely.force_2d(shapes), moved)

    def areas(self, sides: tuple[float, float, float, float]) -> list[Any]:
        """Return the areas of EPSG:4326 (longitude first) that a box of this system holds.

        Two where the box goes over the antimeridian: its west is then east of its east.
        """
        if self.epsg != _LON_LAT:
            step = max(sides[2] - sides[0], sides[3] - sides[1], 1e-9) / _EDGE
            return [self.to_lon_lat(shapely.segmentize(shapely.box(*sides), step))]
        one, two, three, four = sides
        west, south, east, north = (two, one, four, three) if self.turned else sides
        parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        return [shapely.box(left, south, right, north) for left, right in parts]


@cache
def systems(province: str) -> dict[str, System]:
    """Return the systems of a province by their addresses: CRS84 first, the province's planes last."""
    found = {CRS84: System(CRS84, _LON_LAT, turned=False, decimals=7)}
    for epsg in (*_EVERYWHERE, *planes_of(province)):
        uri = f"{_EPSG}{epsg}"
        crs = CRS.from_epsg(epsg)
        turned = crs.axis_info[0].direction == "north"
        found[uri] = System(uri, epsg, turned=turned, decimals=7 if crs.is_geographic else 3)
    return found
