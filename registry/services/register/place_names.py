"""What a place is called: the commune in force that holds it, and names that ended."""

from typing import NamedTuple

import numpy as np
import shapely

from registry.checks.context import Context
from registry.columns import fold
from registry.geo.crs import to_metric
from registry.model.areas import AdminUnit, full_name

# Vietnam's mainland and near sea, for an office that has no boundary yet
_COUNTRY = (102.0, 8.0, 110.0, 23.6)


class PlaceName(NamedTuple):
    """The commune in force (with its kind) and the former name in brackets, each "" where not known."""

    present: str
    former: str

    def __str__(self) -> str:
        return (
            f"{self.present} ({self.former})" if self.former and self.present else self.present or self.former
        )


def commune_at(context: Context, lon: float, lat: float) -> AdminUnit | None:
    """Return the commune in force whose boundary holds a point of EPSG:4326, None where none does."""
    units = context.units
    if not units.communes:
        return None
    x, y = to_metric(np.array([lon]), np.array([lat]), context.metric_epsg)
    found = units.tree.query(shapely.points(x[0], y[0]), predicate="intersects")
    return units.communes[int(found[0])] if len(found) else None


def place_name(context: Context, lon: float, lat: float, as_written: str = "") -> PlaceName:
    """Name a place: its commune today, and the name as a list wrote it where that is another."""
    unit = commune_at(context, lon, lat)
    present = full_name(unit) if unit else ""
    same = unit is not None and fold(unit.name) in fold(as_written)
    return PlaceName(present, "" if same else as_written.strip())


def metres_outside(context: Context, lon: float, lat: float) -> float | None:
    """Return how far a point of EPSG:4326 lies from the office's territory: 0 within it, None where no border
    is known."""
    if context.units.territory is None:
        return None
    x, y = to_metric(np.array([lon]), np.array([lat]), context.metric_epsg)
    return float(shapely.distance(context.units.territory, shapely.points(x[0], y[0])))


def office_box(context: Context) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the communes in force; the country's where no boundary is known."""
    known = [unit.boundary for unit in context.units.communes if unit.boundary is not None]
    if not known:
        return _COUNTRY
    west, south, east, north = shapely.total_bounds(np.array(known, dtype=object))
    return float(west), float(south), float(east), float(north)
