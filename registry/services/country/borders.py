"""The provinces' borders as the lake has them, for the map of the country: simplified, as GeoJSON."""

from typing import Any

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest
from registry.messages import Language
from registry.model.areas import AdminLevel
from registry.services.country.held import CountryHeld

_TOLERANCE_DEG = 0.004  # about 400 m: the map of the country, and no border in dispute is read from it
_GRID_DEG = 0.0005
_COLUMNS = ("level", "code", "valid_from", "valid_to", "geometry")


def borders_of(country: CountryHeld, lang: Language) -> dict[str, Any]:
    """Return the borders of the provinces whose units say theirs; a province without one has no line."""
    features = []
    for item, manifest, _ in country.read():
        try:
            shape = _border(country, manifest)
        except (RefusalError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError):
            continue  # the map is only poorer by a line
        if shape is not None:
            middle = shapely.point_on_surface(shape)
            features.append(
                {
                    "type": "Feature",
                    "geometry": shapely.geometry.mapping(shape),
                    "properties": {
                        "code": item.code,
                        "name": item.name(lang),
                        "at": [round(middle.x, 4), round(middle.y, 4)],
                    },
                }
            )
    return {"type": "FeatureCollection", "features": features}


def _border(country: CountryHeld, manifest: Manifest) -> Any:
    table = country.lake.table(manifest, LakeLayer.UNITS, _COLUMNS, held_only=True)
    for row in table.to_pylist():
        day = manifest.day
        holds = (row["valid_from"] is None or row["valid_from"] <= day) and (
            row["valid_to"] is None or day <= row["valid_to"]
        )
        mine = row["level"] == AdminLevel.PROVINCE.value and row["code"] == manifest.province
        if mine and holds and row["geometry"]:
            shape = shapely.from_wkb(row["geometry"])
            return shapely.set_precision(shapely.simplify(shape, _TOLERANCE_DEG), _GRID_DEG)
    return None


def box_of(country: CountryHeld) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all masts with a place; None where there is none."""
    boxes = [
        (part.lon.min(), part.lat.min(), part.lon.max(), part.lat.max())
        for part in (facts.columns for _, _, facts in country.read())
        if len(part)
    ]
    if not boxes:
        return None
    sides = np.array(boxes)
    west, south = sides[:, :2].min(axis=0)
    east, north = sides[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)
