"""VN-2000 and WGS 84: one pinned operation, longitude before latitude everywhere.

The transformation is the seven-parameter set of QĐ 05/2007/QĐ-BTNMT as EPSG holds it ("VN-2000 to WGS 84
(2)"); PROJ also offers one meant only for blocks in the Mekong area, so the operation is pinned here.
"""

from functools import cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Geod, Transformer


WGS84 = "EPSG:4326"
GEOD = Geod(ellps="WGS84")
Floats = npt.NDArray[np.float64]


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(CRS.from_epsg(source), CRS.from_epsg(target), always_xy=True)


def to_metric(lon: Floats, lat: Floats, epsg: int) -> tuple[Floats, Floats]:
    """Transform EPSG:4326 degrees to (easting, northing) metres in ``epsg``."""
    x, y = _transformer(4326, epsg).transform(lon, lat)
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def to_wgs84(x: Floats, y: Floats, epsg: int) -> tuple[Floats, Floats]:
    """Transform (easting, northing) metres in ``epsg`` to EPSG:4326 (longitude, latitude) degrees."""
    lon, lat = _transformer(epsg, 4326).transform(x, y)
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
