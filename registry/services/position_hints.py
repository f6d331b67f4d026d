"""What the register knows of a row before its position is read: its commune's place, its code's position."""

import datetime as dt
from typing import Any

import numpy as np
import shapely

from registry.checks.communes import names_of
from registry.checks.context import Context
from registry.geo.crs import to_wgs84
from registry.geo.readings import PositionHints
from registry.intake.parsed import HintSource
from registry.services.context import context_for
from registry.services.place_names import office_box
from registry.services.registry import Registry

MARGIN_DEG = 0.03  # about 3 km: the box comes from approximate boundaries
OLD_BAC_GIANG, OLD_BAC_NINH = 9214, 9209  # VN-2000 / TM-3 107°00' and 105°30'


def hint_source(registry: Registry, day: dt.date) -> HintSource:
    """Return what gives, for a row's values, the province's box and evidence of where the row should lie.

    The evidence is the commune that the row names, by its old or new name (centre and the radius that holds
    it, its boundary's own error included), and the position on record for its code. The VN-2000 plane of the
    commune's former province comes first.
    """
    context = context_for(registry, day)
    west, south, east, north = office_box(context)
    box = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    plain = PositionHints(*box)
    circles: dict[tuple[str, str], tuple[tuple[float, float, float] | None, tuple[int, ...]]] = {}

    def hints(values: dict[str, Any]) -> PositionHints:
        commune, district = values.get("commune", ""), values.get("district", "")
        row = context.masts.aliases.get(values.get("site_code", ""))
        if not commune and row is None:
            return plain
        asked = (commune, district)
        if asked not in circles:
            circles[asked] = _circle(context, commune, district) if commune else (None, plain.epsgs)
        circle, planes = circles[asked]
        registered = None
        if row is not None:
            registered = (float(context.masts.lon[row]), float(context.masts.lat[row]))
        return PositionHints(*box, epsgs=planes, commune=circle, registered=registered)

    return hints


def _circle(
    context: Context, commune: str, district: str
) -> tuple[tuple[float, float, float] | None, tuple[int, ...]]:
    rows = names_of(context.units).find(commune, district).rows
    shapes = [
        shape for row in rows if (shape := context.units.geometries[row]) is not None and not shape.is_empty
    ]
    planes = (OLD_BAC_GIANG, OLD_BAC_NINH)
    if not shapes:
        return None, planes
    area = shapely.union_all(shapes)
    centre = area.centroid
    reach = float(shapely.hausdorff_distance(centre, area))
    error = max(context.units.communes[row].boundary_error_m for row in rows)
    lon, lat = to_wgs84(np.array([centre.x]), np.array([centre.y]), context.metric_epsg)
    if any(_of_old_bac_ninh(context.units.communes[row].code) for row in rows):
        planes = (OLD_BAC_NINH, OLD_BAC_GIANG)
    return (float(lon[0]), float(lat[0]), reach + error), planes


def _of_old_bac_ninh(code: str) -> bool:
    """GSO numbers communes province by province: old Bắc Ninh's begin at 09163, old Bắc Giang's end below."""
    return code.isdecimal() and int(code) >= 9163
