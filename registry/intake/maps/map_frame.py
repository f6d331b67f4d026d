"""A frame of GeoPandas in the place of a map file: its rows are features, doubted as those of a file.

It is somebody's own, in his own process: no child reads it.
"""

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.intake.maps.map_file import AREAS, AREAS_AND_LINES, Feature, MapFile

if TYPE_CHECKING:
    import geopandas as gpd


def read_map_frame(
    frame: "gpd.GeoDataFrame | Any", *, crs: str | None = None, lines: bool = False, name: str = "frame"
) -> MapFile:
    """Read the rows of a frame as features; ``crs`` ("EPSG:n") is the system of a frame that names none.

    Issues name a row by its label. Raises RefusalError for a frame without shapes (``VECTOR-NO-SHAPES``,
    ``ZONES-EMPTY``) or whose system is not known (``VECTOR-NO-CRS``): a number alone is no place.
    """
    from registry.intake.maps.map_reader import HeldShapes, read_shapes  # noqa: PLC0415 - pyogrio

    active = getattr(frame, "_geometry_column_name", None)
    if active is None or active not in frame.columns:
        raise RefusalError("VECTOR-NO-SHAPES", name=name)
    if not len(frame):
        raise RefusalError("ZONES-EMPTY", name=name)
    shapes = np.asarray(frame.geometry.values, dtype=object)
    plain = frame[[column for column in frame.columns if str(frame[column].dtype) != "geometry"]]
    stated = plain.astype(object).where(plain.notna(), None)
    stated.columns = [str(column) for column in stated.columns]
    rows = stated.to_dict("records")
    named = None if frame.crs is None else frame.crs.to_wkt()
    held = HeldShapes(name, shapes, named, rows, list(frame.index))
    answer = read_shapes(held, crs, AREAS_AND_LINES if lines else AREAS)
    found = hashlib.sha256(repr(rows).encode())
    for one in shapes:
        found.update(b"" if one is None else shapely.to_wkb(one))
    features = [
        Feature(number, shape, attributes)
        for number, shape, attributes in zip(
            answer["numbers"], shapely.from_wkb(answer["shapes"]), answer["attributes"], strict=True
        )
    ]
    return MapFile(
        name,
        found.hexdigest(),
        answer["crs"],
        features,
        answer["issues"],
        answer["left_out"],
        tuple(stated.columns),
    )
