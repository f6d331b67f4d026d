"""What the compliance run knows of masts besides their lists: urban then, agreed where, inspected when.

"Urban" is asked of the day of building. Inside an urban area that was in force then is urban; outside every
one, past or present, is taken for not urban where the layer is complete today, and marked as read off a later
layer. Inside one that came later proves nothing: the place may have been countryside.
"""

import datetime as dt
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.on_day.contexts import to_metric_shapes
from registry.checks.standing_works import PlannedPlaces
from registry.geo.crs import to_metric
from registry.model.areas import Layer
from registry.model.requests.desk_records import ApprovalState
from registry.model.standing import Fact, KnownFacts, Small, StandingMasts
from registry.store.database import Connection
from registry.store.obligations.standing_rows import load_facts, load_inspected
from registry.store.register.plans import load_versions
from registry.store.register.sites import columns_of, objects
from registry.store.requests.agreements import list_approvals
from registry.store.tables import planned_positions
from registry.store.zones.zones import load_zones


def known_facts(connection: Connection, context: Context, masts: StandingMasts) -> KnownFacts:
    """Gather what is known of the masts; what somebody read in a paper goes before what a layer says."""
    stated = load_facts(connection, masts.structure_ids)
    urban, then = urban_when_built(connection, context, masts)
    said = stated.get(Fact.URBAN)
    if said is not None:
        urban, then = np.where(said >= 0, said, urban), then | (said >= 0)
    inspected, results, looked = load_inspected(connection, masts.structure_ids)
    approved, lon, lat = _approved(connection, masts)
    return KnownFacts(
        yes_no={**stated, Fact.URBAN: urban},
        urban_then=then,
        inspected_on=inspected,
        inspection_results=results,
        looked_at_on=looked,
        approved=approved,
        approved_lon=lon,
        approved_lat=lat,
    )


def urban_when_built(connection: Connection, context: Context, masts: StandingMasts) -> tuple[Small, Any]:
    """Return 1, 0 or -1 (not known) for urban on the day of building, and whether a layer of then says so."""
    n = len(masts)
    urban = np.full(n, -1, dtype=np.int8)
    then = np.ones(n, dtype=bool)
    zones = [zone for zone in load_zones(connection) if zone.layer is Layer.URBAN_AREA]
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


def planned_places(connection: Connection) -> PlannedPlaces:
    """Return the positions of every plan that was ever entered."""
    planned = columns_of(connection, planned_positions, ("operator", "lon", "lat"))
    lon, lat = (np.array(planned[name], dtype=float) for name in ("lon", "lat"))  # None becomes nan
    since: dict[str, dt.date] = {}
    for version in load_versions(connection):
        since[version.operator] = min(version.valid_from, since.get(version.operator, dt.date.max))
    return PlannedPlaces(objects(planned["operator"]), lon, lat, since)


def _approved(connection: Connection, masts: StandingMasts) -> tuple[Any, Any, Any]:
    """Return whether the office agreed each mast's position, and where (EPSG:4326); the newest letter."""
    given = list_approvals(connection)
    sites = {agreed.site_id for agreed in given}
    row_of = {site: row for row, site in enumerate(masts.site_ids) if site in sites}
    approved = np.zeros(len(masts), dtype=bool)
    lon, lat = np.full(len(masts), np.nan), np.full(len(masts), np.nan)
    for agreed in given:
        row = row_of.get(agreed.site_id)
        if row is not None and agreed.state in (ApprovalState.APPROVED, ApprovalState.COMPLETED):
            approved[row], lon[row], lat[row] = True, agreed.lon, agreed.lat
    return approved, lon, lat
