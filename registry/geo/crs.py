"""VN-2000 and WGS 84: one pinned operation, longitude before latitude everywhere.

The datum shift is the seven-parameter set of QĐ 05/2007/QĐ-BTNMT as EPSG holds it under the name "VN-2000 to
WGS 84 (2)". PROJ knows a second operation, made for oil blocks in the Mekong area, and for some provincial
zones would choose between them point by point; so the operation is looked up by its name and nothing else is
ever used for a CRS on the datum VN-2000.
"""

import threading

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Geod, Proj, Transformer
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from registry.errors import WrongCallError
from registry.geo.planes import CENTRAL_MERIDIANS, UTM_VN2000

WGS84 = "EPSG:4326"
GEOD = Geod(ellps="WGS84")
OPERATION = "VN-2000 to WGS 84 (2)"
VN2000_GEOGRAPHIC = 4756
Floats = npt.NDArray[np.float64]


class _Known(threading.local):
    """The transformers of one thread: those that a ``TransformerGroup`` offers may not be shared by two."""

    def __init__(self) -> None:
        self.transformers: dict[tuple[int, int], Transformer] = {}


_KNOWN = _Known()


def transformer(source: int, target: int) -> Transformer:
    """Return this thread's transformer between two EPSG codes, x (longitude, easting) first.

    Where one side is on the datum VN-2000 and the other is not, the operation is ``OPERATION``;
    ``WrongCallError`` where PROJ does not offer it. Not to be handed to another thread.
    """
    known = _KNOWN.transformers
    if (source, target) not in known:
        known[source, target] = _made(source, target)
    return known[source, target]


def _made(source: int, target: int) -> Transformer:
    source_crs, target_crs = CRS.from_epsg(source), CRS.from_epsg(target)
    if _on_vn2000(source_crs) == _on_vn2000(target_crs):
        return Transformer.from_crs(source_crs, target_crs, always_xy=True)
    for offered in TransformerGroup(
        source_crs, target_crs, always_xy=True, allow_ballpark=False
    ).transformers:
        if OPERATION in offered.description:
            return offered
    raise WrongCallError(f"PROJ offers no '{OPERATION}' from EPSG:{source} to EPSG:{target}")


def of_file(crs: CRS) -> Transformer | None:
    """Return this thread's transformer to EPSG:4326 from a system that somebody's file names, x first.

    None where nothing is known of how its datum lies to WGS 84: PROJ would take the one for the other, and a
    file in VN-2000 whose datum was not written would lie 220 m beside its place. A 3-degree plane of
    VN-2000 without its datum is known by its numbers.
    """
    epsg = crs.to_epsg()
    if epsg in CENTRAL_MERIDIANS and epsg not in UTM_VN2000:
        return transformer(epsg, 4326)
    try:
        offered = TransformerGroup(crs, WGS84, always_xy=True, allow_ballpark=False).transformers
    except ProjError:
        return None  # the system of a building site, say
    pinned = next((one for one in offered if OPERATION in one.description), None)
    if pinned is not None or not offered:
        return pinned
    return Transformer.from_crs(crs, WGS84, always_xy=True)


def _on_vn2000(crs: CRS) -> bool:
    geodetic = crs.geodetic_crs
    return geodetic is not None and geodetic.to_epsg() == VN2000_GEOGRAPHIC


def to_metric(lon: Floats, lat: Floats, epsg: int) -> tuple[Floats, Floats]:
    """Transform EPSG:4326 degrees to (easting, northing) metres in ``epsg``."""
    if isinstance(lon, np.ndarray) and lon.shape == (1,):  # numbers are twice as fast as arrays of one
        point = transformer(4326, epsg).transform(float(lon[0]), float(lat[0]))
        return np.array(point[:1], dtype=float), np.array(point[1:], dtype=float)
    x, y = transformer(4326, epsg).transform(lon, lat)
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def to_wgs84(x: Floats, y: Floats, epsg: int) -> tuple[Floats, Floats]:
    """Transform (easting, northing) metres in ``epsg`` to EPSG:4326 (longitude, latitude) degrees."""
    lon, lat = transformer(epsg, 4326).transform(x, y)
    return np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)


def point_to_wgs84(x: float, y: float, epsg: int) -> tuple[float, float]:
    """Transform one point; (longitude, latitude) degrees of EPSG:4326, inf where there is none."""
    lon, lat = transformer(epsg, 4326).transform(x, y)
    return float(lon), float(lat)


def convergence(lon: float, lat: float, epsg: int) -> float:
    """Return by how many degrees the north of a grid lies east of true north at a place (negative: west)."""
    return float(Proj(CRS.from_epsg(epsg)).get_factors(lon, lat).meridian_convergence)


def point_without_datum(x: float, y: float, epsg: int) -> tuple[float, float]:
    """Return VN-2000 degrees of VN-2000 metres: what they give when the datum shift is left out."""
    lon, lat = transformer(epsg, VN2000_GEOGRAPHIC).transform(x, y)
    return float(lon), float(lat)
