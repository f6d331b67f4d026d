"""What the compliance run knows of masts besides their lists: urban then, agreed where, inspected when.

"Urban" is asked of the day of building. Inside an urban area that was in force then is urban; outside every
one, past or present, is taken for not urban where the layer is complete today, and marked as read off a later
layer. Inside one that came later proves nothing: the place may have been countryside.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.on_day.contexts import to_metric_shapes
from registry.geo.crs import to_metric
from registry.model.areas import Layer, Zone
from registry.model.standing import (
    Bools,
    Days,
    Fact,
    Floats,
    KnownFacts,
    Objects,
    Small,
    StandingMasts,
)


def known_of(
    stated: Mapping[Fact, Small],
    urban: tuple[Small, Bools],
    inspected: tuple[Days, Objects, Days],
    agreed: tuple[Bools, Floats, Floats],
) -> KnownFacts:
    """Put together what is known; what somebody read in a paper (``stated``) goes before what a layer says.

    ``urban`` as ``urban_when_built`` gives it, ``inspected`` is day and result of the last structural
    inspection and the day of the last look, ``agreed`` as ``agreed_places`` gives it.
    """
    (there, then), said = urban, stated.get(Fact.URBAN)
    if said is not None:
        there, then = np.where(said >= 0, said, there), then | (said >= 0)
    day, results, looked = inspected
    approved, lon, lat = agreed
    return KnownFacts(
        yes_no={**stated, Fact.URBAN: there},
        urban_then=then,
        inspected_on=day,
        inspection_results=results,
        looked_at_on=looked,
        approved=approved,
        approved_lon=lon,
        approved_lat=lat,
    )


def urban_when_built(every: Iterable[Zone], context: Context, masts: StandingMasts) -> tuple[Small, Bools]:
    """Return 1, 0 or -1 (not known) for urban on the day of building, and whether a layer of then says so.

    ``every`` are the zones of all days.
    """
    n = len(masts)
    urban = np.full(n, -1, dtype=np.int8)
    then = np.ones(n, dtype=bool)
    zones = [zone for zone in every if zone.layer is Layer.URBAN_AREA]
    placed = np.flatnonzero(np.isfinite(masts.lon) & np.isfinite(masts.lat))
    if not len(placed):
        return urban, then
    x, y = np.full(n, np.nan), np.full(n, np.nan)
    x[placed], y[placed] = to_metric(masts.lon[placed], masts.lat[placed], context.metric_epsg)
    touched = np.zeros(n, dtype=bool)
    inside_then = np.zeros(n, dtype=bool)
    if zones:
        shapes = to_metric_shapes([zone.geometry for zone in zones], context.metric_epsg)
        errors = np.array([zone.error_m for zone in zones], dtype=float)
        first = np.array([zone.valid_from for zone in zones], dtype="datetime64[D]")
        last = np.array([zone.valid_to or dt.date.max for zone in zones], dtype="datetime64[D]")
        points = np.asarray(shapely.points(x[placed], y[placed]), dtype=object)
        reach = np.hypot(np.nan_to_num(masts.accuracy_m[placed]), errors.max())
        at, zone = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=reach)
        row = placed[at]
        error = np.hypot(np.nan_to_num(masts.accuracy_m[row]), errors[zone])
        shapely.prepare(shapes)
        inside = shapely.intersects(shapes[zone], points[at])
        near_edge = shapely.distance(shapely.boundary(shapes)[zone], points[at]) <= error
        touched[row[inside | near_edge]] = True
        built = masts.built_on[row]
        sure = inside & ~near_edge & (first[zone] <= built) & (built <= last[zone])
        inside_then[row[sure]] = True
    layer = context.layer(Layer.URBAN_AREA)
    covered = np.zeros(n, dtype=bool)
    covered[placed] = layer.coverage.holds(x[placed], y[placed])
    urban[inside_then] = 1
    outside = covered & ~touched
    urban[outside] = 0
    since = min((zone.valid_from for zone in zones), default=dt.date.max)
    then[outside] = masts.built_on[outside] >= np.datetime64(since, "D")
    return urban, then


def agreed_places(
    masts: StandingMasts, agreed: Mapping[str, tuple[float, float]]
) -> tuple[Bools, Floats, Floats]:
    """Return whether the office agreed each mast's position, and where (EPSG:4326).

    ``agreed`` are the places by site, of the newest letter.
    """
    approved = np.zeros(len(masts), dtype=bool)
    lon, lat = np.full(len(masts), np.nan), np.full(len(masts), np.nan)
    if agreed:
        row_of = {site: row for row, site in enumerate(masts.site_ids) if site in agreed}
        for site, place in agreed.items():
            row = row_of.get(site)
            if row is not None:
                approved[row], (lon[row], lat[row]) = True, place
    return approved, lon, lat
