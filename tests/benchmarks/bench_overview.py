"""The overview of 10,000 masts over a province's communes, with a radius; again after a deed elsewhere.

The baseline goes through the same masts one by one in plain Python and asks the communes' tree for each, as a
script over rows would; it counts masts by state, carriers and technologies only, without ground or risk.
"""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa

from registry.demo.initialise import init_registry
from registry.geo.crs import to_metric
from registry.services.field.risk_scores import risk_table
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.overview.counted_masts import columns_today
from registry.services.overview.figures import overview
from registry.services.overview.ground import far_ground
from registry.services.overview.settings import set_overview_settings
from registry.services.register.context import context_for
from registry.settings import read_settings
from registry.store import batches, ledger
from registry.store.tables import sites, stations, structures
from tests.benchmarks.measure import Took, best, once, row
from tests.scale import PROVINCE, points
from tests.store.rows import created, site

MASTS = 10_000
RADIUS_M = 1_500.0
STATES = ("in_service",) * 9 + ("suspended",)


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        registry = _registry(Path(folder))
        try:
            return _measured(registry)
        finally:
            registry.close()


def _measured(registry: Registry) -> list[dict[str, Any]]:
    set_overview_settings(registry, radius_m=RADIUS_M, weights=None, who="lan")
    context = context_for(registry, today())
    risk = once(lambda: risk_table(registry))  # kept for its own pages, too: see the rows of risk
    cold = once(lambda: overview(registry))

    def counted() -> Any:
        with registry.database.read() as connection:
            return columns_today(registry, connection, context)

    columns = best(counted)
    masts = counted()
    ground = best(lambda: far_ground(context, masts, RADIUS_M))
    plain = once(lambda: _plain(registry))
    again = _after_a_deed(registry)
    said = f"{MASTS:,} masts over {len(context.units.communes)} communes"
    return [
        row(
            f"overview: every measure, {said}, radius {RADIUS_M:,.0f} m, made anew",
            cold,
            baseline=("row by row in plain Python, fewer measures", plain),
            goal_s=0.5,
            note=f"the risk of the masts was there ({risk.seconds:.2f} s); the circles about masts alone "
            f"{ground.seconds:.2f} s, kept until a mast or the radius changes",
        ),
        row(f"overview: masts and stations as columns, {said}", columns),
        row(f"overview: every measure again after a deed elsewhere, {said}", again),
    ]


def _after_a_deed(registry: Registry) -> Took:
    """Return how long it takes once something else was written, here a site without a mast."""
    taken = []
    for at in range(3):
        with registry.database.write() as connection:
            batch = batches.open_batch(connection, kind="sites", who="lan")
            ledger.record(connection, created("sites", site(f"N{at}")), who="lan", batch=batch.id)
        risk_table(registry)
        taken.append(once(lambda: overview(registry)))
    return min(taken, key=lambda one: one.seconds)


def _plain(registry: Registry) -> dict[str, Counter[Any]]:
    context = context_for(registry, today())
    with registry.database.read() as connection:
        places = {one.id: one for one in connection.execute(sa.select(sites))}
        masts = connection.execute(sa.select(structures)).fetchall()
        carried = connection.execute(sa.select(stations)).fetchall()
    found: dict[str, Counter[Any]] = {name: Counter() for name in ("states", "carriers", "technologies")}
    commune: dict[str, int] = {}
    for one in masts:
        place = places[one.site_id]
        x, y = to_metric(np.array([place.lon]), np.array([place.lat]), context.metric_epsg)
        inside = context.units.tree.query(shapely.Point(x[0], y[0]), predicate="intersects")
        commune[one.id] = int(inside[0]) if len(inside) else -1
        found["states"][commune[one.id], one.state] += 1
    for one in carried:
        found["carriers"][commune[one.structure_id], one.operator] += 1
        found["technologies"][commune[one.structure_id], one.technology] += 1
    return found


def _registry(home: Path) -> Registry:
    """Make a register and fill its tables straight: the ledger has no part in what is measured."""
    settings = read_settings({"BTS_HOME": str(home)})
    init_registry(settings)
    registry = open_registry(settings)
    where = points(MASTS, box=PROVINCE)
    places = [
        {**site(f"BGG{n:06d}", lon, lat), "version": 1, "id": f"s{n}"}
        for n, (lon, lat) in enumerate(zip(where.lon.tolist(), where.lat.tolist(), strict=True))
    ]
    masts = [
        {"id": f"m{n}", "version": 1, "site_id": f"s{n}", "state": STATES[n % 10], "built_year_only": True}
        for n in range(MASTS)
    ]
    carried = [
        {
            "id": f"t{n}-{k}", "version": 1, "structure_id": f"m{n}",
            "operator": ("VTL", "VNPT", "VMS", "VNM")[(n + k) % 4], "technology": ("4G", "5G")[k],
        }
        for n in range(MASTS)
        for k in range(2)
    ]  # fmt: skip
    with registry.database.write() as connection:
        for table, rows in ((sites, places), (structures, masts), (stations, carried)):
            connection.execute(sa.insert(table), rows)
    return registry
