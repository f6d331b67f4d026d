"""The masts that stand around a design, for the map of whoever looks at the dossier."""

from typing import NamedTuple

import shapely

from registry.geo.crs import to_wgs84
from registry.geo.lines import metric_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for

REACH_M = 1_000.0
MOST = 500


class MastAround(NamedTuple):
    """A mast near a design: its code and place (EPSG:4326)."""

    code: str
    lon: float
    lat: float


def masts_around(registry: Registry, box: tuple[float, float, float, float]) -> list[MastAround]:
    """Return the masts of today within a kilometre of a box (west, south, east, north; EPSG:4326).

    For the office's own people: codes and places of every carrier. At most 500.
    """
    context = context_for(registry, today())
    area = metric_of(shapely.box(*box), context.metric_epsg).buffer(REACH_M)
    masts = context.masts
    rows = masts.tree.query(area, predicate="intersects")[:MOST]
    lon, lat = to_wgs84(masts.x[rows], masts.y[rows], context.metric_epsg)
    return [
        MastAround(str(masts.codes[row]), float(x), float(y))
        for row, x, y in zip(rows.tolist(), lon.tolist(), lat.tolist(), strict=True)
    ]
